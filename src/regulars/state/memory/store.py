"""What one workspace, and the whole state, hold in memory: plain dicts behind one lock."""

import threading
from collections import Counter
from heapq import heappop, heappush

import msgspec

from regulars.kit.clock import NEVER
from regulars.records import Message
from regulars.state.outbox import OutboxRow, Status
from regulars.state.state import CustomerRow, Failure, StateBroken


class Space:
    """One workspace."""

    def __init__(self) -> None:
        self.customers: dict[int, CustomerRow] = {}
        self.top = 0
        self.merged: dict[int, set[int]] = {}
        """customer → those that were merged into it directly."""
        self.identifiers: dict[tuple[str, str], int] = {}
        self.members: dict[str, dict[int, int]] = {}
        self.failures: dict[tuple[int, int], Failure] = {}
        self.keys: set[str] = set()
        """Keys of the messages that the outbox has."""
        self.messages: dict[int, list[OutboxRow]] = {}
        self.counts: Counter[str] = Counter()
        self.shared: dict[str, bytes] = {}

    def put(self, row: CustomerRow) -> None:
        """Store a customer."""
        before = self.customers.get(row.id)
        if before and before.merged_into:
            self.merged[before.merged_into].discard(row.id)
        if row.merged_into:
            self.merged.setdefault(row.merged_into, set()).add(row.id)
        self.customers[row.id] = msgspec.structs.replace(row)
        self.top = max(self.top, row.id)

    def family(self, customer: int) -> set[int]:
        """A customer and all that were merged into it."""
        family = {customer}
        fresh = [customer]
        while fresh:
            fresh = [child for parent in fresh for child in self.merged.get(parent, ()) if child not in family]
            family.update(fresh)
        return family

    def today(self, customer: int) -> CustomerRow | None:
        """The customer that this one has become by merges."""
        row = self.customers.get(customer)
        for _ in range(100):
            if row is None or not row.merged_into:
                break
            row = self.customers.get(row.merged_into, row)
        return row


class Store:
    """The whole state. Everything that touches it holds `mutex`."""

    def __init__(self) -> None:
        self.mutex = threading.RLock()
        self.offset = 0
        self.at = 0
        self.spaces: dict[str, Space] = {}
        self.timers: list[tuple[int, int, str, int]] = []
        """A heap of (due, place of the workspace, workspace, customer). Entries that no longer hold stay until they are met."""
        self.messages: list[OutboxRow] = []
        """A message's id is its place here, from 1."""
        self.pending: dict[int, OutboxRow] = {}
        self.spool: list[tuple[int, str, bytes]] = []
        self.sequence = 0
        self.closed = False

    def space(self, workspace: str) -> Space:
        """What a workspace holds, for writing; an unknown one begins."""
        return self.spaces.setdefault(workspace, Space())

    def look(self, workspace: str) -> Space:
        """The same for reading; an unknown one is empty."""
        self.check_open()
        return self.spaces.get(workspace) or Space()

    def due(self, at: int, limit: int) -> list[tuple[str, int, int]]:
        """(workspace, customer, due) of the timers due at or before `at`, earliest first."""
        found: dict[tuple[int, int, str, int], None] = {}
        while self.timers and self.timers[0][0] <= at and len(found) < limit:
            entry = heappop(self.timers)
            due, _, workspace, customer = entry
            if self.spaces[workspace].customers[customer].due == due:
                found[entry] = None
        for entry in found:
            heappush(self.timers, entry)
        return [(workspace, customer, due) for due, _, workspace, customer in found]

    def add(self, row: CustomerRow) -> None:
        """Store a customer and set its timer."""
        space = self.space(row.workspace)
        before = space.customers.get(row.id)
        space.put(row)
        if row.due < NEVER and (before is None or before.due != row.due):
            heappush(self.timers, (row.due, list(self.spaces).index(row.workspace), row.workspace, row.id))

    def post(self, workspace: str, message: Message) -> None:
        """Put a message into the outbox unless it is there already."""
        space = self.space(workspace)
        if message.key not in space.keys:
            space.keys.add(message.key)
            row = OutboxRow(len(self.messages) + 1, workspace, message, due=message.created_at)
            self.messages.append(row)
            space.messages.setdefault(message.customer, []).append(row)
            self.pending[row.id] = row

    def move(self, row: OutboxRow, status: Status) -> None:
        """Let a message's status be this from here on."""
        row.status = status
        if status == "pending":
            self.pending[row.id] = row
        else:
            self.pending.pop(row.id, None)

    def check_open(self) -> None:
        """Raise StateBroken after `close`."""
        if self.closed:
            raise StateBroken("the state in memory is closed; make another one")
