"""The lifecycle over a whole house: a shop of many customers whose days pass one by one, stages defined with a memory."""

import itertools
import random
from collections import Counter

import msgspec
import pytest

from regulars.app import lifecycle, models
from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.define.load import load
from regulars.kit.clock import DAY, HOUR, MINUTE, ManualClock
from regulars.kit.errors import NotFound, RegularsError
from regulars.learn.evidence import TooThin
from regulars.learn.lifecycle import paths
from regulars.records import Event
from regulars.testing.events import NOON

CUSTOMERS, DAYS = 60, 80
ROAD = ("Product Viewed", "Product Added", "Order Completed")
PURE = "use: shopping\nstages: {loyal: orders_30d >= 3, buyer: orders > 0, looker: looks_30d > 0, other: true}"


def shop(yaml: str, customers: int = CUSTOMERS, days: int = DAYS) -> House:
    """A house after so many days of a shop: half of the customers buy often, some look only, all begin with looking."""
    rng = random.Random(7)
    clock = ManualClock(NOON)
    house = House(in_memory(), clock)
    house.define("main", load(yaml))
    house.run()
    number = 0
    for _ in range(days):
        events = []
        at = clock.now()
        for customer in range(customers):
            eager = customer % 2 == 0
            if rng.random() > (0.3 if eager else 0.1):
                continue
            steps = ROAD if eager and rng.random() < 0.4 else ROAD[: rng.choice([1, 1, 2])]
            for place, name in enumerate(steps):
                number += 1
                properties = {"total": 10.0 + customer} if name == "Order Completed" else {}
                event = Event(id=f"m{number}", type="track", event=name, source="web", timestamp=at + place, received_at=at + 9)
                events.append(msgspec.structs.replace(event, user_id=f"u{customer}", properties=properties))
        clock.move(at + MINUTE)
        if events:
            house.take("main", "web", events)
            house.run()
        for hour in range(1, 24, 6):
            clock.move(at + hour * HOUR)
            house.catch_up()
        clock.move(at + DAY)
        house.catch_up()
    return house


@pytest.fixture(scope="module")
def remembered() -> House:
    return shop("use: lifecycle")


@pytest.fixture(scope="module")
def pure() -> House:
    return shop(PURE)


@pytest.mark.parametrize("source", ["recorded", "recomputed"])
@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_stocks_and_flows_add_up(remembered: House, pure: House, by: str, source: str) -> None:
    for house in (remembered, pure):
        spans = lifecycle.span(house, "main", by, NOON - 3 * DAY, None)  # type: ignore[arg-type]
        found = lifecycle.flows(house, "main", spans, source).flows  # type: ignore[arg-type]
        assert [flow.period for flow in found] == sorted(flow.period for flow in found)
        assert not found[-1].whole
        assert all(stock.before == 0 for stock in found[0].stocks)
        for before, after in itertools.pairwise(found):
            assert [stock.after for stock in before.stocks] == [stock.before for stock in after.stocks]
        for flow in found:
            out, into = Counter[str](), Counter[str]()
            for link in flow.links:
                out[link.from_] += link.customers
                into[link.to] += link.customers
            for stock in flow.stocks:
                assert stock.before + stock.entered - stock.left == stock.after
                assert out[stock.stage] == stock.before
                assert into[stock.stage] == stock.after
        now = Counter(customer.stage for customer in house.customers("main"))
        assert {stock.stage: stock.after for stock in found[-1].stocks if stock.after} == now


def test_a_replay_gives_the_recorded_paths(remembered: House) -> None:
    past = models.past(remembered, "main")
    replayed = lifecycle._spells(remembered, past, "recomputed", [])
    # Clocks here look at the house every six hours; a replay lets every timer ring at its instant.
    near = [(spell.customer, spell.stage) for spell in replayed]
    assert near == [(spell.customer, spell.stage) for spell in paths.recorded(past)]
    for one, other in zip(replayed, paths.recorded(past), strict=True):
        assert abs(one.start - other.start) <= 12 * HOUR
    assert remembered.verify("main").differences == []


def test_pure_stages_seen_from_today_are_those_of_then(pure: House) -> None:
    past = models.past(pure, "main")
    ends = [NOON + day * DAY - 1 for day in range(1, DAYS)]
    seen = paths.recomputed(past, ends)
    told = paths.recorded(past)
    for at in ends[::7]:
        assert {s.customer: s.stage for s in seen if s.start <= at < s.end} == {
            s.customer: s.stage for s in told if s.start <= at < s.end
        }


def test_times_and_conversion(remembered: House) -> None:
    found = {time.stage: time for time in lifecycle.times(remembered, "main").times}
    assert list(found) == ["decline", "advocacy", "loyalty", "purchase", "use", "consideration", "interest", "awareness"]
    loyalty = found["loyalty"]
    assert loyalty.spells == loyalty.ended + sum(customer.stage == "loyalty" for customer in remembered.customers("main"))
    assert found["advocacy"].spells == 0
    assert found["advocacy"].median is None
    interest = found["interest"]
    assert interest.median is not None
    assert interest.lower is not None
    assert interest.lower <= interest.median
    conversions = lifecycle.conversions(remembered, "main", 30 * DAY)
    pairs = {(one.from_, one.to): one for one in conversions.conversions}
    assert ("advocacy", "use") not in pairs, "nobody was ever there"
    sold = pairs["interest", "purchase"]
    assert 0 < sold.reached <= sold.customers
    assert sold.within is not None
    assert sold.within_low is not None
    assert sold.within_high is not None
    assert sold.within_low < sold.within < sold.within_high
    assert conversions.evidence.customers == CUSTOMERS


def test_ways_and_a_customers_path(remembered: House) -> None:
    found = lifecycle.ways(remembered, "main", 5)
    assert len(found.paths) == 5
    assert found.paths[0].customers >= found.paths[-1].customers
    number, stations = lifecycle.path(remembered, "main", "u0")
    assert stations[-1].until is None
    assert all(one.until == other.since for one, other in itertools.pairwise(stations))
    assert stations[0].why[0] == f"stage = {stations[0].stage}"
    customer = next(customer for customer in remembered.customers("main") if customer.id == number)
    assert (stations[-1].stage, stations[-1].since) == (customer.stage, customer.stage_at)
    with pytest.raises(NotFound):
        lifecycle.path(remembered, "main", "nobody")


def test_what_comes_next(remembered: House) -> None:
    chain = lifecycle.following(remembered, "main", "events", 1, DAY, 3)
    added = {one.next: one for one in chain.transitions if one.after == ["Product Added"]}
    assert added["Order Completed"].probability > 0.8
    steps = lifecycle.latest(remembered, "main", "events", "u0", 2)
    assert len(steps) == 2
    stages = lifecycle.following(remembered, "main", "stages", 2, 400 * DAY, 3)
    for context in stages.contexts:
        mine = [one for one in stages.transitions if one.after == context.after]
        assert sum(one.count for one in mine) == context.continued
        assert abs(sum(one.probability for one in mine) - 1) < 1e-9 or not mine


def test_the_way_to_a_purchase(remembered: House) -> None:
    found = lifecycle.purchase(remembered, "main", "Order Completed", DAY // 2, 5)
    signs = {sign.step: sign for sign in found.signs}
    assert signs["Product Added"].lift is not None
    assert signs["Product Added"].lift > 1
    assert signs["Product Viewed"].rate == found.rate
    assert found.ways[0].steps == list(ROAD)
    assert sum(way.count for way in found.ways) == found.succeeded
    with pytest.raises(TooThin, match="tries that ended with Nothing"):
        lifecycle.purchase(remembered, "main", "Nothing", DAY, 5)


@pytest.mark.slow
def test_learnt_states(remembered: House) -> None:
    found = lifecycle.hidden(remembered, "main", "week", 2)
    assert [state.name for state in found.states] == ["s1", "s2"]
    assert sum(state.customers for state in found.states) == len(found.places) == CUSTOMERS
    eager = {place.customer for place in found.places if place.state == "s2"}
    assert eager
    assert found.compared is not None
    assert -1 <= found.compared.agreement <= 1
    assert sum(cell.customers for cell in found.compared.table) == CUSTOMERS
    assert lifecycle.hidden(remembered, "main", "week", 2) == found, "the same seed, the same answer"


def test_an_empty_house_gives_clear_answers() -> None:
    house = shop("use: lifecycle", customers=0, days=1)
    spans = lifecycle.span(house, "main", "week", None, None)
    for source in ("recorded", "recomputed"):
        found = lifecycle.flows(house, "main", spans, source)  # type: ignore[arg-type]
        assert all(stock.after == 0 for flow in found.flows for stock in flow.stocks)
        assert [str(note) for note in found.evidence.notes] == ["no customer has been in any stage by then"]
        assert all(time.median is None for time in lifecycle.times(house, "main", source).times)  # type: ignore[arg-type]
        assert lifecycle.conversions(house, "main", DAY, source).conversions == []  # type: ignore[arg-type]
        assert lifecycle.ways(house, "main", 5, source).paths == []  # type: ignore[arg-type]
    assert lifecycle.following(house, "main", "stages", 1, DAY, 5).transitions == []
    nothing = lifecycle.following(house, "main", "events", 2, DAY, 5)
    assert [str(note) for note in nothing.evidence.notes] == ["nothing has happened by then"]
    with pytest.raises(TooThin):
        lifecycle.purchase(house, "main", "Order Completed", DAY, 5)
    with pytest.raises(TooThin, match="whole periods: 0, needed 4"):
        lifecycle.hidden(house, "main", "week", None)


def test_a_house_without_stages(pure: House) -> None:
    house = shop("use: shopping", customers=2, days=3)
    assert lifecycle.ways(house, "main", 5, "recomputed").paths == []
    with pytest.raises(TooThin, match="needed 30"):
        lifecycle.hidden(shop("use: shopping", customers=2, days=40), "main", "week", None)
    with pytest.raises(RegularsError, match="at most 200 periods"):
        lifecycle.span(pure, "main", "day", 0, None)
