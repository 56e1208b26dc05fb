from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.decide.learner import LIMIT_OPEN, Learner
from regulars.decide.learnt import Learnt, counted
from regulars.define.compile import compile
from regulars.define.load import load
from regulars.flow.effects import Effects
from regulars.kit.clock import DAY, HOUR, NEVER
from regulars.records import Customer, Event
from regulars.testing.events import NOON, event

HOUSE = load("""
features: {orders: count(*) filter (where event = 'Order Completed')}
catalogs: {offers: {key: sku}}
policies:
  sold: {kind: popularity, each: properties.products as line, item: line.sku, half_life: 7d}
  viewed: {kind: popularity, count: event = 'Product Viewed' and properties.seconds > 5, item: properties.sku}
  used: {kind: thompson, count: event = 'Never', reward: event = 'Order Completed' and properties.total >= 10, within: 2d}
  taken: {kind: thompson, count: event = 'Never', reward: event = 'Taken' and properties.sku = item.sku}
slots:
  hero: {catalog: offers, policy: used}
  side: {catalog: offers, policy: taken}
  list: {catalog: offers, policy: sold}
""")
PROGRAM = compile(HOUSE)


def decision(item: str | None = "a", slot: str = "hero", at: int = NOON, **more: Any) -> Event:
    return event("Decision Made", source="regulars", at=at, slot=slot, item=item, **more)


def bought(*skus: str, at: int = NOON, total: float = 20, **more: Any) -> Event:
    return event("Order Completed", at=at, total=total, products=[{"sku": sku} for sku in skus], **more)


class Pipeline:
    """One customer's events, one batch after the other."""

    def __init__(self) -> None:
        self.learnt = Learnt()
        self.learner = Learner(HOUSE, PROGRAM, self.learnt)
        self.customer = Customer(id=1, born_at=0)

    def run(self, *events: Event, commit: bool = True) -> dict[str, Any]:
        effects = Effects()
        for each in events:
            self.learner.event(self.customer, each, each.received_at, effects)
        _ = self.learner.turn() if commit else self.learner.forget()
        return effects.shared

    def table(self, size: int) -> dict[str, Any]:
        """The tables whose values are counts (dicts) or arms (lists of two), all together."""
        kind = dict if size == 0 else list
        found: dict[str, Any] = {}
        for key in self.learner.keys:
            found |= {item: value for item, value in self.learnt.table(key).items() if isinstance(value, kind)}
        return found

    @property
    def counts(self) -> dict[str, Any]:
        return self.table(0)

    @property
    def arms(self) -> dict[str, Any]:
        return self.table(2)


def test_lines_of_orders_count_for_their_items() -> None:
    pipeline = Pipeline()
    pipeline.run(bought("a", "b", "a"), event("Order Viewed", products=[{"sku": "a"}]), bought("b", at=NOON + DAY))
    once = counted({}, NOON, 7 * DAY)
    assert pipeline.counts["a"] == counted(once, NOON, 7 * DAY)
    assert pipeline.counts["b"] == counted(once, NOON + DAY, 7 * DAY)


def test_only_what_meets_the_condition_counts() -> None:
    pipeline = Pipeline()
    pipeline.run(
        event("Product Viewed", sku="a", seconds=3), event("Product Viewed", sku=7, seconds=6), event("Product Viewed", sku="b")
    )
    assert pipeline.counts.keys() == {"7"}


def test_rows_that_are_none_count_for_nothing() -> None:
    odd: list[Any] = [None, 3, "x", {}, {"sku": None}, {"sku": ""}, {"sku": True}, {"sku": {"a": 1}}, {"sku": 1.5}]
    pipeline = Pipeline()
    pipeline.run(event(products=odd), event(products={"sku": "a"}), event(products=None), event())
    assert pipeline.counts == {}


def test_a_clock_ahead_does_not_make_the_rest_look_old() -> None:
    pipeline = Pipeline()
    pipeline.run(bought("a"), bought("a", at=NOON + 9000 * DAY, received_at=NOON))
    assert pipeline.counts["a"] == counted(counted({}, NOON, 7 * DAY), NOON, 7 * DAY)


def test_a_reward_in_time_rewards_the_item_shown_once() -> None:
    pipeline = Pipeline()
    pipeline.run(decision("a"))
    assert (pipeline.arms, len(pipeline.customer.decisions)) == ({"a": [1, 0]}, 1)
    pipeline.run(bought(at=NOON + HOUR, total=5))
    assert pipeline.arms == {"a": [1, 0]}
    pipeline.run(bought(at=NOON + 2 * HOUR))
    pipeline.run(bought(at=NOON + 3 * HOUR))
    assert (pipeline.arms, pipeline.customer.decisions) == ({"a": [1, 1]}, [])


def test_every_open_decision_of_the_slot_is_rewarded() -> None:
    pipeline = Pipeline()
    pipeline.run(decision("a"), decision("b"), decision("c", slot="side"), bought(at=NOON + HOUR))
    assert pipeline.arms == {"a": [1, 1], "b": [1, 1], "c": [1, 0]}


def test_before_the_decision_or_too_late_is_no_reward() -> None:
    pipeline = Pipeline()
    pipeline.run(decision("a"), bought(at=NOON - 1, received_at=NOON + 1), bought(at=NOON))
    pipeline.run(bought(at=NOON + 2 * DAY + 1))
    assert pipeline.arms == {"a": [1, 0]}
    assert pipeline.customer.decisions == []


def test_a_reward_may_ask_for_the_item_shown() -> None:
    pipeline = Pipeline()
    pipeline.run(decision("a", slot="side"), decision("b", slot="side"), event("Taken", at=NOON + HOUR, sku="b"))
    assert pipeline.arms == {"a": [1, 0], "b": [1, 1]}


def test_what_opens_no_decision() -> None:
    pipeline = Pipeline()
    forged = event("Decision Made", source="web", slot="hero", item="a")
    pipeline.run(forged, decision(None), decision("a", slot="list"), decision("a", slot="gone"), decision("a", fallback=True))
    pipeline.run(event("Decision Made", source="regulars", slot=["hero"], item=3))
    assert (pipeline.arms, pipeline.customer.decisions) == ({}, [])


def test_open_decisions_are_bounded_and_expire() -> None:
    pipeline = Pipeline()
    pipeline.run(*(decision(f"i{n}", at=NOON + n) for n in range(LIMIT_OPEN + 10)))
    assert [d[2] for d in pipeline.customer.decisions] == [f"i{n}" for n in range(10, LIMIT_OPEN + 10)]
    pipeline.learner.time(pipeline.customer, NOON + 30 * DAY, Effects())
    assert pipeline.customer.decisions == []
    assert pipeline.learner.due(pipeline.customer) == NEVER


def test_what_was_not_committed_was_not_learnt() -> None:
    pipeline = Pipeline()
    pipeline.run(bought("a"), commit=False)
    assert pipeline.counts == {}
    shared = pipeline.run(bought("a"))
    assert list(pipeline.counts) == ["a"]
    assert [name.rpartition(":")[2] for name in shared] == ["a"]


def test_only_what_changed_is_written() -> None:
    pipeline = Pipeline()
    pipeline.run(bought("a", "b"), decision("a"))
    assert {name.rpartition(":")[2] for name in pipeline.run(bought("b", at=NOON + 5 * DAY))} == {"b"}
    assert pipeline.run(event("Page Viewed")) == {}


def test_committed_values_are_never_changed_in_place() -> None:
    pipeline = Pipeline()
    pipeline.run(bought("a"), decision("a"))
    before = {name: str(value) for name, value in [*pipeline.counts.items(), *pipeline.arms.items()]}
    held = dict(pipeline.counts)
    pipeline.run(bought("a", at=NOON + HOUR), commit=False)
    assert str(held["a"]) == str(pipeline.counts["a"])
    assert before == {name: str(value) for name, value in [*pipeline.counts.items(), *pipeline.arms.items()]}


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["a", "b", "c"])), min_size=1, max_size=15), st.integers(0, 99))
def test_counts_do_not_depend_on_the_order(orders: list[tuple[int, str]], seed: int) -> None:
    events = [bought(sku, at=NOON + day * DAY) for day, sku in orders]
    shuffled = list(events)
    Random(seed).shuffle(shuffled)
    one, other = Pipeline(), Pipeline()
    one.run(*events)
    for each in shuffled:
        other.run(each)
    assert one.counts == other.counts


def test_history_customer_by_customer_teaches_the_same() -> None:
    rng = Random(4)
    history: list[tuple[int, Event]] = []
    for number in range(300):
        at = NOON + number * HOUR
        made = decision(rng.choice("abc"), at=at) if number % 3 else bought(rng.choice("abc"), at=at)
        history.append((rng.randrange(5), made))
    live, again = Pipeline(), Pipeline()
    customers = {number: Customer(id=number, born_at=0) for number in range(5)}
    for number, each in history:
        live.customer = customers[number]
        live.run(each)
    for number in range(5):
        again.customer = Customer(id=number, born_at=0)
        again.run(*(each for customer, each in history if customer == number))
    assert (again.counts, again.arms) == (live.counts, live.arms)
    assert all(rewarded > 0 for _, rewarded in live.arms.values())
