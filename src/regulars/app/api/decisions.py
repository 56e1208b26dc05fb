"""Decisions: what a slot shows a customer, recorded before it is answered."""

from typing import Annotated

import msgspec
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta

from regulars.app import decided, views
from regulars.app.api.cursor import Cursor, Limit
from regulars.app.api.customers import OfCustomer
from regulars.app.api.given import TheCaller, TheCursors, TheHouse
from regulars.app.api.route import get, post
from regulars.app.choose import choose


class Decide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is looking at which slot."""

    slot: Annotated[str, Meta(min_length=1, max_length=200, examples=["home_hero"])]
    customer: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=600,
            description="The customer: `kind:value`, its number, or a bare user id. One never seen before gets a decision too.",
            examples=["user_id:ann"],
        ),
    ]


@post("/v1/decide", tag="decisions", scope="write", errors=(404, 503))
def decide(house: TheHouse, caller: TheCaller, data: JSONBody[Decide]) -> decided.Decision:
    """Decide what a slot shows a customer.

    The slot's policy chooses among the items that are eligible for this customer. The decision is in the log, with its
    probability and reasons, before this answers; what the customer does then is learned from.
    """
    return decided.told(choose(house, caller.workspace, data.slot, data.customer))


class Decisions(msgspec.Struct, frozen=True):
    """A page of decisions, latest first."""

    decisions: list[decided.Decided]
    next: str | None


@get("/v1/decisions", tag="decisions", scope="read", errors=(404, 503), heavy=True)
def list_decisions(
    house: TheHouse,
    caller: TheCaller,
    cursors: TheCursors,
    slot: Annotated[str | None, QueryParameter(min_length=1, max_length=200, description="Only of this slot.")] = None,
    item: Annotated[str | None, QueryParameter(min_length=1, max_length=200, description="Only this item shown first.")] = None,
    customer: OfCustomer = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Decisions:
    """List what slots showed, latest first, each with its probability and why."""
    workspace = caller.workspace
    number = views.find(house, workspace, customer).id if customer is not None else None
    what = f"decisions {slot} {item} {number}"
    before = cursors.read(workspace, what, cursor, None)
    place = decided.Place(*before) if before else None
    found, following = decided.decisions(house, workspace, slot, item, number, limit, place)
    return Decisions(found, cursors.make(workspace, what, following) if following else None)


@get("/v1/decisions/{decision_id:str}", tag="decisions", scope="read", errors=(404, 503), heavy=True)
def get_decision(
    house: TheHouse, caller: TheCaller, decision_id: Annotated[str, PathParameter(min_length=1, max_length=100)]
) -> decided.Decision:
    """Read a decision as it was recorded."""
    return decided.decision(house, caller.workspace, decision_id)
