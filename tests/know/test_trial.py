"""Rules tried on a stream: the customers that they would unite, part or regroup, with the reasons."""

from typing import Any

from regulars.define.definitions import Definitions
from regulars.define.load import assemble
from regulars.flow.spool import event_key
from regulars.know.kinds import kinds_of
from regulars.know.trial import Stated, Trial, Tried
from regulars.records import Event
from regulars.testing.events import NOON, alias, event, identify

NOTHING = Stated({}, frozenset())


def tried(events: list[Event], then: str, now: str = "{}", said: Stated = NOTHING) -> Tried:
    def kinds(yaml: str) -> Any:
        return kinds_of(assemble([("rules.yml", yaml)]) if yaml else Definitions())

    trial = Trial(kinds(now), kinds(then), said)
    for offset, one in enumerate(events, 1):
        trial.take(one, (offset, event_key(one)), NOON + offset)
    return trial.tried()


PHONE = "identifiers: {phone: {trait: phone}, email: {trait: email, limit: 1}}"
CALLS = [
    identify("ann", phone="13800138000"),
    identify(None, anonymous="d1", phone="13800138000"),
    event(user="bob"),
    identify("bob", email="bob@example.com"),
]


def test_the_same_rules_change_nothing() -> None:
    found = tried(CALLS, "{}")
    assert (found.now, found.then, found.events, found.changes) == (3, 3, 4, [])


def test_a_new_kind_unites() -> None:
    found = tried(CALLS, PHONE)
    assert (found.now, found.then) == (3, 2)
    (change,) = found.changes
    assert change.kind == "united"
    assert [side.identifiers for side in change.now] == [{"user_id": ["ann"]}, {"anonymous_id": ["d1"]}]
    assert [side.events for side in change.then] == [2]
    assert change.then[0].identifiers == {"user_id": ["ann"], "phone": ["13800138000"], "anonymous_id": ["d1"]}
    assert change.why == [] or "phone" in str(change.why[0])
    assert len(change.samples) == 2


def test_a_kind_that_goes_parts_and_says_what_united_them() -> None:
    calls = [event(user="ann"), identify(None, anonymous="d1", phone="13800138000"), identify("ann", phone="13800138000")]
    found = tried(calls, "{}", now=PHONE)
    (change,) = found.changes
    assert (change.kind, change.events, len(change.now), len(change.then)) == ("parted", 3, 1, 2)
    assert [str(why) for why in change.why] == ["user_id and phone came together in identify"]


def test_a_limit_says_what_it_refuses() -> None:
    calls = [event(user="ann"), event(user=None, anonymous="d1"), event(user="ann", anonymous="d1")]
    found = tried(calls, "identifiers: {anonymous_id: {limit: 0}}")
    (change,) = found.changes
    assert change.kind == "parted"
    assert str(change.why[0]) == "user_id and anonymous_id came together in Order Completed"
    assert str(change.why[1]) == "anonymous_id not taken over: one customer has at most 0 of anonymous_id"


def test_customers_may_be_regrouped() -> None:
    calls = [
        identify("ann", email="x@example.com", phone="13800138000"),
        identify(None, anonymous="d1", email="x@example.com"),
        identify(None, anonymous="d2", phone="13800138000"),
    ]
    mail, call = "identifiers: {email: {trait: email}}", "identifiers: {phone: {trait: phone}}"
    (change,) = tried(calls, call, now=mail).changes
    assert (change.kind, len(change.now), len(change.then), change.events) == ("regrouped", 2, 2, 3)


def test_blocked_values_gain_and_lose_events() -> None:
    found = tried([event(user="walk-in"), event(user="ann")], "identifiers: {user_id: {blocked: [walk-in]}}")
    assert (found.lost, found.gained, found.changes) == (1, 0, [])


def test_what_members_said_holds_under_both_rules() -> None:
    calls = [event(user="ann", id="a"), event(user=None, anonymous="d1", id="b")]
    anchors = {(1, event_key(calls[0])): 11, (2, event_key(calls[1])): 12}
    wished = event("", user=None, type="merge", into=11, **{"from": 12}, reason="said so")
    more = [*calls, wished, event(user=None, anonymous="d1")]
    united = tried(more, PHONE, said=Stated(anchors, frozenset()))
    assert (united.now, united.then, united.changes) == (1, 1, [])
    together = [*calls, event(user="ann", anonymous="d1")]
    assert tried(together, "{}", said=Stated(anchors, frozenset())).now == 1
    apart = tried(together, "{}", said=Stated(anchors, frozenset({frozenset({11, 12})})))
    assert (apart.now, apart.then) == (2, 2)


def test_an_alias_unites_here_as_well() -> None:
    found = tried([event(user=None, anonymous="d1"), event(user="ann"), alias("ann", "d1")], "{}")
    assert found.now == 1
