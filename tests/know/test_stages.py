"""Stages with an exit and a minimum stay: the step, the live driver, the same over history, and the proof."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.define import DefinitionErrors
from regulars.define.compile import compile
from regulars.define.load import load
from regulars.define.plan import plan
from regulars.kit.clock import DAY, HOUR, MINUTE, ManualClock
from regulars.know.backfill import events_of, relive
from regulars.know.stages import Relived, Rule, Stages, step
from regulars.records import Customer, Event
from regulars.testing.events import NOON

SHOP = """
features: {orders_30d: {of: "count(*) filter (where event = 'Order')", over: 30d}}
segments: {prized: "stage = 'loyal' and orders_30d > 0", quiet: orders_30d = 0}
stages:
  blocked: {when: traits.blocked}
  loyal: {when: orders_30d >= 3, exit: orders_30d < 1, stay: 10d}
  active: {when: orders_30d >= 1, stay: 2d}
  other: {}
"""


class Shop:
    """A house in memory with a clock that rings each timer at its very instant."""

    def __init__(self, yaml: str = SHOP) -> None:
        self.clock = ManualClock(NOON)
        self.house = House(in_memory(), self.clock)
        self.sent = 0
        self.apply(yaml)

    def apply(self, yaml: str) -> None:
        self.house.define("main", load(yaml))
        self.house.run()

    def wait(self, length: int) -> "Shop":
        """Time passes; what is due happens when it is due."""
        end = self.clock.now() + length
        while (due := self._next()) <= end:
            self.clock.move(max(due, self.clock.now()))
            self.house.catch_up()
        self.clock.move(end)
        return self

    def _next(self) -> int:
        found = self.house.backends.state.due(1 << 61, 1)
        return min((at for _, _, at in found), default=1 << 62)

    def order(self, user: str = "ann", ago: int = 0, **more: Any) -> "Shop":
        self.sent += 1
        at = self.clock.now()
        event = Event(id=f"m{self.sent}", type="track", event="Order", source="web", timestamp=at - ago, received_at=at)
        self.house.take("main", "web", [msgspec.structs.replace(event, user_id=user, **more)])
        self.house.run()
        return self

    def stage(self, user: str = "ann") -> tuple[str, int]:
        """(stage, days in it)."""
        number = self.house.backends.state.find("main", [("user_id", user)])["user_id", user]
        customer = next(one for one in self.house.customers("main") if one.id == number)
        return customer.stage, (self.clock.now() - customer.stage_at) // DAY

    def changes(self) -> list[tuple[str, int]]:
        """(stage, day since the start) as recorded."""
        rows = self.house.query("main", "select * from changes where kind = 'stage' order by log_offset, \"at\"").to_pylist()
        return [(row["value"], (row["at"] - NOON) // DAY) for row in rows]

    def proven(self) -> None:
        self.house.now()
        assert self.house.verify("main").differences == []


# -- the step -------------------------------------------------------------------------------------------------------

RULES = [Rule("a"), Rule("b", "b.exit", 5), Rule("c", None, 3), Rule("d")]


def stepped(stage: str, since: int, at: int, *true: str) -> str:
    names = [name for rule in RULES for name in (rule.name, rule.exit) if name]
    return step(RULES, stage, since, {name: name in true for name in names}, at)


@pytest.mark.parametrize(
    ("stage", "at", "true", "then"),
    [
        ("", 0, ["c", "d"], "c"),
        ("d", 9, ["a", "c"], "a"),
        ("d", 9, ["c", "d"], "c"),
        ("b", 9, ["d"], "b"),
        ("b", 9, ["a", "d"], "a"),
        ("b", 4, ["a", "d"], "b"),
        ("b", 9, ["d", "b.exit"], "d"),
        ("b", 9, ["b", "b.exit", "d"], "d"),
        ("d", 9, ["b", "b.exit", "d"], "d"),
        ("c", 2, ["d"], "c"),
        ("c", 3, ["d"], "d"),
        ("c", 9, [], ""),
        ("gone", 9, ["d"], "d"),
    ],
)
def test_a_step(stage: str, at: int, true: list[str], then: str) -> None:
    assert stepped(stage, 0, at, *true) == then


@given(
    st.sampled_from(["", "a", "b", "c", "d", "gone"]),
    st.integers(0, 9),
    st.sets(st.sampled_from(["a", "b", "b.exit", "c", "d"])),
)
def test_a_second_step_changes_nothing(stage: str, at: int, true: set[str]) -> None:
    once = stepped(stage, 0, at, *true)
    assert stepped(once, 0 if once == stage else at, at, *true) == once


def test_unknown_is_not_true() -> None:
    holds = {"b": None, "b.exit": None, "a": None, "c": None, "d": None}
    assert step(RULES, "", 0, holds, 0) == ""
    assert step(RULES, "b", 0, holds, 9) == "b", "an exit that is unknown lets nobody go"


def loyal() -> Shop:
    """A shop whose customer has just become loyal, two days after the first order."""
    return Shop().order().order().order().wait(2 * DAY)


# -- live -----------------------------------------------------------------------------------------------------------


def test_an_exit_keeps_and_lets_go() -> None:
    shop = loyal()
    assert shop.stage() == ("loyal", 0)
    shop.wait(27 * DAY).order().wait(3 * DAY)
    assert shop.stage() == ("loyal", 30), "one order is enough to stay"
    shop.proven()
    shop.wait(30 * DAY)
    assert shop.stage()[0] == "other"
    assert [stage for stage, _ in shop.changes()] == ["active", "loyal", "other"]
    shop.proven()


def test_a_stay_ends_by_time_alone() -> None:
    shop = Shop().order(ago=29 * DAY)
    assert shop.stage() == ("active", 0)
    shop.wait(2 * DAY - MINUTE)
    assert shop.stage() == ("active", 1), "the order has left the window, the stay is not over"
    shop.proven()
    shop.wait(MINUTE)
    assert shop.stage() == ("other", 0)
    assert shop.changes() == [("active", 0), ("other", 2)]
    shop.proven()


def test_a_stay_holds_off_even_an_earlier_stage() -> None:
    shop = Shop().order().wait(DAY).order().order()
    assert shop.stage() == ("active", 1)
    shop.wait(DAY)
    assert shop.stage() == ("loyal", 0)
    shop.order(type="identify", event="", traits={"blocked": True}).wait(9 * DAY)
    assert shop.stage() == ("loyal", 9)
    shop.wait(DAY)
    assert shop.stage() == ("blocked", 0)
    shop.proven()


def test_what_arrives_late_counts_from_its_arrival() -> None:
    shop = Shop().order("bob").wait(20 * DAY).order("ann", ago=40 * DAY)
    assert shop.stage("ann") == ("other", 0)
    shop.order("ann", ago=20 * DAY).order("ann", ago=DAY).order("ann", ago=DAY)
    assert shop.stage("ann")[0] == "active", "there is a stay to be kept first"
    shop.wait(3 * DAY)
    assert shop.stage("ann") == ("loyal", 1)
    shop.proven()


def test_segments_may_rest_on_the_stage() -> None:
    shop = loyal()
    assert len(list(shop.house.members("main", "prized"))) == 1
    notes = shop.house.query("main", "select name, value from changes where kind = 'segment'").to_pylist()
    assert notes == [{"name": "prized", "value": "in"}]
    shop.proven()
    shop.wait(61 * DAY).proven()
    assert not list(shop.house.members("main", "prized"))


def test_merged_customers_go_on_in_the_stage_of_the_older() -> None:
    shop = Shop().order("ann").wait(3 * DAY).order("bob").order("bob").order("bob").wait(DAY)
    assert shop.stage("bob")[0] == "active"
    into, other = (next(iter(shop.house.backends.state.find("main", [("user_id", who)]).values())) for who in ("ann", "bob"))
    shop.order("x", type="merge", event="", properties={"into": into, "from": other, "reason": "told us"})
    assert shop.stage("ann") == ("loyal", 0)
    shop.proven()
    assert shop.stage("bob") == ("loyal", 0)


def test_merged_in_one_batch() -> None:
    shop = Shop()
    at = shop.clock.now()
    event = Event(id="", type="track", event="Order", source="web", timestamp=at, received_at=at)
    calls = [{"anonymous_id": "d1"}, {"user_id": "ann"}, {"anonymous_id": "d1"}, {"user_id": "ann", "anonymous_id": "d1"}]
    events = [msgspec.structs.replace(event, id=f"n{number}", **who) for number, who in enumerate(calls)]
    shop.house.take("main", "web", events)
    shop.house.run()
    shop.proven()
    shop.wait(2 * DAY).proven()
    assert shop.stage("ann") == ("loyal", 0)


def test_the_reasons_name_entry_and_exit() -> None:
    shop = loyal().wait(40 * DAY)
    why = shop.house.query("main", "select why from changes where kind = 'stage' order by \"at\" desc limit 1").to_pylist()
    assert "loyal.exit: true" in why[0]["why"]
    assert "orders_30d = 0, needs < 1: true" in why[0]["why"]


# -- definitions that change ----------------------------------------------------------------------------------------


def test_stages_that_are_defined_later_know_the_past() -> None:
    early, late = Shop(), Shop("segments: {quiet: true}")
    for shop in (early, late):
        shop.order().order().order().wait(29 * DAY).order().wait(3 * DAY)
    late.apply(SHOP)
    assert early.stage() == late.stage() == ("loyal", 30)
    late.proven()
    early.wait(40 * DAY).proven()
    late.wait(40 * DAY).proven()
    assert early.stage() == late.stage()


def test_a_stage_that_is_gone_is_left() -> None:
    shop = Shop().order()
    shop.apply('stages: {loyal: {when: "count(*) > 5", stay: 3d}}')
    assert shop.stage()[0] == ""
    shop.proven()
    shop.apply("stages: {}")
    shop.proven()
    shop.apply(SHOP)
    assert shop.stage()[0] == "active"
    shop.proven()


def test_a_plan_says_that_stages_are_judged_anew() -> None:
    former = load(SHOP)
    assert plan(former, load(SHOP)).empty
    for old, new in (("stay: 10d", "stay: 11d"), ("exit: orders_30d < 1", "exit: orders_30d < 2"), (", stay: 2d", "")):
        found = plan(former, load(SHOP.replace(old, new)))
        assert "the lifecycle stage is judged anew for every customer" in found.sentences
        assert all(change.semantic for change in found.changes)


def test_a_stage_cannot_rest_on_the_stage_that_it_decides() -> None:
    with pytest.raises(DefinitionErrors, match="in a circle: b → stage → b"):
        compile(load("stages: {a: {when: count(*) > 1, stay: 1d}, b: stage = 'a'}"))


# -- live is history ------------------------------------------------------------------------------------------------

_conditions = st.sampled_from(
    [
        "orders_2d >= 2",
        "orders_2d = 0",
        "total > 3",
        "traits.vip = 'yes'",
        "last_order < now() - interval 5 hour",
        "last_order < today() - interval 1 day",
        "true",
    ]
)
_stage = st.fixed_dictionaries(
    {"when": _conditions}, optional={"exit": _conditions, "stay": st.sampled_from(["5h", "1d", "4d"])}
)


@st.composite
def shops(draw: st.DrawFn) -> str:
    stages = draw(st.lists(_stage, min_size=1, max_size=4))
    stages[0].setdefault("stay", "3h")
    house = {
        "workspace": {"zone": draw(st.sampled_from(["UTC", "Asia/Shanghai"]))},
        "features": {
            "orders_2d": {"of": "count(*) filter (where event = 'Order')", "over": "2d"},
            "total": {"of": "sum(properties.total)"},
            "last_order": {"of": "max(timestamp) filter (where event = 'Order')"},
        },
        "segments": {"first": "stage = 's0'", "few": "orders_2d < 2 and stage is not null"},
        "stages": {f"s{number}": stage for number, stage in enumerate(stages)},
    }
    return msgspec.json.encode(house).decode() + "\n"


_steps = st.lists(
    st.tuples(
        st.sampled_from([0, MINUTE, HOUR, 5 * HOUR, DAY, 3 * DAY]),
        st.sampled_from(["ann", "bob"]),
        st.sampled_from([0, 0, HOUR, DAY, 2 * DAY]),
        st.sampled_from(["order", "order", "vip", "plain"]),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shops(), _steps, st.data())
def test_the_path_lived_is_the_path_that_history_gives(yaml: str, steps: list[Any], data: st.DataObject) -> None:
    shop, late = Shop(yaml), Shop("segments: {few: count(*) > 1}")
    when = data.draw(st.integers(0, len(steps)))
    for number, (pause, user, ago, what) in enumerate(steps):
        if number == when:
            late.apply(yaml)
        for one in (shop, late):
            one.wait(pause + 1007)  # no event at the very instant of a timer: which is first would be chance
            if what == "order":
                one.order(user, ago, properties={"total": 2})
            else:
                one.order(user, ago, type="identify", event="", traits={"vip": "yes" if what == "vip" else "no"})
    if when == len(steps):
        late.apply(yaml)
    for one in (shop, late):
        one.wait(DAY).proven()
    assert {c.id: (c.stage, c.stage_at) for c in shop.house.customers("main")} == {
        c.id: (c.stage, c.stage_at) for c in late.house.customers("main")
    }, "defined later is as if it had held always"

    world = shop.house.world("main")
    stages = Stages(world.definitions, world.program)
    lived = Relived(stages)
    rows = shop.house.query("main", 'select * from events order by customer_id, received_at, log_offset, "timestamp", event_id')
    lives: list[Customer] = []
    for customer in relive(world.program, events_of(rows), lived.after, lived.before):
        lived.until(customer, shop.clock.now())
        lives.append(customer)
    told = shop.house.query("main", "select customer_id, \"at\", value from changes where kind = 'stage'").to_pylist()
    assert sorted(lived.moves) == sorted((row["customer_id"], row["at"], row["value"]) for row in told)
