"""The way the house opens SQLite files."""

import errno
import threading
from pathlib import Path

import apsw
import pytest

from regulars.kit.sqlite import Database, Insert, Outrun, free_bytes, trouble
from regulars.testing.faults import bad_disk

SCHEMA = "create table t (a integer primary key, b text);"


def opened(path: Path | None, **settings: int) -> Database:
    return Database(path, kind="test", version=1, schema=SCHEMA, **settings)


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 63, 64, 65, 200])
def test_inserts_all_rows_in_their_order(count: int) -> None:
    database = opened(None)
    with database.transaction() as writer:
        Insert("t", 2, "on conflict do update set b = excluded.b").run(writer, [(n, str(n)) for n in range(count)])
        Insert("t", 2, "on conflict do update set b = excluded.b").run(writer, [(n, f"{n}!") for n in range(count)])
    assert database.reader().execute("select a, b from t order by a").fetchall() == [(n, f"{n}!") for n in range(count)]
    database.close()


def test_an_exception_takes_everything_back(tmp_path: Path) -> None:
    database = opened(tmp_path / "file")

    def fail() -> None:
        with database.transaction() as writer:
            writer.execute("insert into t values (1, 'x')")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with database.transaction() as writer:
        writer.execute("insert into t values (2, 'y')")
    assert database.reader().execute("select a from t").fetchall() == [(2,)]
    database.close()


def test_commits_are_synced_to_the_disk(tmp_path: Path) -> None:
    database = opened(tmp_path / "file")
    with database.transaction() as writer:
        assert (writer.pragma("journal_mode"), writer.pragma("synchronous"), writer.pragma("wal_autocheckpoint")) == (
            "wal",
            2,
            0,
        )
    database.close()


def test_each_thread_has_its_own_reader_and_leaves_none_behind(tmp_path: Path) -> None:
    database = opened(tmp_path / "file")
    seen: list[int] = []

    def read() -> None:
        assert database.reader() is database.reader()
        with pytest.raises(apsw.ReadOnlyError):
            database.reader().execute("insert into t values (1, 'x')")
        seen.append(id(database.reader()))

    for _ in range(20):
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert len(seen) == 20
    assert len(database._readers) <= 1
    database.close()


def test_a_long_wal_moves_into_the_file(tmp_path: Path) -> None:
    database = opened(tmp_path / "file", wal_mb=1)
    size = (tmp_path / "file").stat().st_size
    for n in range(500):
        with database.transaction() as writer:
            writer.execute("insert into t values (?, ?)", (n, "x" * 4000))
        database.tidy()
    assert (tmp_path / "file").stat().st_size > size + 1_000_000
    assert (tmp_path / "file-wal").stat().st_size < 3_000_000
    database.close()


def test_a_full_disk_is_no_error_for_tidying(tmp_path: Path) -> None:
    with bad_disk() as disk:
        database = opened(tmp_path / "file", wal_mb=0)
        with database.transaction() as writer:
            writer.execute("insert into t values (1, 'x')")
        disk.fail(1)
        database.tidy()
        disk.fail(1, errno.EIO)
        database.tidy()
        disk.heal()
        assert database.reader().execute("select a from t").fetchall() == [(1,)]
        database.close()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, ""), "full"),
        (OSError(errno.EMFILE, ""), "full"),
        (OSError(errno.EROFS, ""), "full"),
        (OSError(errno.EIO, ""), "broken"),
        (apsw.exception_for(apsw.SQLITE_FULL), "full"),
        (apsw.exception_for(apsw.SQLITE_READONLY), "full"),
        (apsw.exception_for(apsw.SQLITE_CANTOPEN), "full"),
        (apsw.exception_for(apsw.SQLITE_IOERR_WRITE), "full"),
        (apsw.exception_for(apsw.SQLITE_IOERR_FSYNC), "broken"),
        (apsw.exception_for(apsw.SQLITE_IOERR_DIR_FSYNC), "broken"),
        (apsw.exception_for(apsw.SQLITE_IOERR_READ), "broken"),
        (apsw.exception_for(apsw.SQLITE_IOERR_SHORT_READ), "broken"),
        (apsw.exception_for(apsw.SQLITE_CORRUPT), "broken"),
        (apsw.exception_for(apsw.SQLITE_NOTADB), "broken"),
        (apsw.exception_for(apsw.SQLITE_CONSTRAINT), "other"),
        (Outrun(), "outrun"),
        (KeyError(), "other"),
    ],
)
def test_tells_a_full_disk_from_a_broken_one(error: Exception, kind: str) -> None:
    assert trouble(error) == kind


def test_knows_the_free_space(tmp_path: Path) -> None:
    assert free_bytes(tmp_path) > 0
