"""The climb to the maximum: against what can be solved by hand, at the bounds, along ridges."""

import numpy as np
import pytest

from regulars.kit.errors import RegularsError
from regulars.learn.value.maximum import Array, maximise

DATA = np.random.default_rng(1).gamma(3.0, 2.0, 4000)


def exponential(theta: Array) -> tuple[float, Array]:
    """Of the rate of exponential data: its maximum is 1 / mean, its standard error that by √n."""
    rate = float(np.exp(theta[0]))
    return len(DATA) * float(theta[0]) - rate * DATA.sum(), np.array([len(DATA) - rate * DATA.sum()])


def ridge(theta: Array) -> tuple[float, Array]:
    """Only the product of two parameters counts."""
    height, (slope,) = exponential(theta.sum(keepdims=True))
    return height, np.array([slope, slope])


def test_a_maximum_that_is_known() -> None:
    found = maximise(["rate"], exponential, [[1.0], [50.0]])
    assert found.values[0] == pytest.approx(1 / DATA.mean(), rel=1e-8)
    assert found.errors[0] == pytest.approx(1 / DATA.mean() / np.sqrt(len(DATA)), rel=1e-4)
    drawn = found.draws(4000, np.random.default_rng(2))[:, 0]
    assert drawn.std() == pytest.approx(found.errors[0], rel=0.05)
    scaled = found.rescaled([7])
    assert (scaled.values[0], scaled.errors[0]) == pytest.approx((7 * found.values[0], 7 * (found.errors[0] or 0)))


def test_the_best_start_wins_and_a_sketch_only_chooses() -> None:
    found = maximise(["rate"], exponential, [[1e-4], [1e4]], lambda theta: (float(-((theta[0] - 1) ** 2)), -2 * (theta - 1)))
    assert found.values[0] == pytest.approx(1 / DATA.mean(), rel=1e-8)


def test_along_a_ridge_nothing_is_claimed_of_its_parameters() -> None:
    found = maximise(["a", "b"], ridge, [[1.0, 2.0]])
    assert found.values.prod() == pytest.approx(1 / DATA.mean(), rel=1e-6)
    assert found.errors == (None, None)
    assert found.draws(500, np.random.default_rng(2)).prod(axis=1).std() == pytest.approx(
        1 / DATA.mean() / np.sqrt(len(DATA)), rel=0.2
    )


def test_what_grows_without_end_stops_at_the_bound_and_is_named() -> None:
    found = maximise(["more"], lambda theta: (float(theta[0]), np.ones(1)), [[1.0]])
    assert found.bounded == ("more",)
    assert found.errors == (None,)
    assert np.isfinite(found.values).all()


def test_no_maximum_is_an_error() -> None:
    with pytest.raises(RegularsError, match="no maximum") as raised:
        maximise(["x"], lambda theta: (float("nan"), np.zeros(1)), [[1.0], [2.0]])
    assert raised.value.code == "no_fit"
