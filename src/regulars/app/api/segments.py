"""Segments, stages, features: what is defined, how many are in it, and how it was in the past."""

from typing import Annotated, Any

import msgspec
from litestar.params import QueryParameter

from regulars.algebra import history
from regulars.app.api.cursor import Cursor, Limit
from regulars.app.api.customers import Customers, page_of
from regulars.app.api.given import Name, TheCaller, TheCursors, TheHouse
from regulars.app.api.instants import AsOf, instant
from regulars.app.api.route import get
from regulars.kit.clock import to_text
from regulars.kit.named import named


class Group(msgspec.Struct, frozen=True):
    """A segment or a stage."""

    name: str
    title: dict[str, str]
    when: str
    """The expression that decides."""
    customers: int
    """How many are in it now."""


class Groups(msgspec.Struct, frozen=True):
    """All segments, or all stages in their order."""

    items: list[Group]


class Feature(msgspec.Struct, frozen=True):
    """A value known of each customer."""

    name: str
    title: dict[str, str]
    of: str
    over: str | None
    each: str | None


class Features(msgspec.Struct, frozen=True):
    """All features."""

    items: list[Feature]


class Value(msgspec.Struct, frozen=True):
    """A customer's value at an instant in the past."""

    customer_id: int
    value: Any


class History(msgspec.Struct, frozen=True):
    """A page of values as they were."""

    name: str
    as_of: str
    values: list[Value]
    next: str | None


@get("/v1/segments", tag="segments", scope="read")
def list_segments(house: TheHouse, caller: TheCaller) -> Groups:
    """List the segments, with how many customers are in each."""
    definitions = house.world(caller.workspace).definitions
    counts = house.backends.state.query("member_counts", caller.workspace)
    return Groups([Group(s.name, s.title, s.when, counts.get(s.name, 0)) for s in definitions.segments.values()])


@get("/v1/segments/{name:str}", tag="segments", scope="read", errors=(404,))
def get_segment(house: TheHouse, caller: TheCaller, name: Name) -> Group:
    """Read one segment."""
    definitions = house.world(caller.workspace).definitions
    found = named("segment", name, definitions.segments)
    counts = house.backends.state.query("member_counts", caller.workspace)
    return Group(found.name, found.title, found.when, counts.get(name, 0))


@get("/v1/segments/{name:str}/customers", tag="segments", scope="read", errors=(404,))
def list_members(
    house: TheHouse, caller: TheCaller, cursors: TheCursors, name: Name, limit: Limit = 50, cursor: Cursor = None
) -> Customers:
    """List the customers in a segment, by number, each with since when."""
    named("segment", name, house.world(caller.workspace).definitions.segments)
    return page_of(house, caller.workspace, cursors, name, limit, cursor)


@get("/v1/stages", tag="segments", scope="read")
def list_stages(house: TheHouse, caller: TheCaller) -> Groups:
    """List the stages of the lifecycle in their order, with how many customers are in each."""
    definitions = house.world(caller.workspace).definitions
    counts = house.backends.state.query("member_counts", caller.workspace)
    return Groups([Group(s.name, s.title, s.when, counts.get(f"stage:{s.name}", 0)) for s in definitions.stages.values()])


@get("/v1/features", tag="segments", scope="read")
def list_features(house: TheHouse, caller: TheCaller) -> Features:
    """List the features."""
    definitions = house.world(caller.workspace).definitions
    return Features([Feature(f.name, f.title, f.of, f.over, f.each) for f in definitions.features.values()])


@get("/v1/history", tag="segments", scope="read", errors=(404, 503), heavy=True)
def get_history(
    house: TheHouse,
    caller: TheCaller,
    cursors: TheCursors,
    name: Annotated[str, QueryParameter(min_length=1, max_length=200, description="A feature, a segment, or `stage`.")],
    as_of: AsOf = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> History:
    """Read a feature, a segment or the stage of all customers as it was at an instant in the past.

    The same text that runs live, over the history up to then: what was received by that instant counts.
    """
    workspace = caller.workspace
    world = house.world(workspace)
    named("feature, segment or stage", name, {**world.definitions.features, **world.definitions.segments, "stage": None})
    at = instant("as_of", as_of, house.clock.now())
    what = f"history {name} {at if as_of else ''}"
    after, at = cursors.read(workspace, what, cursor, (0, at))
    table = house.query(workspace, history.sql(world.program, [name], at))
    rows = sorted((r["customer_id"], r[name]) for r in table.to_pylist() if r["customer_id"] > after)
    page = [Value(number, value) for number, value in rows[:limit]]
    following = cursors.make(workspace, what, (page[-1].customer_id, at)) if len(rows) > limit else None
    return History(name, to_text(at), page, following)
