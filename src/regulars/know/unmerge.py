"""A merge is undone: each of the two gets back what was theirs, as if it had not happened.

What each was before the merge was kept (`parted`); later merges of the one who stays are made again on it. What happened
before is whose it was then; what happened while the two were one goes to whoever holds the strongest identifier that it
carried. Aggregates, traits and scores are folded again from each one's events. What was concluded and sent while the two were
one stays with the number under which it stands; a run of a journey goes back to the one who began it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec
import pyarrow as pa

from regulars.flow.effects import Move
from regulars.kit.clock import MINUTE, NEVER
from regulars.know.active import is_active
from regulars.know.backfill import events_of
from regulars.know.carried import Carried
from regulars.know.group import Pair
from regulars.know.merge import Merger
from regulars.know.parted import Parted, slim
from regulars.know.profile import take_consents
from regulars.records import Customer, Event, Run

_SLACK = MINUTE
"""Clocks of the door: an event may have been received a little before the record that the log holds before it."""

Place = tuple[int, int, int]
"""(customer as archived, event_id, log offset) of a row of `events`: what a move names."""


class Told(msgspec.Struct, frozen=True):
    """What history tells of a united customer."""

    family: Collection[int]
    """Everybody who was merged into it and whose merge holds."""
    rows: pa.Table
    """Their events as archived, in order of receipt (and perhaps others', which are passed over)."""
    moves: Mapping[Place, int]
    """Whose the events are that were moved before."""


class Undone(msgspec.Struct, frozen=True):
    """Two customers again. Cells, traits, scores, segments and stage are the caller's to fill in."""

    stays: Customer
    goes: Customer
    was: Customer
    """The one who stays as it was by its own merges alone: segments and stage since before the merge."""
    at: int
    """When they were merged."""
    moves: list[Move]
    """Events that turned out to be the other's."""
    kept: dict[int, Parted]
    """Merges of the one who stays that were made later, as they would have been without this one."""


class Unmerge:
    """Undoes the merge of the customer `gone`. `family`: every customer merged into the same one → what was kept of it.

    Call `sort`, then the others.
    """

    def __init__(self, carried: Carried, merger: Merger, united: Customer, gone: int, family: Mapping[int, Parted]) -> None:
        self._carried = carried
        self._merger = merger
        self._united = united
        self.gone = gone
        self._family = family
        self._theirs = {gone, *(number for number in family if gone in _path(family, number))}
        self._link = family[gone]
        self._own: dict[Pair, bool] = {}
        """Whose an identifier is: True for the one who goes."""
        self._said: list[tuple[int, Event, int, bool]] = []
        self._decided: set[str] = set()
        self.acted = {True: False, False: False}
        """Whether the one who goes, or stays, has done anything since the merge."""
        self._last = {True: self._link.other.seen_at, False: self._link.into.seen_at}
        self._moves: list[Move] = []
        self._sides: list[bool | None] = []
        for number, link in family.items():
            if number not in self._theirs:
                others = (link.into,) if link.other.id in _path(family, gone) else (link.other,)
                self._claim(others, False)
        self._claim((self._link.into,), False)
        self._claim((self._link.other,), True)

    def sort(self, told: Told, at: int) -> None:
        """Find whose each event is."""
        self._told = told
        keys = zip(told.rows["event_id"].to_pylist(), told.rows["log_offset"].to_pylist(), strict=True)
        for (archived, event), (event_id, offset) in zip(events_of(told.rows), keys, strict=True):
            stands = told.moves.get((archived, event_id, offset), archived)
            if stands != self._united.id and stands not in self._family:
                self._sides.append(None)
                continue
            goes = theirs = stands in self._theirs
            pairs = self._carried.pairs(event)
            if event.received_at >= self._link.at - _SLACK:
                goes = self._take(event, event_id, theirs, pairs, theirs or self._joined(stands, event))
                if goes and not theirs:
                    self._moves.append(Move(archived, event_id, offset, self.gone, at))
            for kind, value in pairs:  # whoever carried it first
                if value in self._united.identifiers.get(kind, ()):
                    self._own.setdefault((kind, value), goes)
            if is_active(event):
                self._last[goes] = max(self._last[goes], event.received_at)
            self._sides.append(goes)

    def lived(self, goes: bool) -> Iterator[tuple[int, Event]]:
        """(customer, event) for each event of the one who goes, or stays, in order of receipt."""
        number = self.gone if goes else self._united.id
        for (_, event), side in zip(events_of(self._told.rows), self._sides, strict=True):
            if side is goes:
                yield number, event

    def _joined(self, stands: int, event: Event) -> bool:
        """Whether the one under whose number it stands was the one who stays, by then. What a customer said before they and the
        one who stays became one is in what was kept of them."""
        since, line = self._link.at - _SLACK, self._link.into.id
        while line != stands and line in self._family:
            since, line = self._family[line].at, self._family[line].into.id
        return line == stands and event.received_at >= since

    def _take(self, event: Event, event_id: int, goes: bool, pairs: list[Pair], joined: bool) -> bool:
        """Something that happened since the merge: whose it is, and what follows from that."""
        if not goes and next((self._own[pair] for pair in pairs if pair in self._own), False):
            goes = self.acted[True] = True
        self.acted[goes] |= event.received_at > self._link.at
        if joined and (event.type == "consent" or "consent" in event.context):
            self._said.append((event.received_at, event, event_id, goes))
        if goes:
            self._decided.add(str(event.properties.get("decision_id") or event.id))
        return goes

    def undone(self, free: Callable[[str, str], bool]) -> Undone:
        """The two as they are now. `free` says whether an identifier is nobody's by now: its former holder gets it back."""
        united, link = self._united, self._link
        kept: dict[int, Parted] = {}
        was, goes = self._again(kept), _copy(link.other)
        _say(goes, ((event, tie) for _, event, tie, theirs in self._said if theirs))
        stays = _copy(was)
        theirs = {run.id for run in goes.runs}
        goes.runs, stays.runs = self._runs(), [run for run in united.runs if run.id not in theirs]
        began = {run.journey: run.started_at for run in link.other.runs}
        for journey, started_at in united.ended.items():
            if started_at not in (began.get(journey), goes.ended.get(journey)):
                stays.ended[journey] = started_at
        goes.exited |= {journey: run for journey, run in united.exited.items() if run in theirs}
        stays.exited |= {
            journey: run for journey, run in united.exited.items() if run not in theirs | set(goes.exited.values())
        }
        made = {decision[0] for decision in goes.decisions} | self._decided
        goes.decisions = _open(goes, [decision for decision in united.decisions if decision[0] in made])
        stays.decisions = _open(stays, [decision for decision in united.decisions if decision[0] not in made])
        stays.refused = [told for told in united.refused if told in was.refused or told not in goes.refused]
        goes.seen_at, stays.seen_at = self._last[True], max(was.seen_at, self._last[False])
        goes.seen, stays.seen = msgspec.structs.replace(united.seen), united.seen
        stays.merges = united.merges
        self._share_out(goes, stays, free)
        others = [number for number in united.apart if number in was.apart or number not in link.other.apart]
        stays.apart = [*dict.fromkeys([*others, goes.id])]
        goes.apart = [*dict.fromkeys([*goes.apart, link.into.id])]
        return Undone(stays, goes, was, link.at, self._moves, kept)

    def _again(self, kept: dict[int, Parted]) -> Customer:
        """The one who stays, by what it was before the merge, what it said since, and its later merges made again."""
        line, after = _copy(self._link.into), self._link.into.merges
        said = iter([(at, event, tie) for at, event, tie, theirs in self._said if not theirs])
        waiting = next(said, None)

        def speak(until: int) -> None:
            nonlocal waiting
            while waiting is not None and waiting[0] <= until:
                _say(line, (waiting[1:],))
                waiting = next(said, None)

        while True:
            links = [link for number, link in self._family.items() if number not in self._theirs and link.into.id == line.id]
            for link in sorted(links, key=lambda link: link.into.merges):
                if link.into.merges > after:
                    speak(link.at)
                    before = msgspec.structs.replace(_copy(line), merges=link.into.merges)
                    kept[link.other.id] = Parted.of(before, link.other, link.at)
                    self._merger.join(line, _copy(link.other))
            last = self._family.get(line.id)
            if last is None:
                speak(NEVER)
                return line
            speak(last.at)
            kept[line.id] = Parted.of(last.into, _copy(line), last.at)
            joined, line, after = line, _copy(last.into), last.into.merges
            self._merger.join(line, joined)

    def _runs(self) -> list[Run]:
        """Runs of journeys that the one who goes had begun, as they stand now.

        One that the merge ended goes on where it stood, unless that person has done anything since, which might have ended it.
        """
        now = {run.id: run for run in self._united.runs}
        beside = set() if self.acted[True] else {run.journey for run in self._link.into.runs}
        return [now.get(run.id, run) for run in self._link.other.runs if run.id in now or run.journey in beside]

    def _share_out(self, goes: Customer, stays: Customer, free: Callable[[str, str], bool]) -> None:
        """Every identifier of the united customer goes to one of the two, with the instant at which it was last seen."""
        held = self._united.identifiers
        for theirs, customer in ((True, goes), (False, stays)):
            before = customer.identifiers
            found: dict[str, dict[str, int]] = {kind: {} for kind in before}
            for kind, values in held.items():
                for value, seen_at in values.items():
                    if self._own.get((kind, value), False) is theirs:
                        found.setdefault(kind, {})[value] = seen_at
            for kind, values in before.items():
                for value, seen_at in values.items():
                    if value not in held.get(kind, ()) and self._own.get((kind, value)) is theirs and free(kind, value):
                        found[kind][value] = seen_at
            customer.identifiers = found

    def _claim(self, customers: tuple[Customer, ...], goes: bool) -> None:
        for customer in customers:
            self._own.update({(kind, value): goes for kind, values in customer.identifiers.items() for value in values})


def _path(family: Mapping[int, Parted], number: int) -> list[int]:
    """The customers that this one became, one after the other."""
    found = []
    while number in family:
        number = family[number].into.id
        found.append(number)
    return found


def _say(customer: Customer, said: Iterable[tuple[Event, int]]) -> None:
    for event, tie in said:
        take_consents(customer, event, tie)


def _open(customer: Customer, decisions: list[list[Any]]) -> list[list[Any]]:
    """These decisions, in the order in which the customer had them; those made since come last."""
    had = {decision[0]: place for place, decision in enumerate(customer.decisions)}
    return sorted(decisions, key=lambda decision: had.get(decision[0], len(had)))


def _copy(customer: Customer) -> Customer:
    """A copy of which nothing is shared."""
    copied: Customer = msgspec.msgpack.decode(msgspec.msgpack.encode(slim(customer)), type=Customer)
    return copied
