"""The log of decisions: what slots showed lately, to whom, how likely, and why."""

from typing import Any

import msgspec

from regulars.app.house import House
from regulars.kit.clock import to_text
from regulars.lake.views import quoted

_REACHES = (10_000, 1 << 62)
"""How far back in the log one looks until there are enough: the latest mostly are near the end."""


class Decided(msgspec.Struct, frozen=True):
    """A decision as it was recorded."""

    id: str
    slot: str
    customer_id: int
    at: str
    item: str | None
    probability: float
    policy: str
    version: str
    why: list[str]


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended."""

    offset: int
    at: int
    id: str


def decisions(
    house: House, workspace: str, slot: str | None, item: str | None, customer: int | None, limit: int, before: Place | None
) -> tuple[list[Decided], Place | None]:
    """The latest decisions before a place, latest first, and where they end; None where there are no more."""
    found = ["source = 'regulars'", "event = 'Decision Made'"]
    if slot is not None:
        found.append(f"properties->>'$.slot' = {quoted(slot)}")
    if item is not None:
        found.append(f"properties->>'$.item' = {quoted(item)}")
    if customer is not None:
        found.append(f"customer_id = {int(customer)}")
    if before is not None:
        found.append(f"(log_offset, timestamp, id) < ({before.offset}, {before.at}, {quoted(before.id)})")
    end = before.offset if before else house.loop.offset
    rows: list[dict[str, Any]] = []
    for reach in _REACHES:
        since = max(0, end - reach)
        where = " and ".join([*found, f"log_offset >= {since}"])
        rows = house.query(workspace, _QUERY.format(where=where, limit=limit + 1)).to_pylist()
        if len(rows) > limit or since == 0:
            break
    last = rows[limit - 1] if len(rows) > limit else None
    return [_shown(row) for row in rows[:limit]], Place(last["log_offset"], last["timestamp"], last["id"]) if last else None


_QUERY = """
select id, customer_id, timestamp, log_offset, properties from events where {where}
order by log_offset desc, timestamp desc, id desc limit {limit}
"""


class _Recorded(msgspec.Struct):
    slot: str
    probability: float
    policy: str = ""
    version: str = ""
    why: list[str] = []
    item: str | None = None


def _shown(row: dict[str, Any]) -> Decided:
    said = msgspec.json.decode(row["properties"], type=_Recorded)
    return Decided(
        id=row["id"],
        slot=said.slot,
        customer_id=row["customer_id"],
        at=to_text(row["timestamp"]),
        item=said.item,
        probability=said.probability,
        policy=said.policy,
        version=said.version,
        why=said.why,
    )
