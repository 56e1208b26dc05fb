"""The contract of the live state: what one micro-batch changes is committed in one transaction, with the log offset."""

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from regulars.kit.clock import NEVER
from regulars.kit.errors import RegularsError
from regulars.records import Message


class StateBroken(RegularsError):
    """The state could not be read or written; nothing of the commit was kept."""

    code = "state_broken"


class StateFull(StateBroken):
    """The state cannot take more now (disk full, read-only, too many open files). The same commit may be tried again later."""

    code = "state_full"


class Fenced(StateBroken):
    """Another process has taken over this state; this one must stop."""

    code = "fenced"


class CustomerRow(msgspec.Struct, array_like=True, gc=False):
    """A customer as stored. `merged_into` is set for one that was merged away; the record then holds what the
    merge can be undone by, or is empty."""

    workspace: str
    id: int
    record: bytes
    due: int = NEVER
    merged_into: int = 0


class Failure(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event kept with the reason for which it could not be taken."""

    workspace: str
    offset: int
    index: int
    source: str
    code: str
    path: str
    message_id: str
    received_at: int
    body: bytes
    reprocessed_at: int = 0


class Changes(msgspec.Struct):
    """All that one micro-batch changes. Absolute values, except for `counts` and `spool`, which are added."""

    offset: int
    """The log offset up to which everything is contained."""
    at: int
    """The instant of the last record: the `as of` of the state."""
    customers: list[CustomerRow] = []
    identifiers: list[tuple[str, str, str, int]] = []
    """(workspace, kind, value, customer): inserted, or pointed at another customer. customer 0 deletes."""
    joined: list[tuple[str, str, int, int]] = []
    """(workspace, segment or `stage:NAME`, customer, since). Applied after `left`."""
    left: list[tuple[str, str, int]] = []
    messages: list[tuple[str, Message]] = []
    """New outbox rows; a key that the outbox already has is ignored."""
    failures: list[Failure] = []
    spool: list[tuple[str, bytes]] = []
    """(workspace, blob): what the archive needs beside the log to write the lake; stored under a number that only grows."""
    counts: dict[tuple[str, str], int] = {}
    """(workspace, name) → by how much a counter grows."""
    shared: dict[tuple[str, str], bytes] = {}
    """(workspace, name) → value: state that belongs to no customer (what policies have learnt). Empty value deletes."""


class Position(msgspec.Struct, frozen=True):
    """Where the state stands."""

    offset: int
    at: int
    tops: dict[str, int]
    """The greatest customer id given out, by workspace."""


class State(Protocol):
    """Customers, identifiers, members, timers, outbox and offset behind one transaction. One writer; readers in any thread.

    `tests/contracts` runs `regulars.testing.state.StateContract` on each implementation.
    """

    def position(self) -> Position:
        """Where the last commit stood."""
        ...

    def find(self, workspace: str, identifiers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """The customers that hold these (kind, value) pairs; absent pairs are left out."""
        ...

    def read(self, workspace: str, ids: Sequence[int]) -> dict[int, CustomerRow]:
        """The stored customers by id; unknown ids are left out."""
        ...

    def due(self, at: int, limit: int) -> list[tuple[str, int, int]]:
        """(workspace, customer, due) of customers whose timer is due at or before `at`, earliest first (ties by id)."""
        ...

    def commit(self, changes: Changes) -> None:
        """All of it or nothing, durably. Raises StateBroken where the state is already beyond `changes.offset`."""
        ...

    def query(self, what: str, workspace: str, **where: Any) -> Any:
        """Read what the API shows; `what` is one of a closed table of questions (see `regulars.state.queries`)."""
        ...

    def close(self) -> None:
        """Release everything."""
        ...
