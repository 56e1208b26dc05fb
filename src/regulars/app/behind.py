"""Who stands behind a figure: the customers of one point of a metric, as a condition that can become a segment."""

from datetime import date

import msgspec
from sqlglot import exp, parse_one

from regulars.algebra import ExpressionError, Scope, parse
from regulars.app.house import House
from regulars.define.definitions import Metric
from regulars.define.expressions import scope
from regulars.kit.named import named
from regulars.measure.period import Unit, periods

_EPOCH = date(1970, 1, 1).toordinal()
_ACTIVE = "source <> 'regulars' and type not in ('score', 'consent', 'merge')"
"""What customers did, not what the house did or concluded: as a metric counts its active customers."""


class Behind(msgspec.Struct, frozen=True):
    """Conditions over customers. Both hold for good: they name the days, and not how long ago these are."""

    counted: str | None
    """Who did in that period what the metric counts; None where its text does not say which events these are."""
    active: str
    """Who did anything in that period."""


def behind(house: House, workspace: str, name: str, unit: Unit, day: date, part: str | None = None) -> Behind:
    """The customers of `name` in the period in which `day` lies, of a segment or stage (`part`). Raises NotFound."""
    definitions = house.world(workspace).definitions
    metric = named("metric", name, definitions.metrics)
    known = scope(definitions)
    if part is not None:
        named("segment or stage", part, {**definitions.segments, **definitions.stages})
    at = known.calendar.start(day.toordinal() - _EPOCH)
    (span,) = periods(unit, at, at + 1, known.calendar)
    (following,) = periods(unit, span.end, span.end + 1, known.calendar)
    among = "" if part is None else f" and {part}" if part in definitions.segments else f" and stage = '{part}'"

    def did(what: str) -> str:
        return f"count(*) filter (where {what} and timestamp >= '{span.date}' and timestamp < '{following.date}') > 0{among}"

    what = _counted(metric)
    counted = did(what) if what is not None else None
    return Behind(counted if counted and _reads(counted, known) else None, did(_ACTIVE))


def _counted(metric: Metric) -> str | None:
    """The condition of the events that the numerator is made of: that of any of its aggregates."""
    tree = parse_one(metric.of, read="duckdb")
    conditions: list[str] = []
    for aggregate in tree.find_all(exp.AggFunc):
        if not isinstance(aggregate.parent, exp.Filter):
            return None  # it is made of all events
        conditions.append(aggregate.parent.expression.this.sql(dialect="duckdb"))
    distinct = list(dict.fromkeys(conditions))
    if not distinct:
        return None
    if len(distinct) == 1 and not isinstance(parse_one(distinct[0], read="duckdb"), exp.Or):
        return distinct[0]
    return f"({' or '.join(f'({one})' for one in distinct)})"


def _reads(condition: str, known: Scope) -> bool:
    """Whether it can be said of a customer; what a metric says of the lines of an order (`each`) cannot."""
    try:
        parse(condition, known, want="boolean")
    except ExpressionError:
        return False
    return True
