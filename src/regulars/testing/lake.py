"""The battery that every lake passes: `class TestMine(LakeContract)` with `open` (and `survives`) is a whole test file."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from regulars.lake.duck import DuckEngine
from regulars.lake.lake import CHANGES, EVENTS, TABLES, Lake

EACH = 5
"""Rows of every table that stem from one offset of `tables`."""

HOSTILE = (
    "",
    "'; drop table events; --",
    '{"a": "\\u0000"}',
    "熟客 🛍️",
    "line\nbreak\ttab",
    "\u202eright to left",
    "x" * 100_000,
)
"""Text that has broken somebody's storage."""


def tables(first: int, last: int) -> dict[str, pa.Table]:
    """Rows of all tables for the offsets `first` to `last`, EACH an offset; the same on every call."""
    events: list[tuple[Any, ...]] = []
    changes: list[tuple[Any, ...]] = []
    identity: list[tuple[Any, ...]] = []
    moves: list[tuple[Any, ...]] = []
    for offset in range(first, last + 1):
        at = 1_000 * offset
        for index in range(EACH):
            key = f"{offset}-{index}"
            who = (7 * offset + index, offset * EACH + index, key, "shop", "track", "Order Completed")
            events.append((*who, at, at + 1, offset, f"user {index}", None, f'{{"total":{index}}}', "{}", HOSTILE[index]))
            changes.append((index, at, offset, "segment", key, "in", "[]"))
            identity.append((offset, 1_000_000 + index, at, offset, key, ""))
            moves.append((7 * offset, offset * EACH + index, 900_000 + offset, index, at, offset))
    rows = {"events": events, "changes": changes, "identity": identity, "moves": moves}
    return {
        name: pa.table([pa.array(column, field.type) for column, field in zip(zip(*found), TABLES[name])], schema=TABLES[name])
        for name, found in rows.items()
        if found
    }


def read(lake: Lake, workspace: str, table: str) -> pa.Table:
    """All rows of a table as they were appended, in one order."""
    order = ", ".join(f'"{name}"' for name in TABLES[table].names)
    return DuckEngine(lake).run(workspace, f"select * from {table} order by {order}", as_known="then")


class LakeContract:
    """What `regulars.lake.lake.Lake` promises, as tests."""

    survives: str | None = None
    """`module:Class` of a lake that survives its process; called with the folder. None: it lives in memory."""

    def open(self, folder: Path) -> Lake:
        """A lake in this empty folder, or in memory."""
        raise NotImplementedError

    @pytest.fixture
    def lake(self, tmp_path: Path):  # type: ignore[no-untyped-def]
        lake = self.open(tmp_path)
        yield lake
        lake.close()

    def test_is_empty_at_first(self, lake: Lake) -> None:
        lake.tidy("main")
        assert lake.workspaces() == []
        assert lake.offset("main") == 0
        assert [lake.files("main", name) for name in TABLES] == [[] for _ in TABLES]
        assert [lake.rows("main", name) for name in TABLES] == [0 for _ in TABLES]

    def test_gives_back_what_was_appended(self, lake: Lake) -> None:
        lake.append("main", tables(1, 4), 4)
        lake.append("main", tables(5, 6), 6)
        self._holds(lake, 6)
        assert lake.workspaces() == ["main"]

    def test_a_repeat_does_nothing(self, lake: Lake) -> None:
        lake.append("main", tables(1, 4), 4)
        lake.append("main", tables(1, 4), 4)
        lake.append("main", tables(1, 3), 3)
        self._holds(lake, 4)

    def test_goes_on_without_rows(self, lake: Lake) -> None:
        lake.append("main", {}, 3)
        assert lake.offset("main") == 3
        lake.append("main", {"changes": tables(4, 4)["changes"], "events": EVENTS.empty_table()}, 4)
        assert lake.offset("main") == 4
        assert [lake.rows("main", name) for name in TABLES] == [0, EACH, 0, 0]

    def test_keeps_hostile_text_as_it_is(self, lake: Lake) -> None:
        rows = [(1, 0, offset, "segment", text, "in", "[]") for offset, text in enumerate(HOSTILE)]
        table = pa.table([pa.array(column, field.type) for column, field in zip(zip(*rows), CHANGES)], schema=CHANGES)
        lake.append("main", {"changes": table}, len(HOSTILE))
        assert sorted(read(lake, "main", "changes")["name"].to_pylist()) == sorted(HOSTILE)

    def test_takes_columns_in_any_order_and_absent_ones_as_null(self, lake: Lake) -> None:
        lake.append("main", {"identity": pa.table({"log_offset": [1], "into_id": [2], "customer_id": [3]})}, 1)
        found = read(lake, "main", "identity").to_pylist()
        assert found == [{"customer_id": 3, "into_id": 2, "at": None, "log_offset": 1, "why": None, "by": None}]

    def test_refuses_what_it_has_no_place_for(self, lake: Lake) -> None:
        for wrong in (
            {"evnts": EVENTS.empty_table()},
            {"identity": pa.table({"customer": [1], "log_offset": [1]})},
            {"events": tables(1, 1)["events"], "identity": pa.table({"customer_id": ["ann"], "log_offset": [1]})},
        ):
            with pytest.raises(ValueError):  # noqa: PT011 (Arrow raises its own kind of ValueError, with its own text)
                lake.append("main", wrong, 1)
        assert lake.offset("main") == 0
        assert lake.rows("main", "events") == 0

    @pytest.mark.parametrize("appends", [1, 9, 40])
    def test_tidying_keeps_every_row(self, lake: Lake, appends: int) -> None:
        for offset in range(1, appends + 1):
            lake.append("main", tables(offset, offset), offset)
        lake.tidy("main")
        self._holds(lake, appends)
        assert len(lake.files("main", "events")) <= 8
        lake.append("main", tables(appends + 1, appends + 3), appends + 3)
        lake.tidy("main")
        self._holds(lake, appends + 3)

    def test_readers_see_whole_appends_while_it_grows_and_is_tidied(self, lake: Lake) -> None:
        seen: list[int] = []
        done = threading.Event()

        def look() -> None:
            engine = DuckEngine(lake, threads=1)
            while not done.is_set():
                seen.append(int(engine.run("main", "select count(*) n from events")["n"][0].as_py()))

        readers = [threading.Thread(target=look) for _ in range(2)]
        for reader in readers:
            reader.start()
        for batch in range(1, 21):
            lake.append("main", tables(2 * batch - 1, 2 * batch), 2 * batch)
            lake.tidy("main")
        done.set()
        for reader in readers:
            reader.join()
        assert set(seen) <= set(range(0, 40 * EACH + 1, 2 * EACH))
        self._holds(lake, 40)

    def test_workspaces_do_not_touch_each_other_whatever_their_names(self, lake: Lake) -> None:
        names = sorted(["a", "A", "..", ".", "a/b", "a\\b", "熟客", "x y", "%41", "~41", "con", "a'b", "events"])
        for offset, name in enumerate(names, start=1):
            lake.append(name, tables(offset, offset), offset)
        assert lake.workspaces() == names
        for offset, name in enumerate(names, start=1):
            assert lake.offset(name) == offset
            assert read(lake, name, "events")["log_offset"].to_pylist() == [offset] * EACH

    @pytest.mark.parametrize("failpoint", ["F16@1", "F16@2", "F16@3", "F16@5", "F16@31", "F17@1", "F17@3"])
    def test_is_exact_after_a_crash(self, tmp_path: Path, failpoint: str) -> None:
        if self.survives is None:
            pytest.skip("this lake lives in memory: nothing is left after a crash")
        name, _, at = failpoint.partition("@")
        command = [sys.executable, "-m", "regulars.testing.lake", self.survives, str(tmp_path)]
        ended = subprocess.run(command, env={**os.environ, "REGULARS_FAILPOINT": f"{name}:kill@{at}"}, check=False)
        assert ended.returncode == -signal.SIGKILL
        lake = self.open(tmp_path)
        known = lake.offset("main")
        for table in TABLES:
            assert read(lake, "main", table).num_rows == known * EACH
        # What comes after a crash is cut into other batches than before it.
        lake.append("main", tables(known + 1, known + 4), known + 4)
        lake.tidy("main")
        self._holds(lake, known + 4)
        lake.close()

    @staticmethod
    def _holds(lake: Lake, until: int) -> None:
        assert lake.offset("main") == until
        wanted = tables(1, until)
        for name, schema in TABLES.items():
            found = read(lake, "main", name)
            assert found.schema.equals(schema)
            assert found.equals(wanted[name].sort_by([(column, "ascending") for column in schema.names]))
            assert lake.rows("main", name) == until * EACH


def _work(survives: str, folder: str) -> None:
    """What the process does that is killed: append, two offsets at a time, and tidy when there is something to tidy."""
    module, _, name = survives.partition(":")
    lake: Lake = getattr(__import__(module, fromlist=[name]), name)(folder)
    for batch in range(1, 11):
        lake.append("main", tables(2 * batch - 1, 2 * batch), 2 * batch)
    lake.tidy("main")


if __name__ == "__main__":
    _work(sys.argv[1], sys.argv[2])
