"""The embedded state: one SQLite file, one transaction for each micro-batch."""

import zlib
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import apsw
import msgspec
from msgspec.structs import astuple

from regulars.kit.clock import NEVER
from regulars.kit.failpoints import reach
from regulars.kit.sqlite import Insert
from regulars.state.queries import completed
from regulars.state.sqlite.queries import ANSWERS
from regulars.state.sqlite.schema import ID_BITS, ID_MASK
from regulars.state.sqlite.store import Store, found
from regulars.state.state import Changes, CustomerRow, Position, StateBroken

_COLUMNS = "customers (key, due, merged_into, crc, record)"
_SET = "on conflict do update set merged_into = excluded.merged_into, crc = excluded.crc, record = excluded.record"
_CUSTOMERS = Insert(_COLUMNS, 5, f"{_SET}, due = excluded.due")
_SAME_DUE = Insert(_COLUMNS, 5, _SET)
"""For customers whose timer stays: SQLite rewrites an index entry whenever its column is set, be it to the same value, and most
of what a commit costs would go there."""
_IDENTIFIERS = Insert("identifiers", 4, "on conflict do update set customer = excluded.customer")
_MEMBERS = Insert("members", 4, "on conflict do update set since = excluded.since")
_MESSAGES = Insert(
    "messages (workspace, key, customer, channel, template, status, due, message)", 8, "on conflict (workspace, key) do nothing"
)
_FAILURES = Insert("failures", 10, "on conflict do nothing")
_COUNTS = Insert("counts", 3, "on conflict do update set total = total + excluded.total")


class SqliteState:
    """Keeps the contracts of `State` and `Upkeep` in the file `path`; None keeps it in memory, for one thread.

    Raises InUse or Refused where the file cannot be opened.

    >>> import tempfile
    >>> state = SqliteState(Path(tempfile.mkdtemp()) / "state.db")
    >>> state.commit(Changes(7, 1000, customers=[CustomerRow("shop", 1, b"ann")], identifiers=[("shop", "user", "ann", 1)]))
    >>> state.find("shop", [("user", "ann")]), state.position()
    ({('user', 'ann'): 1}, Position(offset=7, at=1000, tops={'shop': 1}))
    >>> state.close()
    """

    def __init__(self, path: Path | None) -> None:
        self.store = Store(path)

    def position(self) -> Position:
        offset, at = self.store.rows('select "offset", at from place')[0]
        tops = self.store.rows("select name, top from tops join workspaces on number = workspace")
        return Position(offset, at, {str(name): int(top) for name, top in tops})

    def find(self, workspace: str, identifiers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        number = self.store.number(workspace)
        kinds: dict[str, list[str]] = {}
        holders: dict[tuple[str, str], int] = {}
        for kind, value in identifiers:
            if "\0" in value:  # an array of texts ends each at its first NUL: ask for these one by one
                sql = "select customer from identifiers where workspace = ? and kind = ? and value = ?"
                for (customer,) in self.store.rows(sql, (number, kind, value)):
                    holders[kind, value] = customer
            else:
                kinds.setdefault(kind, []).append(value)
        sql = (
            "select c.value, i.customer from carray(?) c "
            "cross join identifiers i on i.workspace = ? and i.kind = ? and i.value = c.value"
        )
        for kind, values in kinds.items():
            for value, customer in self.store.rows(sql, (apsw.carray(tuple(values)), number, kind)):
                holders[kind, value] = customer
        return holders

    def read(self, workspace: str, ids: Sequence[int]) -> dict[int, CustomerRow]:
        base = self.store.number(workspace) << ID_BITS
        keys = array("q", [base | id for id in ids if 0 < id <= ID_MASK])
        if not keys:
            return {}
        sql = "select key, due, merged_into, crc, record from carray(?) cross join customers on key = value"
        return {row[0] & ID_MASK: unpacked(workspace, *row) for row in self.store.rows(sql, (apsw.carray(keys),))}

    def due(self, at: int, limit: int) -> list[tuple[str, int, int]]:
        sql = f"select key, due from customers where due <= ? and due < {NEVER} order by due, key limit ?"
        names = dict(self.store.rows("select number, name from workspaces"))
        return [(names[key >> ID_BITS], key & ID_MASK, due) for key, due in self.store.rows(sql, (at, limit))]

    def commit(self, changes: Changes) -> None:
        with self.store.write() as writer:
            stands = writer.execute('select "offset" from place').get
            if not isinstance(stands, int) or changes.offset < stands:
                raise StateBroken(
                    f"the state stands at log offset {stands} already; a commit at {changes.offset} would undo it"
                )
            self._customers(writer, changes)
            reach("F8")
            self._index(writer, changes)
            reach("F9")
            self._effects(writer, changes)
            writer.execute('update place set "offset" = ?, at = ?', (changes.offset, changes.at))
            reach("F7")

    def _customers(self, writer: apsw.Connection, changes: Changes) -> None:
        rows = {}
        for row in changes.customers:
            base = self.store.numbered(writer, row.workspace) << ID_BITS
            key = base | row.id
            merged_into = row.merged_into and base | row.merged_into
            rows[key] = (key, row.due, merged_into, zlib.crc32(row.record, key & 0xFFFFFFFF), row.record)
        keys = sorted(rows)
        sql = "select key, due from carray(?) cross join customers on key = value"
        dues = dict(found(writer, sql, (apsw.carray(array("q", keys)),))) if keys else {}
        _SAME_DUE.run(writer, [rows[key] for key in keys if dues.get(key) == rows[key][1]])
        _CUSTOMERS.run(writer, [rows[key] for key in keys if dues.get(key) != rows[key][1]])

    def _index(self, writer: apsw.Connection, changes: Changes) -> None:
        number = self.store.numbered
        identifiers = {(number(writer, space), kind, value): customer for space, kind, value, customer in changes.identifiers}
        _IDENTIFIERS.run(writer, [(*place, customer) for place, customer in sorted(identifiers.items()) if customer])
        gone = [place for place, customer in identifiers.items() if not customer]
        writer.executemany("delete from identifiers where workspace = ? and kind = ? and value = ?", gone)
        left = sorted((number(writer, space), segment, customer) for space, segment, customer in changes.left)
        writer.executemany("delete from members where workspace = ? and segment = ? and customer = ?", left)
        joined = {(number(writer, space), segment, customer): since for space, segment, customer, since in changes.joined}
        _MEMBERS.run(writer, [(*place, since) for place, since in sorted(joined.items())])

    def _effects(self, writer: apsw.Connection, changes: Changes) -> None:
        number = self.store.numbered
        encode = msgspec.msgpack.encode
        messages = []
        for space, one in changes.messages:
            workspace = number(writer, space)
            customer = workspace << ID_BITS | one.customer
            messages.append((workspace, one.key, customer, one.channel, one.template, "pending", one.created_at, encode(one)))
        _MESSAGES.run(writer, messages)
        _FAILURES.run(writer, [(number(writer, one.workspace), *astuple(one)[1:]) for one in changes.failures])
        writer.executemany(
            'insert into spool ("offset", workspace, blob) values (?, ?, ?)',
            [(changes.offset, number(writer, space), blob) for space, blob in changes.spool],
        )
        _COUNTS.run(writer, [(number(writer, space), name, by) for (space, name), by in sorted(changes.counts.items())])
        for (space, name), value in changes.shared.items():
            place = (number(writer, space), name)
            if value:
                writer.execute("insert or replace into shared values (?, ?, ?)", (*place, value))
            else:
                writer.execute("delete from shared where workspace = ? and name = ?", place)

    def query(self, what: str, workspace: str, **where: Any) -> Any:
        where = completed(what, where)
        return ANSWERS[what](self.store, workspace, **where)

    def drop_spool(self, through: int) -> int:
        with self.store.write() as writer:
            writer.execute("delete from spool where sequence <= ?", (through,))
            return int(writer.changes())

    def reprocessed(self, workspace: str, places: Sequence[tuple[int, int]], at: int) -> int:
        number = self.store.number(workspace)
        marked = 0
        with self.store.write() as writer:
            for offset, index in places:
                writer.execute(
                    "update failures set reprocessed_at = ? "
                    'where workspace = ? and "offset" = ? and place = ? and reprocessed_at = 0',
                    (at, number, offset, index),
                )
                marked += writer.changes()
        return marked

    def close(self) -> None:
        self.store.database.close()


def unpacked(workspace: str, key: int, due: int, merged_into: int, crc: int, record: bytes) -> CustomerRow:
    """The customer of a row. Raises StateBroken where the record is not the one that was written there."""
    if zlib.crc32(record, key & 0xFFFFFFFF) != crc:
        raise StateBroken(
            f"the record of customer {key & ID_MASK} of workspace '{workspace}' is damaged; stop, and rebuild the state"
        )
    return CustomerRow(workspace, key & ID_MASK, record, due, merged_into & ID_MASK)
