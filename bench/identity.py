"""Matching by identifiers as their graph grows from 10,000 to 1,000,000 identifiers, on a disk (synchronous=FULL).

Half of the identifiers are user ids, half devices. A round is 2,000 events, each of another customer drawn from the whole
graph: 75 % name a user, 15 % a user with a device, 7 % a device alone, 2 % bring a new device, 1 % unite a new device's
customer with a user. *Cold*: nothing of them is in the cache of the process nor in SQLite's own (the file was opened afresh;
the system's page cache holds it). *Warm*: the same customers once more. What is timed is matching alone: look-ups, limits,
unions, and that the customers are decoded.
"""

import gc
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.report import Report, middle
from bench.workload import START
from regulars.define.compile import compile
from regulars.define.definitions import Definitions
from regulars.flow.book import Book
from regulars.flow.effects import Effects
from regulars.kit.clock import SECOND
from regulars.kit.memory import peak_mb
from regulars.know.identify import Identify
from regulars.know.kinds import kinds_of
from regulars.know.merge import Merger
from regulars.records import Customer, Event
from regulars.state.sqlite import SqliteState
from regulars.state.state import Changes

EVENTS, PORTION = 2_000, 100


def main(largest: int = 1_000_000, rounds: int = 9) -> None:
    """Grow one graph to the `largest` number of identifiers, and measure at a hundredth, at a tenth and at the end."""
    report = Report("identity")
    sizes = (largest // 100, largest // 10, largest)
    wrong = 0
    cold: list[float] = []
    warm: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "state.db"
        people = 0
        began = peak_mb()
        for size in sizes:
            grow(path, people, size // 2)
            people = size // 2
            at_first, again, amiss = zip(*(measure(path, people, seed) for seed in range(rounds)))
            wrong += sum(amiss)
            cold.append(middle(list(at_first)) * 1e6)
            warm.append(middle(list(again)) * 1e6)
            report.figure(f"identity, {size:,} identifiers: cold match", cold[-1], "µs an event")
            report.figure(f"identity, {size:,} identifiers: warm match", warm[-1], "µs an event")
        report.figure("identity: cold match at the largest over the smallest", cold[-1] / cold[0], bar=1.3, at_most=True)
        report.figure("identity: warm match at the largest over the smallest", warm[-1] / warm[0], bar=1.3, at_most=True)
        report.figure("identity: events that found another customer than theirs", wrong, bar=0, at_most=True)
        grown = peak_mb() - began
        report.figure("identity: bytes an identifier, file of the state with its customers", path.stat().st_size / sizes[-1])
        report.figure("identity: most memory of the process above its start", grown, "MiB")
        report.figure("identity: the same an identifier", grown * 1024 * 1024 / sizes[-1], "bytes")
    report.save()


class Matching:
    """A workspace's matching and nothing else, over a state that was opened afresh."""

    def __init__(self, path: Path) -> None:
        self.state = SqliteState(path)
        self.book = Book("main", self.state)
        kinds = kinds_of(Definitions())
        self.identify = Identify(kinds, self.book, Merger(compile(Definitions()), self.book, kinds, {}))
        self.effects = Effects()

    def match(self, events: list[Event]) -> tuple[float, int]:
        """Whose are these? In portions, as the loop has it. Gives the CPU seconds, and how many found the wrong customer."""
        took, wrong = 0.0, 0
        for low in range(0, len(events), PORTION):
            portion = events[low : low + PORTION]
            began = time.process_time()
            whose = self._whose(portion)
            took += time.process_time() - began
            wrong += sum(not _holds(customer, event) for event, customer in zip(portion, whose, strict=True))
        return took, wrong

    def _whose(self, events: list[Event]) -> list[Customer]:
        identify = self.identify
        identify.open(events)
        whose = []
        for event in events:
            customer = identify.find(event, event.received_at, self.effects)
            assert customer is not None
            identify.see(customer, event.received_at)
            whose.append(customer)
        return whose

    def commit(self) -> None:
        """Write what was changed."""
        position = self.state.position()
        changes = Changes(position.offset + 1, position.at + 1)
        self.book.close(changes)
        self.state.commit(changes)
        self.book.turn()
        self.effects = Effects()


def grow(path: Path, first: int, until: int) -> None:
    """Customers with a user id and a device each, made by matching their first events."""
    matching = Matching(path)
    for low in range(first, until, 10_000):
        matching.match([_event(n, f"user-{n}", f"device-{n}", START) for n in range(low, min(until, low + 10_000))])
        matching.commit()
    matching.state.close()


def measure(path: Path, people: int, seed: int) -> tuple[float, float, int]:
    """CPU seconds an event, cold and warm, on the graph as it stands, and how many found the wrong customer."""
    rng = random.Random(seed)
    who = rng.sample(range(people), min(EVENTS, people))
    matching = Matching(path)
    strays = [_event(n, None, f"stray-{people}-{seed}-{n}", START) for n in who[len(who) * 99 // 100 :]]
    matching.match(strays)  # the customers whom the last events unite
    matching.commit()
    gc.collect()
    found = []
    wrong = 0
    for turn in range(2):
        events = list(_round(who, people, seed, turn))
        took, amiss = matching.match(events)
        found.append(took / len(events))
        wrong += amiss
    matching.state.close()
    return found[0], found[1], wrong


def _holds(customer: Customer, event: Event) -> bool:
    kind, value = ("user_id", event.user_id) if event.user_id else ("anonymous_id", event.anonymous_id)
    return value in customer.identifiers.get(kind, ())


def _round(who: list[int], people: int, seed: int, turn: int) -> Iterator[Event]:
    """The events of a round; the second brings other new devices, and has the same ones to unite no more."""
    at = START + (turn + 1) * SECOND
    for place, n in enumerate(who):
        share = place / len(who)
        user, device = f"user-{n}", f"device-{n}"
        if share < 0.75:
            yield _event(n, user, None, at)
        elif share < 0.9:
            yield _event(n, user, device, at)
        elif share < 0.97:
            yield _event(n, None, device, at)
        elif share < 0.99:
            yield _event(n, user, f"new-{people}-{seed}-{n}-{turn}", at)
        else:
            yield _event(n, user, f"stray-{people}-{seed}-{n}", at)


def _event(number: int, user: str | None, device: str | None, at: int) -> Event:
    return Event(f"m{number}", "track", at, at, "web", "Seen", user, device)
