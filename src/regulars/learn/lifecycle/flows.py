"""Flows between stages, period by period: what a Sankey diagram and a table of stocks need. Every figure is a whole count."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from regulars.kit.said import Said
from regulars.learn.evidence import Evidence
from regulars.learn.lifecycle.paths import Spell, evidence
from regulars.learn.past import Past

Period = tuple[str, int, int]
"""(first day as ISO 8601, start, end): `start <= t < end`, µs."""


class Stock(msgspec.Struct, frozen=True):
    """One stage in one period: `before + entered - left == after`."""

    stage: str
    before: int
    """Customers who were in it just before the period."""
    entered: int
    """Times that somebody came in; who leaves and returns counts again."""
    left: int
    """Times that somebody went out, or was merged into another."""
    after: int
    """Customers who were in it just before the period's end."""


class Link(msgspec.Struct, frozen=True):
    """Customers who were in one stage just before the period and in one just before its end; empty: in none."""

    from_: str = msgspec.field(name="from")
    to: str
    customers: int


class Flow(msgspec.Struct, frozen=True):
    """One period. The links from a stage add up to its `before`, those to it to its `after`."""

    period: str
    whole: bool
    """Whether the period is over."""
    stocks: list[Stock]
    links: list[Link]


class Flows(msgspec.Struct, frozen=True):
    """All periods, in order."""

    flows: list[Flow]
    evidence: Evidence


def flows(found: Sequence[Spell], periods: Sequence[Period], stages: Sequence[str], past: Past) -> Flows:
    """The flows of each period; the periods follow one another without gaps. `stages`: those to be told in any case, in their
    order; others that occur come after."""
    names = [*stages, *sorted({spell.stage for spell in found} - set(stages))]
    moves = _moves(found, past.at)
    place = 0
    where: dict[int, str] = {}
    held: Counter[str] = Counter()
    told: list[Flow] = []
    for day, start, end in periods:
        while place < len(moves) and moves[place][0] < start:
            _apply(moves[place], where, held)
            place += 1
        before = Counter(held)
        was: dict[int, str] = {}
        entered: Counter[str] = Counter()
        left: Counter[str] = Counter()
        while place < len(moves) and moves[place][0] < end:
            _, customer, stage, comes = moves[place]
            was.setdefault(customer, where.get(customer, ""))
            (entered if comes else left)[stage] += 1
            _apply(moves[place], where, held)
            place += 1
        links = Counter((one, where.get(customer, "")) for customer, one in was.items())
        moved = Counter(was.values())
        for name in names:
            links[name, name] += before[name] - moved[name]  # nothing happened to them
        stocks = [Stock(name, before[name], entered[name], left[name], held[name]) for name in names]
        told.append(Flow(day, end <= past.at, stocks, _ordered(links, names)))
    return Flows(told, evidence(found, past, Said("stocks and moves as recorded", "按记录的人数与变动")))


Move = tuple[int, int, str, bool]
"""(at, customer, stage, whether it is entered or left)."""


def _moves(found: Sequence[Spell], now: int) -> list[Move]:
    """All moves up to now; at the same instant a customer leaves before entering."""
    moves = [(spell.start, spell.customer, spell.stage, True) for spell in found]
    moves += [(spell.end, spell.customer, spell.stage, False) for spell in found if spell.end <= now]
    return sorted(moves, key=lambda move: (move[0], move[3], move[1]))


def _apply(move: Move, where: dict[int, str], held: Counter[str]) -> None:
    _, customer, stage, comes = move
    held[stage] += 1 if comes else -1
    where[customer] = stage if comes else ""


def _ordered(links: Counter[tuple[str, str]], names: Sequence[str]) -> list[Link]:
    order = {name: place for place, name in enumerate([*names, ""])}
    found = [(one, other, count) for (one, other), count in links.items() if count and (one or other)]
    found.sort(key=lambda link: (order[link[0]], order[link[1]]))
    return [Link(from_=one, to=other, customers=count) for one, other, count in found]
