"""Drivers: parts add up to the change, the true cause comes first, chance does not count."""

import json
import random
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.algebra import Scope
from regulars.define.definitions import Metric
from regulars.kit.clock import DAY
from regulars.lake.duck import DuckEngine
from regulars.lake.lake import EVENTS
from regulars.lake.memory import MemoryLake
from regulars.measure.drivers import Change, NotAdditive, change, newness, property_of, source, trait_of
from regulars.measure.parts import OTHERS, Sums, driver

ORDER = "Order Completed"
REVENUE = Metric(name="revenue", of=f"sum(properties.total) filter (where event = '{ORDER}')")
ORDERS = Metric(name="orders", of=f"count(*) filter (where event = '{ORDER}')")
BASKET = Metric(name="basket", of=REVENUE.of, per=ORDERS.of)
AVERAGE = Metric(name="average", of=f"avg(properties.total) filter (where event = '{ORDER}')")
EACH_CUSTOMER = Metric(name="each", of=ORDERS.of, per="customer")
EACH_VISIT = Metric(name="conversion", of=ORDERS.of, per="count(*) filter (where event = 'Home')")
BEFORE, AFTER = (7 * DAY, 14 * DAY), (14 * DAY, 21 * DAY)
DIMENSIONS = [property_of("store"), property_of("colour"), trait_of("city"), source(), newness()]

Order = tuple[int, int, float, str, str]
"""(customer, timestamp, total, store, colour)."""


def events(orders: list[Order]) -> pa.Table:
    rows = []
    for number, (customer, at, total, store, colour) in enumerate(orders):
        properties = json.dumps({"total": total, "store": store, "colour": colour})
        traits = json.dumps({"city": "上海" if customer % 2 else "Berlin"})
        rows.append(
            (customer, number, str(number), "shop", "track", ORDER, at, at, 1, None, None, properties, traits, "{}"),
        )
        rows.append((customer, -number - 1, f"v{number}", "web", "page", "Home", at, at, 1, None, None, "{}", "{}", "{}"))
    return pa.table([pa.array(column, field.type) for column, field in zip(zip(*rows), EVENTS)] or [[]] * 14, schema=EVENTS)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    lake = MemoryLake()
    engine = DuckEngine(lake, threads=1)
    yield engine
    engine.close()
    lake.close()


def why(engine: DuckEngine, metric: Metric, orders: list[Order]) -> Change:
    pending = {"events": events(orders)}

    def query(sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
        return engine.run("main", sql, pending, tables=tables)

    return change(metric, Scope(), query, BEFORE, AFTER, DIMENSIONS)


def weeks(rng: random.Random, *, north: float = 1.0, size: int = 1000) -> list[Order]:
    """Two weeks of orders; in the second, orders of the north store are `north` times as large."""
    orders: list[Order] = [(customer, 0, 1.0, "north", "red") for customer in range(1, 300)]
    for number in range(size):
        late = number % 2
        store = rng.choice(["north", "south", "west"])
        total = rng.uniform(20, 60) * (north if late and store == "north" else 1.0)
        orders.append(
            (rng.randrange(1, 300), (1 + late) * 7 * DAY + rng.randrange(7 * DAY), total, store, rng.choice(["red", "blue"]))
        )
    return orders


@pytest.mark.parametrize("metric", [REVENUE, BASKET, AVERAGE])
def test_the_cause_comes_first(engine: DuckEngine, metric: Metric) -> None:
    found = why(engine, metric, weeks(random.Random(1), north=3.0))
    first = found.drivers[0]
    assert first.dimension == "properties.store"
    assert first.parts[0].value == "north"
    assert first.parts[0].clear
    assert first.parts[0].contribution > 0.7 * found.change > 0
    assert all(one.strength < first.strength / 3 for one in found.drivers[1:])


@pytest.mark.parametrize("metric", [REVENUE, BASKET])
def test_chance_is_no_cause(engine: DuckEngine, metric: Metric) -> None:
    strengths = [
        one.strength
        for seed in range(10)
        for one in why(engine, metric, weeks(random.Random(seed))).drivers
        if one.dimension in ("properties.store", "properties.colour", "traits.city")
    ]
    assert sum(strength > 0.02 for strength in strengths) <= 1


order = st.tuples(
    st.integers(1, 5),
    st.integers(5 * DAY, 22 * DAY),
    st.integers(-50, 100).map(float),
    st.sampled_from("abc"),
    st.sampled_from("xy"),
)


@settings(max_examples=40, deadline=None)
@given(
    orders=st.lists(order, max_size=25), metric=st.sampled_from([REVENUE, ORDERS, BASKET, AVERAGE, EACH_CUSTOMER, EACH_VISIT])
)
def test_parts_add_up_to_the_change(engine: DuckEngine, orders: list[Order], metric: Metric) -> None:
    found = why(engine, metric, orders)
    for one in found.drivers:
        if found.before is None or found.after is None:
            continue
        assert sum(part.contribution for part in one.parts) == pytest.approx(found.change, abs=1e-6)
        assert all(part.contribution == pytest.approx(part.within + part.between) for part in one.parts)


def test_customers_do_not_add_up_over_events(engine: DuckEngine) -> None:
    orders = [(1, at * DAY, 10.0, store, "red") for at, store in ((8, "north"), (9, "south"), (15, "west"))]
    found = why(engine, EACH_CUSTOMER, orders)
    assert "properties.store" in found.left_out
    assert "traits.city" not in found.left_out
    assert (found.before, found.after) == (2.0, 1.0)


def test_orders_have_a_store_and_visits_have_none_so_stores_say_nothing_of_orders_a_visit(engine: DuckEngine) -> None:
    orders = [(1, at * DAY, 10.0, "north", "red") for at in (8, 9, 15)]
    found = why(engine, EACH_VISIT, orders)
    assert {"properties.store", "properties.colour"} <= set(found.left_out)
    assert "traits.city" not in found.left_out


def test_what_cannot_add_up_is_refused(engine: DuckEngine) -> None:
    with pytest.raises(NotAdditive, match="metric 'largest', of: the parts of this figure do not add up"):
        why(engine, Metric(name="largest", of="max(properties.total)"), [])


def test_nothing_at_all(engine: DuckEngine) -> None:
    found = why(engine, BASKET, [])
    assert (found.before, found.after, found.change, found.drivers) == (None, None, 0.0, [])


def test_lesser_parts_are_told_together() -> None:
    parts: dict[str | None, Sums] = {f"p{n}": Sums([10.0, 10.0 + n], [1.0, 1.0], [5, 5]) for n in range(20)}
    whole = Sums([200.0, sum(10.0 + n for n in range(20))], [1.0, 1.0], [100, 100])
    found = driver("d", parts, whole, False)
    assert [part.value for part in found.parts[:3]] == ["p19", "p18", "p17"]
    assert found.parts[-1].value == OTHERS
    assert sum(part.contribution for part in found.parts) == 190.0
