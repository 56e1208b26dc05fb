"""Every aggregate is a commutative monoid, and sums are exact whatever the order."""

import math
import random
import statistics
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.algebra import Frame
from regulars.algebra.monoid import MONOIDS
from regulars.records import Event

_values = st.one_of(st.integers(-3, 3).map(float), st.sampled_from([0.1, 0.2, 1e15, -1e15, 1e9, 1e-7]))
_rows = st.lists(st.tuples(_values, st.integers(0, 2)), min_size=1, max_size=8)


def _fold(kind: str, rows: list[tuple[float, int]]) -> Any:
    monoid, state = MONOIDS[kind], None
    for number, (value, at) in enumerate(rows):
        frame = Frame(event=Event(id=f"{value}", type="track", timestamp=at, received_at=at))
        frame.index = int(value * 10) if abs(value) < 100 else number * 0
        prepared = monoid.prepare(value) if monoid.prepare else value
        if prepared is not None:
            state = monoid.lift(prepared, frame) if state is None else monoid.add(state, prepared, frame)
    return state


@settings(max_examples=50, deadline=None)
@given(_rows, _rows, st.randoms(use_true_random=False))
@pytest.mark.parametrize("kind", MONOIDS)
def test_order_and_grouping_do_not_matter(kind: str, one: list[Any], two: list[Any], chance: random.Random) -> None:
    a, b = _fold(kind, one), _fold(kind, two)
    shuffled = one + two
    chance.shuffle(shuffled)
    whole = _fold(kind, shuffled)
    if a is None or b is None:
        return
    before = msgspec.msgpack.encode([a, b])
    combine = MONOIDS[kind].combine
    assert combine(a, b) == combine(b, a) == MONOIDS[kind].fold([a, b]) == whole
    assert MONOIDS[kind].fold([a]) == a
    assert msgspec.msgpack.encode([a, b]) == before, "combine changes neither argument"
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(whole)) == whole


def test_tenths_add_up() -> None:
    assert MONOIDS["sum"].extract(_fold("sum", [(0.1, 0)] * 10)) == 1.0
    assert MONOIDS["avg"].extract(_fold("avg", [(0.1, 0)] * 3)) == 0.1


def test_sums_beyond_64_bits_stay_exact() -> None:
    rows = [(1e15, 0)] * 30 + [(0.5, 0)] + [(-1e15, 0)] * 30
    assert MONOIDS["sum"].extract(_fold("sum", rows)) == 0.5


def test_what_is_too_large_to_be_exact_counts_as_null() -> None:
    assert _fold("sum", [(1e16, 0)]) is None
    assert _fold("stddev", [(1e10, 0)]) is None


def test_a_small_deviation_on_a_large_mean_does_not_cancel() -> None:
    values = [999_999_990.25, 999_999_990.75, 999_999_991.0]
    found = MONOIDS["stddev"].extract(_fold("stddev", [(value, 0) for value in values]))
    assert math.isclose(found, statistics.stdev(values), rel_tol=1e-12)
    assert MONOIDS["stddev"].extract(_fold("stddev", [(5.0, 0)])) is None
