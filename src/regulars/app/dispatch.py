"""The first look at a request: events go straight to the door, everything else to the API. Both are timed."""

import time
from collections.abc import Awaitable, Callable
from threading import Event
from typing import Any

from regulars.collect.door import Door
from regulars.kit.signals import Signals

App = Callable[[Any, Any, Any], Awaitable[None]]


class Dispatch:
    """An ASGI application. `wake` is set after each request to the door: there may be something in the log."""

    def __init__(self, door: Door, rest: App, signals: Signals, wake: Event) -> None:
        self._door = door
        self._handles = door.handles
        self._rest = rest
        self._signals = signals
        self._wake = wake

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        began = time.perf_counter()
        if self._handles(scope["path"]):
            await self._door(scope, receive, send)
            self._wake.set()
            self._signals.time("regulars_door_seconds", time.perf_counter() - began)
        else:
            await self._rest(scope, receive, send)
            operation = scope.get("state", {}).get("operation", "none")
            self._signals.time("regulars_api_seconds", time.perf_counter() - began, operation=operation)
