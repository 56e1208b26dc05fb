"""A merge is undone: both are as if it had not happened, and what came since is whose identifiers it carried."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from regulars.app import views
from regulars.app.house import House
from regulars.app.unmerge import wish
from regulars.app.wire import in_folder
from regulars.kit.clock import DAY, HOUR, ManualClock
from regulars.records import Customer
from regulars.testing.events import NOON

from .conftest import Known

SHOP = """
features:
  orders: count(*) filter (where event = 'order')
  spend: {of: sum(properties.total), over: 30d}
  events: count(*)
segments:
  buyer: orders > 0
  silent: sum(properties.total) is null
stages: {regular: orders > 2, buyer_stage: orders > 0, visitor: "true"}
"""


class Shop(Known):
    """Calls, merges and their undoing."""

    def __init__(self, yaml: str = SHOP) -> None:
        super().__init__(yaml)

    def unmerge(self, gone: int, reason: str = "two sisters") -> None:
        """A member's wish that this merge be undone."""
        self.send(wish("main", gone, reason, "key:k1", self.clock.now()))

    def order(self, user: str | None = None, device: str | None = None, total: int = 1, **more: Any) -> int:
        return self.call(user, device, event="order", properties={"total": total}, **more)

    def values(self, number: int) -> dict[str, Any]:
        """All features."""
        found = views.by_number(self.house, "main", number)
        assert found.id == number
        return dict(views.profile(self.house, "main", found).features)

    def events(self, known: Any = "now") -> dict[int, int]:
        """Customer → number of events, as history tells."""
        rows = "select customer_id, count(*) as n from events where customer_id > 0 group by 1 order by 1"
        return {row["customer_id"]: row["n"] for row in self.house.query("main", rows, as_known=known).to_pylist()}

    def sound(self) -> None:
        """Whatever must hold."""
        assert self.house.verify("main").differences == []
        for name in ("buyer", "silent"):
            mine = {c.id: c.segments[name] for c in self.house.customers("main") if name in c.segments}
            assert dict(self.house.members("main", name)) == mine
        for customer in self.house.customers("main"):
            for kind, values in customer.identifiers.items():
                assert {self.holder(kind, value) for value in values} <= {customer.id}


def essence(customer: Customer) -> dict[str, Any]:
    """All of a customer but what a merge leaves for good: the order of merges, the hashes of messages, who is apart."""
    told = msgspec.structs.asdict(customer)
    for name in ("merges", "seen", "apart", "evaluated_at", "due"):
        told.pop(name)
    told["identifiers"] = {kind: values for kind, values in customer.identifiers.items() if values}
    return told


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_undone_at_once_both_are_what_they_were(shop: Shop) -> None:
    ann, anne = shop.order("ann", total=5), shop.call("anne", traits={"city": "Berlin"})
    shop.call("ann", type="consent", event="", properties={"marketing": True})
    shop.call("anne", type="score", event="", properties={"churn": 0.25})
    before = [essence(shop.customer(number)) for number in (ann, anne)]
    shop.clock.move(shop.clock.now() + HOUR)
    for _ in range(2):
        shop.merge(ann, anne)
        shop.house.flush()
        assert shop.values(ann)["events"] == 4
        shop.unmerge(anne)
        assert [essence(shop.customer(number)) for number in (ann, anne)] == before
        assert shop.events() == {ann: 2, anne: 2}
        shop.sound()
    assert shop.told("unmerge")[-2:] == [(ann, str(anne), "two sisters"), (anne, str(ann), "two sisters")]


def test_what_came_since_goes_to_whoever_holds_what_it_carried(shop: Shop) -> None:
    stranger, ann = shop.order(device="d1"), shop.order("ann")
    united = shop.order("ann", "d1")
    assert united == stranger < ann
    before = shop.clock.now()
    shop.order("ann"), shop.order(device="d1", total=7), shop.order("ann", traits={"email": "ann@example.com"})
    shop.call(traits={"email": "ann@example.com"}, type="identify", event="")
    for flushed in (False, True):
        if flushed:
            shop.house.flush()
        assert shop.events() == {united: 7}
    shop.unmerge(ann)
    # The call that united them carried a user id, which is stronger than a device.
    assert shop.events() == {ann: 5, stranger: 2}
    assert (shop.values(ann)["orders"], shop.values(stranger)["orders"]) == (4, 2)
    assert shop.values(stranger)["spend"] == 8
    assert shop.holder("email", "ann@example.com") == shop.holder("user_id", "ann") == ann
    assert shop.holder("anonymous_id", "d1") == stranger
    assert shop.events(before) == {united: 7}, "as known then"
    assert shop.events("then") == {stranger: 6, ann: 1}
    shop.house.flush()
    assert shop.events() == {ann: 5, stranger: 2}
    shop.sound()


def test_one_customers_view_holds_what_moved_to_it_and_nothing_else(shop: Shop) -> None:
    stranger, ann = shop.order(device="d1"), shop.order("ann")
    shop.order("ann", "d1"), shop.order("ann")
    shop.unmerge(ann)
    for _ in ("pending", "in the lake"):
        counts = [
            shop.house.query("main", "select count(*) as n from events", customer=number).to_pylist()[0]["n"]
            for number in (stranger, ann)
        ]
        assert counts == [1, 3]
        assert shop.house.ask("main", "select count(*) as n from events where customer_id = 2").table["n"].to_pylist() == [3]
        shop.house.flush()


def test_they_stay_two_until_a_member_says_otherwise(shop: Shop) -> None:
    stranger, ann = shop.call(device="d1"), shop.call("ann")
    shop.call("ann", "d1")
    shop.unmerge(ann)
    assert shop.call("ann", "d1") == ann
    assert shop.call(device="d1") == stranger
    ((who, what, why),) = shop.told("merge_refused")
    assert (who, what) == (ann, "anonymous_id:d1")
    assert "a member said that they are two people" in why
    shop.merge(ann, stranger)
    assert shop.call("ann", "d1") == shop.call(device="d1") == ann
    assert shop.customer(ann).apart == []
    shop.sound()


def test_who_is_apart_stays_so_under_another_number(shop: Shop) -> None:
    ann, anne = shop.call("ann"), shop.call("anne")
    shop.merge(ann, anne)
    shop.unmerge(anne)
    older = shop.call("eve")
    shop.merge(older, ann)
    assert shop.call("anne", traits={"email": "a@example.com"}) == anne
    assert shop.call("ann", traits={"email": "a@example.com"}) == older
    assert shop.holder("email", "a@example.com") == anne
    shop.sound()


def test_of_a_chain_one_link_is_undone(shop: Shop) -> None:
    a, b, c = (shop.order(name) for name in "abc")
    shop.merge(b, a), shop.merge(c, b)
    shop.order("a"), shop.order("b"), shop.order("c")
    shop.unmerge(a)
    assert shop.events() == {a: 2, c: 4}
    shop.sound()
    shop.unmerge(b)
    assert shop.events() == {a: 2, b: 2, c: 2}
    shop.sound()
    assert [set(shop.customer(n).identifiers["user_id"]) for n in (a, b, c)] == [{"a"}, {"b"}, {"c"}]


def test_the_middle_of_a_chain_takes_its_own_along(shop: Shop) -> None:
    a, b, c = (shop.order(name) for name in "abc")
    shop.merge(b, a), shop.merge(c, b)
    shop.order("a"), shop.order("b"), shop.order("c")
    shop.unmerge(b)
    assert shop.events() == {b: 4, c: 2}
    assert views.by_number(shop.house, "main", a).id == b
    shop.unmerge(a)
    assert shop.events() == {a: 2, b: 2, c: 2}
    shop.sound()


def test_later_merges_of_the_one_who_stays_hold(shop: Shop) -> None:
    a, b, c = (shop.order(name) for name in "abc")
    shop.call("c", type="consent", event="", properties={"marketing": False})
    shop.call("a", type="consent", event="", properties={"marketing": True})
    shop.merge(a, b), shop.merge(a, c)
    shop.unmerge(b)
    assert shop.events() == {a: 4, b: 1}
    assert shop.customer(a).consents["marketing"][0] is False, "the no of the third still counts"
    shop.unmerge(c)
    assert shop.customer(a).consents["marketing"][0] is True
    assert shop.customer(c).consents["marketing"][0] is False
    assert shop.events() == {a: 2, b: 1, c: 2}
    shop.sound()


def test_what_a_third_said_before_they_came_is_not_said_again(shop: Shop) -> None:
    a, b, c = (shop.order(name) for name in "abc")
    shop.call("a", type="consent", event="", properties={"marketing": False})
    shop.merge(a, b)
    shop.call("c", type="consent", event="", properties={"marketing": True})
    shop.merge(a, c)
    assert shop.customer(a).consents["marketing"][0] is False
    shop.unmerge(b)
    assert shop.customer(a).consents["marketing"][0] is False, "the no of the first holds until that person speaks again"
    shop.unmerge(c)
    assert [shop.customer(number).consents["marketing"][0] for number in (a, c)] == [False, True]


def test_what_the_next_one_said_before_they_came_is_not_said_again(shop: Shop) -> None:
    a, b, c = (shop.order(name) for name in "abc")
    shop.call("b", type="consent", event="", properties={"marketing": False})
    shop.merge(b, a)
    shop.call("c", type="consent", event="", properties={"marketing": True})
    shop.merge(c, b)
    shop.unmerge(a)
    assert shop.customer(c).consents["marketing"][0] is False
    shop.call("b", type="consent", event="", properties={"marketing": True})
    assert shop.customer(c).consents["marketing"][0] is True, "now they have spoken"


def test_what_one_of_them_said_since_is_theirs(shop: Shop) -> None:
    ann, anne = shop.call("ann"), shop.call("anne")
    shop.call("ann", type="consent", event="", properties={"marketing": True})
    shop.call("anne", type="consent", event="", properties={"marketing": True, "profiling": True})
    shop.merge(ann, anne)
    shop.call("anne", type="consent", event="", properties={"marketing": False}, traits={"city": "上海"})
    shop.unmerge(anne)
    assert {name: said[0] for name, said in shop.customer(ann).consents.items()} == {"marketing": True}
    assert {name: said[0] for name, said in shop.customer(anne).consents.items()} == {"marketing": False, "profiling": True}
    assert (shop.customer(ann).traits, shop.customer(anne).traits["city"][0]) == ({}, "上海")


def test_segments_and_stage_hold_since_when_they_did(shop: Shop) -> None:
    ann, anne = shop.call("ann"), shop.order("anne", total=0)
    shop.clock.move(shop.clock.now() + DAY)
    since = {number: (dict(shop.customer(number).segments), shop.customer(number).stage_at) for number in (ann, anne)}
    assert "silent" in since[ann][0]
    shop.merge(ann, anne)
    assert set(shop.customer(ann).segments) == {"buyer"}
    shop.unmerge(anne)
    for number in (ann, anne):
        assert (shop.customer(number).segments, shop.customer(number).stage_at) == since[number]
    shop.sound()


def test_a_merge_that_does_not_hold_cannot_be_undone(shop: Shop) -> None:
    ann, anne = shop.call("ann"), shop.call("anne")
    for number in (ann, 99, 0):
        shop.unmerge(number)
    shop.merge(ann, anne)
    shop.unmerge(anne)
    shop.unmerge(anne)
    failures = shop.house.backends.state.query("failures", "main")
    assert [failure.code for failure in failures] == ["unmerge_refused"] * 4
    assert shop.call("anne") == anne
    shop.sound()


def test_one_of_very_many_devices_is_taken_out_again() -> None:
    shop = Shop("identifiers: {anonymous_id: {limit: 1000}, user_id: {unique: true, priority: 1, limit: 1}}")
    ann = shop.call("ann")
    stray = 0
    for n in range(120):
        device = shop.call(device=f"d{n}")
        stray = device if n == 110 else stray
        shop.call("ann", f"d{n}")
    size = len(shop.house.backends.state.read("main", [stray])[stray].record)
    assert size < 1000, "what is kept of a merge does not grow with the customer"
    shop.call(device="d110"), shop.call(device="d100")
    shop.unmerge(stray)
    assert shop.events() == {ann: 241, stray: 2}
    assert shop.customer(stray).identifiers == {"anonymous_id": {"d110": shop.customer(stray).seen_at}}
    assert len(shop.customer(ann).identifiers["anonymous_id"]) == 119
    assert shop.house.verify("main").differences == []


JOURNEY = """
segments: {buyer: "count(*) filter (where event = 'order') > 0", silent: sum(properties.total) is null}
journeys:
  thanks:
    on_segment: buyer
    exit_on: event = 'goodbye'
    steps: [{name: pause, wait: 1d}, {name: say, message: hello, purpose: service}]
purposes: {service: {basis: contract}}
templates: {hello: {subject: Hello, body: Hello.}}
"""


def test_a_run_goes_back_to_who_began_it_and_one_that_the_merge_ended_goes_on() -> None:
    shop = Shop(JOURNEY)
    ann, anne = shop.order("ann"), shop.order("anne")
    runs = {number: shop.customer(number).runs for number in (ann, anne)}
    shop.merge(ann, anne)
    assert len(shop.customer(ann).runs) == 1
    shop.unmerge(anne)
    assert {number: shop.customer(number).runs for number in (ann, anne)} == runs
    shop.clock.move(shop.clock.now() + 2 * DAY)
    shop.house.catch_up()
    sent = [row.message.customer for row in shop.house.backends.state.query("messages", "main")]
    assert sorted(sent) == [ann, anne]
    assert shop.house.verify("main").differences == []


def test_a_run_that_the_merge_ended_stays_so_where_its_person_has_acted_since() -> None:
    shop = Shop(JOURNEY)
    ann, anne = shop.order("ann"), shop.order("anne")
    shop.merge(ann, anne)
    shop.call("anne", event="goodbye")
    shop.unmerge(anne)
    assert (shop.customer(ann).runs, shop.customer(anne).runs) == ([], [])


def test_a_device_that_expired_meanwhile_is_given_back(shop: Shop) -> None:
    ann, anne = shop.call("ann", "d1"), shop.call("anne", "d2")
    shop.merge(ann, anne)
    for n in range(3, 8):
        shop.call("ann", f"d{n}")
    assert shop.holder("anonymous_id", "d2") == 0
    shop.unmerge(anne)
    assert shop.holder("anonymous_id", "d2") == anne
    assert shop.call(device="d2") == anne
    shop.sound()


def test_a_repeat_is_recognised_on_either_side(shop: Shop) -> None:
    ann, anne = shop.call("ann", id="one"), shop.call("anne", id="two")
    shop.merge(ann, anne)
    shop.call("anne", id="three")
    shop.unmerge(anne)
    assert [shop.call("ann", id="one"), shop.call("anne", id="two"), shop.call("anne", id="three")] == [-1, -1, -1]
    assert shop.events() == {ann: 1, anne: 2}


def test_stages_with_a_memory_are_what_each_ones_history_says() -> None:
    shop = Shop("""
features: {orders: "count(*) filter (where event = 'order')"}
segments: {buyer: orders > 0, silent: sum(properties.total) is null}
stages:
  loyal: {when: orders > 1, exit: orders > 9, stay: 2d}
  new: {when: orders > 0, stay: 1d}
  visitor: {when: "true"}
""")
    ann, anne = shop.order("ann"), shop.order("anne")
    shop.clock.move(shop.clock.now() + 2 * DAY)
    shop.house.catch_up()
    shop.merge(ann, anne)
    shop.order("anne"), shop.order("ann", device="d1")
    assert shop.customer(ann).stage == "loyal"
    shop.unmerge(anne)
    assert (shop.customer(ann).stage, shop.customer(anne).stage) == ("loyal", "loyal")
    shop.sound()


KILLED = """
import sys
from pathlib import Path
from regulars.app.house import House
from regulars.app.unmerge import wish
from regulars.app.wire import in_folder
from regulars.define.load import assemble
from regulars.kit import failpoints
from regulars.kit.clock import ManualClock
from regulars.records import Event
from regulars.testing.events import NOON

house = House(in_folder(Path(sys.argv[1])), ManualClock(NOON))
house.define("main", assemble([("house.yml", sys.argv[2])]))
for n, (user, device) in enumerate([(None, "d1"), ("ann", None), ("ann", "d1"), ("ann", None), (None, "d1")]):
    house.take("main", "web", [Event(f"m{n}", "track", NOON, NOON, "web", "order", user, device, properties={"total": 1})])
house.run()
house.flush()
house.append(wish("main", 2, "two people", "", NOON))
failpoints.arm(sys.argv[3])
house.run()
house.flush()
"""


@pytest.mark.parametrize("failpoint", ["F8:kill", "F9:kill", "F7:kill", "F16:kill@1", "F16:kill@3"])
def test_a_crash_amid_it_is_made_good_once(tmp_path: Path, failpoint: str) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), SHOP, failpoint], check=False)
    assert ended.returncode == -signal.SIGKILL
    house = House(in_folder(tmp_path), ManualClock(NOON))
    try:
        house.run()
        house.flush()
        rows = "select customer_id, count(*) as n from events group by 1 order by 1"
        assert house.query("main", rows).to_pylist() == [{"customer_id": 1, "n": 2}, {"customer_id": 2, "n": 3}]
        assert house.query("main", "select count(*) as n from moves").to_pylist() == [{"n": 2}]
        assert house.query("main", "select count(*) as n from identity").to_pylist() == [{"n": 2}]
        assert house.verify("main").differences == []
    finally:
        house.close()
