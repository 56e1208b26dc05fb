"""A decision for a customer: made from what is known, and recorded in the log before it is shown."""

import random

from regulars.app import views
from regulars.app.house import House
from regulars.decide.decider import event_of
from regulars.kit.errors import NotFound
from regulars.kit.ids import uuid7
from regulars.know.kinds import canonical
from regulars.records import Customer, Decision

_chance = random.SystemRandom()


def choose(house: House, workspace: str, slot: str, identifier: str) -> Decision:
    """What the slot shows the customer named `kind:value` (or by a bare user id, or by number). Raises NotFound for the slot.

    Someone unknown gets a decision on an empty profile, and becomes a customer by it.
    """
    at = house.clock.now()
    try:
        customer: Customer | None = views.find(house, workspace, identifier)
    except NotFound:
        customer = None
    decision = house.world(workspace).decider.decide(slot, customer, at, uuid7(at, _chance.getrandbits(74)))
    house.take(workspace, "regulars", [event_of(decision, _who(identifier, customer))])
    return decision


def _who(identifier: str, customer: Customer | None) -> dict[str, object]:
    """The fields of an event that name this customer."""
    if customer is not None:
        for field in ("user_id", "anonymous_id"):
            held = customer.identifiers.get(field)
            if held:
                return {field: next(iter(held))}
        kind, value = next((kind, next(iter(values))) for kind, values in customer.identifiers.items() if values)
        return {"traits": {kind: value}}
    kind, colon, value = identifier.partition(":")
    if not colon or kind == "user_id":
        return {"user_id": canonical("user_id", value if colon else identifier) or None}
    return {"anonymous_id": value} if kind == "anonymous_id" else {"traits": {kind: value}}
