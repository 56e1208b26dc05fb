"""From the bytes of a request to the bytes of an envelope: `Event` JSON, and what had to be rejected.

Two paths, one meaning. The quick path (`quick`) screens the raw bytes for anything odd in a few passes, and checks all events
together. Whatever is odd sends the whole body down the careful path (`checks`), event by event, where one bad event spoils only
itself. A law in the tests says that both give the same.
"""

from contextlib import suppress
from typing import Any

import msgspec
from msgspec import UNSET, Raw

from regulars.collect import document, quick
from regulars.collect.checks import Call, check
from regulars.collect.limits import Limits
from regulars.collect.rejection import Rejection
from regulars.collect.wire import WireBatch, WireEvent, decode_batch, decode_event, encode
from regulars.records import Rejected


class _Identity(msgspec.Struct):
    message_id: Any = msgspec.field(default=None, name="messageId")


_decode_id = msgspec.json.Decoder(_Identity).decode


class Refused(msgspec.Struct, frozen=True):
    """A rejected event and its place in the batch."""

    index: int
    rejected: Rejected


class Parsed(msgspec.Struct):
    """What a request brought: `body` is the JSON array of its `count` good events."""

    body: bytes
    count: int
    rejected: list[Refused] = []
    write_key: Any = None
    """The `writeKey` of the body, whatever it is; None if there is none."""


def parse(body: bytes, call: Call, batch: bool, limits: Limits) -> Parsed:
    """Read one request body: a batch, or one call whose type the endpoint names.

    Raises Refusal where nothing can be told apart: 400 `invalid_json`, `invalid_utf8`, `too_deep`, `expected_object`,
    `batch_must_be_array`, `duplicate_key`, 413 `too_many_events`.
    """
    wire: WireBatch | WireEvent | None = None
    with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # the careful path says what is wrong
        wire = (decode_batch if batch else decode_event)(body)
    if wire is not None:
        count = len(wire.batch) if isinstance(wire, WireBatch) else 1
        if count > limits.events:
            raise document.too_many(count, limits)
        taken = quick.take(wire, body, call, limits)
        if taken is not None:
            return Parsed(taken, count, write_key=None if wire.write_key is UNSET else wire.write_key)
    return _careful(body, call, batch, limits)


def _careful(body: bytes, call: Call, batch: bool, limits: Limits) -> Parsed:
    fields = document.load(body, batch)
    elements = [Raw(body)]
    if batch:
        elements = document.elements(fields)
        if len(elements) > limits.events:
            raise document.too_many(len(elements), limits)
        sent_at, context = document.value(fields, "sentAt", limits), document.value(fields, "context", limits)
        call = msgspec.structs.replace(call, sent_at=sent_at, context=context)
    good: list[bytes] = []
    bad: list[Refused] = []
    for index, element in enumerate(elements):
        raw = bytes(element)
        try:
            good.append(encode(check(raw, index, call, limits)))
        except Rejection as rejection:
            bad.append(Refused(index, Rejected(rejection.code, _short(rejection.path), _known_id(raw), raw)))
    return Parsed(b"[" + b",".join(good) + b"]", len(good), bad, document.value(fields, "writeKey", limits))


def _known_id(raw: bytes) -> str:
    try:
        value = _decode_id(raw).message_id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return value if isinstance(value, str) and len(value) <= 100 else ""


def _short(path: str) -> str:
    return path if len(path) <= 120 else path[:117] + "..."
