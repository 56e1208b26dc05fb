"""One SQLite file as the house opens it: WAL, synchronous=FULL, one writer, a reader for each thread, a fence.

Commits never checkpoint by themselves. The owner calls `tidy` after it has answered its callers: so nobody waits for a
checkpoint, and its errors are seen (SQLite's own automatic checkpoint hides a failed fsync, and the next one would "succeed"
although the kernel has dropped the pages).
"""

import errno
import os
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import apsw

from regulars.kit.errors import RegularsError
from regulars.kit.lock import FileLock

_APPLICATION = 0x52474C52  # "RGLR" in the file's header: `file` and we can tell it from other SQLite files


ERRORS = (apsw.Error, OSError, UnicodeDecodeError)
"""What reading or writing a file may raise: SQLite checks no text, so a flipped bit in one shows when Python decodes it."""


class Refused(RegularsError):
    """The file cannot be opened as it is; nothing in it was changed."""

    code = "file_refused"


class Outrun(Exception):
    """Another process has opened this file for writing since we did."""


class Database:
    """`kind` and `version` are stamped into the file; `schema` creates an empty one (statements end in `;`). `upgrades` has the
    statements that make a file of a version one of the next.

    An in-memory database (`path` None) has the same methods, for measuring what the disk costs; its readers share the writer's
    connection, so it serves one thread.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        kind: str,
        version: int,
        schema: str,
        upgrades: Mapping[int, str] | None = None,
        page_bytes: int = 4096,
        cache_mb: int = 8,
        wal_mb: int = 16,
    ) -> None:
        self.path = path
        self._local = threading.local()
        self._readers: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()
        self._mutex = threading.RLock()
        self._closed = False
        self._upgrades = upgrades or {}
        self._page_bytes, self._cache_mb, self._wal_limit = page_bytes, cache_mb, (wal_mb << 20) // page_bytes
        self._wal_pages = 0
        self._lock = None
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._lock = FileLock(path)
            self._writer = self._open(kind, version, schema)
        except BaseException as error:
            if self._lock:
                self._lock.release()
            if isinstance(error, apsw.NotADBError):
                raise Refused(
                    f"{path} is not a database (damaged, or another kind of file); restore it from a backup"
                ) from None
            if isinstance(error, ERRORS):
                full = trouble(error) == "full"
                advice = "check the disk's space and the rights of the folder" if full else "restore it from a backup"
                raise Refused(f"{path} cannot be opened ({error}); {advice}") from error
            raise

    def _open(self, kind: str, version: int, schema: str) -> apsw.Connection:
        name = str(self.path or ":memory:")
        if self.path and not self.path.exists() and self.path.with_name(self.path.name + "-wal").exists():
            raise Refused(
                f"{name} is missing but {name}-wal is there; put the file back, or move the -wal file away to start afresh"
            )
        connection = apsw.Connection(name)
        try:
            connection.set_busy_timeout(5000)
            if connection.pragma("application_id") not in (0, _APPLICATION):
                raise Refused(f"{name} belongs to another program; name another file")
            for pragma in (
                f"page_size = {self._page_bytes}",
                "journal_mode = wal",
                "synchronous = full",
                "wal_autocheckpoint = 0",
                f"journal_size_limit = {64 << 20}",
                f"cache_size = {-self._cache_mb * 1024}",
                "foreign_keys = off",
            ):
                connection.execute(f"pragma {pragma}").fetchall()
            connection.set_wal_hook(self._grown)
            self._stamp(connection, name, kind, version, schema)
        except BaseException:
            connection.close()
            raise
        return connection

    def _stamp(self, connection: apsw.Connection, name: str, kind: str, version: int, schema: str) -> None:
        with connection:
            if connection.pragma("application_id") == 0:
                if connection.execute("select 1 from sqlite_schema").fetchall():
                    raise Refused(f"{name} belongs to another program; name another file")
                house = "create table house (kind text not null, version integer not null, epoch integer not null) strict;"
                connection.execute(schema + house).fetchall()
                connection.execute("insert into house values (?, ?, 0)", (kind, version))
                connection.pragma("application_id", _APPLICATION)
            found, stamped = (
                str(connection.execute("select kind from house").get),
                connection.execute("select version from house").get,
            )
            if found != kind:
                raise Refused(f"{name} holds a {found}, not a {kind}; exchange the two paths")
            while stamped in self._upgrades:
                connection.execute(self._upgrades[stamped]).fetchall()
                stamped += 1
                connection.execute("update house set version = ?", (stamped,))
            if stamped != version:
                newer = isinstance(stamped, int) and stamped > version
                advice = "a newer Regulars wrote it: install that version" if newer else "it is too old for this program"
                raise Refused(f"{name} has version {stamped} of the {kind}'s format and this program knows {version}; {advice}")
            connection.execute("update house set epoch = epoch + 1")
            self._epoch = connection.execute("select epoch from house").get

    def _grown(self, _connection: apsw.Connection, _name: str, pages: int) -> int:
        self._wal_pages = pages
        return apsw.SQLITE_OK

    @contextmanager
    def transaction(self) -> Iterator[apsw.Connection]:
        """The writer, inside a transaction: committed durably at the end, rolled back on any exception. One at a time.

        Raises Outrun where another process has taken the file over.
        """
        with self._mutex:
            self._check_open()
            writer = self._writer
            writer.execute("begin immediate")
            try:
                if writer.execute("select epoch from house").get != self._epoch:
                    raise Outrun
                yield writer
                writer.execute("commit")
            except BaseException:
                # SQLite has already rolled back by itself after some errors (a full disk, for one).
                with suppress(apsw.SQLError):
                    writer.execute("rollback")
                raise

    def reader(self) -> apsw.Connection:
        """This thread's own read-only connection. Each statement sees one committed state."""
        self._check_open()
        if self.path is None:
            return self._writer
        connection: apsw.Connection | None = getattr(self._local, "reader", None)
        if connection is None:
            connection = apsw.Connection(str(self.path), flags=apsw.SQLITE_OPEN_READONLY)
            connection.set_busy_timeout(5000)
            self._local.reader = connection
            self._readers.add(connection)
        return connection

    def tidy(self) -> None:
        """Move the WAL into the file once it is long. Never waits for readers; a full disk is no error (the WAL keeps all)."""
        if self._wal_pages < self._wal_limit or self.path is None:
            return
        with self._mutex:
            try:
                self._writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
            except (apsw.BusyError, apsw.LockedError):
                return
            except apsw.Error as error:
                if trouble(error) != "full":
                    raise

    def close(self) -> None:
        """Close every connection and let other processes in."""
        with self._mutex:
            if self._closed:
                return
            self._closed = True
            for reader in list(self._readers):
                with suppress(apsw.Error):  # a thread in the middle of a read: it ends with an error of its own
                    reader.close()
            self._writer.close()
            if self._lock:
                self._lock.release()

    def _check_open(self) -> None:
        if self._closed:
            raise apsw.ConnectionClosedError("closed")


class Insert:
    """`insert into <table> values …` for many rows in few statements, with what may follow (`on conflict …`).

    Each statement gives up the interpreter's lock, and beside a busy thread each return may cost a switch interval (5 ms).
    """

    def __init__(self, into: str, columns: int, then: str = "") -> None:
        row = f"({', '.join('?' * columns)})"
        self._chunks = [(size, f"insert into {into} values {', '.join([row] * size)} {then}") for size in (64, 8, 1)]

    def run(self, writer: apsw.Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Insert the rows in their order."""
        start = 0
        for size, sql in self._chunks:
            while len(rows) - start >= size:
                writer.execute(sql, tuple(chain.from_iterable(rows[start : start + size])))
                start += size


_FULL_ERRNO = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.EFBIG, errno.EACCES}
_FULL_RESULT = {
    apsw.SQLITE_IOERR_WRITE,  # a failed write (quota, file size limit): the transaction is rolled back, nothing is in doubt
    apsw.SQLITE_IOERR_SHMSIZE,
    apsw.SQLITE_IOERR_SHMOPEN,
    apsw.SQLITE_IOERR_SHMMAP,
    apsw.SQLITE_IOERR_NOMEM,
    apsw.SQLITE_IOERR_GETTEMPPATH,
}


def trouble(error: Exception) -> Literal["full", "broken", "outrun", "other"]:
    """What an error of the disk means: `full` passes when space, rights or file handles return and nothing was kept;
    `broken` must not be retried (after a failed fsync nobody knows what the disk holds); `other` is no fault of the disk.
    """
    if isinstance(error, Outrun):
        return "outrun"
    if isinstance(error, OSError):
        return "full" if error.errno in _FULL_ERRNO else "broken"
    if isinstance(error, (apsw.FullError, apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError, apsw.BusyError)):
        return "full"
    if isinstance(error, apsw.IOError):
        return "full" if getattr(error, "extendedresult", 0) in _FULL_RESULT else "broken"
    if isinstance(error, (apsw.CorruptError, apsw.NotADBError, apsw.ConnectionClosedError, apsw.SQLError, UnicodeDecodeError)):
        return "broken"  # SQLError: the file's schema is not the one that our fixed statements were written for
    return "other"


def free_bytes(path: Path) -> int:
    """What an ordinary user may still write on the disk of `path`."""
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize
