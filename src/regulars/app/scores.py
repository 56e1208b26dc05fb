"""Scores on their way back: one event a customer and fit, through the log like everything else that we come to know."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pyarrow as pa

from regulars.app.house import House
from regulars.define.definitions import Definitions, Model
from regulars.define.models import outputs
from regulars.engage.answers import SOURCE, whose
from regulars.records import Customer, Event

_BATCH = 1000
"""Score events of one record of the log."""
_MATERIAL = 0.02
"""A number that moved by less than this part of itself is not written again."""


class Written(msgspec.Struct, frozen=True):
    """What came of a fit's scores."""

    scored: int
    """Customers who have one now."""
    written: int
    """Of them and of those who have none any more: how many a record in the log was needed for."""


def may_learn(definitions: Definitions, purpose: str | None, customer: Customer) -> bool:
    """Whether what is known of a customer may be used for this purpose, by its legal basis (see `Purpose`)."""
    if purpose is None:
        return True
    said = customer.consents.get(purpose)
    known = definitions.purposes.get(purpose)
    if known is None or known.basis == "consent":
        return said is not None and said[0] is True
    return said is None or said[0] is not False


def write(house: House, workspace: str, model: Model, version: int, as_of: int, scores: pa.Table) -> Written:
    """Append the scores of everyone for whom a value is new, has moved, or is gone (then it is null).

    Scores of a customer who was merged away meanwhile are dropped: the next fit knows the two as one.
    """
    definitions = house.world(workspace).definitions
    said = _in_order(scores)
    row = next(said, None)
    names = list(outputs(model))
    batch: list[Event] = []
    scored = written = 0
    for customer in house.customers(workspace):
        while row is not None and row["customer_id"] < customer.id:
            row = next(said, None)
        fields = whose(customer.identifiers)
        if fields is None:  # a device that several people share: nothing could carry the record to it
            continue
        own = row if row is not None and row["customer_id"] == customer.id else {}
        if not may_learn(definitions, model.purpose, customer):
            own = {}
        values = {name: own.get(name) for name in names}
        scored += any(value is not None for value in values.values())
        held = {name: customer.scores[name] for name in names if name in customer.scores}
        if not any(moved(held[name][0] if name in held else None, value) for name, value in values.items()):
            continue
        written += 1
        batch.append(
            Event(
                id=f"{model.name}-{version}-{customer.id}",
                type="score",
                # Later than what it replaces, even where a clock stands still between two fits.
                timestamp=(at := max([house.clock.now(), *(stamp[1] + 1 for stamp in held.values())])),
                received_at=at,
                source=SOURCE,
                properties=values,
                context={"scores": {names[0]: _detail(model, version, as_of, own)}},
                **fields,
            )
        )
        if len(batch) == _BATCH:
            house.take(workspace, SOURCE, batch)
            batch = []
    if batch:
        house.take(workspace, SOURCE, batch)
    return Written(scored, written)


def _in_order(scores: pa.Table) -> Iterator[dict[str, Any]]:
    """Row by row, by customer, a few thousand in memory at a time."""
    for batch in scores.sort_by("customer_id").to_batches(max_chunksize=5000):
        yield from batch.to_pylist()


def _detail(model: Model, version: int, as_of: int, row: dict[str, Any]) -> dict[str, Any]:
    """What stands beside the scores: from which fit they are, and why. It is kept with the main one."""
    detail = {"model": model.name, "version": version, "as_of": as_of, "why": row.get("why") or []}
    return detail | ({"parts": msgspec.Raw(row["parts"].encode())} if row.get("parts") else {})


def moved(old: Any, new: Any) -> bool:
    """Whether a score has changed so much that it is worth a record.

    >>> moved(0.5, 0.505), moved(0.5, 0.52), moved("gold", "silver"), moved(None, 0.0)
    (False, True, True, True)
    """
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        return abs(new - old) > _MATERIAL * max(abs(old), abs(new))
    return bool(old != new)
