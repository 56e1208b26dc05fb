"""The pipeline: log → identify → features → segments → one durable commit, against the rate of merely decoding the events."""

import tempfile
import time
from pathlib import Path

import msgspec

from bench.report import Report, middle
from bench.workload import definitions, stream
from regulars.app.house import House
from regulars.app.wire import Backends, in_folder, in_memory
from regulars.define.definitions import Definitions
from regulars.kit.clock import ManualClock
from regulars.records import Envelope

CUSTOMERS = 50_000
WARM = 60_000
MEASURED = 20_000
ROUNDS = 3


def main() -> None:
    report = Report("pipeline")
    for kind, burst, bar in (("mixed", 1, 0.035), ("bursts of five", 5, 0.06)):
        ratios, memory = [], []
        with tempfile.TemporaryDirectory() as folder:
            durable = Bench(in_folder(Path(folder)), definitions(), burst)
            ceiling = Bench(in_memory(), definitions(), burst)
            for _ in range(ROUNDS):
                limit = decode_rate(durable.next())
                rate, fast = durable.run(), ceiling.run(ceiling.next())
                ratios.append(rate / limit)
                memory.append(rate / fast)
            report.figure(f"pipeline, {kind}: events/s over msgspec decode", middle(ratios), bar=bar)
            report.figure(f"pipeline, {kind}: events/s", durable.rate, "events/s")
            report.figure(f"pipeline, {kind}: over the same loop in memory", middle(memory), bar=0.75)
            report.figure(f"pipeline, {kind}: bytes a customer", durable.bytes_a_customer(), "bytes")
    few = Bench(in_memory(), definitions(20, 50), 1)
    many = Bench(in_memory(), definitions(20, 50, extra=450), 1)
    ratios = [few.run(few.next()) / many.run(many.next()) for _ in range(ROUNDS)]
    report.figure("pipeline: cost with 500 definitions over 50, untouched ones added", middle(ratios), bar=1.15, at_most=True)
    report.save()


class Bench:
    """A house with warm customers, fed one measured portion at a time."""

    def __init__(self, backends: Backends, defined: Definitions, burst: int) -> None:
        self.house = House(backends, ManualClock(0))
        self.house.define("main", defined)
        self.burst = burst
        self.sent = 0
        self.rate = 0.0
        self._portion: list[Envelope] = []
        self._append(self._make(WARM))
        self.house.run()

    def _make(self, events: int) -> list[Envelope]:
        portion = list(stream(events, CUSTOMERS, self.burst, seed=self.sent + 7, first=self.sent))
        self.sent += events
        return portion

    def _append(self, portion: list[Envelope]) -> None:
        for start in range(0, len(portion), 100):
            self.house.backends.log.append(portion[start : start + 100])

    def next(self) -> list[Envelope]:
        self._portion = self._make(MEASURED)
        return self._portion

    def run(self, portion: list[Envelope] | None = None) -> float:
        """Events per second of wall time through the loop, the log already holding them."""
        self._append(portion or self._portion)
        start = time.perf_counter()
        self.house.run()
        self.rate = MEASURED / (time.perf_counter() - start)
        return self.rate

    def bytes_a_customer(self) -> float:
        rows = list(self.house.customers("main"))
        return sum(len(msgspec.msgpack.encode(row)) for row in rows) / len(rows)


def decode_rate(portion: list[Envelope]) -> float:
    """Events per second when msgspec decodes the same bodies to plain dicts, and nothing else is done."""
    decode = msgspec.json.Decoder(list[dict]).decode
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        for envelope in portion:
            decode(envelope.body)
        best = max(best, MEASURED / (time.perf_counter() - start))
    return best


if __name__ == "__main__":
    main()
