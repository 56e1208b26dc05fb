"""Definitions change: what is new gets its past, what is gone goes, and every customer is settled. One commit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from regulars.app.world import World
from regulars.decide.learner import Learner
from regulars.decide.learnt import Learnt
from regulars.flow.effects import Effects
from regulars.flow.loop import Spool
from regulars.know.backfill import backfill, events_of
from regulars.records import Customer, Event
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
    workspace, pipeline = new.workspace, new.pipeline
    cells = frozenset(new.program.cells) - frozenset(old.program.cells)
    kept = frozenset(new.program.cells) & frozenset(old.program.cells)
    lessons = new.learner.keys - old.learner.keys
    past: dict[int, dict[int, object]] = {}
    if cells or lessons:
        history = _history(house, workspace)
        past = backfill(new.program, _taught(history, new, lessons, changes) if lessons else history)
    for stored in house.customers(workspace):
        customer = pipeline.customer(stored.id)
        if customer is None:
            continue
        mine = {key: state for key, state in customer.cells.items() if key in kept}
        mine.update((key, state) for key, state in past.get(customer.id, {}).items() if key in cells)
        customer.cells = mine
        pipeline.settle(customer, at)
    notes = pipeline.effects.notes
    pipeline.close(changes)
    if notes:
        spool = Spool([], [(offset, n.customer, n.at, n.kind, n.name, n.value, n.why) for n in notes], [])
        changes.spool.append((workspace, msgspec.msgpack.encode(spool)))
    pipeline.effects = Effects()
    return changes


def _taught(
    history: Iterator[tuple[int, Event]], new: World, lessons: frozenset[str], changes: Changes
) -> Iterator[tuple[int, Event]]:
    """The same history, which on its way teaches policies that are new; what they learnt goes to the changes at the end.

    The events come customer by customer, so within a table each customer's stand in order of time.
    """
    effects = Effects()
    learner = Learner(new.definitions, new.program, Learnt())
    customer = Customer(id=0, born_at=0)
    for number, event in history:
        if number != customer.id:
            customer = Customer(id=number, born_at=0)
        learner.event(customer, event, event.received_at, effects)
        yield number, event
    fresh = {name: value for name, value in effects.shared.items() if name.split(":", 2)[1] in lessons}
    new.learnt.put(fresh)
    for name, value in fresh.items():
        changes.shared[new.workspace, name] = msgspec.msgpack.encode(value)


def _history(house: "House", workspace: str) -> Iterator[tuple[int, Event]]:
    """Every event of every customer, customer by customer in order of receipt, in portions that fit in memory."""
    sizes = house.query(
        workspace, "select count(*) as n, max(customer_id) as top from events where customer_id > 0"
    ).to_pylist()[0]
    top = sizes["top"] or 0
    portions = max(1, -(-sizes["n"] // _CHUNK))
    width = max(1, -(-top // portions))
    for low in range(0, top, width):
        which = f"customer_id > {low} and customer_id <= {low + width}"
        yield from events_of(
            house.query(workspace, f"select * from events where {which} order by customer_id, received_at, log_offset")
        )
