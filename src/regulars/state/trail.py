"""The contract of the audit trail: who did what, in a chain of hashes that shows any change afterwards."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Protocol

import msgspec

START = bytes(32)
"""What the first entry of a workspace follows."""


class Act(msgspec.Struct, frozen=True):
    """Something that was done. It holds no personal data: people are ids here."""

    workspace: str
    at: int
    who: str
    """`member:ID`, `key:ID`, or `nobody` (a sign-in that failed)."""
    what: str
    """`sign_in`, `reveal`, `definitions_apply` …"""
    object: str = ""
    """What it was done to: `customer:17`, `key:0f3a…`."""
    place: str = ""
    """The network address that it came from."""
    detail: str = ""
    """A sentence or a list of names: which fields, which role, the stated reason."""


class Entry(msgspec.Struct, frozen=True):
    """An act in its place."""

    number: int
    """1, 2, 3 … within the workspace."""
    act: Act
    hash: bytes
    """SHA-256 over the entry before and this act; see `chained`."""


class Trail(Protocol):
    """Appends and reads; nothing changes or deletes. `regulars.testing.members.MembersContract` tests it, too."""

    def append(self, act: Act) -> Entry:
        """Write the act down, durably, behind the last one of its workspace."""
        ...

    def entries(self, workspace: str, before: int, limit: int) -> list[Entry]:
        """The latest entries with a number below `before`, latest first."""
        ...


def chained(last: bytes, number: int, act: Act) -> bytes:
    """The hash of an entry: SHA-256 of the last hash, the number, and the act as canonical JSON.

    >>> chained(START, 1, Act("main", 0, "nobody", "sign_in")) == chained(START, 1, Act("main", 0, "nobody", "sign_in"))
    True
    """
    return sha256(last + number.to_bytes(8, "big") + msgspec.json.encode(act, order="sorted")).digest()


def broken(entries: Iterable[Entry]) -> int | None:
    """The number of the first entry (of all, in order from the first) that does not follow from those before; None: all do."""
    last = START
    for expected, entry in enumerate(entries, 1):
        if entry.number != expected or entry.hash != chained(last, expected, entry.act):
            return expected
        last = entry.hash
    return None
