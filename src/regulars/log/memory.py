"""A log in memory: the twin of SqliteLog for tests, `Local` houses and simulations. Nothing survives the process."""

import threading
from collections import Counter, deque
from collections.abc import Sequence
from itertools import islice

from regulars.log.log import COUNTED, Done, LogBroken, call
from regulars.records import Envelope, Stored


class MemoryLog:
    """Keeps the contract of `Log`, except durability.

    >>> log = MemoryLog()
    >>> log.append([Envelope("shop", "tick", "", 5, 0, b"")]), log.end()
    ([1], 1)
    """

    def __init__(self) -> None:
        self._kept: deque[Envelope] = deque()
        self._end = 0
        self._totals: Counter[str] = Counter()
        self._closed = False
        self._mutex = threading.Lock()

    def append(self, envelopes: Sequence[Envelope]) -> list[int]:
        with self._mutex:
            self._check_open()
            first = self._end + 1
            totals = Counter(self._totals)
            for envelope in envelopes:
                if envelope.kind in COUNTED:
                    totals[envelope.workspace] += envelope.count
            self._totals = totals
            self._kept.extend(envelopes)
            self._end += len(envelopes)
            return list(range(first, self._end + 1))

    def append_soon(self, envelopes: Sequence[Envelope], done: Done) -> None:
        call(done, self.append(envelopes))

    def read(self, after: int, limit: int) -> list[Stored]:
        with self._mutex:
            self._check_open()
            trimmed = self._end - len(self._kept)
            start = max(after - trimmed, 0)
            return [
                Stored(trimmed + start + n, envelope) for n, envelope in enumerate(islice(self._kept, start, start + limit), 1)
            ]

    def end(self) -> int:
        with self._mutex:
            self._check_open()
            return self._end

    def totals(self) -> dict[str, int]:
        with self._mutex:
            self._check_open()
            return dict(self._totals)

    def trim(self, before: int) -> int:
        with self._mutex:
            self._check_open()
            gone = 0
            while self._kept and self._kept[0].received_at < before:
                self._kept.popleft()
                gone += 1
            return gone

    def close(self) -> None:
        with self._mutex:
            self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise LogBroken("the log is closed; open it again")
