"""Customers who buy, as events in a lake of memory: what `Past` asks, without a house around it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa

import regulars as rg
from regulars.define.compile import compile
from regulars.kit.clock import DAY
from regulars.lake.duck import DuckEngine
from regulars.lake.lake import EVENTS, AsKnown
from regulars.lake.memory import MemoryLake
from regulars.learn.past import Past

START = 19_000
"""The first day of the shop, in days since 1970-01-01."""
DEFINITIONS = """
workspace: {currency: EUR}
features:
  orders: {of: "count(*) filter (where event = 'Order Completed')"}
  spend: {of: "sum(properties.total) filter (where event = 'Order Completed')"}
  last_order: {of: "max(timestamp) filter (where event = 'Order Completed')"}
"""

Row = tuple[int, float, str, dict[str, Any]]
"""(customer, day since START, event, properties)."""


def order(customer: int, day: float, total: float | None = 10.0, **more: Any) -> Row:
    """An order; on a day and a part of it."""
    return customer, day, "Order Completed", ({} if total is None else {"total": total}) | more


def simulated(people: int = 700, days: int = 280, seed: int = 1) -> list[Row]:
    """A shop of which BG/NBD and Gamma-Gamma are true: rates, chances to leave and amounts of each customer's own."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(1, people + 1):
        day = float(rng.uniform(0, days * 0.6))
        rate, leaves, scale = rng.gamma(0.6, 1 / 12), rng.beta(0.8, 3), rng.gamma(4, 1 / 15)
        first = True
        while day < days:
            rows.append(order(customer, day, round(float(rng.gamma(6, 1 / scale)) + 0.01, 2)))
            if not first and rng.random() < leaves:
                break
            first = False
            day += float(rng.exponential(1 / rate))
    return rows


def instant(day: float) -> int:
    """µs since the epoch."""
    return int((START + day) * DAY)


@contextmanager
def past(rows: Iterable[Row], day: float, text: str = DEFINITIONS, received: dict[int, float] | None = None) -> Iterator[Past]:
    """Everything known at the end of `day`. `received`: number of a row → the day on which it came (else as it happened)."""
    columns: dict[str, list[Any]] = {name: [] for name in EVENTS.names}
    for number, (customer, at, event, properties) in enumerate(rows):
        known = {
            "customer_id": customer,
            "event_id": number,
            "id": str(number),
            "source": "shop",
            "type": "track",
            "event": event,
            "timestamp": instant(at),
            "received_at": instant((received or {}).get(number, at)),
            "log_offset": 1,
            "properties": json.dumps(properties),
            "traits": "{}",
            "context": "{}",
        }
        for name, values in columns.items():
            values.append(known.get(name))
    pending = {"events": pa.table(columns, schema=EVENTS)}
    lake = MemoryLake()
    engine = DuckEngine(lake, threads=1)

    def ask(sql: str, *, tables: Mapping[str, pa.Table] | None = None, as_known: AsKnown = "now") -> pa.Table:
        return engine.run("main", sql, pending, tables=tables, as_known=as_known)

    definitions = rg.load(text)
    try:
        yield Past("main", definitions, compile(definitions), instant(day), ask)
    finally:
        engine.close()
        lake.close()
