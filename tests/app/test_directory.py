"""Customers found by what people remember of them."""

from collections.abc import Iterator

import pytest

import regulars as rg
from regulars.app.directory import Directory, forms

MAIN = "main"


@pytest.fixture
def local() -> Iterator[rg.Local]:
    with rg.Local() as local:
        local.identify("zxm", name="张小明", email="zhang@example.com", city="上海")
        local.identify("ann", name="Ann Lee", phone="+491701234567")
        local.identify("jose", firstName="José", lastName="O'Neil-Díaz")
        yield local


def found(local: rg.Local, text: str, prefixes: bool = True) -> set[str]:
    """The user ids of those that a search gives."""
    directory = Directory(local.house)
    return {
        user
        for number in directory.search(MAIN, text, prefixes)
        for user in local.profile(str(number)).identifiers.get("user_id", [])
    }


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("张小", {"zxm"}),
        ("zhang xiao", {"zxm"}),
        ("zxm", {"zxm"}),
        ("xiaoming", {"zxm"}),
        ("ann", {"ann"}),
        ("ANN L", {"ann"}),
        ("ｌｅｅ", {"ann"}),
        ("oneil", {"jose"}),
        ("jose", {"jose"}),
        ("zhang@example.com", {"zxm"}),
        ("zhang@", {"zxm"}),
        ("上海", {"zxm"}),
        ("nobody", set()),
        ("'; drop table events; --", set()),
        ("…", set()),
    ],
)
def test_names_are_found_in_any_form(local: rg.Local, text: str, who: set[str]) -> None:
    assert found(local, text) == who


def test_who_may_not_see_addresses_cannot_find_them_out_letter_by_letter(local: rg.Local) -> None:
    for part in ("zhang@e", "zhang@example", "example.com", "17012", "+4917"):
        assert found(local, part, prefixes=False) == set(), part
    assert found(local, "zhang@example.com", prefixes=False) == {"zxm"}, "who knows the whole address may look it up"


def test_what_comes_later_is_found_too_also_under_the_former_name(local: rg.Local) -> None:
    directory = Directory(local.house)
    assert directory.search(MAIN, "smith", True) == []
    local.identify("ann", name="Ann Smith")
    (number,) = directory.search(MAIN, "smith", True)
    assert directory.search(MAIN, "lee", True) == [number]


def test_a_surname_is_read_in_its_several_ways() -> None:
    assert {"shanxiong", "danxiong"} <= set(forms("单雄"))
