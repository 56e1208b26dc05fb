"""What the loop drives: one workspace as its definitions make it, and what may become of an event there."""

from collections.abc import Sequence
from typing import Protocol

from regulars.flow.effects import Effects
from regulars.kit.errors import RegularsError
from regulars.records import Event
from regulars.state.state import Changes

DUPLICATE = -1
FAILED = -2
NOBODY = 0
"""In place of a customer id: what became of an event that went to no customer."""


class Refused(RegularsError):
    """An event that cannot be taken: it is kept among the failures with this code and path.

    Whoever raises it has changed nothing yet.
    """

    code = "refused"

    def __init__(self, code: str, path: str = "") -> None:
        super().__init__(f"the event was refused ({code})", code=code)
        self.path = path


class World(Protocol):
    """One workspace under one version of its definitions. One thread calls it."""

    effects: Effects

    def open(self, events: Sequence[Event], customers: Sequence[int] = ()) -> None:
        """A portion of a batch begins, with these events or with timers of these customers: fetch what they will need.

        What stood open for the portion before may be put down.
        """
        ...

    def take(self, event: Event, at: int) -> int:
        """Take one event at the instant `at`. Gives the customer id, NOBODY or DUPLICATE. Raises Refused."""
        ...

    def tick(self, at: int, customer: int) -> None:
        """It is `at`: run what is due for this customer. Afterwards the next timer lies after `at`."""
        ...

    def postpone(self, at: int, customer: int, why: str) -> None:
        """What is due for this customer cannot run (the sentence says why): look again later."""
        ...

    def close(self, changes: Changes) -> None:
        """The batch ends: add all changes of this workspace."""
        ...

    def turn(self) -> None:
        """The batch was committed."""
        ...

    def forget(self) -> None:
        """The batch was not committed: drop all that it did."""
        ...
