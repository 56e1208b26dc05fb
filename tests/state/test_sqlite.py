"""What only the SQLite state can suffer: full and failing disks, damaged records, other processes; and table scans."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import apsw
import pytest

from regulars.kit.lock import InUse
from regulars.kit.sqlite import Refused
from regulars.records import Message
from regulars.state.sqlite import SqliteOutbox, SqliteState
from regulars.state.state import Changes, CustomerRow, Fenced, StateBroken, StateFull
from regulars.testing.commits import check_steps, message, step
from regulars.testing.faults import arm, bad_disk


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT])
def test_the_same_commit_works_once_there_is_room_again(tmp_path: Path, error: int) -> None:
    refused = 0
    with bad_disk() as disk:
        for nth in range(1, 14):
            state = SqliteState(tmp_path / str(nth) / "state")
            state.commit(step(1))
            disk.fail(nth, error)
            try:
                state.commit(step(2))
            except StateFull:
                refused += 1
                check_steps(state, 1)
                disk.heal()
                state.commit(step(2))
            disk.heal()
            check_steps(state, 2)
            state.close()
            state = SqliteState(tmp_path / str(nth) / "state")
            check_steps(state, 2)
            state.close()
    assert refused > 6, "the disk was never full: this test shows nothing"


@pytest.mark.parametrize("failpoint", ["F7:err", "F8:err", "F9:err"])
def test_a_commit_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failpoint: str) -> None:
    state = SqliteState(tmp_path / "state")
    state.commit(step(1))
    arm(monkeypatch, failpoint)
    for _ in range(2):
        with pytest.raises(StateBroken, match="stop this process"):
            state.commit(step(2))
    check_steps(state, 1)
    state.close()
    state = SqliteState(tmp_path / "state")
    state.commit(step(2))
    check_steps(state, 2)
    state.close()


def test_a_commit_with_something_that_cannot_be_stored_leaves_nothing(tmp_path: Path) -> None:
    state = SqliteState(tmp_path / "state")
    bad = Message("k", 1, "email", "welcome", "marketing", 1, data={"x": object()})
    changes = Changes(1, 1, [CustomerRow("new", 1, b"x")], joined=[("new", "vip", 1, 1)], messages=[("new", bad)])
    with pytest.raises(TypeError):
        state.commit(changes)
    check_steps(state, 0)
    assert state.query("workspaces", "") == []
    # The number that the failed commit gave to its workspace goes to the next one, and nobody confuses the two.
    state.commit(Changes(1, 1, [CustomerRow("other", 1, b"other's")]))
    assert (state.read("new", [1]), state.query("workspaces", "")) == ({}, ["other"])
    state.close()


def test_a_damaged_record_is_never_served(tmp_path: Path) -> None:
    state = SqliteState(tmp_path / "state")
    state.commit(
        Changes(1, 1, [CustomerRow("shop", 1, b"ann"), CustomerRow("shop", 2, b"bob")], messages=[("shop", message("k", 2))])
    )
    state.close()
    connection = apsw.Connection(str(tmp_path / "state"))
    connection.execute("update customers set record = cast('bib' as blob) where record = cast('bob' as blob)")
    connection.close()
    state = SqliteState(tmp_path / "state")
    assert state.read("shop", [1])[1].record == b"ann"
    for ask in (lambda: state.read("shop", [1, 2]), lambda: SqliteOutbox(state).claim(99, 9, lambda *_: "send")):
        with pytest.raises(StateBroken, match="customer 2 of workspace 'shop' is damaged"):
            ask()
    state.close()


def test_a_second_process_is_refused_and_told_who_is_there(tmp_path: Path) -> None:
    state = SqliteState(tmp_path / "state")
    program = f"""
from pathlib import Path
from regulars.state.sqlite import SqliteState
SqliteState(Path({str(tmp_path / "state")!r}))
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert f"in use by process {os.getpid()}" in ended.stderr
    with pytest.raises(InUse):
        SqliteState(tmp_path / "state")
    state.close()


def test_a_process_that_was_overtaken_stops(tmp_path: Path) -> None:
    state = SqliteState(tmp_path / "state")
    state.commit(step(1))
    (tmp_path / "state.lock").unlink()
    other = SqliteState(tmp_path / "state")
    for write in (lambda: state.commit(step(2)), lambda: SqliteOutbox(state).recover(5), lambda: state.drop_spool(9)):
        with pytest.raises(Fenced, match="another process has taken over"):
            write()
    other.commit(step(2))
    check_steps(other, 2)
    state.close()
    other.close()


def test_refuses_a_newer_format(tmp_path: Path) -> None:
    SqliteState(tmp_path / "state").close()
    connection = apsw.Connection(str(tmp_path / "state"))
    connection.execute("update house set version = 99")
    connection.close()
    with pytest.raises(Refused, match=r"version 99 .* a newer Regulars wrote it"):
        SqliteState(tmp_path / "state")


def planned(state: SqliteState) -> list[str]:
    """Collects how SQLite goes about each query from here on."""
    plans: list[str] = []
    asked = state.store.rows

    def rows(sql: str, bindings: Any = ()) -> list[Any]:
        plans.extend(str(row[3]) for row in asked(f"explain query plan {sql}", bindings))
        return asked(sql, bindings)

    state.store.rows = rows  # type: ignore[method-assign]
    return plans


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ("members", {"segment": "vip"}),
        ("member_counts", {}),
        ("customers", {}),
        ("count_customers", {}),
        ("identifiers", {"customer": 1}),
        ("failures", {}),
        ("failure_counts", {}),
        ("messages", {"customer": 1}),
        ("messages", {"status": "pending"}),
        ("message_counts", {}),
        ("spool", {}),
    ],
)
def test_no_question_scans_a_table(tmp_path: Path, what: str, where: dict[str, Any]) -> None:
    state = SqliteState(tmp_path / "state")
    state.commit(step(1))
    plans = planned(state)
    assert state.query(what, "shop", **where)
    large = ("customers", "identifiers", "members", "messages", "failures")
    assert plans
    assert not [plan for plan in plans if plan.startswith("SCAN") and plan.split()[1] in large]
    state.close()


def test_timers_and_lookups_use_their_indexes(tmp_path: Path) -> None:
    state = SqliteState(tmp_path / "state")
    state.commit(step(1))
    plans = planned(state)
    state.due(5, 10)
    state.find("shop", [("user", "u1")])
    state.read("shop", [1])
    text = "\n".join(plans)
    for part in (
        "customers_due (due<?)",
        "i USING PRIMARY KEY (workspace=? AND kind=? AND value=?)",
        "INTEGER PRIMARY KEY (rowid=?)",
    ):
        assert part in text
    assert "TEMP B-TREE" not in text
    state.close()
