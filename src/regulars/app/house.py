"""The whole house behind one object: it takes events, runs the loop, changes definitions. `views` reads, `worker` drives."""

import contextlib
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from regulars.algebra import history
from regulars.app import catalogs
from regulars.app.adopt import adopt
from regulars.app.build import build, restocked
from regulars.app.unmerge import part
from regulars.app.wire import Backends
from regulars.app.world import World
from regulars.define.compile import compile
from regulars.define.definitions import Catalog, Definitions, Journey
from regulars.define.dump import dump
from regulars.define.load import assemble
from regulars.flow.loop import STORAGE, Committed, Loop
from regulars.kit.clock import Clock
from regulars.kit.errors import RegularsError
from regulars.know.archive import Archive
from regulars.know.stages import RECORDED
from regulars.know.verify import Verified, verify
from regulars.lake.lake import Answer, AsKnown, Limits
from regulars.learn.text.reader import BuiltIn, Reader
from regulars.records import Customer, Envelope, Event, Stored
from regulars.records.customer import decode_customer
from regulars.state.state import Changes, Failure

DEFINITIONS = "definitions"
"""The name under which a workspace's definitions (canonical YAML) stand in the shared state."""

_FORMER = 20
"""How many former versions of the definitions a run of a journey may be on."""

_log = logging.getLogger("regulars.house")
_events = msgspec.json.Encoder().encode


class House:
    """One store with all its workspaces. Methods may be called from any thread; the loop and the archive share one lock."""

    def __init__(self, backends: Backends, clock: Clock) -> None:
        _check(backends)
        self.backends = backends
        self.clock = clock
        self.lock = threading.RLock()
        self.reader: Reader = BuiltIn()
        """What reads customers' texts; a server may put an endpoint in its place."""
        self.wake = threading.Event()
        """Set at every append of the house itself: the worker sleeps on it."""
        self._flushing = threading.Lock()
        self._worlds: dict[str, World] = {}
        self._defining = threading.Lock()
        self._asked: dict[str, str] = {}
        """Definitions that stand in the log and that the loop has not reached yet."""
        self.loop = Loop(backends.log, backends.state, lambda workspace: self.world(workspace).pipeline, self._alone)
        self.archive = Archive(backends.log, backends.state, backends.lake, backends.state.drop_spool)

    # Definitions

    def world(self, workspace: str) -> World:
        """The workspace as its definitions in force make it."""
        world = self._worlds.get(workspace)
        if world is None:
            with self.lock:
                world = self._worlds.get(workspace)
                if world is None:
                    text = self.backends.state.query("shared", workspace).get(DEFINITIONS, b"")
                    definitions = _read(msgspec.msgpack.decode(text)) if text else Definitions()
                    world = self._worlds[workspace] = self._build(workspace, definitions)
        return world

    def _build(self, workspace: str, definitions: Definitions) -> World:
        """Compile; customers who are on a journey's former version stay on it, so the lately applied versions are read too."""
        earlier: list[Journey] = []
        for version in self.backends.versions.history(workspace)[-_FORMER:]:
            with contextlib.suppress(RegularsError):  # written by another version of this program: its runs end
                earlier += _read(version.bundle.decode()).journeys.values()
        return build(workspace, definitions, self.backends, self.clock, earlier)

    def changes(self, workspace: str, definitions: Definitions) -> bool:
        """Whether these definitions differ from those that hold, or are about to (where they are written does not count)."""
        latest = self._asked.get(workspace) or dump(self.world(workspace).definitions)
        return dump(definitions) != latest

    def define(self, workspace: str, definitions: Definitions, folder: Path | None = None) -> bool:
        """Let these definitions hold from here on: a record in the log, which the loop must still reach.

        `folder`: where the files of catalogues stand. Gives False, and does nothing, where nothing has changed. Raises
        RegularsError where the definitions cannot run.
        """
        compile(definitions)
        with self._defining:
            items_changed = catalogs.keep(self.backends.shelf, workspace, definitions, folder)
            if not self.changes(workspace, definitions):
                if items_changed:
                    self._restock(workspace)
                return items_changed
            text = dump(definitions)
            self.append(Envelope(workspace, "definitions", "", self.clock.now(), 0, text.encode()))
            self._asked[workspace] = text
            return True

    def stock(self, workspace: str, catalog: Catalog, rows: Sequence[Mapping[str, Any]], replace: bool) -> int:
        """Take items of a catalogue; decisions see them from now on. Gives how many there are."""
        with self.lock:
            world = self.world(workspace)
            total = catalogs.put(self.backends.shelf, workspace, catalog, rows, replace)
            if catalog.name in world.definitions.catalogs:
                self._restock(workspace)
            return total

    def _restock(self, workspace: str) -> None:
        """Let decisions see the items that are kept now."""
        with self.lock:
            self._worlds[workspace] = restocked(self.world(workspace), self.backends, self.clock)

    def _alone(self, stored: Stored, at: int) -> tuple[Changes, Committed]:
        """A record for which the whole history must stand. One that cannot be carried out (written by another version of this
        program, say) is kept among the failures, and everything stays as it is: the loop must go on."""
        envelope, workspace = stored.envelope, stored.envelope.workspace
        try:
            self.archive.pull()
            return self._part(stored, at) if envelope.kind == "unmerge" else self._adopt(stored, at)
        except STORAGE:
            raise
        except Exception as error:
            _log.error("%s of workspace '%s' cannot hold and were set aside: %s", envelope.kind, workspace, error)
            why = f"{type(error).__name__}: {error}"[:500]
            code = f"{envelope.kind}_refused"
            failure = Failure(workspace, stored.offset, 0, "", code, why, "", envelope.received_at, envelope.body)
            return Changes(stored.offset, at, failures=[failure]), lambda: self._reached(workspace, envelope.body)

    def _adopt(self, stored: Stored, at: int) -> tuple[Changes, Committed]:
        """Definitions: backfill what is new, settle every customer, commit with the record."""
        envelope, workspace = stored.envelope, stored.envelope.workspace
        text = envelope.body.decode()
        new = self._build(workspace, _read(text))
        changes = adopt(self.world(workspace), new, self, stored.offset, at)
        self.backends.versions.put(workspace, envelope.body, at, stored.offset)
        changes.shared[workspace, DEFINITIONS] = msgspec.msgpack.encode(text)

        def hold() -> None:
            self._worlds[workspace] = new
            self._reached(workspace, envelope.body)

        return changes, hold

    def _part(self, stored: Stored, at: int) -> tuple[Changes, Committed]:
        """A merge is undone, in a world of its own that takes over with the commit."""
        workspace = stored.envelope.workspace
        new = self._build(workspace, self.world(workspace).definitions)
        return part(new, self, stored, at), lambda: self._worlds.update({workspace: new})

    def _reached(self, workspace: str, body: bytes) -> None:
        if self._asked.get(workspace, "").encode() == body:
            self._asked.pop(workspace, None)

    # Writing

    def append(self, envelope: Envelope) -> int:
        """Append one record to the log, durably. Gives its offset."""
        offset = self.backends.log.append([envelope])[0]
        self.wake.set()
        return offset

    def take(self, workspace: str, source: str, events: Sequence[Event]) -> int:
        """Append events that the house itself (or a job) made, as one record."""
        at = max(event.received_at for event in events)
        return self.append(Envelope(workspace, "events", source, at, len(events), _events(events)))

    # Running

    def run(self) -> None:
        """Work off everything that the log holds."""
        with self.lock:
            self.loop.drain()

    def tick(self) -> bool:
        """Say what time it is, if anything is due by now: a record in the log. Gives whether it did: ask until it does not."""
        at = self.clock.now()
        if not self.backends.state.due(at, 1):
            return False
        self.append(Envelope("", "tick", "", at, 0, b""))
        return True

    def now(self) -> None:
        """Bring everything up to this instant: work off the log, and let all that is due by now happen."""
        with self.lock:
            self.append(Envelope("", "tick", "", self.clock.now(), 0, b""))
            self.run()
            while self.tick():
                self.run()

    def catch_up(self) -> None:
        """Let what is due by now happen."""
        with self.lock:
            while self.tick():
                self.run()

    def flush(self) -> int:
        """Write everything committed to the lake. Gives the number of event rows written."""
        with self._flushing:
            with self.lock:
                self.archive.pull()
                self.archive.gather()
            self.archive.carry()
            with self.lock:
                return self.archive.settle()

    # History

    def query(
        self,
        workspace: str,
        sql: str,
        tables: Mapping[str, pa.Table] | None = None,
        customer: int | None = None,
        as_known: AsKnown = "now",
    ) -> pa.Table:
        """Run the house's own SQL over the workspace's history, rows not yet in the lake included.

        `tables` are tables that the SQL names besides; `customer` leaves only this customer's rows in the views; `as_known`
        says with which merges (see `AsKnown`).
        """
        rows = self.backends.engine.run
        return rows(workspace, sql, lambda: self.pending(workspace), tables=tables, customer=customer, as_known=as_known)

    def ask(self, workspace: str, sql: str, limits: Limits | None = None) -> Answer:
        """The answer to one SELECT that a user wrote, over the same history, walled in."""
        return self.backends.engine.ask(workspace, sql, lambda: self.pending(workspace), limits)

    def pending(self, workspace: str) -> dict[str, pa.Table]:
        """Committed rows that the lake does not hold yet."""
        with self.lock:
            self.archive.pull()
            return self.archive.pending(workspace)

    def customers(self, workspace: str) -> Iterable[Customer]:
        """Every customer as stored, in order of id."""
        after = 0
        state = self.backends.state
        while ids := state.query("customers", workspace, after=after, limit=1000):
            for row in state.read(workspace, ids).values():
                if not row.merged_into:
                    yield decode_customer(row.record)
            after = ids[-1]

    def members(self, workspace: str, listed: str) -> Iterator[tuple[int, int]]:
        """(customer, since) for everyone in a segment, or in a stage (`stage:NAME`), by customer."""
        after = 0
        while rows := self.backends.state.query("members", workspace, segment=listed, after=after, limit=10_000):
            yield from rows
            after = rows[-1][0]

    def verify(self, workspace: str) -> Verified:
        """Recompute every live value of the workspace from history, as of now, and list the differences."""
        with self.lock:
            self.now()
            world = self.world(workspace)
            at = self.loop.at
            past = self.query(workspace, history.sql(world.program, world.program.names, at))
            customers, stages = self.customers(workspace), world.pipeline.stages
            if stages is None:
                return verify(world.program, world.definitions.segments, customers, past, at)
            recorded = self.query(workspace, RECORDED, as_known="then").to_pylist()
            said = {row["customer_id"]: (row["stage"], row["since"]) for row in recorded}
            return verify(world.program, world.definitions.segments, customers, past, at, (stages, said))

    def close(self) -> None:
        """Flush and close. What is in the log but not worked off waits for the next start; so does what the lake refuses."""
        try:
            self.flush()
        finally:
            with self.lock:
                self.backends.close()


def _read(text: str) -> Definitions:
    """Definitions from their canonical YAML, which is never taken for a path. Raises DefinitionErrors."""
    return assemble([("definitions.yml", text)])


def _check(backends: Backends) -> None:
    """Refuse a log that ends before what was already worked off: it was lost, or an older one was put in its place."""
    end, reached = backends.log.end(), backends.state.position().offset
    if end < reached:
        raise RegularsError(
            f"the log ends at record {end}, but the state holds what followed up to record {reached}: the log was cut or "
            "replaced; put the log back that belongs to this state, or restore both from the same backup",
            code="log_behind_state",
        )
