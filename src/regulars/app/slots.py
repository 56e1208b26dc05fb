"""Slots as they decide: what each showed lately, how often, how likely, and among which items it could choose."""

from collections.abc import Mapping
from typing import Any

import msgspec

from regulars.app import catalogs
from regulars.app.house import House
from regulars.define.definitions import Slot, plain
from regulars.kit.clock import DAY, to_text
from regulars.kit.named import named

_CALLED = ("name", "title", "label")
"""Attributes of an item that people know it by, the best first."""


class Share(msgspec.Struct, frozen=True):
    """One item that a slot showed first."""

    item: str | None
    """None: nothing was eligible, and there was no fallback."""
    called: str
    """What the catalogue calls it; its key where it says nothing."""
    decisions: int
    share: float
    """Of the slot's decisions in this time."""
    probability: float
    """Mean of the probabilities with which it was chosen: far from its share, the slot changed its mind meanwhile."""


class SlotUse(msgspec.Struct, frozen=True):
    """A slot, how it chooses, and what it showed."""

    name: str
    title: dict[str, str]
    definition: dict[str, Any]
    policy: dict[str, Any]
    """How it chooses, as defined."""
    items: int
    """Items in its catalogue."""
    decisions: int
    customers: int
    last_at: str | None
    shares: list[Share]
    """What it showed first, the most frequent first; at most 100."""


def uses(house: House, workspace: str, days: int) -> list[SlotUse]:
    """Every slot with its decisions of the last `days`."""
    definitions = house.world(workspace).definitions
    since = house.clock.now() - days * DAY
    totals = {row["slot"]: row for row in house.query(workspace, _TOTALS.format(since=since)).to_pylist()}
    shown: dict[str, list[dict[str, Any]]] = {}
    for row in house.query(workspace, _SHARES.format(since=since)).to_pylist():
        shown.setdefault(row["slot"], []).append(row)
    stock = catalogs.items(house.backends.shelf, workspace, definitions)

    def use(slot: Slot) -> SlotUse:
        rows = stock[slot.catalog].attributes if slot.catalog in stock else []
        key = definitions.catalogs[slot.catalog].key if slot.catalog in definitions.catalogs else "id"
        names = {str(item.get(key)): called(item, key) for item in rows}
        total = totals.get(slot.name, {"decisions": 0, "customers": 0, "last": None})
        return SlotUse(
            name=slot.name,
            title=slot.title,
            definition=plain(slot),
            policy=plain(definitions.policies[slot.policy]) if slot.policy in definitions.policies else {},
            items=len(rows),
            decisions=total["decisions"],
            customers=total["customers"],
            last_at=to_text(total["last"]) if total["last"] is not None else None,
            shares=[
                Share(
                    item=row["item"],
                    called=names.get(row["item"] or "", row["item"] or ""),
                    decisions=row["decisions"],
                    share=row["decisions"] / total["decisions"],
                    probability=row["probability"],
                )
                for row in shown.get(slot.name, [])[:100]
            ],
        )

    return [use(slot) for slot in definitions.slots.values()]


def items(house: House, workspace: str, name: str, q: str, limit: int) -> tuple[int, list[dict[str, Any]]]:
    """How many items of a catalogue hold `q` anywhere, and the first `limit` of them. Raises NotFound."""
    definitions = house.world(workspace).definitions
    named("catalog", name, definitions.catalogs)
    kept = catalogs.items(house.backends.shelf, workspace, definitions)[name].attributes
    word = q.casefold()
    found = [dict(item) for item in kept if not word or any(word in str(value).casefold() for value in item.values())]
    return len(found), found[:limit]


def called(item: Mapping[str, Any], key: str) -> str:
    """What people call an item: its name where it has one, else its key."""
    return next((str(item[name]) for name in _CALLED if item.get(name)), str(item.get(key, "")))


_FROM = "from events where source = 'regulars' and event = 'Decision Made' and timestamp >= {since}"
_TOTALS = f"""select properties->>'$.slot' as slot, count(*) as decisions, count(distinct customer_id) as customers,
    max(timestamp) as last {_FROM} group by all"""
_SHARES = f"""select properties->>'$.slot' as slot, properties->>'$.item' as item, count(*) as decisions,
    coalesce(avg(cast(properties->>'$.probability' as double)), 0.0) as probability
    {_FROM} group by all order by decisions desc, item"""
