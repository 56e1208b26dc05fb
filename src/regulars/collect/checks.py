"""The careful path: one event, checked field by field. The quick path must agree with it on every event that it takes."""

import re
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address
from typing import Any
from zoneinfo import available_timezones

import msgspec

from regulars.collect import timestamps
from regulars.collect.limits import Limits
from regulars.collect.rejection import Rejection
from regulars.collect.tree import Tree
from regulars.collect.wire import TYPES
from regulars.kit.hashing import hash8
from regulars.kit.identifiers import clean_identifier, is_blocked
from regulars.kit.ids import uuid7
from regulars.records import Event

_LOCALE = re.compile(r"([A-Za-z]{2,8})((?:[-_][A-Za-z0-9]{1,8}){0,5})(?:\.[A-Za-z0-9-]{1,20})?(?:@[A-Za-z0-9]{1,20})?")
_OFFSET_ZONE = re.compile(r"(?:GMT|UTC)[+-]\d{2}:?\d{2}")
_DROPPED = frozenset(("writeKey", "sentAt"))
"""A secret, and a time that is spent once the clock is corrected."""
_TAKEN = frozenset(
    [
        "type",
        "messageId",
        "userId",
        "anonymousId",
        "groupId",
        "previousId",
        "timestamp",
        "originalTimestamp",
        "properties",
        "traits",
        "context",
    ]
)

_NAMES = {"track": "event", "page": "name", "screen": "name"}
"""The field that names a call of this type."""


class Call(msgspec.Struct, frozen=True):
    """What an event inherits from the request that brought it."""

    source: str
    received_at: int
    type: str | None = None
    """Of the endpoint, where that names one; it wins over the body."""
    sent_at: Any = None
    context: Any = None
    """Of the whole batch: an event's own values win."""
    message_id: str = ""
    """For an event without one, if the caller knows a stable one (an importer's row)."""


def check(raw: bytes, index: int, call: Call, limits: Limits) -> Event:
    """The event in this JSON text, or Rejection with the code and path of the first thing wrong with it."""
    tree = Tree(raw, limits)
    wire = tree.value
    if not isinstance(wire, dict):
        raise Rejection("expected_object")
    kind = call.type or wire.get("type")
    if kind not in TYPES:
        raise Rejection("unknown_type", "type")
    message_id = _message_id(wire, raw, index, call, tree, limits)
    user_id = _identifier(wire, "userId", tree, limits)
    anonymous_id = _identifier(wire, "anonymousId", tree, limits)
    if user_id is None and anonymous_id is None:
        raise Rejection("missing_identifier", "userId")
    properties = _object(wire, "properties")
    context = _context(_object(wire, "context"), call.context, tree)
    group_id = _identifier(wire, "groupId", tree, limits)
    if group_id is None and isinstance(context.get("groupId"), (str, int)):
        group_id = _identifier(context, "groupId", tree, limits)
    if kind == "group" and group_id is None:
        raise Rejection("missing_group_id", "groupId")
    previous_id = _identifier(wire, "previousId", tree, limits)
    if kind == "alias" and previous_id is None:
        raise Rejection("missing_previous_id", "previousId")
    stamp, extra = _stamp(wire, call, tree, limits)
    named_by = _NAMES.get(kind)
    extra.update((key, value) for key, value in wire.items() if key not in _TAKEN and key not in _DROPPED and key != named_by)
    return Event(
        id=message_id,
        type=kind,
        timestamp=stamp.at,
        received_at=call.received_at,
        source=call.source,
        event=_name(wire, kind, limits),
        user_id=user_id,
        anonymous_id=anonymous_id,
        group_id=group_id,
        previous_id=previous_id,
        properties=properties,
        traits=_traits(wire, kind, context),
        context=context,
        extra=extra,
        warnings=sorted(tree.warnings),
    )


def _message_id(wire: dict[str, Any], raw: bytes, index: int, call: Call, tree: Tree, limits: Limits) -> str:
    value = wire.get("messageId")
    if value is None:
        if call.message_id:
            return call.message_id
        tree.warn("message_id_assigned")
        chance = hash8(b"%d:%d:" % (call.received_at, index) + raw) + hash8(raw)
        return uuid7(call.received_at, int.from_bytes(chance, "big"))
    if not isinstance(value, str) or not 0 < len(value) <= limits.message_id or not value.isprintable():
        raise Rejection("invalid_message_id", "messageId")
    return value


def _identifier(wire: Mapping[str, Any], field: str, tree: Tree, limits: Limits) -> str | None:
    value = wire.get(field)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        tree.warn("number_as_string")
        value = str(value)
    if not isinstance(value, str):
        raise Rejection("invalid_identifier", field)
    if "\0" in value:
        raise Rejection("control_char", field)
    value = clean_identifier(value)
    if len(value) * 4 > limits.identifier_bytes and len(value.encode()) > limits.identifier_bytes:
        raise Rejection("identifier_too_long", field)
    if value and field in ("userId", "anonymousId") and is_blocked(value):
        tree.warn("blocked_identifier")
    return value or None


def _object(wire: dict[str, Any], field: str) -> dict[str, Any]:
    value = wire.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Rejection(f"invalid_{field}", field)
    return value


def _name(wire: dict[str, Any], kind: str, limits: Limits) -> str:
    field = _NAMES.get(kind)
    if field is None:
        return ""
    value = wire.get(field)
    if value is None or value == "":
        if kind == "track":
            raise Rejection("missing_event", field)
        return ""
    if not isinstance(value, str):
        raise Rejection("invalid_event", field)
    if "\0" in value:
        raise Rejection("control_char", field)
    value = value.strip()
    if not value and kind == "track":
        raise Rejection("missing_event", field)
    if len(value) > limits.event_name:
        raise Rejection("event_name_too_long", field)
    return value


def _traits(wire: dict[str, Any], kind: str, context: dict[str, Any]) -> dict[str, Any]:
    """Segment writes traits at the top, RudderStack into the context; a group's own traits are only those at the top."""
    traits = _object(wire, "traits")
    inner = context.get("traits")
    if kind == "group" or not inner:
        return traits
    if not isinstance(inner, dict):
        raise Rejection("invalid_traits", "context.traits")
    return {**inner, **traits}


def _stamp(wire: dict[str, Any], call: Call, tree: Tree, limits: Limits) -> tuple[timestamps.Stamp, dict[str, Any]]:
    """The instant that counts, and the client's own times where they differ from it."""
    given, original = _moment(wire, "timestamp", tree), _moment(wire, "originalTimestamp", tree)
    if given is None and original is None:
        return timestamps.Stamp(call.received_at), {}
    behind: int | None = 0
    if given is None or original is None:  # with both, `timestamp` was corrected by whoever wrote the second
        sent_at = wire.get("sentAt")
        usable = isinstance(sent_at, (str, int, float)) and bool(sent_at)
        behind = timestamps.skew(sent_at if usable else call.sent_at, call.received_at, limits)
    field = "originalTimestamp" if given is None else "timestamp"
    try:
        stamp = timestamps.settle(original if given is None else given, behind, call.received_at, limits)  # type: ignore[arg-type]
    except Rejection as rejection:
        raise Rejection(rejection.code, field) from None
    for warning in stamp.warnings:
        tree.warn(warning)
    if given is not None and original is not None:
        return stamp, {"originalTimestamp": wire["originalTimestamp"]} | (
            {"timestamp": wire["timestamp"]} if stamp.changed else {}
        )
    return stamp, {"originalTimestamp": wire[field]} if stamp.changed else {}


def _moment(wire: dict[str, Any], field: str, tree: Tree) -> int | None:
    value = wire.get(field)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise Rejection("invalid_timestamp", field)
    try:
        at, warning = timestamps.load(value)
    except Rejection as rejection:
        raise Rejection(rejection.code, field) from None
    if warning:
        tree.warn(warning)
    return at


def _context(own: dict[str, Any], common: Any, tree: Tree) -> dict[str, Any]:
    """The context without what is no address, language or zone: those are dropped or put right, with a warning each."""
    context = {**common, **own} if isinstance(common, dict) else dict(own)
    ip = context.get("ip")
    if ip is not None and not (isinstance(ip, str) and known_ip(ip)):
        del context["ip"]
        tree.warn("invalid_ip")
    locale = context.get("locale")
    if locale is not None and not (isinstance(locale, str) and plain_locale(locale)):
        match = _LOCALE.fullmatch(locale) if isinstance(locale, str) else None
        if match:
            context["locale"] = match[1] + match[2].replace("_", "-")
            tree.warn("locale_normalised")
        elif locale != "":
            del context["locale"]
            tree.warn("invalid_locale")
    timezone = context.get("timezone")
    if timezone is not None and timezone != "" and not (isinstance(timezone, str) and known_timezone(timezone)):
        del context["timezone"]
        tree.warn("invalid_timezone")
    return context


@lru_cache(4096)
def known_ip(text: str) -> bool:
    """Whether this is an IPv4 or IPv6 address without a zone id."""
    try:
        return "%" not in text and bool(ip_address(text))
    except ValueError:
        return False


@lru_cache(1024)
def plain_locale(text: str) -> bool:
    """Whether this is a language tag as BCP 47 shapes it, such as `zh-CN`."""
    match = _LOCALE.fullmatch(text)
    return match is not None and text == match[1] + match[2].replace("_", "-")


@lru_cache(1024)
def known_timezone(text: str) -> bool:
    """Whether this is a zone of the tz database, or an offset as RudderStack's browser client writes it (`GMT+0800`)."""
    return text in _zones() or _OFFSET_ZONE.fullmatch(text) is not None


@lru_cache(1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
