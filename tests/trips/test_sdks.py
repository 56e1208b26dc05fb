"""Unmodified clients against a running server: every kind of call, retries and repeats, and what is known in the end.

A small proxy stands in between. It makes the first requests fail the way networks do: an error before the server has seen
them, an error after (the client cannot know), a connection that drops.
"""

import http.client
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx
import pytest
import rudderstack.analytics.client
import segment.analytics.client

from regulars.app.config import Settings
from regulars.app.house import House
from regulars.app.server import Server
from regulars.app.wire import in_folder
from regulars.kit.clock import SystemClock

DEFINITIONS = """
features:
  orders: count(*) filter (where event = 'Order Completed')
  spend: sum(properties.total) filter (where event = 'Order Completed')
  pages: count(*) filter (where type = 'page')
  screens: count(*) filter (where type = 'screen')
segments:
  big: spend > 100
"""

Fault = Literal["refuse", "lose", "drop"]
"""`refuse`: 500 without asking the server; `lose`: the server took it, but the client gets 500; `drop`: it gets nothing."""


class Proxy:
    """Forwards requests to the server, after playing the planned faults on the first ones that carry events."""

    def __init__(self, target: str) -> None:
        self.faults: list[Fault] = []
        self.seen: list[str] = []
        self.retries: list[str] = []
        proxy, address = self, urlsplit(target)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _forward(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                proxy.seen.append(self.path)
                if retry := self.headers.get("x-retry-count"):
                    proxy.retries.append(retry)
                fault = proxy.faults.pop(0) if self.command == "POST" and proxy.faults else None
                if fault == "refuse":
                    self._answer(500, b"{}")
                    return
                upstream = http.client.HTTPConnection(address.hostname or "", address.port or 0, timeout=30)
                upstream.request(self.command, self.path, body, dict(self.headers.items()))
                answer = upstream.getresponse()
                content = answer.read()
                upstream.close()
                if fault == "drop":
                    self.close_connection = True
                elif fault == "lose":
                    self._answer(500, b"{}")
                else:
                    self._answer(answer.status, content)

            do_POST = do_GET = _forward  # noqa: N815

            def _answer(self, status: int, content: bytes) -> None:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Shop:
    """A running server behind the proxy."""

    def __init__(self, server: Server, proxy: Proxy) -> None:
        assert server.first_keys
        self.server = server
        self.proxy = proxy
        self.write_key = server.first_keys.write_key
        headers = {"Authorization": f"Bearer {server.first_keys.secret_key}"}
        self.api = httpx.Client(base_url=server.url, headers=headers, timeout=30)
        applied = self.api.post("/v1/definitions/apply", json={"yaml": DEFINITIONS})
        assert applied.json()["done"], applied.text

    def settle(self) -> None:
        house = self.server.house
        end = time.monotonic() + 10
        while house.loop.offset < house.backends.log.end():
            assert time.monotonic() < end
            time.sleep(0.005)

    def profile(self, user: str) -> dict[str, Any]:
        self.settle()
        found: dict[str, Any] = self.api.get(f"/v1/customers/user_id:{user}").json()
        return found


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    server = Server(House(in_folder(tmp_path), SystemClock()), Settings(folder=tmp_path, port=0))
    server.start()
    proxy = Proxy(server.url)
    yield Shop(server, proxy)
    proxy.close()
    server.stop()
    server.house.close()


def check(shop: Shop, user: str, anonymous: str, *, group: bool = True) -> None:
    """What every client's day must have left behind, exactly once."""
    profile = shop.profile(user)
    assert profile["features"] == {"orders": 3, "spend": 130.0, "pages": 1, "screens": 1}
    assert profile["traits"] == {"name": "Ann", "city": "上海"}
    assert list(profile["segments"]) == ["big"]
    assert set(profile["identifiers"]["user_id"]) == {user}
    assert anonymous in profile["identifiers"]["anonymous_id"]
    told = shop.api.get(f"/v1/customers/user_id:{user}/timeline", params={"limit": 200}).json()["lines"]
    calls = sorted(line["name"] for line in told if line["kind"] == "event" and "Order" not in line["name"])
    assert [name for name in ("identify", "alias", "group") if name in calls] == [
        "identify",
        "alias",
        *(["group"] if group else []),
    ]
    account = shop.api.get("/v1/accounting").json()
    assert account["failed"] == 0
    assert account["accepted"] == account["lake"] + account["duplicate"] + account["in_flight"]
    assert shop.api.post("/v1/verify").json()["count"] == 0


def day(client: Any, user: str, anonymous: str) -> None:
    """All six calls, as the Python clients spell them."""
    client.page(anonymous_id=anonymous, name="Home")
    client.identify(user, {"name": "Ann", "city": "上海"}, anonymous_id=anonymous)
    client.track(user, "Order Completed", {"total": 100})
    client.track(user, "Order Completed", {"total": 20.5})
    client.screen(user, name="Basket")
    client.group(user, "family-1", {"members": 3})
    client.alias(anonymous, user)
    client.track(anonymous_id=anonymous, user_id=user, event="Order Completed", properties={"total": 9.5})


CLIENTS: dict[str, Callable[..., Any]] = {
    "segment": segment.analytics.client.Client,
    "rudder": rudderstack.analytics.client.Client,
}


@pytest.mark.parametrize(
    "faults", [[], ["refuse"], ["lose"], ["drop"], ["lose", "refuse", "drop"]], ids=lambda faults: "+".join(faults) or "calm"
)
@pytest.mark.parametrize("name", CLIENTS)
def test_python_clients(shop: Shop, name: str, faults: list[Fault]) -> None:
    shop.proxy.faults = list(faults)
    failed: list[Any] = []
    client = CLIENTS[name](
        shop.write_key, host=shop.proxy.url, on_error=lambda error, batch: failed.append(error), upload_interval=0.05, gzip=True
    )
    day(client, "ann", "anon-1")
    client.flush()
    client.shutdown()
    assert not failed
    assert not shop.proxy.faults, "the faults were met"
    check(shop, "ann", "anon-1")
    account = shop.api.get("/v1/accounting").json()
    assert (account["duplicate"] > 0) == ("lose" in faults or "drop" in faults)


_NODE = """
import { Analytics } from '@segment/analytics-node'
const [host, writeKey] = process.argv.slice(2)
const client = new Analytics({ host, writeKey, flushAt: 4, flushInterval: 50, maxRetries: 5 })
client.on('error', error => { console.error(error); process.exitCode = 1 })
const userId = 'ann', anonymousId = 'anon-1'
client.page({ anonymousId, name: 'Home' })
client.identify({ userId, anonymousId, traits: { name: 'Ann', city: '上海' } })
client.track({ userId, event: 'Order Completed', properties: { total: 100 } })
client.track({ userId, event: 'Order Completed', properties: { total: 20.5 } })
client.screen({ userId, name: 'Basket' })
client.group({ userId, groupId: 'family-1', traits: { members: 3 } })
client.alias({ userId, previousId: anonymousId })
client.track({ userId, anonymousId, event: 'Order Completed', properties: { total: 9.5 } })
await client.closeAndFlush({ timeout: 30000 })
"""


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which Segment's package for Node is installed."""
    if not shutil.which("npm") or not shutil.which("node"):
        pytest.skip("there is no node with npm on this machine")
    folder = tmp_path_factory.mktemp("node")
    (folder / "package.json").write_text(json.dumps({"private": True, "type": "module"}))
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "@segment/analytics-node"]
    installed = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    if installed.returncode:
        pytest.skip(f"npm could not install @segment/analytics-node: {installed.stderr.strip()[-200:]}")
    (folder / "day.js").write_text(_NODE)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("faults", [[], ["lose", "refuse"], ["drop"]], ids=lambda faults: "+".join(faults) or "calm")
def test_node_client(shop: Shop, node: Path, faults: list[Fault]) -> None:
    shop.proxy.faults = list(faults)
    ran = subprocess.run(
        ["node", "day.js", shop.proxy.url, shop.write_key], cwd=node, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert not shop.proxy.faults
    check(shop, "ann", "anon-1")
    if faults:
        assert shop.proxy.retries
