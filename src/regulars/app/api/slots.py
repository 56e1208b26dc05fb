"""Slots and what they choose from, as people look at them."""

from typing import Annotated, Any

import msgspec
from litestar.params import QueryParameter

from regulars.app import slots
from regulars.app.api.catalogs import CatalogName
from regulars.app.api.cursor import Limit
from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.route import get


class Slots(msgspec.Struct, frozen=True):
    """All slots, each with what it showed in the last days."""

    days: int
    items: list[slots.SlotUse]


class Shelf(msgspec.Struct, frozen=True):
    """Items of a catalogue."""

    name: str
    found: int
    """How many items fit; `items` holds the first of them."""
    items: list[dict[str, Any]]


@get("/v1/slots", tag="decisions", scope="read", errors=(503,), heavy=True)
def list_slots(
    house: TheHouse,
    caller: TheCaller,
    days: Annotated[int, QueryParameter(ge=1, le=400, description="Of how many days decisions are counted.")] = 30,
) -> Slots:
    """List the slots: their policy, how much they decided lately, and the share of each item."""
    return Slots(days, slots.uses(house, caller.workspace, days))


@get("/v1/catalogs/{name:str}/items", tag="decisions", scope="read", errors=(404,), veil=False)
def list_items(
    house: TheHouse,
    caller: TheCaller,
    name: CatalogName,
    q: Annotated[str, QueryParameter(max_length=200, description="Only items that hold this in any attribute.")] = "",
    limit: Limit = 100,
) -> Shelf:
    """List the items of a catalogue."""
    found, items = slots.items(house, caller.workspace, name, q, limit)
    return Shelf(name, found, items)
