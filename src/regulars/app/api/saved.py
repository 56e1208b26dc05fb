"""Views that members saved for themselves."""

from typing import Annotated

import msgspec
from litestar.params import JSONBody, PathParameter
from msgspec import Meta

from regulars.app.access import Caller, new_id
from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.problems import Unfit
from regulars.app.api.route import delete, get, post
from regulars.app.saved import SavedView, drop, save, views_of


class SavedViews(msgspec.Struct, frozen=True):
    """The member's views."""

    views: list[SavedView]


class NewView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to save; with the `id` of a view in its place."""

    room: Annotated[str, Meta(min_length=1, max_length=50, examples=["customers"])]
    name: Annotated[str, Meta(min_length=1, max_length=100, examples=["big and slipping away"])]
    query: Annotated[
        dict[Annotated[str, Meta(max_length=100)], Annotated[str, Meta(max_length=4000)]],
        Meta(max_length=50, examples=[{"segment": "big_spenders", "sort": "-spend"}]),
    ]
    id: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


@get("/v1/views", tag="account", scope="read", veil=False, errors=(404,))
def list_views(house: TheHouse, caller: TheCaller) -> SavedViews:
    """List the views that you saved."""
    return SavedViews(views_of(house.backends.shelf, caller.workspace, _member(caller)))


@post("/v1/views", tag="account", scope="read", veil=False, errors=(404, 503))
def save_view(house: TheHouse, caller: TheCaller, data: JSONBody[NewView]) -> SavedView:
    """Save a view for yourself."""
    view = SavedView(data.id or new_id(house.clock.now()), data.room, data.name, data.query)
    save(house.backends.shelf, caller.workspace, _member(caller), view)
    return view


@delete("/v1/views/{view_id:str}", tag="account", scope="read", veil=False, errors=(404, 503))
def drop_view(
    house: TheHouse, caller: TheCaller, view_id: Annotated[str, PathParameter(min_length=1, max_length=64)]
) -> SavedViews:
    """Delete a view of yours. Gives those that are left."""
    drop(house.backends.shelf, caller.workspace, _member(caller), view_id)
    return SavedViews(views_of(house.backends.shelf, caller.workspace, _member(caller)))


def _member(caller: Caller) -> str:
    if not caller.member:
        raise Unfit(404, "not_found", "a key is no member and saves no views")
    return caller.member
