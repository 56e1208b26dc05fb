"""Groups in a house: fitted by the machine of models, read as segments, saved as definitions."""

from collections.abc import Iterator

import pytest

from regulars.app import models, revise
from regulars.app.groups import groups
from regulars.app.house import House
from regulars.app.training import here
from regulars.app.wire import in_memory
from regulars.define.load import assemble
from regulars.kit.clock import DAY, ManualClock
from regulars.kit.errors import NotFound, RegularsError
from regulars.records import Event

pytest.importorskip("sklearn")

AT = 1_780_000_000_000_000
WORKSPACE = "main"
DEFINITIONS = """
features:
  orders: {of: "count(*) filter (where event = 'Order Completed')", title: {en: Orders, zh: 订单}}
  spend: {of: "sum(properties.total) filter (where event = 'Order Completed')", title: {en: Spend, zh: 消费}}
models:
  circle: {kind: groups, features: [orders, spend], every: 7d}
  risk: {kind: propensity, label: "count(*) = 0"}
"""


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """80 customers: every second one has bought once for little, the others four times for much."""
    house = House(in_memory(), ManualClock(AT))
    house.define(WORKSPACE, assemble([("shop.yml", DEFINITIONS)]))
    house.run()
    events = []
    for n in range(80):
        for order in range(4 if n % 2 else 1):
            total = (200.0 if n % 2 else 10.0) + n / 10
            at = AT - DAY * (n % 9 + 1) + order
            events.append(
                Event(
                    id=f"{n}-{order}",
                    type="track",
                    event="Order Completed",
                    timestamp=at,
                    received_at=at,
                    user_id=f"u{n}",
                    properties={"total": total},
                )
            )
    house.take(WORKSPACE, "server", events)
    house.run()
    assert models.run(house, WORKSPACE, "circle", here).status == "fitted"
    house.run()
    yield house
    house.close()


def test_every_customer_has_a_group_with_reasons(house: House) -> None:
    found = {customer.scores["circle"][0] for customer in house.customers(WORKSPACE)}
    assert found == {one.id for one in groups(house, WORKSPACE, "circle").groups}
    assert sum(one.customers for one in groups(house, WORKSPACE, "circle").groups) == 80


def test_groups_become_segments_whose_members_they_are(house: House) -> None:
    found = groups(house, WORKSPACE, "circle")
    assert "scores.circle = 'g1'" in found.yaml
    definitions = revise.load(found.bundle)
    assert definitions.models.keys() == {"circle", "risk"}
    assert house.define(WORKSPACE, definitions)
    house.run()
    for one in found.groups:
        assert len(list(house.members(WORKSPACE, one.segment))) == one.customers
        assert definitions.segments[one.segment].title == one.name
    assert any("消费高" in one.name["zh"] or "订单高" in one.name["zh"] for one in found.groups)
    assert not house.verify(WORKSPACE).differences
    assert not house.define(WORKSPACE, revise.load(groups(house, WORKSPACE, "circle").bundle)), "saved already"


def test_a_refit_keeps_ids(house: House) -> None:
    before = {customer.id: customer.scores["circle"][0] for customer in house.customers(WORKSPACE)}
    standing = models.run(house, WORKSPACE, "circle", here)
    house.run()
    assert standing.latest is not None
    assert standing.latest.written == 0
    assert before == {customer.id: customer.scores["circle"][0] for customer in house.customers(WORKSPACE)}


def test_what_has_no_groups_says_so(house: House) -> None:
    with pytest.raises(NotFound, match="did you mean 'circle'"):
        groups(house, WORKSPACE, "circl")
    with pytest.raises(RegularsError, match="only those of kind 'groups' find groups"):
        groups(house, WORKSPACE, "risk")
    empty = House(in_memory(), ManualClock(AT))
    empty.define(WORKSPACE, assemble([("shop.yml", DEFINITIONS)]))
    empty.run()
    with pytest.raises(RegularsError, match="has not been fitted yet"):
        groups(empty, WORKSPACE, "circle")
    assert models.run(empty, WORKSPACE, "circle", here).status == "refused"
    taken = DEFINITIONS + "segments: {circle_g1: orders > 3}\n"
    house.define(WORKSPACE, assemble([("shop.yml", taken)]))
    house.run()
    with pytest.raises(RegularsError, match="'circle_g1' is the name of another definition"):
        groups(house, WORKSPACE, "circle")
    empty.close()
