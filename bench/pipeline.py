"""The pipeline: log → identify → features → segments → one durable commit, against the rate of merely decoding the events.

50,000 customers with a month of past; then events come at 5,000 a second. Every slice of them is decoded, taken by a house on
disk (synchronous=FULL), by the same house with its state in `:memory:`, and by one with ten times as many definitions.
"""

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from bench.report import Report, middle
from bench.workload import START, definitions, everyone, mixed, stream
from regulars.app.house import House
from regulars.app.wire import Backends, in_folder, in_memory
from regulars.define.definitions import Definitions
from regulars.kit.clock import DAY, SECOND, ManualClock
from regulars.records import Envelope
from regulars.state.sqlite import SqliteState
from regulars.state.state import Changes

RATE = 5_000
"""Events that are received in a second."""


def main(customers: int = 50_000, past: int = 100_000, slice: int = 4_000, slices: int = 8, rounds: int = 3) -> None:
    """`past`: events besides the first of each customer; a round measures `slices` slices of `slice` events."""
    report = Report("pipeline")
    with tempfile.TemporaryDirectory() as folder:
        durable = Bench(in_folder(Path(folder)), definitions())
        ceiling = Bench(in_sqlite_memory(), definitions())
        many = Bench(in_sqlite_memory(), definitions(extra=450))
        history = [*everyone(customers), *mixed(past, customers, seed=2)]
        for envelopes in _chunks(list(stream(history, START, 30 * DAY))):
            for bench in (durable, ceiling, many):
                bench.take(envelopes)
        sent = len(history)
        at = START + 30 * DAY
        for bench in (durable, ceiling, many):
            bench.timers(at)  # as the worker's ticks do each second: nobody's timer is overdue
        for kind, burst, bar in (("mixed", 1, 0.035), ("bursts of five", 5, 0.06)):
            over_decode, over_memory, growth, rates = [], [], [], []
            flips = -durable.flips
            for _ in range(rounds):
                decoding, disk, memory, plenty = Watch(), Watch(), Watch(), Watch()
                for _ in range(slices):
                    who = mixed(slice, customers, sent, burst)
                    portion = list(stream(who, at, slice * SECOND // RATE, sent))
                    sent, at = sent + slice, at + slice * SECOND // RATE
                    decoding.time(partial(decode, portion))
                    for bench, watch in ((durable, disk), (ceiling, memory), (many, plenty)):
                        bench.append(portion)
                        watch.time(bench.house.run)
                over_decode.append(decoding.wall / disk.wall)
                over_memory.append(memory.wall / disk.wall)
                growth.append(plenty.cpu / memory.cpu)
                rates.append(slice * slices / disk.wall)
            flips += durable.flips
            report.figure(f"pipeline, {kind}: events/s over msgspec decode", middle(over_decode), bar=bar)
            report.figure(f"pipeline, {kind}: events/s", middle(rates), "events/s")
            report.figure(f"pipeline, {kind}: over the same loop on :memory:", middle(over_memory), bar=0.75)
            report.figure(f"pipeline, {kind}: cost with 500 definitions over 50", middle(growth), bar=1.15, at_most=True)
            report.figure(f"pipeline, {kind}: segment flips an event", flips / (slice * slices * rounds))
        failed = sum(
            sum(bench.house.backends.state.query("failure_counts", "main").values()) for bench in (durable, ceiling, many)
        )
        report.figure("pipeline: events that failed", failed, bar=0, at_most=True)
        day = [bench.timers(at + DAY) for bench in (durable, ceiling, many)]
        report.figure("pipeline: timers of a day without events, customers/s", durable.written / day[0], "customers/s")
        report.figure("pipeline: timers, cost with 500 definitions over 50", day[2] / day[1])
        report.figure("pipeline: bytes a customer, record", durable.bytes_a_customer(), "bytes")
        durable.house.flush()
        durable.house.backends.close()
        size = (Path(folder) / "state.db").stat().st_size
        report.figure("pipeline: bytes a customer, file of the state", size / customers, "bytes")
    report.save()


def in_sqlite_memory() -> Backends:
    """The house of `in_folder` without a disk under it."""
    return msgspec.structs.replace(in_memory(), state=SqliteState(None))


class Bench:
    """A house whose segment flips are counted."""

    def __init__(self, backends: Backends, defined: Definitions) -> None:
        self.house = House(backends, ManualClock(0))
        self.flips = self.written = 0
        self._commit = self.house.loop.commit
        self.house.loop.commit = self._counted
        self.house.define("main", defined)
        self.house.run()

    def _counted(self, changes: Changes) -> None:
        self.flips += len(changes.joined) + len(changes.left)
        self.written += len(changes.customers)
        self._commit(changes)

    def append(self, envelopes: list[Envelope]) -> None:
        """Put them into the log, which is not measured here."""
        self.house.backends.log.append(envelopes)

    def take(self, envelopes: list[Envelope]) -> None:
        """Append and work off; what the archive would take is dropped, lest it grow beside what is measured."""
        self.append(envelopes)
        self.house.run()
        self.house.backends.state.drop_spool(1 << 62)

    def timers(self, at: int) -> float:
        """Let time pass until `at`. Gives the seconds; `written` counts the customers whom time alone may have changed."""
        self.house.clock = ManualClock(at)
        self.written = 0
        watch = Watch()
        watch.time(self.house.catch_up)
        self.house.backends.state.drop_spool(1 << 62)
        return watch.wall

    def bytes_a_customer(self) -> float:
        """Mean size of the stored record."""
        rows = list(self.house.customers("main"))
        return sum(len(msgspec.msgpack.encode(row)) for row in rows) / len(rows)


class Watch:
    """Adds up seconds of wall time and of this process' CPU."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0

    def time(self, work: Callable[[], object]) -> None:
        """Do the work and add what it took."""
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu


def decode(portion: list[Envelope]) -> None:
    """The limit: msgspec decodes the bodies to plain dicts, and nothing else is done."""
    decode = msgspec.json.Decoder(list[dict]).decode
    for envelope in portion:
        decode(envelope.body)


def _chunks(envelopes: list[Envelope], size: int = 500) -> list[list[Envelope]]:
    return [envelopes[n : n + size] for n in range(0, len(envelopes), size)]
