"""The outbox beside the SQLite state, in the same file and behind the same write lock."""

from typing import Literal

import apsw
import msgspec

from regulars.kit.errors import NotFound
from regulars.records import Message, Receipt
from regulars.state.outbox import COUNTING, EARLIER, SETTLES, Claimed, Judge, NotClaimed
from regulars.state.sqlite.queries import FAMILY
from regulars.state.sqlite.schema import ID_BITS, ID_MASK
from regulars.state.sqlite.state import SqliteState, unpacked
from regulars.state.sqlite.store import found
from regulars.state.state import CustomerRow

_message = msgspec.msgpack.Decoder(Message).decode

_DUE = """
select m.id, m.attempt, w.name, m.customer, m.message from messages m join workspaces w on w.number = m.workspace
where m.status = 'pending' and m.due <= ? order by m.due, m.id limit ?
"""
_TODAY = """
with recursive path (key, into_key, steps) as (
    select key, merged_into, 0 from customers where key = ?
    union all select c.key, c.merged_into, steps + 1 from customers c join path p on c.key = p.into_key where steps < 100
)
select key, due, merged_into, crc, record from customers where key = (select key from path order by steps desc limit 1)
"""
_EARLIER = f"""{FAMILY}
select claimed_at, channel, template from messages
where customer in (select key from family) and claimed_at > :since and status in {COUNTING}
order by claimed_at, id
"""


class SqliteOutbox:
    """Keeps the contract of `Outbox` in the file of a SqliteState."""

    def __init__(self, state: SqliteState) -> None:
        self._store = state.store

    def claim(self, at: int, limit: int, judge: Judge) -> list[Claimed]:
        if not self._store.rows("select 1 from messages where status = 'pending' and due <= ? limit 1", (at,)):
            return []  # asked every moment: no reason to take the write lock
        claimed = []
        with self._store.write() as writer:
            for id, attempt, workspace, customer, encoded in found(writer, _DUE, (at, limit)):
                message = _message(encoded)
                row = _today(writer, workspace, customer)
                key = (customer >> ID_BITS << ID_BITS) | row.id if row else customer
                verdict = judge(workspace, message, row, _earlier(writer, key, at))
                if verdict == "send":
                    attempt += 1
                    sql = "update messages set status = 'claimed', verdict = ?, claimed_at = ?, attempt = ? where id = ?"
                else:
                    sql = "update messages set status = 'suppressed', verdict = ?, settled_at = ?, attempt = ? where id = ?"
                writer.execute(sql, (verdict, at, attempt, id))
                claimed.append(Claimed(id, workspace, message, verdict, attempt, key & ID_MASK, row.record if row else b""))
        return claimed

    def mark(self, id: int, phase: Literal["handing_over"]) -> None:
        with self._store.write() as writer:
            writer.execute("update messages set status = ? where id = ? and status = 'claimed'", (phase, id))
            if not writer.changes():
                raise NotClaimed(f"message {id} is not claimed any more; do not send it")

    def settle(self, id: int, receipt: Receipt, at: int, retry_at: int | None = None) -> None:
        status = SETTLES[receipt.outcome]
        if receipt.outcome == "deferred" and retry_at is None:
            status = "failed"
        with self._store.write() as writer:
            writer.execute(
                """update messages set status = :status, detail = :detail, provider_id = :provider,
                    settled_at = iif(:status = 'pending', 0, :at), claimed_at = iif(:status = 'pending', 0, claimed_at),
                    due = iif(:status = 'pending', :due, due)
                where id = :id and status in ('claimed', 'handing_over', 'parked')""",
                {
                    "status": status,
                    "detail": receipt.detail,
                    "provider": receipt.provider_id,
                    "at": at,
                    "due": retry_at,
                    "id": id,
                },
            )
            if not writer.changes():
                raise NotClaimed(f"message {id} waits for no receipt; nothing was noted")

    def recover(self, at: int) -> tuple[int, int]:
        with self._store.write() as writer:
            writer.execute("update messages set status = 'pending', claimed_at = 0, due = ? where status = 'claimed'", (at,))
            again = writer.changes()
            detail = "the process ended while it was being handed over"
            writer.execute(
                "update messages set status = 'parked', settled_at = ?, detail = ? where status = 'handing_over'", (at, detail)
            )
            return again, writer.changes()

    def release(self, workspace: str, id: int, at: int) -> None:
        number = self._store.number(workspace)
        with self._store.write() as writer:
            rows = found(writer, "select status from messages where workspace = ? and id = ?", (number, id))
            if not rows:
                raise NotFound(f"there is no message {id}")
            (status,) = rows[0]
            if status != "parked":
                raise NotClaimed(f"message {id} is {status}; only a parked message can be released")
            writer.execute(
                "update messages set status = 'pending', due = ?, claimed_at = 0, settled_at = 0 where id = ?", (at, id)
            )


def _today(writer: apsw.Connection, workspace: str, customer: int) -> CustomerRow | None:
    rows = found(writer, _TODAY, (customer,))
    return unpacked(workspace, *rows[0]) if rows else None


def _earlier(writer: apsw.Connection, customer: int, at: int) -> list[tuple[int, str, str]]:
    return found(writer, _EARLIER, {"customer": customer, "since": at - EARLIER})
