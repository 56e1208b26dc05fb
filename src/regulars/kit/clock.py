"""Time is passed in: nothing below `app` reads the machine's clock.

Every instant in the house is an `int`: microseconds since 1970-01-01T00:00:00Z. Names of instants end in `_at`.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NEVER = 1 << 62
"""Later than every instant: "no timer is set"."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """Says what time it is. Implementations never go backwards by themselves."""

    def now(self) -> int:
        """The present instant, microseconds since the epoch."""
        ...


class SystemClock:
    """The machine's wall clock."""

    def now(self) -> int:
        return time.time_ns() // 1000


class ManualClock:
    """A clock that stands still until it is told to move: for tests, replays and simulations.

    >>> clock = ManualClock(0)
    >>> clock.move(5 * SECOND); clock.now()
    5000000
    """

    def __init__(self, at: int) -> None:
        self._at = at

    def now(self) -> int:
        return self._at

    def move(self, at: int) -> None:
        """Set the time; it may stay or go forward, never back."""
        if at < self._at:
            raise ValueError(f"a clock does not run backwards: {at} is before {self._at}")
        self._at = at


def from_datetime(value: datetime) -> int:
    """An aware datetime as microseconds since the epoch, exactly."""
    return (value - _EPOCH) // _MICROSECOND


def to_datetime(at: int) -> datetime:
    """Microseconds since the epoch as an aware UTC datetime."""
    return _EPOCH + timedelta(microseconds=at)


def to_text(at: int) -> str:
    """ISO 8601 in UTC with milliseconds, as Segment writes it.

    >>> to_text(0)
    '1970-01-01T00:00:00.000Z'
    """
    return to_datetime(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")
