"""Who is whom: merges, followed to their end, and events that moved when a merge was undone."""

from collections.abc import Iterable, Sequence

import pyarrow as pa

from regulars.lake.lake import AsKnown

RESOLVED = pa.schema([("customer_id", pa.int64()), ("into_id", pa.int64())])
MOVED = pa.schema([(name, pa.int64()) for name in ("customer_id", "event_id", "event_offset", "into_id")])


def resolve(identity: Iterable[pa.Table], as_known: AsKnown = "now") -> pa.Table:
    """`customer_id → into_id` for every customer that is known under another id: chains a → b → c give a → c and b → c.

    The latest row of a customer holds (by log offset, then instant); a row that points at itself undoes its merge.
    """
    into = {customer: target for _, _, customer, target in _known(identity, ("customer_id", "into_id"), as_known)}
    ends: dict[int, int] = {}
    for customer in into:
        path: dict[int, None] = {}
        at = customer
        while at in into and into[at] != at and at not in ends and at not in path:
            path[at] = None
            at = into[at]
        # Merges that go round in a circle (no pipeline makes them) end at the smallest id of all who take part.
        order = list(path)
        end = min(order[order.index(at) :]) if at in path else ends.get(at, at)
        ends.update(dict.fromkeys(path, end))
    changed = [(customer, end) for customer, end in ends.items() if customer != end]
    return pa.table([pa.array(column, pa.int64()) for column in zip(*changed)] or [[], []], schema=RESOLVED)


def moved(moves: Iterable[pa.Table], as_known: AsKnown = "now") -> pa.Table:
    """Where each event that was moved stands: one row an event, the latest move (see `MOVES` for the key) holds."""
    rows = _known(moves, MOVED.names, as_known)
    into = {(customer, event, offset): target for _, _, customer, event, offset, target in rows}
    found = [(*key, target) for key, target in into.items()]
    return pa.table([pa.array(column, pa.int64()) for column in zip(*found)] or [[], [], [], []], schema=MOVED)


def _known(tables: Iterable[pa.Table], columns: Sequence[str], as_known: AsKnown) -> list[tuple[int, ...]]:
    """(log_offset, at, *columns) of all rows that count, in the order in which they were made."""
    if as_known == "then":
        return []
    rows: list[tuple[int, ...]] = []
    for table in tables:
        rows.extend(zip(*(table[name].to_pylist() for name in ("log_offset", "at", *columns)), strict=True))
    if as_known != "now":
        rows = [row for row in rows if row[1] <= as_known]
    return sorted(rows)
