"""Days, hours and windows in zones whose clocks jump."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from regulars.algebra import ExpressionError, calendar
from regulars.algebra.window import Window, load
from regulars.kit.clock import DAY, HOUR, from_datetime

ZONES = [
    "UTC",
    "Asia/Shanghai",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Havana",
    "America/St_Johns",
    "Pacific/Apia",
]


def _at(zone: str, *parts: int) -> int:
    return from_datetime(datetime(*parts, tzinfo=ZoneInfo(zone)))  # type: ignore[arg-type]


@pytest.mark.parametrize("zone", ZONES)
def test_days_and_hours_are_a_partition_of_time(zone: str) -> None:
    days = calendar(zone)
    at = _at("UTC", 2009, 1, 1)
    while at < _at("UTC", 2013, 1, 1):
        day, hour = days.day(at), days.hour(at)
        assert days.start(day) <= at < days.start(day + 1)
        assert days.hour_start(hour) <= at < days.hour_start(hour + 1)
        at += 7 * HOUR + 13_000_001


def test_a_window_holds_whole_local_days() -> None:
    window = load("2d", "America/New_York")
    noon = _at("America/New_York", 2026, 3, 8, 12)  # the day has 23 hours
    start, end = window.range(noon)
    assert (start, end) == (_at("America/New_York", 2026, 3, 7), _at("America/New_York", 2026, 3, 9))
    assert end - start == 2 * DAY - HOUR


def test_havana_repeats_its_first_hour_and_the_day_begins_once() -> None:
    days = calendar("America/Havana")
    first = _at("UTC", 2023, 11, 5, 4)  # 00:00 CDT; at 01:00 the clock goes back to 00:00 CST
    assert days.start(days.day(first)) == first
    assert days.day(first + 90 * 60_000_000) == days.day(first)
    assert days.day(first - 1) == days.day(first) - 1


def test_hours_begin_where_the_zone_says() -> None:
    days = calendar("Asia/Kolkata")
    at = _at("Asia/Kolkata", 2026, 1, 1, 9, 59)
    assert days.hour_start(days.hour(at)) == _at("Asia/Kolkata", 2026, 1, 1, 9)


def test_months_end_where_they_end() -> None:
    days = calendar("UTC")
    leap = days.day(_at("UTC", 2024, 3, 31))
    assert days.start(days.moved(leap, -1, 0)) == _at("UTC", 2024, 2, 29)
    assert days.start(days.moved(leap, 11, 1)) == _at("UTC", 2025, 3, 1)


@pytest.mark.parametrize(
    ("text", "unit", "count"), [("90d", "day", 90), ("12 weeks", "day", 84), ("24h", "hour", 24), ("1 day", "day", 1)]
)
def test_windows_as_they_are_written(text: str, unit: str, count: int) -> None:
    assert load(text, "UTC") == Window(unit, count, "UTC")


@pytest.mark.parametrize("text", ["", "0d", "90", "d", "3 months", "-1d", "99999d", "1.5h"])
def test_other_windows_are_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match="is no window; write a number of hours, days or weeks"):
        load(text, "UTC", "f.yml:3")


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ExpressionError, match="'Mars/Phobos' is no time zone"):
        calendar("Mars/Phobos")


def test_every_day_is_found_again() -> None:
    days = calendar("America/St_Johns")  # until 2011 its clocks jumped at 00:01, so one evening had two midnights
    day = days.day(_at("UTC", 2006, 1, 1))
    for _ in range(2500):
        assert days.day(days.start(day)) == day
        assert days.day(days.start(day + 1) - 1) == day
        day += 1
    assert timedelta(microseconds=days.start(day) - days.start(day - 2500)) > timedelta(days=2499)
