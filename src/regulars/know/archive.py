"""From the log to the lake, once: the archive follows the commits of the pipeline and appends what they took.

A commit leaves a spool record (which customer each event got, what was concluded) under a sequence number. The archive
reads spool and log, holds the rows as Arrow, and appends them in large Delta commits that carry the sequence number.
After a crash it goes on after the number that the lake holds: nothing is missing, nothing is twice.
"""

from collections.abc import Callable
from typing import Any

import msgspec
import pyarrow as pa

from regulars.flow.spool import Spool, decode, event_key
from regulars.flow.world import NOBODY
from regulars.lake.lake import CHANGES, EVENTS, IDENTITY, MOVES, TABLES, Lake
from regulars.log.log import Log
from regulars.records import Event, Stored
from regulars.state.state import State

_spool = msgspec.msgpack.Decoder(Spool).decode
_json = msgspec.json.Encoder().encode


class _Rows:
    """Rows of one workspace that are committed but not yet in the lake."""

    def __init__(self) -> None:
        self.tables: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
        self.columns: list[list[Any]] = [[] for _ in EVENTS]
        self.changes: list[tuple[Any, ...]] = []
        self.identity: list[tuple[Any, ...]] = []
        self.moves: list[tuple[Any, ...]] = []
        self.count = 0
        """Events."""
        self.size = 0
        """Rows of all tables."""
        self.until = 0

    def add(self, customer: int, event: Event, offset: int) -> None:
        """An event as a row."""
        row = (
            customer,
            event_key(event),
            event.id,
            event.source,
            event.type,
            event.event,
            event.timestamp,
            event.received_at,
            offset,
            event.user_id,
            event.anonymous_id,
            _text(event.properties),
            _text(event.traits),
            _text(event.context),
        )
        for column, value in zip(self.columns, row, strict=True):
            column.append(value)
        self.count += 1

    def seal(self) -> None:
        """Turn what was collected as Python values into Arrow, which is smaller and ready for queries."""
        if self.columns[0]:
            arrays = [pa.array(column, field.type) for column, field in zip(self.columns, EVENTS, strict=True)]
            self.tables["events"].append(pa.Table.from_arrays(arrays, schema=EVENTS))
            self.columns = [[] for _ in EVENTS]
        if self.changes:
            self.tables["changes"].append(_table(self.changes, CHANGES))
            self.changes = []
        if self.identity:
            self.tables["identity"].append(_table(self.identity, IDENTITY))
            self.identity = []
        if self.moves:
            self.tables["moves"].append(_table(self.moves, MOVES))
            self.moves = []


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    arrays = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _text(value: dict[str, Any]) -> str:
    return _json(value).decode() if value else "{}"


class Archive:
    """Follows the pipeline and writes the lake. All but `carry` are called from one thread, or under one lock."""

    def __init__(self, log: Log, state: State, lake: Lake, drop: Callable[[int], int]) -> None:
        self._log = log
        self._state = state
        self._lake = lake
        self._drop = drop
        self._waiting: dict[str, _Rows] = {}
        self._leaving: dict[str, _Rows] = {}
        self._left_at = 0
        self._landed = {workspace: lake.offset(workspace) for workspace in lake.workspaces()}
        self._read = 0

    @property
    def waiting(self) -> int:
        """How many rows, of all tables, are committed but not yet in the lake."""
        return sum(rows.size for table in (self._waiting, self._leaving) for rows in table.values())

    def held(self, workspace: str) -> int:
        """How many event rows of one workspace are committed but not yet in the lake."""
        return sum(rows.count for rows in self._held(workspace))

    def _held(self, workspace: str) -> list[_Rows]:
        """What the lake does not show yet. Rows on their way count until the moment at which the lake shows them."""
        leaving, waiting = self._leaving.get(workspace), self._waiting.get(workspace)
        gone = leaving is not None and self._lake.offset(workspace) >= leaving.until
        return [rows for rows in (None if gone else leaving, waiting) if rows is not None]

    def pull(self) -> int:
        """Take over what the pipeline has committed since the last call. Gives the number of spool records read."""
        taken = 0
        while batch := self._state.query("spool", "", after=self._read, limit=200):
            for sequence, workspace, blob in batch:
                if sequence > self._landed.get(workspace, 0):
                    self._take(workspace, sequence, _spool(blob))
                self._read = sequence
            taken += len(batch)
        return taken

    def _take(self, workspace: str, until: int, spool: Spool) -> None:
        # Whatever can fail comes first: a spool record is taken whole or not at all.
        envelopes = self._envelopes(spool.who[0][0], spool.who[-1][0]) if spool.who else {}
        events = [
            (customer, event, offset)
            for offset, who in spool.who
            if any(customer >= NOBODY for customer in who)
            for event, customer in zip(decode(envelopes[offset].envelope), who, strict=True)
            if isinstance(event, Event) and customer >= NOBODY
        ]
        rows = self._waiting.get(workspace)
        if rows is None:
            rows = self._waiting[workspace] = _Rows()
        for customer, event, offset in events:
            rows.add(customer, event, offset)
        for offset, customer, at, kind, name, value, why in spool.notes:
            rows.changes.append((customer, at, offset, kind, name, value, _json(why).decode()))
        rows.identity += [(merge.customer, merge.into, merge.at, until, str(merge.why), merge.by) for merge in spool.merges]
        rows.moves += [(move.customer, move.event, move.offset, move.into, move.at, until) for move in spool.moves]
        rows.size += len(events) + len(spool.notes) + len(spool.merges) + len(spool.moves)
        rows.until = until

    def _envelopes(self, first: int, last: int) -> dict[int, Stored]:
        found: dict[int, Stored] = {}
        after = first - 1
        while after < last:
            batch = self._log.read(after, last - after)
            if not batch:
                break
            for stored in batch:
                found[stored.offset] = stored
            after = batch[-1].offset
        return found

    def pending(self, workspace: str) -> dict[str, pa.Table]:
        """Rows of the workspace that are not in the lake yet, for queries: they are part of history already."""
        found: dict[str, list[pa.Table]] = {}
        for rows in self._held(workspace):
            rows.seal()
            for name, tables in rows.tables.items():
                found.setdefault(name, []).extend(tables)
        return {name: pa.concat_tables(tables) for name, tables in found.items() if tables}

    def flush(self) -> int:
        """Append everything that waits to the lake. Gives the number of event rows written."""
        self.gather()
        self.carry()
        return self.settle()

    # The same in three parts, for a house that must not stand still while the disk writes: `gather` and `settle` are quick and
    # under the house's lock, `carry` is slow and needs none.

    def gather(self) -> None:
        """Set aside what waits. What an earlier flush could not bring to the lake goes first."""
        if not self._leaving:
            self._leaving, self._waiting, self._left_at = self._waiting, {}, self._read
            for rows in self._leaving.values():
                rows.seal()

    def carry(self) -> None:
        """Append what was set aside to the lake. Raises OSError; a repeat appends what is missing, once."""
        for workspace, rows in self._leaving.items():
            tables = {name: pa.concat_tables(tables) for name, tables in rows.tables.items() if tables}
            self._lake.append(workspace, tables, rows.until)

    def settle(self) -> int:
        """The lake has what was set aside: forget it here and in the spool. Gives the number of event rows."""
        written = sum(rows.count for rows in self._leaving.values())
        for workspace, rows in self._leaving.items():
            self._landed[workspace] = rows.until
        self._leaving = {}
        if self._left_at:
            self._drop(self._left_at)
            self._left_at = 0
        return written
