"""The proof: recompute every live value from history and list each difference. There should be none."""

import math
from collections.abc import Container, Iterable, Mapping
from typing import Any

import msgspec
import pyarrow as pa

from regulars.algebra import Program
from regulars.know.stages import Stages, step
from regulars.records import Customer


class Difference(msgspec.Struct, frozen=True):
    """One value on which the two runtimes disagree."""

    customer: int
    name: str
    live: Any
    history: Any


class Verified(msgspec.Struct, frozen=True):
    """What a verification found."""

    as_of: int
    customers: int
    values: int
    differences: list[Difference]
    """The first hundred."""
    count: int
    """How many there are."""


def verify(
    program: Program,
    segments: Container[str],
    customers: Iterable[Customer],
    history: pa.Table,
    as_of: int,
    remembered: tuple[Stages, Mapping[int, tuple[str, int]]] | None = None,
) -> Verified:
    """Compare the live values of all `customers` at `as_of` with `history` (a row per customer: customer_id and each name).

    Also compares the stored memberships (of `segments`) and stage, which are what the rest of the house acts upon. Of stages
    that are `remembered` (customer → stage and since when, as recorded), the stored one must be the one since the recorded
    instant in which a step under the conditions that history gives leaves it.
    """
    names = [name for name in history.column_names if name != "customer_id"]
    columns = [history.column(name).to_pylist() for name in names]
    place = {number: row for row, number in enumerate(history.column("customer_id").to_pylist())}
    differences: list[Difference] = []
    count = checked = seen = 0

    def differ(number: int, name: str, live: Any, past: Any) -> None:
        nonlocal count
        count += 1
        if len(differences) < 100:
            differences.append(Difference(number, name, live, past))

    nothing = program.frame(Customer(id=0, born_at=0), as_of)  # of whom history knows nothing (a device shared just now)
    for customer in customers:
        seen += 1
        row = place.pop(customer.id, None)
        recorded = ("", 0) if remembered is None else remembered[1].get(customer.id, ("", 0))
        if remembered is not None and row is None:
            nothing = program.frame(Customer(id=0, born_at=0, stage=recorded[0]), as_of)
        frame = program.frame(customer, as_of)
        for name, column in zip(names, columns, strict=True):
            past = program.read(name, nothing) if row is None else column[row]
            live = program.read(name, frame)
            checked += 1
            if not same(live, past):
                differ(customer.id, name, live, past)
            if name in segments and (name in customer.segments) != (past is True):
                differ(customer.id, f"{name} (membership)", name in customer.segments, past)
            elif name == "stage" and customer.stage != (past or ""):
                differ(customer.id, "stage (stored)", customer.stage, past)
        if remembered is not None:
            stages, since = remembered[0], recorded[1]
            if customer.stage and since != customer.stage_at:
                differ(customer.id, "stage (since)", customer.stage_at, since)
            found = {name: program.read(name, nothing) for name in stages.conditions}
            found |= {} if row is None else {name: column[row] for name, column in zip(names, columns, strict=True)}
            stepped = step(stages.rules, customer.stage, since, found, as_of)
            if stepped != customer.stage:
                differ(customer.id, "stage (step)", customer.stage, stepped)
    for number in place:
        if number > 0:
            differ(number, "customer", None, "has events in history")
    return Verified(as_of, seen, checked, differences, count)


def same(live: Any, past: Any) -> bool:
    """Equal as SQL values: 1 equals 1.0, NULL equals NULL, NaN does not occur.

    >>> same(1, 1.0), same(None, None), same(True, 1), same([1.0], [1])
    (True, True, False, True)
    """
    if isinstance(live, bool) or isinstance(past, bool):
        return live is past
    if isinstance(live, float) and isinstance(past, float) and math.isnan(live) and math.isnan(past):
        return True
    return bool(live == past)
