"""Trees to SQL: how an expression is spelled for an engine. What the table does not spell for it is refused by name."""

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from regulars.algebra.functions import TABLE
from regulars.algebra.scalar import moment
from regulars.algebra.tree import Aggregate, Call, Case, Constant, Moment, Named, Node, Read
from regulars.algebra.types import ExpressionError, element, is_list
from regulars.algebra.window import Calendar

Engine: TypeAlias = Literal["duckdb", "spark"]
_TYPES = {
    "number": "DOUBLE",
    "integer": "BIGINT",
    "text": "VARCHAR",
    "boolean": "BOOLEAN",
    "timestamp": "BIGINT",
    "any": "VARCHAR",
}
_COLUMNS = {"properties": "properties", "context": "context", "carried": "traits", "line": "line"}


def sql_type(type_: str) -> str:
    """The SQL type that holds values of a type."""
    return f"{_TYPES[element(type_)]}[]" if is_list(type_) else _TYPES[type_]


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """A name as a quoted SQL identifier."""
    return '"' + text.replace('"', '""') + '"'


def path(keys: tuple[str, ...]) -> str:
    """The JSON path of keys, as an SQL literal. Keys hold no quotes, backslashes or stars (the parser refuses them)."""
    return quoted("$" + "".join(f'."{key}"' for key in keys))


def typed(json_: str, type_: str, lenient: bool) -> str:
    """A JSON value (of SQL type JSON) read as a type; NULL where it is of another."""
    if type_ == "number":
        strict = f"(TRY_CAST(CAST({json_} AS VARCHAR) AS DOUBLE) + 0.0)"
        if not lenient:
            return strict
        spelled = TABLE["number_of_text"].duckdb.format(f"json_extract_string({json_}, '$')")
        return f"coalesce({strict}, CASE WHEN json_type({json_}) = 'VARCHAR' THEN {_finite(spelled)} END)"
    if type_ == "text":
        plain = f"CASE WHEN json_type({json_}) IN ('BIGINT', 'UBIGINT', 'BOOLEAN') THEN CAST({json_} AS VARCHAR) END"
        quoted_ = f"starts_with(CAST({json_} AS VARCHAR), '\"')"
        return f"CASE WHEN {quoted_} THEN json_extract_string({json_}, '$') ELSE {plain} END"
    if type_ == "boolean":
        value = f"json_extract_string({json_}, '$')" if lenient else f"CAST({json_} AS VARCHAR)"
        return f"CASE {value} WHEN 'true' THEN true WHEN 'false' THEN false END"
    if type_ == "timestamp":
        text = f"CASE WHEN json_type({json_}) = 'VARCHAR' THEN json_extract_string({json_}, '$') END"
        return TABLE["timestamp_of_text"].duckdb.format(text)
    if type_ == "list<text>":
        one = typed("e", "text", False)
        items = f"list_transform(json_extract({json_}, '$[*]'), lambda e: {one})"
        return f"CASE WHEN json_type({json_}) = 'ARRAY' THEN list_filter({items}, lambda e: e IS NOT NULL) END"
    return f"nullif(CAST({json_} AS VARCHAR), 'null')"


def _finite(sql: str) -> str:
    return f"CASE WHEN isfinite({sql}) THEN {sql} + 0.0 END"


class Speller:
    """Spells trees for one engine at one instant.

    `reads` maps reads to columns that already hold them; others are spelled in place over the columns of `events`.
    `aggregate` spells an aggregate.
    """

    def __init__(
        self,
        days: Calendar,
        at: int,
        reads: Mapping[Read, str] | None = None,
        aggregate: Callable[[Aggregate], str] | None = None,
        engine: Engine = "duckdb",
    ) -> None:
        self._days, self._at, self._engine = days, at, engine
        self._reads = reads if reads is not None else {}
        self._aggregate = aggregate

    def sql(self, node: Node, raw: bool = False) -> str:
        """The node as SQL; where `raw`, an arithmetic result may be infinite or NaN."""
        if isinstance(node, Constant):
            return self._constant(node)
        if isinstance(node, Read):
            return self._reads.get(node) or self.read(node)
        if isinstance(node, Moment):
            return self._constant(Constant(moment(node, self._days, self._at), "timestamp"))
        if isinstance(node, Named):
            return self.sql(node.body, raw)
        if isinstance(node, Aggregate):
            assert self._aggregate is not None, "aggregates need a query around them"
            return self._aggregate(node)
        if isinstance(node, Case):
            branches = " ".join(f"WHEN {self.sql(condition)} THEN {self.sql(value)}" for condition, value in node.branches)
            return f"CASE {branches} ELSE {self.sql(node.otherwise)} END"
        return self._call(node, raw)

    def read(self, node: Read) -> str:
        """A read spelled in place."""
        if not node.path:
            return name(node.root)
        column = _COLUMNS.get(node.root)
        if column is None:
            raise ExpressionError(f"{node.root}.{'.'.join(node.path)} is only known while something is decided, not in history")
        return typed(f"json_extract({column}, {path(node.path)})", node.type, node.lenient)

    def _constant(self, node: Constant) -> str:
        if node.value is None:
            return "NULL" if node.type in ("null", "any") else f"CAST(NULL AS {sql_type(node.type)})"
        if isinstance(node.value, bool):
            return "true" if node.value else "false"
        if isinstance(node.value, str):
            return quoted(node.value)
        if isinstance(node.value, float):
            return f"CAST({quoted(repr(node.value))} AS DOUBLE)"
        return f"CAST({node.value} AS BIGINT)"

    def _call(self, node: Call, raw: bool) -> str:
        row = TABLE[node.name]
        spelling = row.duckdb if self._engine == "duckdb" else row.spark
        if spelling is None:
            raise ExpressionError(f"{node.name} is not proven equal on {self._engine} yet", code="engine_gap")
        unit, args = "", node.args
        if row.zoned:
            assert isinstance(args[0], Constant)
            unit, args = args[0].value, args[1:]
        parts = [self.sql(arg, raw=index in row.through) for index, arg in enumerate(args)]
        words = {
            "unit": unit,
            "zone": self._days.name,
            "hours": str(-self._days.hour_start(0)),
            "all": ", ".join(parts),
            "rest": ", ".join(parts[1:]),
            "all AND": " AND ".join(parts),
            "all OR": " OR ".join(parts),
        }
        found = spelling.format(*parts, **words)
        return f"({_finite(found)})" if row.raw and not raw else found
