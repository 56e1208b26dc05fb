"""How a figure is split among customers: by segment or stage, as they are now or as they were when each event came."""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
import pyarrow as pa

from regulars.algebra.dialect import quoted
from regulars.kit.clock import NEVER

_MEMBERS = pa.schema([("customer_id", pa.int64()), ("segment", pa.string())])


class Split(msgspec.Struct, frozen=True):
    """The parts, in order. A customer may be in several segments; their events count in each.

    `members`: ids of the customers that are in each part now, so that the past too is told of today's members. None: each
    event counts where its customer stood once the event had been taken, by the lake's `changes`.
    """

    names: Sequence[str]
    kind: Literal["segment", "stage"] = "segment"
    members: Mapping[str, Sequence[int] | pa.Array] | None = None

    def tables(self) -> dict[str, pa.Table]:
        """Tables that `join` names."""
        if self.members is None:
            return {}
        parts = [
            pa.table([pa.array(found, pa.int64()), pa.repeat(pa.scalar(name), len(found))], schema=_MEMBERS)
            for name in self.names
            if (found := self.members.get(name)) is not None
        ]
        return {"_members": pa.concat_tables(parts) if parts else _MEMBERS.empty_table()}

    def join(self) -> str:
        """SQL that joins rows `e` of events to rows `m` with `segment`."""
        if self.members is not None:
            return "JOIN _members m ON m.customer_id = e.customer_id"
        names = ", ".join(map(quoted, self.names))
        # A stage holds until the next one; a segment until it is left, which is the next change of the same name.
        part, own, holds = (
            ("value", "", f"segment IN ({names})") if self.kind == "stage" else ("name", ", name", "value = 'in'")
        )
        which = "kind = 'stage'" if self.kind == "stage" else f"kind = 'segment' AND name IN ({names})"
        until = f'coalesce(lead("at") OVER (PARTITION BY customer_id{own} ORDER BY "at", log_offset), {NEVER})'
        spans = f'SELECT customer_id, {part} AS segment, value, "at" AS since, {until} AS until FROM changes WHERE {which}'
        return (
            f"JOIN (SELECT * FROM ({spans}) WHERE {holds}) m"
            " ON m.customer_id = e.customer_id AND e.received_at >= m.since AND e.received_at < m.until"
        )
