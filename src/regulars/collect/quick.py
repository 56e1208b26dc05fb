"""The quick path: all events of a body decoded in one go, checked together, encoded with their `context` undecoded.

It gives up (None) as soon as anything is odd: a field that needs cleaning, a value near a limit, a warning to write down.
What it takes, it takes as the careful path would: a law in the tests.
"""

from typing import Any

import msgspec
from msgspec import UNSET, Raw

from regulars.collect import screen, timestamps
from regulars.collect.checks import Call, known_ip, known_timezone, plain_locale
from regulars.collect.limits import Limits
from regulars.collect.rejection import Rejection
from regulars.collect.wire import WireBatch, WireEvent, decode_context, encode
from regulars.kit.identifiers import LONGEST_BLOCKED, is_blocked
from regulars.records import Event


class _Elements(msgspec.Struct):
    batch: list[Raw] = []


_decode_elements = msgspec.json.Decoder(_Elements).decode


def take(wire: WireBatch | WireEvent, body: bytes, call: Call, limits: Limits) -> list[bytes] | None:
    """The `Event` JSON of all calls in this decoded body, or None where some need a careful look."""
    batch = isinstance(wire, WireBatch)
    if not (_light(body, batch, limits) and screen.clean(body, limits.depth + (3 if batch else 1), limits)):
        return None
    if not _written_once(wire, body):
        return None
    if isinstance(wire, WireBatch):
        return _quick(wire.batch, None if wire.sent_at is UNSET else wire.sent_at, call, limits)
    return _quick([wire], None, call, limits)


def _written_once(wire: WireBatch | WireEvent, body: bytes) -> bool:
    """Whether no object (outside `context`) has a key twice: encoding what was decoded would give fewer keys."""
    again = encode(wire)
    if len(again) == len(body):
        return True
    if any(before in body for before in (b" :", b"\t:", b"\r:", b"\n:")):
        return False
    return again.count(b'":') == body.count(b'":')


def _quick(events: list[WireEvent], sent_at: Any, call: Call, limits: Limits) -> list[bytes] | None:
    """The events' JSON, or None as soon as one of them needs a careful look."""
    received_at, source, kind_here = call.received_at, call.source, call.type
    behind = timestamps.skew(sent_at, received_at, limits)
    latest = received_at + limits.future
    message_ids: list[str] = []
    identifiers: list[str] = []
    names: list[str] = []
    out: list[bytes] = []
    load, build, add = timestamps.load, Event, out.append
    for wire in events:
        kind = kind_here or wire.type
        user_id, anonymous_id, group_id, previous_id = wire.user_id or None, wire.anonymous_id or None, None, None
        if user_id:
            identifiers.append(user_id)
        if anonymous_id:
            identifiers.append(anonymous_id)
        elif not user_id:
            return None
        message_id = wire.message_id
        if kind is UNSET or message_id is UNSET:
            return None
        message_ids.append(message_id)
        extra: dict[str, Any] = {}
        if kind == "track":
            name = wire.event
            if not name or wire.name is not UNSET:
                return None
            names.append(name)
        elif wire.event is not UNSET:
            return None
        elif kind == "page" or kind == "screen":
            name = wire.name or ""
            names.append(name)
        else:
            name = ""
            if wire.name is not UNSET:
                return None

        given, original = wire.timestamp or None, wire.original_timestamp or None
        at = received_at
        if given or original:
            skew = behind if not wire.sent_at else timestamps.skew(wire.sent_at, received_at, limits)
            try:
                at, warning = load(given or original)  # type: ignore[arg-type]
                if given and original:
                    warning, skew, extra["originalTimestamp"] = warning or load(original)[1], 0, original
            except Rejection:
                return None
            if skew is None or warning:
                return None
            at += skew
            if not 0 <= at <= latest:
                return None
            if skew:
                extra["originalTimestamp"] = given or original

        context: Any = {}
        traits = wire.traits or {}
        if wire.context is not UNSET:
            try:
                seen = decode_context(wire.context)
            except (msgspec.ValidationError, UnicodeDecodeError):
                return None
            if (
                (seen.ip is not UNSET and not known_ip(seen.ip))
                or (seen.timezone is not UNSET and seen.timezone and not known_timezone(seen.timezone))
                or (seen.locale is not UNSET and seen.locale and not plain_locale(seen.locale))
            ):
                return None
            context = wire.context
            if seen.group_id:
                group_id = seen.group_id
            if seen.traits and kind != "group":
                traits = {**seen.traits, **traits} if traits else seen.traits
        if wire.group_id:
            group_id = wire.group_id
        if group_id:
            identifiers.append(group_id)
        elif kind == "group":
            return None
        if wire.previous_id:
            previous_id = wire.previous_id
            identifiers.append(previous_id)
        elif kind == "alias":
            return None

        if wire.integrations is not UNSET:
            extra["integrations"] = wire.integrations
        if wire.channel is not UNSET:
            extra["channel"] = wire.channel
        if wire.category is not UNSET:
            extra["category"] = wire.category
        if wire.metadata is not UNSET:
            extra["_metadata"] = wire.metadata
        add(
            encode(
                build(
                    message_id, kind, at, received_at, source, name, user_id, anonymous_id, group_id, previous_id,
                    wire.properties or {}, traits, context, extra,
                )
            )
        )  # fmt: skip
    if _plain(message_ids, identifiers, names, limits) and _moderate(out, limits):
        return out
    return None


def _plain(message_ids: list[str], identifiers: list[str], names: list[str], limits: Limits) -> bool:
    """Whether all of them are surely short enough and need no cleaning: looked at together, joined by a character."""
    if not message_ids:
        return True
    everyone = "|".join(identifiers)
    called = "|".join(names)
    return (
        max(map(len, message_ids)) <= limits.message_id
        and all(message_ids)
        and "".join(message_ids).isprintable()
        and everyone.isascii()
        and everyone.isprintable()
        and " |" not in everyone
        and "| " not in everyone
        and everyone[0] != " "
        and everyone[-1] != " "
        and max(map(len, identifiers)) <= limits.identifier_bytes
        and not any(map(is_blocked, [one for one in identifiers if len(one) <= LONGEST_BLOCKED or one[0] in "0-"]))
        and (
            not names
            or (
                max(map(len, names)) <= limits.event_name
                and called.isprintable()
                and " |" not in called
                and "| " not in called
                and called[:1] != " "
                and called[-1:] != " "
            )
        )
    )


def _moderate(pieces: list[bytes], limits: Limits) -> bool:
    """Whether nothing inside can be over a limit: many keys or elements need as many commas, a long string as many bytes."""
    for piece in pieces:
        if len(piece) > 2 * limits.array and (
            len(piece) > limits.string_bytes or piece.count(b",") >= min(limits.array, limits.keys)
        ):
            return False
    return True


def _light(body: bytes, batch: bool, limits: Limits) -> bool:
    """Whether no event is over the limit of bytes, as it was sent."""
    if len(body) <= limits.event_bytes:
        return True
    return batch and max((len(memoryview(raw)) for raw in _decode_elements(body).batch), default=0) <= limits.event_bytes
