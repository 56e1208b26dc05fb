"""The contract of a log."""

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from regulars.kit.errors import RegularsError
from regulars.records import Envelope, Stored

Done = Callable[[list[int] | Exception], None]
"""Gets the offsets of an append, or what went wrong with it."""

COUNTED = ("events", "rejected")
"""The kinds of envelopes that `Log.totals` counts: what clients sent."""


class LogFull(RegularsError):
    """The log cannot take more now (disk full, read-only, too many open files). Nothing of the append was kept."""

    code = "log_full"


class LogBroken(RegularsError):
    """The log failed in a way that must not be retried (an fsync error, a damaged file). The process should stop."""

    code = "log_broken"


class Log(Protocol):
    """An append-only sequence of envelopes. Safe to call from any thread; blocking.

    `tests/contracts` runs `regulars.testing.log.LogContract` on each implementation.
    """

    def append(self, envelopes: Sequence[Envelope]) -> list[int]:
        """Store all of them or none, durably: on return they survive a crash and a power cut. Gives their offsets.

        Concurrent calls are grouped into one disk commit. Raises LogFull (nothing stored) or LogBroken.
        """
        ...

    def append_soon(self, envelopes: Sequence[Envelope], done: Done) -> None:
        """The same without waiting: `done` gets the offsets, or the exception, from a thread of the log's own choosing.

        `done` must be quick and must not call the log. Raises LogBroken after `close`.
        """
        ...

    def read(self, after: int, limit: int) -> list[Stored]:
        """Envelopes with offsets greater than `after`, in order, at most `limit` of them (fewer if they are large)."""
        ...

    def end(self) -> int:
        """The greatest offset ever given out; 0 if none."""
        ...

    def totals(self) -> dict[str, int]:
        """Events accepted since ever, by workspace (counts of `events` and `rejected` envelopes, trimmed ones included)."""
        ...

    def trim(self, before: int) -> int:
        """Forget the oldest envelopes, up to the first one received at or after this instant (µs). Gives how many.

        The end stays where it is.
        """
        ...

    def close(self) -> None:
        """Release everything. Further calls raise LogBroken."""
        ...


def call(done: Done, outcome: list[int] | Exception) -> None:
    """Give a caller its answer. One that fails to take it (its loop is closed, say) harms nobody else."""
    try:
        done(outcome)
    except Exception:
        logging.getLogger("regulars.log").exception("the caller of an append failed to take its answer")
