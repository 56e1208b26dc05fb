"""One workspace's pipeline: identify → dedupe → consents → profile → features → segments → stage → reactions.

It is the only writer of customers. The instant of every step is the log's (`at`), so a replay gives the same state.
"""

from collections.abc import Iterable, Sequence

from regulars.algebra import Program
from regulars.define.definitions import DEFAULT_IDENTIFIERS, Definitions
from regulars.flow.book import Book
from regulars.flow.effects import Effects
from regulars.flow.loop import DUPLICATE, NOBODY, Refused
from regulars.flow.reaction import Reaction
from regulars.kit.hashing import hash8
from regulars.know.dedupe import is_repeat
from regulars.know.identify import Identify
from regulars.know.merge import Merger
from regulars.know.plan import TrackingPlan
from regulars.know.profile import take_consents, take_scores, take_traits
from regulars.records import Customer, Event
from regulars.state.state import Changes, State


class Pipeline:
    """The `World` of one workspace under one version of its definitions."""

    def __init__(
        self, workspace: str, definitions: Definitions, program: Program, state: State, reactions: Sequence[Reaction]
    ) -> None:
        self.workspace = workspace
        self.definitions = definitions
        self.program = program
        self.effects = Effects()
        self._book = Book(workspace, state)
        self.kinds = definitions.identifiers or DEFAULT_IDENTIFIERS
        self._identify = Identify(self.kinds, self._book, Merger(program, self._book))
        self._reactions = reactions
        self._plan = TrackingPlan(definitions.events)
        self._segments = frozenset(definitions.segments)
        self._judged = (*definitions.segments, *(["stage"] if definitions.stages else []))
        self._timed = tuple(name for name in self._judged if name in program.timed)
        self._among: dict[tuple[str, ...], tuple[str, ...]] = {}

    def open(self, events: Sequence[Event]) -> None:
        self._identify.open(events)

    def take(self, event: Event, at: int) -> int:
        """Take one event. Gives its customer's id, NOBODY or DUPLICATE; raises Refused where the tracking plan is strict."""
        self._plan.check(event)
        effects = self.effects
        if event.type == "merge":
            return self._merge(event, at)
        customer = self._identify.find(event, at, effects)
        if customer is None:
            effects.count("nobody")
            return NOBODY
        key = hash8(f"{event.source}\x1f{event.id}".encode())
        if is_repeat(customer.seen, key, at):
            effects.count("duplicate")
            if not customer.evaluated_at:  # its identifiers united customers all the same
                self._react(customer, self._evaluate(customer, self._judged, at), at)
                self._plan_ahead(customer, self._judged, at)
            return DUPLICATE
        self._book.change(customer)
        tie = int.from_bytes(key, "big") >> 1
        if at > customer.seen_at:
            customer.seen_at = at
        if event.type == "consent" or "consent" in event.context:
            take_consents(customer, event, tie)
        program = self.program
        names = self._judge(program.update(customer.cells, event))
        if event.traits:
            for trait in take_traits(customer, event, tie):
                names = self._both(names, program.trait_dependents(trait))
        elif event.type == "score":
            for score in take_scores(customer, event, tie):
                names = self._both(names, program.score_dependents(score))
        if not customer.evaluated_at:
            names = self._judged
        elif customer.due <= at:
            names = self._both(names, self._timed)
        entered = self._evaluate(customer, names, at) if names else ()
        for reaction in self._reactions:
            reaction.event(customer, event, at, effects)
        if entered:
            self._react(customer, entered, at)
        self._plan_ahead(customer, names, at)
        return customer.id

    def _judge(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the names that the pipeline itself keeps: segments, and the stage."""
        found = self._among.get(names)
        if found is None:
            if len(self._among) > 4096:
                self._among.clear()
            found = self._among[names] = tuple(name for name in self._judged if name in names)
        return found

    def _both(self, names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
        return self._judge(tuple(dict.fromkeys(names + more))) if more else names

    def _plan_ahead(self, customer: Customer, names: tuple[str, ...], at: int) -> None:
        """When must this customer be looked at again, without any event?"""
        if customer.due <= at or names is self._judged:
            due = self.program.next_change(self._timed, customer, at)
        else:
            due = min(customer.due, self.program.next_change(names, customer, at)) if names else customer.due
        for reaction in self._reactions:
            due = min(due, reaction.due(customer))
        customer.due = max(due, at + 1)

    def tick(self, at: int, customers: Sequence[int]) -> None:
        """Time alone has passed for these customers: windows have moved on, journeys' timers are due."""
        book, effects = self._book, self.effects
        for number in customers:
            customer = book.customer(number)
            if customer is None or customer.id != number:
                continue
            book.change(customer)
            entered = self._evaluate(customer, self._timed, at)
            for reaction in self._reactions:
                reaction.time(customer, at, effects)
            self._react(customer, entered, at)
            self._plan_ahead(customer, self._judged, at)

    def _evaluate(self, customer: Customer, names: Iterable[str], at: int) -> list[tuple[str, str]]:
        """Bring the memberships of these segments, and the stage, up to date. Gives what was entered."""
        entered: list[tuple[str, str]] = []
        customer.evaluated_at = at
        program = self.program
        frame = program.frame(customer, at)
        segments = customer.segments
        for name in names:
            if name in self._segments:
                holds = program.read(name, frame) is True
                if holds != (name in segments):
                    self._flip(customer, name, holds, at)
                    if holds:
                        entered.append(("segment", name))
            elif (stage := program.read("stage", frame) or "") != customer.stage:
                self._move(customer, stage, at, program.explain("stage", customer, at))
                if stage:
                    entered.append(("stage", stage))
        return entered

    def _flip(self, customer: Customer, name: str, holds: bool, at: int) -> None:
        if holds:
            customer.segments[name] = at
            self._book.join(name, customer.id, at)
        else:
            del customer.segments[name]
            self._book.leave(name, customer.id)
        why = self.program.explain(name, customer, at)
        self.effects.note(customer.id, at, "segment", name, "in" if holds else "out", why)

    def _move(self, customer: Customer, stage: str, at: int, why: list[str]) -> None:
        if customer.stage:
            self._book.leave(f"stage:{customer.stage}", customer.id)
        if stage:
            self._book.join(f"stage:{stage}", customer.id, at)
        self.effects.note(customer.id, at, "stage", "stage", stage, why)
        customer.stage, customer.stage_at = stage, at

    def _react(self, customer: Customer, entered: Iterable[tuple[str, str]], at: int) -> None:
        for kind, name in entered:
            for reaction in self._reactions:
                reaction.enter(customer, kind, name, at, self.effects)

    def settle(self, customer: Customer, at: int) -> None:
        """Bring everything that is concluded of a customer up to date without any reaction: after a change of definitions."""
        known = self._segments
        for name in [name for name in customer.segments if name not in known]:
            del customer.segments[name]
            self._book.leave(name, customer.id)
        if customer.stage and customer.stage not in self.definitions.stages:
            self._move(customer, "", at, ["the stage is no longer defined"])
        self._evaluate(customer, self._judged, at)
        self._plan_ahead(customer, self._judged, at)
        self._book.change(customer)

    def _merge(self, event: Event, at: int) -> int:
        """A merge that a member or a job asked for: the record in the log says why."""
        book = self._book
        into = book.customer(_number(event.properties.get("into")))
        other = book.customer(_number(event.properties.get("from")))
        if into is None or other is None:
            raise Refused("unknown_customer", "properties.into" if into is None else "properties.from")
        if into.id == other.id:
            self.effects.count("duplicate")
            return DUPLICATE
        why = str(event.properties.get("reason") or "asked for")
        self._identify.unite(into, other, at, why, self.effects)
        self._react(into, self._evaluate(into, self._judged, at), at)
        self._plan_ahead(into, self._judged, at)
        return into.id

    def close(self, changes: Changes) -> None:
        self._book.close(changes)

    def turn(self) -> None:
        self._book.turn()
        for reaction in self._reactions:
            reaction.turn()

    def forget(self) -> None:
        self._book.forget()
        for reaction in self._reactions:
            reaction.forget()
        self.effects = Effects()

    def customer(self, number: int) -> Customer | None:
        """The pipeline's own copy of a customer."""
        return self._book.customer(number)


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
