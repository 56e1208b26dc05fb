"""A request's body as a whole: what it is if it is no JSON object, and what its top level says."""

import json
from typing import Any

import msgspec
from msgspec import Raw

from regulars.collect.limits import Limits
from regulars.collect.rejection import Refusal, Rejection
from regulars.collect.tree import Tree


class _Head(msgspec.Struct):
    write_key: Any = msgspec.field(default=None, name="writeKey")


_decode_head = msgspec.json.Decoder(_Head).decode
_decode_raw = msgspec.json.Decoder(Raw).decode
_decode_object = msgspec.json.Decoder(dict[str, Raw]).decode
_decode_array = msgspec.json.Decoder(list[Raw]).decode


def read_key(body: bytes) -> Any:
    """The body's `writeKey` alone, for a request that names its source nowhere else; None where it cannot be read."""
    try:
        return _decode_head(body).write_key
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def load(body: bytes, batch: bool) -> dict[str, Raw]:
    """The body's top level. Refuses what is no JSON object, and a batch with one key twice: a value would be lost unseen."""
    try:
        _decode_raw(body)  # the grammar first: malformed or far too deep counts before being no object
        top = _decode_object(body)
        if batch:
            rest = body.replace(bytes(top["batch"]), b"0", 1) if "batch" in top else body
            keys = [key for key, _ in json.loads(str(rest, "utf-8"), object_pairs_hook=list, parse_int=str)]
            if len(keys) != len(top):
                raise Refusal(
                    400, "duplicate_key", "The body has one key twice, so one of its values would be lost; write each key once."
                )
    except msgspec.ValidationError:
        raise _not_an_object() from None
    except msgspec.DecodeError as error:
        raise _malformed(body, error) from None
    except UnicodeDecodeError as error:
        raise Refusal(400, "invalid_utf8", f"The body is not valid UTF-8 (byte {error.start} of its text).") from None
    except RecursionError:
        raise Refusal(
            400, "too_deep", "The body nests objects and arrays far too deep; the limit is 32 levels a field."
        ) from None
    return top


def _malformed(body: bytes, error: Exception) -> Refusal:
    if body.startswith(b"\xef\xbb\xbf"):
        return Refusal(400, "invalid_json", "The body starts with a byte-order mark; remove the byte-order mark.")
    if not body.strip():
        return _not_an_object()
    return Refusal(400, "invalid_json", f"The body is not JSON: {str(error).removeprefix('JSON is malformed: ')}.")


def _not_an_object() -> Refusal:
    return Refusal(400, "expected_object", "The body must be one JSON object.")


def elements(top: dict[str, Raw]) -> list[Raw]:
    try:
        return _decode_array(top["batch"])
    except (KeyError, msgspec.ValidationError):
        raise Refusal(400, "batch_must_be_array", "`batch` must be an array of calls.") from None


def too_many(count: int, limits: Limits) -> Refusal:
    return Refusal(413, "too_many_events", f"The batch has {count} events; send at most {limits.events} at once.")


def value(top: dict[str, Raw], field: str, limits: Limits) -> Any:
    """A field of the body that holds for all its events; None where it is absent or cannot be read."""
    try:
        return Tree(bytes(top[field]), limits).value if field in top else None
    except Rejection:
        return None
