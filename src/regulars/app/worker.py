"""Drives a house by itself: works off the log as it grows, lets time pass, writes the lake, delivers messages, fits models.

Four threads: the loop (which must never wait for anything slow), the keeper (archive, lake, trimming), the courier (messages,
on an event loop of its own), and the trainer (models that are due, each fitted in a process of its own). A part that fails
says so to `Health`, waits a while longer each time, and goes on.
"""

import asyncio
import gc
import logging
import threading
import time
from collections.abc import Callable

from regulars.app.config import Pace
from regulars.app.health import Health
from regulars.app.house import House
from regulars.app.models import run_due
from regulars.app.texts import TextReading
from regulars.app.training import Apart
from regulars.engage.delivery import Delivery
from regulars.kit.signals import Signals
from regulars.log.log import LogBroken
from regulars.state.state import Changes, StateBroken, StateFull

_log = logging.getLogger("regulars.worker")

_LONGEST_PAUSE = 30.0
_TAKE_OVER_SECONDS = 0.1
"""How often the archive takes over what was committed, so that a query need not."""


class Worker:
    """Started once, stopped once.

    `wake` is set by whoever appends to the log; `fatal` is called when the log or the state is lost.
    """

    def __init__(
        self,
        house: House,
        health: Health,
        signals: Signals,
        pace: Pace,
        wake: threading.Event,
        delivery: Delivery | None = None,
        fatal: Callable[[Exception], None] = lambda error: None,
    ) -> None:
        self._house = house
        self._health = health
        self._signals = signals
        self._pace = pace
        self._wake = wake
        self._delivery = delivery
        self._fatal = fatal
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._flushed_at = self._tidied_at = time.monotonic()
        house.loop.commit = self._timed(house.loop.commit)

    def start(self) -> None:
        """Begin. What a crash left half sent is settled first."""
        if self._delivery is not None:
            again, parked = self._delivery.recover(self._house.backends.state)
            if again or parked:
                _log.info("outbox recovered: %d messages to send again, %d parked", again, parked)
        parts: list[tuple[str, Callable[[], None]]] = [("loop", self._loop), ("keeper", self._keep), ("trainer", self._train)]
        parts.append(("texts", self._read_texts))
        if self._delivery is not None:
            parts.append(("courier", self._deliver))
        for name, run in parts:
            thread = threading.Thread(target=self._guarded, args=(name, run), name=f"regulars-{name}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Finish what is under way, then work off the rest of the log. The lake is written by `House.close`."""
        self._stop.set()
        self._wake.set()
        for thread in self._threads:
            thread.join()

    def _guarded(self, name: str, run: Callable[[], None]) -> None:
        """Run a part until the end, whatever it raises on the way."""
        pause = 0.1
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                run()
            except Exception as error:
                if isinstance(error, LogBroken | StateBroken) and not isinstance(error, StateFull):
                    self._health.ill(name, str(error), "broken")
                    if not self._stop.is_set():
                        self._fatal(error)
                    return
                self._signals.count("regulars_errors_total", part=name)
                self._health.ill(name, f"{type(error).__name__}: {error}")
                _log.exception("the %s failed and tries again in %.1f s", name, pause)
                self._stop.wait(pause)
                pause = 0.1 if time.monotonic() - began > 2 * _LONGEST_PAUSE else min(pause * 2, _LONGEST_PAUSE)

    # The loop

    def _loop(self) -> None:
        house, wake, pace = self._house, self._wake, self._pace
        ticked = 0.0
        while not self._stop.is_set():
            wake.clear()
            if self._step():
                continue
            now = time.monotonic()
            if now - ticked >= pace.tick_seconds:
                if not house.tick():
                    ticked = now
                self._health.well("loop")
            else:
                wake.wait(min(pace.poll_seconds, pace.tick_seconds))
        while self._step():
            pass

    def _step(self) -> int:
        """One micro-batch. Gives how many records of the log it took."""
        house = self._house
        began = time.perf_counter()
        with house.lock:
            taken = house.loop.step()
        if taken:
            self._signals.count("regulars_records_total", taken)
            self._signals.time("regulars_loop_seconds", time.perf_counter() - began)
        return taken

    def _timed(self, commit: Callable[[Changes], None]) -> Callable[[Changes], None]:
        def timed(changes: Changes) -> None:
            began = time.perf_counter()
            commit(changes)
            self._signals.time("regulars_commit_seconds", time.perf_counter() - began)

        return timed

    # The keeper

    def _keep(self) -> None:
        house, pace = self._house, self._pace
        while not self._stop.wait(_TAKE_OVER_SECONDS):
            with house.lock:
                house.archive.pull()
            now = time.monotonic()
            if house.archive.waiting >= pace.flush_rows or (
                house.archive.waiting and now - self._flushed_at >= pace.flush_seconds
            ):
                self._flush()
            elif not house.archive.waiting:
                self._flushed_at = now
            if now - self._tidied_at >= pace.tidy_seconds:
                self._tidied_at = now
                self._tidy()
            self._health.well("keeper")

    def _flush(self) -> None:
        began = time.perf_counter()
        written = self._house.flush()
        self._flushed_at = time.monotonic()
        seconds = time.perf_counter() - began
        self._signals.time("regulars_flush_seconds", seconds)
        _log.info("%d events written to the lake in %.2f s", written, seconds)

    def _tidy(self) -> None:
        """Compact the lake; forget records of the log that are old and that both the loop and the lake have taken."""
        gc.collect()
        house, backends = self._house, self._house.backends
        for workspace in backends.lake.workspaces():
            backends.lake.tidy(workspace)
        at = house.clock.now()
        house.run()
        self._flush()
        backends.log.trim(at - self._pace.log_kept)  # whatever came in meanwhile is far younger

    # The trainer

    def _train(self) -> None:
        house = self._house
        apart = Apart(stop=self._stop)
        while not self._stop.wait(self._pace.train_seconds):
            workspaces = [workspace.name for workspace in house.backends.desk.workspaces()]
            troubles = [trouble for name in workspaces for trouble in run_due(house, name, apart, self._fitted)]
            if troubles:
                self._health.ill("trainer", "; ".join(troubles))
            elif not self._stop.is_set():
                self._health.well("trainer")

    def _fitted(self, workspace: str, model: str, outcome: str, seconds: float) -> None:
        self._signals.count("regulars_model_fits_total", workspace=workspace, model=model, outcome=outcome)
        self._signals.time("regulars_model_fit_seconds", seconds)

    # The reading of texts

    def _read_texts(self) -> None:
        texts = TextReading(self._house)
        while not self._stop.is_set():
            if not texts.step():
                self._stop.wait(self._pace.text_seconds)
            self._health.well("texts")

    # The courier

    def _deliver(self) -> None:
        delivery = self._delivery
        assert delivery is not None

        async def run() -> None:
            while not self._stop.is_set():
                began = time.perf_counter()
                judged = await delivery.run_once()
                if judged:
                    self._signals.time("regulars_deliver_seconds", time.perf_counter() - began)
                    self._wake.set()
                else:
                    await asyncio.to_thread(self._stop.wait, self._pace.deliver_seconds)
                self._health.well("courier")

        asyncio.run(run())
