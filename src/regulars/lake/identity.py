"""Who is whom: merges, followed to their end."""

from collections.abc import Iterable

import pyarrow as pa

from regulars.lake.lake import AsKnown

RESOLVED = pa.schema([("customer_id", pa.int64()), ("into_id", pa.int64())])


def resolve(identity: Iterable[pa.Table], as_known: AsKnown = "now") -> pa.Table:
    """`customer_id → into_id` for every customer that is known under another id: chains a → b → c give a → c and b → c.

    The latest row of a customer holds (by log offset, then instant); a row that points at itself undoes its merge.
    """
    rows: list[tuple[int, int, int, int]] = []
    if as_known != "then":
        for table in identity:
            columns = (table[name].to_pylist() for name in ("log_offset", "at", "customer_id", "into_id"))
            rows.extend(zip(*columns, strict=True))
    if isinstance(as_known, int):
        rows = [row for row in rows if row[1] <= as_known]
    rows.sort()
    into = {customer: target for _, _, customer, target in rows}
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
