"""A decision for a customer: made from what is known, and recorded in the log before it is shown."""

from collections.abc import Mapping
from typing import Any

from regulars.app import views
from regulars.app.access import new_id
from regulars.app.house import House
from regulars.decide.decider import event_of
from regulars.define.definitions import IdentifierKind
from regulars.kit.errors import NotFound
from regulars.know.kinds import ENVELOPE, canonical
from regulars.records import Customer, Decision


def choose(house: House, workspace: str, slot: str, identifier: str) -> Decision:
    """What the slot shows the customer named `kind:value` (or by a bare user id, or by number). Raises NotFound for the slot.

    Someone unknown gets a decision on an empty profile, and becomes a customer by it.
    """
    at = house.clock.now()
    try:
        customer: Customer | None = views.find(house, workspace, identifier)
    except NotFound:
        customer = None
    kinds = house.world(workspace).pipeline.kinds
    decision = house.world(workspace).decider.decide(slot, customer, at, new_id(at))
    house.take(workspace, "regulars", [event_of(decision, _who(kinds, identifier, customer))])
    return decision


def _who(kinds: Mapping[str, IdentifierKind], identifier: str, customer: Customer | None) -> dict[str, Any]:
    """The fields of an event that name this customer, so that the pipeline finds them (or makes somebody unknown)."""
    if customer is not None:
        held = [(kind, next(iter(values))) for kind, values in customer.identifiers.items() if values and kind in kinds]
        held.sort(key=lambda pair: (pair[0] not in ENVELOPE, list(kinds).index(pair[0])))
        kind, value = held[0] if held else ("user_id", "")
    else:
        kind, colon, value = identifier.partition(":")
        if not colon or kind not in kinds:
            kind, value = "user_id", identifier
        value = canonical(kind, value)
    if kind in ENVELOPE:
        return {kind: value or None}
    trait = kinds[kind].trait or ""
    if customer is None and trait and not trait.startswith("context."):
        return {"traits": {trait: value}}
    return {"context": {"externalIds": [{"type": kind, "id": value}]}}
