"""Pareto/NBD against what was published, against scipy's hypergeometric functions and quadrature, and at its edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import gammaln, hyp2f1

from regulars.learn.value.buying import Buying
from regulars.learn.value.pareto import ParetoNbd, log_likelihood

from .cdnow import cut, needs_cdnow
from .test_bgnbd import SOME

CDNOW = ParetoNbd(0.553, 10.578, 0.606, 11.669)
params = st.floats(0.05, 40)


@needs_cdnow
def test_the_published_fit_of_cdnow() -> None:
    """Fader, Hardie & Lee (2005), table 2."""
    found = ParetoNbd.fit(cut("sample").buying)
    assert found.names == ("r", "alpha", "s", "beta")
    assert found.values == pytest.approx([0.553, 10.578, 0.606, 11.668], abs=1e-3)
    assert found.log_likelihood == pytest.approx(-9595.0, abs=0.05)
    assert None not in found.errors


@needs_cdnow
def test_weeks_40_to_78_come_as_published() -> None:
    """By purchases before (0 to 6, then more): customers, what came and what was expected, as in the BTYD vignette."""
    data = cut("sample")
    rows = data.buying
    expected = ParetoNbd(*ParetoNbd.fit(rows).values).purchases(rows, 39.0)[rows.row]
    bins = [data.x == count for count in range(7)] + [data.x >= 7]
    assert [int(here.sum()) for here in bins] == [1411, 439, 214, 100, 62, 38, 29, 64]
    actual = [data.later[here].mean() for here in bins]
    assert actual == pytest.approx([0.2367, 0.6970, 1.3925, 1.56, 2.5323, 2.9474, 3.8621, 6.3594], abs=1e-3)
    means = [expected[here].mean() for here in bins]
    assert means == pytest.approx([0.1385, 0.5996, 1.1960, 1.7141, 2.3985, 2.9075, 3.8189, 6.4035], abs=2e-3)


@needs_cdnow
@pytest.mark.slow
def test_the_whole_master_takes_seconds_and_its_gradient_vanishes() -> None:
    rows = cut("master").buying
    assert rows.weight.sum() == 23_570
    found = ParetoNbd.fit(rows)
    assert log_likelihood(np.log(found.values), rows)[1] == pytest.approx(np.zeros(4), abs=0.05)


def test_the_likelihood_is_the_published_one() -> None:
    """Fader & Hardie's closed form with 2F1, for alpha above and below beta."""
    x, t_x, T = SOME.x, SOME.t_x, SOME.T  # noqa: N806
    for r, alpha, s, beta in ((0.553, 10.578, 0.606, 11.669), (1.4, 9.0, 0.7, 3.0)):
        low, high = min(alpha, beta), max(alpha, beta)
        second = s + 1 if alpha >= beta else r + x
        total = r + s + x

        at = [hyp2f1(total, second, total + 1, (high - low) / (high + y)) / (high + y) ** total for y in (t_x, T)]
        each = (
            gammaln(r + x)
            - gammaln(r)
            + r * np.log(alpha)
            + s * np.log(beta)
            + np.log((alpha + T) ** -(r + x) * (beta + T) ** -s + s / total * (at[0] - at[1]))
        )
        assert log_likelihood(np.log([r, alpha, s, beta]), SOME)[0] == pytest.approx((SOME.weight * each).sum(), rel=1e-10)


@settings(max_examples=40, deadline=None)
@given(params, params, params, params, st.integers(0, 12), st.floats(0, 1))
def test_alive_is_what_integration_says(r: float, alpha: float, s: float, beta: float, x: int, share: float) -> None:
    """Bayes over when the customer left, by adaptive quadrature."""
    t_x, T = (30 * share if x else 0.0), 30.0  # noqa: N806
    stays = (alpha + T) ** -(r + x) * (beta + T) ** -s
    scale = stays or 1.0
    left = quad(lambda y: s * (alpha + y) ** -(r + x) * (beta + y) ** -(s + 1) / scale, t_x, T, limit=300, epsabs=0)[0]
    found = ParetoNbd(r, alpha, s, beta).alive(Buying.of([x], [t_x], [T]))[0]
    assert found == pytest.approx(1 / (1 + left), rel=1e-6)


def test_expected_purchases_pass_through_s_equal_to_one() -> None:
    near = [ParetoNbd(0.5, 10, s, 12).purchases(SOME, 39.0) for s in (1 - 1e-7, 1.0, 1 + 1e-7)]
    assert near[0] == pytest.approx(near[1], rel=1e-6)
    assert near[2] == pytest.approx(near[1], rel=1e-6)
