"""`DeltaLake`: the history as Delta tables in a folder, one folder a workspace."""

import threading
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa

from regulars.kit.errors import RegularsError
from regulars.lake import parquet
from regulars.lake.lake import TABLES
from regulars.lake.table import Table

_COMMIT_LAST = (*(name for name in TABLES if name != "events"), "events")
"""The order of an append. The commit of `events` is the commit of the whole: files that other tables got under a later
offset are invisible, and the next append replaces them. So all tables change at once, though Delta knows no such thing."""

_LONGEST = 200
_PLAIN = b"abcdefghijklmnopqrstuvwxyz0123456789_-"


class DeltaLake:
    """Delta tables under `folder/<workspace>/<table>`. One process writes; any number may read.

    `keep_hours`: how long files that were merged away stay, for queries that began before.
    """

    def __init__(self, folder: str | Path, keep_hours: int = 1) -> None:
        self._folder = Path(folder).absolute()
        if "%" in str(self._folder):
            raise RegularsError(
                f"the lake cannot live in {self._folder}: a '%' in the path confuses Delta; choose another folder"
            )
        self._keep_hours = keep_hours
        self._tables: dict[tuple[str, str], Table] = {}
        self._opening = threading.Lock()
        self._writing = threading.Lock()

    def append(self, workspace: str, tables: dict[str, pa.Table], offset: int) -> None:
        checked = check(tables)
        with self._writing:
            known = self.offset(workspace)
            if known >= offset:
                return
            for name in _COMMIT_LAST:
                table = self._table(workspace, name, create=True)
                assert table is not None
                table.append(checked.get(name, TABLES[name].empty_table()), offset, known, always=name == "events")

    def offset(self, workspace: str) -> int:
        events = self._table(workspace, "events")
        return events.offset() if events else 0

    def workspaces(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return sorted(_decoded(path.name) for path in self._folder.iterdir() if Table.exists(path / "events"))

    def files(self, workspace: str, table: str) -> list[str]:
        found = self._table(workspace, table)
        return [str(path) for path in found.files(self.offset(workspace))] if found else []

    def rows(self, workspace: str, table: str) -> int:
        found = self._table(workspace, table)
        return found.rows(self.offset(workspace)) if found else 0

    def tidy(self, workspace: str) -> None:
        with self._writing:
            until = self.offset(workspace)
            for name in TABLES:
                table = self._table(workspace, name)
                if table:
                    table.merge(until)
                    table.sweep(self._keep_hours)

    def close(self) -> None:
        with self._opening:
            self._tables.clear()

    def _table(self, workspace: str, name: str, create: bool = False) -> Table | None:
        with self._opening:
            found = self._tables.get((workspace, name))
            if found is None:
                folder = self._folder / _encoded(workspace) / name
                if not create and not Table.exists(folder):
                    return None
                found = self._tables[workspace, name] = Table(folder, TABLES[name])
            return found


def check(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables in the columns and types of the lake. Raises ValueError where they do not fit."""
    unknown = set(tables) - set(TABLES)
    if unknown:
        raise ValueError(f"the lake has no table {sorted(unknown)[0]!r}; it has {', '.join(TABLES)}")
    return {name: parquet.conform(table, TABLES[name]) for name, table in tables.items()}


def _encoded(workspace: str) -> str:
    """A folder name for any workspace name: one to one on every file system, whatever it holds (`..`, slashes, capitals)."""
    name = "".join(chr(byte) if byte in _PLAIN else f"~{byte:02x}" for byte in workspace.encode())
    if not 0 < len(name) <= _LONGEST:
        raise RegularsError(f"a workspace name has 1 to {_LONGEST} characters (fewer with capitals or signs), not {len(name)}")
    return name


def _decoded(name: str) -> str:
    return unquote(name.replace("~", "%"))
