"""A running server on 127.0.0.1 with two workspaces, for the tests of the API."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from regulars.app.access import FirstKeys, first_keys
from regulars.app.config import Pace, Settings
from regulars.app.house import House
from regulars.app.server import Server
from regulars.app.wire import in_folder
from regulars.engage.channels.channel import MemoryChannel
from regulars.kit.clock import SystemClock

DEFINITIONS = """
workspace: {zone: Asia/Shanghai, sender: Shop <hello@shop.example>}
events:
  Order Completed: {properties: {total: {type: number, required: true}}, strict: true}
purposes:
  marketing: {basis: consent}
features:
  spend: {of: "sum(properties.total) filter (where event = 'Order Completed')"}
  orders: {of: "count(*) filter (where event = 'Order Completed')"}
segments:
  big: spend > 100
stages:
  buyer: orders > 0
  visitor: "true"
templates:
  thanks: {subject: "Thanks {{ traits.name }}", body: "You spent {{ features.spend }}. {{ unsubscribe_url }}"}
journeys:
  thank_you:
    on_segment: big
    steps:
      - {name: mail, message: thanks, purpose: marketing}
metrics:
  revenue: {of: "sum(properties.total) filter (where event = 'Order Completed')", unit: USD}
"""


class Running:
    """A server, and one client for each of two workspaces."""

    def __init__(self, server: Server, mail: MemoryChannel, keys: FirstKeys, other: FirstKeys) -> None:
        self.server = server
        self.mail = mail
        self.keys = keys
        self.other_keys = other
        self.api = self.client(keys.secret_key)
        self.other = self.client(other.secret_key)

    def client(self, key: str | None) -> httpx.Client:
        """A client with this secret key."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx.Client(base_url=self.server.url, headers=headers, timeout=30)

    def send(self, *calls: dict[str, Any], keys: FirstKeys | None = None) -> httpx.Response:
        """Send calls through the door, and wait until they are worked off."""
        write_key = (keys or self.keys).write_key
        answer = httpx.post(f"{self.server.url}/v1/batch", json={"batch": list(calls)}, auth=(write_key, ""))
        self.until(lambda: self.server.house.loop.offset >= self.server.house.backends.log.end())
        return answer

    def until(self, holds: Callable[[], Any], seconds: float = 10.0) -> Any:
        """Wait until it holds; fail if it never does."""
        import time

        end = time.monotonic() + seconds
        while not (found := holds()):
            assert time.monotonic() < end, "it did not happen in time"
            time.sleep(0.005)
        return found


def order(message: str, user: str, total: float, **more: Any) -> dict[str, Any]:
    """An order as an SDK sends it."""
    call = {"type": "track", "event": "Order Completed", "userId": user, "messageId": message, "properties": {"total": total}}
    return call | more


@pytest.fixture(scope="session")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Running]]:
    """Starts servers; stops them at the end."""
    started: list[Server] = []

    def start(folder: Path | None = None) -> Running:
        folder = folder or tmp_path_factory.mktemp("house")
        house = House(in_folder(folder), SystemClock())
        mail = MemoryChannel()
        server = Server(
            house, Settings(folder=folder, port=0, pace=Pace(deliver_seconds=0.02, train_seconds=3600)), {"email": mail}
        )
        server.start()
        started.append(server)
        other = first_keys(house.backends.desk, "other", house.clock.now())
        assert server.first_keys
        assert other
        return Running(server, mail, server.first_keys, other)

    yield start
    for server in started:
        server.stop()
        server.house.close()


@pytest.fixture(scope="session")
def running(open_server: Callable[..., Running]) -> Running:
    """One server with a little of everything in both workspaces."""
    running = open_server()
    for api, keys, user in ((running.api, running.keys, "ann"), (running.other, running.other_keys, "olga")):
        assert api.post("/v1/definitions/apply", json={"yaml": DEFINITIONS}).status_code == 200
        running.send(
            {
                "type": "identify",
                "userId": user,
                "messageId": f"i-{user}",
                "traits": {"name": user, "email": f"{user}@example.com"},
            },
            keys=keys,
        )
        assert api.post("/v1/consents", json={"customer": user, "consents": {"marketing": True}}).status_code == 200
        running.send(
            order(f"o1-{user}", user, 240),
            order(f"o2-{user}", "bob", 20),
            {"type": "track", "event": "Order Completed", "userId": "bob", "messageId": "broken", "properties": {"total": "x"}},
            keys=keys,
        )
        running.until(lambda api=api: api.get("/v1/messages?status=delivered").json()["messages"])
    return running
