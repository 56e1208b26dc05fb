"""Has this message been taken already? Hashes of the recent ones stand beside the customer's own state.

A repeated event names the same customer, so no global table is needed: that was the dearest thing in every prototype.
See `records.customer.Seen` for the exact guarantee.
"""

from regulars.kit.clock import DAY
from regulars.records import Seen

_GENERATION = 4096 * 8
_OLDER = 64 * 8


def _holds(hashes: bytes, key: bytes) -> bool:
    place = hashes.find(key)
    while place > 0 and place % 8:  # a match across two neighbours is none
        place = hashes.find(key, place + 1)
    return place >= 0


def is_repeat(seen: Seen, key: bytes, at: int) -> bool:
    """True if the 8-byte `key` was noted before; notes it otherwise. `at` (µs) chooses the generation.

    >>> seen = Seen()
    >>> is_repeat(seen, b"12345678", 0), is_repeat(seen, b"12345678", 1)
    (False, True)
    """
    today = seen.today
    if _holds(today, key) or _holds(seen.yesterday, key) or _holds(seen.older, key):
        return True
    day = at // DAY
    if day > seen.day:
        _turn(seen, day)
        today = seen.today
    seen.today = (today + key)[-_GENERATION:]
    return False


def _turn(seen: Seen, day: int) -> None:
    """A new UTC day begins: the generations move on, and the latest 64 of what falls out stay."""
    if day == seen.day + 1:
        out, seen.yesterday = seen.yesterday, seen.today
    else:
        out, seen.yesterday = seen.yesterday + seen.today, b""
    seen.older = (seen.older + out)[-_OLDER:]
    seen.today = b""
    seen.day = day


def unite(a: Seen, b: Seen) -> Seen:
    """What either has seen: for customers that become one. Generations may grow beyond their limits until they turn."""
    first, second = (a, b) if a.day <= b.day else (b, a)
    early = Seen(first.day, first.today, first.yesterday, first.older)
    if early.day < second.day:
        _turn(early, second.day)
    return Seen(second.day, early.today + second.today, early.yesterday + second.yesterday, early.older + second.older)
