"""Items that slots choose from: what there is, and how it comes in."""

from typing import Annotated, Any

import msgspec
from litestar.params import JSONBody, PathParameter
from msgspec import Meta

from regulars.app import catalogs
from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.route import get, post
from regulars.define.definitions import Catalog as Defined


class Catalog(msgspec.Struct, frozen=True):
    """A catalogue of items that slots choose from."""

    name: str
    key: str
    """The attribute that names an item."""
    items: int


class Catalogs(msgspec.Struct, frozen=True):
    """All catalogues that are defined."""

    catalogs: list[Catalog]


class Stock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Items of a catalogue."""

    items: Annotated[list[dict[str, Any]], Meta(max_length=2000, examples=[[{"id": "coffee-beans", "price": 12.5}]])]
    replace: Annotated[bool, Meta(description="In place of all that are there; else besides them.")] = False


CatalogName = Annotated[str, PathParameter(max_length=100, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]


@get("/v1/catalogs", tag="decisions", scope="read")
def list_catalogs(house: TheHouse, caller: TheCaller) -> Catalogs:
    """List the catalogues of items, with how many items each holds."""
    defined = house.world(caller.workspace).definitions.catalogs.values()
    shelf = house.backends.shelf
    return Catalogs([Catalog(c.name, c.key, catalogs.count(shelf, caller.workspace, c)) for c in defined])


@post(
    "/v1/catalogs/{name:str}/items",
    tag="decisions",
    scope="manage",
    errors=(503,),
    audit=lambda given: (f"catalog:{given['name']}", f"{len(given['data'].items)} items"),
)
def stock_catalog(house: TheHouse, caller: TheCaller, name: CatalogName, data: JSONBody[Stock]) -> Catalog:
    """Take items of a catalogue: products, articles, offers.

    An item with the same key takes the place of the former one. Items may come before the definitions that name their
    catalogue.
    """
    catalog = house.world(caller.workspace).definitions.catalogs.get(name) or Defined(name=name)
    return Catalog(name, catalog.key, house.stock(caller.workspace, catalog, data.items, data.replace))
