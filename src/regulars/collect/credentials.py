"""Who writes: a write key, by the first of four places that names one, without contradiction."""

import base64
import binascii
from typing import Any, Protocol
from urllib.parse import parse_qsl

import msgspec

from regulars.collect.rejection import Refusal
from regulars.kit.ids import same

_LONGEST = 512
_MASK = ":***"


class Writer(msgspec.Struct, frozen=True):
    """The source that a write key belongs to."""

    workspace: str
    source: str
    origins: tuple[str, ...] = ()
    """Web origins from which browsers may write with this key; empty: from everywhere."""


class Keys(Protocol):
    """The write keys of all workspaces. Called on the event loop, so it answers from memory or a local index."""

    def find(self, write_key: str) -> Writer | None:
        """Whose key this is; None if nobody's, or no longer. It compares hashes, so its time tells nothing about a key."""
        ...


Headers = dict[bytes, bytes]
"""Names in lower case. Of repeated ones the last; `Authorization` and keys must not be repeated."""


def announced(headers: Headers, query: bytes) -> tuple[str | None, str | None]:
    """The key named by the headers, and the one named by the query, before anything of the body is read.

    Order: Basic user, then `X-Write-Key`; both may be there if they agree. Raises Refusal 401.
    """
    keys = []
    if b"authorization" in headers:
        keys.append(_basic_user(headers[b"authorization"]))
    if b"x-write-key" in headers:
        keys.append(_text(headers[b"x-write-key"]))
    if len(keys) == 2 and not same(*keys):
        raise conflicting()
    asked = _query_key(query) if b"riteKey" in query else None
    if keys and asked is not None and not same(keys[0], asked):
        raise conflicting()
    return (keys[0] if keys else None), asked


def agree(write_key: str, inside: Any) -> None:
    """Check the body's own `writeKey` against the key in use. Jitsu masks it (`keyid:***`). Raises Refusal 401."""
    if inside is None or inside == "" or (isinstance(inside, str) and same(write_key, inside)):
        return
    if isinstance(inside, str) and inside.endswith(_MASK) and same(write_key.partition(":")[0], inside[: -len(_MASK)]):
        return
    raise conflicting()


def conflicting() -> Refusal:
    """Two write keys in one request, and no way to know which one was meant."""
    return Refusal(401, "conflicting_credentials", "The request names two different write keys; name one.")


def unknown() -> Refusal:
    """No write key, or one that is nobody's: which of the two is not told."""
    return Refusal(401, "invalid_write_key", "A write key is missing or unknown; send it as the user of Basic authorization.")


def _basic_user(value: bytes) -> str:
    scheme, _, token = value.partition(b" ")
    if scheme.lower() != b"basic" or len(token) > _LONGEST * 2:
        raise unknown()
    try:
        user = base64.b64decode(token.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise unknown() from None
    return _checked(user.partition(":")[0])


def _text(value: bytes) -> str:
    try:
        return _checked(value.decode("ascii").strip())
    except UnicodeDecodeError:
        raise unknown() from None


def _query_key(query: bytes) -> str | None:
    try:
        pairs = parse_qsl(query.decode("ascii"), max_num_fields=32)
    except ValueError:
        raise unknown() from None
    keys = [value for name, value in pairs if name == "writeKey"]
    if len(set(keys)) > 1:
        raise conflicting()
    return _checked(keys[0]) if keys else None


def _checked(key: str) -> str:
    if not key or len(key) > _LONGEST or not key.isprintable():
        raise unknown()
    return key
