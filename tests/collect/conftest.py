"""A door with a log in memory, and ways to knock on it."""

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from regulars.collect.credentials import Writer
from regulars.collect.door import Door
from regulars.collect.limits import Limits
from regulars.kit.clock import ManualClock, from_datetime
from regulars.log.memory import MemoryLog
from regulars.records import Event, Rejected

NOON = 1_795_348_800_000_000
"""2026-11-22T12:00:00Z."""
WIRE = Path(__file__).resolve().parents[2].parent / "shared" / "wire"


class Table:
    """Keys in a dict."""

    def __init__(self, keys: dict[str, Writer]) -> None:
        self.keys = keys
        self.asked = 0

    def find(self, write_key: str) -> Writer | None:
        self.asked += 1
        return self.keys.get(write_key)


class Reply(msgspec.Struct):
    """What the door answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        return self.json.get("code", "")


class Doorstep:
    """A door, its log, and a visitor."""

    def __init__(self, limits: Limits = Limits(), log: Any = None, signals: Any = None) -> None:  # noqa: B008
        self.log = log or MemoryLog()
        self.clock = ManualClock(NOON)
        keys = {
            "WK": Writer("shop", "web"),
            "WK_test_123": Writer("shop", "web"),
            "WK_browser": Writer("shop", "web"),
            "keyid:secret": Writer("shop", "web"),
            "k:s": Writer("shop", "web"),
            "other": Writer("other", "app"),
            "fenced": Writer("shop", "fenced", ("https://good.example",)),
        }
        self.keys = Table(keys)
        self.door = Door(self.log, self.keys, self.clock, limits, signals)

    def send(
        self,
        body: Any = None,
        path: str = "/v1/batch",
        *,
        method: str = "POST",
        key: str | None = "WK",
        headers: Any = (),
        query: str = "",
        chunks: list[bytes] | None = None,
    ) -> Reply:
        """Knock: `body` is bytes, or something to be written as JSON; `key` goes as Basic."""
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        pairs = [(b"host", b"localhost")]
        if key is not None:
            pairs.append((b"authorization", b"Basic " + base64.b64encode(f"{key}:".encode())))
        pairs += [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return asyncio.run(self.call(path, method, pairs, query, chunks or [raw]))

    async def call(self, path: str, method: str, pairs: list[tuple[bytes, bytes]], query: str, chunks: list[bytes]) -> Reply:
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": path,
            "query_string": query.encode("latin-1"),
            "headers": pairs,
        }
        waiting = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
        waiting[-1]["more_body"] = False
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return waiting.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.door(scope, receive, send)
        start, rest = sent
        names = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
        return Reply(start["status"], names, rest["body"])

    def events(self) -> list[Event]:
        """All good events in the log."""
        return self._all("events", list[Event])

    def rejected(self) -> list[Rejected]:
        """All rejected ones."""
        return self._all("rejected", list[Rejected])

    def _all(self, kind: str, shape: Any) -> list[Any]:
        stored = [one.envelope for one in self.log.read(0, 100_000)]
        for envelope in stored:
            assert len(msgspec.json.decode(envelope.body)) == envelope.count
        return [item for one in stored if one.kind == kind for item in msgspec.json.decode(one.body, type=shape)]


@pytest.fixture
def step() -> Doorstep:
    return Doorstep()


@pytest.fixture
def doorstep() -> type[Doorstep]:
    return Doorstep


@pytest.fixture
def noon() -> int:
    return NOON


@pytest.fixture
def wire() -> Path:
    """The folder of recorded requests; skips where it is absent."""
    if not WIRE.is_dir():
        pytest.skip("the recorded requests (../shared/wire) are not here")
    return WIRE


def track(**more: Any) -> dict[str, Any]:
    """A good call, changed."""
    return {"type": "track", "event": "Viewed", "userId": "ann", "messageId": "m-1", "timestamp": "2026-11-22T11:00:00Z"} | more


@pytest.fixture(name="track")
def _track() -> Any:
    return track


@pytest.fixture
def at() -> Any:
    """ISO text to µs."""
    from datetime import datetime

    return lambda text: from_datetime(datetime.fromisoformat(text))
