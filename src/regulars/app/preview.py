"""A segment before it is saved: how many, who for example, what it would move, how it was in the last weeks.

With few customers everything is counted. With many, a sample of them is judged, so that the answer takes about as long at a
million; the count then carries its margin of error. What the live state can answer is asked of it; a text that needs aggregates
which nobody has defined yet is computed from the history.
"""

import math
from collections.abc import Iterator

import msgspec

from regulars.algebra import Program, history
from regulars.algebra.names import Spec
from regulars.algebra.parse import parse
from regulars.app.house import House
from regulars.app.sentence import sentences
from regulars.define.expressions import scope, specs, types
from regulars.kit.clock import DAY, to_text
from regulars.kit.named import named
from regulars.learn.wilson import Z, wilson
from regulars.records import Customer
from regulars.records.customer import decode_customer

SAMPLE = 12_000
"""Customers judged, about: 0.9 % of all is the error at worst (half of them in the segment), in a fraction of a second."""
_CHARTED = 3_000
"""Customers judged for the chart: 13 times, and each time from the history."""
_WEEKS = 13
_MIX, _ROOM = 2_654_435_761, 1 << 32
"""Knuth's multiplicative hash: spreads dense numbers evenly, the same in Python and in SQL."""
SPREAD = f"customer_id * {_MIX} % {_ROOM}"
"""The hash of a customer, in SQL."""
_NAME = "the text"
"""The name of the segment while it has none: no definition can be called so."""
_EXAMPLES = 8
_PORTION = 1000


class Estimate(msgspec.Struct, frozen=True):
    """A number of customers. Where `exact`, the bounds are the count; else it lies between them in 95 of 100 cases."""

    count: int
    low: int
    high: int
    exact: bool


class Point(msgspec.Struct, frozen=True):
    """How many there were at the end of a week."""

    at: str
    customers: Estimate


class Move(msgspec.Struct, frozen=True):
    """What the text would change against the segment of that name."""

    joining: Estimate
    leaving: Estimate


class Preview(msgspec.Struct, frozen=True):
    """A segment as it would be."""

    customers: Estimate
    of: int
    """How many customers there are."""
    judged: int
    """How many of them were looked at."""
    sentence: dict[str, str]
    """What the text says, in `en` and `zh`."""
    examples: list[int]
    """Numbers of some customers who are in it."""
    move: Move | None
    chart: list[Point]
    """The last 13 weeks, oldest first, as known at the end of each; empty where it was not asked for."""


def preview(house: House, workspace: str, when: str, against: str | None, chart: bool) -> Preview:
    """Judge the text. Raises ExpressionError where it cannot be one, NotFound for a segment `against` that there is not."""
    world = house.world(workspace)
    definitions = world.definitions
    if against is not None:
        named("segment", against, definitions.segments)
    parse(when, scope(definitions), want="boolean")  # so that what is wrong with it is told without the name below
    program = Program(
        {**specs(definitions), _NAME: Spec(when, kind="segment")},
        definitions.workspace.zone,
        types(definitions),
        list(definitions.stages),
    )
    total: int = house.backends.state.query("count_customers", workspace)
    at = house.clock.now()
    drawn = share(total, SAMPLE)
    live = program.cells.keys() <= world.program.cells.keys()
    held = {} if live else _held(house, workspace, program, drawn, at)
    inside: list[int] = []
    judged = joining = leaving = 0
    for customer in people(house, workspace, drawn):
        judged += 1
        holds = program.value(_NAME, customer, at) is True if live else held.get(customer.id, False)
        was = against in customer.segments
        joining += holds and not was
        leaving += was and not holds
        if holds:
            inside.append(customer.id)
    return Preview(
        customers=estimate(len(inside), judged, total),
        of=total,
        judged=judged,
        sentence=sentences(program.trees[_NAME], definitions, program.calendar),
        examples=inside[:_EXAMPLES],
        move=Move(estimate(joining, judged, total), estimate(leaving, judged, total)) if against is not None else None,
        chart=_chart(house, workspace, program, total, at) if chart else [],
    )


def estimate(found: int, judged: int, total: int) -> Estimate:
    """What `found` of `judged` customers, drawn without replacement, says of all of them: Wilson's interval, with the
    correction for a finite population.

    >>> estimate(3, 10, 10)
    Estimate(count=3, low=3, high=3, exact=True)
    >>> estimate(3000, 12000, 1000000)
    Estimate(count=250000, low=242379, high=257780, exact=False)
    """
    if judged >= total or not judged:
        return Estimate(found, found, found, judged >= total)
    low, high = wilson(found, judged, Z * math.sqrt((total - judged) / (total - 1)))
    return Estimate(round(found / judged * total), max(found, math.floor(low * total)), math.ceil(high * total), False)


def share(total: int, wanted: int) -> int:
    """The part of all hashes that is drawn."""
    return _ROOM if total <= wanted else _ROOM * wanted // total


def people(house: House, workspace: str, drawn: int) -> Iterator[Customer]:
    """The customers who are drawn, by number."""
    state = house.backends.state
    top = state.position().tops.get(workspace, 0)
    ids = [number for number in range(1, top + 1) if number * _MIX % _ROOM < drawn]
    for start in range(0, len(ids), _PORTION):
        for row in state.read(workspace, ids[start : start + _PORTION]).values():
            if not row.merged_into:
                yield decode_customer(row.record)


def _held(house: House, workspace: str, program: Program, drawn: int, at: int) -> dict[int, bool]:
    """The same customers as the history judges them: number → whether the text holds."""
    rows = house.query(workspace, history.sql(program, [_NAME], at, drawn_events(drawn))).to_pylist()
    return {row["customer_id"]: row[_NAME] is True for row in rows}


def drawn_events(drawn: int) -> str:
    """The events of the customers who are drawn, as a table of SQL."""
    return f"(select * from events where {SPREAD} < {drawn})" if drawn < _ROOM else "events"


def _chart(house: House, workspace: str, program: Program, total: int, at: int) -> list[Point]:
    drawn = share(total, _CHARTED)
    weeks = [at - 7 * DAY * back for back in range(_WEEKS - 1, -1, -1)]
    asked = [
        f'select {week} as "at", count(*) as judged, count(*) filter (where "{_NAME}") as found '
        f"from ({history.sql(program, [_NAME], week, drawn_events(drawn))})"
        for week in weeks
    ]
    rows = {row["at"]: row for row in house.query(workspace, " union all ".join(asked)).to_pylist()}
    scale = _ROOM / drawn
    points = []
    for week in weeks:
        judged, found = rows[week]["judged"], rows[week]["found"]
        points.append(Point(to_text(week), estimate(found, judged, max(judged, round(judged * scale)))))
    return points
