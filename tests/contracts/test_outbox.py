"""The outboxes of the house pass the public battery."""

from pathlib import Path

from regulars.state.memory import MemoryOutbox, MemoryState
from regulars.state.outbox import Outbox
from regulars.state.sqlite import SqliteOutbox, SqliteState
from regulars.state.state import State
from regulars.testing.outbox import OutboxContract


class TestMemoryOutbox(OutboxContract):
    def open(self, path: Path) -> tuple[State, Outbox]:
        state = MemoryState()
        return state, MemoryOutbox(state)


class TestSqliteOutbox(OutboxContract):
    survives = "regulars.state.sqlite:SqliteState regulars.state.sqlite:SqliteOutbox"

    def open(self, path: Path) -> tuple[State, Outbox]:
        state = SqliteState(path)
        return state, SqliteOutbox(state)
