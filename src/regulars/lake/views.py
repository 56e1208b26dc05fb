"""The views that SQL sees: files of the lake and pending rows as one, each customer under the id that we know now."""

from collections.abc import Collection, Mapping, Sequence

import duckdb
import pyarrow as pa

from regulars.lake.lake import TABLES

READABLE = {
    "timeline": (
        "events",
        """select customer_id, make_timestamp("timestamp") as happened_at, make_timestamp(received_at) as received_at, source,
            "type", event, properties::json as properties, traits::json as traits, context::json as context, user_id,
            anonymous_id, id
        from events""",
    ),
    "conclusions": (
        "changes",
        'select customer_id, make_timestamp("at") as happened_at, kind, name, value, why::json as why from changes',
    ),
}
"""Views for people over a table each: UTC timestamps, and JSON values to which `->>` applies."""

NAMES = (*TABLES, *READABLE)
"""All views."""


class Sources:
    """Everything that the views of one workspace stand on, as plain values: it can be sent to another process."""

    def __init__(
        self,
        files: Mapping[str, Sequence[str]],
        pending: Mapping[str, pa.Table],
        resolved: pa.Table,
        moved: pa.Table,
        customers: Collection[int] | None = None,
        only: int | None = None,
    ) -> None:
        self.files = files
        self.pending = {name: rows for name, rows in pending.items() if rows.num_rows}
        self.resolved = resolved
        """`customer_id → into_id` of those who are known under another id."""
        self.moved = moved
        """Events that count as another customer's than they were archived under, before `resolved` applies."""
        self.customers = customers
        """Ids of the rows to read; None reads all. Files are pruned by it."""
        self.only = only
        """The customer whose rows are shown of those; None shows all."""

    def open(
        self, connection: duckdb.DuckDBPyConnection, sql: str, covers: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        """Make those views in this connection that `sql` may name (each costs about a millisecond); `covers` as in `Limits`."""
        if self.resolved.num_rows:
            connection.register("_resolved", self.resolved)
        if self.moved.num_rows:
            connection.register("_moved", self.moved)
        for name in self.named(sql):
            if name in self.pending:
                connection.register(f"_pending_{name}", self.pending[name])
            covered = ", ".join(f'{expression} as "{column}"' for column, expression in (covers or {}).get(name, {}).items())
            rows = f"select * replace ({covered}) from ({self._select(name)})" if covered else self._select(name)
            connection.execute(f"create temp view {name} as {rows}")
        for name, (_, select) in READABLE.items():
            if name in sql.lower():
                connection.execute(f"create temp view {name} as {select}")

    @staticmethod
    def named(sql: str) -> list[str]:
        """The tables that `sql` may read, judged by their names alone (so perhaps too many)."""
        text = sql.lower()
        under = {table for name, (table, _) in READABLE.items() if name in text}
        return [name for name in TABLES if name in text or name in under]

    def _select(self, name: str) -> str:
        columns = [f'"{column}"' for column in TABLES[name].names]
        picked = ", ".join(columns)
        typed = ", ".join(f'null::{_SQL_TYPES[str(field.type)]} as "{field.name}"' for field in TABLES[name])
        nothing = f"select {typed} where false"
        parts = []
        if self.files.get(name):
            paths = ", ".join(quoted(path) for path in self.files[name])
            rows = f"read_parquet([{paths}], union_by_name = true, hive_partitioning = false)"
            if name in _GREW:
                rows = f"(select * from {rows} union all by name {nothing})"
            parts.append(f"select {picked} from {rows}")
        if name in self.pending:
            parts.append(f"select {picked} from _pending_{name}")
        if not parts:
            return nothing
        rows = " union all ".join(f"{part}{self._among()}" for part in parts)
        # `identity` and `moves` say themselves who became whom; their rows are shown as they are.
        if name in ("identity", "moves"):
            return rows
        shown = ", ".join(["coalesce(k.into_id, r.customer_id) as customer_id", *(f"r.{column}" for column in columns[1:])])
        if name == "events" and self.moved.num_rows:
            rows = f"select {shown} from ({rows}) r left join _moved k on {_SAME_EVENT}"
        if self.resolved.num_rows:
            rows = f"select {shown} from ({rows}) r left join ({_ONE_EACH}) k on k.customer_id = r.customer_id"
        return rows if self.only is None else f"select * from ({rows}) where customer_id = {int(self.only)}"

    def _among(self) -> str:
        if self.customers is None:
            return ""
        return f" where customer_id in ({', '.join(str(int(customer)) for customer in self.customers)})"


_ONE_EACH = "select customer_id, any_value(into_id) as into_id from _resolved group by customer_id"
"""Each customer stands there once anyway; said so, the optimizer drops the join where nobody looks at customer_id."""

_SAME_EVENT = "k.customer_id = r.customer_id and k.event_id = r.event_id and k.event_offset = r.log_offset"

_GREW = frozenset({"identity"})
"""Tables that have columns which files of an earlier version lack."""

_SQL_TYPES = {"int64": "bigint", "string": "varchar"}


def quoted(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
