"""The state in memory: the twin of the SQLite state for tests, `Local` houses and simulations."""

from regulars.state.memory.desk import MemoryDesk
from regulars.state.memory.members import MemoryMembers, MemoryTrail
from regulars.state.memory.outbox import MemoryOutbox
from regulars.state.memory.shelf import MemoryShelf, MemoryVersions
from regulars.state.memory.state import MemoryState

__all__ = ["MemoryDesk", "MemoryMembers", "MemoryOutbox", "MemoryShelf", "MemoryState", "MemoryTrail", "MemoryVersions"]
