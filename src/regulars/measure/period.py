"""Periods of a workspace's calendar: days, weeks that begin on Monday (ISO 8601), and months."""

from datetime import date
from typing import Literal

import msgspec

from regulars.algebra.window import Calendar

Unit = Literal["day", "week", "month"]

_EPOCH = date(1970, 1, 1).toordinal()


class Period(msgspec.Struct, frozen=True):
    """One period: the instants `start <= at < end` (µs)."""

    date: str
    """Its first day on the workspace's calendar, as ISO 8601 writes it."""
    start: int
    end: int


def periods(unit: Unit, start: int, end: int, days: Calendar) -> list[Period]:
    """The periods that hold at least one instant of `start <= at < end`, in order; the first and last may reach beyond.

    >>> from regulars.algebra.window import calendar
    >>> week = 7 * 24 * 3600 * 1_000_000
    >>> [period.date for period in periods("week", 0, week, calendar("UTC"))]
    ['1969-12-29', '1970-01-05']
    """
    found = []
    day = first(unit, days.day(start))
    while start < end and days.start(day) < end:
        following = after(unit, day)
        found.append(Period(date.fromordinal(day + _EPOCH).isoformat(), days.start(day), days.start(following)))
        day = following
    return found


def first(unit: Unit, day: int) -> int:
    """The first day of the period in which a day (counted since 1970-01-01) lies."""
    local = date.fromordinal(day + _EPOCH)
    if unit == "month":
        return local.replace(day=1).toordinal() - _EPOCH
    return day - local.weekday() if unit == "week" else day


def after(unit: Unit, day: int) -> int:
    """The first day of the period that follows the one that begins on `day`."""
    if unit == "month":
        return first("month", day + 31)
    return day + (7 if unit == "week" else 1)


def before(unit: Unit, day: int) -> int:
    """The first day of the period before the one that begins on `day`."""
    return first(unit, day - 1)
