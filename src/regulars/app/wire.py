"""The only file that names a concrete backend: which log, state, lake and engine a house stands on."""

from pathlib import Path
from typing import Protocol

import msgspec

from regulars.lake.delta import DeltaLake
from regulars.lake.duck import DuckEngine
from regulars.lake.lake import Engine, Lake
from regulars.lake.memory import MemoryLake
from regulars.log.log import Log
from regulars.log.memory import MemoryLog
from regulars.log.sqlite import SqliteLog
from regulars.state.desk import Desk
from regulars.state.members import Members
from regulars.state.memory import (
    MemoryDesk,
    MemoryMembers,
    MemoryOutbox,
    MemoryShelf,
    MemoryState,
    MemoryTrail,
    MemoryVersions,
)
from regulars.state.outbox import Outbox
from regulars.state.shelf import Shelf, Versions
from regulars.state.sqlite import (
    SqliteDesk,
    SqliteMembers,
    SqliteOutbox,
    SqliteShelf,
    SqliteState,
    SqliteTrail,
    SqliteVersions,
)
from regulars.state.state import State
from regulars.state.trail import Trail
from regulars.state.upkeep import Upkeep


class Store(State, Upkeep, Protocol):
    """What every state of the house can do: the pipeline's part and the archive's."""


class Backends(msgspec.Struct, frozen=True):
    """What a house stands on."""

    log: Log
    state: Store
    outbox: Outbox
    desk: Desk
    lake: Lake
    engine: Engine
    versions: Versions
    shelf: Shelf
    members: Members
    trail: Trail

    def close(self) -> None:
        """Close them all, the log last: what is durable there can be worked off at the next start."""
        self.engine.close()
        self.lake.close()
        self.state.close()
        self.log.close()


def in_memory() -> Backends:
    """Nothing touches the disk: for tests, notebooks and simulations."""
    state = MemoryState()
    lake = MemoryLake()
    return Backends(
        log=MemoryLog(),
        state=state,
        outbox=MemoryOutbox(state),
        desk=MemoryDesk(state),
        lake=lake,
        engine=DuckEngine(lake),
        versions=MemoryVersions(state),
        shelf=MemoryShelf(state),
        members=MemoryMembers(state),
        trail=MemoryTrail(state),
    )


def is_house(folder: Path) -> bool:
    """Whether `in_folder` would open a house that is there, not begin a new one."""
    return _log(folder).exists()


def in_folder(folder: Path) -> Backends:
    """The embedded house: SQLite for log and state, Delta tables for the lake, all under one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    log = SqliteLog(_log(folder))
    state = SqliteState(folder / "state.db")
    lake = DeltaLake(folder / "lake")
    return Backends(
        log=log,
        state=state,
        outbox=SqliteOutbox(state),
        desk=SqliteDesk(state),
        lake=lake,
        engine=DuckEngine(lake),
        versions=SqliteVersions(state),
        shelf=SqliteShelf(state),
        members=SqliteMembers(state),
        trail=SqliteTrail(state),
    )


def _log(folder: Path) -> Path:
    return folder / "log.db"
