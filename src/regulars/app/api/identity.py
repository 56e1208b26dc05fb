"""Who is whom: the merges of a customer, how to undo one, what it is known by, and other rules tried first."""

from typing import Annotated, Literal

import msgspec
from litestar.params import JSONBody
from msgspec import Meta

from regulars.app import identity, revise, trial, views
from regulars.app.api.basis import Basis, basis
from regulars.app.api.cursor import Cursor, Limit
from regulars.app.api.customers import Identifier, Number
from regulars.app.api.definitions import Text
from regulars.app.api.given import TheCaller, TheCursors, TheHouse
from regulars.app.api.path import whole
from regulars.app.api.route import get, post
from regulars.app.api.waiting import Accepted, settled
from regulars.kit.clock import to_text
from regulars.kit.said import Words
from regulars.know.trial import Side


class Merges(msgspec.Struct, frozen=True):
    """A page of the merges in which a customer took part, the latest first."""

    customer_id: int
    merges: list[identity.MergeLine]
    next: str | None


class Separation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two who were merged are two people."""

    from_: Annotated[Number, Meta(description="The customer that was merged away: it comes back.")] = msgspec.field(name="from")
    reason: Annotated[str, Meta(min_length=1, max_length=500, examples=["two sisters with one tablet"])]


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules to try: of these definitions only `identifiers` count."""

    yaml: Text
    limit: Annotated[int, Meta(ge=1, le=1000, description="How many changes to give at most.")] = 100


class CustomerSide(msgspec.Struct, frozen=True):
    """A customer under one set of rules."""

    identifiers: dict[str, list[str]]
    """At most five of a kind."""
    events: int
    customers: list[int]
    """Who holds these identifiers really, now."""


class EventOfChange(msgspec.Struct, frozen=True):
    """An event whose customer would be another."""

    id: str
    name: str
    at: str


class ChangeOfCustomers(msgspec.Struct, frozen=True):
    """Customers who would be others."""

    kind: Literal["united", "parted", "regrouped"]
    now: list[CustomerSide]
    then: list[CustomerSide]
    events: int
    why: list[Words]
    """What unites them under the rules that do, and what the others refuse."""
    samples: list[EventOfChange]


class RulesTried(msgspec.Struct, frozen=True):
    """What other rules would have made of everything that came so far."""

    customers_now: int
    customers_then: int
    united: int
    """How many changes unite customers …"""
    parted: int
    """… part one …"""
    regrouped: int
    """… or do both."""
    moved: int
    """Customers of today that take part in a change."""
    events_moved: int
    """Events of the changes."""
    gained: int
    """Events that would name somebody, and now name nobody …"""
    lost: int
    """… and the other way round."""
    changes: list[ChangeOfCustomers]
    """Those with the most events first."""
    more: bool
    """Whether there are more changes than are shown."""
    basis: Basis


@get("/v1/customers/{identifier:str}/merges", tag="customers", scope="read", errors=(404,), heavy=True)
def list_merges(
    house: TheHouse, caller: TheCaller, cursors: TheCursors, identifier: Identifier, limit: Limit = 50, cursor: Cursor = None
) -> Merges:
    """List the merges of a customer, the latest first: who, when, why, asked for by whom, and whether it was undone."""
    workspace = caller.workspace
    customer = views.find(house, workspace, whole(identifier))
    what = f"merges {customer.id}"
    after = cursors.read(workspace, what, cursor, 0)
    found = identity.merges(house, workspace, customer)
    following = cursors.make(workspace, what, after + limit) if len(found) > after + limit else None
    return Merges(customer.id, found[after : after + limit], following)


@post(
    "/v1/customers/{identifier:str}/unmerge",
    tag="customers",
    scope="write",
    errors=(404, 503),
    audit=lambda given: (f"customer:{given['data'].from_}", f"apart from customer:{given['identifier']}"),
)
def unmerge_customer(house: TheHouse, caller: TheCaller, identifier: Identifier, data: JSONBody[Separation]) -> Accepted:
    """Undo a merge: both are as if it had not happened, and stay two until a member merges them again.

    What came since goes to whoever holds the identifiers that it carried. The undoing is a record in the log, with its reason.
    """
    workspace = caller.workspace
    customer = views.find(house, workspace, whole(identifier))
    return settled(house, identity.unmerge(house, workspace, customer, data.from_, data.reason, caller.who))


@get("/v1/customers/{identifier:str}/identity", tag="customers", scope="read", errors=(404,), heavy=True)
def get_identity(house: TheHouse, caller: TheCaller, identifier: Identifier) -> identity.IdentityGraph:
    """Show what a customer is known by: identifiers, which came together in events, merges, and what was refused and why."""
    workspace = caller.workspace
    return identity.graph(house, workspace, views.find(house, workspace, whole(identifier)))


@post("/v1/identity/try", tag="customers", scope="read", errors=(503,), heavy=True)
def try_identity(house: TheHouse, caller: TheCaller, data: JSONBody[Rules]) -> RulesTried:
    """Try rules of identity on everything that has happened, and list the customers that they would move. Nothing changes.

    All events go through both sets of rules, those that hold and these; it takes about a minute for each million.
    """
    workspace = caller.workspace
    tried, evidence = trial.attempt(house, workspace, revise.load(data.yaml))

    def side(one: Side) -> CustomerSide:
        return CustomerSide(one.identifiers, one.events, trial.people(house, workspace, one))

    kinds = [change.kind for change in tried.changes]
    return RulesTried(
        customers_now=tried.now,
        customers_then=tried.then,
        united=kinds.count("united"),
        parted=kinds.count("parted"),
        regrouped=kinds.count("regrouped"),
        moved=sum(len(change.now) for change in tried.changes),
        events_moved=sum(change.events for change in tried.changes),
        gained=tried.gained,
        lost=tried.lost,
        changes=[
            ChangeOfCustomers(
                kind=change.kind,
                now=[side(one) for one in change.now[:20]],
                then=[side(one) for one in change.then[:20]],
                events=change.events,
                why=change.why,
                samples=[EventOfChange(sample.id, sample.name, to_text(sample.at)) for sample in change.samples],
            )
            for change in tried.changes[: data.limit]
        ],
        more=len(kinds) > data.limit,
        basis=basis(evidence),
    )
