"""Builders for the tests of engage: a program, events and journeys."""

from collections.abc import Callable
from typing import Any

import pytest

from regulars.algebra import Program, Spec
from regulars.define.definitions import Definitions, Journey, Step, Template
from regulars.engage.journeys import Journeys
from regulars.flow.effects import Effects
from regulars.kit.clock import DAY
from regulars.records import Customer, Event

START = 20_000 * DAY
PROGRAM = Program(
    {"vip": Spec("traits.vip"), "rich": Spec("traits.rich")},
    types={"traits.vip": "boolean", "traits.rich": "boolean", "properties.total": "number"},
)


class Traveller:
    """One customer on some journeys."""

    def __init__(self, *journeys: Journey, earlier: tuple[Journey, ...] = (), **traits: Any) -> None:
        templates = {name: Template(name=name) for name in ("hello", "again", "bye")}
        self.definitions = Definitions(journeys={j.name: j for j in journeys}, templates=templates)
        self.journeys = Journeys(self.definitions, PROGRAM, earlier)
        self.customer = Customer(id=7, born_at=START, traits={k: [v, START, 0] for k, v in traits.items()})
        self.effects = Effects()
        self.count = 0

    def event(self, name: str, at: int, timestamp: int | None = None, **properties: Any) -> None:
        self.count += 1
        moment = at if timestamp is None else timestamp
        event = Event(f"m{self.count}", "track", moment, at, "shop", name, user_id="ann", properties=properties)
        self.journeys.event(self.customer, event, at, self.effects)

    def enter(self, kind: str, name: str, at: int) -> None:
        self.journeys.enter(self.customer, kind, name, at, self.effects)

    def time(self, at: int) -> None:
        self.journeys.time(self.customer, at, self.effects)

    @property
    def sent(self) -> list[str]:
        return [message.template for message in self.effects.messages]

    @property
    def told(self) -> list[str]:
        return [note.value for note in self.effects.notes if note.kind == "journey"]


@pytest.fixture
def program() -> Program:
    """Knows the names `vip` and `rich`, which are traits, and the number `properties.total`."""
    return PROGRAM


@pytest.fixture
def traveller() -> Callable[..., Traveller]:
    return Traveller


@pytest.fixture
def journey() -> Callable[..., Journey]:
    """A journey 'welcome' on 'Order Completed', unless told otherwise; steps as dicts."""

    def build(*steps: dict[str, Any], name: str = "welcome", **fields: Any) -> Journey:
        if not {"on_event", "on_segment", "on_stage"} & fields.keys():
            fields["on_event"] = "event = 'Order Completed'"
        return Journey(name=name, steps=[Step(**step) for step in steps], **fields)

    return build
