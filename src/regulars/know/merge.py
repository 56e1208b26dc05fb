"""Two customers become one: everything known of them is combined, in an order-free way."""

from collections.abc import Mapping
from typing import Any

from regulars.algebra import Program
from regulars.define.definitions import IdentifierKind, Purpose
from regulars.flow.book import Book
from regulars.flow.effects import Effects
from regulars.know.dedupe import unite
from regulars.know.parted import Parted, encode_parted
from regulars.records import Customer, Run

_DEFAULT = Purpose(name="")


class Merger:
    """Combines the records of two customers. `kinds` of identifiers say who is known, `purposes` what silence means."""

    def __init__(
        self, program: Program, book: Book, kinds: Mapping[str, IdentifierKind], purposes: Mapping[str, Purpose]
    ) -> None:
        self._program = program
        self._book = book
        self._unique = [kind for kind, rule in kinds.items() if rule.unique]
        self._purposes = purposes

    def merge(self, into: Customer, other: Customer, at: int, effects: Effects) -> bytes:
        """`into` takes over everything of `other`. Segments and stage are the caller's to work out again.

        Gives what the merge can be undone by, to be kept in the place of `other`.
        """
        book = self._book
        kept = encode_parted(Parted.of(into, other, at))
        ended = self.join(into, other)
        for kind, values in other.identifiers.items():
            for value in values:
                book.point(kind, value, into.id)
        for name, since in other.segments.items():
            book.leave(name, other.id)
            if name not in into.segments:
                into.segments[name] = since
                book.join(name, into.id, since)
        if other.stage:
            book.leave(f"stage:{other.stage}", other.id)
        for run in ended:
            effects.note(into.id, at, "journey", run.journey, "ended", [f"run {run.id} ended: the customers were merged"])
        into.apart = [number for number in into.apart if self._book.customer(number) not in (into, other, None)]
        into.evaluated_at = 0
        book.change(into)
        return kept

    def join(self, into: Customer, other: Customer) -> list[Run]:
        """The same of the two records alone, but for segments and stage. Gives the runs that ended by it."""
        into.born_at = min(into.born_at, other.born_at)
        into.seen_at = max(into.seen_at, other.seen_at)
        self._consents(into, other)
        for kind, values in other.identifiers.items():
            mine = into.identifiers.setdefault(kind, {})
            for value, seen_at in values.items():
                mine[value] = max(seen_at, mine.get(value, 0))
        _latest(into.traits, other.traits)
        _latest(into.scores, other.scores)
        into.cells = self._program.merge(into.cells, other.cells)
        into.seen = unite(into.seen, other.seen)
        running = {run.journey for run in into.runs}
        ended = [run for run in other.runs if run.journey in running]
        into.runs += [run for run in other.runs if run.journey not in running]
        for journey, started_at in other.ended.items():
            into.ended[journey] = max(started_at, into.ended.get(journey, 0))
        into.exited = {**other.exited, **into.exited}
        into.decisions = sorted(into.decisions + other.decisions, key=lambda d: (d[3], d[0]))
        into.refused = [*dict.fromkeys(into.refused + other.refused)]
        into.apart = [*dict.fromkeys(into.apart + other.apart)]
        into.merges += other.merges + 1
        return ended

    def _consents(self, into: Customer, other: Customer) -> None:
        """What two said is one person's word now: where they differ the no holds, until that person speaks again.

        On a purpose of which only one of them ever spoke, the other's silence means what the purpose says.
        """
        mine, theirs = into.consents, other.consents
        for purpose in [*dict.fromkeys((*mine, *theirs))]:
            a, b = mine.get(purpose), theirs.get(purpose)
            if a is not None and b is not None:
                latest = max(a, b, key=lambda said: (said[1], said[2]))
                mine[purpose] = [a[0] and b[0], *latest[1:]]
            else:
                said = a or b or []
                silent = other if b is None else into
                mine[purpose] = [said[0] and not self._refuses(purpose, silent), *said[1:]]

    def _refuses(self, purpose: str, silent: Customer) -> bool:
        """Whether this customer's silence on a purpose is a no."""
        silence = self._purposes.get(purpose, _DEFAULT).silence
        return silence == "no" or (silence == "known" and any(silent.identifiers.get(kind) for kind in self._unique))


def _latest(mine: dict[str, list[Any]], other: dict[str, list[Any]]) -> None:
    """Of two stamped values the later wins; of equal times the greater tie."""
    for name, stamped in other.items():
        have = mine.get(name)
        if have is None or (stamped[1], stamped[2]) > (have[1], have[2]):
            mine[name] = stamped
