"""Why, apart, forecast, levels: asked of a house by the API, and of an empty one."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

import regulars as rg
from regulars.app.diagnose import metric_drivers, segment_differences
from regulars.app.outlook import levels, outlook
from regulars.kit.clock import ManualClock, from_datetime
from regulars.kit.errors import NotFound
from regulars.learn.evidence import TooThin

NOW = datetime(2026, 6, 17, 12, tzinfo=UTC)
FIRST_DAY = NOW.replace(hour=0) - timedelta(weeks=20, days=-1)
HOUSE = """
workspace: {zone: UTC}
traits: {city: text, age: number, email: text}
events:
  Order Completed: {properties: {total: number, store: text}}
features:
  spend: sum(properties.total) filter (where event = 'Order Completed')
  orders: count(*) filter (where event = 'Order Completed')
  stores: list(distinct properties.store) filter (where event = 'Order Completed')
segments:
  big: spend > 2700
stages:
  regular: orders >= 8
  visitor:
metrics:
  revenue: sum(properties.total) filter (where event = 'Order Completed')
  largest: max(properties.total)
"""


@pytest.fixture(scope="module")
def house() -> Any:
    """Twenty weeks of orders; in the last whole week the north store sells half, and from week ten on all sell more."""
    rng = Random(3)
    with rg.Local(rg.load(HOUSE), clock=ManualClock(from_datetime(NOW))) as local:
        for number in range(60):
            city = "上海" if number % 3 == 0 else "Berlin"
            local.identify(f"c{number}", city=city, age=20 + number % 40, email=f"c{number}@shop.example")
        start = NOW - timedelta(weeks=20)
        for day in range(140):
            for _ in range(30):
                customer = rng.randrange(60)
                store = rng.choice(["north", "south", "west"])
                total = rng.uniform(20, 40) * (1.6 if day >= 70 else 1.0) * (1.5 if customer % 3 == 0 else 1.0)
                if store == "north" and day >= 131:
                    total /= 4
                at = start + timedelta(days=day, minutes=rng.randrange(1400))
                local.track(f"c{customer}", "Order Completed", at=at, total=total, store=store)
        yield local.house


def test_the_store_that_failed_is_named(house: Any) -> None:
    found = metric_drivers(house, "main", "revenue")
    assert (found.before.date, found.after.date) == ("2026-06-01", "2026-06-08")
    first = found.change.drivers[0]
    assert (first.dimension, first.parts[0].value, first.parts[0].clear) == ("properties.store", "north", True)
    assert found.change.change < 0
    assert "traits.city" in {one.dimension for one in found.change.drivers}
    assert "traits.email" in found.change.left_out
    assert found.evidence.events > 100


def test_what_sets_the_big_ones_apart(house: Any) -> None:
    found = segment_differences(house, "main", "big")
    assert found.a + found.b == 60
    by_name = {one.dimension: one for one in found.differences}
    assert by_name["spend"].by_definition
    assert not by_name["traits.city"].by_definition
    assert by_name["traits.city"].a.shares["上海"] > by_name["traits.city"].b.shares["上海"]
    assert by_name["traits.age"].kind == "number"
    assert "traits.email" not in by_name


def test_the_level_changed_when_it_changed(house: Any) -> None:
    pytest.importorskip("ruptures")
    found = levels(house, "main", "revenue", "day")
    turns = [found.past[one.place].period for one in found.breaks.breaks]
    assert any(abs((datetime.fromisoformat(turn) - datetime(2026, 4, 8)).days) <= 2 for turn in turns)


def test_a_forecast_names_the_days_to_come(house: Any) -> None:
    pytest.importorskip("statsforecast")
    found = outlook(house, "main", "revenue", "day", 5)
    assert [period.date for period in found.coming] == [f"2026-06-{day}" for day in (17, 18, 19, 20, 21)]
    assert all(point.value > 500 for point in found.forecast.points)
    evidence = found.forecast.evidence
    assert (evidence.customers, evidence.events) == (60, 139), "each customer counts once, not by day"
    assert (evidence.since, evidence.until) == tuple(
        map(from_datetime, (FIRST_DAY, NOW.replace(hour=0) - timedelta(microseconds=1)))
    )


def test_amounts_of_two_currencies_are_told() -> None:
    with rg.Local(rg.load(HOUSE), clock=ManualClock(from_datetime(NOW))) as shop:
        for number in range(40):
            at, currency = NOW - timedelta(days=number), "JPY" if number % 2 else "USD"
            shop.track("ann", "Order Completed", at=at, total=number, currency=currency)
        told = [
            str(shop.why("revenue").evidence.notes[0]),
            str(levels(shop.house, "main", "revenue", "day").breaks.evidence.notes[0]),
        ]
        assert told == [told[0]] * 2
        assert told[0].startswith("amounts are in JPY (20), USD (20) and were added as they stand")


def test_what_is_not_there(house: Any) -> None:
    with pytest.raises(NotFound, match="did you mean 'revenue'"):
        metric_drivers(house, "main", "revenu")
    with pytest.raises(NotFound, match="did you mean 'big'"):
        segment_differences(house, "main", "bigg")


def test_an_empty_house() -> None:
    with rg.Local(rg.load(HOUSE), clock=ManualClock(from_datetime(NOW))) as empty:
        found = metric_drivers(empty.house, "main", "revenue")
        assert (found.change.change, found.change.drivers) == (0.0, [])
        with pytest.raises(TooThin):
            segment_differences(empty.house, "main", "big")
        with pytest.raises(TooThin):
            outlook(empty.house, "main", "revenue")
