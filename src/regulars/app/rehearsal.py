"""Journeys without consequences: against what customers did in the last days, or with one customer from now on.

The step function is the one that runs live (`engage.journey.step`), time is virtual, and nothing is sent or written. Who came
into which segment or stage is taken as it was recorded; features and traits are those of each moment.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from regulars.algebra import Program
from regulars.app.house import House
from regulars.app.passages import Counts, shape
from regulars.app.preview import SPREAD
from regulars.define.compile import compile
from regulars.define.definitions import Definitions, Journey, Purpose
from regulars.engage.arbiter import consent
from regulars.engage.journey import Due, Machine, step
from regulars.engage.journeys import Journeys
from regulars.flow.effects import Effects
from regulars.kit.clock import DAY, NEVER, to_text
from regulars.kit.named import named
from regulars.kit.said import Said, Words
from regulars.know.backfill import events_of, relive
from regulars.records import Customer, Event, Message, Run
from regulars.records.customer import decode_customer

CUSTOMERS = 1_000
"""Whose days are lived again, at most: those who did something lately, drawn evenly."""
_EXAMPLES = 5
_LONGEST = 400 * DAY
"""How far into the future a rehearsal with one customer looks."""


class Line(msgspec.Struct, frozen=True):
    """Something that would have happened."""

    at: str
    customer_id: int
    kind: str
    """`journey` or `message`."""
    value: str
    why: list[Words]


class Rehearsed(msgspec.Struct, frozen=True):
    """What a journey would have done."""

    days: int
    judged: int
    """Customers whose days were lived again."""
    started: int
    ended: int
    exited: int
    messages: int
    without_consent: int
    """Of the messages: to customers whose consent, as it is now, would hold them back."""
    steps: list[Counts]
    """`sent` counts what would have been queued; frequency caps are not judged."""
    lines: list[Line]
    """The first customers' passages, in order."""


def past(house: House, workspace: str, definitions: Definitions, name: str, days: int) -> Rehearsed:
    """The last `days` with this journey (of definitions that need not hold yet), on a virtual clock."""
    journey = named("journey", name, definitions.journeys)
    program = compile(definitions)
    now = house.clock.now()
    since = now - days * DAY
    ids = _drawn(house, workspace, since)
    entries = _entries(house, workspace, ids, since)
    among = ", ".join(map(str, ids)) or "0"
    order = 'customer_id, received_at, log_offset, "timestamp", event_id'
    rows = house.query(workspace, f"select * from events where customer_id in ({among}) order by {order}")
    stage = _Stage(Journeys(msgspec.structs.replace(definitions, journeys={name: journey}), program), entries, since)
    for customer in relive(program, events_of(rows), stage.heed, stage.ahead):
        stage.finish(customer, now)
    return _told(house, workspace, definitions, journey, stage.effects, len(ids), days)


class _Stage:
    """Lets events, recorded entries and timers happen in their order, customer by customer."""

    def __init__(self, journeys: Journeys, entries: dict[int, list[tuple[int, str, str]]], since: int) -> None:
        self.effects = Effects()
        self._journeys = journeys
        self._entries = entries
        self._since = since

    def ahead(self, customer: Customer, event: Event) -> None:
        """What lies before the event."""
        self._until(customer, event.received_at - 1)

    def heed(self, customer: Customer, event: Event) -> None:
        """The event itself, and the entries that it led to."""
        if event.received_at >= self._since:
            self._journeys.event(customer, event, event.received_at, self.effects)
            self._until(customer, event.received_at)

    def finish(self, customer: Customer, now: int) -> None:
        """What time alone brings, up to now."""
        self._until(customer, now)

    def _until(self, customer: Customer, at: int) -> None:
        waiting = self._entries.get(customer.id, [])
        while True:
            entry = waiting[0][0] if waiting else NEVER
            due = self._journeys.due(customer)
            if min(entry, due) > at:
                return
            if due < entry:
                self._journeys.time(customer, due, self.effects)
                continue
            _, kind, name = waiting.pop(0)
            if kind == "stage":
                customer.stage, customer.stage_at = name, entry
            if entry >= self._since:
                self._journeys.enter(customer, kind, name, entry, self.effects)


def _drawn(house: House, workspace: str, since: int) -> list[int]:
    sql = f"""select customer_id from (select distinct customer_id from events where received_at >= {since} and customer_id > 0)
        order by {SPREAD} limit {CUSTOMERS}"""
    return sorted(house.query(workspace, sql)["customer_id"].to_pylist())


def _entries(house: House, workspace: str, ids: list[int], since: int) -> dict[int, list[tuple[int, str, str]]]:
    among = ", ".join(map(str, ids)) or "0"
    sql = f"""select customer_id, "at", kind, case kind when 'stage' then value else name end as name from changes
        where customer_id in ({among}) and (kind = 'stage' or (kind = 'segment' and value = 'in' and "at" >= {since}))
        order by customer_id, "at", log_offset"""
    found: dict[int, list[tuple[int, str, str]]] = {}
    for row in house.query(workspace, sql).to_pylist():
        found.setdefault(row["customer_id"], []).append((row["at"], row["kind"], row["name"]))
    return found


def _told(
    house: House, workspace: str, definitions: Definitions, journey: Journey, effects: Effects, judged: int, days: int
) -> Rehearsed:
    values = Counter(note.value for note in effects.notes if note.kind == "journey")
    queued = Counter(message.step for message in effects.messages)
    last = {note.customer: note.value for note in effects.notes if note.kind == "journey"}
    standing = Counter(last.values())
    steps = []
    for each in journey.steps:
        waits = f"waits at {each.name}"
        said = f"held at '{each.name}'"  # the reasons of a branch stand on every line up to the next wait
        branched = len({(note.customer, note.at) for note in effects.notes if any(said in str(reason) for reason in note.why)})
        passed = queued[each.name] if each.message else branched if each.branch else values[waits]
        steps.append(Counts(each.name, shape(each), standing[waits], passed, queued[each.name]))
    shown = list(dict.fromkeys(note.customer for note in effects.notes))[:_EXAMPLES]
    return Rehearsed(
        days=days,
        judged=judged,
        started=values["started"],
        ended=values["ended"],
        exited=values["exited"],
        messages=len(effects.messages),
        without_consent=sum(1 for message in effects.messages if not _allowed(house, workspace, definitions, message)),
        steps=steps,
        lines=[_line(note) for customer in shown for note in effects.notes if note.customer == customer],
    )


def _allowed(house: House, workspace: str, definitions: Definitions, message: Message) -> bool:
    row = house.backends.state.read(workspace, [message.customer]).get(message.customer)
    if row is None or row.merged_into:
        return False
    purpose = definitions.purposes.get(message.purpose, Purpose(name=message.purpose))
    return consent(purpose, message.channel, decode_customer(row.record))[0]


def _line(note: Any) -> Line:
    return Line(to_text(note.at), note.customer, note.kind, note.value if note.kind == "journey" else note.name, note.why)


def future(definitions: Definitions, program: Program, name: str, customer: Customer, at: int) -> list[Line]:
    """One customer on the journey from now on, if they do nothing else: each step with its instant and its reasons."""
    machine = Machine(named("journey", name, definitions.journeys), program, definitions.templates)
    effects: list[Any] = []
    run: Run | None = Run(machine.name, machine.version, "rehearsal", at, "")
    assert run is not None
    run = machine.walk(run, machine.first, customer, at, effects, Said("tried by a member", "由成员试运行"))
    until = at + _LONGEST
    for _ in range(len(machine.steps) * 2):
        if run is None or run.due > until:
            break
        stepped = step(machine, run, customer, Due(), run.due)
        run = stepped.run
        effects += stepped.effects
    return list(_lines(effects))


def _lines(effects: list[Any]) -> Iterator[Line]:
    for effect in effects:
        if not isinstance(effect, Message):
            yield _line(effect)
