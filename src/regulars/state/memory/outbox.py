"""The outbox beside the state in memory, behind the same lock."""

from typing import Literal

import msgspec

from regulars.kit.errors import NotFound
from regulars.records import Receipt
from regulars.state.memory.state import MemoryState
from regulars.state.memory.store import Store
from regulars.state.outbox import COUNTING, EARLIER, SETTLES, Claimed, Judge, NotClaimed, OutboxRow, Status


class MemoryOutbox:
    """Keeps the contract of `Outbox` beside a MemoryState."""

    def __init__(self, state: MemoryState) -> None:
        self._store: Store = state.store

    def claim(self, at: int, limit: int, judge: Judge) -> list[Claimed]:
        store = self._store
        with store.mutex:
            store.check_open()
            due = sorted((row for row in store.pending.values() if row.due <= at), key=lambda row: (row.due, row.id))[:limit]
            before = [msgspec.structs.astuple(row) for row in due]
            try:
                return [self._judge(row, at, judge) for row in due]
            except BaseException:
                for row, values in zip(due, before):
                    for field, value in zip(row.__struct_fields__, values):
                        setattr(row, field, value)
                    store.move(row, "pending")
                raise

    def _judge(self, row: OutboxRow, at: int, judge: Judge) -> Claimed:
        space = self._store.space(row.workspace)
        customer = space.today(row.message.customer)
        id = customer.id if customer else row.message.customer
        family = space.family(id)
        earlier = sorted(
            (other.claimed_at, other.id, other.message.channel, other.message.template)
            for member in family
            for other in space.messages.get(member, ())
            if other.id != row.id and other.status in COUNTING and other.claimed_at > at - EARLIER
        )
        verdict = judge(
            row.workspace, row.message, customer, [(claimed, channel, template) for claimed, _, channel, template in earlier]
        )
        row.verdict = verdict
        if verdict == "send":
            self._store.move(row, "claimed")
            row.claimed_at = at
            row.attempt += 1
        else:
            self._store.move(row, "suppressed")
            row.settled_at = at
        return Claimed(row.id, row.workspace, row.message, verdict, row.attempt, id, customer.record if customer else b"")

    def mark(self, id: int, phase: Literal["handing_over"]) -> None:
        with self._store.mutex:
            row = self._row(id)
            if row is None or row.status != "claimed":
                raise NotClaimed(f"message {id} is not claimed any more; do not send it")
            self._store.move(row, phase)

    def settle(self, id: int, receipt: Receipt, at: int, retry_at: int | None = None) -> None:
        status: Status = SETTLES[receipt.outcome]
        if receipt.outcome == "deferred" and retry_at is None:
            status = "failed"
        with self._store.mutex:
            row = self._row(id)
            if row is None or row.status not in ("claimed", "handing_over", "parked"):
                raise NotClaimed(f"message {id} waits for no receipt; nothing was noted")
            self._store.move(row, status)
            row.detail, row.provider_id, row.settled_at = receipt.detail, receipt.provider_id, at
            if status == "pending" and retry_at is not None:
                row.settled_at, row.claimed_at, row.due = 0, 0, retry_at

    def recover(self, at: int) -> tuple[int, int]:
        again = parked = 0
        with self._store.mutex:
            for row in self._store.messages:
                if row.status == "claimed":
                    self._store.move(row, "pending")
                    row.claimed_at, row.due = 0, at
                    again += 1
                elif row.status == "handing_over":
                    self._store.move(row, "parked")
                    row.settled_at = at
                    row.detail = "the process ended while it was being handed over"
                    parked += 1
        return again, parked

    def release(self, workspace: str, id: int, at: int) -> None:
        with self._store.mutex:
            row = self._row(id)
            if row is None or row.workspace != workspace:
                raise NotFound(f"there is no message {id}")
            if row.status != "parked":
                raise NotClaimed(f"message {id} is {row.status}; only a parked message can be released")
            self._store.move(row, "pending")
            row.due, row.claimed_at, row.settled_at = at, 0, 0

    def _row(self, id: int) -> OutboxRow | None:
        return self._store.messages[id - 1] if 0 < id <= len(self._store.messages) else None
