"""Messages on their way to customers, and what customers and models say that changes what may be sent."""

from typing import Annotated, Any, Literal

import msgspec
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta

from regulars.app import views
from regulars.app.access import Caller, new_id
from regulars.app.api.cursor import Cursor, Limit
from regulars.app.api.customers import OfCustomer, Who
from regulars.app.api.given import TheCaller, TheCursors, TheHouse
from regulars.app.api.problems import Fault, Unfit
from regulars.app.api.route import get, post
from regulars.app.api.waiting import Accepted, settled
from regulars.app.house import House
from regulars.engage.answers import whose
from regulars.engage.person import DELIVERABLE
from regulars.kit.clock import to_text
from regulars.kit.errors import nearest
from regulars.kit.said import Words
from regulars.records import Event
from regulars.state.outbox import OutboxRow, Status

Name = Annotated[str, Meta(min_length=1, max_length=100)]


class Message(msgspec.Struct, frozen=True):
    """A message and where it stands."""

    id: int
    status: Status
    customer_id: int
    channel: str
    template: str
    purpose: str
    journey: str
    step: str
    why: list[Words]
    """What led to it."""
    verdict: str
    """Why it may not go out; empty if it may or has."""
    detail: str
    """What the provider said."""
    attempts: int
    created_at: str
    settled_at: str | None


class Messages(msgspec.Struct, frozen=True):
    """A page of messages, oldest first, or the latest first where that was asked."""

    messages: list[Message]
    counts: dict[str, int]
    """How many there are by status."""
    next: str | None


class Consents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a customer allows, by purpose."""

    customer: Who
    consents: Annotated[dict[Name, bool], Meta(min_length=1, max_length=50, examples=[{"marketing": True}])]


class Scores(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model says of a customer, by name."""

    customer: Who
    scores: Annotated[
        dict[Name, Annotated[float, Meta(ge=-1e15, le=1e15)]], Meta(min_length=1, max_length=50, examples=[{"churn": 0.12}])
    ]


@get("/v1/messages", tag="messages", scope="read", errors=(404,))
def list_messages(
    house: TheHouse,
    caller: TheCaller,
    cursors: TheCursors,
    status: Annotated[Status | None, QueryParameter(description="Only messages that stand so.")] = None,
    customer: OfCustomer = None,
    latest: Annotated[bool, QueryParameter(description="The latest first.")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Messages:
    """List messages, oldest first (or the latest): waiting, delivered, suppressed with the reason, parked …"""
    workspace = caller.workspace
    number = views.find(house, workspace, customer).id if customer is not None else None
    what = f"messages {status or ''} {number or ''} {'latest' if latest else ''}"
    after = cursors.read(workspace, what, cursor, 0)
    state = house.backends.state
    found = state.query("messages", workspace, status=status, customer=number, after=after, limit=limit, latest=latest)
    following = cursors.make(workspace, what, found[-1].id) if len(found) == limit else None
    return Messages([_shown(row) for row in found], state.query("message_counts", workspace), following)


@post(
    "/v1/messages/{message_id:int}/release",
    tag="messages",
    scope="write",
    may="send",
    errors=(404, 409),
    audit=lambda given: (f"message:{given['message_id']}", ""),
)
def release_message(
    house: TheHouse, caller: TheCaller, message_id: Annotated[int, PathParameter(ge=1, le=1 << 53)]
) -> dict[Literal["released"], int]:
    """Send a parked message again.

    A message is parked when nobody knows whether it went out; only a person may decide to send it once more.
    """
    house.backends.outbox.release(caller.workspace, message_id, house.clock.now())
    return {"released": message_id}


def _consented(given: dict[str, Any]) -> tuple[str, str]:
    """For the audit trail: the customer by number, and what they allow."""
    house, caller, data = given["house"], given["caller"], given["data"]
    customer = views.find(house, caller.workspace, data.customer)
    return f"customer:{customer.id}", ", ".join(f"{name}: {'yes' if yes else 'no'}" for name, yes in data.consents.items())


@post("/v1/consents", tag="messages", scope="write", errors=(404, 503), audit=_consented)
def record_consents(house: TheHouse, caller: TheCaller, data: JSONBody[Consents]) -> Accepted:
    """Record what a customer allows. It holds for every message that is claimed after this answer with `done: true`."""
    purposes = house.world(caller.workspace).definitions.purposes
    for name in data.consents:
        if purposes and name not in purposes and not name.endswith(DELIVERABLE):
            sentence = f"there is no purpose '{name}'{nearest(name, purposes) or '; there are: ' + ', '.join(purposes)}"
            raise Unfit(422, "invalid_request", sentence, [Fault(f"consents.{name}"[:300], "unknown purpose")])
    return _say(house, caller, data.customer, "consent", dict(data.consents))


@post("/v1/scores", tag="messages", scope="write", errors=(404, 503))
def record_scores(house: TheHouse, caller: TheCaller, data: JSONBody[Scores]) -> Accepted:
    """Write scores back, from a model of your own: `scores.NAME` in expressions."""
    return _say(house, caller, data.customer, "score", dict(data.scores))


def _say(house: House, caller: Caller, who: str, kind: str, properties: dict[str, Any]) -> Accepted:
    if nul := next((name for name in properties if not name.isprintable()), None):
        raise Unfit(422, "invalid_request", "a name holds a control character", [Fault(repr(nul), "control character")])
    customer = views.find(house, caller.workspace, who)
    fields = whose(customer.identifiers)
    if fields is None:
        raise Unfit(422, "unaddressable", "nothing identifies this customer (a device that several people share)")
    at = house.clock.now()
    event = Event(id=new_id(at), type=kind, timestamp=at, received_at=at, source="api", properties=properties, **fields)
    return settled(house, house.take(caller.workspace, "api", [event]))


def _shown(row: OutboxRow) -> Message:
    message = row.message
    return Message(
        id=row.id,
        status=row.status,
        customer_id=message.customer,
        channel=message.channel,
        template=message.template,
        purpose=message.purpose,
        journey=message.journey,
        step=message.step,
        why=message.why,
        verdict=row.verdict,
        detail=row.detail,
        attempts=row.attempt,
        created_at=to_text(message.created_at),
        settled_at=to_text(row.settled_at) if row.settled_at else None,
    )
