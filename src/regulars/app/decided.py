"""The log of decisions: what slots showed lately, to whom, how likely, and why."""

import re
from typing import Any, TypeVar

import msgspec

from regulars.algebra.dialect import quoted
from regulars.app.house import House
from regulars.kit.clock import to_text
from regulars.kit.errors import NotFound
from regulars.records import Decision as Made

T = TypeVar("T")

_REACHES = (10_000, 1 << 62)
"""How far back in the log one looks until there are enough: the latest mostly are near the end."""
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Decided(msgspec.Struct, frozen=True):
    """What was chosen, how likely that was, and why."""

    id: str
    slot: str
    customer_id: int
    """0 for a customer never seen before."""
    at: str
    item: str | None
    """The first choice; null where nothing was eligible."""
    probability: float
    policy: str
    version: str
    """Hash of the definitions of slot and policy."""
    why: list[str]


class Choice(msgspec.Struct, frozen=True):
    """One item shown."""

    item: str
    probability: float
    score: float = 0.0
    attributes: dict[str, Any] = {}
    """What the catalogue says of it now; empty where a former decision is read."""


class Decision(Decided, frozen=True):
    """What was chosen, how likely that was, and why, with everything that is shown."""

    items: list[Choice]
    """All that is shown, in order."""


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended."""

    offset: int
    at: int
    id: str


def decisions(
    house: House, workspace: str, slot: str | None, item: str | None, customer: int | None, limit: int, before: Place | None
) -> tuple[list[Decided], Place | None]:
    """The latest decisions before a place, latest first, and where they end; None where there are no more."""
    found = [_DECISIONS]
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
    following = Place(last["log_offset"], last["timestamp"], last["id"]) if last else None
    return [_read(row, Decided) for row in rows[:limit]], following


_DECISIONS = "source = 'regulars' and event = 'Decision Made'"
_QUERY = """
select id, customer_id, timestamp, log_offset, properties from events where {where}
order by log_offset desc, timestamp desc, id desc limit {limit}
"""


def decision(house: House, workspace: str, id: str) -> Decision:
    """A decision as it was recorded. Raises NotFound."""
    rows = []
    if _UUID7.fullmatch(id):
        made_at = int(id.replace("-", "")[:12], 16) * 1000  # the id says when: no need to look through all of history
        where = f"id = '{id}' and {_DECISIONS} and timestamp between {made_at} and {made_at + 999}"
        rows = house.query(workspace, _QUERY.format(where=where, limit=1)).to_pylist()
    if not rows:
        raise NotFound("there is no such decision in this workspace")
    return _read(rows[0], Decision)


def told(made: Made) -> Decision:
    """A decision as it is made."""
    return Decision(
        id=made.id,
        slot=made.slot,
        customer_id=made.customer,
        at=to_text(made.at),
        item=made.item,
        probability=made.probability,
        policy=made.policy,
        version=made.version,
        why=[reason.text for reason in made.why],
        items=[Choice(c.item, c.probability, c.score, c.attributes) for c in made.items],
    )


def _read(row: dict[str, Any], kind: type[T]) -> T:
    said = {"item": None, "policy": "", "version": "", "why": []} | msgspec.json.decode(row["properties"])
    own = {"id": row["id"], "customer_id": row["customer_id"], "at": to_text(row["timestamp"])}
    return msgspec.convert(said | own, kind)
