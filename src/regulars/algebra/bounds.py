"""Conditions that hold one window against a constant, read so that they can be answered without computing the value.

As tiles leave, a count can only fall and a greatest value too; a sum of nothing negative as well. So the turn of such a
condition is found from the latest tile backwards, at the speed of C where it matters. Here nothing will enter the window:
whoever asks makes sure that the last tile is not in the future.
"""

import math
import operator
from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate
from typing import Any

import msgspec

from regulars.algebra.narrow import narrowed
from regulars.algebra.numeric import FINE, double
from regulars.algebra.tiles import Tiles
from regulars.algebra.tree import Aggregate, Call, Constant, Named, Node
from regulars.algebra.window import Calendar, Window
from regulars.kit.clock import NEVER

_TURNED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
_OPPOSITE = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}
_DIGITS = 10**18
"""Up to here `double` is a mere conversion, as every division does it."""
_MANY = 10**17
"""Bounds on sums beyond this many millionths are not taken: doubles are too coarse there."""
COUNTS = ("count", "distinct_count")
"""Kinds that are zero where others are NULL."""
Holds = Callable[[Any, Any], bool]
HOLDS: dict[str, Holds] = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}


class Bound(msgspec.Struct, frozen=True):
    """`aggregate sign limit`, or its opposite where `negated`.

    The sign is one that only tiles that leave can end (`ge`, `gt`; for a least value `le`, `lt`). For `count`, `distinct_count`
    and `sum` it is `ge`, and the limit a whole number (of millionths for sums).
    """

    aggregate: Aggregate
    sign: str
    limit: Any
    negated: bool = False


def bound(node: Node, days: Calendar) -> Bound | None:
    """The condition as a bound on a window of a kind that is known here; None for every other node."""
    if not (isinstance(node, Call) and node.name in _TURNED):
        return None
    (left, right), sign = (_bare(narrowed(arg, {}, days)) for arg in node.args), node.name
    if isinstance(left, Constant):
        left, right, sign = right, left, _TURNED[sign]
    if not (isinstance(left, Aggregate) and left.window is not None and isinstance(right, Constant)):
        return None
    kind, limit = left.kind, right.value
    if limit is None or left.type not in ("number", "integer", "timestamp", "text"):
        return None
    if kind in COUNTS and limit == 0 and sign in ("eq", "ne"):
        return Bound(left, "ge", 1, sign == "eq")
    if sign in ("eq", "ne"):
        return None
    negated = sign in (("gt", "ge") if kind == "min" else ("lt", "le"))
    sign = _OPPOSITE[sign] if negated else sign
    if kind in COUNTS:
        return Bound(left, "ge", math.floor(limit) + 1 if sign == "gt" else math.ceil(limit), negated)
    if kind == "sum":
        return Bound(left, "ge", _millionths(limit, HOLDS[sign]), negated) if abs(limit) * FINE < _MANY else None
    return Bound(left, sign, limit, negated) if kind in _SEARCHES else None


def _bare(node: Node) -> Node:
    while isinstance(node, Named) or (isinstance(node, Call) and node.name == "number_of_integer"):
        node = node.body if isinstance(node, Named) else node.args[0]
    return node


def _millionths(limit: float, holds: Holds) -> int:
    """The least whole number of millionths that, as a sum, holds against the limit."""
    least = math.floor(limit * FINE)
    while holds(double(least) / FINE, limit):
        least -= 1
    while not holds(double(least) / FINE, limit):
        least += 1
    return least


def turn(found: Bound, window: Window) -> Callable[..., int]:
    """The function of (tiles, of which there are some; whether the condition is what is wanted): when does that change?

    For a mean it also takes `mean_parts` of the tiles. No sum may be a text, as those beyond 64 bits are.
    """
    kind, length, start = found.aggregate.kind, window.count, window.clock().start
    search, never_null = _SEARCHES[kind], kind in COUNTS
    limit, holds = found.limit, HOLDS[found.sign]

    def next_change(tiles: Tiles, is_so: bool, *parts: int) -> int:
        place = search(tiles, limit, holds, *parts) if len(tiles) > 2 else -2
        if place == -2 and not is_so and not never_null:
            return NEVER  # with the last tile the value becomes NULL, which is no more wanted than what it was
        return start(tiles[place] + length)

    return next_change


def never(found: Bound, want: bool, is_so: bool) -> bool:
    """Whether tiles that leave cannot change that the condition is (or is not) `want`."""
    reached = (want is not found.negated) is is_so
    if found.aggregate.kind in COUNTS:
        return found.limit <= 0 or not reached
    return found.aggregate.kind in ("max", "min") and not reached and not is_so


def mean(n: int, total: int) -> float:
    """The mean of n values that add up to so many millionths."""
    return double(total) / (n * FINE)


def mean_parts(tiles: Tiles) -> tuple[int, int]:
    """How many values there are, and how many millionths they add up to."""
    n = total = 0
    for values, millionths in tiles[1::2]:
        n += values
        total += millionths
    return n, total


# Each answers where, of several, the tile stands with which the value ceases to hold against the limit, or begins to; -2, the
# place of the last tile, also where only the end of all tiles changes something.


def _count_turn(tiles: Tiles, limit: int, holds: Holds) -> int:
    return -2 - 2 * bisect_left(list(accumulate(tiles[::-2])), limit)


def _distinct_turn(tiles: Tiles, limit: int, holds: Holds) -> int:
    seen: set[Any] = set()
    place = len(tiles) + 1
    while len(seen) < limit:
        place -= 2
        seen.update(tiles[place])
    return place - 1 - len(tiles)


def _sum_turn(tiles: Tiles, limit: int, holds: Holds) -> int:
    parts = tiles[::-2]
    totals = list(accumulate(parts))
    reached = totals[-1] >= limit
    if min(parts) >= 0:
        return -2 - 2 * bisect_left(totals, limit) if reached else -2
    for place in range(len(totals) - 1, 0, -1):
        if (totals[place - 1] >= limit) is not reached:
            return -2 - 2 * place
    return -2


def _extreme_turn(tiles: Tiles, limit: Any, holds: Holds) -> int:
    for place in range(-1, -len(tiles), -2):
        if holds(tiles[place], limit):
            return place - 1
    return -2


def _mean_turn(tiles: Tiles, limit: float, holds: Holds, n: int, total: int) -> int:
    now = holds(mean(n, total), limit)
    for place in range(1 - len(tiles), -2, 2):
        values, millionths = tiles[place]
        n -= values
        total -= millionths
        # `mean`, written out: this is asked for each tile
        if holds((total if -_DIGITS < total < _DIGITS else double(total)) / (n * FINE), limit) is not now:
            return place - 1
    return -2


_SEARCHES: dict[str, Callable[..., int]] = {
    "count": _count_turn,
    "distinct_count": _distinct_turn,
    "sum": _sum_turn,
    "max": _extreme_turn,
    "min": _extreme_turn,
    "avg": _mean_turn,
}
