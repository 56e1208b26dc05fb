"""Tokens that cannot be forged, one click that works, callbacks that become events."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.engage.answers import answer
from regulars.engage.unsubscribe import BadCallback, Permit, Report, check, opt_out, read_callback, report, sign
from regulars.kit.clock import DAY, HOUR

AT = 20_000 * DAY
PERMIT = Permit("unsubscribe", "shop", 7, "marketing", "j/v/r/s/email")
SECRETS = {"shop": b"a" * 32, "other": b"b" * 32}
ANN = {"anonymous_id": {"x": 5}, "user_id": {"old": 1, "ann": 2}, "email": {"ann@example.com": 3}}


def test_a_token_stands_for_what_was_signed() -> None:
    token = sign(PERMIT, SECRETS["shop"])
    assert check(token, "unsubscribe", SECRETS.get) == PERMIT
    assert token.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("place", range(len(sign(PERMIT, b"a" * 32))))
def test_an_altered_token_is_none(place: int) -> None:
    token = sign(PERMIT, SECRETS["shop"])
    other = "B" if token[place] == "A" else "A"
    altered = token[:place] + other + token[place + 1 :]
    assert check(altered, "unsubscribe", SECRETS.get) in (None, PERMIT)
    assert check(altered, "unsubscribe", SECRETS.get) is None or place == len(token) - 1  # spare bits of base64's last letter


@pytest.mark.parametrize("cut", [0, 1, 5, 20, 40])
def test_a_truncated_or_lengthened_token_is_none(cut: int) -> None:
    token = sign(PERMIT, SECRETS["shop"])
    assert check(token[:cut], "unsubscribe", SECRETS.get) is None
    assert check(token + "A" * (cut + 1), "unsubscribe", SECRETS.get) is None
    assert check(token * 50, "unsubscribe", SECRETS.get) is None


def test_another_workspaces_use_and_secret() -> None:
    assert check(sign(PERMIT, SECRETS["other"]), "unsubscribe", SECRETS.get) is None
    assert check(sign(PERMIT, SECRETS["shop"]), "message", SECRETS.get) is None
    assert check(sign(msgspec.structs.replace(PERMIT, workspace="gone"), b"c"), "unsubscribe", SECRETS.get) is None


@settings(max_examples=50)
@given(token=st.text(max_size=200))
def test_no_text_is_a_token(token: str) -> None:
    assert check(token, "unsubscribe", SECRETS.get) is None


def test_one_click_is_a_consent_event_and_a_repeat_is_the_same_one() -> None:
    event = opt_out(PERMIT, ANN, AT)
    assert event is not None
    assert (event.type, event.user_id, event.properties, event.source) == ("consent", "ann", {"marketing": False}, "regulars")
    assert event == opt_out(PERMIT, ANN, AT)
    again = opt_out(PERMIT, ANN, AT + 2 * HOUR)
    assert again is not None
    assert again.id != event.id  # who came back in between is let go again


def test_nobody_can_be_told_nothing() -> None:
    assert opt_out(PERMIT, {}, AT) is None
    assert report(PERMIT, Report("t", "bounced", permanent=True), {}, AT) == []


@pytest.mark.parametrize(
    ("identifiers", "field", "value"),
    [
        (ANN, "user_id", "ann"),
        ({"anonymous_id": {"x": 5, "y": 4}}, "anonymous_id", "x"),
        ({"phone": {"+1": 1}, "email": {"a@example.com": 3}}, "traits", {"email": "a@example.com"}),
        ({"user_id": {}, "phone": {"+1": 1}}, "traits", {"phone": "+1"}),
    ],
)
def test_an_answer_names_its_customer(identifiers: dict[str, dict[str, int]], field: str, value: object) -> None:
    event = answer("Email Delivered", "k", identifiers, AT, {})
    assert getattr(event, field) == value


def test_reports_become_events_in_segments_words() -> None:
    names = {
        "delivered": "Delivered",
        "bounced": "Bounced",
        "complained": "Marked as Spam",
        "opened": "Opened",
        "clicked": "Link Clicked",
    }
    for said, name in names.items():
        first, *_ = report(PERMIT, Report("t", said, id="9", link="https://x.example"), ANN, AT)  # type: ignore[arg-type]
        assert first.event == f"Email {name}"
        assert first.properties["message"] == PERMIT.message


def test_a_provider_and_the_channel_speak_of_one_delivery() -> None:
    [event] = report(PERMIT, Report("t", "delivered", id="9"), ANN, AT)
    ours = answer("Email Delivered", PERMIT.message, ANN, AT, {})
    assert ours is not None
    assert event.id == ours.id


def test_a_repeated_report_has_the_same_ids_and_another_click_has_not() -> None:
    one = report(PERMIT, Report("t", "clicked", id="1"), ANN, AT)
    assert [e.id for e in one] == [e.id for e in report(PERMIT, Report("t", "clicked", id="1"), ANN, AT + DAY)]
    assert [e.id for e in one] != [e.id for e in report(PERMIT, Report("t", "clicked", id="2"), ANN, AT)]


@pytest.mark.parametrize(
    ("said", "consents"),
    [
        (Report("t", "bounced", permanent=True), [{"email:deliverable": False}]),
        (Report("t", "bounced"), []),
        (Report("t", "complained"), [{"marketing": False}]),
        (Report("t", "opened"), []),
    ],
)
def test_dead_addresses_and_complaints_change_what_may_be_sent(said: Report, consents: list[dict[str, bool]]) -> None:
    events = report(PERMIT, said, ANN, AT)
    assert [event.properties for event in events if event.type == "consent"] == consents


def test_a_callback_is_one_report_or_several() -> None:
    assert read_callback(b'{"token": "t", "event": "opened"}') == [Report("t", "opened")]
    assert (
        len(read_callback(b'[{"token": "t", "event": "opened"}, {"token": "u", "event": "bounced", "permanent": true}]')) == 2
    )
    assert read_callback(b'[{"token": "t", "event": "opened", "more": 1}]') == [Report("t", "opened")]


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"null", b"5", b"{}", b'{"token": 5, "event": "opened"}', b'[{"token": "t", "event": "exploded"}]', b"\xff"],
)
def test_a_callback_that_cannot_be_read(body: bytes) -> None:
    with pytest.raises(BadCallback):
        read_callback(body)
