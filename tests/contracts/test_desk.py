"""The desks of the house pass the public battery."""

from pathlib import Path

from regulars.state.desk import Desk
from regulars.state.memory import MemoryDesk, MemoryShelf, MemoryState, MemoryVersions
from regulars.state.shelf import Shelf, Versions
from regulars.state.sqlite import SqliteDesk, SqliteShelf, SqliteState, SqliteVersions
from regulars.state.state import State
from regulars.testing.desk import DeskContract


class TestMemoryDesk(DeskContract):
    durable = False

    def open(self, path: Path) -> tuple[State, Desk, Versions, Shelf]:
        state = MemoryState()
        return state, MemoryDesk(state), MemoryVersions(state), MemoryShelf(state)


class TestSqliteDesk(DeskContract):
    def open(self, path: Path) -> tuple[State, Desk, Versions, Shelf]:
        state = SqliteState(path)
        return state, SqliteDesk(state), SqliteVersions(state), SqliteShelf(state)
