"""The arbiter: one verdict, one sentence."""

from typing import Any

import msgspec
import pytest

from regulars.define.definitions import Cap, Definitions, Journey, Purpose, Step, Template, Workspace
from regulars.engage.arbiter import STALE, Arbiter, midnight
from regulars.kit.clock import DAY, HOUR, MINUTE, to_text
from regulars.kit.said import Said
from regulars.records import Customer, Message

NOON = 19_675 * DAY + 12 * HOUR  # 14 November 2023, 12:00 UTC: 20:00 in Shanghai, 07:00 in New York
PURPOSES = {
    "marketing": Purpose(name="marketing"),
    "orders": Purpose(name="orders", basis="contract"),
    "tips": Purpose(name="tips", basis="legitimate_interest"),
}
TEMPLATES = {name: Template(name=name) for name in ("hello", "receipt")}


def arbiter(*caps: Cap, zone: str = "UTC") -> Arbiter:
    journey = Journey(name="j", on_stage="s", steps=[Step(name="a", message="receipt", purpose="orders")])
    return Arbiter(
        Definitions(
            workspace=Workspace(zone=zone),
            purposes=PURPOSES,
            templates=TEMPLATES,
            caps={cap.name: cap for cap in caps},
            journeys={"j": journey},
        )
    )


def ann(consents: dict[str, bool] | None = None, **traits: Any) -> Customer:
    known = {"email": "ann@example.com", **traits}
    return Customer(
        id=1,
        born_at=0,
        traits={name: [value, 5, 0] for name, value in known.items()},
        consents={purpose: [said, 9, 0] for purpose, said in (consents or {}).items()},
    )


def letter(purpose: str = "marketing", **fields: Any) -> Message:
    base = Message("k", 1, "email", "hello", purpose, NOON, "j", "r1", "a")
    return msgspec.structs.replace(base, **fields)


@pytest.mark.parametrize(
    ("purpose", "consents", "traits", "verdict"),
    [
        ("marketing", {}, {}, "no_consent"),
        ("marketing", {"marketing": True}, {}, "send"),
        ("marketing", {"marketing": False}, {}, "no_consent"),
        ("marketing", {"marketing": True}, {"unsubscribed": True}, "no_consent"),
        ("marketing", {"marketing": True}, {"unsubscribed": False}, "send"),
        ("marketing", {"marketing": True, "email": False}, {}, "no_consent"),
        ("tips", {}, {}, "send"),
        ("tips", {"tips": False}, {}, "no_consent"),
        ("tips", {}, {"unsubscribed": True}, "no_consent"),
        ("orders", {}, {}, "send"),
        ("orders", {"orders": False}, {}, "no_consent"),
        ("orders", {"email": False}, {"unsubscribed": True}, "send"),
        ("undefined", {}, {}, "no_consent"),
        ("undefined", {"undefined": True}, {}, "send"),
    ],
)
def test_consent_by_purpose(purpose: str, consents: dict[str, bool], traits: dict[str, Any], verdict: str) -> None:
    judgement = arbiter().judge(letter(purpose), ann(consents, **traits), [], NOON)
    assert judgement.verdict == verdict
    assert judgement.why


@pytest.mark.parametrize(
    ("traits", "says"),
    [
        ({"email": None}, "no e-mail address is known"),
        ({"email": ""}, "no e-mail address is known"),
        ({"email": 5}, "no e-mail address is known"),
        ({"email": "ann"}, "no usable address"),
        ({"email": "ann@"}, "no usable address"),
        ({"email": "änn@example.com"}, "no usable address"),
        ({"email": "ann@example.com\r\nBcc: eve@example.com"}, "no usable address"),
        ({"email": "ann@localhost"}, "no usable address"),
        ({"email": "a" * 300 + "@example.com"}, "no usable address"),
    ],
)
def test_addresses(traits: dict[str, Any], says: str) -> None:
    judgement = arbiter().judge(letter("tips"), ann(**traits), [], NOON)
    assert judgement.verdict == "no_address"
    assert says in str(judgement.why)


def test_a_bounce_closes_the_address_until_it_is_given_anew() -> None:
    customer = ann({"email:deliverable": False})
    assert arbiter().judge(letter("tips"), customer, [], NOON).verdict == "no_address"
    customer.traits["email"] = ["ann@example.org", 10, 0]
    assert arbiter().judge(letter("tips"), customer, [], NOON).verdict == "send"


def test_an_identifier_serves_where_the_trait_is_missing() -> None:
    customer = Customer(id=1, born_at=0, identifiers={"email": {"old@example.com": 1, "new@example.com": 2}})
    assert arbiter().judge(letter("tips"), customer, [], NOON).verdict == "send"
    customer.consents["email:deliverable"] = [False, 9, 0]
    assert arbiter().judge(letter("tips"), customer, [], NOON).verdict == "no_address"


def earlier(*hours_ago: float, channel: str = "email", template: str = "hello") -> list[tuple[int, str, str]]:
    return [(NOON - int(hours * HOUR), channel, template) for hours in hours_ago]


@pytest.mark.parametrize(
    ("cap", "before", "zone", "verdict"),
    [
        (Cap(name="c", limit=1), [], "UTC", "send"),
        (Cap(name="c", limit=1), earlier(11.9), "UTC", "capped"),
        (Cap(name="c", limit=1), earlier(12.1), "UTC", "send"),  # the day before: calendar days do not roll
        (Cap(name="c", limit=1), earlier(12.1), "Asia/Shanghai", "capped"),
        (Cap(name="c", limit=1), earlier(20.1), "Asia/Shanghai", "send"),
        (Cap(name="c", limit=1), earlier(7.1), "America/New_York", "send"),
        (Cap(name="c", limit=2), earlier(1), "UTC", "send"),
        (Cap(name="c", limit=2), earlier(1, 2), "UTC", "capped"),
        (Cap(name="c", limit=1, per="7d"), earlier(6 * 24 + 11.9), "UTC", "capped"),
        (Cap(name="c", limit=1, per="1w"), earlier(6 * 24 + 12.1), "UTC", "send"),
        (Cap(name="c", limit=1, channel="email"), earlier(1, channel="sms"), "UTC", "send"),
        (Cap(name="c", limit=1, channel="any"), earlier(1, channel="sms"), "UTC", "capped"),
        (Cap(name="c", limit=1, channel="sms"), earlier(1), "UTC", "send"),
        (Cap(name="c", limit=1), earlier(1, template="receipt"), "UTC", "send"),  # sent on a contract only
        (Cap(name="c", limit=0), [], "UTC", "capped"),
    ],
)
def test_caps_count_calendar_days(cap: Cap, before: Any, zone: str, verdict: str) -> None:
    judgement = arbiter(cap, zone=zone).judge(letter("tips"), ann(), before, NOON)
    assert judgement.verdict == verdict
    if verdict == "capped":
        assert f"at most {cap.limit}" in str(judgement.why)


@pytest.mark.parametrize(
    ("timezone", "verdict"),
    [
        ("Asia/Shanghai", "capped"),
        ("UTC", "send"),
        ("Mars/Olympus", "send"),
        ("../../etc/passwd", "send"),
        (7, "send"),
        ("", "send"),
    ],
)
def test_the_day_is_that_of_the_customers_zone_if_there_is_such_a_zone(timezone: Any, verdict: str) -> None:
    cap = Cap(name="c", limit=1)
    assert arbiter(cap).judge(letter("tips"), ann(timezone=timezone), earlier(12.1), NOON).verdict == verdict


def test_transactional_messages_obey_no_cap() -> None:
    assert arbiter(Cap(name="c", limit=0)).judge(letter("orders"), ann(), earlier(1, 2, 3), NOON).verdict == "send"


def test_all_caps_must_allow() -> None:
    both = arbiter(Cap(name="a", limit=5), Cap(name="b", limit=2, per="7d"))
    assert both.judge(letter("tips"), ann(), earlier(30, 60), NOON).verdict == "capped"


def test_stale_messages_expire() -> None:
    assert arbiter().judge(letter("tips"), ann(), [], NOON + STALE).verdict == "send"
    judgement = arbiter().judge(letter("tips"), ann(), [], NOON + STALE + 1)
    assert judgement.verdict == "expired"
    assert to_text(NOON) in str(judgement.why)


def test_an_exited_run_sends_nothing_more() -> None:
    customer = ann()
    customer.exited["j"] = "r1"
    assert arbiter().judge(letter("tips"), customer, [], NOON).verdict == "exited"
    assert arbiter().judge(letter("tips", run="r2"), customer, [], NOON).verdict == "send"
    assert arbiter().judge(letter("tips", run="", journey=""), customer, [], NOON).verdict == "send"


@pytest.mark.parametrize("fields", [{"template": "gone"}, {"channel": "sms"}])
def test_a_template_that_is_not_there(fields: dict[str, str]) -> None:
    assert arbiter().judge(letter("tips", **fields), ann(), [], NOON).verdict == "unknown_template"


def test_nobody() -> None:
    assert arbiter().judge(letter("tips"), None, [], NOON).verdict == "no_address"


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Asia/Shanghai", "2023-11-14T12:00", "2023-11-13T16:00"),
        ("America/New_York", "2023-03-12T12:00", "2023-03-12T05:00"),  # the clocks change at 02:00
        ("America/New_York", "2023-03-13T12:00", "2023-03-13T04:00"),
        ("Asia/Beirut", "2022-03-27T12:00", "2022-03-26T22:00"),  # midnight itself is skipped
        ("Australia/Lord_Howe", "2023-10-01T12:00", "2023-09-30T13:30"),
        ("Pacific/Apia", "2011-12-31T12:00", "2011-12-31T10:00"),
    ],
)
def test_midnight(zone: str, at: str, expected: str) -> None:
    from datetime import UTC, datetime

    instant = int(datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp()) * 1_000_000
    assert to_text(midnight(instant, 0, zone)) == f"{expected}:00.000Z"
    assert midnight(instant, 0, zone) <= instant < midnight(instant, 0, zone) + 25 * HOUR
    assert midnight(midnight(instant, 0, zone) + MINUTE, 0, zone) == midnight(instant, 0, zone)


def test_the_reason_is_given_in_both_languages() -> None:
    judged = arbiter().judge(letter("tips"), ann({"email:deliverable": False}), [], NOON)
    assert isinstance(judged.why, Said)
    assert (judged.why.en.startswith("mail to "), "永久退回" in judged.why.zh) == (True, True)
