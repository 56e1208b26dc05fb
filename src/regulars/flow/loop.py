"""The loop: read a micro-batch from the log, let each workspace take its records, commit once.

Everything that a micro-batch changes and the offset that it reached are one transaction; a crash anywhere replays from
the old offset to the same state. An event that raises is set aside with its reason and the batch runs again without it;
where storage fails nothing is set aside: the same batch comes again.
"""

from collections.abc import Callable, Iterator

import msgspec

from regulars.flow.effects import Effects
from regulars.flow.spool import Spool, decode
from regulars.flow.world import FAILED, Refused, World
from regulars.log.log import Log, LogBroken
from regulars.records import Event, Rejected, Stored
from regulars.state.state import Changes, Failure, State, StateBroken

STORAGE = (StateBroken, LogBroken, OSError, MemoryError)
"""Failures of the machine: they say nothing about the event that was being taken."""

_SINGLY = 3
"""So many events of a batch are set aside one by one. After that a pass goes on to its end and sets aside all that raises, so
that a flood of them costs few passes; one that raised only in the ruins of another is then kept and named with it."""

Place = tuple[int, int]
"""(offset, index) of an event in the log."""
Committed = Callable[[], None]
Adopt = Callable[[Stored, int], tuple[Changes, Committed]]
"""Gives what a record of a kind in ALONE changes at an instant, and what to call once committed. Raises only STORAGE."""

ALONE = ("definitions", "unmerge")
"""Kinds of records for which the whole history up to them must stand: each is a batch of its own."""


class Loop:
    """Drives the worlds from the log. One thread calls `step`; after an exception the next one begins at the last commit."""

    def __init__(self, log: Log, state: State, world: Callable[[str], World], adopt: Adopt, size: int = 2000) -> None:
        self._log = log
        self._state = state
        self._world = world
        self._adopt = adopt
        self.size = size
        """Events (or timers) that a micro-batch takes at most; a larger envelope is one by itself."""
        self.portion = 100
        """Of these, how many are decoded at a time: so they and their customers stay in the processor's caches."""
        self.commit: Callable[[Changes], None] = state.commit
        """What writes a batch: a watcher may put itself in between."""
        position = state.position()
        self.offset, self.at = position.offset, position.at
        self._ahead: list[Stored] = []
        self._open: dict[str, World] = {}
        self._sure = True

    def step(self) -> int:
        """Process one micro-batch. Gives the number of log records taken; 0 when the log holds nothing new."""
        if not self._sure:
            position = self._state.position()
            self.offset, self.at, self._sure = position.offset, position.at, True
        batch = self._next()
        if not batch:
            return 0
        try:
            changes, committed = self._work(batch)
            self._write(changes)
        except BaseException:
            self._ahead = []
            self._forget()
            raise
        self.offset, self.at = changes.offset, changes.at
        self._open = {}
        for turn in committed:
            turn()
        return len(batch)

    def drain(self) -> None:
        """Process everything that the log holds."""
        while self.step():
            pass

    def _next(self) -> list[Stored]:
        """The next records: events and rejected ones up to the size of a batch, or a single record of another kind."""
        if not self._ahead:
            self._ahead = self._log.read(self.offset, 512)
        batch: list[Stored] = []
        events = 0
        for stored in self._ahead:
            alone = stored.envelope.kind == "tick" or stored.envelope.kind in ALONE
            if batch and (alone or events + stored.envelope.count > self.size):
                break
            batch.append(stored)
            events += stored.envelope.count
            if alone:
                break
        del self._ahead[: len(batch)]
        return batch

    def _work(self, batch: list[Stored]) -> tuple[Changes, list[Committed]]:
        first = batch[0]
        at = max(self.at, first.envelope.received_at)
        if first.envelope.kind in ALONE:
            changes, adopted = self._adopt(first, at)
            return changes, [adopted]
        changes = self._tick(first, at) if first.envelope.kind == "tick" else self._events(batch)
        return changes, [world.turn for world in self._open.values()]

    def _write(self, changes: Changes) -> None:
        """Commit. Where that raises although everything was kept (a disk that filled up just afterwards), it is committed."""
        try:
            self.commit(changes)
        except BaseException:
            self._sure = False
            if self._state.position().offset != changes.offset:
                raise
            self._sure = True

    def _enter(self, workspace: str) -> World:
        world = self._open[workspace] = self._world(workspace)
        return world

    def _forget(self) -> None:
        for world in self._open.values():
            world.forget()
        self._open = {}

    # Events

    def _events(self, batch: list[Stored]) -> Changes:
        aside: dict[Place, str] = {}
        while True:
            raised: dict[Place, str] = {}
            changes = self._pass(batch, aside, raised)
            if not raised:
                return changes
            aside |= raised
            self._forget()

    def _pass(self, batch: list[Stored], aside: dict[Place, str], raised: dict[Place, str]) -> Changes:
        """Take all events but those `aside`; what raises goes to `raised`, and then the pass is worth nothing else."""
        changes = Changes(offset=batch[-1].offset, at=self.at)
        spools: dict[str, Spool] = {}
        for portion in _portions(batch, self.portion):
            self._take(portion, changes, spools, aside, raised)
            if raised and len(aside) < _SINGLY:
                return changes
        if raised:
            return changes
        for workspace, spool in spools.items():
            gather(changes, workspace, self._open[workspace], spool)
        return changes

    def _take(
        self,
        portion: list[Stored],
        changes: Changes,
        spools: dict[str, Spool],
        aside: dict[Place, str],
        raised: dict[Place, str],
    ) -> None:
        decoded = [(stored, decode(stored.envelope)) for stored in portion]
        opened: dict[str, list[Event]] = {}
        for stored, events in decoded:
            mine = opened.setdefault(stored.envelope.workspace, [])
            mine += [event for event in events if isinstance(event, Event)]
        for workspace, mine in opened.items():
            if workspace not in spools:
                spools[workspace] = Spool([], [], [])
                self._enter(workspace)
            try:
                self._open[workspace].open(mine)
            except STORAGE:
                raise
            except Exception:  # an event that cannot even be looked at raises again when it is taken, and is set aside there
                continue
        for stored, events in decoded:
            envelope = stored.envelope
            world = self._open[envelope.workspace]
            at = changes.at = max(changes.at, envelope.received_at)
            who: list[int] = []
            for index, event in enumerate(events):
                if isinstance(event, Rejected):
                    who.append(_fail(changes, world, stored, index, event, envelope.count if len(events) == 1 else 1))
                elif aside and (stored.offset, index) in aside:
                    who.append(_fail(changes, world, stored, index, _refusal(event, aside[stored.offset, index])))
                else:
                    try:
                        who.append(world.take(event, at))
                    except Refused as refused:
                        who.append(_fail(changes, world, stored, index, _refusal(event, refused.code, refused.path)))
                    except STORAGE:
                        raise
                    except Exception as error:
                        raised[stored.offset, index] = _reason(error)
                        if len(aside) < _SINGLY:
                            return
            spools[envelope.workspace].who.append((stored.offset, who))
            world.effects.count("taken", envelope.count)

    # Time

    def _tick(self, stored: Stored, at: int) -> Changes:
        """Run what is due by then, earliest first, for as many customers as a batch holds; the rest needs another tick.

        A customer whose timers raise is looked at again later: nobody else waits for that.
        """
        due: dict[str, list[int]] = {}
        for workspace, customer, _ in self._state.due(at, self.size):
            due.setdefault(workspace, []).append(customer)
        late: dict[tuple[str, int], str] = {}
        while True:
            raised: dict[tuple[str, int], str] = {}
            for workspace, customers in due.items():
                world = self._enter(workspace)
                for place, customer in enumerate(customers):
                    if place % self.portion == 0:
                        world.open((), customers[place : place + self.portion])
                    try:
                        if (workspace, customer) in late:
                            world.postpone(at, customer, late[workspace, customer])
                        else:
                            world.tick(at, customer)
                    except STORAGE:
                        raise
                    except Exception as error:
                        if (workspace, customer) in late:
                            raise
                        raised[workspace, customer] = _reason(error)
            if not raised:
                break
            late |= raised
            self._forget()
        changes = Changes(offset=stored.offset, at=at)
        for workspace in due:
            gather(changes, workspace, self._open[workspace], Spool([], [], []))
        return changes


def _portions(batch: list[Stored], size: int) -> Iterator[list[Stored]]:
    """The batch in pieces of at least `size` events."""
    portion: list[Stored] = []
    events = 0
    for stored in batch:
        portion.append(stored)
        events += stored.envelope.count
        if events >= size:
            yield portion
            portion, events = [], 0
    if portion:
        yield portion


def _reason(error: Exception) -> str:
    return f"pipeline_error:{type(error).__name__}"


def _refusal(event: Event, code: str, path: str = "") -> Rejected:
    return Rejected(code, path, event.id, msgspec.json.encode(event))


def _fail(changes: Changes, world: World, stored: Stored, index: int, event: Rejected, events: int = 1) -> int:
    """Keep it with its reason; it stands for so many `events` of the envelope."""
    envelope = stored.envelope
    changes.failures.append(
        Failure(
            workspace=envelope.workspace,
            offset=stored.offset,
            index=index,
            source=envelope.source,
            code=event.code,
            path=event.path,
            message_id=event.id,
            received_at=envelope.received_at,
            body=event.body,
        )
    )
    world.effects.count("failed", events)
    return FAILED


def gather(changes: Changes, workspace: str, world: World, spool: Spool) -> None:
    """Gather what the batch changed in one workspace, and what the archive must know of it."""
    effects = world.effects
    world.close(changes)
    spool.notes = [(changes.offset, n.customer, n.at, n.kind, n.name, n.value, n.why) for n in effects.notes]
    spool.merges, spool.moves = effects.merges, effects.moves
    if spool.who or spool.notes or spool.merges or spool.moves:
        changes.spool.append((workspace, msgspec.msgpack.encode(spool)))
    changes.messages += [(workspace, message) for message in effects.messages]
    for name, by in effects.counts.items():
        changes.counts[workspace, name] = by
    for name, value in effects.shared.items():
        changes.shared[workspace, name] = b"" if value is None else msgspec.msgpack.encode(value)
    world.effects = Effects()
