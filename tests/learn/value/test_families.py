"""What holds for every family of purchases (see `buying.Family`)."""

from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.learn.value import bgnbd, pareto
from regulars.learn.value.buying import Buying, Family
from regulars.learn.value.maximum import Array

from . import test_bgnbd, test_pareto
from .test_bgnbd import SOME

each = pytest.mark.parametrize(
    ("room", "model"), [(bgnbd, test_bgnbd.CDNOW), (pareto, test_pareto.CDNOW)], ids=["BG/NBD", "Pareto/NBD"]
)


def slope(function: object, theta: Array) -> Array:
    """The gradient by central differences."""
    steps = np.eye(len(theta)) * 1e-5
    return np.array([(function(theta + s)[0] - function(theta - s)[0]) / 2e-5 for s in steps])  # type: ignore[operator]


@each
@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.floats(0.02, 60)] * 4))
def test_the_gradient_is_exact(room: ModuleType, model: Family, values: tuple[float, ...]) -> None:
    theta = np.log(values)
    height, gradient = room.log_likelihood(theta, SOME)
    slopes = slope(lambda t: room.log_likelihood(t, SOME), theta)
    assert gradient == pytest.approx(slopes, abs=2e-6 * (1 + abs(height)))


@each
@settings(max_examples=60, deadline=None)
@given(
    st.tuples(*[st.floats(1e-4, 1e4)] * 4),
    st.lists(st.tuples(st.integers(0, 400), st.floats(0, 1), st.floats(0, 5000)), min_size=1, max_size=6),
    st.floats(0.01, 1000),
)
def test_nothing_is_ever_nan(
    room: ModuleType, model: Family, values: tuple[float, ...], rows: list[tuple[int, float, float]], t: float
) -> None:
    model = type(model)(*values)
    buying = Buying.of([x for x, _, _ in rows], [share * T if x else 0 for x, share, T in rows], [T for _, _, T in rows])
    alive, expected = model.alive(buying), model.purchases(buying, t)
    assert ((alive >= 0) & (alive <= 1)).all()
    assert (np.isfinite(expected) & (expected >= 0)).all()
    height, gradient = room.log_likelihood(np.log(values), buying)
    assert np.isfinite([height, *gradient]).all()


@each
def test_futures_are_drawn_as_expected(room: ModuleType, model: Family) -> None:
    rows = Buying.of([0, 2, 30], [0, 30.43, 38], [38.86, 38.86, 38])
    drawn = model.draw(rows, 39.0, 20_000, np.random.default_rng(3))
    assert drawn.mean(axis=1) == pytest.approx(model.purchases(rows, 39.0)[rows.row], rel=0.05)
    assert model.draw(rows, 39.0, 20_000, np.random.default_rng(3)).tolist() == drawn.tolist()
