"""Events as they come in."""

import asyncio
from functools import partial
from typing import Annotated

from litestar.params import QueryParameter

from regulars.app import views
from regulars.app.api.cursor import Limit
from regulars.app.api.customers import OfCustomer
from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.route import get
from regulars.app.personal import personal, tables
from regulars.app.tail import Tail, Wanted, tail

_LOOK_SECONDS = 0.1


@get("/v1/events", tag="history", scope="read", errors=(404, 503))
async def list_events(
    house: TheHouse,
    caller: TheCaller,
    after: Annotated[int | None, QueryParameter(ge=0, le=1 << 62, description="`position` of the answer before.")] = None,
    event: Annotated[str | None, QueryParameter(min_length=1, max_length=200, description="Only events of this name.")] = None,
    type: Annotated[str | None, QueryParameter(min_length=1, max_length=200, description="Only calls of this type.")] = None,
    source: Annotated[
        str | None, QueryParameter(min_length=1, max_length=200, description="Only events of this source.")
    ] = None,
    customer: OfCustomer = None,
    text: Annotated[
        str | None, QueryParameter(min_length=1, max_length=200, description="Something that stands in the event.")
    ] = None,
    limit: Limit = 50,
    wait: Annotated[int, QueryParameter(ge=0, le=25, description="Seconds to wait for something new after `after`.")] = 0,
) -> Tail:
    """List the newest events, newest first; with `after` and `wait`, as soon as there are some.

    What the house has worked off is shown, archived or not; what could not be taken is under `/v1/failures`. Members of the
    console find no event by a personal field.
    """
    loop = asyncio.get_running_loop()
    workspace = caller.workspace
    number = None
    if customer is not None:
        number = (await loop.run_in_executor(None, views.find, house, workspace, customer)).id
    covers = tables(personal(house.world(workspace)))["events"] if caller.member and text is not None else {}
    wanted = Wanted(event, type, source, number, text, covers)
    until = loop.time() + wait
    position = after
    while True:
        while position is not None and house.loop.offset <= position and loop.time() < until:
            await asyncio.sleep(_LOOK_SECONDS)
        found = await loop.run_in_executor(None, partial(tail, house, workspace, wanted, after, limit))
        if found.events or after is None or loop.time() >= until:
            return found
        position = found.position
