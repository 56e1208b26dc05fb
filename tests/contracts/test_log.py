"""The logs of the house pass the public battery."""

from pathlib import Path

from regulars.log.log import Log
from regulars.log.memory import MemoryLog
from regulars.log.sqlite import SqliteLog
from regulars.testing.log import LogContract


class TestMemoryLog(LogContract):
    def open(self, path: Path) -> Log:
        return MemoryLog()


class TestSqliteLog(LogContract):
    survives = "regulars.log.sqlite:SqliteLog"

    def open(self, path: Path) -> Log:
        return SqliteLog(path)
