"""The state in one SQLite file."""

from regulars.state.sqlite.desk import SqliteDesk
from regulars.state.sqlite.members import SqliteMembers, SqliteTrail
from regulars.state.sqlite.outbox import SqliteOutbox
from regulars.state.sqlite.shelf import SqliteShelf, SqliteVersions
from regulars.state.sqlite.state import SqliteState

__all__ = ["SqliteDesk", "SqliteMembers", "SqliteOutbox", "SqliteShelf", "SqliteState", "SqliteTrail", "SqliteVersions"]
