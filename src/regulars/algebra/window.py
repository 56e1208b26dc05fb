"""Time in a workspace's zone: calendar days, tiles and windows. Both runtimes take their instants from here.

A tile is a whole local day or a whole hour; a window of N tiles at instant t holds the tile of t and the N - 1 before it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from regulars.algebra.types import EARLIEST, LATEST, ExpressionError
from regulars.kit.clock import HOUR, MINUTE, from_datetime, to_datetime

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_QUARTER = 15 * MINUTE
_MANY = 8192


class Calendar:
    """Days of one IANA zone. A day is the number of days since 1970-01-01 on the zone's calendar."""

    def __init__(self, zone: str) -> None:
        try:
            self.zone = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ExpressionError(f"'{zone}' is no time zone; write an IANA name such as Asia/Shanghai") from error
        self.name = zone
        self._starts: dict[int, int] = {}
        self._days: dict[int, int] = {}
        self._part = (datetime(2020, 1, 1, tzinfo=self.zone).utcoffset() or timedelta()).seconds % 3600 * 1_000_000

    def start(self, day: int) -> int:
        """The instant at which a day begins: the first midnight where there are two, the end of the gap where there is none."""
        found = self._starts.get(day)
        if found is None:
            if len(self._starts) > _MANY:
                self._starts.clear()
            local = date.fromordinal(day + _EPOCH_DAY)
            found = self._starts[day] = self._instant(datetime(local.year, local.month, local.day, fold=0))
        return found

    def day(self, at: int) -> int:
        """The day of an instant: `start(day) <= at < start(day + 1)`."""
        key = at // _QUARTER
        found = self._days.get(key)
        if found is None:
            found = self._find(at)
            # zones shift on quarters of an hour, so one answer serves the whole quarter unless a day begins inside it
            if self.start(found) <= key * _QUARTER and (key + 1) * _QUARTER <= self.start(found + 1):
                if len(self._days) > _MANY:
                    self._days.clear()
                self._days[key] = found
        return found

    def _find(self, at: int) -> int:
        day = self.local(at).toordinal() - _EPOCH_DAY
        while at < self.start(day):
            day -= 1
        while at >= self.start(day + 1):
            day += 1
        return day

    def local(self, at: int) -> datetime:
        """The wall clock of an instant, without zone."""
        return to_datetime(at).astimezone(self.zone).replace(tzinfo=None, fold=0)

    def instant(self, local: datetime) -> int:
        """The instant of a wall clock time: the later of two; in a gap, past it by as much as it stands in it (as ICU does)."""
        return max(self._instant(local.replace(fold=0)), self._instant(local.replace(fold=1)))

    def _instant(self, local: datetime) -> int:
        return from_datetime(local.replace(tzinfo=self.zone))

    def hour(self, at: int) -> int:
        """The hour of an instant, counted since the epoch; begins with the zone's hours (zones of half hours included)."""
        return (at + self._part) // HOUR

    def hour_start(self, hour: int) -> int:
        """The instant at which an hour begins."""
        return hour * HOUR - self._part

    def moved(self, day: int, months: int, days: int) -> int:
        """A day some months (clamped to the month's end) and then days later."""
        if months:
            local = date.fromordinal(day + _EPOCH_DAY)
            month = local.year * 12 + local.month - 1 + months
            year, month = month // 12, month % 12 + 1
            last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
            day = date(year, month, min(local.day, last)).toordinal() - _EPOCH_DAY
        return day + days


@lru_cache(maxsize=64)
def calendar(zone: str) -> Calendar:
    """The calendar of a zone, made once."""
    return Calendar(zone)


class Clock(NamedTuple):
    """Tiles of one unit in one zone: the tile in which an instant lies, and the instant at which a tile begins."""

    tile: Callable[[int], int]
    start: Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Window:
    """The last `count` tiles (`day` or `hour`) of a zone, the running one included.

    >>> Window("hour", 2, "UTC").range(3_600_000_005)
    (0, 7200000000)
    """

    unit: str
    count: int
    zone: str

    def clock(self) -> "Clock":
        """How its tiles lie in time."""
        days = calendar(self.zone)
        return Clock(days.day, days.start) if self.unit == "day" else Clock(days.hour, days.hour_start)

    def range(self, at: int) -> tuple[int, int]:
        """(from, to): at `at` the window holds the rows with from <= timestamp < to."""
        clock = self.clock()
        tile = clock.tile(at)
        return clock.start(tile - self.count + 1), clock.start(tile + 1)


_DURATION = re.compile(r"\s*(\d{1,5})\s*(h|d|w|hours?|days?|weeks?)\s*")


def load(over: str, zone: str, where: str = "") -> Window:
    """A window from its text: `90d`, `24h`, `12w`.

    >>> load("2w", "UTC")
    Window(unit='day', count=14, zone='UTC')
    """
    match = _DURATION.fullmatch(over)
    count = int(match[1]) if match else 0
    if match is None or not 0 < count <= 36_500:
        raise ExpressionError(
            f"'{over}' is no window; write a number of hours, days or weeks such as 24h, 90d or 12w", where=where
        )
    unit = match[2][0]
    return Window("hour" if unit == "h" else "day", count * 7 if unit == "w" else count, zone)


def instant(at: int) -> int | None:
    """The instant where it is within the range that expressions know, else NULL."""
    return at if EARLIEST <= at < LATEST else None
