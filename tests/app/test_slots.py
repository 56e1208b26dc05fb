"""What slots showed, counted from the log of decisions."""

import pytest

from regulars.app import slots
from regulars.app.choose import choose
from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.define.load import assemble
from regulars.kit.clock import DAY, ManualClock
from regulars.kit.errors import NotFound
from regulars.testing.events import NOON

SHOP = """
catalogs: {teas: {key: id}}
policies: {popular: {kind: popularity}}
slots: {hero: {catalog: teas, policy: popular, title: {en: First}}, quiet: {catalog: teas, policy: popular}}
"""
TEAS = [{"id": "oolong", "name": "乌龙"}, {"id": "green", "title": "Green"}, {"id": 7}]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def house(clock: ManualClock) -> House:
    house = House(in_memory(), clock)
    definitions = assemble([("shop.yml", SHOP)])
    house.define("shop", definitions)
    house.stock("shop", definitions.catalogs["teas"], TEAS, replace=False)
    house.run()
    return house


def test_shares_are_of_the_days_that_were_asked_for(house: House, clock: ManualClock) -> None:
    shown = [choose(house, "shop", "hero", name) for name in ("ann", "bob", "bob")]
    house.run()
    hero, quiet = slots.uses(house, "shop", 30)
    assert (hero.decisions, hero.customers, hero.items, hero.title) == (3, 2, 3, {"en": "First"})
    assert sum(share.decisions for share in hero.shares) == 3
    assert sum(share.share for share in hero.shares) == pytest.approx(1)
    first = hero.shares[0]
    assert first.item == shown[0].item
    assert first.called == {"oolong": "乌龙", "green": "Green", "7": "7"}[str(first.item)]
    assert first.probability == pytest.approx(shown[0].probability)
    assert (hero.policy["kind"], quiet.decisions, quiet.shares, quiet.last_at) == ("popularity", 0, [], None)
    clock.move(NOON + 3 * DAY)
    assert [use.decisions for use in slots.uses(house, "shop", 2)] == [0, 0]


def test_items_are_found_by_any_attribute(house: House) -> None:
    assert slots.items(house, "shop", "teas", "", 2) == (3, TEAS[:2])
    assert slots.items(house, "shop", "teas", "GREEN", 9) == (1, [TEAS[1]])
    assert slots.items(house, "shop", "teas", "乌", 9) == (1, [TEAS[0]])
    with pytest.raises(NotFound, match="did you mean 'teas'"):
        slots.items(house, "shop", "tea", "", 9)
