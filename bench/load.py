"""Load over HTTP from this process: keep-alive connections, a bounded number of requests, times from when each was due."""

import asyncio
import time
from base64 import b64encode
from collections.abc import Sequence

import msgspec


class Sent(msgspec.Struct, frozen=True):
    """What became of one request. Times in seconds of the machine's monotonic clock, which all its processes share."""

    due: float
    """When it was due (open loop) or sent (closed loop)."""
    done: float
    """When its whole answer was there."""
    status: int
    """0 where no answer came."""

    @property
    def seconds(self) -> float:
        """From when it was due to its answer: a late start counts."""
        return self.done - self.due


def request(path: str, body: bytes, authorization: str) -> bytes:
    """A POST as it goes over the wire."""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: {authorization}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def basic(write_key: str) -> str:
    """The Authorization of an SDK."""
    return f"Basic {b64encode(f'{write_key}:'.encode()).decode()}"


def closed(port: int, requests: Sequence[bytes], connections: int) -> list[Sent]:
    """Send them all, `connections` at a time, each the moment that the one before it is answered."""
    return asyncio.run(_run(port, requests, connections, None))


def open_loop(port: int, requests: Sequence[bytes], rate: float, connections: int = 64) -> list[Sent]:
    """Send `rate` requests a second whatever the answers do, over as many connections as are free of a request."""
    return asyncio.run(_run(port, requests, connections, rate))


async def _run(port: int, requests: Sequence[bytes], connections: int, rate: float | None) -> list[Sent]:
    sent: list[Sent] = []
    waiting = iter(requests)
    count = 0
    began = time.monotonic() + 0.2

    async def one() -> None:
        nonlocal count
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for text in waiting:
            due = time.monotonic()
            if rate is not None:
                due = began + count / rate
                count += 1
                pause = due - time.monotonic()
                if pause > 0:
                    await asyncio.sleep(pause)
            try:
                writer.write(text)
                status = await _answer(reader)
            except (OSError, asyncio.IncompleteReadError):
                sent.append(Sent(due, time.monotonic(), 0))
                return
            sent.append(Sent(due, time.monotonic(), status))
        writer.close()

    await asyncio.gather(*[one() for _ in range(connections)])
    return sent


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            await reader.readexactly(int(line[15:]))
    return int(head[9:12])


def quantile(values: Sequence[float], q: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(q * len(ordered)), len(ordered) - 1)]
