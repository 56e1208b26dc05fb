"""What the steps of a micro-batch want written besides the customers themselves."""

from typing import Any

import msgspec

from regulars.records import Message


class Note(msgspec.Struct, frozen=True, array_like=True):
    """A line of a customer's timeline: what the pipeline concluded, and why. A row of the lake's `changes`."""

    customer: int
    at: int
    kind: str
    name: str
    value: str
    why: list[str] = []


class Merge(msgspec.Struct, frozen=True, array_like=True):
    """Two customers turned out to be one. A row of the lake's `identity`."""

    customer: int
    into: int
    at: int
    why: str


class Effects:
    """Collects the effects of one workspace in one micro-batch, in order."""

    __slots__ = ("counts", "merges", "messages", "notes", "shared")

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.merges: list[Merge] = []
        self.messages: list[Message] = []
        self.counts: dict[str, int] = {}
        self.shared: dict[str, Any] = {}
        """Names of shared state that changed → the new plain value (None deletes)."""

    def note(self, customer: int, at: int, kind: str, name: str, value: str, why: list[str]) -> None:
        """Add a line to the customer's timeline."""
        self.notes.append(Note(customer, at, kind, name, value, why))

    def count(self, name: str, by: int = 1) -> None:
        """Let a counter grow with this commit."""
        self.counts[name] = self.counts.get(name, 0) + by
