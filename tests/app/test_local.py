"""The whole house in one process: what is tracked is known when the call returns."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import regulars as rg
from regulars.kit.clock import DAY, ManualClock
from regulars.kit.errors import NotFound, RegularsError
from regulars.testing.events import NOON

SHOP = """
features: {orders: "count(*) filter (where event = 'Order Completed')", spend: sum(properties.total)}
segments: {away: "max(timestamp) < now() - interval 2 day"}
metrics: {revenue: {of: sum(properties.total)}}
"""


def test_what_is_tracked_is_known_and_stays_known(tmp_path: Path) -> None:
    clock = ManualClock(NOON)
    with rg.Local(rg.load(SHOP), tmp_path, clock) as house:
        house.track("ann", "Order Completed", total=240)
        clock.move(NOON + 1)
        house.identify("ann", anonymous="d1", city="上海")
        assert house.profile("ann")["spend"] == 240.0
    with rg.Local(None, tmp_path, clock) as house:
        assert (house.profile("anonymous_id:d1")["orders"], house.profile("ann")["city"]) == (1, "上海")
        assert [line.name for line in house.timeline("ann")] == ["identify", "Order Completed"]
        assert house.verify().differences == []


def test_time_alone_moves_members() -> None:
    clock = ManualClock(NOON)
    with rg.Local(rg.load(SHOP), clock=clock) as house:
        house.track("ann", "Seen")
        assert house.members("away") == []
        clock.move(NOON + 3 * DAY)
        assert house.members("away") == [house.profile("ann").customer_id]


def test_history_is_told_as_it_was_known_then() -> None:
    clock = ManualClock(NOON)
    with rg.Local(rg.load(SHOP), clock=clock) as house:
        house.call({"type": "track", "anonymousId": "d1", "event": "Order Completed", "properties": {"total": 5}})
        house.track("ann", "Order Completed", total=7)
        clock.move(NOON + 2 * DAY)
        house.identify("ann", anonymous="d1")
        then = house.history("spend", as_of=datetime.fromtimestamp((NOON + DAY) / 1e6, UTC))
        assert sorted(then.column("spend").to_pylist()) == [5.0, 7.0], "nobody knew yet that they are one"
        assert house.history("spend", "orders").to_pylist() == [{"customer_id": 1, "spend": 12.0, "orders": 2}]
        for early in (date(2020, 1, 1), "2020-01-01"):
            assert house.history(as_of=early).num_rows == 0


def test_an_event_of_the_past_stands_where_it_happened() -> None:
    with rg.Local(rg.load(SHOP), clock=ManualClock(NOON)) as house:
        house.track("ann", "Order Completed", at="2026-05-01T00:00:00Z", total=5)
        house.track("ann", "Order Completed", at=datetime(2026, 5, 12, tzinfo=UTC), total=7)
        figures = {figure.period: figure.value for figure in house.metric("revenue", by="month")}
        assert list(figures.values()) == [12.0]
        assert house.sql("select count(*) as n from events").to_pylist() == [{"n": 2}]


def test_what_names_nobody_is_revenue_but_no_customer() -> None:
    shop = """
    features: {orders: count(*), spend: sum(properties.total)}
    segments: {rich: spend > 400}
    metrics: {revenue: {of: sum(properties.total)}, each: {of: sum(properties.total), per: customer}}
    models: {rfm: {kind: rfm, among: orders > 0, recency: last, floors: {customers: 1}}}
    """.replace("orders: count(*)", "orders: count(*), last: max(timestamp)")
    with rg.Local(rg.load(shop)) as house:
        for number in range(12):
            house.track(f"c{number}", "Order Completed", total=100 * (number % 2) + 350)
        for _ in range(5):
            house.track("null", "Order Completed", total=1000)
        assert 0 not in house.history("orders")["customer_id"].to_pylist()
        assert house.fit("rfm").status == "fitted"
        card = house.card("rfm")
        assert card is not None
        assert (card.evidence.customers, sum(one["revenue"] for one in card.card["grid"])) == (12, 6 * 350 + 6 * 450)
        assert (house.apart("rich").a, house.apart("rich").b) == (6, 6)
        figures = {one.metric: one for one in house.metric("revenue", "each")}
        assert (figures["revenue"].value, figures["each"].denominator) == (9800, 12)


def test_what_is_refused_is_a_sentence() -> None:
    with rg.Local(clock=ManualClock(NOON)) as house:
        with pytest.raises(RegularsError, match="missing_event"):
            house.track("ann", "")
        with pytest.raises(NotFound):
            house.profile("ann")
        with pytest.raises(NotFound):
            house.decide("hero", "ann")
