"""The layer of the API that covers personal fields in what members of the console are shown (see `app.personal`)."""

from collections.abc import Callable
from typing import Any

import msgspec

from regulars.app.access import Caller
from regulars.app.personal import Personal, covered


class Veil:
    """Wraps the API's ASGI application. Answers to keys, and of routes declared without a veil, pass as they are."""

    def __init__(self, app: Any, personal: Callable[[str], Personal]) -> None:
        self._app = app
        self._personal = personal

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        start: dict[str, Any] | None = None
        chunks: list[bytes] = []

        async def pass_on(message: dict[str, Any]) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and self._covers(scope, message):
                start = message
            elif start is None:
                await send(message)
            else:
                chunks.append(message.get("body", b""))
                if not message.get("more_body"):
                    caller: Caller = scope["state"]["caller"]
                    answer = covered(msgspec.json.decode(b"".join(chunks) or b"null"), self._personal(caller.workspace))
                    body = msgspec.json.encode(answer)
                    headers = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
                    start["headers"] = [*headers, (b"content-length", str(len(body)).encode())]
                    await send(start)
                    await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, pass_on)

    @staticmethod
    def _covers(scope: dict[str, Any], start: dict[str, Any]) -> bool:
        caller: Caller | None = scope.get("state", {}).get("caller")
        if caller is None or not caller.member or scope["state"].get("clear"):
            return False
        kinds = [value for name, value in start["headers"] if name.lower() == b"content-type"]
        return any(b"json" in kind for kind in kinds)
