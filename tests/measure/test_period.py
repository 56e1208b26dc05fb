from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.algebra.window import calendar
from regulars.kit.clock import DAY, HOUR, from_datetime
from regulars.measure.period import Unit, after, before, first, periods


def at(zone: str, *parts: int) -> int:
    return from_datetime(datetime(*parts, tzinfo=ZoneInfo(zone)))  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("unit", "dates"),
    [
        ("day", ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]),
        ("week", ["2026-02-23", "2026-03-02"]),
        ("month", ["2026-02-01", "2026-03-01"]),
    ],
)
def test_periods_stand_on_the_workspaces_calendar(unit: Unit, dates: list[str]) -> None:
    zone = "Asia/Shanghai"
    found = periods(unit, at(zone, 2026, 2, 27, 0, 0), at(zone, 2026, 3, 2, 0, 1), calendar(zone))
    assert [period.date for period in found] == dates
    assert found[0].start == at(zone, *map(int, dates[0].split("-")))


def test_the_end_is_not_inside() -> None:
    assert [period.date for period in periods("day", 0, DAY, calendar("UTC"))] == ["1970-01-01"]
    assert periods("day", DAY, DAY, calendar("UTC")) == []


def test_days_are_as_long_as_the_zone_makes_them() -> None:
    zone = "America/New_York"
    found = periods("day", at(zone, 2026, 3, 7), at(zone, 2026, 3, 10), calendar(zone))
    assert [(period.end - period.start) // HOUR for period in found] == [24, 23, 24]


@settings(max_examples=50)
@given(
    st.sampled_from(["day", "week", "month"]),
    st.integers(from_datetime(datetime(1990, 1, 1, tzinfo=UTC)), from_datetime(datetime(2090, 1, 1, tzinfo=UTC))),
    st.integers(1, 200 * DAY),
    st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe"]),
)
def test_periods_cover_the_time_without_gap_or_overlap(unit: Unit, start: int, length: int, zone: str) -> None:
    found = periods(unit, start, start + length, calendar(zone))
    assert found[0].start <= start < found[0].end
    assert found[-1].start < start + length <= found[-1].end
    assert all(one.end == two.start for one, two in pairwise(found))
    firsts = [date.fromisoformat(period.date) for period in found]
    assert unit != "week" or {day.weekday() for day in firsts} == {0}
    assert unit != "month" or {day.day for day in firsts} == {1}


@given(st.sampled_from(["day", "week", "month"]), st.integers(0, 40_000))
def test_before_undoes_after(unit: Unit, day: int) -> None:
    start = first(unit, day)
    assert before(unit, after(unit, start)) == start
