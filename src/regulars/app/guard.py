"""The outermost layer of the API: what no framework should ever see is answered here, and every answer gets its headers.

The body is read here, bounded in size and time, and handed on whole: so a slow or endless request costs no thread.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from regulars.app.api.path import segmented, strange
from regulars.app.api.problems import Problem, encode
from regulars.app.site import HSTS
from regulars.kit.errors import RegularsError

Scope = dict[str, Any]
Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]

BODY_BYTES = 1 << 20
BODY_SECONDS = 30.0
_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class Refused(RegularsError):
    """A request that goes no further."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence, code=code)
        self.status = status


class Guard:
    """Wraps the API's ASGI application. `new_id` makes the id of a request, which its answer and the server's log carry.

    `secure`: browsers reach us by https, and shall not try otherwise again (HSTS).
    """

    def __init__(self, app: Any, new_id: Callable[[], str], secure: bool = False) -> None:
        self._app = app
        self._new_id = new_id
        self._headers = [*_HEADERS, *([HSTS] if secure else [])]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = self._new_id()
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_headers(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                extra = [(name, value) for name, value in self._headers if name not in present]
                message["headers"] = [*message["headers"], *extra, (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            check(scope)
            body = await _body(receive)
        except Refused as refused:
            await _answer(refused, request_id, send_with_headers)
            return
        if body is None:
            return
        rest = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> dict[str, Any]:
            return rest.pop() if rest else await receive()

        await self._app(scope, replay, send_with_headers)


def check(scope: Scope) -> None:
    """Raise Refused for a request whose frame is ambiguous: no Host or several, two ways to measure the body, an odd path."""
    hosts = lengths = encodings = 0
    for name, _ in scope["headers"]:
        if name == b"host":
            hosts += 1
        elif name == b"content-length":
            lengths += 1
        elif name == b"transfer-encoding":
            encodings += 1
    if hosts != 1:
        raise Refused(400, "bad_host", "a request carries exactly one Host header")
    if encodings and lengths:
        raise Refused(400, "ambiguous_length", "send Content-Length or Transfer-Encoding, not both")
    raw: bytes = scope["raw_path"]
    if strange(raw):
        raise Refused(404, "not_found", "there is nothing at this address")
    scope["path"] = segmented(raw)


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None where the client went away. Raises Refused where it is too long or comes too slowly."""
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return None
                chunk = message.get("body", b"")
                size += len(chunk)
                if size > BODY_BYTES:
                    raise Refused(413, "body_too_large", f"a body has at most {BODY_BYTES} bytes")
                chunks.append(chunk)
                if not message.get("more_body"):
                    return b"".join(chunks)
    except TimeoutError:
        raise Refused(408, "body_too_slow", f"the body did not come within {BODY_SECONDS:.0f} seconds") from None


async def _answer(refused: Refused, request_id: str, send: Send) -> None:
    body = encode(Problem.of(refused.status, refused.code, refused.sentence, request_id))
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
