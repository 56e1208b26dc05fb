"""What the rooms of the state's file share: its database, its errors, and the numbers of workspaces."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from regulars.kit.sqlite import ERRORS, Database, Outrun, trouble
from regulars.state.sqlite.schema import ID_BITS, SCHEMA, UPGRADES, VERSION
from regulars.state.state import Fenced, StateBroken, StateFull

_ERRORS = (*ERRORS, Outrun)


class Store:
    """One open file. Every write goes through `write`, so that all writers take turns."""

    def __init__(self, path: Path | None) -> None:
        self._name = str(path or "the state in memory")
        # A micro-batch changes records here and there: small pages write less around each, a long WAL writes each less often.
        self.database = Database(
            path, kind="state", version=VERSION, schema=SCHEMA, upgrades=UPGRADES, page_bytes=2048, cache_mb=64, wal_mb=32
        )
        self._broken: StateBroken | None = None
        self._numbers: dict[str, int] = {}
        self._fresh: dict[str, int] = {}
        """Numbers given out inside the transaction that runs: they do not exist before its end."""

    @contextmanager
    def write(self) -> Iterator[apsw.Connection]:
        """A transaction, all or nothing. Raises StateFull, Fenced or StateBroken; other exceptions pass through it.

        Once broken it stays so: after a failed fsync nobody knows what the disk holds until the file is opened afresh.
        """
        if self._broken:
            raise self._broken
        try:
            with self.database.transaction() as writer:
                fresh = self._fresh = {}
                yield writer
        except _ERRORS as error:
            raise self.translated(error) from error
        self._numbers.update(fresh)
        try:
            self.database.tidy()
        except _ERRORS as error:
            raise self.translated(error) from error

    def rows(self, sql: str, bindings: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        """The rows of a query, read by this thread's own connection."""
        try:
            return found(self.database.reader(), sql, bindings)
        except _ERRORS as error:
            raise self.translated(error) from error

    def translated(self, error: Exception) -> Exception:
        """The error as the contract names it."""
        kind = trouble(error)
        if kind == "outrun":
            self._broken = Fenced(f"another process has taken over {self._name}; this one must stop")
            return self._broken
        if kind == "full":
            return StateFull(f"{self._name} cannot take more now ({error}); nothing of this was kept, try it again later")
        if isinstance(error, apsw.ConnectionClosedError):
            return StateBroken(f"{self._name} is closed; open it again")
        self._broken = StateBroken(f"{self._name} failed ({error}); stop this process and start it again")
        return self._broken

    def number(self, workspace: str) -> int:
        """The workspace's number; 0, which has no rows, where it is unknown."""
        number = self._numbers.get(workspace)
        if number is None:
            rows = self.rows("select number from workspaces where name = ?", (workspace,))
            if not rows:
                return 0
            number = self._numbers[workspace] = int(rows[0][0])
        return number

    def numbered(self, writer: apsw.Connection, workspace: str) -> int:
        """The same inside a transaction, where an unknown workspace gets the next number."""
        number = self._numbers.get(workspace) or self._fresh.get(workspace)
        if number is None:
            writer.execute("insert into workspaces (name) values (?) on conflict do nothing", (workspace,))
            number = self._fresh[workspace] = found(writer, "select number from workspaces where name = ?", (workspace,))[0][0]
        return number

    def span(self, workspace: str) -> tuple[int, int]:
        """The least and the greatest key that customers of a workspace can have."""
        number = self.number(workspace)
        return number << ID_BITS, (number + 1 << ID_BITS) - 1


def found(connection: apsw.Connection, sql: str, bindings: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
    """The rows of a query on this connection, inside or outside of a transaction."""
    return connection.execute(sql, bindings).fetchall()
