"""Definitions change: what is new gets its past, what is gone goes, and every customer is settled. One commit."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from regulars.app.world import World
from regulars.decide.learner import Learner
from regulars.decide.learnt import Learnt
from regulars.decide.rules import rewarding
from regulars.flow.effects import Effects
from regulars.flow.spool import Spool
from regulars.know.backfill import events_of, relive
from regulars.know.stages import Relived
from regulars.records import Customer, Event
from regulars.state.state import Changes

if TYPE_CHECKING:
    from regulars.app.house import House

_EVENTS = 50_000
"""Events of history that are in memory at once."""
_CUSTOMERS = 1000
"""Customers that are decoded at once; their records stay in memory, encoded, until the commit."""


def adopt(old: World, new: World, house: "House", offset: int, at: int) -> Changes:
    """What must be written for `new` to hold from log offset `offset` on.

    The aggregates that only `new` has are folded from the whole history of each customer, and policies that only `new` has
    learn from it; what removed ones had learnt goes. No journey starts from this: a past that is seen with new eyes is no news.
    """
    changes = Changes(offset=offset, at=at)
    past = _Past(old, new, house)
    customers = iter(house.customers(new.workspace))
    while portion := list(islice(customers, _CUSTOMERS)):
        for customer in portion:
            past.complete(customer, at)
            new.pipeline.settle(customer, at)
        _hand_over(new, changes)
    for name, value in past.lessons().items():
        changes.shared[new.workspace, name] = b"" if value is None else msgspec.msgpack.encode(value)
    return changes


def _hand_over(new: World, changes: Changes) -> None:
    """What was concluded so far goes into the changes."""
    pipeline = new.pipeline
    notes = pipeline.effects.notes
    pipeline.close(changes)
    if notes:
        spool = Spool([], [(changes.offset, n.customer, n.at, n.kind, n.name, n.value, n.why) for n in notes], [])
        changes.spool.append((new.workspace, msgspec.msgpack.encode(spool)))
    pipeline.effects = Effects()


class _Past:
    """What history says of what only `new` has: asked customer by customer in order of id, lessons last."""

    def __init__(self, old: World, new: World, house: "House") -> None:
        self._new = new
        self._cells = frozenset(new.program.cells) - frozenset(old.program.cells)
        self._kept = frozenset(new.program.cells) & frozenset(old.program.cells)
        self._known = new.learner.keys & old.learner.keys
        self._taught = new.learner.keys - old.learner.keys
        rules = rewarding(new.definitions, new.program)
        self._within = {slot: rule.within for slot, rule in rules.items()}
        self._newly = {slot for slot, rule in rules.items() if rule.key in self._taught}
        self._learner = Learner(new.definitions, new.program, Learnt())
        self._effects = Effects()
        stages = new.pipeline.stages
        former = old.pipeline.stages
        again = stages is not None and (former is None or former.meaning != stages.meaning)
        self._stages = Relived(stages) if stages is not None and again else None
        needed = self._cells or self._taught or self._stages is not None
        ahead = self._stages.before if self._stages is not None else None
        self._lives = relive(new.program, lived(house, new.workspace), self._heed, ahead) if needed else iter(())
        self._next = next(self._lives, None)

    def complete(self, customer: Customer, at: int) -> None:
        """Give the customer the cells and the decisions open at `at` that the new definitions need, and take the others."""
        while self._next is not None and self._next.id < customer.id:
            self._next = next(self._lives, None)
        life = self._next if self._next is not None and self._next.id == customer.id else Customer(id=customer.id, born_at=0)
        cells = {key: state for key, state in customer.cells.items() if key in self._kept}
        customer.cells = cells | {key: state for key, state in life.cells.items() if key in self._cells}
        if self._stages is not None:
            self._stages.until(life, at)
            self._new.pipeline.restage(customer, life.stage, life.stage_at)
        mine = [each for each in customer.decisions if each[1] not in self._newly]
        mine += [each for each in life.decisions if each[1] in self._newly]
        within = self._within
        customer.decisions = [each for each in mine if each[1] in within and each[3] + within[each[1]] >= at]

    def lessons(self) -> dict[str, object]:
        """What policies learnt, by name in the shared state; None for what is not needed any more. `new` knows it, too."""
        while self._next is not None:
            self._next = next(self._lives, None)
        fresh = {name: value for name, value in self._effects.shared.items() if name.split(":", 2)[1] in self._taught}
        lessons = dict.fromkeys(self._new.learnt.names(self._known)) | fresh
        self._new.learnt.put(lessons)
        return lessons

    def _heed(self, customer: Customer, event: Event) -> None:
        if self._stages is not None:
            self._stages.after(customer, event)
        if self._taught:
            self._learner.event(customer, event, event.received_at, self._effects)


def lived(house: "House", workspace: str) -> Iterator[tuple[int, Event]]:
    """Every event of every customer, customer by customer in order of receipt, in portions that fit in memory."""
    sizes = house.query(
        workspace, "select count(*) as n, max(customer_id) as top from events where customer_id > 0"
    ).to_pylist()[0]
    top = sizes["top"] or 0
    portions = max(1, -(-sizes["n"] // _EVENTS))
    width = max(1, -(-top // portions))
    for low in range(0, top, width):
        which = f"customer_id > {low} and customer_id <= {low + width}"
        order = 'customer_id, received_at, log_offset, "timestamp", event_id'
        yield from events_of(house.query(workspace, f"select * from events where {which} order by {order}"))
