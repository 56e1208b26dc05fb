"""One workspace's pipeline: identify → dedupe → consents → profile → features → segments → stage → reactions.

It is the only writer of customers. The instant of every step is the log's (`at`), so a replay gives the same state.
"""

from collections.abc import Iterable, Sequence

from regulars.algebra import Program
from regulars.define.definitions import Definitions
from regulars.flow.book import Book
from regulars.flow.effects import Effects
from regulars.flow.reaction import Reaction
from regulars.flow.world import DUPLICATE, NOBODY
from regulars.kit.clock import HOUR, NEVER
from regulars.kit.hashing import hash8
from regulars.kit.said import Said
from regulars.know.active import is_active
from regulars.know.dedupe import is_repeat
from regulars.know.identify import Identify
from regulars.know.kinds import kinds_of
from regulars.know.merge import Merger
from regulars.know.nobody import Nobody
from regulars.know.parting import Parting
from regulars.know.plan import TrackingPlan
from regulars.know.profile import take_consents, take_scores, take_traits
from regulars.know.stages import Entered, Stages, restate, withdraw
from regulars.know.unmerge import Told
from regulars.know.wished import wished
from regulars.records import Customer, Event, Unmerge
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
        self.kinds = kinds_of(definitions)
        self._nobody = Nobody(workspace, state)
        self._merger = Merger(program, self._book, self.kinds, definitions.purposes)
        self._identify = Identify(self.kinds, self._book, self._merger)
        self._reactions = reactions
        self._plan = TrackingPlan(definitions.events)
        self._segments = frozenset(definitions.segments)
        self.stages = Stages(definitions, program) if program.scope.remembered else None
        self._staged = frozenset(self.stages.conditions if self.stages else ())
        self._judged = (*definitions.segments, *(sorted(self._staged) or (["stage"] if definitions.stages else [])))
        timed = program.timed | (self._staged if self.stages and self.stages.timed else frozenset())
        self._timed = tuple(name for name in self._judged if name in timed)
        self._born: tuple[str, ...] | None = None
        self._among: dict[tuple[str, ...], tuple[str, ...]] = {}

    def open(self, events: Sequence[Event], customers: Sequence[int] = ()) -> None:
        self._identify.open(events)
        self._book.fetch(customers)

    def take(self, event: Event, at: int) -> int:
        """Take one event. Gives its customer's id, NOBODY or DUPLICATE; raises Refused where the tracking plan is strict."""
        self._plan.check(event)
        effects = self.effects
        if event.type == "merge":
            return self._merge(event, at)
        customer = self._identify.find(event, at, effects)
        key = hash8(f"{event.source}\x1f{event.id}".encode())
        if customer is None:
            repeat = self._nobody.is_repeat(key, at, effects)
            effects.count("duplicate" if repeat else "nobody")
            return DUPLICATE if repeat else NOBODY
        if self._identify.made:
            self._greet(at)
        if is_repeat(customer.seen, key, at):
            effects.count("duplicate")
            if not customer.evaluated_at:  # its identifiers united customers all the same
                self._judge(customer, at)
            return DUPLICATE
        self._book.change(customer)
        self._identify.see(customer, at)
        tie = int.from_bytes(key, "big") >> 1
        new = not customer.evaluated_at and not customer.merges
        if event.received_at > customer.seen_at and is_active(event):
            customer.seen_at = event.received_at
        if event.type == "consent" or "consent" in event.context:
            take_consents(customer, event, tie)
        program = self.program
        names = self._kept(program.update(customer.cells, event))
        if event.traits:
            for trait in take_traits(customer, event, tie):
                names = self._both(names, program.trait_dependents(trait))
        if event.type == "score":
            for score in take_scores(customer, event, tie):
                names = self._both(names, program.score_dependents(score))
        if new:
            names = self._both(names, self._at_birth(at))
        elif not customer.evaluated_at:
            names, customer.due = self._judged, at
        elif customer.due <= at:
            names = self._both(names, self._timed)
        entered = self._evaluate(customer, names, at)
        for reaction in self._reactions:
            reaction.event(customer, event, at, effects)
        if entered:
            self._react(customer, entered, at)
        self._schedule(customer, at)
        return customer.id

    def _at_birth(self, at: int) -> tuple[str, ...]:
        """What is judged of a new customer beside what the first event touches: what holds of nobody, or will by time alone."""
        if self._born is None:
            nobody = Customer(id=0, born_at=at)
            judged = {name: self.program.judge((name,), nobody, at) for name in self._judged}
            self._born = tuple(name for name, (values, due) in judged.items() if values[0] or due != NEVER)
        return self._born

    def _kept(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the names that the pipeline keeps: segments, and the stage (if it is remembered, all that it rests on)."""
        found = self._among.get(names)
        if found is None:
            if len(self._among) > 4096:
                self._among.clear()
            wanted = self._staged.union(names) if not self._staged.isdisjoint(names) else names
            found = self._among[names] = tuple(name for name in self._judged if name in wanted)
        return found

    def _both(self, names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
        return self._kept(tuple(dict.fromkeys(names + more))) if more else names

    def _schedule(self, customer: Customer, at: int) -> None:
        """What the reactions have planned may come before what time alone will change."""
        due = customer.due
        for reaction in self._reactions:
            due = min(due, reaction.due(customer))
        customer.due = max(due, at + 1)

    def tick(self, at: int, customer: int) -> None:
        """Time alone has passed for this customer: windows have moved on, journeys' timers are due."""
        known = self._book.customer(customer)
        if known is None or known.id != customer:
            return
        self._book.change(known)
        entered = self._evaluate(known, self._timed, at)
        for reaction in self._reactions:
            reaction.time(known, at, self.effects)
        self._react(known, entered, at)
        self._schedule(known, at)

    def postpone(self, at: int, customer: int, why: str) -> None:
        """What is due for this customer raises: try again in an hour, and say so on the timeline."""
        if (known := self._book.customer(customer)) is not None:
            known.due = at + HOUR
            self._book.change(known)
            said = Said(f"what was due failed ({why}); it is tried again later", f"到期处理失败（{why}），稍后重试")
            self.effects.note(known.id, at, "failure", "timer", why, [said])
        self.effects.count("postponed")

    def _greet(self, at: int) -> None:
        """Customers that came into being without an event of their own are judged like all others."""
        for customer in self._identify.made:
            self._judge(customer, at)
        self._identify.made.clear()

    def _judge(self, customer: Customer, at: int) -> None:
        """Bring everything that is concluded of a customer up to date, without an event to react to."""
        customer.due = at
        self._react(customer, self._evaluate(customer, self._judged, at), at)
        self._schedule(customer, at)

    def _evaluate(self, customer: Customer, names: tuple[str, ...], at: int) -> Entered:
        """Bring the memberships of these segments, the stage and the timer up to date. Gives what was entered.

        Where the timer is due, `names` hold all that time can change.
        """
        entered: Entered = []
        late = customer.due <= at
        names, over = self._remember(customer, names, at, entered) if self.stages is not None else (names, NEVER)
        customer.evaluated_at = at
        values, due = self.program.judge(names, customer, at)
        due = min(due, over)
        customer.due = due if late else min(customer.due, due)
        segments, known = customer.segments, self._segments
        for name, value in zip(names, values, strict=True):
            if (value is True) is not (name in segments) and name in known:
                self._flip(customer, name, value is True, at)
                if value is True:
                    entered.append(("segment", name))
        if names and names[-1] == "stage" and (stage := values[-1] or "") != customer.stage:
            self._move(customer, stage, at)
            if stage:
                entered.append(("stage", stage))
        return entered

    def _remember(self, customer: Customer, names: tuple[str, ...], at: int, entered: Entered) -> tuple[tuple[str, ...], int]:
        """Bring a remembered stage up to date. Gives what else of `names` there is to judge, and when to look again."""
        assert self.stages is not None
        if self._staged.isdisjoint(names):
            return names, self.stages.over(customer.stage, customer.stage_at, at)
        if not customer.evaluated_at:
            restate(customer, self.effects)
        others = tuple(name for name in names if name not in self._staged)
        stage, due = self.stages.move(customer, at)
        if stage != customer.stage:
            self._move(customer, stage, at)
            others = self._both(others, self.program.stage_dependents())
            if stage:
                entered.append(("stage", stage))
        return others, due

    def _flip(self, customer: Customer, name: str, holds: bool, at: int) -> None:
        if holds:
            customer.segments[name] = at
            self._book.join(name, customer.id, at)
        else:
            del customer.segments[name]
            self._book.leave(name, customer.id)
        why = self.program.explain(name, customer, at)
        self.effects.note(customer.id, at, "segment", name, "in" if holds else "out", why)

    def _move(self, customer: Customer, stage: str, at: int, why: list[str] | None = None) -> None:
        if customer.stage:
            self._book.leave(f"stage:{customer.stage}", customer.id)
        if stage:
            self._book.join(f"stage:{stage}", customer.id, at)
        if customer.stage_at == at:
            withdraw(self.effects.notes, (customer.id,), at)
        former, customer.stage, customer.stage_at = customer.stage, stage, at
        if why is None:
            why = self.stages.why(former, customer, at) if self.stages else self.program.explain("stage", customer, at)
        self.effects.note(customer.id, at, "stage", "stage", stage, why)

    def _react(self, customer: Customer, entered: Iterable[tuple[str, str]], at: int) -> None:
        for kind, name in entered:
            for reaction in self._reactions:
                reaction.enter(customer, kind, name, at, self.effects)

    def settle(self, customer: Customer, at: int) -> None:
        """Bring everything that is concluded of a customer up to date without any reaction: after a change of definitions."""
        for name in [name for name in customer.segments if name not in self._segments]:
            del customer.segments[name]
            self._book.leave(name, customer.id)
        gone = customer.stage if customer.stage not in self.definitions.stages else ""
        if gone:
            self._book.leave(f"stage:{gone}", customer.id)
            customer.stage = ""
        customer.due = at
        self._evaluate(customer, self._judged, at)
        if gone and not customer.stage:
            self.effects.note(customer.id, at, "stage", "stage", "", [f"there is no stage '{gone}' any more"])
        self._schedule(customer, at)
        self._book.change(customer)

    def restage(self, customer: Customer, stage: str, since: int, anew: bool = False) -> None:
        """History says that the customer has been in this stage since then. `anew`: to be recorded even if that is known."""
        if anew or ((stage or customer.stage) and (stage, since) != (customer.stage, customer.stage_at)):
            self._move(customer, stage, since, ["history says so, seen with the definitions that hold now"])
        customer.stage_at = since

    def _merge(self, event: Event, at: int) -> int:
        """A merge that a member or a job asked for: the record in the log says why."""
        into, other, why, by = wished(self._book, event)
        if into is other:
            self.effects.count("duplicate")
            return DUPLICATE
        self._identify.unite(into, other, at, why, self.effects, by)
        self._judge(into, at)
        return NOBODY  # it is about customers, and happened to none of them

    def part(self, wish: Unmerge, told: Told, at: int) -> None:
        """A merge is undone, between batches. Nobody's journey starts by it. Raises Refused."""
        parting = Parting(self.program, self._identify.carried, self._book, self._merger, self.stages)
        undone, both = parting.split(wish, told, at, self.effects)
        for customer, stage in both:
            if stage is not None:
                self.restage(customer, *stage, anew=True)
            self.settle(customer, at)
        parting.date(undone, at)

    def close(self, changes: Changes) -> None:
        self._book.close(changes)

    def turn(self) -> None:
        self._book.turn()
        for reaction in self._reactions:
            reaction.turn()

    def forget(self) -> None:
        self._book.forget()
        self._nobody.forget()
        self._identify.made.clear()
        for reaction in self._reactions:
            reaction.forget()
        self.effects = Effects()

    def customer(self, number: int) -> Customer | None:
        """The pipeline's own copy of a customer."""
        return self._book.customer(number)
