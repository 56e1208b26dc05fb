"""Instants, live: parts, truncation and differences on a zone's calendar."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from regulars.algebra.window import Calendar, instant
from regulars.kit.clock import from_datetime, to_datetime

INSTANT_TEXT = (
    r"(\d{4}-\d{2}-\d{2})(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?"
    r"(?:Z|([+-](?:0\d|1[0-4]):[0-5]\d))?)?"
)
"""The grammar of an instant in a text, for both runtimes: ISO 8601; UTC where no offset is written."""
_INSTANT = re.compile(INSTANT_TEXT, re.ASCII)
_ZONED = re.compile(r".*(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def load(text: str) -> int | None:
    """The instant that a text spells, truncated to µs; NULL for every other text."""
    match = _INSTANT.fullmatch(text)
    if match is None:
        return None
    day, clock, second, fraction, offset = match.groups()
    try:
        at = from_datetime(datetime.fromisoformat(f"{day}T{clock or '00:00'}:{second or '00'}+00:00"))
    except ValueError:
        return None
    at += int((fraction or "0")[:6].ljust(6, "0"))
    if offset:
        minutes = int(offset[1:3]) * 60 + int(offset[4:6])
        at -= (minutes if offset[0] == "+" else -minutes) * 60_000_000
    return instant(at)


def load_local(text: str, calendar: Calendar) -> int | None:
    """The instant that a text in an expression spells: on the workspace's clock where it names no offset."""
    at = load(text)
    if at is None or _ZONED.fullmatch(text):
        return at
    return instant(calendar.instant(to_datetime(at).replace(tzinfo=None)))


def add(at: int, shift: int) -> int | None:
    return instant(at + shift)


def _day(local: datetime) -> datetime:
    return datetime(local.year, local.month, local.day)


_TRUNCATE: dict[str, Callable[[datetime], datetime]] = {
    "day": _day,
    "week": lambda local: _day(local) - timedelta(days=local.weekday()),
    "month": lambda local: datetime(local.year, local.month, 1),
    "quarter": lambda local: datetime(local.year, (local.month - 1) // 3 * 3 + 1, 1),
    "year": lambda local: datetime(local.year, 1, 1),
}

_PARTS: dict[str, Callable[[datetime], int]] = {
    "year": lambda local: local.year,
    "quarter": lambda local: (local.month + 2) // 3,
    "month": lambda local: local.month,
    "week": lambda local: local.isocalendar()[1],
    "day": lambda local: local.day,
    "doy": lambda local: local.timetuple().tm_yday,
    "dow": lambda local: local.isoweekday() % 7,
    "isodow": lambda local: local.isoweekday(),
    "hour": lambda local: local.hour,
    "minute": lambda local: local.minute,
}
_COUNTS: dict[str, Callable[[datetime], int]] = {
    "day": lambda local: local.toordinal(),
    "month": lambda local: local.year * 12 + local.month,
    "year": lambda local: local.year,
}
TRUNCATIONS = ("hour", *_TRUNCATE)
PARTS = tuple(_PARTS)
DIFFERENCES = tuple(_COUNTS)


def truncate(unit: str, calendar: Calendar) -> Callable[[int], int | None]:
    """The start of the hour, day, week (Monday), month, quarter or year in the zone."""
    if unit == "hour":
        return lambda at: instant(calendar.hour_start(calendar.hour(at)))
    down = _TRUNCATE[unit]
    return lambda at: instant(calendar.instant(down(calendar.local(at))))


def part(unit: str, calendar: Calendar) -> Callable[[int], int]:
    """A figure of the zone's calendar or clock; `week` is the ISO week, `dow` counts from Sunday = 0."""
    of = _PARTS[unit]
    return lambda at: of(calendar.local(at))


def difference(unit: str, calendar: Calendar) -> Callable[[int, int], int]:
    """How many midnights (or starts of months, years) of the zone lie between two instants."""
    count = _COUNTS[unit]
    return lambda start, end: count(calendar.local(end)) - count(calendar.local(start))
