"""Items of catalogues: from files when definitions are applied, kept in the store, seen by decisions at once."""

from pathlib import Path

import pytest

from regulars.app.catalogs import folder_of
from regulars.app.choose import choose
from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.decide.catalogue import CatalogError
from regulars.define.load import assemble, load
from regulars.kit.clock import ManualClock
from regulars.testing.events import NOON

SHOP = """
catalogs: {teas: {file: teas.csv, key: id}}
policies: {popular: {kind: popularity}}
slots: {hero: {catalog: teas, policy: popular}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shop.yml").write_text(SHOP)
    (tmp_path / "teas.csv").write_text("id,name\noolong,乌龙\n")
    return tmp_path


def test_items_come_with_the_definitions_and_new_ones_are_seen_at_once(folder: Path) -> None:
    house = House(in_memory(), ManualClock(NOON))
    definitions = load(folder)
    assert folder_of(definitions) == folder
    assert house.define("shop", definitions, folder)
    house.run()
    assert choose(house, "shop", "hero", "ann").item == "oolong"
    end = house.backends.log.end()
    assert not house.define("shop", definitions, folder)
    (folder / "teas.csv").write_text("id,name\npu-er,普洱\n")
    assert house.define("shop", definitions, folder)
    assert house.backends.log.end() == end, "items are no change of definitions"
    assert choose(house, "shop", "hero", "ann").item == "pu-er"
    again = House(house.backends, house.clock)
    assert choose(again, "shop", "hero", "ann").item == "pu-er"


def test_over_the_network_a_file_must_have_been_applied_before(folder: Path) -> None:
    house = House(in_memory(), ManualClock(NOON))
    with pytest.raises(CatalogError, match="has not been applied here yet"):
        house.define("shop", assemble([("shop.yml", SHOP)]))
    assert house.backends.log.end() == 0
    assert house.define("shop", load(folder), folder)
    house.run()
    assert house.define("shop", assemble([("shop.yml", SHOP + "features: {orders: count(*)}")]))
    house.run()
    assert choose(house, "shop", "hero", "ann").item == "oolong", "the items stay"


def test_items_that_come_in_by_themselves_are_seen_at_once_and_only_there() -> None:
    house = House(in_memory(), ManualClock(NOON))
    definitions = assemble([("shop.yml", SHOP.replace("file: teas.csv, ", ""))])
    for workspace in ("one", "two"):
        house.define(workspace, definitions)
    house.run()
    assert choose(house, "one", "hero", "ann").item is None
    assert house.stock("one", definitions.catalogs["teas"], [{"id": "oolong"}], replace=False) == 1
    assert choose(house, "one", "hero", "ann").item == "oolong"
    assert choose(house, "two", "hero", "ann").item is None
    assert house.stock("one", definitions.catalogs["teas"], [{"id": "oolong", "n": 1}, {"id": "b"}], replace=False) == 2
    assert house.stock("one", definitions.catalogs["teas"], [], replace=True) == 0
    assert choose(house, "one", "hero", "ann").item is None
