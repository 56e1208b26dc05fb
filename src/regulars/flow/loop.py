"""The loop: read a micro-batch from the log, let each workspace take its records, commit once.

Everything that a micro-batch changes and the offset that it reached are one transaction; a crash anywhere replays from
the old offset to the same state. An event that raises is set aside with its reason and the batch runs again without it.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from regulars.flow.effects import Effects
from regulars.kit.errors import RegularsError
from regulars.kit.hashing import hash64
from regulars.log.log import Log
from regulars.records import Envelope, Event, Rejected, Stored
from regulars.state.state import Changes, Failure, State

DUPLICATE = -1
FAILED = -2
NOBODY = 0
"""In place of a customer id: what became of an event that went to no customer."""

_events = msgspec.json.Decoder(list[Event]).decode
_rejected = msgspec.json.Decoder(list[Rejected]).decode


class Refused(RegularsError):
    """An event that cannot be taken: it is kept among the failures with this code and path."""

    code = "refused"

    def __init__(self, code: str, path: str = "") -> None:
        super().__init__(f"the event was refused ({code})", code=code)
        self.path = path


class World(Protocol):
    """One workspace as its definitions make it: what the loop drives."""

    effects: Effects

    def open(self, events: Sequence[Event]) -> None:
        """A batch with these events begins: fetch what they will need."""
        ...

    def take(self, event: Event, at: int) -> int:
        """Take one event at the instant `at`. Gives the customer id, NOBODY or DUPLICATE. Raises Refused."""
        ...

    def tick(self, at: int, customers: Sequence[int]) -> None:
        """It is `at`: run what is due for these customers. Afterwards each one's due lies after `at`."""
        ...

    def close(self, changes: Changes) -> None:
        """The batch ends: add all changes of this workspace."""
        ...

    def turn(self) -> None:
        """The batch was committed."""
        ...

    def forget(self) -> None:
        """The batch was not committed: drop all that it did."""
        ...


class Spool(msgspec.Struct, array_like=True):
    """What one commit leaves for the archive, besides the log itself (MessagePack in `Changes.spool`)."""

    who: list[tuple[int, list[int]]]
    """(log offset, the customer of each event of that envelope)."""
    notes: list[tuple[int, int, int, str, str, str, list[str]]]
    """(log offset of the batch, customer, at, kind, name, value, why)."""
    merges: list[tuple[int, int, int, str]]
    """(customer, into, at, why)."""


class _Poison(Exception):
    def __init__(self, offset: int, index: int, error: Exception) -> None:
        super().__init__(str(error))
        self.place = (offset, index)
        self.reason = error.code if isinstance(error, Refused) else f"pipeline_error:{type(error).__name__}"
        self.path = error.path if isinstance(error, Refused) else ""


class Loop:
    """Drives the worlds from the log. One thread calls `step`; `adopt` is called when a workspace's definitions change."""

    def __init__(
        self,
        log: Log,
        state: State,
        world: Callable[[str], World],
        adopt: Callable[[str, Envelope, int, int], Changes],
        size: int = 2000,
    ) -> None:
        self._log = log
        self._state = state
        self._world = world
        self._adopt = adopt
        self._size = size
        self.commit: Callable[[Changes], None] = state.commit
        """What writes a batch: a watcher may put itself in between."""
        self.offset, self.at = self._position()
        self._ahead: list[Stored] = []
        self._poison: dict[tuple[int, int], tuple[str, str]] = {}

    def _position(self) -> tuple[int, int]:
        position = self._state.position()
        return position.offset, position.at

    def step(self) -> int:
        """Process one micro-batch. Gives the number of log records taken; 0 when the log holds nothing new."""
        batch = self._next()
        if not batch:
            return 0
        kind = batch[0].envelope.kind
        if kind == "tick":
            self._tick(batch[0])
        elif kind == "definitions":
            first = batch[0]
            changes = self._adopt(
                first.envelope.workspace, first.envelope, first.offset, max(self.at, first.envelope.received_at)
            )
            self._commit(changes, [])
        else:
            self._events(batch)
        return len(batch)

    def drain(self) -> None:
        """Process everything that the log holds."""
        while self.step():
            pass

    def _next(self) -> list[Stored]:
        """The next records: events and rejected ones up to the size of a batch, or a single tick or definitions record."""
        if not self._ahead:
            self._ahead = self._log.read(self.offset, 512)
        batch: list[Stored] = []
        events = 0
        for stored in self._ahead:
            alone = stored.envelope.kind in ("tick", "definitions")
            if batch and (alone or events + stored.envelope.count > self._size):
                break
            batch.append(stored)
            events += stored.envelope.count
            if alone:
                break
        del self._ahead[: len(batch)]
        return batch

    def _events(self, batch: list[Stored]) -> None:
        decoded = [(stored, _decode(stored.envelope)) for stored in batch]
        while True:
            try:
                changes, worlds = self._run(decoded)
                break
            except _Poison as poison:
                self._poison[poison.place] = (poison.reason, poison.path)
                for workspace in {stored.envelope.workspace for stored in batch}:
                    self._world(workspace).forget()
        self._commit(changes, worlds)
        self._poison.clear()

    def _run(self, decoded: list[tuple[Stored, Sequence[Event | Rejected]]]) -> tuple[Changes, list[World]]:
        changes = Changes(offset=decoded[-1][0].offset, at=self.at)
        worlds: dict[str, World] = {}
        spools: dict[str, Spool] = {}
        opened: dict[str, list[Event]] = {}
        for stored, events in decoded:
            mine = opened.setdefault(stored.envelope.workspace, [])
            mine += [event for event in events if isinstance(event, Event)]
        for workspace, mine in opened.items():
            world = worlds[workspace] = self._world(workspace)
            spools[workspace] = Spool([], [], [])
            world.open(mine)
        at = self.at
        poison = self._poison
        for stored, events in decoded:
            envelope = stored.envelope
            world = worlds[envelope.workspace]
            at = max(at, envelope.received_at)
            who: list[int] = []
            for index, event in enumerate(events):
                if isinstance(event, Rejected):
                    self._fail(changes, world, stored, index, event)
                    who.append(FAILED)
                elif poison and (stored.offset, index) in poison:
                    code, path = poison[stored.offset, index]
                    body = msgspec.json.encode(event)
                    self._fail(changes, world, stored, index, Rejected(code, path, event.id, body))
                    who.append(FAILED)
                else:
                    try:
                        who.append(world.take(event, at))
                    except Exception as error:
                        raise _Poison(stored.offset, index, error) from error
            spools[envelope.workspace].who.append((stored.offset, who))
            world.effects.count("taken", envelope.count)
        changes.at = at
        for workspace, world in worlds.items():
            self._close(changes, workspace, world, spools[workspace])
        return changes, list(worlds.values())

    @staticmethod
    def _fail(changes: Changes, world: World, stored: Stored, index: int, event: Rejected) -> None:
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
        world.effects.count("failed")

    def _tick(self, stored: Stored) -> None:
        """Run what is due by then, earliest first, for as many customers as a batch holds; the rest needs another tick."""
        at = max(self.at, stored.envelope.received_at)
        changes = Changes(offset=stored.offset, at=at)
        by_workspace: dict[str, list[int]] = {}
        for workspace, customer, _ in self._state.due(at, self._size):
            by_workspace.setdefault(workspace, []).append(customer)
        worlds = []
        for workspace, customers in by_workspace.items():
            world = self._world(workspace)
            worlds.append(world)
            world.tick(at, customers)
            self._close(changes, workspace, world, Spool([], [], []))
        self._commit(changes, worlds)

    @staticmethod
    def _close(changes: Changes, workspace: str, world: World, spool: Spool) -> None:
        effects = world.effects
        world.close(changes)
        spool.notes = [(changes.offset, n.customer, n.at, n.kind, n.name, n.value, n.why) for n in effects.notes]
        spool.merges = [(m.customer, m.into, m.at, m.why) for m in effects.merges]
        if spool.who or spool.notes or spool.merges:
            changes.spool.append((workspace, msgspec.msgpack.encode(spool)))
        changes.messages += [(workspace, message) for message in effects.messages]
        for name, by in effects.counts.items():
            changes.counts[workspace, name] = by
        for name, value in effects.shared.items():
            changes.shared[workspace, name] = b"" if value is None else msgspec.msgpack.encode(value)
        world.effects = Effects()

    def _commit(self, changes: Changes, worlds: Sequence[World]) -> None:
        try:
            self.commit(changes)
        except BaseException:
            for world in worlds:
                world.forget()
            self._ahead = []
            raise
        for world in worlds:
            world.turn()
        self.offset, self.at = changes.offset, changes.at


def _decode(envelope: Envelope) -> Sequence[Event | Rejected]:
    """The records of an envelope. A body that cannot be decoded becomes one failure, kept whole."""
    try:
        return _rejected(envelope.body) if envelope.kind == "rejected" else _events(envelope.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return [Rejected("undecodable_body", str(error)[:200], body=envelope.body)]


def event_key(event: Event) -> int:
    """The stable number of an event within its workspace: `event_id` in the lake, the tie-break among equal timestamps."""
    return hash64(event.source, event.id)
