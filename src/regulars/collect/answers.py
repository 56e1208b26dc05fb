"""What the door answers: small JSON, never an echo of what was sent, headers that browsers need."""

from typing import Any

import msgspec

from regulars.collect.parse import Refused
from regulars.collect.rejection import Refusal

Header = tuple[bytes, bytes]

OK = b'{"success":true}'
_ALLOWED = (
    "authorization, content-type, content-encoding, anonymousid, sentat, if-none-match, x-write-key, x-retry-count, "
    "rsa-retry-attempt, rsa-retry-reason, rsa-since-first-attempt, rsa-since-last-attempt"
)
_TOKEN = frozenset(b"!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz")
_JSON: tuple[Header, ...] = (
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)
_SHORT = 96


class Answer(msgspec.Struct, frozen=True):
    """A whole HTTP answer."""

    status: int
    body: bytes
    headers: tuple[Header, ...]


def json_headers(body: bytes, origin: bytes, *more: Header) -> tuple[Header, ...]:
    """Headers of a JSON answer. Any page may read it: it tells nothing that the asker did not send, and no cookie counts."""
    headers = (*_JSON, (b"content-length", b"%d" % len(body)), *more)
    if origin:
        headers += ((b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"ETag, Retry-After"))
    return headers


def taken(accepted: int, rejected: list[Refused], origin: bytes, limit: int) -> Answer:
    """200: all of it is on disk. Rejected events are listed as far as `limit` bytes allow, and counted beyond."""
    if not rejected:
        return Answer(200, OK, json_headers(OK, origin))
    said: list[dict[str, Any]] = []
    room = limit - 160
    for refused in rejected:
        line = {
            "index": refused.index,
            "messageId": refused.rejected.id[:100],
            "code": refused.rejected.code,
            "path": refused.rejected.path[:_SHORT],
        }
        room -= len(msgspec.json.encode(line)) + 1
        if room < 0:
            break
        said.append(line)
    answer: dict[str, Any] = {"success": True, "accepted": accepted, "rejected": said}
    if len(said) < len(rejected):
        answer["rejected_count"] = len(rejected)
    body = msgspec.json.encode(answer)
    return Answer(200, body, json_headers(body, origin))


def refused(refusal: Refusal, origin: bytes) -> Answer:
    """The answer to a request of which nothing was stored."""
    body = msgspec.json.encode({"success": False, "code": refusal.code, "message": refusal.sentence})
    more = refusal.headers
    if refusal.retry_after:
        more += ((b"retry-after", b"%d" % refusal.retry_after),)
    if refusal.status in (400, 408, 413):  # the rest of the body may still be on its way
        more += ((b"connection", b"close"),)
    return Answer(refusal.status, body, json_headers(body, origin, *more))


def preflight(asked: bytes) -> Answer:
    """The answer to a browser's question whether it may send: yes, with any header (no cookie counts here)."""
    names = [name.strip() for name in asked.lower().split(b",")]
    more = [name for name in names if 0 < len(name) <= 64 and _TOKEN.issuperset(name) and name.decode() not in _ALLOWED]
    return Answer(
        204,
        b"",
        (
            (b"access-control-allow-origin", b"*"),
            (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
            (b"access-control-allow-headers", b", ".join([_ALLOWED.encode(), *more[:16]])),
            (b"access-control-expose-headers", b"ETag, Retry-After"),
            (b"access-control-max-age", b"7200"),
        ),
    )
