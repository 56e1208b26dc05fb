"""Chains, checked against counts by numpy; and the way to a purchase, checked against a plain loop."""

import itertools
from collections import Counter, defaultdict

import numpy as np
import pytest

from regulars.app import models
from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.define.load import load
from regulars.kit.clock import DAY, HOUR, ManualClock
from regulars.learn.lifecycle.decision import decision
from regulars.learn.lifecycle.markov import after, chain, latest
from regulars.learn.past import Past
from regulars.records import Event
from regulars.testing.events import NOON

NAMES = ["Product Viewed", "Product Added", "Cart Viewed", "Order Completed"]
Calls = dict[int, list[tuple[int, str]]]


@pytest.fixture(scope="module")
def walked() -> tuple[Past, Calls]:
    """Customers who walk at random; (instant, event) of each, in order."""
    rng = np.random.default_rng(11)
    clock = ManualClock(NOON)
    house = House(in_memory(), clock)
    house.define("main", load("features: {n: count(*)}"))
    calls: Calls = defaultdict(list)
    events = []
    for customer in range(1, 31):
        at, now = NOON, 0
        for number in range(int(rng.integers(1, 25))):
            now = int(
                rng.choice(4, p=[[0.5, 0.3, 0.1, 0.1], [0.2, 0.2, 0.4, 0.2], [0.3, 0.1, 0.2, 0.4], [0.7, 0.1, 0.1, 0.1]][now])
            )
            at += int(rng.choice([HOUR, 5 * HOUR, 3 * DAY]))
            event = Event(
                id=f"{customer}-{number}", type="track", event=NAMES[now], source="web", timestamp=at, received_at=NOON
            )
            events.append(Event(**{f: getattr(event, f) for f in event.__struct_fields__} | {"user_id": f"u{customer}"}))
            calls[customer].append((at, NAMES[now]))
    clock.move(NOON + 100 * DAY)
    house.take("main", "web", events)
    house.take(
        "main",
        "regulars",
        [
            Event(
                id="x", type="track", event="Email Delivered", source="regulars", user_id="u1", timestamp=NOON, received_at=NOON
            )
        ],
    )
    house.run()
    return models.past(house, "main"), dict(calls)


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("within", [4 * HOUR, DAY, 1 << 62])
def test_counts_are_those_of_numpy(walked: tuple[Past, Calls], order: int, within: int) -> None:
    past, calls = walked
    counts = np.zeros((len(NAMES),) * (order + 1), dtype=int)
    for mine in calls.values():
        for place in range(len(mine) - order):
            part = mine[place : place + order + 1]
            if all(later - earlier <= within for (earlier, _), (later, _) in itertools.pairwise(part)):
                counts[tuple(NAMES.index(name) for _, name in part)] += 1
    found = chain(past, None, order, within)
    told = np.zeros_like(counts)
    for one in found.transitions:
        told[tuple(NAMES.index(name) for name in (*one.after, one.next))] = one.count
        row = counts[tuple(NAMES.index(name) for name in one.after)]
        assert one.probability == row[NAMES.index(one.next)] / row.sum()
        assert one.low < one.probability < one.high or one.probability in (0, 1)
    assert (told == counts).all()
    for context in found.contexts:
        assert context.continued == counts[tuple(NAMES.index(name) for name in context.after)].sum()
    if order == 1:
        assert sum(one.continued + one.open for one in found.contexts) == sum(map(len, calls.values())) == found.evidence.events


def test_sequences_and_a_customers_latest_steps(walked: tuple[Past, Calls]) -> None:
    past, calls = walked
    runs: Counter[tuple[str, ...]] = Counter()
    who = defaultdict(set)
    for customer, mine in calls.items():
        names = [name for _, name in mine]
        for place in range(len(names) - 2):
            runs[tuple(names[place : place + 3])] += 1
            who[tuple(names[place : place + 3])].add(customer)
    found = chain(past, limit=5)
    assert [one.count for one in found.sequences] == sorted(runs.values(), reverse=True)[:5]
    for one in found.sequences:
        assert (one.count, one.customers) == (runs[tuple(one.steps)], len(who[tuple(one.steps)]))
    numbers = past.ask("select distinct customer_id, user_id from events where user_id = 'u7'").to_pylist()[0]
    steps = latest(past, numbers["customer_id"], 2)
    assert steps == [name for _, name in calls[7]][-2:]
    assert all(one.after == steps[-1:] for one in after(found, steps))


def test_the_way_to_a_purchase_is_what_a_loop_finds(walked: tuple[Past, Calls]) -> None:
    past, calls = walked
    tries: list[list[str]] = []
    for mine in calls.values():
        open_: list[str] = []
        before = None
        for at, name in mine:
            if before is not None and at - before > DAY and open_:
                tries.append(open_)
                open_ = []
            open_.append(name)
            before = at
            if name == "Order Completed":
                tries.append(open_)
                open_ = []
        if open_:
            tries.append(open_)
    won = [one for one in tries if one[-1] == "Order Completed"]
    found = decision(past, "Order Completed", DAY, limit=1000)
    assert (found.tries, found.succeeded) == (len(tries), len(won))
    for sign in found.signs:
        with_it = [one for one in tries if sign.step in one]
        rate = sum(one in won for one in with_it) / len(with_it)
        assert sign.tries == len(with_it)
        assert sign.rate == pytest.approx(sum(one[-1] == "Order Completed" for one in with_it) / len(with_it))
        assert sign.lift == pytest.approx(sign.rate / (len(won) / len(tries)))
        assert rate >= 0
    plain = Counter(tuple(name for n, name in enumerate(one) if n == 0 or one[n - 1] != name)[-7:] for one in won)
    assert {tuple(way.steps): way.count for way in found.ways} == dict(plain)
    twice = Counter(name for one in tries for n, name in enumerate(one[:-1]) if one[n + 1] == name)
    back = Counter((a, b, a) for one in tries for a, b, c in zip(one, one[1:], one[2:]) if a == c and a != b)
    loops = {tuple(loop.steps): loop.count for loop in found.loops}
    assert loops == {(name, name): count for name, count in twice.items()} | dict(back)
