"""Two customers become one: everything known of them is combined, in an order-free way."""

from typing import Any

from regulars.algebra import Program
from regulars.flow.book import Book
from regulars.flow.effects import Effects
from regulars.know.dedupe import unite
from regulars.records import Customer


class Merger:
    """Combines the records of two customers under one program."""

    def __init__(self, program: Program, book: Book) -> None:
        self._program = program
        self._book = book

    def merge(self, into: Customer, other: Customer, at: int, effects: Effects) -> None:
        """`into` takes over everything of `other`. Segments and stage are the caller's to work out again."""
        book = self._book
        into.born_at = min(into.born_at, other.born_at)
        into.seen_at = max(into.seen_at, other.seen_at)
        for kind, values in other.identifiers.items():
            mine = into.identifiers.setdefault(kind, {})
            for value, seen_at in values.items():
                mine[value] = max(seen_at, mine.get(value, 0))
                book.point(kind, value, into.id)
        _latest(into.traits, other.traits)
        _latest(into.scores, other.scores)
        _strictest(into.consents, other.consents)
        into.cells = self._program.merge(into.cells, other.cells)
        into.seen = unite(into.seen, other.seen)
        for name in other.segments:
            book.leave(name, other.id)
            if name not in into.segments:
                into.segments[name] = other.segments[name]
                book.join(name, into.id, other.segments[name])
        if other.stage:
            book.leave(f"stage:{other.stage}", other.id)
        running = {run.journey for run in into.runs}
        for run in other.runs:
            if run.journey in running:
                effects.note(into.id, at, "journey", run.journey, "ended", [f"run {run.id} ended: the customers were merged"])
            else:
                into.runs.append(run)
        for journey, started_at in other.ended.items():
            into.ended[journey] = max(started_at, into.ended.get(journey, 0))
        into.exited = {**other.exited, **into.exited}
        into.decisions = sorted(into.decisions + other.decisions, key=lambda d: (d[3], d[0]))
        into.refused = [*dict.fromkeys(into.refused + other.refused)]
        into.evaluated_at = 0
        book.change(into)


def _strictest(mine: dict[str, list[Any]], other: dict[str, list[Any]]) -> None:
    """What two said is one person's word now: where they differ the no holds, until that person speaks again.

    A purpose on which only one of them ever spoke keeps that word: silence takes nothing back.
    """
    for purpose, stamped in other.items():
        have = mine.get(purpose)
        if have is None:
            mine[purpose] = stamped
        else:
            latest = max(have, stamped, key=lambda said: (said[1], said[2]))
            mine[purpose] = [have[0] and stamped[0], *latest[1:]]


def _latest(mine: dict[str, list[Any]], other: dict[str, list[Any]]) -> None:
    """Of two stamped values the later wins; of equal times the greater tie."""
    for name, stamped in other.items():
        have = mine.get(name)
        if have is None or (stamped[1], stamped[2]) > (have[1], have[2]):
            mine[name] = stamped
