"""Tiles of a window: in order whatever comes, and their course through time is what a look at each turn would find."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.algebra import Frame, tiles
from regulars.algebra.monoid import MONOIDS
from regulars.records import Event

_rows = st.lists(st.tuples(st.integers(0, 9), st.sampled_from([-2.0, 0.0, 1.0, 5.0])), max_size=12)


def _tiles(kind: str, rows: list[tuple[int, float]]) -> Any:
    found: Any = None
    monoid = MONOIDS[kind]
    for tile, value in rows:
        frame = Frame(event=Event(id=f"{tile}{value}", type="track", timestamp=tile, received_at=tile))
        prepared = monoid.prepare(value) if monoid.prepare else value
        if found is None:
            found = [tile, monoid.lift(prepared, frame)]
        else:
            tiles.put(found, tile, -1, monoid, prepared, frame)
    return found


@settings(max_examples=40, deadline=None)
@given(_rows, st.integers(0, 9), st.integers(1, 5))
@pytest.mark.parametrize("kind", ["count", "sum", "avg", "max", "distinct_list", "last", "mode", "stddev"])
def test_the_course_is_what_each_turn_finds(kind: str, rows: list[tuple[int, float]], now: int, length: int) -> None:
    held, monoid = _tiles(kind, rows), MONOIDS[kind]
    course = dict(tiles.course(held, monoid, length, now))
    expected = {turn: tiles.value(held, monoid, length, turn) for turn in range(now, 20)}
    value = course[now]
    for turn in range(now, 20):
        value = course.get(turn, value)
        assert value == expected[turn]
    some = tiles.course(held, monoid, length, now, 2)
    assert some == [*course.items()][:3]
    turns = [turn for turn in course if turn > now]
    assert tiles.moves(held, length, now) == min(turns, default=None)
    inside = [value for tile, value in rows if now - length < tile <= now]
    if kind == "count":
        assert expected[now] == len(inside)
    elif kind == "max":
        assert expected[now] == max(inside, default=None)


@settings(max_examples=40, deadline=None)
@given(_rows, _rows)
def test_merged_tiles_are_those_of_all_rows(one: list[tuple[int, float]], other: list[tuple[int, float]]) -> None:
    a, b, both = _tiles("sum", one), _tiles("sum", other), _tiles("sum", one + other)
    if a and b:
        before = [*a], [*b]
        assert tiles.merged(a, b, MONOIDS["sum"]) == both
        assert (a, b) == before


def test_what_is_gone_makes_room() -> None:
    held = [1, 1, 2, 1, 5, 1]
    tiles.put(held, 7, 2, MONOIDS["count"], True, None)
    assert held == [5, 1, 7, 1]
    tiles.put(held, 6, 2, MONOIDS["count"], True, None)
    tiles.put(held, 7, 2, MONOIDS["count"], True, None)
    assert held == [5, 1, 6, 1, 7, 2]
    tiles.put(held, 99, 98, MONOIDS["count"], True, None)
    assert held == [99, 1]
