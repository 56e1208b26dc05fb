"""SMTP: what each kind of death and refusal means, and that nothing goes out twice."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from regulars.engage.channels.channel import Letter
from regulars.engage.channels.email import SmtpChannel, SmtpSettings, dead
from regulars.records import Receipt

LETTER = Letter("j/v/r/s/email", "Shop <shop@example.com>", "ann@example.com", "Hello", "Hi\n.\n..dots\n", "<p>Hi</p>")
Make = Callable[..., Any]


def send(box: Any, letters_sent: int = 1, deadline: float = 5.0, **settings: Any) -> tuple[list[Receipt], list[int]]:
    """Receipts of several attempts with one letter, and the number of messages taken at each hand-over."""
    marks: list[int] = []

    async def handing_over() -> None:
        marks.append(len(box.taken))
        await asyncio.sleep(0.02)

    async def trip() -> list[Receipt]:
        async with box.open():
            channel = SmtpChannel(SmtpSettings(port=box.port, tls="none", deadline_seconds=deadline, **settings))
            receipts = [await channel.send(LETTER, handing_over) for _ in range(letters_sent)]
            await channel.close()
            return receipts

    return asyncio.run(trip()), marks


@pytest.mark.parametrize("point", ["connect", "ehlo", "mail", "rcpt", "data"])
def test_a_server_that_dies_before_the_body_has_nothing(postbox: Make, point: str) -> None:
    box = postbox(die=point)
    [receipt], marks = send(box)
    assert (receipt.outcome, marks, box.taken) == ("deferred", [], [])


@pytest.mark.parametrize("point", ["body", "dot_before"])
def test_a_server_that_dies_in_the_body_is_deferred_if_that_is_seen_in_time(postbox: Make, point: str) -> None:
    box = postbox(die=point)
    [receipt], marks = send(box)
    assert receipt.outcome in (("deferred", "ambiguous") if marks else ("deferred",))
    assert box.taken == []


def test_a_server_that_dies_after_the_final_dot_is_ambiguous(postbox: Make) -> None:
    box = postbox(die="dot")
    [receipt], marks = send(box)
    assert receipt.outcome == "ambiguous"
    assert marks == [0]
    assert len(box.taken) == 1


def test_a_server_that_dies_after_its_answer_has_delivered(postbox: Make) -> None:
    box = postbox(die="answered", times=1)
    receipts, _ = send(box, letters_sent=2)
    assert [r.outcome for r in receipts] == ["delivered", "delivered"]
    assert box.connections == 2


@pytest.mark.parametrize("point", ["connect", "ehlo", "mail", "rcpt", "data", "dot"])
def test_every_retry_after_a_safe_end_brings_exactly_one_message(postbox: Make, point: str) -> None:
    box = postbox(die=point, times=2)
    receipts, _ = send(box, letters_sent=3)
    outcomes = [r.outcome for r in receipts]
    if point == "dot":
        assert outcomes == ["ambiguous", "ambiguous", "delivered"]  # which is why nobody may retry an ambiguous one by itself
    else:
        assert outcomes == ["deferred", "deferred", "delivered"]
        assert len(box.taken) == 1


@pytest.mark.parametrize("point", ["connect", "ehlo", "mail", "rcpt", "data"])
def test_a_tarpit_ends_at_the_deadline(postbox: Make, point: str) -> None:
    [receipt], marks = send(postbox(slow=point), deadline=0.3)
    assert receipt.outcome == "deferred"
    assert marks == []


def test_a_tarpit_after_the_final_dot_is_ambiguous(postbox: Make) -> None:
    [receipt], _ = send(postbox(slow="dot"), deadline=0.3)
    assert receipt.outcome == "ambiguous"


@pytest.mark.parametrize(
    ("verb", "answer", "outcome"),
    [
        ("connect", "421 too busy", "deferred"),
        ("connect", "554 no service here", "deferred"),
        ("mail", "530 authenticate first", "deferred"),
        ("mail", "451 later", "deferred"),
        ("rcpt", "450 greylisted", "deferred"),
        ("rcpt", "421 closing", "deferred"),
        ("rcpt", "550 5.1.1 no such user", "bounced"),
        ("rcpt", "552 5.2.2 mailbox full", "bounced"),
        ("data", "451 not now", "deferred"),
        ("data", "554 no valid recipients", "bounced"),
        ("body", "552 too big", "bounced"),
        ("body", "250 already?", "deferred"),
        ("dot", "452 disk full", "deferred"),
        ("dot", "554 5.7.1 looks like spam", "bounced"),
        ("dot", "250-queued\r\n250 as 77", "delivered"),
        ("ehlo", "garbage", "deferred"),
        ("rcpt", "garbage", "deferred"),
        ("dot", "garbage", "ambiguous"),
    ],
)
def test_what_an_answer_means(postbox: Make, verb: str, answer: str, outcome: str) -> None:
    [receipt], _ = send(postbox(answers={verb: answer}), deadline=2.0)
    assert receipt.outcome == outcome
    if outcome != "ambiguous" and answer != "garbage" and verb != "body":
        assert receipt.detail.startswith(answer[:3])


def test_a_refused_recipient_does_not_spoil_the_connection(postbox: Make) -> None:
    box = postbox(answers={"rcpt": "550 5.1.1 no such user"})
    receipts, _ = send(box, letters_sent=3)
    assert [r.outcome for r in receipts] == ["bounced"] * 3
    assert box.connections == 1


def test_connections_are_reused_up_to_their_limit(postbox: Make) -> None:
    box = postbox()
    receipts, _ = send(box, letters_sent=5, letters=2)
    assert [r.outcome for r in receipts] == ["delivered"] * 5
    assert box.connections == 3


def test_a_server_that_demands_tls_without_offering_it_is_trouble_not_a_bounce(postbox: Make) -> None:
    async def trip() -> Receipt:
        async with postbox().open() as box:
            channel = SmtpChannel(SmtpSettings(port=box.port, tls="starttls", deadline_seconds=2))
            return await channel.send(LETTER, _nothing)

    assert asyncio.run(trip()).outcome == "deferred"


def test_nobody_listens(postbox: Make) -> None:
    async def trip() -> Receipt:
        async with postbox().open() as box:
            port = box.port
        return await SmtpChannel(SmtpSettings(port=port, tls="none", deadline_seconds=2)).send(LETTER, _nothing)

    assert asyncio.run(trip()).outcome == "deferred"


def test_dots_and_smuggled_commands_stay_in_the_body(postbox: Make) -> None:
    text = "a\n.\nMAIL FROM:<eve@example.com>\r\n.\r\nRCPT TO:<x@example.com>\r.\rDATA\n"

    async def trip() -> Any:
        async with postbox().open() as box:
            channel = SmtpChannel(SmtpSettings(port=box.port, tls="none"))
            await channel.send(Letter("k", "shop@example.com", "ann@example.com", "s", text), _nothing)
            await channel.close()
            return box

    box = asyncio.run(trip())
    [mail] = box.mails
    assert len(box.envelopes) == 1
    assert "MAIL FROM:<eve@example.com>" in mail.get_content()
    assert mail.get_content().splitlines()[1] == "."


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ("550 5.1.1 no such user", True),
        ("550 no such user", True),
        ("553 mailbox name not allowed", True),
        ("550 5.2.1 disabled", True),
        ("552 5.2.2 full", False),
        ("552 full", False),
        ("550 5.7.1 spam", False),
        ("554 refused", False),
    ],
)
def test_which_bounces_say_that_the_address_is_dead(detail: str, expected: bool) -> None:
    assert dead(Receipt("bounced", detail)) is expected
    assert dead(Receipt("deferred", detail)) is False


async def _nothing() -> None:
    return None
