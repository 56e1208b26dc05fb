"""From a figure to its customers: the conditions find exactly those that were counted."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import regulars as rg
from regulars.app import views
from regulars.app.behind import behind
from regulars.app.preview import preview
from regulars.kit.clock import ManualClock, from_datetime
from regulars.kit.errors import NotFound

NOW = datetime(2026, 6, 17, 12, tzinfo=UTC)
HOUSE = """
workspace: {zone: America/New_York}
events:
  Order Completed: {properties: {total: number, lines: list}}
features: {orders: "count(*) filter (where event = 'Order Completed')"}
segments: {twice: orders > 1}
stages: {regular: orders > 1, visitor: }
metrics:
  revenue: sum(properties.total) filter (where event = 'Order Completed')
  either: "count(*) filter (where event = 'Seen') + count(*) filter (where event = 'Order Completed' or event = 'Paid')"
  everything: count(*)
  loose: "count(*) filter (where event = 'Seen' or event = 'Paid')"
  pieces: {of: "sum(line.count) filter (where line.count > 1)", each: properties.lines}
"""


@pytest.fixture(scope="module")
def house() -> Any:
    with rg.Local(rg.load(HOUSE), clock=ManualClock(from_datetime(NOW))) as local:
        monday = datetime(2026, 6, 8, 4, tzinfo=UTC)  # midnight in New York
        for user, event, at in (
            ("early", "Order Completed", monday - timedelta(seconds=1)),
            ("first", "Order Completed", monday),
            ("again", "Order Completed", monday - timedelta(days=9)),
            ("again", "Order Completed", monday + timedelta(days=1)),
            ("looked", "Seen", monday + timedelta(days=2)),
            ("late", "Order Completed", monday + timedelta(days=7)),
        ):
            local.track(user, event, at=at, total=1)
        yield local.house


def users(house: Any, when: str | None) -> list[str]:
    assert when is not None
    numbers = preview(house, "main", when, None, chart=False).examples
    return sorted(next(iter(views.by_number(house, "main", number).identifiers["user_id"])) for number in numbers)


@pytest.mark.parametrize(
    ("metric", "part", "counted"),
    [
        ("revenue", None, ["again", "first"]),
        ("revenue", "twice", ["again"]),
        ("revenue", "visitor", ["first"]),
        ("either", None, ["again", "first", "looked"]),
        ("loose", None, ["looked"]),
    ],
)
def test_the_condition_finds_who_was_counted(house: Any, metric: str, part: str | None, counted: list[str]) -> None:
    assert users(house, behind(house, "main", metric, "week", date(2026, 6, 8), part).counted) == counted


def test_who_was_active_is_found_for_every_metric(house: Any) -> None:
    for metric in ("everything", "pieces"):
        found = behind(house, "main", metric, "week", date(2026, 6, 14))
        assert found.counted is None, "all events, or lines of events: no condition over customers"
        assert users(house, found.active) == ["again", "first", "looked"]
    assert users(house, behind(house, "main", "revenue", "day", date(2026, 6, 15)).active) == ["late"]


def test_what_does_not_exist_is_said(house: Any) -> None:
    for metric, part in (("nothing", None), ("revenue", "nobody")):
        with pytest.raises(NotFound):
            behind(house, "main", metric, "week", date(2026, 6, 8), part)
