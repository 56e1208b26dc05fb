"""A circuit breaker: after so many failures in a row a channel rests, twice as long each time, until something succeeds."""

from regulars.kit.clock import MINUTE, SECOND
from regulars.records import Receipt

_ANSWERS = ("delivered", "bounced")


class Breaker:
    """One channel's state. Open: nothing is tried before `open_until`; then one may try, and a failure opens it again."""

    def __init__(self, limit: int = 10, rest: int = 30 * SECOND, longest: int = 10 * MINUTE) -> None:
        self._limit = limit
        self._rest = rest
        self._longest = longest
        self._failures = 0
        self.open_until = 0
        """µs since the epoch; in the past: closed."""

    def may_send(self, at: int) -> bool:
        """Is the channel worth a try?"""
        return at >= self.open_until

    def saw(self, receipt: Receipt, at: int) -> None:
        """Learn from one attempt. Only `deferred` and `ambiguous` speak against the channel."""
        if receipt.outcome in _ANSWERS:
            self._failures = 0
            self.open_until = 0
        elif receipt.outcome != "failed":
            self._failures += 1
            if self._failures >= self._limit and at >= self.open_until:
                doublings = min(self._failures - self._limit, 20)
                self.open_until = at + min(self._rest << doublings, self._longest)
