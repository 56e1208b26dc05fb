"""The live algebra alone, without state and log: what an event costs, and how often time alone asks for another look.

Customers with a handful of events behind them, and customers with a long past, take the events of a few more days; the
timers of all are heeded each hour.
"""

import gc
from collections.abc import Iterator
from time import process_time

import msgspec

from bench.report import Report, middle
from bench.workload import START, definitions, mixed, stream
from regulars.algebra import Program
from regulars.define.compile import compile
from regulars.kit.clock import DAY, HOUR
from regulars.records import Customer, Envelope, Event

PAST = 30
DAYS = 3
BATCH = 250


def main(events: int = 18_000, rounds: int = 3) -> None:
    """`events`: how many come in the days that are measured."""
    report = Report("algebra")
    gc.disable()  # what is measured is what an event costs; the server, too, looks for cyclic garbage seldom
    program = compile(definitions())
    for kind, past, customers in (("few events", 6, 10_000), ("long past", 60, 1_000)):
        decode, update, judge, names, looks = [], [], [], [], []
        for number in range(rounds):
            bench = Bench(program, customers)
            bench.run(_envelopes(past * customers, customers, START, PAST * DAY, 2 * number))
            bench.zero()
            bench.run(_envelopes(events, customers, START + PAST * DAY, DAYS * DAY, 2 * number + 1))
            decode.append(bench.decoding / events * 1e6)
            update.append(bench.updating / events * 1e6)
            judge.append(bench.judging / events * 1e6)
            names.append(bench.names / events)
            looks.append(bench.looks / (customers * DAYS))
        report.figure(f"algebra, {kind}: update over decoding", middle(update) / middle(decode), bar=5, at_most=True)
        report.figure(f"algebra, {kind}: judge over decoding", middle(judge) / middle(decode), bar=14, at_most=True)
        report.figure(f"algebra, {kind}: update, µs an event", middle(update), "µs")
        report.figure(f"algebra, {kind}: judge, µs an event", middle(judge), "µs")
        report.figure(f"algebra, {kind}: segments judged an event", middle(names))
        report.figure(f"algebra, {kind}: looks by time alone, a customer and day", middle(looks), bar=0.8, at_most=True)
    gc.enable()
    report.save()


class Bench:
    """What the pipeline asks of a program, for customers with a timer each."""

    def __init__(self, program: Program, customers: int) -> None:
        self.program = program
        self.customers = {f"user-{n:07d}": Customer(id=n + 1, born_at=START, cells={}) for n in range(customers)}
        self.segments = tuple(name for name in program.names if name.startswith("s"))
        self.timed = tuple(name for name in self.segments if name in program.timed)
        self.kept: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.hour = 0
        self.zero()

    def zero(self) -> None:
        """Measure from here on."""
        self.decoding = self.updating = self.judging = 0.0
        self.looks = self.names = 0

    def run(self, envelopes: Iterator[Envelope]) -> None:
        """Take the events in batches: each is decoded and updates its customer's cells; then what it touched is judged."""
        decode = msgspec.json.Decoder(list[Event]).decode
        batch: list[Event] = []
        for envelope in envelopes:
            hour = envelope.received_at // HOUR
            if len(batch) >= BATCH or hour != self.hour:
                self.take(batch)
                batch = []
                if hour != self.hour:
                    self.hour = hour
                    self.look(hour * HOUR)
            before = process_time()
            batch += decode(envelope.body)
            self.decoding += process_time() - before
        self.take(batch)

    def take(self, batch: list[Event]) -> None:
        """One batch, its two halves timed."""
        update, judge = self.program.update, self.program.judge
        whose = [self.customers[event.user_id or ""] for event in batch]
        touched = []
        before = process_time()
        for event, customer in zip(batch, whose):
            touched.append(update(customer.cells, event))
        self.updating += process_time() - before
        asked = [self.kept.get(names) or self.keep(names) for names in touched]
        due = []
        before = process_time()
        for event, customer, names in zip(batch, whose, asked):
            due.append(judge(names, customer, event.received_at)[1])
        self.judging += process_time() - before
        for customer, names, change in zip(whose, asked, due):
            customer.due = min(customer.due, change)
            self.names += len(names)

    def keep(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The segments among the names."""
        return self.kept.setdefault(names, tuple(name for name in self.segments if name in names))

    def look(self, at: int) -> None:
        """Judge all that time can change for those whose timer has come."""
        for customer in self.customers.values():
            if customer.due <= at:
                customer.due = self.program.judge(self.timed, customer, at)[1]
                self.looks += 1


def _envelopes(count: int, customers: int, start: int, span: int, seed: int) -> Iterator[Envelope]:
    return stream(mixed(count, customers, seed), start, span, seed * 1_000_000)


if __name__ == "__main__":
    main()
