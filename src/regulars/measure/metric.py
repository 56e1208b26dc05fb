"""Metrics: figures of the business by day, week or month, all of them from one query."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from regulars.algebra import Expression, Scope, parse
from regulars.algebra.history import grouped
from regulars.algebra.tree import Aggregate, Node
from regulars.define.definitions import Metric
from regulars.define.expressions import CUSTOMER
from regulars.measure.period import Period, Unit, periods
from regulars.measure.split import Split

Query = Callable[[str, Mapping[str, pa.Table]], pa.Table]
"""Runs SQL over the history of a workspace, with the tables that it names besides: `Engine.run`, bound to a workspace."""

ACTIVE = "\"source\" IS DISTINCT FROM 'regulars' AND \"type\" NOT IN ('score', 'consent', 'merge')"
"""What customers did, not what the house did or concluded."""


class Figure(msgspec.Struct, frozen=True):
    """One metric in one period, of all customers or of one part of them."""

    metric: str
    period: str
    """The first day of the period on the workspace's calendar (ISO 8601)."""
    segment: str | None
    """The segment or stage; None: all customers."""
    value: float | None
    """numerator / denominator, or the numerator where the metric has no `per`. None: nothing to divide by, or to average."""
    numerator: float | None
    denominator: float | None
    customers: int
    """How many customers were active in the period."""
    change: float | None
    """Since the period before, as a part of its value: 0.1 is a tenth more. None where there is nothing to compare: that value
    is missing or 0, or one of the two periods is not whole."""
    good: bool | None
    """Whether the value moved where the metric wants it (`up`); None where it did not move, or there is nothing to compare."""
    whole: bool
    """Whether the time asked about covers the period; a running week is not whole."""


class _Reading(msgspec.Struct, frozen=True):
    """A metric with its expressions: `of` and, if it has one, `per`."""

    metric: Metric
    expressions: dict[str, Expression]

    def column(self, part: str) -> str:
        return f"{self.metric.name} {part}"


def figures(
    metrics: Iterable[Metric], scope: Scope, query: Query, unit: Unit, start: int, end: int, split: Split | None = None
) -> list[Figure]:
    """The metrics of `start <= timestamp < end` (µs; not in the future): by metric, then part (first all), then period.

    No period is left out: one without events has counts and sums of 0, and no ratio, average, minimum or maximum.
    Raises ExpressionError for a metric that cannot be read, RegularsError where the engine fails.
    """
    readings = [_read(metric, scope) for metric in metrics]
    spans = periods(unit, start, end, scope.calendar)
    if not readings or not spans:
        return []
    earlier = 0
    if spans[0].start == start:  # the period before is whole as well, so the first one has something to be compared with
        spans = [*periods(unit, start - 1, start, scope.calendar), *spans]
        earlier = 1
    wanted = {one.column(part): text for one in readings for part, text in one.expressions.items()}
    since = spans[0].start if earlier else start
    answers = query(_sql(wanted, scope, spans, since, end, split), split.tables() if split else {}).to_pylist()
    (nothing,) = query(grouped(wanted, {}, scope.calendar, where="false"), {}).to_pylist()
    rows = {(row["segment"], row["period"]): row for row in answers}
    parts: Sequence[str | None] = [None, *(split.names if split else ())]
    return [
        figure
        for one in readings
        for part in parts
        for figure in list(
            _line(one, part, [(span, rows.get((part, place), nothing)) for place, span in enumerate(spans)], since, end)
        )[earlier:]
    ]


def _read(metric: Metric, scope: Scope) -> _Reading:
    texts = {"of": metric.of} | ({"per": metric.per} if metric.per not in (None, CUSTOMER) else {})
    read = {part: parse(text, scope, each=metric.each, want="number", at=metric.at) for part, text in texts.items() if text}
    return _Reading(metric, read)


def counts(metric: Metric, scope: Scope) -> bool:
    """Whether the metric counts, in all, for each customer or for each of something else: it never falls below 0."""
    return all(isinstance(tree, Aggregate) and tree.kind in ("count", "distinct_count") for tree in trees(metric, scope))


def trees(metric: Metric, scope: Scope) -> list[Node]:
    """What the metric says: its numerator and, where that is not customers, its denominator."""
    texts = [metric.of, *([metric.per] if metric.per not in (None, CUSTOMER) else [])]
    return [parse(text, scope, each=metric.each, at=metric.at).tree for text in texts]


def _sql(
    wanted: Mapping[str, Expression], scope: Scope, spans: Sequence[Period], since: int, end: int, split: Split | None
) -> str:
    """One row for each part and period that has events: `segment`, `period` (the index in `spans`), `customers`, `wanted`."""
    period = _place([span.start for span in spans], 0)
    time = f'e."timestamp" >= {since} AND e."timestamp" < {end}'
    source = f"SELECT e.*, {period} AS period, CAST(NULL AS VARCHAR) AS segment FROM events e WHERE {time}"
    if split is not None:
        source += f" UNION ALL SELECT e.*, {period} AS period, m.segment FROM events e {split.join()} WHERE {time}"
    by = {"segment": "segment", "period": "period"}
    active = f"count(DISTINCT nullif(customer_id, 0)) FILTER (WHERE {ACTIVE}) AS customers"
    return (
        f"SELECT f.*, c.customers FROM ({grouped(wanted, by, scope.calendar, f'({source})')}) f"
        f" JOIN (SELECT segment, period, {active} FROM ({source}) GROUP BY ALL) c"
        " ON f.period = c.period AND f.segment IS NOT DISTINCT FROM c.segment"
    )


def _place(starts: Sequence[int], first: int) -> str:
    """SQL for the index of the period in which an event lies: a binary search, exact wherever the zone's clocks shift."""
    if len(starts) == 1:
        return str(first)
    middle = len(starts) // 2
    left, right = _place(starts[:middle], first), _place(starts[middle:], first + middle)
    return f'CASE WHEN e."timestamp" < {starts[middle]} THEN {left} ELSE {right} END'


def _line(
    reading: _Reading, part: str | None, found: Iterable[tuple[Period, Mapping[str, Any]]], since: int, end: int
) -> Iterator[Figure]:
    """The figures of one metric and part, each compared with the one before."""
    metric = reading.metric
    before: float | None = None
    for span, row in found:
        customers = row.get("customers", 0)
        numerator = _value(reading, "of", row)
        denominator = float(customers) if metric.per == CUSTOMER else _value(reading, "per", row)
        value = numerator
        if metric.per is not None:
            value = numerator / denominator if numerator is not None and denominator else None
        whole = since <= span.start and span.end <= end
        moved = value - before if whole and value is not None and before is not None else None
        yield Figure(
            metric=metric.name,
            period=span.date,
            segment=part,
            value=value,
            numerator=numerator,
            denominator=denominator,
            customers=customers,
            change=moved / abs(before) if moved is not None and before else None,
            good=(moved > 0) == (metric.up == "good") if moved else None,
            whole=whole,
        )
        before = value if whole else None


def _value(reading: _Reading, part: str, row: Mapping[str, Any]) -> float | None:
    """A column of the answer. SQL has no sum of nothing; a business that sold nothing has sold for 0."""
    expression = reading.expressions.get(part)
    if expression is None:
        return None
    value = row[reading.column(part)]
    if value is None and isinstance(expression.tree, Aggregate) and expression.tree.kind == "sum":
        return 0.0
    return None if value is None else float(value)
