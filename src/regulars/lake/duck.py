"""`DuckEngine`: SQL over the history with DuckDB, in process and without extensions."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from regulars.kit.errors import RegularsError
from regulars.lake.identity import MOVED, RESOLVED, moved, resolve
from regulars.lake.lake import TABLES, Answer, AsKnown, Lake, Limits, Pending
from regulars.lake.question import ask
from regulars.lake.views import Sources


class DuckEngine:
    """Runs the SQL of the house. Safe to use from any thread; each call has a connection and views of its own.

    `threads` 0: one a core. `spill`: a folder for what does not fit into `memory_bytes`; without it such a query fails.
    """

    def __init__(self, lake: Lake, *, threads: int = 0, memory_bytes: int = 1 << 30, spill: Path | None = None) -> None:
        self._lake = lake
        config: dict[str, Any] = {
            "memory_limit": f"{memory_bytes}B",
            "temp_directory": str(spill) if spill else "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        }
        if threads:
            config["threads"] = threads
        self._database = duckdb.connect(":memory:", config=config)
        # The metadata of a file can be kept: files of the lake never change.
        self._database.execute("set global TimeZone = 'UTC'; set global parquet_metadata_cache = true")
        self._merges: tuple[Sequence[str], pa.Table] = ([], RESOLVED.empty_table())
        self._moves: tuple[Sequence[str], pa.Table] = ([], MOVED.empty_table())

    def run(
        self,
        workspace: str,
        sql: str,
        pending: Pending | None = None,
        parameters: Sequence[Any] = (),
        *,
        as_known: AsKnown = "now",
        customer: int | None = None,
        tables: Mapping[str, pa.Table] | None = None,
    ) -> pa.Table:
        sources = self.sources(workspace, pending, as_known=as_known, customer=customer)
        with self._database.cursor() as connection:
            try:
                sources.open(connection, sql)
                for name, table in (tables or {}).items():
                    connection.register(name, table)
                return connection.sql(sql, params=list(parameters)).to_arrow_table()
            except duckdb.Error as error:
                raise RegularsError(f"the query failed: {error}", code="sql") from error

    def ask(self, workspace: str, sql: str, pending: Pending | None = None, limits: Limits | None = None) -> Answer:
        return ask(sql, self.sources(workspace, pending), limits or Limits())

    def sources(
        self, workspace: str, pending: Pending | None = None, *, as_known: AsKnown = "now", customer: int | None = None
    ) -> Sources:
        """What the views of this moment stand on."""
        while True:
            offset = self._lake.offset(workspace)
            rows = pending() if callable(pending) else pending or {}
            files = {name: self._lake.files(workspace, name) for name in TABLES}
            if not callable(pending) or offset == self._lake.offset(workspace):
                break
        resolved = self._resolved(files["identity"], rows.get("identity"), as_known)
        moves = self._moved(files["moves"], rows.get("moves"), as_known)
        if customer is None:
            return Sources(files, rows, resolved, moves)
        merged = resolved.filter(pc.equal(resolved["into_id"], customer))
        family = {customer, *merged["customer_id"].to_pylist()}
        if not moves.num_rows:
            return Sources(files, rows, resolved, moves, family)
        came = moves.filter(pc.is_in(moves["into_id"], pa.array(family, pa.int64())))
        return Sources(files, rows, resolved, moves, family.union(came["customer_id"].to_pylist()), customer)

    def close(self) -> None:
        self._database.close()

    def _resolved(self, files: Sequence[str], pending: pa.Table | None, as_known: AsKnown) -> pa.Table:
        if as_known != "now" or (pending is not None and pending.num_rows):
            return resolve([*_read(files, RESOLVED), *([pending] if pending is not None else [])], as_known)
        # Merges seldom change, and a file never does: the last answer mostly holds.
        known, resolved = self._merges
        if known != files:
            resolved = resolve(_read(files, RESOLVED))
            self._merges = (files, resolved)
        return resolved

    def _moved(self, files: Sequence[str], pending: pa.Table | None, as_known: AsKnown) -> pa.Table:
        if as_known != "now" or (pending is not None and pending.num_rows):
            return moved([*_read(files, MOVED), *([pending] if pending is not None else [])], as_known)
        known, rows = self._moves
        if known != files:
            rows = moved(_read(files, MOVED))
            self._moves = (files, rows)
        return rows


def _read(files: Sequence[str], schema: pa.Schema) -> list[pa.Table]:
    return [pq.ParquetFile(path).read(columns=[*schema.names, "at", "log_offset"]) for path in files]
