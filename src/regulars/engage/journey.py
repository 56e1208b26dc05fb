"""A journey as a pure machine: one step function, driven live by the pipeline and in replays by `engage.replay`.

`step(machine, run, customer, what, at)` looks at one input (an event, an entry, or the time) and gives the run as it stands
afterwards and what follows from it: messages to queue and lines for the timeline. It changes nothing.

Choices where the houses of the field differ (`docs/decisions`): an event that matches `exit_on` ends a run at once, also while
it waits and also before a timer that was due already; a day of a `wait` is 24 hours; a message step advances at once,
whatever becomes of the message; a step sends one message in a run, however often a loop comes by.
"""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from regulars.algebra import Condition, Program
from regulars.algebra.narrow import narrowed
from regulars.algebra.tree import Constant
from regulars.define.definitions import Journey, Step, Template, plain
from regulars.engage.reasons import of_event, started, waits
from regulars.flow.effects import Note
from regulars.kit import durations
from regulars.kit.clock import DAY, NEVER, to_text
from regulars.kit.errors import RegularsError, nearest
from regulars.kit.hashing import hash64
from regulars.kit.said import Said, Words
from regulars.records import Customer, Event, Message, Run

PASSES = 100
"""A run that takes more steps than this is taken to be caught in a loop (Segment's own guard)."""

DEFAULT_PURPOSE = "marketing"
"""Of a message step that names none. A purpose that is not defined needs a recorded yes."""


class Entered(msgspec.Struct, frozen=True):
    """The customer came into a segment or a lifecycle stage (`kind` says which)."""

    kind: str
    name: str


class Due(msgspec.Struct, frozen=True):
    """Time went on."""


What = Event | Entered | Due
Effect = Message | Note


class BrokenJourney(RegularsError):
    """A journey that cannot run: a step points nowhere, or a condition names something unknown."""

    code = "broken_journey"


def version(journey: Journey) -> str:
    """The hash of what a journey does (not of its title, nor of where it is written): 16 hexadecimal digits."""
    data = plain(journey)
    data.pop("title", None)
    return f"{hash64(msgspec.json.encode(data, order='sorted').decode()):016x}"


class Machine:
    """One version of one journey, compiled against a program. Raises BrokenJourney.

    `on_event`, `until` and `exit_on` are asked of an event and its customer; `when` and the arms of a branch of the customer,
    and where the journey starts on an event `properties.x` there are those of that event. NULL counts as false.

    `late` (µs): an event that arrives longer than this after it happened is history: it starts no run, and a run
    under way takes notice only if it happened after the run began.
    """

    def __init__(self, journey: Journey, program: Program, templates: Mapping[str, Template], late: int = DAY) -> None:
        self.journey = journey
        self.name = journey.name
        self.version = version(journey)
        self.steps = {step.name: step for step in journey.steps}
        listed = [*(step.name for step in journey.steps[1:]), None]
        self._after = {step.name: step.to or following for step, following in zip(journey.steps, listed, strict=False)}
        self.first = next(iter(self.steps), None)
        self._program = program
        self._templates = templates
        self._late = late
        self._check()
        try:
            self._start = self._ask(journey.on_event) if journey.on_event else None
            self._when = self._ask(journey.when, of_event=journey.on_event is not None)
            self._exit = self._ask(journey.exit_on) if journey.exit_on else None
            self._until = {step.name: self._ask(step.until) for step in journey.steps if step.until}
            self._arms = {step.name: [self._arm(arm) for arm in step.branch] for step in journey.steps if step.branch}
            self._wait = {s.name: durations.parse(s.wait or s.timeout or "") for s in journey.steps if s.wait or s.timeout}
            self._again = None if journey.reentry in ("never", "always") else durations.parse(journey.reentry)
        except RegularsError as error:
            raise BrokenJourney(f"the journey '{self.name}' cannot run: {error}", where=journey.at) from error

    def _ask(self, text: str, of_event: bool = True) -> Condition:
        condition = self._program.condition(text)
        if condition.of_event and not of_event:
            raise BrokenJourney(f"'{text}' speaks of an event, but the journey does not start on one")
        return condition

    def _arm(self, arm: Mapping[str, str]) -> tuple[str, Condition | None, str]:
        text = arm.get("if", "")
        return text, self._ask(text, of_event=self.journey.on_event is not None) if "if" in arm else None, arm["to"]

    def starts_on(self, type_: str, event: str) -> bool:
        """Could an event of this type and name start a run?"""
        if self._start is None:
            return False
        rest = narrowed(self._start.tree, {"type": type_, "event": event}, self._program.calendar)
        return not isinstance(rest, Constant) or rest.value is True

    def _check(self) -> None:
        where = self.journey.at
        if len(self.steps) < len(self.journey.steps):
            raise BrokenJourney(f"the journey '{self.name}' has two steps of one name", where=where)
        for step in self.journey.steps:
            arms = step.branch or []
            if any("to" not in arm for arm in arms):
                raise BrokenJourney(f"step '{step.name}' of the journey '{self.name}' has a branch without a 'to'", where=where)
            for target in (step.to, step.on_timeout, *(arm["to"] for arm in arms)):
                if target is not None and target not in self.steps:
                    raise BrokenJourney(
                        f"step '{step.name}' of the journey '{self.name}' goes to '{target}', which is no step of it"
                        + nearest(target, self.steps),
                        where=where,
                    )

    def may_start(self, customer: Customer, what: What, at: int) -> Said | None:
        """Why a run starts now; None if none does. Whether one is under way is the caller's to ask."""
        journey = self.journey
        match what:
            case Event():
                if self._start is None or self._start(what, customer, at) is not True:
                    return None
                because = of_event(what, f"matched: {journey.on_event}", f"符合：{journey.on_event}")
            case Entered(kind, name):
                if name != (journey.on_segment if kind == "segment" else journey.on_stage):
                    return None
                because = Said(f"came into the {kind} '{name}'", f"进入{'分群' if kind == 'segment' else '阶段'}“{name}”")
            case Due():
                return None
        last = customer.ended.get(self.name)
        if last is not None and journey.reentry != "always" and (self._again is None or at - last < self._again):
            return None
        holds = self._when(what if isinstance(what, Event) else None, customer, at) is True
        return because if holds else None

    def walk(self, run: Run, name: str | None, customer: Customer, at: int, effects: list[Effect], why: Said) -> Run | None:
        """Take steps from `name` on until one waits or the run ends (None)."""
        reasons: list[Words] = [why]
        passes = run.passes
        sent = run.sent
        while name is not None:
            if passes >= PASSES:
                why = Said(f"took {PASSES} steps and is taken to be caught in a loop", f"已走 {PASSES} 步，视为陷入循环")
                effects.append(self.note(customer, at, "ended", why))
                return None
            passes += 1
            step = self.steps[name]
            if step.wait is not None or step.until is not None:
                due = at + self._wait[name] if name in self._wait else NEVER
                effects.append(self.note(customer, at, f"waits at {name}", *reasons, waits(step.until, due)))
                return Run(self.name, self.version, run.id, run.started_at, name, due, run.trigger, passes, sent)
            following = self._after[name]
            if step.branch is not None:
                following, reason = self._choose(run, name, customer, at)
                reasons.append(reason)
            elif step.message is not None and name in sent:
                reasons.append(Said(f"'{name}' has sent its message already", f"“{name}”已发送过消息"))
            elif step.message is not None:
                sent = [*sent, name]
                effects.append(self._message(run, step, customer, at, reasons))
                effects.append(Note(customer.id, at, "message", step.message, "queued", list(reasons)))
            elif step.exit:
                effects.append(self.note(customer, at, "ended", Said(f"reached the exit '{name}'", f"到达出口“{name}”")))
                return None
            name = following
        effects.append(self.note(customer, at, "ended", Said("came to the end", "走完全程")))
        return None

    def _choose(self, run: Run, name: str, customer: Customer, at: int) -> tuple[str | None, Said]:
        trigger = Event(id=run.id, type="track", timestamp=run.started_at, received_at=run.started_at, properties=run.trigger)
        for text, condition, target in self._arms[name]:
            if condition is None:
                return target, Said(
                    f"nothing else held at '{name}': on to '{target}'", f"“{name}”其他条件均不成立：前往“{target}”"
                )
            if condition(trigger, customer, at) is True:
                return target, Said(f"held at '{name}': {text}: on to '{target}'", f"“{name}”条件成立：{text}：前往“{target}”")
        return self._after[name], Said(f"nothing held at '{name}': on", f"“{name}”条件均不成立：继续")

    def _message(self, run: Run, step: Step, customer: Customer, at: int, reasons: list[Words]) -> Message:
        template = self._templates.get(step.message or "")
        channel = template.channel if template else "email"
        return Message(
            key=f"{self.name}/{self.version}/{run.id}/{step.name}/{channel}",
            customer=customer.id,
            channel=channel,
            template=step.message or "",
            purpose=step.purpose or DEFAULT_PURPOSE,
            created_at=at,
            journey=self.name,
            run=run.id,
            step=step.name,
            why=[started(self.name, run), *reasons],
            data={"trigger": run.trigger},
        )

    def note(self, customer: Customer, at: int, value: str, *why: Words) -> Note:
        """A line for the customer's timeline about this journey."""
        return Note(customer.id, at, "journey", self.name, value, list(why))

    def heeds(self, event: Event, run: Run | None) -> bool:
        """Is the event news, or at least newer than the run?"""
        if event.timestamp >= event.received_at - self._late:
            return True
        return run is not None and event.timestamp >= run.started_at

    def exits(self, customer: Customer, event: Event, at: int) -> bool:
        """Does this event end every run of the journey?"""
        return self._exit is not None and self._exit(event, customer, at) is True

    def waits_for(self, run: Run, customer: Customer, event: Event, at: int) -> bool:
        """Is this the event for which the run waits?"""
        until = self._until.get(run.step)
        return until is not None and until(event, customer, at) is True

    def after_event(self, run: Run) -> str | None:
        """The step that follows the one at which the run stands."""
        return self._after.get(run.step)

    def after_time(self, run: Run) -> str | None:
        """The step that follows when the timer of the run fires."""
        step = self.steps[run.step]
        return step.on_timeout if step.until is not None and step.on_timeout else self._after[run.step]


class Stepped(NamedTuple):
    """What one input did to one run."""

    run: Run | None
    """As it stands now: the same object if nothing happened, None if there is none (any more)."""
    effects: list[Effect]
    exited: bool = False
    """An event that matched `exit_on` ended it: what it had queued must not go out any more."""


def step(machine: Machine, run: Run | None, customer: Customer, what: What, at: int) -> Stepped:
    """What one input does to one run, or, where `run` is None, whether it starts one.

    `at` is the instant of processing: timers are set from it, so after an outage the steps keep their distances. The
    customer is up to date with `what` and is not changed. Precedence: exit, then a timer that is due, then the awaited event.
    """
    effects: list[Effect] = []
    event = what if isinstance(what, Event) else None
    if event is not None and not machine.heeds(event, run):
        return Stepped(run, effects)
    if run is None:
        why = machine.may_start(customer, what, at)
        if why is None:
            return Stepped(None, effects)
        cause = f"{event.source}\x1e{event.id}" if event else f"{what}\x1e{at}"
        fresh = Run(
            journey=machine.name,
            version=machine.version,
            id=f"{hash64(machine.name, machine.version, str(customer.id), cause):016x}",
            started_at=at,
            step="",
            trigger=event.properties if event else {},
        )
        effects.append(machine.note(customer, at, "started", why))
        return Stepped(machine.walk(fresh, machine.first, customer, at, effects, why), effects)
    if run.step not in machine.steps:
        stood = Said(f"stood at '{run.step}', which is no step", f"停在“{run.step}”，而它不是步骤")
        effects.append(machine.note(customer, at, "ended", stood))
        return Stepped(None, effects)
    if event is not None and machine.exits(customer, event, at):
        why = of_event(event, f"matched exit_on: {machine.journey.exit_on}", f"符合退出条件：{machine.journey.exit_on}")
        effects.append(machine.note(customer, at, "exited", why))
        return Stepped(None, effects, exited=True)
    if run.due <= at:
        why = Said(f"the time at '{run.step}' was up at {to_text(run.due)}", f"“{run.step}”的等待已于 {to_text(run.due)} 到期")
        return Stepped(machine.walk(run, machine.after_time(run), customer, at, effects, why), effects)
    if event is not None and machine.waits_for(run, customer, event, at):
        why = of_event(event, f"is what '{run.step}' waited for", f"正是“{run.step}”所等待的")
        return Stepped(machine.walk(run, machine.after_event(run), customer, at, effects, why), effects)
    return Stepped(run, effects)
