"""The shop's definitions load, and its catalogues hold what the definitions say."""

import csv
from pathlib import Path

from regulars.define.lint import check
from regulars.define.load import load
from regulars.demo import definitions_path, lay_out, year
from regulars.demo.shop import PRODUCTS
from regulars.demo.tables import LAST_DAY, ZONE


def test_definitions_load() -> None:
    house = load(definitions_path())
    assert [str(finding) for finding in check(house)] == []
    assert house.workspace.zone == ZONE
    assert len(house.features) >= 15
    assert len(house.segments) >= 8
    assert list(house.stages)[-1] == "aware"
    for kind in ("features", "segments", "stages", "slots", "journeys", "metrics", "models"):
        for name, definition in getattr(house, kind).items():
            assert set(definition.title) == {"en", "zh"}, f"{kind} {name} has no title in both languages"
    for name, template in house.templates.items():
        assert set(template.subject) == set(template.body) == {"en", "zh"}, name


def test_every_source_of_the_year_is_defined() -> None:
    run = year(LAST_DAY)
    seen = {next(run).source for _ in range(50)}
    assert seen == set(load(definitions_path()).sources)


def test_lay_out(tmp_path: Path) -> None:
    folder = lay_out(tmp_path)
    first = {file.name: file.read_bytes() for file in folder.iterdir()}
    house = load(folder)
    for catalog, rows in (("products", PRODUCTS), ("coupons", 981)):
        definition = house.catalogs[catalog]
        with (folder / definition.file).open(newline="") as file:
            items = list(csv.DictReader(file))
        assert len(items) == rows
        assert len({item[definition.key] for item in items}) == rows
        assert set(items[0]) == {definition.key, *definition.types}
    assert lay_out(tmp_path) == folder
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == first


def test_the_shop_speaks_the_language_of_its_people(tmp_path: Path) -> None:
    assert load(lay_out(tmp_path / "en")).workspace.language == "en"
    assert load(lay_out(tmp_path / "zh", "zh")).workspace.language == "zh"
