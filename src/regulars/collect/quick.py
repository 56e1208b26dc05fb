"""The quick path: all events of a body decoded in one go, checked together, encoded with their `context` undecoded.

It gives up (None) as soon as anything is odd: a field that needs cleaning, a value near a limit, a warning to write down.
What it takes, it takes as the careful path would: a law in the tests. Everything that can be asked of all events at once is
asked once, in C; what stands in the loop is paid a million times a minute.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import UNSET, Raw

from regulars.collect import screen, timestamps
from regulars.collect.checks import Call, known_ip, known_timezone, plain_locale
from regulars.collect.limits import Limits
from regulars.collect.rejection import Rejection
from regulars.collect.wire import WireBatch, WireContext, WireEvent, decode_context, encode
from regulars.kit.identifiers import BLOCKED
from regulars.records import Event

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PRINTABLE = re.compile(r"[ -~]+").fullmatch
_NOTHING = re.compile(r"\|[0-]+\|")
_DROPPED = 512
"""More than the names and times that an event loses on its way."""


class _Elements(msgspec.Struct):
    batch: list[Raw] = []


_decode_elements = msgspec.json.Decoder(_Elements).decode


def take(wire: WireBatch | WireEvent, body: bytes, call: Call, limits: Limits) -> list[bytes] | None:
    """The `Event` JSON of all calls in this decoded body, or None where some need a careful look."""
    batch = isinstance(wire, WireBatch)
    again = encode(wire)
    if not (_written_once(again, body) and screen.clean(body, limits.depth + (3 if batch else 1), limits)):
        return None
    if isinstance(wire, WireBatch):
        pieces = _events(wire.batch, None if wire.sent_at is UNSET else wire.sent_at, call, limits)
    else:
        pieces = _events([wire], None, call, limits)
    return pieces if pieces is not None and _moderate(pieces, wire, body, len(again), limits) else None


def _written_once(again: bytes, body: bytes) -> bool:
    """Whether no object (outside `context`) has a key twice: encoding what was decoded would give fewer keys."""
    if len(again) == len(body):
        return True
    if any(before in body for before in (b" :", b"\t:", b"\r:", b"\n:")):
        return False
    return again.count(b'":') == body.count(b'":')


def _events(events: list[WireEvent], sent_at: Any, call: Call, limits: Limits) -> list[bytes] | None:
    received_at, source, kind_here = call.received_at, call.source, call.type
    behind = timestamps.skew(sent_at, received_at, limits)
    latest = received_at + limits.future
    contexts: list[WireContext] = []
    names: list[str] = []
    more: list[str] = []
    out: list[bytes] = []
    parse_time, add, see = datetime.fromisoformat, out.append, contexts.append
    for wire in events:
        kind = kind_here or wire.type
        if kind == "track":
            name = wire.event
            if not name or wire.name is not UNSET:
                return None
            names.append(name)
        elif wire.event is not UNSET or kind is UNSET:
            return None
        elif kind == "page" or kind == "screen":
            name = wire.name or ""
            names.append(name)
        elif wire.name is UNSET:
            name = ""
        else:
            return None

        extra: dict[str, Any] = {}
        integrations = wire.integrations
        if integrations is not UNSET:
            extra["integrations"] = integrations
        if wire.channel is not UNSET:
            extra["channel"] = wire.channel
        if wire.category is not UNSET:
            extra["category"] = wire.category
        if wire.metadata is not UNSET:
            extra["_metadata"] = wire.metadata

        stamp = wire.timestamp
        if stamp and wire.original_timestamp is UNSET and len(stamp) == 24 and stamp[10] == "T" and stamp[11:13] != "24":
            try:
                at = (parse_time(stamp) - _EPOCH) // _MICROSECOND
            except (ValueError, TypeError):  # TypeError: it names no zone
                return None
            skew = behind
            if wire.sent_at:
                skew = timestamps.skew(wire.sent_at, received_at, limits)
            if skew:
                at += skew
                extra["originalTimestamp"] = stamp
        else:
            moment = _moment(wire, behind, received_at, extra, limits)
            if moment is None:
                return None
            at, skew = moment, 0
        if skew is None or not 0 <= at <= latest:
            return None

        traits, context, group_id, previous_id = (
            wire.traits or {},
            wire.context,
            wire.group_id or None,
            wire.previous_id or None,
        )
        if context is UNSET:
            context = {}  # type: ignore[assignment]
        else:
            try:
                seen = decode_context(context)
            except (msgspec.ValidationError, UnicodeDecodeError):
                return None
            see(seen)
            if group_id is None and seen.group_id:
                group_id = seen.group_id
            if seen.traits and kind != "group":
                traits = {**seen.traits, **traits} if traits else seen.traits
        if group_id is not None:
            more.append(group_id)
        elif kind == "group":
            return None
        if previous_id is not None:
            more.append(previous_id)
        elif kind == "alias":
            return None
        event = Event(
            wire.message_id, kind, at, received_at, source, name,  # type: ignore[arg-type]
            wire.user_id or None, wire.anonymous_id or None, group_id, previous_id,
            wire.properties or {}, traits, context, extra,  # type: ignore[arg-type]
        )  # fmt: skip
        add(encode(event))
    return out if not out or (_named(events, more, limits) and _called(names, limits) and _known(contexts)) else None


def _moment(wire: WireEvent, behind: int | None, received_at: int, extra: dict[str, Any], limits: Limits) -> int | None:
    """When it happened, for times in other shapes than the usual one; None where that needs a careful look."""
    given, original = wire.timestamp or None, wire.original_timestamp or None
    stamp = given or original
    if stamp is None:
        return received_at
    skew = timestamps.skew(wire.sent_at, received_at, limits) if wire.sent_at else behind
    try:
        at, warning = timestamps.load(stamp)
        if given is not None and original is not None:
            warning, skew, extra["originalTimestamp"] = warning or timestamps.load(original)[1], 0, original
    except Rejection:
        return None
    if skew is None or warning:
        return None
    if skew:
        extra["originalTimestamp"] = stamp
    return at + skew


def _named(events: list[WireEvent], more: list[str], limits: Limits) -> bool:
    """Whether everyone and every message has a name that is surely short enough and needs no cleaning: looked at together."""
    users = [user_id for wire in events if (user_id := wire.user_id)]
    visitors = [anonymous_id for wire in events if (anonymous_id := wire.anonymous_id)]
    if len(users) < len(events) > len(visitors) and not all(wire.user_id or wire.anonymous_id for wire in events):
        return False
    message_ids: list[Any] = [wire.message_id for wire in events]
    if UNSET in message_ids or not all(message_ids) or max(map(len, message_ids)) > limits.message_id:
        return False
    messages = "".join(message_ids)
    identifiers = [*users, *visitors, *more]
    everyone = f"|{'|'.join(identifiers)}|"
    return (
        (_PRINTABLE(messages) is not None or messages.isprintable())
        and _PRINTABLE(everyone) is not None
        and _inside(everyone)
        and max(map(len, identifiers)) <= limits.identifier_bytes
        and BLOCKED.isdisjoint(map(str.casefold, identifiers))
        and not _NOTHING.search(everyone)
    )


def _called(names: list[str], limits: Limits) -> bool:
    """The same of the names of events, pages and screens."""
    different = set(names)
    called = f"|{'|'.join(different)}|"
    return max(map(len, different), default=0) <= limits.event_name and called.isprintable() and _inside(called)


def _inside(joined: str) -> bool:
    """Whether no space stands at an end of one of the names joined by `|`."""
    return " " not in joined or (" |" not in joined and "| " not in joined)


def _known(contexts: list[WireContext]) -> bool:
    """Whether their addresses, languages and zones need no repair."""
    return (
        all(map(known_ip, {seen.ip for seen in contexts} - {UNSET}))
        and all(map(plain_locale, {seen.locale for seen in contexts} - {UNSET, ""}))
        and all(map(known_timezone, {seen.timezone for seen in contexts} - {UNSET, ""}))
    )


def _moderate(pieces: list[bytes], wire: WireBatch | WireEvent, body: bytes, again: int, limits: Limits) -> bool:
    """Whether nothing is over a limit of size: many keys or elements need as many commas, a long string as many bytes."""
    longest = max(map(len, pieces), default=0)
    if longest > 2 * limits.array:
        if longest > min(limits.string_bytes, limits.event_bytes):
            return False
        if max([piece.count(b",") for piece in pieces]) >= min(limits.array, limits.keys):
            return False
    if len(body) <= limits.event_bytes:
        return True
    if not isinstance(wire, WireBatch):
        return False
    # As it was sent, an event is longer by what is dropped of it, and by at most all white space and escapes (`spare`).
    spare = len(body) - again
    dropped = max([len(event.write_key or "") + len(event.sent_at or "") for event in wire.batch])
    if longest + spare + dropped + _DROPPED <= limits.event_bytes:
        return True
    return max(len(memoryview(raw)) for raw in _decode_elements(body).batch) <= limits.event_bytes
