"""The program: what an event touches, what is kept, what conditions see."""

import pytest

from regulars.algebra import ExpressionError, Program, Spec
from regulars.kit.clock import DAY, HOUR, NEVER
from regulars.records import Customer, Event

AT = 1_800_000_000_000_000


def _event(name: str = "Order Completed", at: int = AT, late: int = 0, id: str = "", **properties: object) -> Event:
    return Event(id=id or f"{name}{at}", type="track", event=name, timestamp=at, received_at=at + late, properties=properties)


def _customer() -> Customer:
    return Customer(id=1, born_at=0, cells={}, traits={}, scores={})


SHOP = Program(
    {
        "orders": Spec("count(*) filter (where event = 'Order Completed')", over="3d"),
        "spend": Spec("sum(properties.total) filter (where event = 'Order Completed')"),
        "big": Spec("count(*) filter (where event = 'Order Completed' and properties.total > 100)"),
        "views": Spec("count(*) filter (where event in ('Product Viewed', 'Page'))"),
        "skus": Spec("list(distinct line.sku)", each="properties.products as line"),
        "keen": Spec("views > 2 and traits.city = '上海'", kind="segment"),
        "buyer": Spec("spend > 0 or big > 0", kind="stage"),
        "rest": Spec("true", kind="stage"),
    },
    zone="Asia/Shanghai",
    stages=["buyer", "rest"],
)


def test_an_event_touches_only_what_it_can_change() -> None:
    assert SHOP.update({}, _event("Page")) == ("views", "keen")
    assert SHOP.update({}, _event(total=None)) == ("orders",)
    assert SHOP.update({}, _event(total=20)) == ("orders", "spend", "buyer", "stage")
    assert SHOP.trait_dependents("city") == ("keen",)
    assert SHOP.trait_dependents("name") == ()


def test_equal_aggregates_share_one_cell() -> None:
    program = Program({"a": Spec("count(*)"), "b": Spec("count( * ) + 1"), "c": Spec("count(*)", over="1d")})
    assert len(program.cells) == 2
    again = Program({"z": Spec("count(*)")})
    assert set(again.cells) < set(program.cells)


def test_the_zone_is_part_of_a_windows_key_only() -> None:
    one, other = (
        Program({"a": Spec("count(*)"), "b": Spec("count(*)", over="1d")}, zone=zone) for zone in ("UTC", "Asia/Tokyo")
    )
    assert len(set(one.cells) & set(other.cells)) == 1


def test_tiles_are_bounded_and_late_events_ignored() -> None:
    customer = _customer()
    for day in range(100):
        SHOP.update(customer.cells, _event(at=AT + day * DAY))
    (key,) = [key for key, cell in SHOP.cells.items() if cell.window]
    assert len(customer.cells[key]) <= 2 * 4, "a tile and its state for each day"
    assert SHOP.update(customer.cells, _event(at=AT, late=99 * DAY)) == ()
    assert SHOP.update({}, _event(at=AT, late=3 * DAY)) == ()
    assert SHOP.update({}, _event(at=AT, late=2 * DAY)) == ("orders",)
    assert SHOP.value("orders", customer, AT + 99 * DAY) == 3
    assert SHOP.prune(customer.cells, AT + 200 * DAY) == {}


def test_an_event_from_a_clock_ahead_waits_for_its_day() -> None:
    customer = _customer()
    midnight = SHOP.calendar.start(SHOP.calendar.day(AT) + 1)
    event = Event(id="x", type="track", event="Order Completed", timestamp=midnight + 1, received_at=midnight - HOUR)
    SHOP.update(customer.cells, event)
    assert SHOP.value("orders", customer, midnight - 1) == 0
    assert SHOP.next_change(["orders"], customer, midnight - HOUR) == midnight
    assert SHOP.value("orders", customer, midnight) == 1


def test_next_change_is_when_the_last_tile_leaves() -> None:
    customer = _customer()
    SHOP.update(customer.cells, _event(total=5))
    leaves = SHOP.calendar.start(SHOP.calendar.day(AT) + 3)
    assert SHOP.next_change(SHOP.names, customer, AT) == leaves
    assert SHOP.next_change(SHOP.names, customer, leaves) == NEVER
    assert SHOP.timed == {"orders"}


def test_a_comparison_with_the_clock_says_when_it_flips() -> None:
    program = Program(
        {
            "last": Spec("max(timestamp)"),
            "lost": Spec("last < today() - interval 60 day", kind="segment"),
            "gone": Spec("last < now() - interval 2 hour and traits.city = 'x'", kind="segment"),
        },
        zone="Asia/Shanghai",
    )
    customer = _customer()
    program.update(customer.cells, _event())
    flips = program.next_change(["lost"], customer, AT)
    assert flips == program.calendar.start(program.calendar.day(AT) + 61)
    assert [program.value("lost", customer, at) for at in (flips - 1, flips)] == [False, True]
    assert program.next_change(["lost"], customer, flips) == NEVER
    assert program.next_change(["gone"], customer, AT) == NEVER, "unknown is as good as false"
    customer.traits["city"] = ["x", 0, 0]
    assert program.next_change(["gone"], customer, AT) == AT + 2 * HOUR
    customer.traits["city"] = ["y", 0, 0]
    assert program.next_change(["gone"], customer, AT) == NEVER, "false whatever the clock says"


def test_conditions_see_the_event_the_customer_and_the_item() -> None:
    customer = _customer()
    SHOP.update(customer.cells, _event(total=50))
    customer.traits["city"] = ["上海", 0, 0]
    dear = SHOP.condition("event = 'Order Completed' and properties.total > spend / 2 and traits.city = '上海'")
    assert dear(_event(total=30), customer, AT) is True
    assert dear(_event(total=20), customer, AT) is False
    assert dear(_event(), customer, AT) is None
    assert dear.of_event
    assert dear.names == ("spend",)
    with pytest.raises(ExpressionError, match="speaks of an event"):
        dear.customer(customer, AT)
    fits = SHOP.condition("item.price < spend and not item.sold_out is true")
    assert fits.customer(customer, AT, {"price": 20}) is True
    assert fits.customer(customer, AT, {"price": 20, "sold_out": True}) is False
    assert SHOP.condition("event = 'Page'").event(_event("Page")) is True
    keys = SHOP.condition("line.sku", want="text", each="properties.products as line")
    assert keys.elements(_event(products=[{"sku": "a"}, 5, {"sku": 7}])) == ["a", None, "7"]
    with pytest.raises(ExpressionError, match=r"j\.yml:4:1: a condition holds no aggregates: define a feature"):
        SHOP.condition("count(*) > 1", at="j.yml:4")


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(ExpressionError, match="there is no feature, segment or stage 'spent'; did you mean 'spend'"):
        SHOP.value("spent", _customer(), AT)


def test_hostile_event_names_do_not_fill_memory() -> None:
    for number in range(10_000):
        SHOP.update({}, _event(f"e{number}"))
    assert len(SHOP._plans) <= 4096


def test_a_count_may_stand_beside_a_trait() -> None:
    program = Program({"s": Spec("count(*) > traits.wanted", kind="segment")})
    customer = _customer()
    program.update(customer.cells, _event())
    assert program.value("s", customer, AT) is None
    for wanted, expected in ((0, True), (0.5, True), (1, False), ("0", None)):
        customer.traits["wanted"] = [wanted, 0, 0]
        assert program.value("s", customer, AT) is expected


def test_a_stage_changes_only_with_what_decides_it() -> None:
    program = Program(
        {
            "orders": Spec("count(*) filter (where event = 'Order Completed')", over="30d"),
            "views": Spec("count(*) filter (where event = 'Page')", over="3d"),
            "loyal": Spec("orders >= 2", kind="stage"),
            "curious": Spec("views > 0", kind="stage"),
        },
        stages=["loyal", "curious"],
    )
    customer = _customer()
    for event in (_event(), _event(at=AT + DAY), _event("Page", AT + DAY)):
        program.update(customer.cells, event)
    at, day = AT + DAY, program.calendar.day(AT)
    assert program.judge(("stage",), customer, at) == (("loyal",), program.calendar.start(day + 30))
    assert program.next_change(["stage"], customer, at) == program.calendar.start(day + 30)
    assert program.next_change(["curious"], customer, at) == program.calendar.start(day + 1 + 3)
    assert program.judge(("stage",), customer, AT + 30 * DAY) == ((None,), NEVER)


def test_conditions_on_several_windows_are_tried_at_a_few_turns() -> None:
    program = Program(
        {
            "spend": Spec("sum(properties.total)", over="20d"),
            "saved": Spec("sum(properties.saved)", over="20d"),
            "keen": Spec("saved / spend > 0.5", kind="segment"),
        }
    )
    customer = _customer()
    for day, saved in enumerate([0, 1, 1, 1, 10]):
        program.update(customer.cells, _event(at=AT + day * DAY, total=10, saved=saved))
    at, first = AT + 4 * DAY, program.calendar.day(AT)
    assert program.judge(("keen",), customer, at) == ((False,), program.calendar.start(first + 2 + 20))
    for day in range(5, 20):
        program.update(customer.cells, _event(at=AT + day * DAY, total=10, saved=0))
    at = AT + 19 * DAY
    assert program.next_change(["keen"], customer, at) == program.calendar.start(first + 20 + 3), (
        "four turns, not all of twenty"
    )


def test_generated_code_leaves_what_is_unusual_to_the_closures() -> None:
    program = Program(
        {
            "spend": Spec("sum(properties.total)", over="3d"),
            "rich": Spec("spend > 5", kind="segment"),
            "dear": Spec("avg(properties.total) over (range interval 3 day preceding) > 5", kind="segment"),
        },
        zone="Asia/Shanghai",
    )
    ahead, wide = _customer(), _customer()
    midnight = program.calendar.start(program.calendar.day(AT) + 1)
    program.update(ahead.cells, Event(id="x", type="track", timestamp=midnight, received_at=AT, properties={"total": 9}))
    for number in range(20):
        program.update(wide.cells, _event(id=f"{number}", total=1e15))
    assert program.judge(("rich", "spend"), ahead, AT) == ((None, None), midnight)
    assert program.judge(("rich", "spend"), wide, AT) == ((True, 2e16), midnight + 2 * DAY)
    assert program.judge(("dear",), wide, AT) == ((True,), midnight + 2 * DAY)


def test_a_frequent_event_goes_on_as_it_began() -> None:
    customer = _customer()
    names = [SHOP.update(customer.cells, _event(id=f"{number}", total=number)) for number in range(40)]
    assert set(names) == {("orders", "spend", "buyer", "stage")}
    assert SHOP.values(["orders", "spend", "big"], customer, AT) == {"orders": 40, "spend": 780.0, "big": 0}
