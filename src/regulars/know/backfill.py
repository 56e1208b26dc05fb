"""New or changed definitions start with the whole past: their aggregates are folded from history, then live on.

It runs inside the loop at the place of the `definitions` record in the log, and commits with that record's offset: what
lies before comes from history, what lies after from the pipeline; no event is missing, none counts twice.
"""

from collections.abc import Iterable, Iterator

import msgspec
import pyarrow as pa

from regulars.algebra import Program
from regulars.records import Event

_object = msgspec.json.Decoder(dict).decode


def events_of(table: pa.Table) -> Iterator[tuple[int, Event]]:
    """(customer id, event) for each row of a table with the lake's columns."""
    for batch in table.to_batches(max_chunksize=10_000):
        columns = [batch.column(name).to_pylist() for name in _COLUMNS]
        for customer, ident, source, kind, name, timestamp, received_at, user, anonymous, properties, traits, context in zip(
            *columns, strict=True
        ):
            yield (
                customer,
                Event(
                    id=ident,
                    source=source,
                    type=kind,
                    event=name,
                    timestamp=timestamp,
                    received_at=received_at,
                    user_id=user,
                    anonymous_id=anonymous,
                    properties=_object(properties),
                    traits=_object(traits),
                    context=_object(context),
                ),
            )


_COLUMNS = (
    "customer_id",
    "id",
    "source",
    "type",
    "event",
    "timestamp",
    "received_at",
    "user_id",
    "anonymous_id",
    "properties",
    "traits",
    "context",
)


def backfill(program: Program, history: Iterable[tuple[int, Event]]) -> dict[int, dict[int, object]]:
    """The cells of `program` (a program of just the new aggregates) for every customer in `history`."""
    cells: dict[int, dict[int, object]] = {}
    update = program.update
    for customer, event in history:
        mine = cells.get(customer)
        if mine is None:
            mine = cells[customer] = {}
        update(mine, event)
    return cells
