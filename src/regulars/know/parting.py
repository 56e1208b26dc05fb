"""Carries the undoing of a merge out: what is written of the two, of their later merges, and of the events that moved."""

from regulars.algebra import Program
from regulars.flow.book import Book
from regulars.flow.effects import Effects, Merge
from regulars.flow.world import Refused
from regulars.know.backfill import relive
from regulars.know.carried import Carried
from regulars.know.merge import Merger
from regulars.know.parted import decode_parted, encode_parted
from regulars.know.stages import Relived, Stages
from regulars.know.unmerge import Told, Undone, Unmerge
from regulars.records import Customer
from regulars.records import Unmerge as Wish


class Parting:
    """Undoes merges in one workspace's book."""

    def __init__(self, program: Program, carried: Carried, book: Book, merger: Merger, stages: Stages | None) -> None:
        self._program = program
        self._carried = carried
        self._book = book
        self._merger = merger
        self._stages = stages

    def split(
        self, wish: Wish, told: Told, at: int, effects: Effects
    ) -> tuple[Undone, list[tuple[Customer, tuple[str, int] | None]]]:
        """Make two of one. Gives them, each with its stage and since when, where stages are remembered and it has a history.

        Raises Refused where that merge does not hold, or where nothing was kept of it.
        """
        book = self._book
        records = book.kept([wish.gone, *told.family])
        if wish.gone not in records:
            raise Refused("not_merged", "gone")
        if not all(records.values()):
            raise Refused("merge_not_kept", "gone")
        united = book.customer(wish.gone)
        assert united is not None
        unmerge = Unmerge(
            self._carried,
            self._merger,
            united,
            wish.gone,
            {number: decode_parted(record) for number, record in records.items()},
        )
        unmerge.sort(told, at)
        undone = unmerge.undone(lambda kind, value: not book.holder(kind, value))
        lives = [self._fill(customer, unmerge, at) for customer in (undone.stays, undone.goes)]
        undone.stays.segments, undone.stays.stage, undone.stays.stage_at = dict(united.segments), united.stage, united.stage_at
        self._write(undone)
        for number, link in undone.kept.items():
            book.remove(number, link.into.id, encode_parted(link))
        effects.merges.append(Merge(wish.gone, wish.gone, at, wish.reason, wish.by))
        effects.moves += undone.moves
        effects.count("merge_undone")
        for one, other in ((undone.stays, undone.goes), (undone.goes, undone.stays)):
            effects.note(one.id, at, "identity", "unmerge", str(other.id), [wish.reason])
        kept = [(undone.was, unmerge.acted[False]), (undone.goes, unmerge.acted[True])]
        stages = [self._stage(*one, life) for one, life in zip(kept, lives, strict=True)]
        return undone, [(undone.stays, stages[0]), (undone.goes, stages[1])]

    def _stage(self, kept: Customer, acted: bool, life: Customer | None) -> tuple[str, int] | None:
        """The stage before the merge; of one who has acted since, the one that history gives, which hears timers at once."""
        if self._stages is None or life is None:
            return None
        return (life.stage, life.stage_at) if acted else (kept.stage, kept.stage_at)

    def _fill(self, customer: Customer, unmerge: Unmerge, at: int) -> Customer | None:
        """What history tells of one of them: aggregates, traits, scores. Gives the life, for the stage."""
        relived = Relived(self._stages) if self._stages is not None else None
        before, after = (relived.before, relived.after) if relived is not None else (None, None)
        lives = relive(self._program, unmerge.lived(customer.id == unmerge.gone), after, before)
        life = next(lives, None)
        customer.evaluated_at = at
        if life is not None:
            customer.cells, customer.traits, customer.scores = life.cells, life.traits, life.scores
            if relived is not None:
                relived.until(life, at)
        return life

    def _write(self, undone: Undone) -> None:
        book = self._book
        for customer in (undone.stays, undone.goes):
            book.put(customer)
            for kind, values in customer.identifiers.items():
                for value in values:
                    book.point(kind, value, customer.id)
        self._list(undone.goes)

    def date(self, undone: Undone, at: int) -> None:
        """Let segments and stage hold since when they did before the merge, if they still do: called when all is judged.

        What was entered while the two were one holds since then.
        """
        stays, was = undone.stays, undone.was
        for name, since in stays.segments.items():
            if since <= undone.at or since == at:
                stays.segments[name] = was.segments.get(name, max(since, undone.at))
        if self._stages is None and stays.stage == was.stage and (stays.stage_at <= undone.at or stays.stage_at == at):
            stays.stage_at = was.stage_at
        self._list(stays)

    def _list(self, customer: Customer) -> None:
        """Among the members of its segments and stage, each since when it says itself."""
        for name, since in customer.segments.items():
            self._book.join(name, customer.id, since)
        if customer.stage:
            self._book.join(f"stage:{customer.stage}", customer.id, customer.stage_at)
