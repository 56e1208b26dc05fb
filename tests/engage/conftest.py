"""Builders for the tests of engage: a program, events, journeys, and a mail server that can
die, hang or refuse at every point of the dialogue."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
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


class Postbox:
    """An SMTP server on 127.0.0.1. `die` names the point at which it drops the connection, `answers` what it says instead of
    yes (by verb, or `dot`), `slow` the verb that it never answers. It stands by what it took: `taken`."""

    def __init__(self, die: str = "", answers: dict[str, str] | None = None, slow: str = "", times: int = 10**9) -> None:
        self.die = die
        self.slow = slow
        self.times = times
        self.answers = answers or {}
        self.taken: list[bytes] = []
        self.envelopes: list[tuple[str, str]] = []
        self.connections = 0
        self.port = 0

    @property
    def mails(self) -> list[EmailMessage]:
        parsed: Any = [message_from_bytes(raw, policy=policy.default) for raw in self.taken]
        return parsed

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator["Postbox"]:
        tasks: set[asyncio.Task[None]] = set()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            tasks.add(asyncio.current_task())  # type: ignore[arg-type]
            self.connections += 1
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._talk(reader, writer)
            writer.transport.abort()

        server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _dies(self, point: str) -> bool:
        if point == self.die and self.times > 0:
            self.times -= 1
            return True
        return False

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(verb: str, text: str) -> None:
            if verb == self.slow:
                await asyncio.sleep(3600)
            writer.write(self.answers.get(verb, text).encode() + b"\r\n")
            await writer.drain()

        if self._dies("connect"):
            return
        await say("connect", "220 postbox ready")
        sender = recipient = ""
        while line := (await reader.readline()).decode().strip():
            verb = line.split()[0].lower()
            if self._dies(verb):
                return
            if verb == "mail":
                sender = line
            if verb == "rcpt":
                recipient = line
            if verb == "data" and "data" not in self.answers:
                await say("data", "354 go on")
                if self._dies("body"):
                    return
                if "body" in self.answers:
                    await reader.read(10)
                    await say("body", "")
                    await reader.read()
                    return
                if self._dies("dot_before"):
                    await reader.readuntil(b"\r\n\r\n")
                    return
                raw = await reader.readuntil(b"\r\n.\r\n")
                if self._dies("dot"):
                    self.taken.append(raw)  # the worst of servers: it took the message and says nothing
                    return
                answer = self.answers.get("dot", "250 queued as 77")
                if answer.startswith("250"):
                    self.taken.append(re.sub(rb"(?m)^\.\.", b".", raw[:-3]))
                    self.envelopes.append((sender, recipient))
                await say("dot", "250 queued as 77")
                if self._dies("answered"):
                    return
            else:
                await say(verb, "221 bye" if verb == "quit" else "250 fine")


@pytest.fixture
def postbox() -> Callable[..., Postbox]:
    return Postbox
