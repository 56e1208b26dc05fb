import pytest

from regulars.define import DefinitionErrors
from regulars.define.compile import compile
from regulars.define.dump import dump
from regulars.define.lint import check
from regulars.define.load import load
from regulars.define.ready import names
from regulars.define.sections import unplaced

EIGHT = ["decline", "advocacy", "loyalty", "purchase", "use", "consideration", "interest", "awareness"]


@pytest.mark.parametrize("name", names())
def test_each_set_can_be_used_alone_and_has_names_for_people(name: str) -> None:
    house = load(f"use: {name}\nevents: {{Something Else: {{}}}}")
    assert check(house) == []
    compile(house)
    for section in (house.features, house.segments, house.stages, house.models):
        for definition in section.values():
            assert set(definition.title) == {"en", "zh"}, definition.name
            assert all(definition.title.values()), definition.name


def test_all_sets_together_are_one_house() -> None:
    house = load(f"use: [{', '.join(names())}]")
    assert check(house) == []
    assert list(house.stages) == EIGHT
    assert {"rfm", "value", "churn", "buys_30d", "next_order_value", "coupon_use"} <= set(house.models)


def test_what_is_used_is_written_out() -> None:
    house = load("use: [lifecycle]\nsegments: {gone: stage = 'decline'}")
    text = dump(house)
    assert "use" not in text.split("\n")[0]
    assert unplaced(load(text)) == unplaced(house)


def test_ones_own_takes_the_place_of_the_ready_made() -> None:
    house = load("use: lifecycle\nstages: {vip: spend > 1000, loyalty: orders > 9}\nfeatures: {spend: sum(properties.price)}")
    assert list(house.stages) == ["vip", *EIGHT]
    assert house.stages["loyalty"].when == "orders > 9"
    assert house.stages["loyalty"].stay is None
    assert house.features["spend"].of == "sum(properties.price)"
    assert check(house) == []


def test_a_name_that_is_taken_by_another_kind_is_left_out() -> None:
    house = load("use: lifecycle\nsegments: {use: orders > 0}")
    assert list(house.stages) == [name for name in EIGHT if name != "use"]


def test_files_of_one_house_may_use_different_sets() -> None:
    house = load("use: value\n---\nuse: [risk, value]\n")
    assert {"rfm", "churn"} <= set(house.models)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("use: [lifecicle]\n", "text:1: use: there is no ready-made set 'lifecicle'; did you mean 'lifecycle'? Allowed:"),
        ("use: [[a]]\n", "text:1: use: names of ready-made sets belong here: lifecycle,"),
        ("use: {lifecycle: yes}\n", "text:1: use: names of ready-made sets belong here: lifecycle,"),
    ],
)
def test_a_mistake_is_a_sentence(text: str, said: str) -> None:
    with pytest.raises(DefinitionErrors) as caught:
        load(text)
    assert said in str(caught.value)


def test_nothing_may_be_used() -> None:
    assert load("use:\n") == load("use: []\n") == load("\n")
