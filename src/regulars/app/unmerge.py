"""A merge is undone: asked for as a record in the log, carried out by the loop at its place there, in one commit."""

from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa

from regulars.app.world import World
from regulars.flow.loop import gather
from regulars.flow.spool import Spool
from regulars.know.unmerge import Told
from regulars.lake.identity import moved, resolve
from regulars.lake.lake import EVENTS
from regulars.records import Envelope, Stored, Unmerge
from regulars.state.state import Changes

if TYPE_CHECKING:
    from regulars.app.house import House

_EVENTS = 'select * from events where customer_id in ({ids}) order by received_at, log_offset, "timestamp", event_id'


def wish(workspace: str, gone: int, reason: str, by: str, at: int) -> Envelope:
    """The record that says it."""
    return Envelope(workspace, "unmerge", "", at, 0, msgspec.json.encode(Unmerge(gone, reason, by)))


def part(world: World, house: "House", stored: Stored, at: int) -> Changes:
    """What must be written for the merge to be undone from this record on. Raises Refused.

    `world` is one of its own: what it has cached counts only if this is committed. All history must be pulled.
    """
    asked = msgspec.json.decode(stored.envelope.body, type=Unmerge)
    world.pipeline.part(asked, _told(house, world.workspace, asked.gone), at)
    changes = Changes(offset=stored.offset, at=at)
    gather(changes, world.workspace, world.pipeline, Spool([], [], []))
    return changes


def _told(house: "House", workspace: str, gone: int) -> Told:
    """Everything that history tells of those who are one with this customer now."""
    known = resolve([house.query(workspace, "select * from identity")]).to_pylist()
    ends = {row["customer_id"]: row["into_id"] for row in known}
    if gone not in ends:
        return Told([], EVENTS.empty_table(), {})
    family = {number for number, end in ends.items() if end == ends[gone]}
    table: pa.Table = moved([house.query(workspace, "select * from moves")])
    moves = {(row["customer_id"], row["event_id"], row["event_offset"]): row["into_id"] for row in table.to_pylist()}
    among = family | {ends[gone]}
    among |= {archived for (archived, _, _), stands in moves.items() if stands in among}
    ids = ", ".join(str(number) for number in sorted(among))
    return Told(family, house.query(workspace, _EVENTS.format(ids=ids), as_known="then"), moves)
