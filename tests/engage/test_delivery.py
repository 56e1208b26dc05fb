"""From the outbox to the channel and back as events: judged, sent once, answered, retried, parked."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from regulars.define.definitions import Cap, Definitions, Purpose, Template, Workspace
from regulars.engage.channels.channel import HandingOver, Letter, MemoryChannel
from regulars.engage.compose import Office
from regulars.engage.delivery import LONGEST_PAUSE, Delivery, pause
from regulars.engage.templates import Templates
from regulars.engage.unsubscribe import check
from regulars.kit.clock import DAY, HOUR, MINUTE, SECOND, ManualClock
from regulars.kit.errors import RegularsError
from regulars.log.log import LogFull
from regulars.log.memory import MemoryLog
from regulars.records import Customer, Envelope, Event, Message, Receipt
from regulars.state.memory import MemoryOutbox, MemoryState
from regulars.state.outbox import NotClaimed, OutboxRow
from regulars.state.sqlite import SqliteState
from regulars.state.state import Changes, CustomerRow

START = 20_000 * DAY
DEFINITIONS = Definitions(
    workspace=Workspace(sender="熟客 <shop@example.com>"),
    purposes={"marketing": Purpose(name="marketing"), "orders": Purpose(name="orders", basis="contract")},
    caps={"day": Cap(name="day", limit=2, per="1d")},
    templates={
        "hello": Template(
            name="hello",
            subject={"en": "Hello {{ traits.name }}", "zh": "{{ traits.name }}，您好"},
            body={"en": "You spent {{ features.spend | money }} {{ trigger.note }}{{ nothing }}", "zh": "您好"},
        ),
        "broken": Template(name="broken", subject={"en": "x"}, body={"en": "{{ 'a' | nosuch }}"}),
    },
)
YES = [True, START, 0]


def customer(number: int, **traits: Any) -> Customer:
    known = {"name": f"Ann {number}", "email": f"ann{number}@example.com", **traits}
    return Customer(
        id=number,
        born_at=START,
        identifiers={"user_id": {f"ann{number}": START}},
        traits={name: [value, START, 0] for name, value in known.items()},
        consents={"marketing": YES},
    )


def message(number: int, step: str = "hello", **fields: Any) -> Message:
    base = Message(
        f"j/v/{number}/{step}/email", number, "email", "hello", "marketing", START, "j", f"r{number}", step, ["because"]
    )
    return msgspec.structs.replace(base, data={"trigger": {"note": "well"}}, **fields)


class House:
    """A small house around one Delivery, in memory."""

    def __init__(self, templates: Templates, **options: Any) -> None:
        self.clock = ManualClock(START)
        self.state = MemoryState()
        self.outbox = MemoryOutbox(self.state)
        self.log = MemoryLog()
        self.channel = MemoryChannel()
        self.office = Office(
            DEFINITIONS, lambda customer, names, at: dict.fromkeys(names, 1234.5), b"s" * 32, "https://shop.example"
        )
        self.templates = templates
        self.delivery = self.fresh(**options)
        self.offset = 0

    def fresh(self, **options: Any) -> Delivery:
        office = {"shop": self.office}.get
        return Delivery(self.outbox, self.log, {"email": self.channel}, self.templates, office, self.clock, **options)

    def put(self, *messages: Message, customers: list[Customer] | None = None) -> None:
        self.offset += 1
        people = customers if customers is not None else [customer(number) for number in {m.customer for m in messages}]
        rows = [CustomerRow("shop", person.id, msgspec.msgpack.encode(person)) for person in people]
        self.state.commit(Changes(self.offset, START, customers=rows, messages=[("shop", m) for m in messages]))

    def run(self) -> int:
        return asyncio.run(self.delivery.run_once())

    @property
    def events(self) -> list[Event]:
        stored = self.log.read(0, 10_000)
        return [event for one in stored for event in msgspec.json.decode(one.envelope.body, type=list[Event])]

    @property
    def rows(self) -> list[OutboxRow]:
        rows: list[OutboxRow] = self.state.query("messages", "shop", limit=10_000)
        return rows


@pytest.fixture(scope="module")
def templates() -> Iterator[Templates]:
    made = Templates()
    yield made
    made.close()


@pytest.fixture
def house(templates: Templates) -> House:
    return House(templates)


def test_a_message_goes_out_and_its_answer_comes_back(house: House) -> None:
    house.put(message(1))
    assert house.run() == 1
    [letter] = house.channel.sent
    assert (letter.recipient, letter.subject, letter.text) == ("ann1@example.com", "Hello Ann 1", "You spent $1,234.50 well")
    assert letter.sender == "熟客 <shop@example.com>"
    [event] = house.events
    assert (event.type, event.event, event.user_id, event.source) == ("track", "Email Delivered", "ann1", "regulars")
    assert event.properties["message"] == letter.key
    assert event.properties["subject"] == "Hello Ann 1"
    assert event.properties["missing"] == ["nothing"]
    assert event.properties["why"][0] == "because"
    assert "agreed to 'marketing'" in event.properties["why"][-1]["en"]
    assert [row.status for row in house.rows] == ["delivered"]
    assert house.run() == 0


def test_the_letter_carries_a_way_out_unless_it_rests_on_a_contract(house: House) -> None:
    house.put(message(1), message(2, purpose="orders"))
    house.run()
    by_recipient = {letter.recipient: letter for letter in house.channel.sent}
    headers = by_recipient["ann1@example.com"].headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].strip("<>")
    permit = check(link.rpartition("/")[2], "unsubscribe", {"shop": b"s" * 32}.get)
    assert permit is not None
    assert (permit.customer, permit.purpose, permit.message) == (1, "marketing", message(1).key)
    assert "List-Unsubscribe" not in by_recipient["ann2@example.com"].headers


def test_the_language_is_the_customers(house: House) -> None:
    house.put(message(1), customers=[customer(1, language="zh-CN")])
    house.run()
    assert house.channel.sent[0].subject == "Ann 1，您好"


def test_what_may_not_go_is_told_with_its_reason(house: House) -> None:
    refused = customer(1)
    refused.consents["marketing"] = [False, START, 0]
    house.put(message(1), message(2), customers=[refused, customer(2, email="nobody")])
    assert house.run() == 2
    assert house.channel.sent == []
    told = {event.user_id: event for event in house.events}
    assert {event.event for event in told.values()} == {"Email Suppressed"}
    assert told["ann1"].properties["verdict"] == "no_consent"
    assert "refused 'marketing'" in told["ann1"].properties["why"][-1]["en"]
    assert told["ann2"].properties["verdict"] == "no_address"
    assert {row.status for row in house.rows} == {"suppressed"}


def test_a_cap_counts_what_the_same_claim_takes(house: House) -> None:
    house.put(*(message(1, step=f"s{n}") for n in range(5)))
    house.run()
    assert len(house.channel.sent) == 2
    assert [e.properties["verdict"] for e in house.events if e.event == "Email Suppressed"] == ["capped"] * 3
    house.clock.move(START + DAY)
    house.put(message(1, step="next", created_at=START + DAY))
    house.run()
    assert len(house.channel.sent) == 3


def test_a_broken_template_fails_alone(house: House) -> None:
    house.put(message(1, template="broken"), message(2))
    house.run()
    assert [letter.recipient for letter in house.channel.sent] == ["ann2@example.com"]
    told = {event.user_id: event.event for event in house.events}
    assert told == {"ann1": "Email Failed", "ann2": "Email Delivered"}
    assert "nosuch" in next(row.detail for row in house.rows if row.status == "failed")


def test_a_deferred_message_is_tried_again_later_and_arrives_once(house: House) -> None:
    house.channel.answers["ann1@example.com"] = [Receipt("deferred", "450 greylisted")] * 2
    house.put(message(1))
    house.run()
    assert house.run() == 0
    [row] = house.rows
    assert (row.status, row.attempt) == ("pending", 1)
    assert START + MINUTE <= row.due <= START + 2 * MINUTE
    for _ in range(2):
        house.clock.move(house.rows[0].due)
        house.run()
    assert len(house.channel.sent) == 1
    assert [event.event for event in house.events] == ["Email Delivered"]


def test_a_message_that_cannot_leave_for_three_days_expires(house: House) -> None:
    house.channel.answers["ann1@example.com"] = [Receipt("deferred", "down")] * 100
    house.put(message(1))
    for _ in range(40):
        house.run()
        if house.rows[0].status != "pending":
            break
        house.clock.move(house.rows[0].due)
    assert house.rows[0].status == "suppressed"
    assert house.events[-1].properties["verdict"] == "expired"


def test_an_ambiguous_message_is_parked_and_never_sent_again(house: House) -> None:
    house.channel.answers["ann1@example.com"] = [Receipt("ambiguous", "the line went dead")]
    house.put(message(1))
    house.run()
    assert [row.status for row in house.rows] == ["parked"]
    assert [event.event for event in house.events] == ["Email Parked"]
    house.delivery.recover(house.state)
    house.clock.move(START + DAY)
    assert house.run() == 0
    assert house.channel.sent == []


@pytest.mark.parametrize(("detail", "dead"), [("550 5.1.1 no such user", True), ("554 5.7.1 spam", False)])
def test_a_hard_bounce_closes_the_address(house: House, detail: str, dead: bool) -> None:
    house.channel.answers["ann1@example.com"] = [Receipt("bounced", detail)]
    house.put(message(1))
    house.run()
    bounced, *others = house.events
    assert (bounced.event, bounced.properties["detail"]) == ("Email Bounced", detail)
    assert [(event.type, event.properties) for event in others] == [("consent", {"email:deliverable": False})] * dead


def test_a_raising_channel_touches_no_neighbour(house: House) -> None:
    class Moody(MemoryChannel):
        async def send(self, letter: Letter, handing_over: HandingOver) -> Receipt:
            if letter.recipient == "ann1@example.com":
                raise RuntimeError("out of order")
            if letter.recipient == "ann2@example.com":
                await handing_over()
                raise RuntimeError("out of order")
            return await super().send(letter, handing_over)

    house.channel = Moody()
    house.delivery = house.fresh()
    house.put(*(message(n) for n in (1, 2, 3)))
    house.run()
    assert [row.status for row in house.rows] == ["pending", "parked", "delivered"]


def test_what_was_taken_away_meanwhile_is_not_sent(house: House) -> None:
    def taken(id: int, phase: str) -> None:
        raise NotClaimed("somebody else decides")

    house.outbox.mark = taken  # type: ignore[method-assign, assignment]
    house.put(message(1))
    house.run()
    assert house.channel.sent == []
    assert house.events == []


def test_a_channel_in_trouble_rests(house: House) -> None:
    class Dead(MemoryChannel):
        tries = 0

        async def send(self, letter: Letter, handing_over: HandingOver) -> Receipt:
            self.tries += 1
            return Receipt("deferred", "no connection")

    house.channel = dead = Dead()
    house.delivery = house.fresh(batch=10)
    house.put(*(message(n) for n in range(1, 31)))
    assert house.run() == 10
    assert house.run() == 0
    house.clock.move(START + 30 * SECOND)
    house.run()
    assert 10 < dead.tries <= 20
    assert {row.status for row in house.rows} == {"pending"}


def test_a_full_log_holds_the_answers_back_and_claims_nothing_more(house: House) -> None:
    append, full = house.log.append, True

    def refuse(envelopes: Any) -> list[int]:
        if full:
            raise LogFull("the disk is full")
        return append(envelopes)

    house.log.append = refuse  # type: ignore[method-assign]
    house.put(message(1), message(2))
    house.run()
    assert [row.status for row in house.rows] == ["delivered", "delivered"]
    house.put(message(3))
    assert house.run() == 0
    full = False
    assert house.run() == 1
    assert sorted(event.user_id or "" for event in house.events) == ["ann1", "ann2", "ann3"]


def test_the_state_failing_is_raised_after_the_others_are_through(house: House) -> None:
    settle = house.outbox.settle

    def fails(id: int, *rest: Any) -> None:
        if id == house.rows[0].id:
            raise RegularsError("the state is gone")
        settle(id, *rest)

    house.outbox.settle = fails  # type: ignore[method-assign, assignment]
    house.put(message(1), message(2))
    with pytest.raises(RegularsError, match="the state is gone"):
        house.run()
    assert [row.status for row in house.rows] == ["handing_over", "delivered"]


def test_after_a_crash_between_answer_and_settling_the_log_settles(house: House) -> None:
    house.outbox.settle = lambda *rest: None  # type: ignore[method-assign]
    house.put(message(1), message(2))
    house.channel.answers["ann2@example.com"] = [Receipt("ambiguous")]
    house.run()
    del house.outbox.settle
    assert house.fresh().recover(house.state) == (0, 1)
    assert [row.status for row in house.rows] == ["delivered", "parked"]


def test_the_same_answer_has_the_same_id_on_every_replay(templates: Templates) -> None:
    ids = set()
    for _ in range(2):
        house = House(templates)
        house.put(message(1))
        house.run()
        ids.add(house.events[0].id)
    assert len(ids) == 1


def test_workspaces_without_definitions_send_nothing(house: House) -> None:
    house.office = Office(DEFINITIONS, lambda *_: {}, b"s")
    house.delivery = Delivery(house.outbox, house.log, {"email": house.channel}, house.templates, lambda _: None, house.clock)
    house.put(message(1))
    house.run()
    assert house.channel.sent == []
    assert [row.status for row in house.rows] == ["suppressed"]


def test_it_runs_until_told_to_stop(house: House) -> None:
    house.put(*(message(n) for n in range(1, 6)))

    async def trip() -> None:
        stop = asyncio.Event()
        task = asyncio.create_task(house.delivery.run(stop, pause_seconds=0.01))
        while len(house.channel.sent) < 5:
            await asyncio.sleep(0.01)
        stop.set()
        await asyncio.wait_for(task, 5)

    asyncio.run(asyncio.wait_for(trip(), 20))
    assert house.delivery.counts == {"delivered": 5}


def test_pauses_grow_to_six_hours() -> None:
    pauses = [pause("k", attempt) for attempt in range(1, 30)]
    assert MINUTE <= pauses[0] <= 1.25 * MINUTE
    assert all(a <= b * 1.25 for a, b in pairwise(pauses))
    assert LONGEST_PAUSE <= pauses[-1] <= 1.25 * LONGEST_PAUSE
    assert pauses == [pause("k", attempt) for attempt in range(1, 30)]
    assert LONGEST_PAUSE == 6 * HOUR


CHILD = """
import asyncio, sys
from pathlib import Path
from regulars.define.definitions import *
from regulars.engage.channels.email import SmtpChannel, SmtpSettings
from regulars.engage.compose import Office
from regulars.engage.delivery import Delivery
from regulars.engage.templates import Templates
from regulars.kit.clock import ManualClock
from regulars.log.sqlite import SqliteLog
from regulars.state.sqlite import SqliteOutbox, SqliteState
folder, port, at = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
state, log, templates = SqliteState(folder / "state.db"), SqliteLog(folder / "log.db"), Templates()
hello = Template(name="hello", subject={"en": "Hello"}, body={"en": "Hi"})
definitions = Definitions(purposes={"marketing": Purpose(name="marketing")}, templates={"hello": hello})
office = Office(definitions, lambda *_: {}, b"s")
async def main():
    channel = SmtpChannel(SmtpSettings(port=port, tls="none"))
    delivery = Delivery(SqliteOutbox(state), log, {"email": channel}, templates, lambda _: office, ManualClock(at))
    delivery.recover(state)
    await delivery.run_once()
    await delivery.close()
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("point", "status"), [("F10", "delivered"), ("F11", "delivered"), ("F12", "parked"), ("F13", "parked")]
)
def test_killed_at_any_point_nothing_is_sent_twice(
    tmp_path: Path, postbox: Callable[..., Any], point: str, status: str
) -> None:
    state = SqliteState(tmp_path / "state.db")
    row = CustomerRow("shop", 1, msgspec.msgpack.encode(customer(1)))
    state.commit(Changes(1, START, customers=[row], messages=[("shop", message(1))]))
    state.close()

    async def trip() -> int:
        async with postbox().open() as box:
            codes = []
            for failpoint in (f"{point}:kill", "", ""):
                command = [sys.executable, "-c", CHILD, str(tmp_path), str(box.port), str(START + MINUTE)]
                child = await asyncio.create_subprocess_exec(*command, env={**os.environ, "REGULARS_FAILPOINT": failpoint})
                codes.append(await asyncio.wait_for(child.wait(), 60))
            assert codes == [-signal.SIGKILL, 0, 0]
            return len(box.taken)

    assert asyncio.run(trip()) == 1
    state = SqliteState(tmp_path / "state.db")
    [row] = state.query("messages", "shop")
    assert row.status == status
    state.close()


def test_an_envelope_holds_what_the_pipeline_reads(house: House) -> None:
    house.put(message(1))
    house.run()
    [stored] = house.log.read(0, 10)
    envelope: Envelope = stored.envelope
    assert (envelope.workspace, envelope.kind, envelope.source, envelope.count) == ("shop", "events", "regulars", 1)
