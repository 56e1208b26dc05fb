"""What only the SQLite log can suffer: full and failing disks, damaged files, other processes."""

import errno
import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from queue import SimpleQueue

import apsw
import pytest

from regulars.kit.lock import InUse
from regulars.kit.sqlite import Refused
from regulars.log import sqlite
from regulars.log.log import LogBroken, LogFull
from regulars.log.sqlite import SqliteLog
from regulars.records import Envelope
from regulars.testing.faults import arm, bad_disk
from regulars.testing.log import read_all, record, texts


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_refuses_and_forgets_nothing(tmp_path: Path, error: int) -> None:
    refused = 0
    with bad_disk() as disk:
        for nth in range(1, 12):
            path = tmp_path / str(nth) / "log"
            log = SqliteLog(path)
            assert log.append([record("before", size=2000)]) == [1]
            disk.fail(nth, error)
            kept = ["before"]
            try:
                log.append([record("during", size=20_000)])
                kept.append("during")
            except LogFull:
                refused += 1
            assert texts(log.read(0, 10)) == kept, "reading still works"
            disk.heal()
            log.append([record("after")])
            kept.append("after")
            assert texts(log.read(0, 10)) == kept
            log.close()
            log = SqliteLog(path)
            assert texts(log.read(0, 10)) == kept
            assert log.totals() == {"shop": len(kept)}
            log.close()
    assert refused > 4, "the disk was never full: this test shows nothing"


def test_a_file_size_limit_is_a_full_disk(tmp_path: Path) -> None:
    program = """
import resource, sys
from pathlib import Path
from regulars.log.log import LogFull
from regulars.log.sqlite import SqliteLog
from regulars.testing.log import read_all, record, texts
log = SqliteLog(Path(sys.argv[1]))
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
kept = 0
while True:
    try:
        log.append([record(str(kept), size=20_000)])
        kept += 1
    except LogFull as error:
        break
assert kept, "the limit came too early"
assert texts(read_all(log)) == [str(n) for n in range(kept)]
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
log.append([record("after")])
assert texts(read_all(log)) == [*map(str, range(kept)), "after"]
log.close()
"""
    assert subprocess.run([sys.executable, "-c", program, str(tmp_path / "log")], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize("failpoint", ["F2:full", "F4:full"])
def test_goes_on_after_a_full_disk_in_the_middle_of_a_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failpoint: str
) -> None:
    log = SqliteLog(tmp_path / "log")
    arm(monkeypatch, failpoint)
    with pytest.raises(LogFull, match="nothing of this was kept"):
        log.append([record("lost")] * 70)
    assert log.append([record("kept")]) == [1]
    assert texts(log.read(0, 10)) == ["kept"]
    log.close()


def test_stops_for_good_when_the_disk_does_not_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = SqliteLog(tmp_path / "log")
    log.append([record("before")])
    arm(monkeypatch, "F2:err")
    for call in (lambda: log.append([record()]), lambda: log.append([record()]), lambda: log.read(0, 1), log.end):
        with pytest.raises(LogBroken, match="stop this process"):
            call()
    log.close()
    log = SqliteLog(tmp_path / "log")
    assert texts(log.read(0, 10)) == ["before"]
    log.close()


def test_an_error_after_the_commit_never_becomes_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = SqliteLog(tmp_path / "log")
    arm(monkeypatch, "F3:full")
    with pytest.raises(LogBroken):  # LogFull would say that nothing was kept, and it was
        log.append([record("kept")])
    log.close()
    log = SqliteLog(tmp_path / "log")
    assert texts(log.read(0, 10)) == ["kept"]
    log.close()


def test_keeps_a_reserve_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = SqliteLog(tmp_path / "log", reserve_bytes=1000)
    log.append([record("before")])
    monkeypatch.setattr(sqlite, "free_bytes", lambda path: 999)
    with pytest.raises(LogFull, match="free some space"):
        log.append([record("during")])
    assert texts(log.read(0, 10)) == ["before"]
    assert log.trim(100) == 1, "deleting is how space returns"
    monkeypatch.setattr(sqlite, "free_bytes", lambda path: 1000)
    assert log.append([record("after")]) == [2]
    log.close()


def test_one_bad_append_does_not_spoil_its_neighbours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = SqliteLog(tmp_path / "log")
    answers: SimpleQueue[tuple[str, list[int] | Exception]] = SimpleQueue()
    held = threading.Event()
    # The writer is busy here while the three below gather into one group.
    log.append_soon([record("first")], lambda outcome: held.wait(10) and None)
    bad = Envelope("shop\ud800", "events", "web", 1, 1, b"[]")
    for name, envelopes in (("a", [record("a")]), ("bad", [record("not this"), bad]), ("b", [record("b")])):
        log.append_soon(envelopes, lambda outcome, name=name: answers.put((name, outcome)))  # type: ignore[misc]
    held.set()
    outcomes = dict(answers.get(timeout=10) for _ in range(3))
    assert outcomes["a"] == [2]
    assert outcomes["b"] == [3]
    assert isinstance(outcomes["bad"], UnicodeError)
    assert texts(log.read(0, 10)) == ["first", "a", "b"]
    assert log.totals() == {"shop": 3}
    log.close()


def test_many_requests_share_a_commit(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log")
    commits: set[int] = set()
    ends: list[int] = []
    held = threading.Event()
    log.append_soon([record("first")], lambda outcome: held.wait(10) and None)
    answered = threading.Semaphore(0)

    def done(outcome: list[int] | Exception) -> None:
        ends.append(log.end())
        commits.add(log.end())
        answered.release()

    for n in range(200):
        log.append_soon([record(str(n))], done)
    held.set()
    for _ in range(200):
        assert answered.acquire(timeout=10)
    assert commits == {201}, "all that waited was committed before the first of them was answered"
    log.close()


# Damage


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Envelope]]:
    """A closed log of some pages, and what is in it."""
    path = tmp_path_factory.mktemp("sound") / "log"
    log = SqliteLog(path)
    for n in range(12):
        log.append([record(f"{n}-{m}", at=n, size=m * 2000) for m in range(3)])
    log.trim(2)
    found = [stored.envelope for stored in log.read(0, 100)]
    log.close()
    return path, found


def read_at(path: Path) -> list[Envelope] | None:
    """What a log gives, or None where it refuses with a sentence."""
    try:
        log = SqliteLog(path)
    except Refused:
        return None
    try:
        return [stored.envelope for stored in log.read(0, 100)]
    except LogBroken:
        return None
    finally:
        log.close()


def test_a_flipped_bit_is_never_served(tmp_path: Path, sound: tuple[Path, list[Envelope]]) -> None:
    path, wanted = sound
    whole = path.read_bytes()
    rng = random.Random(7)
    noticed = 0
    places = rng.sample(range(len(whole)), 100) + list(range(0, 100, 2)) + list(range(len(whole) - 4096, len(whole), 89))
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << rng.randrange(8)
        (tmp_path / "log").write_bytes(damaged)
        found = read_at(tmp_path / "log")
        noticed += found is None
        # A flip in space that no row uses changes nothing; any other must be noticed.
        assert found in (None, wanted), f"the flip at byte {place} went unnoticed"
    assert noticed > len(places) / 3


@pytest.mark.parametrize("column", ["workspace", "kind", "source"])
def test_text_that_is_not_utf_8_is_damage(tmp_path: Path, sound: tuple[Path, list[Envelope]], column: str) -> None:
    shutil.copy(sound[0], tmp_path / "log")
    connection = apsw.Connection(str(tmp_path / "log"))
    connection.execute(f"update log set {column} = cast(x'61e561' as text) where offset = 10")
    connection.close()
    log = SqliteLog(tmp_path / "log")
    with pytest.raises(LogBroken, match=r"envelope 10 in .* is damaged"):
        log.read(6, 4)
    log.close()


@pytest.mark.parametrize(
    "damage",
    [
        "update house set kind = cast(x'61e561' as text)",
        "update totals set workspace = cast(x'61e561' as text)",
        "delete from marks where name = 'trimmed'",
        "alter table log rename column body to bod",
        "alter table totals rename column events to event",
    ],
)
def test_damage_of_its_own_tables_is_refused(tmp_path: Path, sound: tuple[Path, list[Envelope]], damage: str) -> None:
    shutil.copy(sound[0], tmp_path / "log")
    connection = apsw.Connection(str(tmp_path / "log"))
    connection.execute(damage)
    connection.close()
    assert read_at(tmp_path / "log") is None


def test_a_damaged_envelope_is_named(tmp_path: Path, sound: tuple[Path, list[Envelope]]) -> None:
    path, _ = sound
    shutil.copy(path, tmp_path / "log")
    connection = apsw.Connection(str(tmp_path / "log"))
    connection.execute("update log set body = x'00' where offset = 10")
    connection.close()
    log = SqliteLog(tmp_path / "log")
    assert [stored.offset for stored in log.read(6, 3)] == [7, 8, 9]
    with pytest.raises(LogBroken, match=rf"envelope 10 in {tmp_path / 'log'} is damaged"):
        log.read(6, 4)
    log.close()


@pytest.mark.parametrize("where", ["offset = 20", "offset <= 8", "offset >= 30", "offset > 0"])
def test_a_missing_envelope_is_noticed(tmp_path: Path, sound: tuple[Path, list[Envelope]], where: str) -> None:
    path, _ = sound
    shutil.copy(path, tmp_path / "log")
    connection = apsw.Connection(str(tmp_path / "log"))
    connection.execute(f"delete from log where {where}")
    connection.close()
    assert read_at(tmp_path / "log") is None


def test_a_missing_envelope_is_noticed_in_a_short_read_too(tmp_path: Path, sound: tuple[Path, list[Envelope]]) -> None:
    path, _ = sound
    shutil.copy(path, tmp_path / "log")
    connection = apsw.Connection(str(tmp_path / "log"))
    connection.execute("delete from log where offset = 20")
    connection.close()
    log = SqliteLog(tmp_path / "log")
    assert [stored.offset for stored in log.read(15, 4)] == [16, 17, 18, 19]
    for after in (15, 19):
        with pytest.raises(LogBroken, match="envelope 20"):
            log.read(after, 6)
    log.close()


def test_a_torn_tail_is_cut(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log")
    for n in range(3):
        log.append([record(str(n), size=500)])
    file, wal = (tmp_path / "log").read_bytes(), (tmp_path / "log-wal").read_bytes()
    log.append([record("last", size=500)])
    torn = (tmp_path / "log-wal").read_bytes()
    log.close()
    assert len(torn) > len(wal)
    for length in [*range(len(wal), len(torn), 131), len(torn)]:
        folder = tmp_path / str(length)
        folder.mkdir()
        (folder / "log").write_bytes(file)
        (folder / "log-wal").write_bytes(torn[:length])
        log = SqliteLog(folder / "log")
        assert texts(log.read(0, 10)) == (["0", "1", "2", "last"] if length == len(torn) else ["0", "1", "2"])
        assert log.append([record("next")]) == [log.end()]
        log.close()


# Other processes and other files


def test_a_second_process_is_refused_and_told_who_is_there(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log")
    program = f"""
from pathlib import Path
from regulars.log.sqlite import SqliteLog
SqliteLog(Path({str(tmp_path / "log")!r}))
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert f"in use by process {os.getpid()}" in ended.stderr
    with pytest.raises(InUse):
        SqliteLog(tmp_path / "log")
    log.append([record("still mine")])
    log.close()
    SqliteLog(tmp_path / "log").close()


def test_a_process_that_was_overtaken_stops(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log")
    log.append([record("mine")])
    (tmp_path / "log.lock").unlink()
    other = SqliteLog(tmp_path / "log")
    other.append([record("theirs")])
    with pytest.raises(LogBroken, match="another process"):
        log.append([record("not this")])
    assert texts(other.read(0, 10)) == ["mine", "theirs"]
    log.close()
    other.close()


def test_refuses_files_that_are_not_its_own(tmp_path: Path) -> None:
    path = tmp_path / "log"
    for make, match in (
        (lambda: path.write_bytes(b"CREATE TABLE " * 400), "not a database"),
        (lambda: apsw.Connection(str(path)).execute("create table t (a)"), "another program"),
        (lambda: _stamped(path, "kind = 'state'"), "holds a state, not a log"),
        (lambda: _stamped(path, "version = 99"), "a newer Regulars wrote it"),
        (lambda: path.with_name("log-wal").write_bytes(b"x"), "missing"),
    ):
        make()
        with pytest.raises(Refused, match=match):
            SqliteLog(path)
        for left in tmp_path.iterdir():
            left.unlink()
    SqliteLog(path).close()


def _stamped(path: Path, change: str) -> None:
    SqliteLog(path).close()
    connection = apsw.Connection(str(path))
    connection.execute(f"update house set {change}")
    connection.close()


def test_a_path_that_cannot_be_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    with pytest.raises(Refused, match="cannot be opened"):
        SqliteLog(tmp_path / "log")


def test_reads_no_more_than_fits_in_memory(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log")
    log.append([record(str(n), size=3_000_000) for n in range(6)])
    assert texts(log.read(0, 100)) == ["0", "1", "2"]
    log.close()


def test_the_wal_does_not_grow_without_end(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log")
    for n in range(60):
        log.append([record(str(n), size=1_000_000)])
    assert (tmp_path / "log-wal").stat().st_size < 24 << 20
    assert len(read_all(log)) == 60
    log.close()
    assert not (tmp_path / "log-wal").exists()
