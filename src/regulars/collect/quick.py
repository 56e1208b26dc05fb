"""The quick path: all events of a body decoded in one go, checked together, encoded with their payloads unread.

It gives up (None) as soon as anything is odd: a field that needs cleaning, a value near a limit, a warning to write down.
What it takes, it takes as the careful path would: a law in the tests. It works on columns (one field of all events), so that
whatever can be asked of all events is asked once, in C; what stands in a loop is paid a million times a minute.
"""

from collections.abc import Iterable
from itertools import chain, repeat
from typing import Any

import msgspec
from msgspec import UNSET, Raw

from regulars.collect import columns, screen
from regulars.collect.checks import Call, known_ip, known_timezone, plain_locale
from regulars.collect.columns import Column
from regulars.collect.limits import Limits
from regulars.collect.wire import WireBatch, WireContext, WireEvent, decode_contexts, encode
from regulars.records import Event

_NULL = Raw(b"null")
_BARE = WireContext()
_FIELDS = 4096
"""More bytes than the fields of an event take that are no payloads."""
_SHORT = 512
"""No write key is longer."""


class _Object(msgspec.Struct, gc=False):
    """Any object, unread."""


class _Elements(msgspec.Struct):
    batch: list[Raw] = []


_decode_objects = msgspec.json.Decoder(list[_Object | None]).decode
_decode_traits = msgspec.json.Decoder(dict[str, Raw]).decode
_decode_elements = msgspec.json.Decoder(_Elements).decode


def take(wire: WireBatch | WireEvent, body: bytes, call: Call, limits: Limits) -> bytes | None:
    """The JSON array of all `Event`s in this decoded body, or None where some call needs a careful look."""
    batch, sent_at = (wire.batch, wire.sent_at) if isinstance(wire, WireBatch) else ([wire], UNSET)
    again = len(encode(wire))
    if not batch or not _written_once(wire, again, body):
        return None
    (
        types, events, titles, ids, user_ids, anonymous_ids, group_ids, previous_ids, given, originals, sent,
        properties, traits, contexts, integrations, channels, categories, metadata, write_keys,
    ) = zip(*map(msgspec.structs.astuple, batch), strict=True)  # fmt: skip
    kinds: Column = types if call.type is None else (call.type,) * len(batch)
    payloads = [one for one in (properties, traits, contexts, integrations, channels, categories, metadata) if any(one)]
    payload = b"\0".join([raw for raw in chain.from_iterable(payloads) if raw is not UNSET])
    names = columns.names(kinds, events, titles, limits)
    if names is None or not _short(write_keys) or not screen.clean(body, payload, limits):
        return None
    try:
        objects = _decode_objects(_array((*properties, *traits)))
        looks = decode_contexts(_array(contexts))
    except (msgspec.ValidationError, UnicodeDecodeError):
        return None
    if None in objects:
        properties, traits = _without_nulls(properties), _without_nulls(traits)
    told = [look.group_id or look.traits for look in looks]
    if any(told):
        looked = iter(looks)
        each = [_BARE if raw is UNSET else next(looked) for raw in contexts]
        group_ids = tuple([own or look.group_id for own, look in zip(group_ids, each, strict=True)])
        traits = tuple(map(_merged, kinds, traits, each))
        if None in traits:
            return None
    extras: list[dict[str, Any]] = [{} for _ in batch]
    columns.gather(extras, integrations=integrations, channel=channels, category=categories, _metadata=metadata)
    moments = columns.moments(given, originals, sent, sent_at, call.received_at, extras, limits)
    if (
        moments is None
        or not columns.named(ids, limits)
        or not columns.owned(kinds, user_ids, anonymous_ids, group_ids, previous_ids, limits)
        or not _known(looks)
    ):
        return None
    taken = list(
        map(
            Event, ids, kinds, moments, repeat(call.received_at), repeat(call.source), names,
            _or_none(user_ids), _or_none(anonymous_ids), _or_none(group_ids), _or_none(previous_ids),
            properties, traits, contexts, extras,
        )
    )  # fmt: skip
    moderate = _small(payload, len(payloads), len(body) - again, limits) or _moderate(taken, wire, body, again, limits)
    return encode(taken) if moderate else None


def _written_once(wire: WireBatch | WireEvent, again: int, body: bytes) -> bool:
    """Whether no object (outside the payloads) has a key twice: encoding what was decoded would give fewer keys."""
    if again == len(body):
        return True
    if b"\\u0022" in body or any(before in body for before in (b" :", b"\t:", b"\r:", b"\n:")):
        return False
    return encode(wire).count(b'":') == body.count(b'":')


def _short(column: Column) -> bool:
    return not any(column) or max([len(text or "") for text in column]) <= _SHORT


def _array(raws: Iterable[Any]) -> bytes:
    return b"[" + b",".join([raw for raw in raws if raw is not UNSET]) + b"]"


def _without_nulls(column: Column) -> tuple[Any, ...]:
    return tuple([UNSET if raw == _NULL else raw for raw in column])


def _or_none(column: Column) -> Iterable[str | None]:
    """Absent, null and empty are the same."""
    return [text or None for text in column] if any(column) else repeat(None)


def _merged(kind: str, own: Any, look: WireContext) -> Any:
    """The traits of a call: its own over those in its context; None where the latter are odd."""
    inner = b"" if look.traits is UNSET else bytes(look.traits)
    if kind == "group" or inner in (b"", b"{}", b"null"):
        return own
    if inner[:1] != b"{":
        return None
    return look.traits if own is UNSET else {**_decode_traits(inner), **_decode_traits(own)}


def _known(looks: list[WireContext]) -> bool:
    """Whether the addresses, languages and zones of the contexts need no repair."""
    return (
        all(map(known_ip, {look.ip for look in looks} - {UNSET}))
        and all(map(plain_locale, {look.locale for look in looks} - {UNSET, ""}))
        and all(map(known_timezone, {look.timezone for look in looks} - {UNSET, ""}))
    )


def _small(payload: bytes, fields: int, spare: int, limits: Limits) -> bool:
    """Whether every payload is so short that nothing can be over a limit of size.

    An element of an array takes two bytes, a key four. As it was sent, an event is longer by at most all white space and
    escapes (`spare`).
    """
    most = min(2 * limits.array, 4 * limits.keys // max(fields, 1), limits.string_bytes)
    return most * fields + _FIELDS + spare <= limits.event_bytes and screen.within(payload, b"\0", most)


def _moderate(taken: list[Event], wire: WireBatch | WireEvent, body: bytes, again: int, limits: Limits) -> bool:
    """The same by a look at each event: many keys or elements need as many commas, a long string as many bytes."""
    pieces = list(map(encode, taken))
    longest = max(map(len, pieces))
    if longest > 2 * limits.array:
        if longest > min(limits.string_bytes, limits.event_bytes):
            return False
        if max([piece.count(b",") for piece in pieces]) >= min(limits.array, limits.keys):
            return False
    if len(body) <= limits.event_bytes or longest + len(body) - again + _FIELDS <= limits.event_bytes:
        return True
    if not isinstance(wire, WireBatch):
        return False
    return max(len(memoryview(raw)) for raw in _decode_elements(body).batch) <= limits.event_bytes
