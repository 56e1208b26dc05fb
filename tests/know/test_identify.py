"""Every rule by which an event finds its customer: limits, priority, blocked values, shared devices, alias, merges."""

import pytest

from regulars.app import views
from regulars.kit.clock import DAY
from regulars.kit.errors import NotFound
from regulars.records import Envelope

from .conftest import Known

CARDS = """
identifiers:
  card: {limit: 2, priority: 10, unique: true, trait: card}
  phone: {limit: 2, priority: 20, trait: phone, blocked: ["+44 000 1111111"]}
  push: {limit: 3, priority: 60, trait: context.device.token}
"""


def test_a_new_identifier_makes_a_customer_and_finds_it_again(known: Known) -> None:
    ann = known.call("ann")
    assert known.call("ann") == ann
    assert known.call("bob") != ann
    assert known.call(device="d1") not in (ann, 0)


def test_an_anonymous_past_becomes_the_users_and_the_older_number_stays(known: Known) -> None:
    stranger = known.call(device="d1")
    ann = known.call("ann")
    assert known.call("ann", "d1") == stranger < ann, "united into the older one"
    assert known.holder("user_id", "ann") == known.holder("anonymous_id", "d1") == stranger
    assert views.by_number(known.house, "main", ann).id == stranger, "the other number leads there"
    assert known.told("merge") == [(stranger, str(ann), "user_id and anonymous_id came together in Seen")]
    assert known.house.verify("main").differences == []


def test_history_tells_who_was_whom_then_and_now(known: Known) -> None:
    stranger, ann = known.call(device="d1"), known.call("ann")
    before = known.clock.now()
    known.call("ann", "d1")
    for _ in ("in the spool", "in the lake"):
        rows = "select customer_id, count(*) as n from events group by 1 order by 1"
        assert known.house.query("main", rows).to_pylist() == [{"customer_id": stranger, "n": 3}]
        for then in ("then", before):
            by = {r["customer_id"]: r["n"] for r in known.house.query("main", rows, as_known=then).to_pylist()}  # type: ignore[arg-type]
            assert by == {stranger: 2, ann: 1}
        known.house.flush()


def test_two_users_of_one_device_stay_two_and_the_device_becomes_its_own_customer(known: Known) -> None:
    ann = known.call("ann", "tablet")
    past = known.call(device="tablet")
    assert past == ann
    bob = known.call("bob", "tablet")
    assert bob != ann
    shared = known.call(device="tablet")
    assert shared not in (ann, bob)
    assert known.call("ann", "tablet") == ann
    assert known.call("bob", "tablet") == bob
    assert known.call(device="tablet") == shared
    assert known.call("eve", "tablet") not in (ann, bob, shared), "it unites with nobody"
    assert {who for who, _, _ in known.told("shared_device")} == {shared, ann}
    assert known.customer(ann).identifiers == {"user_id": known.customer(ann).identifiers["user_id"], "anonymous_id": {}}
    assert known.house.verify("main").differences == []


def test_a_shared_device_is_never_merged_not_even_by_a_member(known: Known) -> None:
    ann, bob = known.call("ann", "tablet"), known.call("bob", "tablet")
    shared = known.call(device="tablet")
    assert known.merge(ann, shared) == known.merge(shared, bob) == -2
    codes = [failure.code for failure in known.house.backends.state.query("failures", "main")]
    assert codes == ["shared_device", "shared_device"]
    assert known.call("bob", type="alias", previous_id="tablet", event="") == bob
    assert known.call(device="tablet") == shared


def test_a_repeat_is_recognised_after_its_device_was_shared(known: Known) -> None:
    ann = known.call("ann", "tablet")
    known.call(device="tablet", id="early")
    known.call("bob", "tablet")
    assert known.call(device="tablet", id="early") == -1
    assert known.call(device="tablet") not in (ann, -1)


def test_a_shared_device_without_events_is_judged_like_everybody() -> None:
    known = Known('segments: {silent: "sum(properties.total) is null"}\nstages: {buyer: "count(*) > 9", visitor: "true"}')
    known.call("ann", "tablet")
    known.call("bob", "tablet")
    (shared,) = [c for c in known.house.customers("main") if "shared_device" in c.identifiers]
    assert (list(shared.segments), shared.stage) == (["silent"], "visitor")
    assert known.house.verify("main").differences == []


def test_beyond_the_limit_who_is_held_by_another_is_refused_and_that_is_told_once(known: Known) -> None:
    ann = known.call("ann")
    for n in range(5):
        assert known.call("ann", f"d{n}") == ann
    stranger = known.call(device="d9")
    assert known.call("ann", "d9") == ann
    assert known.call("ann", "d9") == ann
    assert known.call(device="d9") == stranger, "who held it keeps it"
    assert [(who, value) for who, value, _ in known.told("merge_refused")] == [(ann, "anonymous_id:d9")]
    assert "at most 5 of anonymous_id" in known.told("merge_refused")[0][2]
    assert known.counts()["merge_refused"] == 2


def test_beyond_the_limit_a_new_value_is_set_aside_and_that_is_told_once() -> None:
    known = Known(CARDS)
    ann = known.call("ann")
    for n in (1, 2):
        known.call("ann", traits={"card": f"c{n}"})
    assert known.call("ann", "d1", traits={"card": "c3"}) == known.call("ann", "d1", traits={"card": "c3"}) == ann
    assert known.holder("card", "c3") == 0
    assert [(who, value) for who, value, _ in known.told("identifier_refused")] == [(ann, "card:c3")]


def test_of_devices_the_one_not_seen_for_longest_makes_room(known: Known) -> None:
    ann = known.call("ann")
    for n in (0, 1, 2, 3, 4, 0):
        known.call("ann", f"d{n}")
    assert known.call("ann", "d5") == ann
    assert set(known.customer(ann).identifiers["anonymous_id"]) == {"d0", "d2", "d3", "d4", "d5"}
    assert known.holder("anonymous_id", "d1") == 0
    assert known.told("identifier_expired") == [
        (ann, "anonymous_id:d1", "anonymous_id d1 was not seen for longest and made room for a newer one")
    ]
    assert known.call(device="d1") not in (0, ann), "logged out it is a stranger's now"
    assert known.call(device="d5") == ann
    assert known.house.verify("main").differences == []


WEEKLY = "identifiers: {phone: {limit: 2, per: week, trait: phone}}"


def test_a_limit_a_week_counts_what_was_seen_within_seven_days() -> None:
    known = Known(WEEKLY)
    ann = known.call("ann")

    def phone(number: int) -> int:
        known.call("ann", traits={"phone": f"1380013800{number}"})
        return known.holder("phone", f"1380013800{number}")

    assert [phone(1), phone(2), phone(3)] == [ann, ann, 0]
    assert "at most 2 of phone a week" in known.told("identifier_refused")[0][2]
    known.clock.move(known.clock.now() + 6 * DAY)
    assert [phone(1), phone(3)] == [ann, 0]
    known.clock.move(known.clock.now() + 2 * DAY)
    assert [phone(3), phone(4)] == [ann, 0], "the second was not seen for a week, the first was"
    assert set(known.customer(ann).identifiers["phone"]) == {"13800138001", "13800138002", "13800138003"}


def test_a_merge_may_bring_old_values_beyond_a_limit_a_week() -> None:
    known = Known(WEEKLY + "\nworkspace: {zone: UTC}")
    ann = known.call("ann", traits={"phone": "13800138001"})
    known.call("ann", traits={"phone": "13800138002"})
    device = known.call(device="d1", traits={"phone": "13800138003"})
    assert known.call("ann", "d1") == ann != device, "three within a week are too many"
    assert known.holder("anonymous_id", "d1") == device
    known.clock.move(known.clock.now() + 8 * DAY)
    assert known.call("ann", "d1") == ann
    assert known.holder("phone", "13800138003") == known.holder("anonymous_id", "d1") == ann


def test_a_merge_counts_what_both_have_against_the_limit(known: Known) -> None:
    for n in range(3):
        known.call("ann", f"a{n}")
    ann = known.holder("user_id", "ann")
    strangers = known.call(device="b0", traits={"email": "x@example.com"})
    for n in range(1, 3):
        assert known.call(device=f"b{n}", traits={"email": "x@example.com"}) == strangers
    assert known.call("ann", traits={"email": "x@example.com"}) == ann, "3 + 3 devices are more than 5"
    assert known.holder("email", "x@example.com") == strangers
    assert known.told("merge_refused")[0][:2] == (ann, "email:x@example.com")


def test_ten_thousand_devices_do_not_become_one_customer(known: Known) -> None:
    for n in range(40):
        known.call(device=f"d{n}")
        known.call("ann", f"d{n}")
    ann = known.customer(known.holder("user_id", "ann"))
    assert len(ann.identifiers["anonymous_id"]) == 5
    assert len(ann.refused) == 10, "what it remembers is bounded"


def test_the_strongest_identifier_wins_and_the_rest_joins_where_it_can() -> None:
    known = Known(CARDS)
    ann = known.call("ann", traits={"card": "1"})
    bob = known.call("bob", traits={"card": "2"})
    assert known.call("ann", "d1", traits={"card": "2"}) == ann, "the card of another is set aside, the new device is not"
    assert known.holder("anonymous_id", "d1") == ann
    assert known.holder("card", "2") == bob
    assert known.told("merge_refused") == [(ann, "card:2", known.told("merge_refused")[0][2])]


def test_someone_elses_email_is_refused_but_stays_theirs(known: Known) -> None:
    ann, bob = known.call("ann", traits={"email": "ann@example.com"}), known.call("bob", traits={"email": "b@example.com"})
    assert known.call("bob", traits={"email": "Ann@Example.com"}) == bob
    assert known.holder("email", "ann@example.com") == ann, "saying another's address does not take it away"
    assert known.call(traits={"email": "ann@example.com"}) == ann


def test_holders_of_a_unique_kind_never_unite_though_no_limit_stands_against_it() -> None:
    known = Known(CARDS)
    one, two = known.call(device="d1", traits={"card": "1"}), known.call(device="d2", traits={"card": "2"})
    known.call(device="d1", traits={"phone": "13800138000"})
    assert known.call(device="d2", traits={"phone": "13800138000", "card": "2"}) == two
    assert known.holder("phone", "13800138000") == one
    assert "two people" in known.told("merge_refused")[0][2]
    assert known.call(device="d1", traits={"card": "3"}) == one, "one person may hold two"


def test_other_kinds_keep_the_rules_of_user_ids(known: Known) -> None:
    known = Known(CARDS)
    ann = known.call("ann", traits={"phone": "13800138000"})
    assert known.call("bob", traits={"phone": "13800138000"}) != ann, "a user id is unique also where only others are defined"


@pytest.mark.parametrize(
    "nobody",
    [
        "null",
        "undefined",
        "0",
        "-1",
        "none",
        "NaN",
        "anonymous",
        "guest",
        "'null'",
        '"undefined"',
        "[object Object]",
        "匿名",
        "游客",
        *("未登录", "test", "n/a", "00000000-0000-0000-0000-000000000000", "000", "---"),
    ],
)
def test_blocked_values_name_nobody(known: Known, nobody: str) -> None:
    ann = known.call("ann", nobody)
    bob = known.call("bob", nobody)
    assert 0 < ann != bob > 0
    assert known.call(nobody, nobody) == 0
    assert known.call(nobody, "d1") not in (0, ann, bob)
    assert known.holder("user_id", nobody) == known.holder("anonymous_id", nobody) == 0


def test_own_blocked_values_are_compared_as_their_kind_writes_them() -> None:
    known = Known(CARDS)
    assert known.call(traits={"phone": "+440001111111"}) == 0


def test_nobodys_events_are_in_history_once_and_in_no_verification(known: Known) -> None:
    assert known.call("null", id="n1") == 0
    assert known.call("null", id="n1") == -1
    known = _again(known)
    assert known.call("null", id="n1") == -1, "also after a restart"
    rows = known.house.query("main", "select customer_id, id from events").to_pylist()
    assert rows == [{"customer_id": 0, "id": "n1"}]
    verified = known.house.verify("main")
    assert (verified.customers, verified.differences) == (0, [])
    account = views.accounting(known.house, "main")
    assert (account.accepted, account.lake + account.in_flight, account.duplicate) == (3, 1, 2)


def _again(known: Known) -> Known:
    """The same store, a new process."""
    from regulars.app.house import House

    known.house = House(known.house.backends, known.clock)
    return known


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ann@Example.COM", "ann@example.com"),
        ("  ann@example.com ", "ANN@example.com"),
        ("ａnn@example.com", "ann@example.com"),
    ],
)
def test_emails_that_differ_in_writing_are_one(known: Known, first: str, second: str) -> None:
    assert known.call(traits={"email": first}) == known.call(traits={"email": second})


@pytest.mark.parametrize(
    "no_address",
    [
        "a@b.com\r\nBcc:x",
        '"a b"@c',
        "a@[127.0.0.1]",
        "a@localhost",
        "a@b..com",
        "<script>@x.com",
        "",
        None,
        5.5,
        ["a@b.com"],
        True,
    ],
)
def test_what_is_no_address_identifies_nobody_but_stays_a_trait(known: Known, no_address: object) -> None:
    ann = known.call("ann", traits={"email": no_address})
    assert "email" not in known.customer(ann).identifiers
    assert known.customer(ann).traits["email"][0] == no_address


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("１３８００１３８０００", "138-0013-8000"),
        ("tel:+44 20 7946 0000;ext=3", "+442079460000"),
        ("(030) 1234567", "030 1234567"),
    ],
)
def test_phones_that_differ_in_writing_are_one(first: str, second: str) -> None:
    known = Known(CARDS)
    assert known.call(traits={"phone": first}) == known.call(traits={"phone": second}) > 0


@pytest.mark.parametrize("no_number", ["00000000", "12", "phone", "+", "1" * 16])
def test_what_is_no_number_identifies_nobody(no_number: str) -> None:
    assert Known(CARDS).call(traits={"phone": no_number}) == 0


def test_identifiers_come_from_the_context_and_from_external_ids_too() -> None:
    known = Known(CARDS)
    phone = known.call(context={"device": {"token": "t1"}})
    assert (
        known.call(context={"externalIds": [{"id": "t1", "type": "push", "collection": "users", "encoding": "none"}]}) == phone
    )
    assert known.call(context={"device": {"token": "null"}}) == 0
    for odd in (
        "x",
        [None],
        [{"type": "push"}],
        [{"type": [], "id": "t1"}],
        [{"type": "unknown", "id": "t1"}],
        {"type": "push"},
    ):
        assert known.call(context={"externalIds": odd}) == 0
    assert known.call(context={"device": "t1"}) == 0


def test_a_groups_traits_identify_no_customer(known: Known) -> None:
    ann = known.call("ann", traits={"email": "office@example.com"}, type="group", event="")
    assert known.customer(ann).identifiers == {"user_id": known.customer(ann).identifiers["user_id"]}


# Alias


def test_an_alias_gives_an_anonymous_past_to_the_user(known: Known) -> None:
    stranger = known.call(device="d1")
    assert known.call("ann", type="alias", previous_id="d1", event="") == stranger
    assert known.call("ann") == stranger


def test_aliases_between_users_are_refused_and_their_circles_do_nothing(known: Known) -> None:
    users = {name: known.call(name) for name in "abc"}
    for previous, user in ("ab", "bc", "ca", "aa"):
        assert known.call(user, type="alias", previous_id=previous, event="") == users[user]
    assert {name: known.call(name) for name in "abc"} == users
    assert [value for _, value, _ in known.told("merge_refused")] == ["user_id:a", "user_id:b", "user_id:c"]
    assert all("anonymous_id" not in known.customer(number).identifiers for number in users.values())


@pytest.mark.parametrize("previous", ["null", "guest", None])
def test_an_alias_to_nobody_does_nothing(known: Known, previous: str | None) -> None:
    ann = known.call("ann")
    assert known.call("ann", type="alias", previous_id=previous, event="") == ann
    assert "anonymous_id" not in known.customer(ann).identifiers


# Merges that a member asks for


def test_a_member_may_unite_two_people_and_the_reason_is_kept(known: Known) -> None:
    ann, anne = known.call("ann"), known.call("anne")
    assert known.merge(anne, ann) == 0, "the wish is nobody's event"
    assert known.call("ann") == anne
    assert views.find(known.house, "main", str(ann)).id == anne
    assert known.told("merge") == [(anne, str(ann), "said so by phone")]
    assert known.merge(anne, ann) == -1, "they are one already"
    assert known.call("ann", "d1") == anne, "what stood beyond the limit by a member's word does not hinder"
    assert known.holder("anonymous_id", "d1") == anne
    assert known.house.verify("main").differences == []


@pytest.mark.parametrize(("into", "other"), [(1, 99), (99, 1), (1, 0), (1, -1)])
def test_a_merge_with_nobody_is_kept_as_a_failure(known: Known, into: int, other: int) -> None:
    assert known.call("ann") == 1
    assert known.merge(into, other) == -2
    (failure,) = known.house.backends.state.query("failures", "main")
    assert failure.code == "unknown_customer"


@pytest.mark.parametrize("odd", [True, "1", 1.0, None, [1]])
def test_an_odd_number_is_no_customer(known: Known, odd: object) -> None:
    known.call("ann")
    assert known.call(type="merge", event="", properties={"into": 1, "from": odd}) == -2


def test_a_chain_of_merges_leads_to_its_end(known: Known) -> None:
    numbers = [known.call(name) for name in "abcd"]
    for into, other in zip(numbers[1:], numbers[:-1]):
        assert known.merge(into, other) == 0
    for _ in ("now", "after a restart"):
        assert {views.by_number(known.house, "main", number).id for number in numbers} == {numbers[-1]}
        known = _again(known)
    with pytest.raises(NotFound):
        views.by_number(known.house, "main", 99)
    rows = known.house.query("main", "select distinct customer_id from events where type = 'track'").to_pylist()
    assert rows == [{"customer_id": numbers[-1]}]


# What the customer's record and the index say stays the same


def test_identifiers_that_only_a_repeat_brought_are_kept(known: Known) -> None:
    stranger = known.call(device="d1", id="same")
    assert known.call("ann", "d1", id="same") == -1
    assert known.call("bob", "d2") != stranger
    known = _again(known)
    assert known.call("ann") == stranger
    assert "ann" in known.customer(stranger).identifiers["user_id"]


def test_ids_belong_to_their_workspace(known: Known) -> None:
    known.call("ann")
    event = b'[{"id":"m1","type":"track","timestamp":1,"received_at":1,"user_id":"bob"}]'
    known.send(Envelope("other", "events", "web", known.clock.now(), 1, event))
    assert known.house.backends.state.find("other", [("user_id", "ann")]) == {}
    assert known.holder("user_id", "bob") == 0
    with pytest.raises(NotFound):
        views.find(known.house, "other", "ann")
