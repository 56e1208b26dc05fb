"""The law of the house, as functions: what a program knows live must be what history recomputes.

`known` is the naive live runtime (a fold, identity taken for granted), `recomputed` the historical one on DuckDB;
`differences` compares them. They stand on nothing but the algebra, so a failure points there.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from regulars.algebra import Program, history
from regulars.kit.hashing import hash64
from regulars.lake.lake import EVENTS
from regulars.records import Customer, Event


def take(program: Program, customer: Customer, event: Event) -> tuple[str, ...]:
    """Take an event into a customer: cells, traits, scores. Answers the names that may have changed."""
    stamp = [event.timestamp, hash64(event.source, event.id)]
    changed = dict.fromkeys(program.update(customer.cells, event))
    for held, values, dependents in (
        (customer.traits, event.traits, program.trait_dependents),
        (customer.scores, event.properties if event.type == "score" else {}, program.score_dependents),
    ):
        for key, value in values.items():
            if key not in held or held[key][1:] < stamp:
                held[key] = [value, *stamp]
                changed.update(dict.fromkeys(dependents(key)))
    return tuple(changed)


def _user(event: Event) -> str:
    return event.user_id or ""


def known(program: Program, events: Iterable[Event], who: Callable[[Event], str] = _user) -> dict[str, Customer]:
    """The customers (by `who`) after these events, each event counted once, in the order in which they come."""
    customers: dict[str, Customer] = {}
    seen: set[tuple[str, str]] = set()
    for event in events:
        if (event.source, event.id) in seen:
            continue
        seen.add((event.source, event.id))
        user = who(event)
        if user not in customers:
            customers[user] = Customer(id=hash64(user), born_at=0, cells={}, traits={}, scores={})
        take(program, customers[user], event)
    return customers


def table(events: Iterable[Event]) -> pa.Table:
    """The events as the lake holds them, each once; the customer is the hash of the user_id."""
    once = {(event.source, event.id): event for event in events}
    rows = [
        {
            "customer_id": hash64(_user(event)),
            "event_id": hash64(event.source, event.id),
            "id": event.id,
            "source": event.source,
            "type": event.type,
            "event": event.event,
            "timestamp": event.timestamp,
            "received_at": event.received_at,
            "log_offset": 1,
            "user_id": event.user_id,
            "anonymous_id": event.anonymous_id,
            "properties": msgspec.json.encode(event.properties).decode(),
            "traits": msgspec.json.encode(event.traits).decode(),
            "context": msgspec.json.encode(event.context).decode(),
        }
        for event in once.values()
    ]
    return pa.Table.from_pylist(rows, EVENTS)


def recomputed(program: Program, names: Sequence[str], events: Iterable[Event], at: int) -> dict[int, dict[str, Any]]:
    """customer_id → name → value as of `at`, by DuckDB."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("events", table(events))
        rows = connection.sql(history.sql(program, names, at)).to_arrow_table().to_pylist()
    return {row.pop("customer_id"): row for row in rows}


def differences(program: Program, events: Sequence[Event], at: int) -> list[str]:
    """Every value in which the two runtimes differ as of `at`, as a sentence; the law says that there is none."""
    live = {customer.id: customer for customer in known(program, [one for one in events if one.received_at <= at]).values()}
    historical = recomputed(program, program.names, events, at)
    found = [f"customers differ: {sorted(live)} live, {sorted(historical)} in history"] if set(live) != set(historical) else []
    for id, row in historical.items():
        for name, value in row.items():
            now = program.value(name, live[id], at) if id in live else None
            if now != value or (isinstance(now, bool) != isinstance(value, bool)):
                found.append(f"{name} of {id}: {now!r} live, {value!r} in history")
    return found
