"""Why a metric moved: what each part of the business added to the change between two periods, dimension by dimension.

Dimensions are ranked by how much of the figure moved between their parts where chance cannot have moved it (`parts`): the
excess of a part over what it would have added had all moved alike, beyond two standard errors.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import msgspec
import pyarrow as pa

from regulars.algebra import Expression, Scope, parse
from regulars.algebra.dialect import path, quoted
from regulars.algebra.grouping import pinned
from regulars.algebra.history import grouped
from regulars.algebra.tree import Aggregate, Call, Constant, Node, walk
from regulars.define.definitions import Metric
from regulars.define.expressions import CUSTOMER
from regulars.kit.errors import RegularsError
from regulars.measure.parts import Driver, Sums, driver

Query = Callable[[str, Mapping[str, pa.Table]], pa.Table]

Span = tuple[int, int]
"""`start <= timestamp < end`, µs."""


class NotAdditive(RegularsError):
    """The metric's parts do not add up to the whole."""

    code = "not_additive"


class Dimension(msgspec.Struct, frozen=True):
    """A way to part the events of a metric."""

    name: str
    sql: str
    """Text or NULL, over columns of the event `e`, of `d` (the customer's row of `table`), and `since`: the first instant of
    the period."""
    table: str | None = None
    """SELECT with `customer_id` and the columns of `d`: one row a customer."""


class Change(msgspec.Struct, frozen=True):
    """A metric in two periods, and what drove it."""

    metric: str
    before: float | None
    after: float | None
    change: float
    customers_before: int
    customers_after: int
    drivers: list[Driver]
    """The strongest first."""
    left_out: list[str]
    """Dimensions over which this figure does not add up, or that name customers instead of sorting them."""


def change(metric: Metric, scope: Scope, query: Query, before: Span, after: Span, dimensions: Iterable[Dimension]) -> Change:
    """What moved the metric from `before` to `after`, the one before the other.

    Raises NotAdditive where no parts of the figure could add up (a maximum, say), ExpressionError where it cannot be read.
    """
    wanted, ratio = _wanted(metric, scope)
    where = _where(wanted.values(), before, after)

    def sums(dimension: Dimension | None) -> dict[str | None, Sums]:
        found: dict[str | None, Sums] = {}
        for row in query(_sql(wanted, scope, dimension, where, before, after), {}).to_pylist():
            part = found.setdefault(row["part"], _nothing(ratio))
            place = row["period"]
            part.of[place], part.customers[place] = float(row["of"] or 0.0), row["customers"]
            if ratio:
                part.per[place] = float(row["customers"] if metric.per == CUSTOMER else row["per"] or 0.0)
        return found

    whole = sums(None).get(None, _nothing(ratio))
    drivers: list[Driver] = []
    left_out: list[str] = []
    for dimension in dimensions:
        parts = sums(dimension)
        if len(parts) > max(20, sum(whole.customers) // 5) or not _complete(parts.values(), whole, ratio):
            left_out.append(dimension.name)
        elif len(parts) > 1:
            drivers.append(driver(dimension.name, parts, whole, ratio))
    first, last = whole.value(0), whole.value(1)
    drivers.sort(key=lambda one: (-one.strength, -one.spread, one.dimension))
    moved = (last or 0.0) - (first or 0.0)
    return Change(metric.name, first, last, moved, whole.customers[0], whole.customers[1], drivers, left_out)


def property_of(name: str) -> Dimension:
    """By a text property of the events, like `store_id`."""
    return Dimension(f"properties.{name}", f"json_extract_string(e.properties, {path((name,))})")


def trait_of(name: str) -> Dimension:
    """By a trait of the customer: the latest value by event time."""
    return Dimension(f"traits.{name}", "d.part", f"SELECT customer_id, {latest_trait(name)} AS part FROM events GROUP BY 1")


def latest_trait(name: str) -> str:
    """SQL for the latest value of a trait by event time, as text: an aggregate over a customer's events."""
    value = f"json_extract_string(traits, {path((name,))})"
    return f'arg_max({value}, ("timestamp", event_id)) FILTER (WHERE {value} IS NOT NULL AND "type" <> \'group\')'


def source() -> Dimension:
    """By where the events came from."""
    return Dimension("source", 'e."source"')


def newness() -> Dimension:
    """By whether the customer was first seen in the period."""
    first = 'SELECT customer_id, min("timestamp") AS first_at FROM events GROUP BY 1'
    return Dimension("new or returning", "CASE WHEN d.first_at >= since THEN 'new' ELSE 'returning' END", first)


def known_as(name: str, table: str) -> Dimension:
    """By something else known of each customer: `table` is a SELECT with `customer_id` and `part`."""
    return Dimension(name, "d.part", table)


def _wanted(metric: Metric, scope: Scope) -> tuple[dict[str, Expression], bool]:
    """Numerator and, for a ratio, denominator (customers are counted anyway)."""

    def read(text: str) -> Expression:
        return parse(text, scope, each=metric.each, want="number", at=metric.at)

    of = read(metric.of)
    if metric.per is None and isinstance(of.tree, Aggregate) and of.tree.kind == "avg":  # a sum over a count
        return {
            "of": msgspec.structs.replace(of, tree=replace(of.tree, kind="sum")),
            "per": msgspec.structs.replace(of, tree=replace(of.tree, kind="count", type="integer")),
        }, True
    found = {"of": of} | ({"per": read(metric.per)} if metric.per is not None and metric.per != CUSTOMER else {})
    for part, expression in found.items():
        if not _may_add_up(expression.tree):
            raise NotAdditive(
                f"metric '{metric.name}', {part}: the parts of this figure do not add up to the whole, so none of them can be "
                "said to have moved it; counts, sums, averages and their ratios can"
            )
    return found, metric.per is not None


def _may_add_up(node: Node) -> bool:
    if isinstance(node, Aggregate):
        return node.kind in ("count", "distinct_count", "sum")
    if isinstance(node, Call) and node.name in ("add", "sub", "number_of_integer"):
        return all(map(_may_add_up, node.args))
    return (
        isinstance(node, Call)
        and node.name in ("mul", "div")
        and _may_add_up(node.args[0])
        and isinstance(node.args[1], Constant)
    )


def _complete(parts: Iterable[Sums], whole: Sums, ratio: bool) -> bool:
    """Whether the parts add up to the whole. Distinct counts, and customers, do over some dimensions only; a ratio does not
    where some part has what is counted above the line and nothing below it."""
    parts = list(parts)
    if any(part.of[place] and not part.per[place] for part in parts for place in (0, 1)):
        return False
    for name in ("of", "per") if ratio else ("of",):
        for place in (0, 1):
            total = getattr(whole, name)[place]
            if abs(sum(getattr(part, name)[place] for part in parts) - total) > 1e-6 * (1 + abs(total)):
                return False
    return True


def _where(expressions: Iterable[Expression], before: Span, after: Span) -> str:
    """Only events that can count, so that customers are those of the figure."""
    aggregates = [node for one in expressions for node in walk(one.tree) if isinstance(node, Aggregate)]
    names = [pinned(one.where) for one in aggregates]
    time = " OR ".join(f'(e."timestamp" >= {low} AND e."timestamp" < {high})' for low, high in (before, after))
    if not names or not all(names):
        return f"({time})"
    return f"({time}) AND e.event IN ({', '.join(sorted(quoted(name) for name in set().union(*names)))})"


def _sql(
    wanted: Mapping[str, Expression], scope: Scope, dimension: Dimension | None, where: str, before: Span, after: Span
) -> str:
    """One row for each part and period (0 before, 1 after) that has events."""
    late = f'e."timestamp" >= {after[0]}'
    columns = f"CASE WHEN {late} THEN 1 ELSE 0 END AS period, CASE WHEN {late} THEN {after[0]} ELSE {before[0]} END AS since"
    rows = f"(SELECT e.*, {columns} FROM events e WHERE {where})"
    known = f" LEFT JOIN ({dimension.table}) d ON d.customer_id = e.customer_id" if dimension and dimension.table else ""
    part = dimension.sql if dimension else "NULL"
    parted = f"(SELECT e.*, CAST({part} AS VARCHAR) AS part FROM {rows} e{known})"
    return grouped(wanted, {"part": "part", "period": "period"}, scope.calendar, parted, customers="customers")


def _nothing(ratio: bool) -> Sums:
    return Sums([0.0, 0.0], [0.0, 0.0] if ratio else [1.0, 1.0], [0, 0])
