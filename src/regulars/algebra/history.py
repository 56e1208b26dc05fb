"""The historical runtime: the same trees as SQL over the lake's `events` (see `lake.EVENTS`), as of any instant.

One query: parse each JSON text once, spell reads, arguments and filters as columns, group once (once more per array whose
elements are rows), then the scalar parts on top. Windows stand in it as constant instants.
"""

from collections.abc import Mapping, Sequence

from regulars.algebra import gather
from regulars.algebra.dialect import Engine, Speller, name
from regulars.algebra.grouping import Group, order
from regulars.algebra.live import Program
from regulars.algebra.names import Expression
from regulars.algebra.tree import STAGE, Aggregate, Node, Read, walk
from regulars.algebra.types import ExpressionError
from regulars.algebra.window import Calendar

_LINES = ",\n"
_STAGED = """SELECT customer_id, nullif(arg_max(value, (log_offset, "at")), '') AS stage
FROM changes WHERE kind = 'stage' AND "at" <= {at} GROUP BY customer_id"""
"""What was concluded last holds: a later record may speak of an earlier instant (a merge, definitions seen with new eyes)."""


def sql(program: Program, names: Sequence[str], at: int, source: str = "events", engine: Engine = "duckdb") -> str:
    """One row a customer with any event known at `at` (`received_at <= at`): `customer_id` and each name's value as of then.

    Numbers come as DOUBLE (BIGINT where they count), instants as BIGINT µs, lists as lists. A stage that is remembered is what
    `changes` had recorded of it by then.
    """
    trees = {one: program.scope.tree(one) for one in names}
    known = f"received_at <= {at} AND customer_id > 0"  # 0 is nobody: what names no customer
    return _query(trees, {"customer_id": "customer_id"}, (source, known), program.calendar, at, engine)


def grouped(
    expressions: Mapping[str, Expression],
    by: Mapping[str, str],
    days: Calendar,
    source: str = "events",
    where: str = "true",
    customers: str | None = None,
    engine: Engine = "duckdb",
) -> str:
    """Aggregates over all rows of `source` (a table or a bracketed SELECT with the columns of `events`), by SQL expressions.

    One row a group: the columns of `by`, one for each expression, and, named `customers`, how many different customers there
    are. For metrics: no windows, traits or scores.
    """
    trees = {one: expression.tree for one, expression in expressions.items()}
    for one, tree in trees.items():
        for node in walk(tree):
            if isinstance(node, Aggregate) and node.window is not None:
                raise ExpressionError(f"'{one}' is counted by period and takes no window of its own", where=one)
            if isinstance(node, Read) and node.root in ("traits", "scores", "item", "stage"):
                read = ".".join((node.root, *node.path[:1]))
                raise ExpressionError(f"'{one}' may use what stands in events only, not {read}", where=one)
    return _query(trees, by, (source, where), days, 0, engine, customers)


def fragment(expression: Expression, days: Calendar, engine: Engine = "duckdb") -> str:
    """The expression as SQL for the select list of one's own GROUP BY over `events`; with `each`, over rows that have the
    element as the JSON column `line` and its place as `place`."""

    def aggregate(node: Aggregate) -> str:
        inner = Speller(days, 0, engine=engine)
        argument = None if node.argument is None else gather.value(node.kind, inner.sql(node.argument))
        where = None if node.where is None else inner.sql(node.where)
        return gather.answer(node.kind, gather.gathered(node.kind, argument, where, order(node.each)))

    return Speller(days, 0, aggregate=aggregate, engine=engine).sql(expression.tree)


def _query(
    trees: Mapping[str, Node],
    by: Mapping[str, str],
    source: tuple[str, str],
    days: Calendar,
    at: int,
    engine: Engine,
    customers: str | None = None,
) -> str:
    """Columns of `by`, then of `trees`, over the rows of `source` (a table and a condition)."""
    nodes = dict.fromkeys(node for tree in trees.values() for node in walk(tree))
    aggregates = [node for node in nodes if isinstance(node, Aggregate)]
    known = [node for node in nodes if isinstance(node, Read) and node.root in ("traits", "scores")]
    arrays = list(dict.fromkeys(one.each for one in aggregates if one.each is not None))
    counted = "count(DISTINCT nullif(customer_id, 0)) AS customers" if customers is not None else None
    events = [one for one in aggregates if one.each is None]
    groups = [Group("main", events, known, list(by.values()), source, days, at, engine, counted)]
    for index, each in enumerate(arrays, 1):
        elements = [one for one in aggregates if one.each == each]
        groups.append(Group(f"each{index}", elements, [], list(by.values()), source, days, at, engine))
    answers = {one: answer for group in groups for one, answer in group.answers.items()}
    tables = [table for group in groups for table in group.tables]
    joins, reads = "", dict(groups[0].reads)
    if STAGE in nodes:
        tables.append(f"staged AS ({_STAGED.format(at=at)})")
        joins = f"\nLEFT JOIN staged ON staged.customer_id = main.{groups[0].groups[0]}"
        reads[STAGE] = "staged.stage"
    speller = Speller(days, at, reads, answers.__getitem__, engine)
    columns = [f"main.{column} AS {name(one)}" for column, one in zip(groups[0].groups, by)]
    columns += [f"{speller.sql(tree)} AS {name(one)}" for one, tree in trees.items()]
    columns += [] if customers is None else [f"main.customers AS {name(customers)}"]
    for group in groups[1:]:
        same = [f"main.{column} IS NOT DISTINCT FROM {group.table}.{column}" for column in group.groups]
        joins += f"\nLEFT JOIN {group.table} ON {' AND '.join(same) or 'true'}"
    return f"WITH {_LINES.join(tables)}\nSELECT {', '.join(columns)}\nFROM main{joins}"
