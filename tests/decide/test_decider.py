from typing import Any

import msgspec
import pytest

from regulars.decide.catalogue import Items
from regulars.decide.decider import Decider, event_of
from regulars.decide.learner import Learner
from regulars.decide.learnt import Learnt
from regulars.define.compile import compile
from regulars.define.load import load
from regulars.flow.effects import Effects
from regulars.kit.clock import DAY, HOUR, ManualClock
from regulars.kit.errors import NotFound
from regulars.records import Customer, Decision
from regulars.testing.events import NOON, event

TEXT = """
traits: {city: text}
features: {spend: sum(properties.total) filter (where event = 'Order Completed')}
catalogs: {offers: {types: {price: number}}, empty: }
policies:
  sold: {kind: popularity, item: properties.sku}
  learns: {kind: thompson, item: properties.sku, reward: event = 'Order Completed', pool: 3}
slots:
  list: {catalog: offers, policy: sold, size: 3}
  hero: {catalog: offers, policy: learns, eligible: item.price <= spend, fallback: o9}
  bare: {catalog: offers, policy: learns, eligible: spend > 1000}
  none: {catalog: empty, policy: sold, fallback: welcome}
  off: {catalog: offers, policy: sold, eligible: item.price < spend - 1000}
"""


class Shop:
    def __init__(self, text: str = TEXT) -> None:
        self.house = load(text)
        self.program = compile(self.house)
        self.learnt = Learnt()
        self.learner = Learner(self.house, self.program, self.learnt)
        items = Items(self.house.catalogs["offers"], [{"id": f"o{n}", "price": n * 10} for n in range(10)])
        self.decider = Decider(self.house, self.program, {"offers": items}, self.learnt, ManualClock(0), stale=0)
        self.customer = Customer(id=7, born_at=0)

    def track(self, *events: Any) -> None:
        for each in events:
            self.program.update(self.customer.cells, each)
            self.learner.event(self.customer, each, each.received_at, Effects())
            self.learner.turn()

    def decide(self, slot: str, ident: str = "d1", known: bool = True) -> Decision:
        return self.decider.decide(slot, self.customer if known else None, NOON + DAY, ident)


def test_the_most_popular_first() -> None:
    shop = Shop()
    shop.track(event(sku="o4"), event(sku="o2"), event(sku="o4"), event(sku="gone"))
    found = shop.decide("list")
    assert [candidate.item for candidate in found.items] == ["o4", "o2", "o0"]
    assert (found.item, found.probability, found.customer, found.policy) == ("o4", 1.0, 7, "sold")
    assert found.items[0].attributes == {"id": "o4", "price": 40.0}
    assert found.items[0].score == pytest.approx(2 * 2 ** (-1 / 30))
    assert [reason.text for reason in found.why] == [
        "The most popular that is eligible: 1.95 events, older ones counted less",
        "3 items looked at in order of popularity, 0 of them not eligible",
    ]


def test_thompson_among_the_eligible() -> None:
    shop = Shop()
    shop.track(event(sku="o1", total=25))
    items = {shop.decide("hero", f"d{n}").item for n in range(60)}
    assert items == {"o0", "o1", "o2"}
    found = shop.decide("hero", "d1")
    assert found.probability == pytest.approx(1 / 3, abs=0.01)
    assert found.why[0].code == "thompson"
    assert found.why[0].data.keys() == {"drew", "shown", "rewarded", "among"}


def test_it_learns_what_works() -> None:
    shop = Shop()
    shop.track(event(total=1000))
    for n in range(40):
        at = NOON + DAY + n * HOUR
        found = shop.decider.decide("hero", shop.customer, at, f"d{n}")
        shop.track(msgspec.structs.replace(event_of(found, {"user_id": "ann"}), timestamp=at, received_at=at))
        if found.item == "o2":
            shop.track(event(sku="o2", total=1, at=at + 1))
        shop.customer.decisions = []
    later = [shop.decide("hero", f"later{n}") for n in range(50)]
    assert sum(found.item == "o2" for found in later) > 40
    assert later[0].why[0].data["shown"] > 0


def test_the_id_is_the_only_chance() -> None:
    shop = Shop()
    shop.track(event(total=1000))
    assert shop.decide("hero", "same") == shop.decide("hero", "same")
    assert len({shop.decide("hero", f"d{n}").item for n in range(50)}) > 1


@pytest.mark.parametrize(
    ("slot", "item", "codes"),
    [
        ("hero", "o9", ["nothing_eligible", "fallback"]),
        ("bare", None, ["customer_not_eligible", "nothing"]),
        ("none", "welcome", ["no_items", "fallback"]),
        ("off", None, ["nothing_eligible", "nothing"]),
    ],
)
def test_where_nothing_is_eligible(slot: str, item: str | None, codes: list[str]) -> None:
    found = Shop().decide(slot)
    assert (found.item, found.probability, [reason.code for reason in found.why]) == (item, 1.0, codes)
    assert len(found.items) == (item is not None)
    made = event_of(found, {"user_id": "ann"})
    assert made.properties.get("fallback", False) is (item is not None)


def test_somebody_unknown_is_decided_on_an_empty_profile() -> None:
    found = Shop().decide("list", known=False)
    assert (found.customer, found.item, found.why[0].code) == (0, "o0", "unknown_customer")


def test_an_unknown_slot_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="there is no slot 'heroo'; did you mean 'hero'"):
        Shop().decide("heroo")


def test_reasons_in_chinese() -> None:
    found = Shop("workspace: {language: zh}\n" + TEXT).decide("list")
    assert [reason.text for reason in found.why] == ["暂无统计，按目录顺序选择", "按热度依次检查 3 个，其中 0 个不符合条件"]


def test_the_version_changes_with_what_decides_and_not_with_titles() -> None:
    versions = [
        Shop(text).decide("list").version
        for text in (
            TEXT,
            TEXT.replace("size: 3", "size: 3, title: List"),
            TEXT.replace("size: 3", "size: 2"),
            TEXT.replace("kind: popularity", "kind: popularity, half_life: 3d"),
        )
    ]
    assert versions[0] == versions[1]
    assert len(set(versions)) == 3


def test_a_decision_as_a_record() -> None:
    shop = Shop()
    shop.track(event(total=1000))
    found = shop.decide("hero")
    made = event_of(found, {"anonymous_id": "device"})
    assert (made.id, made.type, made.event, made.source, made.anonymous_id) == (
        "d1",
        "track",
        "Decision Made",
        "regulars",
        "device",
    )
    assert made.timestamp == made.received_at == found.at
    assert made.properties["items"] == [{"item": found.item, "probability": found.probability, "score": found.items[0].score}]
    assert made.properties["why"] == [reason.text for reason in found.why]
    assert msgspec.json.decode(msgspec.json.encode(made), type=type(made)) == made
    shop.track(made)
    assert shop.customer.decisions == [["d1", "hero", found.item, found.at]]


def test_refresh_spares_decisions_the_work() -> None:
    shop = Shop()
    shop.decider.refresh()
    shop.track(event(sku="o5"))
    shop.decider.refresh()
    assert shop.decide("list").item == "o5"
