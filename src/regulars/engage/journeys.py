"""All journeys of one workspace as the pipeline drives them: a `flow.Reaction` over the pure step function."""

from collections.abc import Iterable

from regulars.algebra import Program
from regulars.define.definitions import Definitions, Journey
from regulars.engage.journey import BrokenJourney, Due, Entered, Machine, What, step
from regulars.flow.effects import Effects, Note
from regulars.kit.clock import DAY, NEVER
from regulars.kit.said import Said
from regulars.records import Customer, Event, Message, Run

_MANY = 4096
"""Names of events remembered with the journeys that they may start; clients may invent names without end."""


class Journeys:
    """Moves customers along their journeys: changes `customer.runs`, `ended` and `exited`, and adds to the effects.

    `earlier` are former texts of journeys: runs that started on one of them stay on it as long as the journey exists at all.
    A run whose version is unknown, or that no longer compiles, ends with that reason at its next input. Raises BrokenJourney
    for a journey of `definitions` that cannot run. Effects stand in a fixed order: that of the runs, then of the definitions.
    """

    def __init__(self, definitions: Definitions, program: Program, earlier: Iterable[Journey] = (), late: int = DAY) -> None:
        templates = definitions.templates
        current = [Machine(journey, program, templates, late) for journey in definitions.journeys.values()]
        self._machines: dict[tuple[str, str], Machine] = {}
        for journey in earlier:
            if journey.name in definitions.journeys:
                try:
                    machine = Machine(journey, program, templates, late)
                except BrokenJourney:
                    continue
                self._machines[machine.name, machine.version] = machine
        self._machines |= {(machine.name, machine.version): machine for machine in current}
        self._names = frozenset(definitions.journeys)
        self._current = current
        self._late = late
        self._starters: dict[tuple[str, str], list[Machine]] = {}
        self._history = 0
        self._on_enter: dict[tuple[str, str], list[Machine]] = {}
        for machine in current:
            for kind, name in (("segment", machine.journey.on_segment), ("stage", machine.journey.on_stage)):
                if name is not None:
                    self._on_enter.setdefault((kind, name), []).append(machine)

    def event(self, customer: Customer, event: Event, at: int, effects: Effects) -> None:
        """An event was taken; the customer is up to date with it. What it leads to is told by `enter` right afterwards."""
        self._history = customer.id if event.timestamp < event.received_at - self._late else 0
        if customer.runs:
            self._resume(customer, event, at, effects)
        starters = self._starters.get((event.type, event.event))
        if starters is None:
            starters = self._find_starters(event)
        if starters:
            self._start(starters, customer, event, at, effects)

    def _find_starters(self, event: Event) -> list[Machine]:
        if len(self._starters) >= _MANY:
            self._starters.clear()
        found = [machine for machine in self._current if machine.starts_on(event.type, event.event)]
        self._starters[event.type, event.event] = found
        return found

    def enter(self, customer: Customer, kind: str, name: str, at: int, effects: Effects) -> None:
        """The customer came into a segment or stage. It starts nothing where the event that led there is history."""
        machines = self._on_enter.get((kind, name))
        if machines and self._history != customer.id:
            self._start(machines, customer, Entered(kind, name), at, effects)

    def time(self, customer: Customer, at: int, effects: Effects) -> None:
        """Fires the timers that are due, each once however late it is."""
        self._history = 0
        if self.due(customer) <= at:
            self._resume(customer, Due(), at, effects)

    def due(self, customer: Customer) -> int:
        """The earliest timer of the customer's runs; NEVER if there is none."""
        return min([run.due for run in customer.runs]) if customer.runs else NEVER

    def turn(self) -> None:
        """Journeys keep nothing but what stands in the customer."""

    def forget(self) -> None:
        """Journeys keep nothing but what stands in the customer."""

    def _start(self, machines: list[Machine], customer: Customer, what: What, at: int, effects: Effects) -> None:
        for machine in machines:
            if any(run.journey == machine.name for run in customer.runs):
                continue
            stepped = step(machine, None, customer, what, at)
            if stepped.effects:
                customer.ended[machine.name] = at
                if stepped.run is not None:
                    customer.runs.append(stepped.run)
                _add(effects, stepped.effects)

    def _resume(self, customer: Customer, what: What, at: int, effects: Effects) -> None:
        staying: list[Run] = []
        for run in customer.runs:
            machine = self._machines.get((run.journey, run.version))
            if machine is None:
                why = Said(f"its version {run.version} is not known any more", f"其版本 {run.version} 已不存在")
                if run.journey not in self._names:
                    why = Said("the journey is not defined any more", "该旅程已不再定义")
                effects.notes.append(Note(customer.id, at, "journey", run.journey, "ended", [why]))
                continue
            stepped = step(machine, run, customer, what, at)
            if stepped.run is not None:
                staying.append(stepped.run)
            elif stepped.exited:
                customer.exited[run.journey] = run.id
            _add(effects, stepped.effects)
        customer.runs = staying


def _add(effects: Effects, follows: list[Message | Note]) -> None:
    for effect in follows:
        if isinstance(effect, Message):
            effects.messages.append(effect)
        else:
            effects.notes.append(effect)
