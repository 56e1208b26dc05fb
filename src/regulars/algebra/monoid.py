"""Aggregates as commutative monoids: `lift` one value, `combine` two states, `extract` the answer.

A state is plain data (ints, floats, texts, lists), so it can be stored and added. The empty state is None. Equal multisets of
values have equal states, whatever the order. `combine` changes neither argument; `add` may change the state that it is given.

| aggregate | state |
| --- | --- |
| count | n |
| sum | Σ millionths |
| avg | [n, Σ millionths] |
| stddev | [n, Σ millionths, Σ millionths²] |
| min, max | value |
| first, last | [timestamp, tie, index, value] |
| mode | [[values, sorted], [how often]] |
| count(distinct), list(distinct) | [values, sorted] |

A sum beyond 64 bits is kept as its decimal text (MessagePack has no wider integers).
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import partial, reduce
from typing import Any

import msgspec

from regulars.algebra.numeric import FINE, SQUARE_LIMIT, SUM_LIMIT, double
from regulars.algebra.scalar import Frame


class Monoid(msgspec.Struct, frozen=True):
    """One aggregate."""

    lift: Callable[[Any, Frame], Any]
    combine: Callable[[Any, Any], Any]
    add: Callable[[Any, Any, Frame], Any]
    """`add(state, value, frame) == combine(state, lift(value, frame))`, faster."""
    extract: Callable[[Any], Any]
    fold: Callable[[Sequence[Any]], Any]
    """`combine` over several states at once, one at least."""
    empty: Any = None
    """The answer over no rows."""
    prepare: Callable[[Any], Any] | None = None
    """Applied to each value first; None leaves the value out."""


def _wide(value: int) -> int | str:
    return value if -(1 << 63) <= value < 1 << 63 else str(value)


def fixed(value: float) -> int | None:
    """Millionths, rounded half up; None beyond 1e15."""
    return math.floor(value * FINE + 0.5) if -SUM_LIMIT <= value <= SUM_LIMIT else None


def _fixed_square(value: float) -> int | None:
    return math.floor(value * FINE + 0.5) if -SQUARE_LIMIT <= value <= SQUARE_LIMIT else None


def _sum(a: int | str, b: int | str, frame: Frame | None = None) -> int | str:
    if type(a) is int and type(b) is int:
        total = a + b
        if -(1 << 63) <= total < 1 << 63:
            return total
    return _wide(int(a) + int(b))


def _sum_of(states: Sequence[int | str]) -> int | str:
    try:
        return _wide(sum(states))  # type: ignore[arg-type]
    except TypeError:
        return _wide(sum(map(int, states)))


def _mean_of(states: Sequence[list[Any]]) -> list[Any]:
    counts, sums = zip(*states)
    return [sum(counts), _sum_of(sums)]


def _folded(combine: Callable[[Any, Any], Any]) -> Callable[[Sequence[Any]], Any]:
    return partial(reduce, combine)


def _add_sums(a: list[Any], b: list[Any]) -> list[Any]:
    return [a[0] + b[0], *map(_sum, a[1:], b[1:])]


def _add_mean(state: list[Any], value: int, frame: Frame) -> list[Any]:
    state[0] += 1
    state[1] = _sum(state[1], value)
    return state


def _add_square(state: list[Any], value: int, frame: Frame) -> list[Any]:
    state[0] += 1
    state[1] = _wide(int(state[1]) + value)
    state[2] = _wide(int(state[2]) + value * value)
    return state


def _stddev(state: list[Any]) -> float | None:
    """Sample standard deviation; the squares are centred in exact integers, so that nothing cancels."""
    n, total, squares = state[0], int(state[1]), int(state[2])
    if n < 2:
        return None
    mean = abs(total) // n * (1 if total >= 0 else -1)
    rest = total - mean * n
    centred = squares - mean * (total + rest)
    variance = (double(centred) - double(rest) * double(rest) / n) / (n - 1) / 1e12
    return math.sqrt(max(variance, 0.0))


def _stamped(value: Any, frame: Frame) -> list[Any]:
    return [frame.event.timestamp, frame.tie, frame.index, value]


def _earlier(a: list[Any], b: list[Any]) -> list[Any]:
    return a if a[:3] <= b[:3] else b


def _later(a: list[Any], b: list[Any]) -> list[Any]:
    return a if a[:3] >= b[:3] else b


def _add_first(state: list[Any], value: Any, frame: Frame) -> list[Any]:
    at = frame.event.timestamp
    if at > state[0] or (at == state[0] and [frame.tie, frame.index] >= state[1:3]):
        return state
    return [at, frame.tie, frame.index, value]


def _add_last(state: list[Any], value: Any, frame: Frame) -> list[Any]:
    at = frame.event.timestamp
    if at < state[0] or (at == state[0] and [frame.tie, frame.index] <= state[1:3]):
        return state
    return [at, frame.tie, frame.index, value]


def _add_distinct(state: list[Any], value: Any, frame: Frame) -> list[Any]:
    place = bisect_left(state, value)
    if place == len(state) or state[place] != value:
        state.insert(place, value)
    return state


def _add_mode(state: list[list[Any]], value: Any, frame: Frame) -> list[list[Any]]:
    values, counts = state
    place = bisect_left(values, value)
    if place < len(values) and values[place] == value:
        counts[place] += 1
    else:
        values.insert(place, value)
        counts.insert(place, 1)
    return state


def _combine_modes(a: list[list[Any]], b: list[list[Any]]) -> list[list[Any]]:
    counts = dict(zip(*a))
    for value, count in zip(*b):
        counts[value] = counts.get(value, 0) + count
    values = sorted(counts)
    return [values, [counts[value] for value in values]]


def _mode(state: list[list[Any]]) -> Any:
    values, counts = state
    return values[counts.index(max(counts))]


def _same(state: Any) -> Any:
    return state


def _union(a: list[Any], b: list[Any]) -> list[Any]:
    return sorted({*a, *b})


def _pick(choose: Callable[..., Any]) -> Monoid:
    return Monoid(lambda value, frame: value, choose, lambda state, value, frame: choose(state, value), _same, choose)


def _distinct(extract: Callable[[Any], Any], empty: Any) -> Monoid:
    fold: Callable[[Sequence[Any]], Any] = lambda states: sorted(set().union(*states))
    return Monoid(lambda value, frame: [value], _union, _add_distinct, extract, fold, empty)


MONOIDS: dict[str, Monoid] = {
    "count": Monoid(lambda value, frame: 1, lambda a, b: a + b, lambda state, value, frame: state + 1, _same, sum, 0),
    "distinct_count": _distinct(len, 0),
    "distinct_list": _distinct(list, None),
    "sum": Monoid(
        lambda value, frame: _wide(value), _sum, _sum, lambda state: double(int(state)) / FINE, _sum_of, prepare=fixed
    ),
    "avg": Monoid(
        lambda value, frame: [1, _wide(value)],
        _add_sums,
        _add_mean,
        lambda state: double(int(state[1])) / (state[0] * FINE),
        _mean_of,
        prepare=fixed,
    ),
    "stddev": Monoid(
        lambda value, frame: [1, value, _wide(value * value)],
        _add_sums,
        _add_square,
        _stddev,
        _folded(_add_sums),
        prepare=_fixed_square,
    ),
    "min": _pick(min),
    "max": _pick(max),
    "first": Monoid(_stamped, _earlier, _add_first, lambda state: state[3], _folded(_earlier)),
    "last": Monoid(_stamped, _later, _add_last, lambda state: state[3], _folded(_later)),
    "mode": Monoid(lambda value, frame: [[value], [1]], _combine_modes, _add_mode, _mode, _folded(_combine_modes)),
}
"""By the kind of `tree.Aggregate`."""
