"""The door: a bare ASGI app that takes what Segment, RudderStack and Jitsu clients send, and answers once they are on disk."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from regulars.collect import answers, credentials, settings
from regulars.collect.answers import Answer
from regulars.collect.checks import Call
from regulars.collect.credentials import Keys, Writer
from regulars.collect.document import read_key
from regulars.collect.inflate import inflate
from regulars.collect.limits import Limits
from regulars.collect.parse import Parsed, parse
from regulars.collect.receive import Receive, Receiver, Signals, Silent
from regulars.collect.rejection import Refusal
from regulars.kit.clock import Clock
from regulars.kit.failpoints import reach
from regulars.kit.ids import same
from regulars.log.log import Log
from regulars.records import Envelope

Send = Callable[[dict[str, Any]], Awaitable[None]]
_log = logging.getLogger(__name__)

BATCH, METRICS = "batch", "metrics"
_CALLS = {"t": "track", "i": "identify", "p": "page", "s": "screen", "g": "group", "a": "alias"}
ROUTES = {
    **dict.fromkeys(("/v1/batch", "/v1/import", "/v1/b", "/beacon/v1/batch"), BATCH),
    **{f"/v1/{short}": kind for short, kind in _CALLS.items()},
    **{f"/v1/{kind}": kind for kind in _CALLS.values()},
    **{f"/api/s/{kind}": kind for kind in _CALLS.values()},
    **{f"/api/s/s2s/{kind}": kind for kind in _CALLS.values()},
    "/v1/m": METRICS,
}
"""Where events are posted → the type of the one call in the body, or a batch. Segment's client posts its own metrics; they are
not kept."""

_PROJECTS = ("/v1/projects/", "/cdn/v1/projects/")
_SOURCE_CONFIG = ("/sourceConfig", "/sourceConfig/")
_ONCE = (b"host", b"content-length", b"content-encoding", b"transfer-encoding", b"authorization", b"x-write-key", b"origin")
_KEY_SECONDS = 5.0
_KEYS_KEPT = 10_000


class Door:
    """An ASGI 3 app. `handles(path)` says which paths are its own, so that the rest can go elsewhere.

    A 200 means: every event that is not listed as rejected is in the log, durably, and so are the rejected ones, with their
    reason. 408, 429 and 503 mean "again, later", any other 4xx "never like this"; nothing was stored then.
    """

    def __init__(self, log: Log, keys: Keys, clock: Clock, limits: Limits = Limits(), signals: Signals | None = None) -> None:  # noqa: B008
        self._keys = keys
        self._clock = clock
        self._limits = limits
        self._signals = signals or Silent()
        self._receiver = Receiver(log, limits, self._signals)
        self._found: dict[str, tuple[float, Writer | None]] = {}

    def handles(self, path: str) -> bool:
        """Whether this path is the door's own."""
        return path in ROUTES or path in _SOURCE_CONFIG or _project(path) is not None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        origin = b""
        try:
            headers = _headers(scope)
            origin = headers.get(b"origin", b"")
            answer = await self._answer(scope, headers, origin, receive)
        except Refusal as refusal:
            self._signals.count("requests_refused", "", 1)
            answer = answers.refused(refusal, origin)
        except Exception:
            _log.exception("the door failed on a request")
            failed = Refusal(503, "internal", "The door failed on this request; nothing was stored.", retry_after=30)
            answer = answers.refused(failed, origin)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})
        reach("F5")

    async def _answer(self, scope: dict[str, Any], headers: dict[bytes, bytes], origin: bytes, receive: Receive) -> Answer:
        path, method = scope["path"], scope["method"]
        route = ROUTES.get(path)
        if route is not None and method == "POST":
            return await self._take(route, scope, headers, origin, receive)
        if method == "OPTIONS" and self.handles(path):
            return answers.preflight(headers.get(b"access-control-request-headers", b""))
        if not self.handles(path):
            raise Refusal(404, "not_found", "Nothing is here.")
        if route is None and method in ("GET", "HEAD"):
            return self._settings(path, scope["query_string"], headers, origin)
        allowed = b"GET, HEAD, OPTIONS" if route is None else b"POST, OPTIONS"
        raise Refusal(405, "method_not_allowed", "This method is not allowed here.", headers=((b"allow", allowed),))

    async def _take(
        self, route: str, scope: dict[str, Any], headers: dict[bytes, bytes], origin: bytes, receive: Receive
    ) -> Answer:
        limits = self._limits
        if route == METRICS:
            await self._receiver.read(receive, _length(headers))
            return answers.taken(0, [], origin, limits.answer_bytes)
        key, asked = credentials.announced(headers, scope["query_string"])
        writer = self._writer(key, origin) if key is not None else None
        body = await self._receiver.read(receive, _length(headers))
        body = inflate(body, headers.get(b"content-encoding", b"").decode("latin-1"), limits.inflated_bytes)
        if writer is None:
            inside = read_key(body)
            key = inside if isinstance(inside, str) and inside else asked
            if key is not None and asked is not None and not same(key, asked):
                raise credentials.conflicting()
            writer = self._writer(key, origin)
        batch = route == BATCH
        at = self._clock.now()
        try:
            parsed = parse(body, Call(writer.source, at, None if batch else route), batch, limits)
        except Refusal as refusal:
            raise _foreign(refusal, headers) from None
        credentials.agree(key or "", parsed.write_key)
        envelopes = _envelopes(writer, at, parsed)
        if envelopes:
            await self._receiver.store(envelopes)
            self._signals.count("events_accepted", writer.workspace, parsed.count)
            if parsed.rejected:
                self._signals.count("events_rejected", writer.workspace, len(parsed.rejected))
        return answers.taken(parsed.count, parsed.rejected, origin, limits.answer_bytes)

    def _settings(self, path: str, query: bytes, headers: dict[bytes, bytes], origin: bytes) -> Answer:
        key = _project(path)
        if key is not None:
            try:
                self._writer(key, origin)
            except Refusal:
                raise Refusal(404, "not_found", "Nothing is here.") from None
            body = settings.segment(key)
        else:
            basic, asked = credentials.announced(headers, query)
            key = basic or asked
            body = settings.rudder(key or "", self._writer(key, origin))
        return Answer(200, body, answers.json_headers(body, origin))

    def _writer(self, key: str | None, origin: bytes) -> Writer:
        """Whose key it is; asked of `keys` at most every few seconds, so a revoked key dies that much later."""
        if key is None:
            raise credentials.unknown()
        now = asyncio.get_running_loop().time()
        until, writer = self._found.get(key, (0.0, None))
        if now >= until:
            if len(self._found) >= _KEYS_KEPT:
                self._found.clear()
            writer = self._keys.find(key)
            self._found[key] = (now + _KEY_SECONDS, writer)
        if writer is None:
            raise credentials.unknown()
        if writer.origins and origin and origin.decode("latin-1") not in writer.origins:
            raise Refusal(401, "origin_not_allowed", "This key may not be used from this web origin.")
        return writer


def _envelopes(writer: Writer, at: int, parsed: Parsed) -> list[Envelope]:
    envelopes = []
    if parsed.count:
        envelopes.append(Envelope(writer.workspace, "events", writer.source, at, parsed.count, parsed.body))
    if parsed.rejected:
        kept = msgspec.json.encode([refused.rejected for refused in parsed.rejected])
        envelopes.append(Envelope(writer.workspace, "rejected", writer.source, at, len(parsed.rejected), kept))
    return envelopes


def _headers(scope: dict[str, Any]) -> dict[bytes, bytes]:
    """The headers by name. Refuses what lets two readers see two requests: two lengths, two hosts, none at all."""
    pairs = scope["headers"]
    headers: dict[bytes, bytes] = dict(pairs)
    if len(headers) != len(pairs):
        names = [name for name, _ in pairs]
        for name in _ONCE:
            if names.count(name) > 1:
                raise Refusal(400, "repeated_header", f"The header {name.decode()} is there more than once.")
    if not headers.get(b"host") and scope.get("http_version", "1.1") == "1.1":
        raise Refusal(400, "host_missing", "The header host is missing.")
    if b"transfer-encoding" in headers and b"content-length" in headers:
        raise Refusal(400, "two_lengths", "The request has both a Content-Length and a Transfer-Encoding.")
    return headers


def _length(headers: dict[bytes, bytes]) -> int | None:
    value = headers.get(b"content-length")
    if value is None:
        return None
    if not value.isdigit() or len(value) > 18:
        raise Refusal(400, "invalid_length", "The Content-Length is no number.")
    return int(value)


def _project(path: str) -> str | None:
    for prefix in _PROJECTS:
        if path.startswith(prefix) and path.endswith("/settings"):
            key = path[len(prefix) : -len("/settings")]
            return key if key and "/" not in key and len(key) <= 512 else None
    return None


def _foreign(refusal: Refusal, headers: dict[bytes, bytes]) -> Refusal:
    """Clients mislabel JSON, so the label is not believed; but what is labelled as something else and is no JSON is that."""
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if refusal.code != "invalid_json" or kind in (b"", b"application/json", b"text/plain") or kind.endswith(b"+json"):
        return refusal
    return Refusal(415, "unsupported_media_type", "The body is not JSON; send application/json.")
