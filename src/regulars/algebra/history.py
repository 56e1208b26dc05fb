"""The historical runtime: the same trees as SQL over the lake's `events` (see `lake.EVENTS`), as of any instant.

One query: parse each JSON text once, spell reads, arguments and filters as columns, group once (once more per array whose
elements are rows), then the scalar parts on top. Windows stand in it as constant instants.
"""

from collections.abc import Iterable, Mapping, Sequence

from regulars.algebra import gather
from regulars.algebra.dialect import Engine, Speller, name, path, quoted, typed
from regulars.algebra.live import Program
from regulars.algebra.names import Expression
from regulars.algebra.rows import ROW_COLUMNS
from regulars.algebra.tree import Aggregate, Call, Constant, Node, Read, walk
from regulars.algebra.types import ExpressionError
from regulars.algebra.window import Calendar

_COLUMNS = ("customer_id", "event_id", *(f'"{column}"' for column in ROW_COLUMNS))
_JSON = {"properties": "properties", "context": "context", "carried": "traits"}


def sql(program: Program, names: Sequence[str], at: int, source: str = "events", engine: Engine = "duckdb") -> str:
    """One row a customer with any event known at `at` (`received_at <= at`): `customer_id` and each name's value as of then.

    Numbers come as DOUBLE (BIGINT where they count), instants as BIGINT µs, lists as lists.
    """
    trees = {one: program.scope.tree(one) for one in names}
    return _Query(program.calendar, at, engine).run(trees, {"customer_id": "customer_id"}, source, f"received_at <= {at}")


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

    One row a group: the columns of `by`, one for each expression, and, named `customers`, how many different customers there are.
    For metrics: no windows, traits or scores.
    """
    trees = {one: expression.tree for one, expression in expressions.items()}
    for one, tree in trees.items():
        for node in walk(tree):
            if isinstance(node, Aggregate) and node.window is not None:
                raise ExpressionError(f"'{one}' is counted by period and takes no window of its own", where=one)
            if isinstance(node, Read) and node.root in ("traits", "scores", "item"):
                raise ExpressionError(f"'{one}' may use what stands in events only, not {node.root}.{node.path[0]}", where=one)
    return _Query(days, 0, engine).run(trees, by, source, where, customers)


def fragment(expression: Expression, days: Calendar, engine: Engine = "duckdb") -> str:
    """The expression as SQL for the select list of one's own GROUP BY over `events`; with `each`, over rows that have the
    element as the JSON column `line` and its place as `place`."""

    def aggregate(node: Aggregate) -> str:
        inner = Speller(days, 0, engine=engine)
        argument = None if node.argument is None else gather.value(node.kind, inner.sql(node.argument))
        where = None if node.where is None else inner.sql(node.where)
        return gather.answer(node.kind, gather.gathered(node.kind, argument, where, _order(node.each)))

    return Speller(days, 0, aggregate=aggregate, engine=engine).sql(expression.tree)


def _order(each: tuple[str, ...] | None) -> str:
    return '"timestamp", event_id' if each is None else '"timestamp", event_id, place'


class _Query:
    """One query in the making."""

    def __init__(self, days: Calendar, at: int, engine: Engine) -> None:
        self._days, self._at, self._engine = days, at, engine
        self._tables: list[str] = []
        self._counted = "count(*) AS rows"

    def run(
        self, trees: Mapping[str, Node], by: Mapping[str, str], source: str, where: str, customers: str | None = None
    ) -> str:
        if customers is not None:
            self._counted = "count(DISTINCT customer_id) AS customers"
        nodes = dict.fromkeys(node for tree in trees.values() for node in walk(tree))
        aggregates = [node for node in nodes if isinstance(node, Aggregate)]
        known = [node for node in nodes if isinstance(node, Read) and node.root in ("traits", "scores")]
        answers: dict[Aggregate, str] = {}
        arrays = list(dict.fromkeys(one.each for one in aggregates if one.each is not None))
        reads = self._group(None, [one for one in aggregates if one.each is None], known, by, source, where, answers)
        for index, each in enumerate(arrays, 1):
            self._group((index, each), [one for one in aggregates if one.each == each], [], by, source, where, answers)
        speller = Speller(self._days, self._at, reads, answers.__getitem__, self._engine)
        columns = [f"main.g{index} AS {name(one)}" for index, one in enumerate(by)]
        columns += [f"{speller.sql(tree)} AS {name(one)}" for one, tree in trees.items()]
        columns += [] if customers is None else [f"main.customers AS {name(customers)}"]
        joins = ""
        for index in range(1, len(arrays) + 1):
            same = [f"main.g{group} IS NOT DISTINCT FROM each{index}.g{group}" for group in range(len(by))]
            joins += f"\nLEFT JOIN each{index} ON {' AND '.join(same) or 'true'}"
        return "WITH " + ",\n".join(self._tables) + f"\nSELECT {', '.join(columns)}\nFROM main{joins}"

    def _group(
        self,
        array: tuple[int, tuple[str, ...]] | None,
        aggregates: list[Aggregate],
        known: list[Read],
        by: Mapping[str, str],
        source: str,
        where: str,
        answers: dict[Aggregate, str],
    ) -> dict[Read, str]:
        """Add the tables that gather the aggregates of one row source; note where each answer stands."""
        table = "main" if array is None else f"each{array[0]}"
        inner = [node for one in aggregates for part in (one.argument, one.where) if part for node in walk(part)]
        json_reads = list(dict.fromkeys(node for node in inner if isinstance(node, Read) and node.path))
        groups = [f"g{index}" for index in range(len(by))]
        columns = [f"{text} AS {group}" for text, group in zip(by.values(), groups)]
        parsed, places = self._parsed(json_reads, known, aggregates)
        rows = ", ".join(dict.fromkeys([*_COLUMNS, *columns, *parsed]))
        if array is not None:
            rows += f", unnest(json_extract(properties, {quoted(_elements(array[1]))})) AS line"
            rows += f", generate_subscripts(json_extract(properties, {quoted(_elements(array[1]))}), 1) AS place"
        self._tables.append(f"{table}_rows AS (SELECT {rows} FROM {source} WHERE {where})")
        spelled = {read: f"p{index}" for index, read in enumerate(json_reads)}
        typed_reads = [f"{typed(places[read], read.type, read.lenient)} AS {column}" for read, column in spelled.items()]
        self._tables.append(f"{table}_reads AS (SELECT {', '.join(['*', *typed_reads])} FROM {table}_rows)")
        facts: dict[str, str] = {}
        gathered: list[str] = []
        speller = Speller(self._days, self._at, spelled, engine=self._engine)
        for index, one in enumerate(aggregates):
            argument = None if one.argument is None else gather.value(one.kind, speller.sql(one.argument))
            value = None if argument is None else facts.setdefault(argument, f"v{len(facts)}")
            condition = self._condition(one, speller)
            test = None if condition is None else facts.setdefault(condition, f"v{len(facts)}")
            parts = gather.gathered(one.kind, value, test, _order(one.each))
            short = "a" if array is None else f"e{array[0]}_"
            gathered += [f"{part} AS {short}{index}_{place}" for place, part in enumerate(parts)]
            answers[one] = gather.answer(one.kind, [f"{table}.{short}{index}_{place}" for place in range(len(parts))])
        reads: dict[Read, str] = {}
        for key in dict.fromkeys((read.root, read.path[0]) for read in known):
            column, found = f"k{len(gathered)}", places[Read(key[0], key[1:], "any")]
            test = f"{found} IS NOT NULL" + (" AND \"type\" = 'score'" if key[0] == "scores" else "")
            gathered.append(f'arg_max({found}, ("timestamp", event_id)) FILTER (WHERE {test}) AS {column}')
            for read in known:
                if (read.root, read.path[0]) == key:
                    latest = f"main.{column}"
                    rest = f"json_extract({latest}, {path(read.path[1:])})" if read.path[1:] else latest
                    reads[read] = typed(rest, read.type, read.lenient)
        columns = ["*", *(f"{text} AS {column}" for text, column in facts.items())]
        self._tables.append(f"{table}_facts AS (SELECT {', '.join(columns)} FROM {table}_reads)")
        tail = f" GROUP BY {', '.join(groups)}" if groups else ""
        self._tables.append(f"{table} AS (SELECT {', '.join([*groups, *gathered, self._counted])} FROM {table}_facts{tail})")
        return reads

    def _condition(self, one: Aggregate, speller: Speller) -> str | None:
        """The filter with the window in it."""
        tests = [] if one.where is None else [speller.sql(one.where)]
        if one.window is not None:
            first, end = one.window.range(self._at)
            tests.append(f'"timestamp" >= {first} AND "timestamp" < {end}')
        return " AND ".join(tests) or None

    def _parsed(self, reads: list[Read], known: list[Read], aggregates: list[Aggregate]) -> tuple[list[str], dict[Read, str]]:
        """Columns that parse each JSON text once for all its paths, and where each read then finds its JSON value."""
        wanted: dict[str, list[tuple[str, ...]]] = {}
        places: dict[Read, str] = {}

        def place(column: str, keys: tuple[str, ...]) -> str:
            found = wanted.setdefault(column, [])
            if keys not in found:
                found.append(keys)
            return f"j_{column}[{found.index(keys) + 1}]"

        for read in reads:
            if read.root == "line":
                places[read] = f"json_extract(line, {path(read.path)})"
            else:
                places[read] = place(_JSON[read.root], read.path)
        for read in known:
            column = "traits" if read.root == "traits" else "properties"
            places[Read(read.root, read.path[:1], "any")] = place(column, read.path[:1])
        guard = _guard([one for one in aggregates if _reads_properties(one)])
        if guard is not None and any(read.root == "scores" for read in known):
            guard = f"({guard} OR \"type\" = 'score')"
        columns: list[str] = []
        for column, paths in wanted.items():
            found = f"json_extract({column}, [{', '.join(map(path, paths))}])"
            if column == "properties" and guard is not None:
                found = f"CASE WHEN {guard} THEN {found} END"
            columns.append(f"{found} AS j_{column}")
        return columns, places


def _elements(each: tuple[str, ...]) -> str:
    return "$" + "".join(f'."{key}"' for key in each) + "[*]"


def _reads_properties(one: Aggregate) -> bool:
    return any(isinstance(node, Read) and node.root == "properties" for node in walk(one))


def _guard(aggregates: Iterable[Aggregate]) -> str | None:
    """A test on the event's name outside of which none of the aggregates looks at properties; None where there is none."""
    wanted: set[str] = set()
    for one in aggregates:
        names = pinned(one.where)
        if not names:
            return None
        wanted |= names
    return f'"event" IN ({", ".join(map(quoted, sorted(wanted)))})' if wanted else None


def pinned(where: Node | None) -> set[str]:
    """The names of events to which a filter restricts; empty where it does not."""
    if not isinstance(where, Call):
        return set()
    if where.name == "and":
        return next((found for found in map(pinned, where.args) if found), set())
    if where.name in ("eq", "in") and where.args[0] == Read("event", (), "text"):
        values = [arg.value for arg in where.args[1:] if isinstance(arg, Constant) and isinstance(arg.value, str)]
        return set(values) if len(values) == len(where.args) - 1 else set()
    return set()
