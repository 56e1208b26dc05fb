"""The newest events of a workspace, as they are worked off: committed ones, whether the lake has them yet or not."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from regulars.algebra.dialect import quoted
from regulars.app.house import House
from regulars.kit.clock import to_text

_REACHES = (1_000, 50_000, 1 << 62)
"""How far back in the log one looks for the newest events, until there are enough: most are near the end."""


class Tailed(msgspec.Struct, frozen=True):
    """One event as it was taken."""

    offset: int
    """Of its record in the log."""
    id: str
    type: str
    event: str
    source: str
    at: str
    received_at: str
    customer_id: int
    user_id: str | None
    anonymous_id: str | None
    properties: Any
    traits: Any
    context: Any


class Tail(msgspec.Struct, frozen=True):
    """The newest events, newest first."""

    events: list[Tailed]
    position: int
    """Give it back as `after` to get what came since."""
    more: bool
    """Whether older ones were left out."""


class Wanted(msgspec.Struct, frozen=True):
    """Which events; None: all."""

    event: str | None = None
    type: str | None = None
    source: str | None = None
    customer: int | None = None
    text: str | None = None
    """Something that stands in the event's name, properties or traits."""

    covers: Mapping[str, str] = {}
    """Column → the expression that stands in its place for whoever looks: a text does not find what it covers."""

    def where(self) -> str:
        """As a condition over `events`."""
        texts = {"event": self.event, "type": self.type, "source": self.source}
        found = [f'"{column}" = {quoted(value)}' for column, value in texts.items() if value is not None]
        if self.customer is not None:
            found.append(f"customer_id = {int(self.customer)}")
        if self.text is not None:
            columns = ["event", "properties", "traits"]
            found.append(self._holds(columns))
            if self.covers:  # dear, and asked of those only in which the text stands at all
                found.append(self._holds([self.covers.get(column, column) for column in columns]))
        return " and ".join(found) or "true"

    def _holds(self, columns: Sequence[str]) -> str:
        said = " || ' ' || ".join(f"({column})" for column in columns)
        return f"contains(lower({said}), {quoted((self.text or '').lower())})"


def tail(house: House, workspace: str, wanted: Wanted, after: int | None, limit: int) -> Tail:
    """The newest events after a position (None: whenever), at most `limit`."""
    position = house.loop.offset
    rows: list[dict[str, Any]] = []
    for reach in _REACHES if after is None else (position - after,):
        since = max(0, position - reach)
        rows = house.query(
            workspace, _QUERY.format(since=since, until=position, where=wanted.where(), limit=limit + 1)
        ).to_pylist()
        if len(rows) > limit or since == 0:
            break
    return Tail([_shown(row) for row in rows[:limit]], position, len(rows) > limit)


_QUERY = """
select log_offset, id, type, event, source, timestamp, received_at, customer_id, user_id, anonymous_id,
       properties, traits, context
from events where log_offset > {since} and log_offset <= {until} and {where}
order by log_offset desc, received_at desc, timestamp desc, event_id limit {limit}
"""


def _shown(row: dict[str, Any]) -> Tailed:
    return Tailed(
        offset=row["log_offset"],
        id=row["id"],
        type=row["type"],
        event=row["event"],
        source=row["source"],
        at=to_text(row["timestamp"]),
        received_at=to_text(row["received_at"]),
        customer_id=row["customer_id"],
        user_id=row["user_id"],
        anonymous_id=row["anonymous_id"],
        properties=msgspec.json.decode(row["properties"] or "{}"),
        traits=msgspec.json.decode(row["traits"] or "{}"),
        context=msgspec.json.decode(row["context"] or "{}"),
    )
