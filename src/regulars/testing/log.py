"""The battery that every log passes: `class TestMine(LogContract)` with `open` (and `survives`) is a whole test file."""

import json
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from regulars.log.log import Log, LogBroken
from regulars.records import Envelope, Stored
from regulars.testing.events import tick
from regulars.testing.faults import run_killed

HOSTILE = ("", "熟客 🛍️", "'; drop table log; --", "a|b", "a\0b", "line\nbreak", "\u202eright to left")
"""Names that have broken somebody's storage."""


def record(text: str = "x", *, workspace: str = "shop", at: int = 1, count: int = 1, size: int = 0) -> Envelope:
    """An envelope that can be told by its text; `size` bytes large at least, and hard to compress."""
    filler = os.urandom(size // 2).hex() if size else ""
    return Envelope(workspace, "events", "web", at, count, json.dumps([text, filler]).encode())


def texts(found: list[Stored]) -> list[str]:
    """The texts of such envelopes."""
    return [json.loads(stored.envelope.body)[0] for stored in found]


def by_offset_of(found: list[Stored]) -> dict[int, str]:
    """Their texts by offset."""
    return {stored.offset: text for stored, text in zip(found, texts(found))}


def read_all(log: Log, limit: int = 100) -> list[Stored]:
    """Everything that a log holds, read in portions."""
    found = log.read(0, limit)
    while more := log.read(found[-1].offset if found else 0, limit):
        found += more
    return found


class LogContract:
    """What `regulars.log.log.Log` promises, as tests."""

    survives: str | None = None
    """`module:Class` of a log that survives its process; called with the path. None: it lives in memory."""

    def open(self, path: Path) -> Log:
        """The log at this path: a new one where there is nothing."""
        raise NotImplementedError

    @pytest.fixture
    def log(self, tmp_path: Path) -> Iterator[Log]:
        log = self.open(tmp_path / "log")
        yield log
        log.close()

    def test_is_empty_at_first(self, log: Log) -> None:
        assert (log.end(), log.read(0, 10), log.totals(), log.trim(10)) == (0, [], {}, 0)

    def test_gives_growing_offsets_and_gives_back_what_was_stored(self, log: Log) -> None:
        first = log.append([record("a"), record("b", size=300_000)])
        assert log.append([]) == []
        second = log.append([record("c")])
        offsets = first + second
        assert offsets == sorted(set(offsets))
        assert offsets[0] >= 1
        found = log.read(0, 10)
        assert [stored.offset for stored in found] == offsets
        assert texts(found) == ["a", "b", "c"]
        assert log.end() == offsets[-1]

    def test_keeps_every_field_whatever_it_holds(self, log: Log) -> None:
        sent = [Envelope(name, kind, name, 1 << 61, 7, name.encode()) for name in HOSTILE for kind in ("events", "rejected")]
        sent += [Envelope("shop", "events", "web", -5, 0, bytes(range(256)) * 9), tick(3)]
        log.append(sent)
        assert [stored.envelope for stored in log.read(0, 100)] == sent

    def test_reads_after_an_offset_and_up_to_a_limit(self, log: Log) -> None:
        offsets = log.append([record(str(n)) for n in range(10)])
        assert texts(log.read(offsets[3], 4)) == ["4", "5", "6", "7"]
        assert log.read(offsets[3], 0) == []
        assert log.read(offsets[-1], 4) == []
        assert log.read(offsets[-1] + 1000, 4) == []

    def test_reads_large_envelopes_in_portions_without_losing_any(self, log: Log) -> None:
        log.append([record(str(n), size=3_000_000) for n in range(5)])
        log.append([record("huge", size=12_000_000), record("last")])
        assert texts(read_all(log)) == ["0", "1", "2", "3", "4", "huge", "last"]

    def test_counts_events_by_workspace_for_ever(self, log: Log) -> None:
        log.append([record(count=20, at=1), record(workspace="other", count=3, at=2), tick(3, workspace="shop")])
        log.append([Envelope("shop", "rejected", "web", 4, 2, b"[]"), Envelope("shop", "definitions", "", 4, 1, b"{}")])
        assert log.totals() == {"shop": 22, "other": 3}
        log.trim(10)
        assert log.totals() == {"shop": 22, "other": 3}

    def test_trims_the_oldest_and_keeps_its_end(self, log: Log) -> None:
        log.append([record(str(at), at=at) for at in (1, 2, 3, 9, 4, 10)])
        assert log.trim(1) == 0
        assert log.trim(5) == 3  # the 4 stands behind a younger one and stays with it
        assert texts(log.read(0, 10)) == ["9", "4", "10"]
        assert texts(log.read(log.end() - 1, 10)) == ["10"]
        assert (log.trim(5), log.trim(100), log.end()) == (0, 3, 6)
        assert log.read(0, 10) == []
        (offset,) = log.append([record("new")])
        assert offset > 6
        assert texts(log.read(0, 10)) == ["new"]

    def test_trims_many(self, log: Log) -> None:
        log.append([record(str(at), at=at) for at in range(1200)])
        assert log.trim(1150) == 1150
        assert texts(log.read(0, 1)) == ["1150"]

    def test_appends_from_many_threads_do_not_mix(self, log: Log) -> None:
        given: SimpleQueue[tuple[int, int, list[int]]] = SimpleQueue()

        def work(thread: int) -> None:
            for turn in range(25):
                given.put((thread, turn, log.append([record(f"{thread}-{turn}-{n}") for n in range(1 + turn % 3)])))

        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = read_all(log)
        by_offset = by_offset_of(found)
        seen = [given.get() for _ in range(8 * 25)]
        for who, turn, offsets in seen:
            assert [by_offset[offset] for offset in offsets] == [f"{who}-{turn}-{n}" for n in range(len(offsets))]
        assert sum(len(offsets) for _, _, offsets in seen) == len(found)
        for number in range(8):
            mine = sorted((turn, offsets[0]) for who, turn, offsets in seen if who == number)
            assert [offset for _, offset in mine] == sorted(offset for _, offset in mine)

    def test_a_reader_meets_no_gap_while_it_grows(self, log: Log) -> None:
        done = threading.Event()
        found: list[Stored] = []

        def follow() -> None:
            after = 0
            while True:
                last = done.is_set()
                batch = log.read(after, 7)
                found.extend(batch)
                after = batch[-1].offset if batch else after
                if last and not batch:
                    return

        reader = threading.Thread(target=follow)
        reader.start()
        for n in range(60):
            log.append([record(f"{n}a"), record(f"{n}b")])
        done.set()
        reader.join()
        assert texts(found) == [f"{n}{letter}" for n in range(60) for letter in "ab"]

    def test_appends_soon_in_the_order_of_asking(self, log: Log) -> None:
        answers: SimpleQueue[list[int] | Exception] = SimpleQueue()
        for n in range(50):
            log.append_soon([record(str(n))] * (n % 3), answers.put)
        outcomes = [answers.get(timeout=10) for _ in range(50)]
        assert [len(outcome) for outcome in outcomes if isinstance(outcome, list)] == [n % 3 for n in range(50)]
        offsets = [offset for outcome in outcomes if isinstance(outcome, list) for offset in outcome]
        assert offsets == [stored.offset for stored in read_all(log)]

    def test_a_caller_that_fails_to_take_its_answer_harms_nobody(self, log: Log, caplog: pytest.LogCaptureFixture) -> None:
        def fails(outcome: list[int] | Exception) -> None:
            raise ValueError("the caller has gone")

        log.append_soon([record("a")], fails)
        log.append([record("b")])
        assert texts(log.read(0, 10)) == ["a", "b"]

    def test_what_is_no_envelope_raises_at_its_caller_and_leaves_nothing(self, log: Log) -> None:
        with pytest.raises((AttributeError, TypeError)):
            log.append([record("a"), None])  # type: ignore[list-item]
        log.append([record("b")])
        assert texts(log.read(0, 10)) == ["b"]
        assert log.totals() == {"shop": 1}

    def test_a_closed_log_says_so(self, tmp_path: Path) -> None:
        log = self.open(tmp_path / "log")
        answers: SimpleQueue[list[int] | Exception] = SimpleQueue()
        for _ in range(20):
            log.append_soon([record()], answers.put)
        log.close()
        log.close()
        assert all(isinstance(answers.get(timeout=10), list) for _ in range(20))
        for call in (
            lambda: log.append([record()]),
            lambda: log.append_soon([record()], answers.put),
            lambda: log.read(0, 1),
            lambda: log.end(),
            lambda: log.totals(),
            lambda: log.trim(1),
        ):
            with pytest.raises(LogBroken, match="closed"):
                call()

    # What only a log on disk can keep

    def test_survives_being_reopened(self, tmp_path: Path) -> None:
        self._on_disk()
        log = self.open(tmp_path / "log")
        log.append([record(str(at), at=at, count=at, size=400) for at in (1, 2, 3)])
        log.trim(2)
        log.close()
        log = self.open(tmp_path / "log")
        assert (texts(log.read(0, 10)), log.end(), log.totals()) == (["2", "3"], 3, {"shop": 6})
        log.trim(100)
        log.close()
        log = self.open(tmp_path / "log")
        assert (log.read(0, 10), log.end(), log.totals()) == ([], 3, {"shop": 6})
        assert log.append([record("4")]) == [4]
        log.close()

    @pytest.mark.parametrize("failpoint", ["F2@1", "F2@9", "F3@1", "F3@9", "F4@1", "F4@9"])
    def test_is_exact_after_a_crash(self, tmp_path: Path, failpoint: str) -> None:
        survives = self._on_disk()
        name, _, nth = failpoint.partition("@")
        path = tmp_path / "log"
        told = run_killed("regulars.testing.log", survives, str(path), failpoint=f"{name}:kill@{nth}")
        acked = [line.split() for line in told.splitlines()]
        log = self.open(path)
        found = read_all(log)
        by_offset = by_offset_of(found)
        for offset, text in acked:
            assert by_offset[int(offset)] == text
        assert len(set(by_offset.values())) == len(found), "something is twice"
        assert [stored.offset for stored in found] == list(range(1, len(found) + 1))
        assert log.totals().get("shop", 0) == len(found)
        # Appends are of three: all of one or none of it.
        assert set(Counter(text.rpartition("-")[0] for text in by_offset.values()).values()) <= {3}
        if failpoint in ("F2@1", "F4@1"):
            assert not found, "what was not committed is there"
        assert log.append([record("after")]) == [len(found) + 1]
        log.close()

    def _on_disk(self) -> str:
        if self.survives is None:
            pytest.skip("this log lives in memory: nothing is left of it")
        return self.survives


def _work(survives: str, path: str) -> None:
    """What the process does that is killed: append from six threads, and say what was acknowledged."""
    module, _, name = survives.partition(":")
    log: Log = getattr(__import__(module, fromlist=[name]), name)(Path(path))

    def work(thread: int) -> None:
        for turn in range(200):
            group = [f"{thread}-{turn}-{n}" for n in range(3)]
            offsets = log.append([record(text, size=600) for text in group])
            os.write(1, "".join(f"{offset} {text}\n" for offset, text in zip(offsets, group)).encode())

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()


if __name__ == "__main__":
    _work(sys.argv[1], sys.argv[2])
