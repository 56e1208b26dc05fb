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
from regulars.algebra.window import Calendar

_TURNED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
_OPPOSITE = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}
_MANY = 10**17
"""Bounds on sums beyond this many millionths are not taken: doubles are too coarse there."""
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
    if kind in ("count", "distinct_count") and limit == 0 and sign in ("eq", "ne"):
        return Bound(left, "ge", 1, sign == "eq")
    if sign in ("eq", "ne"):
        return None
    negated = sign in (("gt", "ge") if kind == "min" else ("lt", "le"))
    sign = _OPPOSITE[sign] if negated else sign
    if kind in ("count", "distinct_count"):
        return Bound(left, "ge", math.floor(limit) + 1 if sign == "gt" else math.ceil(limit), negated)
    if kind == "sum":
        return Bound(left, "ge", _millionths(limit, HOLDS[sign]), negated) if abs(limit) * FINE < _MANY else None
    return Bound(left, sign, limit, negated) if kind in ("max", "min", "avg") else None


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


def count_turn(tiles: Tiles, limit: int) -> int:
    """Where the tile stands with which a count that reaches the limit (at least one) falls below it."""
    return -2 - 2 * bisect_left(list(accumulate(tiles[::-2])), limit)


def distinct_turn(tiles: Tiles, limit: int) -> int:
    """Where the tile stands with which a number of different values that reaches the limit (at least one) falls below it."""
    seen: set[Any] = set()
    place = len(tiles) + 1
    while len(seen) < limit:
        place -= 2
        seen.update(tiles[place])
    return place - 1


def sum_turn(tiles: Tiles, limit: int) -> int:
    """Where the tile stands with which a sum rises to the limit, falls below it, or is no more."""
    parts = tiles[::-2]
    totals = list(accumulate(parts))
    reached = totals[-1] >= limit
    if min(parts) >= 0:
        return -2 - 2 * bisect_left(totals, limit) if reached else -2
    for place in range(len(totals) - 1, 0, -1):
        if (totals[place - 1] >= limit) is not reached:
            return -2 - 2 * place
    return -2


def extreme_turn(tiles: Tiles, limit: Any, holds: Holds) -> int:
    """Where the tile stands with which the greatest (or least) value ceases to hold against the limit, or is no more."""
    for place in range(len(tiles) - 1, 0, -2):
        if holds(tiles[place], limit):
            return place - 1
    return -2


def mean_turn(tiles: Tiles, n: int, total: int, limit: float, holds: Holds) -> int:
    """Where the tile stands with which a mean, now `total / n`, begins or ceases to hold against the limit, or is no more."""
    now = holds(mean(n, total), limit)
    for place in range(1, len(tiles) - 2, 2):
        state = tiles[place]
        n -= state[0]
        total -= int(state[1])
        if holds(mean(n, total), limit) is not now:
            return place - 1
    return -2


def mean(n: int, total: int) -> float:
    """The mean of n values that add up to so many millionths."""
    return double(total) / (n * FINE)
