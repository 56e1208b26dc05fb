"""Writes that answer when the loop has worked them off, so that what was written can be read at once."""

import time

import msgspec

from regulars.app.house import House

PATIENCE_SECONDS = 2.0


class Accepted(msgspec.Struct, frozen=True):
    """It is in the log, durably."""

    offset: int
    done: bool
    """Whether the house has worked it off already; if not, it will."""


def settled(house: House, offset: int, seconds: float = PATIENCE_SECONDS) -> Accepted:
    """Wait, not for ever, until the loop has passed this offset."""
    until = time.monotonic() + seconds
    while house.loop.offset < offset and time.monotonic() < until:
        time.sleep(0.002)
    return Accepted(offset, house.loop.offset >= offset)
