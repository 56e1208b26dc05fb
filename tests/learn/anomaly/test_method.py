"""What is unlike the rest stands out, and says in what."""

from collections.abc import Iterator

import pytest

import regulars as rg
from regulars.app import models
from regulars.define.definitions import Model
from regulars.kit.clock import DAY, ManualClock
from regulars.learn.anomaly.fit import UNUSUAL
from regulars.learn.anomaly.method import Anomaly, orders
from regulars.learn.evidence import TooThin
from regulars.testing import shop
from regulars.testing.events import event


@pytest.fixture(scope="module")
def house() -> Iterator[rg.Local]:
    """The simulated shop, in which Mallory orders for 4,000 twenty times in one night."""
    clock = ManualClock(shop.START)
    with rg.Local(rg.load(shop.DEFINITIONS), clock=clock) as local:
        shop.live(local.house, clock, people=150, days=40)
        night = clock.now()
        clock.move(night + DAY // 8)
        spree = [event(user="mallory", at=night + place, id=f"spree{place}", total=4000) for place in range(20)]
        local.house.take("main", "web", spree)
        local.house.run()
        yield local


def test_an_account_unlike_the_others_stands_out_with_reasons(house: rg.Local) -> None:
    past = models.past(house.house, "main")
    model = Model(name="odd", kind="anomaly")
    fitted = Anomaly().fit(model, Anomaly().gather(model, past), past.at)
    rows = {row["customer_id"]: row for row in fitted.scores.to_pylist()}
    mallory = house.profile("mallory").customer_id
    top = max(rows.values(), key=lambda row: row["odd"])
    assert (top["customer_id"], top["odd"] > UNUSUAL) == (mallory, True)
    assert any("Spend: 80,000 (usually" in sentence for sentence in top["why"])
    assert not any("100.0%" in sentence for sentence in top["why"]), "nobody has more than everybody, themselves included"
    assert all(0 < row["odd"] < 1 for row in rows.values())
    assert all(not row["why"] for row in rows.values() if row["odd"] < UNUSUAL)
    assert fitted.card["headline"]["unusual"] < 0.2


def test_unusual_orders_are_found_and_old_ones_left_out(house: rg.Local) -> None:
    past = models.past(house.house, "main")
    found = orders(past, days=2, most=5)
    assert {order.customer_id for order in found.orders} == {house.profile("mallory").customer_id}
    assert any("Amount: 4,000" in sentence for sentence in found.orders[0].why)
    assert [order.score for order in found.orders] == sorted((order.score for order in found.orders), reverse=True)
    assert found.evidence.events > 100
    assert orders(past, days=1, most=3).orders == orders(past, days=1, most=3).orders, "chance comes from the seed alone"


def test_too_few_orders_are_refused(house: rg.Local) -> None:
    with pytest.raises(TooThin, match="orders to compare: 0, needed 100"):
        orders(models.past(house.house, "main"), event="O'Clock'; drop table events")
