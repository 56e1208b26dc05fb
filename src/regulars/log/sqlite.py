"""The embedded log: one SQLite file, one row an envelope, one writer thread that groups what waits into one disk commit.

Offsets are dense: a group that fails gives its offsets back. So a row that is missing is seen, like one that is damaged, and
never skipped quietly.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import apsw

from regulars.kit.failpoints import reach
from regulars.kit.sqlite import Database, Insert, Refused, free_bytes, trouble
from regulars.log.log import COUNTED, Done, LogBroken, LogFull, call
from regulars.log.rows import Damaged, Packer, stored
from regulars.records import Envelope, Stored

VERSION = 1
_SCHEMA = """
create table log (
    offset integer primary key, received_at integer not null, workspace text not null, kind text not null,
    source text not null, count integer not null, format integer not null, crc integer not null, body blob not null
) strict;
create table marks (name text primary key, value integer not null) strict, without rowid;
create table totals (workspace text primary key, events integer not null) strict, without rowid;
insert into marks values ('end', 0), ('trimmed', 0);
"""
_COLUMNS = "offset, received_at, workspace, kind, source, count, format, crc, body"
_TRIMMED = "(select value from marks where name = 'trimmed')"
_INSERT = Insert(f"log ({_COLUMNS})", 9)

GROUP = 512
GROUP_BYTES = READ_BYTES = 8 << 20
_TRIM_ROWS = 500

_Waiting = tuple[Sequence[Envelope], Done, int]
"""What to append, whom to tell, and the size of its bodies."""


class SqliteLog:
    """Keeps the contract of `Log` in the file `path`. Raises InUse or Refused where the file cannot be opened.

    Refuses appends with LogFull while less than `reserve_bytes` are free on the disk, so that all the rest still works.

    >>> import tempfile
    >>> log = SqliteLog(Path(tempfile.mkdtemp()) / "log.db", reserve_bytes=0)
    >>> log.append([Envelope("shop", "tick", "", 5, 0, b"")]), log.end()
    ([1], 1)
    >>> log.close()
    """

    def __init__(self, path: Path, *, reserve_bytes: int = 256 << 20) -> None:
        self._path = path
        self._reserve = reserve_bytes
        self._packer = Packer()
        self._database = Database(path, kind="log", version=VERSION, schema=_SCHEMA)
        try:
            self._end, self._totals = self._load()
        except BaseException:
            self._database.close()
            raise
        self._stopped: LogBroken | None = None
        """Why nothing more is taken: closed, or broken."""
        self._broken = False
        self._gate = threading.Lock()
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="log-writer", daemon=True)
        self._writer.start()

    def append(self, envelopes: Sequence[Envelope]) -> list[int]:
        answer: SimpleQueue[list[int] | Exception] = SimpleQueue()
        self.append_soon(envelopes, answer.put)
        outcome = answer.get()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def append_soon(self, envelopes: Sequence[Envelope], done: Done) -> None:
        size = sum([len(envelope.body) for envelope in envelopes])  # here, where what is no envelope raises at its caller
        with self._gate:  # so that nothing enters the queue behind the mark of its end
            if self._stopped:
                raise self._stopped
            self._queue.put((envelopes, done, size))

    def read(self, after: int, limit: int) -> list[Stored]:
        self._check()
        end = self._end
        found: list[Stored] = []
        size = 0
        sql = f"select {_COLUMNS}, {_TRIMMED} from log where offset > ? order by offset limit ?"
        next_offset = after + 1
        try:
            cursor = self._database.reader().execute(sql, (after, limit))
            for *row, trimmed in cursor:
                if trimmed is None:
                    raise Damaged
                next_offset = max(next_offset, trimmed + 1)
                one = stored(tuple(row))
                if one.offset != next_offset:
                    raise Damaged
                found.append(one)
                next_offset += 1
                size += len(one.envelope.body)
                if size >= READ_BYTES:
                    cursor.close()
                    return found
            if len(found) < limit and next_offset <= end and self._trimmed() < end:
                raise Damaged
        except (Damaged, UnicodeDecodeError):
            raise LogBroken(
                f"the envelope {next_offset} in {self._path} is damaged or missing; stop, and restore the file from a backup"
            ) from None
        except apsw.Error as error:
            raise self._translated(error) from error
        return found

    def end(self) -> int:
        self._check()
        return self._end

    def totals(self) -> dict[str, int]:
        self._check()
        return dict(self._totals)

    def trim(self, before: int) -> int:
        self._check()
        gone = 0
        try:
            while chunk := self._trim_some(before):
                gone += chunk
                self._database.tidy()
        except apsw.Error as error:
            raise self._translated(error) from error
        return gone

    def close(self) -> None:
        """Finish what waits, then release everything."""
        with self._gate:
            closing = LogBroken(f"the log {self._path} is closed; open it again")
            self._stopped = self._stopped or closing
            self._queue.put(None)
        self._writer.join()
        self._database.close()

    def _write(self) -> None:
        more = True
        while more:
            group, more = self._next_group()
            if not group:
                continue
            self._commit(group)
            try:
                self._database.tidy()
            except apsw.Error as error:
                self._translated(error)

    def _next_group(self) -> tuple[list[_Waiting], bool]:
        """What waits now, at least one append, and whether there may be more to come."""
        group: list[_Waiting] = []
        size = 0
        entry = self._queue.get()
        while entry is not None:
            group.append(entry)
            size += entry[2]
            if len(group) >= GROUP or size >= GROUP_BYTES:
                return group, True
            try:
                entry = self._queue.get_nowait()
            except Empty:
                return group, True
        return group, False

    def _commit(self, group: list[_Waiting]) -> None:
        end = self._end
        try:
            if self._broken and self._stopped:
                raise self._stopped
            self._store(list(chain.from_iterable(envelopes for envelopes, _, _ in group)))
            reach("F3")
        except Exception as error:
            if trouble(error) == "other" and len(group) > 1:
                for entry in group:  # one bad append must not spoil its neighbours
                    self._commit([entry])
                return
            failure = self._translated(error) if self._end == end else self._break(error)
            for _, done, _ in group:
                call(done, failure)
            return
        for envelopes, done, _ in group:
            call(done, list(range(end + 1, end + 1 + len(envelopes))))
            end += len(envelopes)

    def _store(self, envelopes: list[Envelope]) -> None:
        if free_bytes(self._path.parent) < self._reserve:
            raise LogFull(
                f"the disk of {self._path} has less than {self._reserve >> 20} MiB free; free some space, then send again"
            )
        rows = self._packer.rows(self._end + 1, envelopes)
        end = self._end + len(rows)
        grown: Counter[str] = Counter()
        for envelope in envelopes:
            if envelope.kind in COUNTED:
                grown[envelope.workspace] += envelope.count
        with self._database.transaction() as writer:
            _INSERT.run(writer, rows)
            reach("F4")
            writer.execute("update marks set value = ? where name = 'end'", (end,))
            writer.executemany(
                "insert into totals values (?, ?) on conflict do update set events = events + excluded.events", grown.items()
            )
            reach("F2")
        self._end = end
        for workspace, count in grown.items():
            self._totals[workspace] = self._totals.get(workspace, 0) + count

    def _trim_some(self, before: int) -> int:
        with self._database.transaction() as writer:
            trimmed = writer.execute(f"select {_TRIMMED}").get
            oldest = "select offset, received_at from log order by offset limit ?"
            young = writer.execute(f"select offset from ({oldest}) where received_at >= ? limit 1", (_TRIM_ROWS, before)).get
            last = young - 1 if young is not None else min(trimmed + _TRIM_ROWS, self._end)
            if last > trimmed:
                writer.execute("delete from log where offset <= ?", (last,))
                writer.execute("update marks set value = ? where name = 'trimmed'", (last,))
            return int(last - trimmed)

    def _load(self) -> tuple[int, dict[str, int]]:
        try:
            reader = self._database.reader()
            end = reader.execute("select value from marks where name = 'end'").get
            trimmed, last = self._trimmed(), reader.execute("select max(offset) from log").get
            if end is None or end != (trimmed if last is None else last):
                raise Refused(f"{self._path} ends at {last} but its own mark says {end}: rows are missing; restore a backup")
            totals: list[Any] = reader.execute("select workspace, events from totals").fetchall()
            return end, dict(totals)
        except Damaged:
            raise Refused(f"{self._path} is damaged (its mark `trimmed` is missing); restore it from a backup") from None
        except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, UnicodeDecodeError) as error:
            raise Refused(f"{self._path} is damaged ({error}); restore it from a backup") from None

    def _trimmed(self) -> int:
        trimmed = self._database.reader().execute(f"select {_TRIMMED}").get
        if trimmed is None:
            raise Damaged
        return int(trimmed)

    def _check(self) -> None:
        if self._stopped:
            raise self._stopped

    def _translated(self, error: Exception) -> Exception:
        kind = trouble(error)
        if kind == "full":
            return LogFull(f"the log {self._path} cannot take more now ({error}); nothing of this was kept, try again later")
        return error if kind == "other" else self._break(error)

    def _break(self, error: Exception) -> LogBroken:
        """From here on nothing is taken: what the disk holds is in doubt, and only a restart reads it afresh."""
        with self._gate:
            if not self._broken:
                reason = str(error) or "another process has taken it over"
                self._stopped = LogBroken(f"the log {self._path} failed ({reason}); stop this process and start it again")
                self._broken = True
            assert self._stopped
            return self._stopped
