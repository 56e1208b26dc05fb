"""`MemoryLake`: the memory twin, for tests and simulations."""

import tempfile
import threading
import uuid
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from regulars.lake.delta import check


class MemoryLake:
    """Arrow tables in memory. Engines read files, so `files` lays a table down in a temporary folder when it has changed."""

    def __init__(self) -> None:
        self._tables: dict[tuple[str, str], pa.Table] = {}
        self._offsets: dict[str, int] = {}
        self._laid: dict[tuple[str, str], tuple[pa.Table, Path]] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="regulars-lake-")
        self._lock = threading.Lock()

    def append(self, workspace: str, tables: dict[str, pa.Table], offset: int) -> None:
        checked = check(tables)
        with self._lock:
            if self._offsets.get(workspace, 0) >= offset:
                return
            for name, rows in checked.items():
                held = self._tables.get((workspace, name))
                self._tables[workspace, name] = pa.concat_tables([held, rows]) if held is not None else rows
            self._offsets[workspace] = offset

    def offset(self, workspace: str) -> int:
        return self._offsets.get(workspace, 0)

    def workspaces(self) -> list[str]:
        return sorted(self._offsets)

    def files(self, workspace: str, table: str) -> list[str]:
        with self._lock:
            rows = self._tables.get((workspace, table))
            if rows is None or not rows.num_rows:
                return []
            laid = self._laid.get((workspace, table))
            if laid is None or laid[0] is not rows:
                path = Path(self._folder.name) / f"{uuid.uuid4().hex}.parquet"
                pq.write_table(rows, path)
                laid = self._laid[workspace, table] = (rows, path)
            return [str(laid[1])]

    def rows(self, workspace: str, table: str) -> int:
        rows = self._tables.get((workspace, table))
        return rows.num_rows if rows is not None else 0

    def tidy(self, workspace: str) -> None:
        with self._lock:
            for key, rows in self._tables.items():
                if key[0] == workspace:
                    self._tables[key] = rows.combine_chunks()

    def close(self) -> None:
        self._folder.cleanup()
