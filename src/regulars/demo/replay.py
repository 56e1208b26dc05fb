"""The year, sent through the real door on a replay clock: timers, stages and journeys fire in order as it passes."""

import http.client
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping

import msgspec

from regulars.app.house import House
from regulars.app.server import Server
from regulars.demo.journey_year import Chunk
from regulars.kit.clock import ManualClock, SystemClock
from regulars.kit.errors import RegularsError


class ReplayClock(ManualClock):
    """Stands still until it is moved; once released it follows the machine's clock."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self._released = False

    def now(self) -> int:
        return max(super().now(), SystemClock().now()) if self._released else super().now()

    def release(self) -> None:
        """Let time pass by itself from here on."""
        self._released = True


class Replayed(msgspec.Struct, frozen=True):
    """What the replay did."""

    events: int
    requests: int
    seconds: float


def replay(
    server: Server, clock: ReplayClock, chunks: Iterable[Chunk], keys: Mapping[str, str], passed: Callable[[int], None]
) -> Replayed:
    """Post every chunk with its source's write key when its hour has come. `passed` hears of each hour.

    Before an hour's calls are sent, everything earlier has happened: the log is worked off, timers due have fired, and the
    messages that they caused are out.
    """
    house = server.house
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    headers = {source: {"Authorization": f"Basic {b64encode(f'{key}:'.encode()).decode()}"} for source, key in keys.items()}
    events = requests = 0
    hour = 0
    began = time.perf_counter()
    for chunk in chunks:
        if chunk.at != hour:
            hour = chunk.at
            clock.move(hour)
            settle(house)
            passed(hour)
        connection.request("POST", "/v1/batch", chunk.body(), headers[chunk.source])
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or b'"rejected"' in body:
            raise RegularsError(
                f"the door answered {answer.status} to a call of the demo: {body[:500].decode(errors='replace')}"
            )
        events += len(chunk.calls)
        requests += 1
    settle(house)
    connection.close()
    return Replayed(events, requests, time.perf_counter() - began)


def settle(house: House) -> None:
    """Work off the log, let what is due happen, and wait until the outbox has sent what that caused."""
    while True:
        house.run()
        house.catch_up()
        if not house.backends.state.query("messages", "main", status="pending", limit=1):
            if house.loop.offset == house.backends.log.end():
                return
            continue
        time.sleep(0.002)
