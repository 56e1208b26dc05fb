"""One GROUP BY of a historical query: over events, or over the elements of one array in them.

Four tables, each of them one pass: rows (every JSON text parsed once for all its paths), reads (typed), facts (arguments and
filters), groups (what the aggregates gather).
"""

from collections.abc import Iterable, Sequence

from regulars.algebra import gather
from regulars.algebra.dialect import Engine, Speller, path, quoted, typed
from regulars.algebra.rows import ROW_COLUMNS
from regulars.algebra.tree import Aggregate, Call, Constant, Node, Read, walk
from regulars.algebra.window import Calendar

_COLUMNS = ("customer_id", "event_id", *(f'"{column}"' for column in ROW_COLUMNS))
_JSON = {"properties": "properties", "context": "context", "carried": "traits", "traits": "traits", "scores": "properties"}


class Group:
    """The tables of one row source. After construction, `tables` holds them, `answers` and `reads` where each value stands."""

    def __init__(
        self,
        table: str,
        aggregates: Sequence[Aggregate],
        known: Sequence[Read],
        by: Sequence[str],
        rows_of: tuple[str, str],
        days: Calendar,
        at: int,
        engine: Engine,
        counted: str | None = None,
    ) -> None:
        """`known` are traits and scores to be read; `by` SQL expressions; `rows_of` the source and its condition."""
        self.table = table
        self.aggregates = aggregates
        self.each = next((one.each for one in aggregates), None)
        self.groups = [f"g{index}" for index in range(len(by))]
        self._paths: dict[str, list[tuple[str, ...]]] = {}
        inner = [node for one in aggregates for part in (one.argument, one.where) if part for node in walk(part)]
        reads = list(dict.fromkeys(node for node in inner if isinstance(node, Read) and node.path))
        spelled = {read: f"p{index}" for index, read in enumerate(reads)}
        columns = [f"{typed(self._place(read), read.type, read.lenient)} AS {column}" for read, column in spelled.items()]
        self._at = at
        self._facts: dict[str, str] = {}
        self._gathered: list[str] = [counted] if counted else []
        speller = Speller(days, at, spelled, engine=engine)
        self.answers = {one: self._gather(index, one, speller) for index, one in enumerate(aggregates)}
        self.reads = self._latest(known)
        facts = [f"{sql} AS {fact}" for sql, fact in self._facts.items()]
        self.tables = [
            *self._rows([f"{text} AS {group}" for text, group in zip(by, self.groups)], rows_of, known),
            f"{table}_reads AS (SELECT {', '.join(['*', *columns])} FROM {table}_rows)",
            f"{table}_facts AS (SELECT {', '.join(['*', *facts])} FROM {table}_reads)",
            f"{table} AS (SELECT {', '.join([*self.groups, *self._gathered]) or 'count(*)'} FROM {table}_facts"
            + (f" GROUP BY {', '.join(self.groups)})" if by else ")"),
        ]

    def _place(self, read: Read) -> str:
        """Where the JSON value of a read stands in the rows."""
        column = "line" if read.root == "line" else _JSON[read.root]
        keys = read.path[:1] if read.root in ("traits", "scores") else read.path
        paths = self._paths.setdefault(column, [])
        if keys not in paths:
            paths.append(keys)
        return f"j_{column}[{paths.index(keys) + 1}]"

    def _rows(self, groups: list[str], rows_of: tuple[str, str], known: Sequence[Read]) -> list[str]:
        source, where = rows_of
        lists = {column: f"[{', '.join(map(path, paths))}]" for column, paths in self._paths.items()}
        scores = any(read.root == "scores" for read in known)
        reading = [one for one in self.aggregates if self.each or _reads_properties(one)]
        guard = _guard(reading, scores)
        columns = [*_COLUMNS, *groups]
        for column, paths in lists.items():
            if column != "line":
                found = f"json_extract({column}, {paths})"
                lazy = guard is not None and column == "properties" and self.each is None
                columns.append(f"{f'CASE WHEN {guard} THEN {found} END' if lazy else found} AS j_{column}")
        if self.each is None:
            return [f"{self.table}_rows AS (SELECT {', '.join(columns)} FROM {source} WHERE {where})"]
        keys = "".join(f'."{key}"' for key in self.each)
        array = f"json_extract(properties, {quoted(f'${keys}[*]')})"
        columns.append(f"unnest({array}) AS line")
        if any(one.kind in ("first", "last") for one in self.aggregates):
            columns.append(f"generate_subscripts({array}, 1) AS place")
        test = where if guard is None else f"({where}) AND {guard}"
        parsed = f", json_extract(line, {lists['line']}) AS j_line" if "line" in lists else ""
        return [
            f"{self.table}_lines AS (SELECT {', '.join(columns)} FROM {source} WHERE {test})",
            f"{self.table}_rows AS (SELECT *{parsed} FROM {self.table}_lines)",
        ]

    def _gather(self, index: int, one: Aggregate, speller: Speller) -> str:
        """Have an aggregate gathered; the SQL of its answer."""
        value = None if one.argument is None else self._fact(gather.value(one.kind, speller.sql(one.argument)))
        tests = [] if one.where is None else [speller.sql(one.where)]
        if one.window is not None:
            start, end = one.window.range(self._at)
            tests.append(f'"timestamp" >= {start} AND "timestamp" < {end}')
        test = self._fact(" AND ".join(tests)) if tests else None
        parts = gather.gathered(one.kind, value, test, order(one.each))
        self._gathered += [f"{part} AS a{index}_{place}" for place, part in enumerate(parts)]
        return gather.answer(one.kind, [f"{self.table}.a{index}_{place}" for place in range(len(parts))])

    def _fact(self, sql: str) -> str:
        return self._facts.setdefault(sql, f"v{len(self._facts)}")

    def _latest(self, known: Sequence[Read]) -> dict[Read, str]:
        """The latest value by event time of each trait and score, however often it is read."""
        found: dict[Read, str] = {}
        columns: dict[str, str] = {}
        for read in known:
            place = self._place(read)
            test = f"{place} IS NOT NULL" + (" AND \"type\" = 'score'" if read.root == "scores" else "")
            sql = f'arg_max({place}, ("timestamp", event_id)) FILTER (WHERE {test})'
            column = columns.setdefault(sql, f"k{len(columns)}")
            latest = f"{self.table}.{column}"
            rest = f"json_extract({latest}, {path(read.path[1:])})" if read.path[1:] else latest
            found[read] = typed(rest, read.type, read.lenient)
        self._gathered += [f"{sql} AS {column}" for sql, column in columns.items()]
        return found


def order(each: tuple[str, ...] | None) -> str:
    """What orders rows in time, ties included."""
    return '"timestamp", event_id' if each is None else '"timestamp", event_id, place'


def _reads_properties(one: Aggregate) -> bool:
    return any(isinstance(node, Read) and node.root == "properties" for node in walk(one))


def _guard(aggregates: Iterable[Aggregate], scores: bool) -> str | None:
    """A test on the event's name outside of which none of the aggregates looks at properties; None where there is none."""
    wanted: set[str] = set()
    for one in aggregates:
        names = pinned(one.where)
        if not names:
            return None
        wanted |= names
    if not wanted:
        return None
    test = f'"event" IN ({", ".join(map(quoted, sorted(wanted)))})'
    return f"({test} OR \"type\" = 'score')" if scores else test


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
