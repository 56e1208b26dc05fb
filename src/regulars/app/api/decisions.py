"""Decisions: what a slot shows a customer, recorded before it is answered."""

import re
from typing import Annotated, Any

import msgspec
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta

from regulars.app import decided, views
from regulars.app.api.cursor import Cursor, Limit
from regulars.app.api.given import TheCaller, TheCursors, TheHouse
from regulars.app.api.route import get, post
from regulars.app.choose import choose
from regulars.kit.clock import to_text
from regulars.kit.errors import NotFound

_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


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


class Choice(msgspec.Struct, frozen=True):
    """One item shown."""

    item: str
    probability: float
    score: float = 0.0
    attributes: dict[str, Any] = {}
    """What the catalogue says of it now; empty where a former decision is read."""


class Decision(msgspec.Struct, frozen=True):
    """What was chosen, how likely that was, and why."""

    id: str
    slot: str
    customer_id: int
    """0 for a customer never seen before."""
    at: str
    item: str | None
    """The first choice; null where nothing was eligible."""
    probability: float
    items: list[Choice]
    """All that is shown, in order."""
    policy: str
    version: str
    """Hash of the definitions of slot and policy."""
    why: list[str]


@post("/v1/decide", tag="decisions", scope="write", errors=(404, 503))
def decide(house: TheHouse, caller: TheCaller, data: JSONBody[Decide]) -> Decision:
    """Decide what a slot shows a customer.

    The slot's policy chooses among the items that are eligible for this customer. The decision is in the log, with its
    probability and reasons, before this answers; what the customer does then is learned from.
    """
    made = choose(house, caller.workspace, data.slot, data.customer)
    return Decision(
        id=made.id,
        slot=made.slot,
        customer_id=made.customer,
        at=to_text(made.at),
        item=made.item,
        probability=made.probability,
        items=[Choice(c.item, c.probability, c.score, c.attributes) for c in made.items],
        policy=made.policy,
        version=made.version,
        why=[reason.text for reason in made.why],
    )


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
    customer: Annotated[str | None, QueryParameter(min_length=1, max_length=600, description="Only for this customer.")] = None,
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
) -> Decision:
    """Read a decision as it was recorded."""
    nothing = NotFound("there is no such decision in this workspace")
    if not _UUID7.fullmatch(decision_id):
        raise nothing
    made_at = int(decision_id.replace("-", "")[:12], 16) * 1000  # the id says when: no need to look through all of history
    found = house.query(
        caller.workspace,
        f"select customer_id, timestamp, properties from events where id = '{decision_id}' and source = 'regulars'"
        f" and event = 'Decision Made' and timestamp between {made_at} and {made_at + 999} limit 1",
    ).to_pylist()
    if not found:
        raise nothing
    said = msgspec.json.decode(found[0]["properties"], type=_Recorded)
    return Decision(
        id=decision_id,
        slot=said.slot,
        customer_id=found[0]["customer_id"],
        at=to_text(found[0]["timestamp"]),
        item=said.item,
        probability=said.probability,
        items=said.items,
        policy=said.policy,
        version=said.version,
        why=said.why,
    )


class _Recorded(msgspec.Struct):
    slot: str
    probability: float
    items: list[Choice]
    policy: str
    version: str
    why: list[str]
    item: str | None = None
