"""The books of members and the trails of the house pass the public battery."""

from pathlib import Path

import apsw
import pytest

from regulars.state.memory import MemoryMembers, MemoryState, MemoryTrail
from regulars.state.sqlite import SqliteMembers, SqliteState, SqliteTrail
from regulars.state.sqlite.schema import PEOPLE
from regulars.state.trail import Act
from regulars.testing.members import MembersContract, Opened


class TestMemoryMembers(MembersContract):
    durable = False

    def open(self, path: Path) -> Opened:
        state = MemoryState()
        return state, MemoryMembers(state), MemoryTrail(state)


class TestSqliteMembers(MembersContract):
    def open(self, path: Path) -> Opened:
        state = SqliteState(path)
        return state, SqliteMembers(state), SqliteTrail(state)


def test_the_file_itself_refuses_to_change_the_trail(tmp_path: Path) -> None:
    state = SqliteState(tmp_path / "state")
    SqliteTrail(state).append(Act("shop", 5, "member:1", "reveal"))
    for sql in ("delete from trail", "update trail set act = x''"):
        with pytest.raises(apsw.ConstraintError, match="does not change"), state.store.database.transaction() as writer:
            writer.execute(sql)
    state.close()


def test_a_state_from_before_there_were_members_gets_them(tmp_path: Path) -> None:
    path = tmp_path / "state"
    SqliteState(path).close()
    file = apsw.Connection(str(path))
    for table in ("people", "passes", "trail"):
        assert f"create table {table} (" in PEOPLE
        file.execute(f"drop table {table}")
    file.execute("update house set version = 1")
    file.close()
    state = SqliteState(path)
    assert SqliteTrail(state).append(Act("shop", 5, "member:1", "sign_in")).number == 1
    state.close()
