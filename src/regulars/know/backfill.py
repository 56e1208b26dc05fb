"""New or changed definitions start with the whole past: their aggregates are folded from history, then live on.

It runs inside the loop at the place of the `definitions` record in the log, and commits with that record's offset: what
lies before comes from history, what lies after from the pipeline; no event is missing, none counts twice.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

import msgspec
import pyarrow as pa

from regulars.algebra import Program
from regulars.flow.spool import event_key
from regulars.know.profile import take_scores, take_traits
from regulars.records import Customer, Event

Heed = Callable[[Customer, Event], None]

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


def relive(
    program: Program, history: Iterable[tuple[int, Event]], heed: Heed | None = None, ahead: Heed | None = None
) -> Iterator[Customer]:
    """The customers of `history` (which must hold each one's events together) as their events alone make them, in its order.

    They have cells, traits and scores. `heed` is called after each event with what its customer had become by then, `ahead`
    before it with what the customer was.
    """
    update = program.update
    for number, events in groupby(history, key=itemgetter(0)):
        customer = Customer(id=number, born_at=0)
        for _, event in events:
            if ahead is not None:
                ahead(customer, event)
            update(customer.cells, event)
            tie = event_key(event)
            take_traits(customer, event, tie)
            if event.type == "score":
                take_scores(customer, event, tie)
            if heed is not None:
                heed(customer, event)
        yield customer
