"""From the socket to the disk: a body is read against a deadline, and an answer waits until the log has its events for good."""

import asyncio
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal, Protocol

from regulars.collect.limits import Limits
from regulars.collect.rejection import Refusal
from regulars.kit.failpoints import reach
from regulars.log.log import Log, LogBroken, LogFull
from regulars.records import Envelope

Receive = Callable[[], Awaitable[dict[str, Any]]]
Outcome = list[int] | Exception
_TICK = 0.1
"""Seconds between two looks at who waits too long."""
Signal = Literal["events_accepted", "events_rejected", "requests_refused"]


class Signals(Protocol):
    """Where the door reports what it does. Called on the event loop; must not block or raise."""

    def count(self, name: Signal, workspace: str, by: int) -> None:
        """`by` more of these; `workspace` is empty where it is not known."""
        ...

    def full(self, full: bool) -> None:
        """The log refuses events for want of room; or takes them again."""
        ...

    def broken(self, error: Exception) -> None:
        """The log can no longer be trusted: the process should stop taking requests and end."""
        ...


class Silent:
    """Signals for nobody."""

    def count(self, name: Signal, workspace: str, by: int) -> None:
        pass

    def full(self, full: bool) -> None:
        pass

    def broken(self, error: Exception) -> None:
        pass


async def read_body(receive: Receive, announced: int | None, limits: Limits, patience: "Patience") -> bytes:
    """The whole body, at most `body_bytes`.

    Raises Refusal 413 as soon as it is clear that it is longer, 408 when it comes too slowly (`body_seconds` in all,
    `body_rate` after a grace), 400 `incomplete_body` when it breaks off.
    """
    if announced is not None and announced > limits.body_bytes:
        raise _too_large(limits)
    chunks: list[bytes] = []
    size = 0
    wait = patience.begin(limits.body_grace_seconds)
    try:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                # The client went away, or framed its body so badly that the server gave up: it may still be listening.
                raise Refusal(400, "incomplete_body", "The body broke off before its end.")
            chunk = message.get("body", b"")
            # What was announced is there: the server framed it so, and its empty "no more" costs as much as ten events.
            more = message.get("more_body", False) and size + len(chunk) != announced
            if not chunks and not more and len(chunk) <= limits.body_bytes:
                return chunk  # type: ignore[no-any-return]
            chunks.append(chunk)
            size += len(chunk)
            if size > limits.body_bytes:
                raise _too_large(limits)
            if not more:
                return b"".join(chunks)
            wait.due = wait.began + min(limits.body_seconds, limits.body_grace_seconds + size / limits.body_rate)
    except asyncio.CancelledError:
        if not wait.over or wait.task.uncancel() > 0:
            raise
        raise Refusal(408, "body_too_slow", "The body came too slowly; send it again.") from None
    finally:
        patience.end(wait)


class _Wait:
    """A task that waits for a body. Instants in seconds of the loop's clock."""

    __slots__ = ("began", "due", "over", "task")

    def __init__(self, task: "asyncio.Task[Any]", began: float, due: float) -> None:
        self.task = task
        self.began = began
        self.due = due
        self.over = False
        """It was told that its time is up."""


class Patience:
    """Ends waits that are overdue. One timer for all of them on a loop: a timer for each would cost as much as its events.

    A wait ends at most `_TICK` seconds late.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._waits: set[_Wait] = set()
        self._ticking = False

    def begin(self, seconds: float) -> _Wait:
        """The present task waits from now on; it is cancelled, and its wait is `over`, when it is not at its end by then."""
        task = asyncio.current_task(self.loop)
        assert task
        now = self.loop.time()
        wait = _Wait(task, now, now + seconds)
        self._waits.add(wait)
        if not self._ticking:
            self._ticking = True
            self.loop.call_later(_TICK, self._tick)
        return wait

    def end(self, wait: _Wait) -> None:
        """It waits no longer."""
        self._waits.discard(wait)

    def _tick(self) -> None:
        now = self.loop.time()
        for wait in self._waits:
            if now >= wait.due and not wait.over:
                wait.over = True
                wait.task.cancel()
        self._ticking = bool(self._waits)
        if self._ticking:
            self.loop.call_later(_TICK, self._tick)


def _too_large(limits: Limits) -> Refusal:
    return Refusal(413, "body_too_large", f"The body is over {limits.body_bytes} bytes; send smaller batches.")


class Receiver:
    """Hands envelopes to the log and waits without blocking the loop. Bounded: a slow disk makes no heap of requests."""

    def __init__(self, log: Log, limits: Limits, signals: Signals) -> None:
        self._log = log
        self._limits = limits
        self._signals = signals
        self._waiting = 0
        self._waiting_bytes = 0
        self._turned_away = 0
        self._full = False
        self._desk: _Desk | None = None
        self._patience: Patience | None = None

    async def read(self, receive: Receive, announced: int | None) -> bytes:
        """The body of a request; see `read_body`."""
        loop = asyncio.get_running_loop()
        if self._patience is None or self._patience.loop is not loop:
            self._patience = Patience(loop)
        return await read_body(receive, announced, self._limits, self._patience)

    async def store(self, envelopes: Sequence[Envelope]) -> None:
        """Return when all of them are on disk. Raises Refusal 429 (too much waits already) or 503 (log full or broken)."""
        size = sum([len(envelope.body) for envelope in envelopes])
        if self._waiting >= self._limits.waiting or self._waiting_bytes + size > self._limits.waiting_bytes:
            raise Refusal(429, "too_busy", "Too many requests wait for the disk; try again soon.", retry_after=self._later(1))
        self._waiting += 1
        self._waiting_bytes += size
        try:
            reach("F1")
            loop = asyncio.get_running_loop()
            if self._desk is None or self._desk.loop is not loop:
                self._desk = _Desk(loop)
            await self._desk.append(self._log, envelopes)
            if self._full:
                self._tell(full=False)
        except LogFull as error:
            self._tell(full=True)
            raise Refusal(
                503, error.code, "The disk is full; nothing was stored. Try again later.", retry_after=self._later(30)
            ) from error
        except (LogBroken, OSError) as error:
            if isinstance(error, LogBroken):
                self._signals.broken(error)
            raise Refusal(
                503, "log_broken", "The log cannot be written; nothing is sure to be stored.", retry_after=self._later(5)
            ) from error
        finally:
            self._waiting -= 1
            self._waiting_bytes -= size

    def _tell(self, full: bool) -> None:
        self._full = full
        self._signals.full(full)

    def _later(self, seconds: int) -> int:
        """A Retry-After that differs from one client to the next, so that they do not all come back at once."""
        self._turned_away += 1
        return seconds + self._turned_away * 7 % (seconds + 4)


class _Desk:
    """Where the log's writer leaves its outcomes for one event loop: it wakes the loop once for all that one commit brings."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._thread = threading.get_ident()
        self._left: deque[tuple[asyncio.Future[Outcome], Outcome]] = deque()
        self._woken = False

    async def append(self, log: Log, envelopes: Sequence[Envelope]) -> None:
        future: asyncio.Future[Outcome] = self.loop.create_future()

        def done(outcome: Outcome) -> None:
            if threading.get_ident() == self._thread:
                if not future.done():
                    future.set_result(outcome)
                return
            self._left.append((future, outcome))
            if not self._woken:
                self._woken = True
                self.loop.call_soon_threadsafe(self._collect)

        log.append_soon(envelopes, done)
        outcome = await future
        if isinstance(outcome, Exception):
            raise outcome

    def _collect(self) -> None:
        self._woken = False
        while self._left:
            future, outcome = self._left.popleft()
            if not future.done():
                future.set_result(outcome)
