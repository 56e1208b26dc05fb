"""A log as an asyncio loop wants it: many requests, one hand-over to the log's thread and one wake-up for each commit."""

import asyncio
from collections.abc import Sequence
from functools import partial

from regulars.log.log import Log
from regulars.records import Envelope

_Waiting = list[tuple[Sequence[Envelope], "asyncio.Future[list[int]]"]]


class Gather:
    """Collects what the requests of one loop append while the log is busy with the group before, and hands it over at once.

    For use in the loop's thread only. All of a group are kept or none: each of its callers gets the same LogFull.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._loop = asyncio.get_running_loop()
        self._waiting: _Waiting = []
        self._busy = False
        self.pending = 0
        """Envelopes that are not yet durable: what a door limits to keep its memory bounded."""

    def append(self, envelopes: Sequence[Envelope]) -> "asyncio.Future[list[int]]":
        """The offsets, once the envelopes are durable. Raises (through the future) what `Log.append` raises."""
        future = self._loop.create_future()
        self._waiting.append((envelopes, future))
        self.pending += len(envelopes)
        if not self._busy:
            self._busy = True
            # Not now but in the loop's next round: the requests that came in this one go along.
            self._loop.call_soon(self._hand_over)
        return future

    def _hand_over(self) -> None:
        group, self._waiting = self._waiting, []
        try:
            self._log.append_soon([envelope for envelopes, _ in group for envelope in envelopes], partial(self._ring, group))
        except Exception as error:
            self._answer(group, error)

    def _ring(self, group: _Waiting, outcome: list[int] | Exception) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._answer, group, outcome)

    def _answer(self, group: _Waiting, outcome: list[int] | Exception) -> None:
        start = 0
        for envelopes, future in group:
            self.pending -= len(envelopes)
            end = start + len(envelopes)
            if not future.done():  # a caller that has gone away has cancelled it
                if isinstance(outcome, Exception):
                    future.set_exception(outcome)
                else:
                    future.set_result(outcome[start:end])
            start = end
        if self._waiting:
            self._hand_over()
        else:
            self._busy = False
