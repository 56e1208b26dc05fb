"""A simulated shop, whose customers buy at rates of their own until they leave: quick to make, with something to learn."""

from collections.abc import Sequence
from random import Random
from typing import Protocol

from regulars.kit.clock import DAY, ManualClock
from regulars.records import Event
from regulars.testing.events import event

START = 20_000 * DAY
"""When its first day begins."""

DEFINITIONS = """
purposes: {research: legitimate_interest}
features:
  orders: {title: {en: Orders, zh: 订单数}, of: "count(*) filter (where event = 'Order Completed')"}
  orders_20d: {title: {en: Orders in 20 days}, of: "count(*) filter (where event = 'Order Completed')", over: 20d}
  last_order: {title: {en: Last order}, of: "max(timestamp) filter (where event = 'Order Completed')"}
  last_visit: {title: {en: Last visit}, of: "max(timestamp) filter (where event = 'Product Viewed')"}
  spend: {title: {en: Spend}, of: "sum(properties.total) filter (where event = 'Order Completed')"}
  favourite: {title: {en: Favourite shelf}, of: "mode(properties.shelf) filter (where event = 'Product Viewed')"}
segments:
  likely: scores.buys > 0.5
models:
  buys:
    title: {en: Buys within 20 days}
    kind: propensity
    among: orders > 0
    label: count(*) filter (where event = 'Order Completed') > 0
    horizon: 20d
    floors: {profiles: 100, positives: 40, negatives: 40}
"""
"""What the shop wants to know."""


class Takes(Protocol):
    """What takes events (`app.house.House` does)."""

    def take(self, workspace: str, source: str, events: Sequence[Event]) -> int: ...

    def run(self) -> None: ...


def live(
    house: Takes, clock: ManualClock, people: int = 260, days: int = 100, seed: int = 1, first_day: int = 0, rate: float = 1.0
) -> None:
    """Let days pass in which `people` come and buy, each received on its day. `rate`: how much oftener than usual."""
    for day in range(first_day, first_day + days):
        at = START + day * DAY
        events = [one for person in range(people) for one in visits(person, day, seed, rate)]
        clock.move(at + DAY - 1)
        if events:
            house.take("main", "web", events)
    clock.move(START + (first_day + days) * DAY)
    house.run()


def visits(person: int, day: int, seed: int = 1, rate: float = 1.0) -> list[Event]:
    """What one person does on one day: nothing, a look at a shelf, or that and an order.

    >>> [one.event for one in visits(3, 0)] == [one.event for one in visits(3, 0)]
    True
    """
    mine = Random(f"{seed} {person}")
    pace, ends, shelf = mine.choice([0.02, 0.06, 0.2]), mine.choice([40, 75, 300, 300]), mine.choice("abc")
    today = Random(f"{seed} {person} {day}")
    if day >= ends or today.random() > 3 * pace * rate:
        return []
    user, noon = f"u{person}", START + day * DAY + DAY // 2
    done = [event("Product Viewed", user=user, at=noon, id=f"v{person}-{day}", shelf=shelf)]
    if today.random() < 1 / 3:
        total = round(20 + 300 * pace + today.random() * 10, 2)
        done.append(event(user=user, at=noon + 1, id=f"o{person}-{day}", total=total))
    return done
