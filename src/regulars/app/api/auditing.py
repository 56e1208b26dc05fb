"""What members and keys did, and the personal fields that they had revealed."""

from typing import Annotated, Any

import msgspec
from litestar.params import JSONBody, QueryParameter
from msgspec import Meta

from regulars.app import audit, views
from regulars.app.api.cursor import Cursor, Limit
from regulars.app.api.customers import Identifier
from regulars.app.api.given import TheAccounts, TheCaller, TheCursors, TheHouse
from regulars.app.api.path import whole
from regulars.app.api.route import get, post
from regulars.app.personal import personal, revealed
from regulars.kit.clock import to_text


class Act(msgspec.Struct, frozen=True):
    """Something that was done."""

    number: int
    at: str
    who: str
    """`member:ID`, `key:ID`, or `nobody`."""
    name: str
    """The member's name, where it was one."""
    what: str
    object: str
    place: str
    detail: str
    hash: str
    """Over this act and all before it."""


class Acts(msgspec.Struct, frozen=True):
    """A page of acts, latest first."""

    acts: list[Act]
    next: str | None


class Reveal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which personal fields to show, and why they are needed."""

    fields: Annotated[list[Annotated[str, Meta(min_length=1, max_length=200)]], Meta(max_length=50, examples=[["email"]])]
    """Names of identifiers and traits; empty for all."""
    reason: Annotated[str, Meta(min_length=3, max_length=500, examples=["the customer asked for a call back"])]


class Revealed(msgspec.Struct, frozen=True):
    """The fields as they are."""

    customer_id: int
    identifiers: dict[str, list[str]]
    traits: dict[str, Any]


@get("/v1/audit", tag="account", scope="manage", may="audit", veil=False)
def list_acts(
    house: TheHouse,
    caller: TheCaller,
    accounts: TheAccounts,
    cursors: TheCursors,
    what: Annotated[str | None, QueryParameter(max_length=100, description="Only acts of this kind.")] = None,
    who: Annotated[str | None, QueryParameter(max_length=100, description="Only acts of this member or key.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Acts:
    """List who did what, latest first. Nothing in it can be changed; `hash` chains each act to those before."""
    workspace = caller.workspace
    place = f"audit {what or ''} {who or ''}"
    before = cursors.read(workspace, place, cursor, audit.LATEST)
    found = audit.search(house.backends.trail, workspace, before, limit, what, who)
    names = {f"member:{member.id}": member.name or member.email for member in accounts.members(workspace)}
    acts = [
        Act(
            number=entry.number,
            at=to_text(entry.act.at),
            who=entry.act.who,
            name=names.get(entry.act.who, ""),
            what=entry.act.what,
            object=entry.act.object,
            place=entry.act.place,
            detail=entry.act.detail,
            hash=entry.hash.hex(),
        )
        for entry in found
    ]
    return Acts(acts, cursors.make(workspace, place, found[-1].number) if len(found) == limit else None)


@get("/v1/audit/check", tag="account", scope="manage", may="audit", veil=False, heavy=True)
def check_audit(house: TheHouse, caller: TheCaller) -> audit.Chain:
    """Compute the chain of the audit trail again: `whole` where nothing was changed, left out or put in between."""
    return audit.check(house.backends.trail, caller.workspace)


@post(
    "/v1/customers/{identifier:str}/reveal",
    tag="customers",
    scope="read",
    may="reveal",
    veil=False,
    errors=(404, 503),
)
def reveal_customer(house: TheHouse, caller: TheCaller, identifier: Identifier, data: JSONBody[Reveal]) -> Revealed:
    """Show personal fields of one customer as they are. Who looked, at which fields and why stands in the audit trail."""
    workspace = caller.workspace
    customer = views.find(house, workspace, whole(identifier))
    hidden = personal(house.world(workspace))
    identifiers, traits = revealed(views.profile(house, workspace, customer), hidden, data.fields)
    shown = ", ".join(sorted({*identifiers, *traits}))
    object = f"customer:{customer.id}"
    audit.write(house.backends.trail, house.clock, caller, "reveal", object, f"{shown}: {data.reason}"[:1000])
    return Revealed(customer.id, identifiers, traits)
