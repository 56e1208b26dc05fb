"""Other rules of identity, tried on what has happened: whom would they unite, whom part, and by which events?

All events go, in the order of the log, through `Identify` alone, twice: under the rules that hold and under the others, each
with a state of its own in memory. Then the two answers to "whose is this event?" are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from regulars.define.compile import compile
from regulars.define.definitions import Definitions, IdentifierKind
from regulars.flow.book import Book
from regulars.flow.effects import Effects
from regulars.kit.said import Said, Words, said
from regulars.know.identify import SHARED, Identify
from regulars.know.merge import Merger
from regulars.records import Customer, Event
from regulars.state.memory import MemoryState

_SHOWN = 5
"""Values of a kind, events and reasons that a change shows."""


class Stated(msgspec.Struct, frozen=True):
    """What members said of customers, who are numbered as they really are."""

    anchors: Mapping[tuple[int, int], int]
    """(log offset, event key) of an event of each such customer → its number: so it is found again."""
    apart: frozenset[frozenset[int]]
    """Pairs whose merge is undone."""


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """One event of a change."""

    id: str
    name: str
    at: int


class Side(msgspec.Struct, frozen=True):
    """One customer of a change, under one set of rules."""

    identifiers: dict[str, list[str]]
    events: int


class Change(msgspec.Struct, frozen=True):
    """Customers who would be others."""

    kind: Literal["united", "parted", "regrouped"]
    now: list[Side]
    then: list[Side]
    events: int
    why: list[Words]
    samples: list[Sample]


class Tried(msgspec.Struct, frozen=True):
    """What other rules would change."""

    now: int
    """Customers under the rules that hold …"""
    then: int
    """… and under the others."""
    events: int
    gained: int
    """Events that name somebody only under the others …"""
    lost: int
    """… or no more."""
    changes: list[Change]
    """All of them, those with the most events first."""


class Replay:
    """`Identify` alone under one set of rules."""

    def __init__(self, kinds: Mapping[str, IdentifierKind], said: Stated) -> None:
        self._book = Book("", MemoryState())
        self._identify = Identify(kinds, self._book, Merger(compile(Definitions()), self._book, kinds, {}))
        self._said = said
        self._real: dict[int, int] = {}
        self._effects = Effects()
        self.united: dict[int, tuple[int, Words]] = {}
        """Customer → into whom it was merged, and why."""
        self.refused: dict[int, list[Words]] = defaultdict(list)
        """Customer → what it was refused, and why."""

    def take(self, event: Event, place: tuple[int, int], at: int) -> int:
        """The number that the customer of this event has here; 0 for nobody."""
        if event.type == "merge":
            self._merge(event, at)
            return 0
        number = self._said.anchors.get(place)
        if number is not None:
            self._stand(event, number, at)
        customer = self._identify.find(event, at, self._effects)
        self._identify.made.clear()
        if customer is not None:
            self._identify.see(customer, at)
            if number is not None:
                self._anchor(customer, number)
        self._note()
        return 0 if customer is None else customer.id

    def customer(self, number: int) -> Customer:
        """What became of a customer."""
        found = self._book.customer(number)
        assert found is not None
        return found

    def _stand(self, event: Event, number: int, at: int) -> None:
        """Somebody whom a member told apart comes first: as a customer of their own, whatever else the event carries."""
        if any(number in pair for pair in self._said.apart):
            for kind, value in self._identify.carried.pairs(event)[:1]:
                if not self._book.holder(kind, value):
                    customer = self._book.create(at)
                    customer.identifiers[kind] = {value: at}
                    self._book.point(kind, value, customer.id)
                    self._anchor(customer, number)

    def _anchor(self, customer: Customer, number: int) -> None:
        self._real[number] = customer.id
        for pair in self._said.apart:
            if number in pair and all(one in self._real for one in pair):
                first, second = (self._book.customer(self._real[one]) for one in sorted(pair))
                if first is not None and second is not None and first is not second:
                    first.apart.append(second.id)

    def _merge(self, event: Event, at: int) -> None:
        wished = [event.properties.get(name) for name in ("into", "from")]
        numbers = [number for number in wished if isinstance(number, int) and number in self._real]
        if len(numbers) < 2 or frozenset(numbers) in self._said.apart:
            return
        into, other = (self._book.customer(self._real[number]) for number in numbers)
        if into is None or other is None or into is other or SHARED in into.identifiers or SHARED in other.identifiers:
            return
        self._identify.unite(into, other, at, str(event.properties.get("reason") or "asked for"), self._effects)
        self._note()

    def _note(self) -> None:
        effects = self._effects
        for merge in effects.merges:
            self.united[merge.customer] = (merge.into, merge.why)
        for note in effects.notes:
            refused = self.refused[note.customer] if note.name.endswith("_refused") else []
            if len(refused) < _SHOWN:
                kind, why = note.value.partition(":")[0], said(note.why[0])
                en, zh = why.en.rpartition(": ")[2], why.zh.rpartition("：")[2]
                refused.append(Said(f"{kind} not taken over: {en}", f"{kind} 未归入：{zh}"))
        effects.merges.clear()
        effects.notes.clear()


class Trial:
    """Two replays side by side."""

    def __init__(self, now: Mapping[str, IdentifierKind], then: Mapping[str, IdentifierKind], said: Stated) -> None:
        self._now, self._then = Replay(now, said), Replay(then, said)
        self._met: dict[tuple[int, int], list[Sample]] = {}
        self._counts: dict[tuple[int, int], int] = defaultdict(int)

    def take(self, event: Event, place: tuple[int, int], at: int) -> None:
        """The next event. `place`: its log offset and event key; `at`: the log's instant."""
        pair = (self._now.take(event, place, at), self._then.take(event, place, at))
        self._counts[pair] += 1
        if pair not in self._met:
            self._met[pair] = [Sample(event.id, event.event or event.type, event.timestamp)]

    def tried(self) -> Tried:
        """What came out. To be asked once, at the end."""
        counts: dict[tuple[int, int], int] = defaultdict(int)
        samples: dict[tuple[int, int], list[Sample]] = defaultdict(list)
        for (a, b), count in self._counts.items():
            pair = (self._now.customer(a).id if a else 0, self._then.customer(b).id if b else 0)
            counts[pair] += count
            samples[pair] = (samples[pair] + self._met[a, b])[:_SHOWN]
        known = {pair: count for pair, count in counts.items() if all(pair)}
        groups = [group for group in _groups(known) if len({a for a, _ in group}) > 1 or len({b for _, b in group}) > 1]
        changes = [self._change(group, known, samples) for group in groups]
        return Tried(
            now=len({a for a, _ in counts if a}),
            then=len({b for _, b in counts if b}),
            events=sum(counts.values()),
            gained=sum(count for (a, b), count in counts.items() if b and not a),
            lost=sum(count for (a, b), count in counts.items() if a and not b),
            changes=sorted(changes, key=lambda change: -change.events),
        )

    def _change(
        self,
        group: list[tuple[int, int]],
        counts: Mapping[tuple[int, int], int],
        samples: Mapping[tuple[int, int], list[Sample]],
    ) -> Change:
        numbers = [{a for a, _ in group}, {b for _, b in group}]
        now, then = (
            [
                self._side(replay.customer(number), sum(counts[pair] for pair in group if pair[place] == number))
                for number in sorted(numbers[place])
            ]
            for place, replay in enumerate((self._now, self._then))
        )
        kind: Literal["united", "parted", "regrouped"] = "regrouped"
        if len(now) == 1 or len(then) == 1:
            kind = "parted" if len(now) == 1 else "united"
        shown = [sample for pair in group for sample in samples[pair][:1]][:_SHOWN]
        return Change(kind, now, then, sum(counts[pair] for pair in group), self._why(numbers, kind), shown)

    @staticmethod
    def _side(customer: Customer, events: int) -> Side:
        held = {kind: sorted(values)[:_SHOWN] for kind, values in customer.identifiers.items() if values}
        return Side(held, events)

    def _why(self, numbers: list[set[int]], kind: str) -> list[Words]:
        """What unites them under the rules that unite them, and what the others refuse."""
        apart, together = (self._then, self._now) if kind == "parted" else (self._now, self._then)
        one, many = (numbers[0], numbers[1]) if kind == "parted" else (numbers[1], numbers[0])
        found: list[Words] = [why for into, why in together.united.values() if together.customer(into).id in one]
        found += [why for number in sorted(many) for why in apart.refused.get(number, ())]
        return [*dict.fromkeys(found)][:_SHOWN]


def _groups(pairs: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The pairs that hang together: those that share a first or a second."""
    by: tuple[dict[int, list[tuple[int, int]]], ...] = (defaultdict(list), defaultdict(list))
    for pair in pairs:
        for place in (0, 1):
            by[place][pair[place]].append(pair)
    left = dict.fromkeys(pairs)
    while left:
        group: dict[tuple[int, int], None] = {}
        waiting = [next(iter(left))]
        while waiting:
            pair = waiting.pop()
            if pair not in group:
                group[pair] = None
                left.pop(pair, None)
                waiting += [*by[0][pair[0]], *by[1][pair[1]]]
        yield sorted(group)
