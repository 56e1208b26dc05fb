"""Slows guessing down: after some failures each further one doubles the wait, for an account and for an address."""

import threading

from regulars.kit.clock import HOUR, MINUTE, SECOND
from regulars.kit.errors import RegularsError

_LONGEST = 15 * MINUTE
_FORGOTTEN = HOUR
"""Failures older than this count no more."""
_MOST = 10_000
"""Names remembered at once; the ones that failed longest ago go first."""


class Throttled(RegularsError):
    """Too many failures: `seconds` until the next try is looked at."""

    code = "too_many_tries"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many attempts failed; try again in {seconds} seconds")
        self.seconds = seconds


class Throttle:
    """Counts failures by name. `free` of them cost nothing; then the wait is 1, 2, 4 … seconds, at most 15 minutes.

    Kept in memory: a restart forgives, and nothing about who tried stays anywhere.

    >>> throttle = Throttle(free=1)
    >>> throttle.fail("ann", 0); throttle.check("ann", 0); throttle.fail("ann", 0)
    >>> throttle.wait("ann", 0) == SECOND, throttle.wait("bob", 0)
    (True, 0)
    """

    def __init__(self, free: int) -> None:
        self._free = free
        self._failed: dict[str, tuple[int, int]] = {}
        self._mutex = threading.Lock()

    def wait(self, name: str, at: int) -> int:
        """How long (µs) until a try of this name is looked at."""
        times, last = self._failed.get(name, (0, 0))
        if times <= self._free or at - last > _FORGOTTEN:
            return 0
        return max(0, last + min(_LONGEST, SECOND << min(times - self._free - 1, 20)) - at)

    def check(self, name: str, at: int) -> None:
        """Raise Throttled where it must wait."""
        if left := self.wait(name, at):
            raise Throttled(-(-left // SECOND))

    def fail(self, name: str, at: int) -> None:
        """A try of this name failed."""
        with self._mutex:
            times, last = self._failed.pop(name, (0, at))
            self._failed[name] = (1 if at - last > _FORGOTTEN else times + 1, at)
            if len(self._failed) > _MOST:
                del self._failed[next(iter(self._failed))]

    def forgive(self, name: str) -> None:
        """A try of this name was right."""
        with self._mutex:
            self._failed.pop(name, None)
