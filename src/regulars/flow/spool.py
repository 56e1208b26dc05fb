"""What the loop leaves for the archive, and how both read the log: so that they always mean the same events."""

from collections.abc import Sequence

import msgspec

from regulars.flow.effects import Merge, Move
from regulars.kit.hashing import hash64
from regulars.kit.said import Words
from regulars.records import Envelope, Event, Rejected


class Spool(msgspec.Struct, array_like=True):
    """What one commit leaves for the archive, besides the log itself (MessagePack in `Changes.spool`)."""

    who: list[tuple[int, list[int]]]
    """(log offset, the customer of each event of that envelope)."""
    notes: list[tuple[int, int, int, str, str, str, list[Words]]]
    """(log offset of the batch, customer, at, kind, name, value, why)."""
    merges: list[Merge]
    moves: list[Move] = []


_events = msgspec.json.Decoder(list[Event]).decode
_event = msgspec.json.Decoder(Event).decode
_rejected = msgspec.json.Decoder(list[Rejected]).decode
_raws = msgspec.json.Decoder(list[msgspec.Raw]).decode
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def decode(envelope: Envelope) -> Sequence[Event | Rejected]:
    """The records of an envelope. One that cannot be decoded is a failure of its own; where nothing can, the body is one."""
    try:
        return _rejected(envelope.body) if envelope.kind == "rejected" else _events(envelope.body)
    except _UNREADABLE as error:
        try:
            return [_one(bytes(raw)) for raw in _raws(envelope.body)]
        except _UNREADABLE:
            return [Rejected("undecodable_body", str(error)[:200], body=envelope.body)]


def _one(raw: bytes) -> Event | Rejected:
    try:
        return _event(raw)
    except _UNREADABLE as error:
        return Rejected("undecodable_event", str(error)[:200], body=raw)


def event_key(event: Event) -> int:
    """The stable number of an event within its workspace: `event_id` in the lake, the tie-break among equal timestamps."""
    return hash64(event.source, event.id)
