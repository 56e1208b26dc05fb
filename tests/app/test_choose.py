"""A decision names its customer in a way that leads the pipeline back to them."""

import pytest

from regulars.app import views
from regulars.app.choose import choose
from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.define.load import assemble
from regulars.kit.clock import ManualClock
from regulars.kit.errors import NotFound
from regulars.testing.events import NOON, envelope, event, identify

SHOP = """
identifiers: {card: {trait: loyalty_card}, token: {trait: context.device.token}, email: {trait: email}}
catalogs: {teas: {key: id}}
policies: {popular: {kind: popularity}}
slots: {hero: {catalog: teas, policy: popular, fallback: oolong}}
"""


@pytest.fixture
def house() -> House:
    house = House(in_memory(), ManualClock(NOON))
    house.define("shop", assemble([("shop.yml", SHOP)]))
    house.run()
    return house


@pytest.mark.parametrize(
    "name", ["user_id:ann", "ann", "anonymous_id:d1", "card:4711", "token:t1", "email:Ann@example.com", "order:77", "a:b:c"]
)
def test_somebody_unknown_becomes_a_customer_under_the_name_that_was_given(house: House, name: str) -> None:
    decision = choose(house, "shop", "hero", name)
    assert (decision.item, decision.customer) == ("oolong", 0)
    house.run()
    number = views.find(house, "shop", name).id
    assert choose(house, "shop", "hero", name).customer == number
    house.run()
    assert views.find(house, "shop", name).id == number
    assert house.backends.state.query("count_customers", "shop") == 1
    assert len(views.timeline(house, "shop", views.find(house, "shop", name))) == 2


def test_a_known_customer_keeps_their_traits(house: House) -> None:
    house.append(envelope([identify(None, email="Ann@Example.com", loyalty_card="Gold 1")]))
    house.run()
    choose(house, "shop", "hero", "email:ann@example.com")
    house.run()
    ann = views.find(house, "shop", "card:Gold 1")
    assert ann.traits["email"][0] == "Ann@Example.com"
    assert house.backends.state.query("count_customers", "shop") == 1


def test_a_shared_device_is_decided_for_as_such(house: House) -> None:
    house.append(envelope([event(user="ann", anonymous="tablet"), event(user="bob", anonymous="tablet")]))
    house.run()
    shared = views.find(house, "shop", "anonymous_id:tablet").id
    assert choose(house, "shop", "hero", "anonymous_id:tablet").customer == shared
    house.run()
    told = views.timeline(house, "shop", views.by_number(house, "shop", shared))
    assert "Decision Made" in [line.name for line in told]


@pytest.mark.parametrize("nobody", ["null", "user_id:undefined", "email:nowhere"])
def test_nobody_gets_a_decision_and_becomes_nobody(house: House, nobody: str) -> None:
    assert choose(house, "shop", "hero", nobody).item == "oolong"
    house.run()
    assert house.backends.state.query("count_customers", "shop") == 0


def test_an_unknown_slot_is_a_sentence_and_leaves_no_trace(house: House) -> None:
    end = house.backends.log.end()
    with pytest.raises(NotFound, match="did you mean 'hero'"):
        choose(house, "shop", "heroo", "ann")
    assert house.backends.log.end() == end
