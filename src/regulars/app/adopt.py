"""Definitions change: what is new gets its past, what is gone goes, and every customer is settled. One commit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from regulars.app.world import World
from regulars.flow.effects import Effects
from regulars.flow.loop import Spool
from regulars.know.backfill import backfill, events_of
from regulars.records import Event
from regulars.state.state import Changes

if TYPE_CHECKING:
    from regulars.app.house import House

_CHUNK = 50_000


def adopt(old: World, new: World, house: "House", offset: int, at: int) -> Changes:
    """What must be written for `new` to hold from log offset `offset` on.

    The aggregates that only `new` has are folded from the whole history of each customer. No journey starts from this:
    a past that is seen with new eyes is no news.
    """
    changes = Changes(offset=offset, at=at)
    workspace = new.workspace
    fresh = frozenset(new.program.cells) - frozenset(old.program.cells)
    kept = frozenset(new.program.cells) & frozenset(old.program.cells)
    past = backfill(new.program, _history(house, workspace)) if fresh else {}
    pipeline = new.pipeline
    for stored in house.customers(workspace):
        customer = pipeline.customer(stored.id)
        if customer is None:
            continue
        cells = {key: state for key, state in customer.cells.items() if key in kept}
        cells.update((key, state) for key, state in past.get(customer.id, {}).items() if key in fresh)
        customer.cells = cells
        pipeline.settle(customer, at)
    effects = pipeline.effects
    pipeline.close(changes)
    spool = Spool([], [(offset, n.customer, n.at, n.kind, n.name, n.value, n.why) for n in effects.notes], [])
    if spool.notes:
        changes.spool.append((workspace, msgspec.msgpack.encode(spool)))
    pipeline.effects = Effects()
    return changes


def _history(house: "House", workspace: str) -> Iterator[tuple[int, Event]]:
    """Every event of every customer, resolved as known now, in portions that fit in memory."""
    sizes = house.query(workspace, "select count(*) as n, max(customer_id) as top from events where customer_id > 0").to_pylist()[0]
    top = sizes["top"] or 0
    portions = max(1, -(-sizes["n"] // _CHUNK))
    width = max(1, -(-top // portions))
    for low in range(0, top, width):
        sql = f"select * from events where customer_id > {low} and customer_id <= {low + width}"
        yield from events_of(house.query(workspace, sql))
