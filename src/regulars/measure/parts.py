"""A change taken apart: what each part of a whole added to it, and how much of that chance cannot have done.

For what adds up (counts, sums) a part adds its own difference. A ratio of two such is taken apart into what moved *within* the
parts and what moved *between* them (symmetric decomposition: Das Gupta 1978). Either way the parts add up to the change.
"""

from collections.abc import Mapping
from math import sqrt

import msgspec

SHOWN = 10
"""Parts of a dimension that are told one by one; the others are told together."""
OTHERS = "…"
"""The name of those."""


class Part(msgspec.Struct, frozen=True):
    """What one value of a dimension added."""

    value: str | None
    """None: the events that have none; `…`: all that are not told one by one."""
    before: float | None
    """The metric within this part. None: nothing to divide."""
    after: float | None
    contribution: float
    """What it added to the change of the whole, in the metric's unit. The parts of a dimension add up to the change."""
    within: float
    """Of that: the part's own figure moved …"""
    between: float
    """… or its weight did (0 for counts and sums)."""
    customers_before: int
    customers_after: int
    clear: bool
    """Whether it moved otherwise than the whole beyond chance."""


class Driver(msgspec.Struct, frozen=True):
    """One dimension."""

    dimension: str
    strength: float
    """How far its parts moved apart beyond chance, as a share of the figure: 0 where all moved alike."""
    spread: float
    """The same with chance: how far they moved apart at all."""
    parts: list[Part]
    """The one that added most first, whatever its sign."""


class Sums(msgspec.Struct):
    """What is counted of a part, or of the whole, [before, after]: numerator, denominator (ones where the metric is no ratio)
    and the customers, who are the independent units."""

    of: list[float]
    per: list[float]
    customers: list[int]

    def value(self, place: int) -> float | None:
        """The metric. None: nothing to divide."""
        return self.of[place] / self.per[place] if self.per[place] else None


def driver(dimension: str, parts: Mapping[str | None, Sums], whole: Sums, ratio: bool) -> Driver:
    """The parts of one dimension, ranked."""
    told = sorted(
        (_part(value, sums, whole, ratio) for value, sums in parts.items()),
        key=lambda one: (-abs(one.contribution), one.value or ""),
    )
    excesses = [(_excess(sums, whole, ratio), _error(sums, whole, ratio)) for sums in parts.values()]
    strength = sum(max(0.0, excess - 2 * error) for excess, error in excesses)
    spread = sum(excess for excess, _ in excesses)
    size = sum(abs(whole.value(place) or 0.0) for place in (0, 1))
    if len(told) > SHOWN + 1:
        told = [*told[:SHOWN], _others(told[SHOWN:], parts, ratio)]
    return Driver(dimension, strength / size if size else 0.0, spread / size if size else 0.0, told)


def _others(rest: list[Part], parts: Mapping[str | None, Sums], ratio: bool) -> Part:
    """The lesser parts as one: their contributions still add up."""
    mine = [parts[one.value] for one in rest]
    of, per, customers = (
        [sum(getattr(sums, name)[place] for sums in mine) for place in (0, 1)] for name in ("of", "per", "customers")
    )
    sums = Sums(of, per if ratio else [1.0, 1.0], customers)
    within, between = sum(one.within for one in rest), sum(one.between for one in rest)
    return Part(OTHERS, sums.value(0), sums.value(1), within + between, within, between, customers[0], customers[1], False)


def _part(value: str | None, sums: Sums, whole: Sums, ratio: bool) -> Part:
    within, between = _added(sums, whole, ratio)
    clear = _excess(sums, whole, ratio) > 2 * _error(sums, whole, ratio)
    before, after = sums.customers
    return Part(value, sums.value(0), sums.value(1), within + between, within, between, before, after, clear)


def _added(sums: Sums, whole: Sums, ratio: bool) -> tuple[float, float]:
    """What the part added to the change of the whole: within, between."""
    if not ratio:
        return sums.of[1] - sums.of[0], 0.0
    first, last = sums.value(0), sums.value(1)
    first, last = (last if first is None else first), (first if last is None else last)
    if first is None or last is None:
        return 0.0, 0.0
    weights = _weights(sums, whole)
    level = ((whole.value(0) or 0.0) + (whole.value(1) or 0.0)) / 2 if all(whole.per) else 0.0
    return sum(weights) / 2 * (last - first), ((first + last) / 2 - level) * (weights[1] - weights[0])


def _weights(sums: Sums, whole: Sums) -> list[float]:
    return [sums.per[place] / whole.per[place] if whole.per[place] else 0.0 for place in (0, 1)]


def _excess(sums: Sums, whole: Sums, ratio: bool) -> float:
    """How far the part's contribution lies from what it would have added had all parts moved alike."""
    if not ratio:
        return abs(sums.of[1] - sums.of[0] * (whole.of[1] / whole.of[0] if whole.of[0] else 0.0))
    moved = (whole.value(1) or 0.0) - (whole.value(0) or 0.0)
    return abs(sum(_added(sums, whole, True)) - sum(_weights(sums, whole)) / 2 * moved)


def _error(sums: Sums, whole: Sums, ratio: bool) -> float:
    """One standard error of that, if customers' amounts vary about as much as they are large (compound Poisson)."""
    grown = whole.of[1] / whole.of[0] if whole.of[0] and not ratio else 1.0
    scales = [whole.per[place] if ratio else 1.0 for place in (0, 1)]
    sizes = [sums.of[0] * grown, sums.of[1]]
    terms = [(size / scale) ** 2 / n for size, scale, n in zip(sizes, scales, sums.customers, strict=True) if n and scale]
    return sqrt(2 * sum(terms))
