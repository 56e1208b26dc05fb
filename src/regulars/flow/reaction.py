"""What follows from knowing: journeys and learning plug into the pipeline here, without the stages importing each other."""

from typing import Protocol

from regulars.flow.effects import Effects
from regulars.records import Customer, Event


class Reaction(Protocol):
    """Called by the pipeline for one customer at a time, in order, on the pipeline's own copy of the customer.

    A reaction changes `customer` and adds to `effects`; it reads no clock, does no I/O and must not raise for any event.
    """

    def event(self, customer: Customer, event: Event, at: int, effects: Effects) -> None:
        """An event was taken, traits, features, segments and stage are already up to date."""
        ...

    def enter(self, customer: Customer, kind: str, name: str, at: int, effects: Effects) -> None:
        """The customer came into a segment or stage (`kind` says which)."""
        ...

    def time(self, customer: Customer, at: int, effects: Effects) -> None:
        """It is `at` now; what the reaction had planned for this customer up to then is due."""
        ...

    def due(self, customer: Customer) -> int:
        """When `time` should be called next for this customer; NEVER if not."""
        ...

    def turn(self) -> None:
        """The batch was committed."""
        ...

    def forget(self) -> None:
        """The batch was not committed: drop what it brought; it will come again."""
        ...
