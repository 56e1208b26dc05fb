"""How policies learn: from events, in the pipeline, customer by customer. A `flow.Reaction` over plain shared values.

It is order-free where it counts (see `decide.learnt`), and it reads no clock: the same log gives the same values.
"""

from typing import Any

from regulars.algebra import Program
from regulars.algebra.cells import cell, reader
from regulars.algebra.narrow import narrowed
from regulars.algebra.scalar import Closure, compiled
from regulars.algebra.tree import Constant, Node
from regulars.decide.learnt import Learnt, counted, name_of
from regulars.decide.rules import Counting, Rewarding, counting, rewarding
from regulars.define.definitions import Definitions
from regulars.flow.effects import Effects
from regulars.kit.clock import NEVER
from regulars.records import Customer, Event

DECISION = "Decision Made"
SOURCE = "regulars"
"""Only the house's own decisions count: a client cannot send one."""
LIMIT_OPEN = 50
"""A customer's decisions that wait for their reward; of more, the oldest count as not rewarded."""

_MANY = 4096
"""Names of events remembered with what they can do; clients may invent names without end."""

Plan = tuple[tuple[tuple[Counting, Closure], ...], tuple[tuple[Rewarding, Closure], ...]]


class Learner:
    """Turns events into what policies know. The pipeline's thread calls it; what it learns is readable once committed.

    `learnt` holds what is committed. What a batch adds goes to `effects.shared` (name → plain value) and is kept aside until
    `turn` (the batch was committed) or `forget` (it was not, and will come again).
    """

    def __init__(self, definitions: Definitions, program: Program, learnt: Learnt) -> None:
        self._program = program
        self._learnt = learnt
        self._counting = {rule.key: rule for rule in counting(definitions, program).values()}
        self._rewarding = rewarding(definitions, program)
        self._pending: dict[str, Any] = {}
        self._plans: dict[tuple[str, str], Plan] = {}
        self.keys = frozenset(self._counting) | {rule.key for rule in self._rewarding.values()}
        """The tables that these definitions use."""

    def event(self, customer: Customer, event: Event, at: int, effects: Effects) -> None:
        """An event was taken: count it, open a decision, reward the open ones."""
        plan = self._plans.get((event.type, event.event))
        if plan is None:
            plan = self._plan(event)
        counts, rewards = plan
        if counts:
            frame = self._program.frame(customer, at, event=event)
            for counter, asked in counts:
                if asked(frame) is True:
                    self._count(counter, event, effects)
        if customer.decisions:
            self._reward(customer, event, at, rewards, effects)
        if event.event == DECISION and event.source == SOURCE:
            self._open(customer, event, effects)

    def enter(self, customer: Customer, kind: str, name: str, at: int, effects: Effects) -> None:
        """Nothing is learnt from entering a segment or stage."""

    def time(self, customer: Customer, at: int, effects: Effects) -> None:
        """A decision whose time for a reward is over is forgotten; it counts as not rewarded already."""
        self._expire(customer, at)

    def due(self, customer: Customer) -> int:
        """No timer is needed: decisions expire when something else happens."""
        return NEVER

    def turn(self) -> None:
        """The batch was committed: let deciders see what it taught."""
        if self._pending:
            self._learnt.put(self._pending)
            self._pending = {}

    def forget(self) -> None:
        """The batch was not committed."""
        self._pending = {}

    def _count(self, rule: Counting, event: Event, effects: Effects) -> None:
        happened_at = min(event.timestamp, event.received_at)  # a clock ahead must not make the rest look old
        for item in rule.items(event):
            name = name_of(rule.key, item)
            self._set(name, counted(self._get(name) or {}, happened_at, rule.half_life), effects)

    def _open(self, customer: Customer, event: Event, effects: Effects) -> None:
        slot, item = event.properties.get("slot"), event.properties.get("item")
        rule = self._rewarding.get(slot) if isinstance(slot, str) else None
        if rule is None or not isinstance(item, str) or event.properties.get("fallback"):
            return
        name = name_of(rule.key, item)
        shown, rewarded = self._get(name) or (0, 0)
        self._set(name, [shown + 1, rewarded], effects)
        ident = str(event.properties.get("decision_id") or event.id)
        customer.decisions = [*customer.decisions, [ident, rule.slot, item, event.timestamp]][-LIMIT_OPEN:]

    def _reward(
        self,
        customer: Customer,
        event: Event,
        at: int,
        rewards: tuple[tuple[Rewarding, Closure], ...],
        effects: Effects,
    ) -> None:
        """Each open decision of a slot whose reward this event is, and which it follows in time, is rewarded and closed."""
        for rule, asked in rewards:
            staying = []
            for decision in customer.decisions:
                _, slot, item, decided_at = decision
                if slot == rule.slot and decided_at < event.timestamp <= decided_at + rule.within:
                    frame = self._program.frame(customer, at, {rule.item_key: item}, event)
                    if asked(frame) is True:
                        name = name_of(rule.key, item)
                        shown, rewarded = self._get(name) or (1, 0)
                        self._set(name, [shown, min(shown, rewarded + 1)], effects)
                        continue
                staying.append(decision)
            if len(staying) < len(customer.decisions):
                customer.decisions = staying
        self._expire(customer, at)

    def _expire(self, customer: Customer, at: int) -> None:
        rules = self._rewarding
        staying = [each for each in customer.decisions if each[1] in rules and each[3] + rules[each[1]].within >= at]
        if len(staying) < len(customer.decisions):
            customer.decisions = staying

    def _get(self, name: str) -> Any:
        value = self._pending.get(name)
        return self._learnt.get(name) if value is None else value

    def _set(self, name: str, value: Any, effects: Effects) -> None:
        self._pending[name] = effects.shared[name] = value

    def _plan(self, event: Event) -> Plan:
        """The rules that events of this type and name can touch, with what remains to be asked of each event."""
        known = {"type": event.type, "event": event.event}
        days = self._program.calendar

        def asked(tree: Node) -> Closure | None:
            rest = narrowed(tree, known, days)
            if isinstance(rest, Constant) and rest.value is not True:
                return None
            return compiled(rest, days, lambda aggregate: reader(cell(aggregate, days)))

        counts = [(rule, closure) for rule in self._counting.values() if (closure := asked(rule.condition.tree)) is not None]
        rewards = [(rule, closure) for rule in self._rewarding.values() if (closure := asked(rule.condition.tree)) is not None]
        if len(self._plans) >= _MANY:
            self._plans.clear()
        plan = self._plans[event.type, event.event] = (tuple(counts), tuple(rewards))
        return plan
