"""The state in memory. Nothing survives the process."""

from collections.abc import Sequence
from typing import Any

import msgspec

from regulars.state.memory.queries import ANSWERS
from regulars.state.memory.store import Store
from regulars.state.queries import completed
from regulars.state.state import Changes, CustomerRow, Position, StateBroken


class MemoryState:
    """Keeps the contracts of `State` and `Upkeep`, except durability.

    >>> state = MemoryState()
    >>> state.commit(Changes(7, 1000, customers=[CustomerRow("shop", 1, b"ann")], identifiers=[("shop", "user", "ann", 1)]))
    >>> state.find("shop", [("user", "ann")]), state.position()
    ({('user', 'ann'): 1}, Position(offset=7, at=1000, tops={'shop': 1}))
    """

    def __init__(self) -> None:
        self.store = Store()

    def position(self) -> Position:
        with self.store.mutex:
            self.store.check_open()
            tops = {name: space.top for name, space in self.store.spaces.items() if space.top}
            return Position(self.store.offset, self.store.at, tops)

    def find(self, workspace: str, identifiers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        with self.store.mutex:
            known = self.store.look(workspace).identifiers
            return {pair: known[pair] for pair in identifiers if pair in known}

    def read(self, workspace: str, ids: Sequence[int]) -> dict[int, CustomerRow]:
        with self.store.mutex:
            known = self.store.look(workspace).customers
            return {id: msgspec.structs.replace(known[id]) for id in ids if id in known}

    def due(self, at: int, limit: int) -> list[tuple[str, int, int]]:
        with self.store.mutex:
            self.store.check_open()
            return self.store.due(at, limit)

    def commit(self, changes: Changes) -> None:
        store = self.store
        with store.mutex:
            store.check_open()
            if changes.offset < store.offset:
                raise StateBroken(
                    f"the state stands at log offset {store.offset} already; a commit at {changes.offset} would undo it"
                )
            for row in changes.customers:
                store.add(row)
            for workspace, kind, value, customer in changes.identifiers:
                if customer:
                    store.space(workspace).identifiers[kind, value] = customer
                else:
                    store.space(workspace).identifiers.pop((kind, value), None)
            for workspace, segment, customer in changes.left:
                store.space(workspace).members.get(segment, {}).pop(customer, None)
            for workspace, segment, customer, since in changes.joined:
                store.space(workspace).members.setdefault(segment, {})[customer] = since
            for workspace, message in changes.messages:
                store.post(workspace, message)
            for failure in changes.failures:
                store.space(failure.workspace).failures.setdefault((failure.offset, failure.index), failure)
            for workspace, blob in changes.spool:
                store.space(workspace)
                store.sequence += 1
                store.spool.append((store.sequence, workspace, blob))
            for (workspace, name), by in changes.counts.items():
                store.space(workspace).counts[name] += by
            for (workspace, name), learnt in changes.shared.items():
                shared = store.space(workspace).shared
                if learnt:
                    shared[name] = learnt
                else:
                    shared.pop(name, None)
            store.offset, store.at = changes.offset, changes.at

    def query(self, what: str, workspace: str, **where: Any) -> Any:
        where = completed(what, where)
        with self.store.mutex:
            self.store.check_open()
            return ANSWERS[what](self.store, workspace, **where)

    def drop_spool(self, through: int) -> int:
        with self.store.mutex:
            kept = [entry for entry in self.store.spool if entry[0] > through]
            gone = len(self.store.spool) - len(kept)
            self.store.spool = kept
            return gone

    def reprocessed(self, workspace: str, places: Sequence[tuple[int, int]], at: int) -> int:
        with self.store.mutex:
            failures = self.store.look(workspace).failures
            fresh = [place for place in dict.fromkeys(places) if place in failures and not failures[place].reprocessed_at]
            for place in fresh:
                failures[place] = msgspec.structs.replace(failures[place], reprocessed_at=at)
            return len(fresh)

    def close(self) -> None:
        self.store.closed = True
