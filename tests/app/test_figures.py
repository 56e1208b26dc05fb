"""Metrics of a workspace over its history: by period, and split by who is where now."""

import pytest

from regulars.app.figures import figures
from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.define.load import assemble
from regulars.kit.clock import DAY, ManualClock
from regulars.kit.errors import NotFound, RegularsError
from regulars.testing.events import NOON, envelope, event

SHOP = """
segments: {big: "sum(properties.total) > 50"}
stages: {buyer: "count(*) > 1", visitor: "true"}
metrics: {revenue: {of: sum(properties.total)}, orders: {of: count(*), per: customer}}
"""


@pytest.fixture
def house() -> House:
    house = House(in_memory(), ManualClock(NOON))
    house.define("shop", assemble([("shop.yml", SHOP)]))
    house.append(envelope([event(total=40), event(total=30), event(user="bob", total=5, at=NOON - 40 * DAY)]))
    house.run()
    return house


def test_from_the_first_event_until_now(house: House) -> None:
    found = figures(house, "shop", "revenue", by="month")
    assert [figure.value for figure in found if figure.value] == [5.0, 70.0]
    assert {figure.metric for figure in figures(house, "shop")} == {"revenue", "orders"}
    assert figures(house, "empty") == []


@pytest.mark.parametrize(
    ("split", "parts"),
    [
        ("big", {"big": 70.0}),
        ("segments", {"big": 70.0}),
        ("stages", {"buyer": 70.0, "visitor": 0.0}),
        ("visitor", {"visitor": 0.0}),
    ],
)
def test_split_by_who_is_where_now(house: House, split: str, parts: dict[str, float | None]) -> None:
    found = figures(house, "shop", "revenue", by="day", start=NOON - DAY // 2, split=split)
    assert {figure.segment: figure.value for figure in found if figure.segment} == parts


def test_unknown_names_are_sentences(house: House) -> None:
    with pytest.raises(NotFound, match="did you mean 'revenue'"):
        figures(house, "shop", "revenu")
    with pytest.raises(NotFound, match="did you mean 'big'"):
        figures(house, "shop", split="bigg")
    with pytest.raises(RegularsError, match="day, week, month"):
        figures(house, "shop", by="year")
