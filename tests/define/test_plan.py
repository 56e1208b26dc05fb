import pytest

from regulars.define import DefinitionErrors, Definitions
from regulars.define.compile import compile
from regulars.define.load import load
from regulars.define.plan import Change, plan

BEFORE = """
events: {Order Completed: {properties: {total: number}}}
features:
  spend: sum(properties.total) filter (where event = 'Order Completed')
  orders: {of: count(*), over: 90d}
segments: {vip: spend > 500, busy: orders > 3}
stages: {loyal: vip, other: 'true'}
caps: {daily: }
"""


def lines(before: str, after: str) -> list[str]:
    return plan(load(before), load(after)).sentences


def test_nothing_changes() -> None:
    found = plan(load(BEFORE), load("\n\n" + BEFORE))
    assert found.empty
    assert found.sentences == ["nothing changes"]


def test_a_new_house() -> None:
    house = load(BEFORE)
    found = plan(Definitions(), house)
    assert set(found.new_cells) == set(compile(house).cells)
    assert found.reevaluate == [("segments", "vip"), ("segments", "busy"), ("stages", "loyal"), ("stages", "other")]
    assert found.sentences[-4:] == [
        "+ cap daily",
        "2 new aggregates are filled from history",
        "segments vip, busy are judged anew for every customer",
        "the lifecycle stage is judged anew for every customer",
    ]


CHANGES = [
    (
        ("> 500", "> 800"),
        ["~ segment vip (when)", "~ stage loyal (by what it uses)", "segment vip is judged", "the lifecycle stage is"],
    ),
    (("spend > 500", "(spend  >  500)"), ["~ segment vip (when): means the same"]),
    (("90d", "90d, title: Orders"), ["~ feature orders (title): means the same"]),
    (
        ("90d", "30d"),
        [
            "~ feature orders (over)",
            "~ segment busy (by what it uses)",
            "1 new aggregate is filled from history",
            "1 aggregate is no longer used",
            "segment busy is judged anew",
        ],
    ),
    (
        ("loyal: vip, other: 'true'", "other: 'true', loyal: vip"),
        ["~ stage other (order)", "the lifecycle stage is judged anew"],
    ),
    (("daily: ", "daily: {limit: 2}"), ["~ cap daily (limit)"]),
    ((", busy: orders > 3", ""), ["- segment busy"]),
    (("events:", "workspace: {currency: CNY}\nevents:"), ["~ workspace main (currency)"]),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES, ids=[change[1][:30] for change, _ in CHANGES])
def test_what_a_change_brings(change: tuple[str, str], expected: list[str]) -> None:
    found = lines(BEFORE, BEFORE.replace(*change))
    assert len(found) == len(expected), found
    assert all(line.startswith(start) for line, start in zip(found, expected, strict=True)), found


def test_a_renamed_segment_is_another_one() -> None:
    found = plan(load(BEFORE), load(BEFORE.replace("vip", "best")))
    assert found.new_cells == []
    assert found.reevaluate == [("segments", "best")]
    assert found.sentences[:3] == ["- segment vip", "+ segment best", "~ stage loyal (when): means the same"]


def test_a_plan_that_cannot_be() -> None:
    with pytest.raises(DefinitionErrors, match="this is a text where a number is needed"):
        lines(BEFORE, BEFORE.replace("total: number", "total: text"))


def test_a_renamed_feature_needs_no_backfill() -> None:
    found = plan(load(BEFORE), load(BEFORE.replace("spend", "revenue")))
    assert found.new_cells == found.dropped_cells == []
    assert found.reevaluate == []
    assert Change("changed", "segments", "vip", ["when"], semantic=False) in found.changes


def test_another_zone_moves_every_day() -> None:
    found = plan(load(BEFORE), load("workspace: {zone: Asia/Shanghai}\n" + BEFORE))
    assert len(found.new_cells) == 1  # the windowed one
    assert ("segments", "vip") in found.reevaluate
    assert found.sentences[0] == "~ workspace main (zone)"
