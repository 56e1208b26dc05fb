"""What the steps of a micro-batch want written besides the customers themselves."""

from collections.abc import Sequence
from typing import Any

import msgspec

from regulars.kit.said import Words
from regulars.records import Message


class Note(msgspec.Struct, frozen=True, array_like=True):
    """A line of a customer's timeline: what the pipeline concluded, and why. A row of the lake's `changes`."""

    customer: int
    at: int
    kind: str
    name: str
    value: str
    why: list[Words] = []


class Merge(msgspec.Struct, frozen=True, array_like=True):
    """Two customers turned out to be one; where `into` is the customer itself, they did not. A row of the lake's `identity`."""

    customer: int
    into: int
    at: int
    why: Words
    by: str = ""
    """The member or key that asked for it."""


class Move(msgspec.Struct, frozen=True, array_like=True):
    """An event turned out to be another customer's. A row of the lake's `moves`, which says what the fields are."""

    customer: int
    event: int
    offset: int
    into: int
    at: int


class Effects:
    """Collects the effects of one workspace in one micro-batch, in order."""

    __slots__ = ("counts", "merges", "messages", "moves", "notes", "shared")

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.merges: list[Merge] = []
        self.moves: list[Move] = []
        self.messages: list[Message] = []
        self.counts: dict[str, int] = {}
        self.shared: dict[str, Any] = {}
        """Names of shared state that changed → the new plain value (None deletes)."""

    def note(self, customer: int, at: int, kind: str, name: str, value: str, why: Sequence[Words]) -> None:
        """Add a line to the customer's timeline."""
        self.notes.append(Note(customer, at, kind, name, value, list(why)))

    def count(self, name: str, by: int = 1) -> None:
        """Let a counter grow with this commit."""
        self.counts[name] = self.counts.get(name, 0) + by
