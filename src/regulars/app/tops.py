"""Who has the greatest or least score of a model, and why: from what is known live."""

import heapq
from typing import Any

import msgspec

from regulars.app.house import House
from regulars.app.views import identifiers
from regulars.define.definitions import Model
from regulars.define.models import outputs
from regulars.kit.clock import to_text
from regulars.kit.errors import NotFound, nearest
from regulars.know.profile import detail_of
from regulars.records import Customer


class Scored(msgspec.Struct, frozen=True):
    """A customer with what a model says of them."""

    customer_id: int
    identifiers: dict[str, list[str]]
    scores: dict[str, Any]
    """All scores of the model."""
    version: int | None
    """The fit that they are from; null where somebody else wrote them …"""
    as_of: str | None
    """… and as of when."""
    why: list[str]
    """The weightiest reason first."""


def tops(house: House, workspace: str, model: Model, score: str | None, greatest: bool, limit: int) -> tuple[str, list[Scored]]:
    """The score that was asked for (default: the model's first) and those with the greatest or least of it, ties by customer.

    Texts are in the order of their letters. Raises NotFound for a score that the model does not write.
    """
    names = list(outputs(model))
    which = score or names[0]
    if which not in names:
        raise NotFound(f"the model writes no such score{nearest(which, names)}")
    known = (
        (customer.scores[which][0], customer)
        for customer in house.customers(workspace)
        if which in customer.scores and customer.scores[which][0] is not None
    )
    kind = str if outputs(model)[which] == "text" else (int, float)
    fitting = (
        (value, -customer.id if greatest else customer.id, customer) for value, customer in known if isinstance(value, kind)
    )
    pick = heapq.nlargest if greatest else heapq.nsmallest
    found = pick(limit, fitting, key=lambda entry: entry[:2])
    return which, [_scored(customer, names) for _, _, customer in found]


def _scored(customer: Customer, names: list[str]) -> Scored:
    held = {name: customer.scores[name] for name in names if name in customer.scores}
    detail = next((detail for stamped in held.values() if (detail := detail_of(stamped)) is not None), None)
    return Scored(
        customer_id=customer.id,
        identifiers=identifiers(customer),
        scores={name: stamped[0] for name, stamped in held.items()},
        version=detail.version if detail else None,
        as_of=to_text(detail.as_of) if detail else None,
        why=detail.why if detail else [],
    )
