"""Customers: who there is, what is known of each, what happened and why."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta

from regulars.app import browse, views
from regulars.app.access import new_id
from regulars.app.api.cursor import Cursor, Cursors, Limit
from regulars.app.api.given import Lang, TheCaller, TheCursors, TheDirectory, TheHouse
from regulars.app.api.path import whole
from regulars.app.api.problems import Unfit
from regulars.app.api.route import get, post
from regulars.app.api.waiting import Accepted, settled
from regulars.app.house import House
from regulars.kit.clock import to_text
from regulars.kit.named import named
from regulars.know.active import last_active
from regulars.records import Customer, Event
from regulars.records.customer import decode_customer

Number = Annotated[int, Meta(ge=1, le=1 << 53, examples=[1])]
Identifier = Annotated[
    str,
    PathParameter(
        min_length=1,
        max_length=600,
        description="`kind:value` (as `user_id:ann`, `email:ann@example.com`), the number of the customer, or a bare user id.",
    ),
]

OfCustomer = Annotated[str | None, QueryParameter(min_length=1, max_length=600, description="Only of this customer.")]
Who = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=600,
        description="The customer: `kind:value`, its number, or a bare user id.",
        examples=["user_id:ann"],
    ),
]


class CustomerLine(msgspec.Struct, frozen=True):
    """A customer in a list."""

    customer_id: int
    identifiers: dict[str, list[str]]
    stage: str
    segments: list[str]
    last_seen: str
    since: str | None = None
    """Since when in the segment or stage that was asked for."""
    values: dict[str, Any] = {}
    """The columns that were asked for."""


class Customers(msgspec.Struct, frozen=True):
    """A page of customers."""

    customers: list[CustomerLine]
    next: str | None
    """Cursor of the next page; null at the end."""


class Timeline(msgspec.Struct, frozen=True):
    """A page of a customer's story, latest first."""

    lines: list[views.Line]
    next: str | None


class Explained(msgspec.Struct, frozen=True):
    """A value and the sentences that say why it is so."""

    name: str
    value: Any
    why: list[str]


class Merge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two customers are one person."""

    into: Annotated[int, Meta(ge=1, le=1 << 53, description="The customer that stays.", examples=[1])]
    from_: Annotated[int, Meta(ge=1, le=1 << 53, description="The customer that goes.", examples=[2])] = msgspec.field(
        name="from"
    )
    reason: Annotated[str, Meta(min_length=1, max_length=500, examples=["same person, said so by phone"])]


@get("/v1/customers", tag="customers", scope="read", errors=(404, 422, 503))
def list_customers(
    house: TheHouse,
    caller: TheCaller,
    cursors: TheCursors,
    directory: TheDirectory,
    segment: Annotated[str | None, QueryParameter(max_length=200, description="Only members of this segment.")] = None,
    stage: Annotated[str | None, QueryParameter(max_length=200, description="Only customers in this stage.")] = None,
    q: Annotated[
        str | None,
        QueryParameter(min_length=1, max_length=200, description="A part of a name (also in pinyin), or an identifier."),
    ] = None,
    columns: Annotated[
        str | None,
        QueryParameter(
            max_length=2000, description="What to show: features, `traits.x`, `scores.x`, `last_seen`; with commas."
        ),
    ] = None,
    sort: Annotated[
        str | None, QueryParameter(min_length=1, max_length=200, description="A column; `-spend`: the greatest first.")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Customers:
    """List customers, by number or as asked; of one segment or stage, found by a text, with columns of your choice.

    At most 1,000 are found by a text. Up to 5,000 can be sorted by any column; more by a feature only.
    """
    if segment is not None and stage is not None:
        raise Unfit(400, "invalid_request", "ask for a segment or for a stage, not for both")
    definitions = house.world(caller.workspace).definitions
    if segment is not None:
        named("segment", segment, definitions.segments)
        group = segment
    elif stage is not None:
        named("stage", stage, definitions.stages)
        group = f"stage:{stage}"
    else:
        group = ""
    shown = [name.strip() for name in columns.split(",") if name.strip()] if columns else []
    asked = browse.Asked(q, group, sort)
    browse.check_columns(house, caller.workspace, [*shown, *([sort.removeprefix("-")] if sort else [])])
    if asked.plainly:
        return page_of(house, caller.workspace, cursors, group, limit, cursor, shown)
    place = f"customers {group} {q} {sort}"
    start = cursors.read(caller.workspace, place, cursor, 0)
    found = browse.ordered(house, directory, caller.workspace, asked, caller.may("reveal", "read"))
    at = house.clock.now()
    lines = [
        _line(customer, customer.segments.get(group, 0), browse.values(house, customer, caller.workspace, shown, at))
        for customer in browse.read(house, caller.workspace, found[start : start + limit])
    ]
    more = len(found) > start + limit
    return Customers(lines, cursors.make(caller.workspace, place, start + limit) if more else None)


def page_of(
    house: House,
    workspace: str,
    cursors: Cursors,
    group: str,
    limit: int,
    cursor: str | None,
    columns: Sequence[str] = (),
) -> Customers:
    """The members of a segment, of `stage:NAME`, or (empty) everybody."""
    at = house.clock.now()
    after = cursors.read(workspace, f"customers {group}", cursor, 0)
    state = house.backends.state
    if group:
        found = state.query("members", workspace, segment=group, after=after, limit=limit)
    else:
        found = [(number, 0) for number in state.query("customers", workspace, after=after, limit=limit)]
    rows = state.read(workspace, [number for number, _ in found])
    people = [(decode_customer(rows[n].record), since) for n, since in found if n in rows and rows[n].record]
    lines = [_line(one, since, browse.values(house, one, workspace, columns, at)) for one, since in people]
    following = cursors.make(workspace, f"customers {group}", found[-1][0]) if len(found) == limit else None
    return Customers(lines, following)


def _line(customer: Customer, since: int, values: dict[str, Any]) -> CustomerLine:
    return CustomerLine(
        customer_id=customer.id,
        identifiers=views.identifiers(customer),
        stage=customer.stage,
        segments=sorted(customer.segments),
        last_seen=to_text(last_active(customer)),
        since=to_text(since) if since else None,
        values=values,
    )


@get("/v1/customers/{identifier:str}", tag="customers", scope="read", errors=(404,))
def get_customer(house: TheHouse, caller: TheCaller, identifier: Identifier) -> views.Profile:
    """Read a customer's profile: identifiers, traits, features, segments, stage, scores, consents, as of now."""
    workspace = caller.workspace
    return views.profile(house, workspace, views.find(house, workspace, whole(identifier)))


@get("/v1/customers/{identifier:str}/timeline", tag="customers", scope="read", errors=(404,), heavy=True)
def get_timeline(
    house: TheHouse,
    caller: TheCaller,
    cursors: TheCursors,
    identifier: Identifier,
    kinds: Annotated[
        str | None,
        QueryParameter(
            max_length=200,
            description="Only lines of these kinds: `event,segment,stage,journey,identity,message,decision,score,text`.",
        ),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Timeline:
    """Read a customer's story, latest first: events, and everything concluded from them with its why."""
    workspace = caller.workspace
    customer = views.find(house, workspace, whole(identifier))
    wanted = [kind.strip() for kind in kinds.split(",") if kind.strip()] if kinds else []
    what = f"timeline {customer.id} {','.join(wanted)}"
    before = cursors.read(workspace, what, cursor, None)
    lines = views.timeline(house, workspace, customer, limit, tuple(before) if before else None, wanted)
    full = len(lines) == limit
    return Timeline(lines, cursors.make(workspace, what, views.place(lines[-1])) if full else None)


@get("/v1/customers/{identifier:str}/explain", tag="customers", scope="read", errors=(404,))
def explain_customer(
    house: TheHouse,
    caller: TheCaller,
    identifier: Identifier,
    name: Annotated[str, QueryParameter(min_length=1, max_length=200, description="A feature, a segment, or `stage`.")],
    lang: Lang = "en",
) -> Explained:
    """Say why a feature, a segment or the stage of a customer is what it is."""
    workspace = caller.workspace
    customer = views.find(house, workspace, whole(identifier))
    world = house.world(workspace)
    definitions = world.definitions
    named("feature, segment or stage", name, {**definitions.features, **definitions.segments, "stage": None})
    at = house.clock.now()
    program = world.program
    value = views.told(program, name, program.value(name, customer, at))
    return Explained(name, value, program.explain(name, customer, at, lang))


@post(
    "/v1/customers/merge",
    tag="customers",
    scope="write",
    errors=(404, 503),
    audit=lambda given: (f"customer:{given['data'].from_}", f"into customer:{given['data'].into}"),
)
def merge_customers(house: TheHouse, caller: TheCaller, data: JSONBody[Merge]) -> Accepted:
    """Unite two customers. The merge is a record in the log, with its reason; both must exist."""
    workspace = caller.workspace
    into, gone = (views.by_number(house, workspace, number).id for number in (data.into, data.from_))
    if into == gone:
        raise Unfit(422, "same_customer", "these two are one customer already")
    at = house.clock.now()
    event = Event(
        id=new_id(at),
        type="merge",
        timestamp=at,
        received_at=at,
        source="api",
        properties={"into": into, "from": gone, "reason": data.reason, "by": caller.who},
    )
    return settled(house, house.take(workspace, "api", [event]))
