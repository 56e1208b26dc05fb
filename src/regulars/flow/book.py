"""The customers that a micro-batch works on: read once, changed in memory, written once.

They are kept as they are stored, and decoded only while a portion of a batch works on them: many thousands of customers in
parts lie scattered over the memory, and reaching for the parts costs more than to decode a record. The few that were worked on
last stay decoded too: where the same customers come again and again, nothing is decoded twice.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from regulars.records import Customer
from regulars.records.customer import decode_customer, encode_customer
from regulars.state.state import Changes, CustomerRow, State

_DECODED = 2_500
"""Customers that stay decoded, at least; at most twice as many."""
_K = TypeVar("_K")
_V = TypeVar("_V")


class _Recent(Generic[_K, _V]):
    """A bounded memory in two generations: what was used since the last turn survives the next one."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.young: dict[_K, _V] = {}
        self._old: dict[_K, _V] = {}

    def get(self, key: _K) -> _V | None:
        value = self.young.get(key)
        if value is None and (value := self._old.pop(key, None)) is not None:
            self.young[key] = value
        return value

    def put(self, key: _K, value: _V) -> None:
        self.young[key] = value

    def drop(self, key: _K) -> None:
        self.young.pop(key, None)
        self._old.pop(key, None)

    def turn(self) -> None:
        """Called between micro-batches: forget what was not used for a while."""
        if len(self.young) > self._limit:
            self._old, self.young = self.young, {}

    def clear(self) -> None:
        self.young, self._old = {}, {}


class Book:
    """One workspace's customers and identifiers, cached across micro-batches.

    The pipeline is the only writer, so what the cache holds is true; `forget` empties it after a failed batch.
    """

    def __init__(self, workspace: str, state: State, limit: int = 50_000) -> None:
        self.workspace = workspace
        self._state = state
        self._records: _Recent[int, bytes] = _Recent(limit)
        self._decoded: _Recent[int, Customer] = _Recent(min(_DECODED, limit))
        self._customers: dict[int, Customer] = {}
        self._holders: defaultdict[str, _Recent[str, int]] = defaultdict(lambda: _Recent(4 * limit))
        self._moved: dict[int, int] = {}
        self._dirty: dict[int, Customer] = {}
        self._rows: dict[int, CustomerRow] = {}
        self._gone: dict[int, tuple[int, bytes]] = {}
        self._pointed: dict[tuple[str, str], int] = {}
        self._members: dict[tuple[str, int], int] = {}
        self._top = state.position().tops.get(workspace, 0)

    def open(self, identifiers: Iterable[tuple[str, str]]) -> None:
        """Fetch the holders of these identifiers, and those customers, with two reads."""
        self._put_down()
        holders = self._holders
        unknown: set[tuple[str, str]] = set()
        held: list[int] = []
        for kind, value in identifiers:
            found = holders[kind].get(value)
            if found is None:
                unknown.add((kind, value))
            else:
                held.append(found)
        if unknown:
            them = self._state.find(self.workspace, sorted(unknown))
            for kind, value in unknown:
                holders[kind].put(value, them.get((kind, value), 0))
            held += them.values()
        self.fetch(held)

    def fetch(self, ids: Iterable[int]) -> None:
        """Read these customers at once, those that the cache lacks."""
        known, records, moved = self._customers, self._records, self._moved
        missing = sorted({i for i in ids if i and i not in known and records.get(i) is None and i not in moved})
        if missing:
            for row in self._state.read(self.workspace, missing).values():
                if row.merged_into:
                    self._moved[row.id] = row.merged_into
                else:
                    records.put(row.id, row.record)

    def holder(self, kind: str, value: str) -> int:
        """The customer that holds this identifier; 0 if none does."""
        holders = self._holders[kind]
        found = holders.get(value)
        if found is None:
            found = self._state.find(self.workspace, [(kind, value)]).get((kind, value), 0)
            holders.put(value, found)
        return found

    def customer(self, customer: int) -> Customer | None:
        """The customer with this id, or the one that it was merged into."""
        found = self._customers.get(customer)
        while found is None:
            found = self._decoded.get(customer)
            if found is not None:
                self._customers[customer] = found
                break
            record = self._records.get(customer)
            if record is None and customer not in self._moved:
                self.fetch([customer])
                record = self._records.get(customer)
            if record is not None:
                found = self._customers[customer] = decode_customer(record)
            elif customer in self._moved:
                customer = self._moved[customer]
                found = self._customers.get(customer)
            else:
                return None
        return found

    def create(self, at: int) -> Customer:
        """A new customer with the next id."""
        self._top += 1
        customer = Customer(id=self._top, born_at=at)
        self._customers[customer.id] = self._dirty[customer.id] = customer
        return customer

    def change(self, customer: Customer) -> None:
        """This customer will be written with the batch."""
        self._dirty[customer.id] = customer

    def remove(self, customer: int, into: int, record: bytes = b"") -> None:
        """The customer was merged into another and is no more. `record` is kept in its place."""
        self._dirty.pop(customer, None)
        self._rows.pop(customer, None)
        self._customers.pop(customer, None)
        self._records.drop(customer)
        self._decoded.drop(customer)
        self._gone[customer] = (into, record)
        self._moved[customer] = into

    def kept(self, ids: Iterable[int]) -> dict[int, bytes]:
        """What was kept in the place of those of these customers who are merged away. For between batches."""
        rows = self._state.read(self.workspace, sorted(set(ids)))
        return {row.id: row.record for row in rows.values() if row.merged_into}

    def put(self, customer: Customer) -> None:
        """From now on this is the customer of its id, even if that one was merged away."""
        self._moved.pop(customer.id, None)
        self._gone.pop(customer.id, None)
        self._customers[customer.id] = self._dirty[customer.id] = customer

    def point(self, kind: str, value: str, customer: int) -> None:
        """From now on this customer holds the identifier."""
        self._holders[kind].put(value, customer)
        self._pointed[kind, value] = customer

    def join(self, name: str, customer: int, since: int) -> None:
        """The customer is now listed among the members of a segment (or `stage:NAME`)."""
        self._members[name, customer] = since

    def leave(self, name: str, customer: int) -> None:
        """The customer is no longer listed among the members."""
        self._members[name, customer] = 0

    def _put_down(self) -> None:
        """Encode what changed. What others brought in only to have it written is not kept here."""
        workspace, rows, put = self.workspace, self._rows, self._records.put
        for i, customer in self._dirty.items():
            record = encode_customer(customer)
            rows[i] = CustomerRow(workspace, i, record, customer.due)
            if i in self._customers:
                put(i, record)
            else:
                self._decoded.drop(i)
        for i, customer in self._customers.items():
            self._decoded.put(i, customer)
        self._customers, self._dirty = {}, {}
        self._decoded.turn()

    def close(self, changes: Changes) -> None:
        """Hand over everything that changed, in the order of ids (pages are then written once)."""
        workspace = self.workspace
        self._put_down()
        self._rows |= {i: CustomerRow(workspace, i, record, merged_into=into) for i, (into, record) in self._gone.items()}
        changes.customers += [self._rows[i] for i in sorted(self._rows)]
        changes.identifiers += [(workspace, kind, value, i) for (kind, value), i in self._pointed.items()]
        for (name, i), since in self._members.items():
            if since:
                changes.joined.append((workspace, name, i, since))
            else:
                changes.left.append((workspace, name, i))
        self._rows, self._gone, self._pointed, self._members = {}, {}, {}, {}

    def turn(self) -> None:
        """The batch is committed: let the caches age."""
        self._records.turn()
        for holders in self._holders.values():
            holders.turn()

    def forget(self) -> None:
        """The batch was not committed: read everything anew."""
        self._records.clear()
        self._decoded.clear()
        self._holders.clear()
        self._customers, self._rows = {}, {}
        self._moved, self._dirty, self._gone, self._pointed, self._members = {}, {}, {}, {}, {}
        self._top = self._state.position().tops.get(self.workspace, 0)
