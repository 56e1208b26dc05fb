"""The second driver of journeys: a recorded history goes through the same step function, and nothing is sent."""

from collections.abc import Iterable

import msgspec

from regulars.engage.journey import Due, Entered, What
from regulars.engage.journeys import Journeys
from regulars.flow.effects import Effects, Note
from regulars.kit.clock import NEVER
from regulars.records import Customer, Event, Message


class Replayed(msgspec.Struct, frozen=True):
    """What would have happened."""

    messages: list[Message]
    """In the order in which they would have been queued; the arbiter has not judged them."""
    notes: list[Note]
    customer: Customer
    """With its runs as they stand at the end."""


def replay(journeys: Journeys, customer: Customer, history: Iterable[tuple[int, What]], until: int = 0) -> Replayed:
    """Run one customer's history, `(at, input)` in order, through the journeys; then let time pass up to `until`.

    Between two inputs every timer fires at its own instant. `customer` is as known before the history and is not
    changed; where conditions ask for what the history itself changes (traits, features), replay the pipeline instead.
    """
    mine = msgspec.structs.replace(customer, runs=list(customer.runs), ended=dict(customer.ended), exited=dict(customer.exited))
    effects = Effects()
    for at, what in [*history, (until, Due())]:
        while (due := journeys.due(mine)) < min(at, NEVER):
            journeys.time(mine, due, effects)
        match what:
            case Event():
                journeys.event(mine, what, at, effects)
            case Entered(kind, name):
                journeys.enter(mine, kind, name, at, effects)
            case Due():
                journeys.time(mine, at, effects)
    return Replayed(effects.messages, effects.notes, mine)
