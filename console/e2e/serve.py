"""A small real house with a year's half behind it, served with the console that was built: for developing and for tests.

    python console/e2e/serve.py [--port N] [--dir FOLDER] [--customers N]

Prints one line of JSON when it answers: `url`, `email`, `password`, `secret_key`, `write_key`. Ends with SIGTERM.
"""

import argparse
import base64
import json
import sys
import tempfile
import urllib.request
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import msgspec
import regulars as rg
from people import TEAS, calls, people
from regulars.app.access import MAIN
from regulars.app.config import Settings
from regulars.app.house import House
from regulars.app.server import Server, serve
from regulars.app.wire import in_folder
from regulars.collect.checks import Call, check
from regulars.collect.limits import Limits
from regulars.engage.channels.channel import MemoryChannel
from regulars.kit.clock import ManualClock, SystemClock, from_datetime, to_datetime
from regulars.records import Event

HERE = Path(__file__).parent
DAYS = 240
SEED = 20261122
EMAIL = "owner@tea.example"
PASSWORD = "first flush in the spring rain"
_UNFIT = [
    {"type": "track", "event": "Order Completed", "userId": "c0001", "properties": {"total": "a lot"}},
    {"type": "track", "event": "Order Completed", "userId": "c0002", "properties": {"order_id": "<img src=x onerror=alert(1)>"}},
    {"type": "track", "userId": "c0003"},
    {"type": "dance", "userId": "c0004"},
]
"""Calls that the door keeps with a reason."""


def build(folder: Path, customers: int, last: date) -> None:
    """Write the house: every day's calls in order, its timers fired, its messages in the outbox."""
    first = last - timedelta(days=DAYS - 1)
    everybody = people(customers, DAYS, SEED)
    clock = ManualClock(_evening(first))
    with rg.Local(rg.load(HERE / "shop.yml"), folder=folder, clock=clock) as local:
        house = local.house
        house.stock(MAIN, house.world(MAIN).definitions.catalogs["teas"], TEAS, replace=True)
        for day, sent in calls(everybody, first, DAYS, SEED):
            clock.move(_evening(first + timedelta(days=day)))
            house.catch_up()
            if events := [_event(call, clock.now()) for call in sent]:
                house.take(MAIN, "web", events)
                house.run()
        for person in everybody[:: max(1, customers // 40)]:
            local.decide("home_hero", person.user)


def _evening(day: date) -> int:
    """When a day's calls come in, after the last of them happened."""
    return from_datetime(datetime.combine(day, time(16), UTC))


def _event(call: dict[str, Any], at: int) -> Event:
    if call["type"] == "consent":  # the house's own kind of record: it does not come through the door
        when = from_datetime(datetime.fromisoformat(call["timestamp"]))
        return Event(call["messageId"], "consent", when, at, "web", user_id=call["userId"], properties=call["properties"])
    return check(msgspec.json.encode(call), 0, Call(received_at=at, source="web"), Limits())


def own(server: Server) -> None:
    """Make the owner, as a newcomer does: by the set-up link."""
    link = server.accounts.setup_link(MAIN)
    if link is None:
        return
    _post(f"{server.url}/v1/setup", {"token": link, "name": "Lin Owner", "email": EMAIL, "password": PASSWORD}, {"Origin": server.url})


def _post(url: str, body: Any, headers: dict[str, str]) -> None:
    asked = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        answer.read()


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--port", type=int, default=0)
    given.add_argument("--dir", type=Path, help="where the house lies; one that is there is served again")
    given.add_argument("--customers", type=int, default=260)
    asked = given.parse_args()
    folder = asked.dir or Path(tempfile.mkdtemp(prefix="regulars-console-"))
    if not folder.exists() or not any(folder.iterdir()):
        folder.mkdir(parents=True, exist_ok=True)
        build(folder, asked.customers, to_datetime(SystemClock().now()).date() - timedelta(days=1))
    house = House(in_folder(folder), SystemClock())
    server = Server(house, Settings(folder=folder, port=asked.port), channels={"email": MemoryChannel()})
    server.start()
    own(server)
    keys = server.first_keys
    said = {"url": server.url, "email": EMAIL, "password": PASSWORD}
    if keys is not None:
        said |= {"secret_key": keys.secret_key, "write_key": keys.write_key}
        basic = base64.b64encode(f"{keys.write_key}:".encode()).decode()
        _post(f"{server.url}/v1/batch", {"batch": _UNFIT}, {"Authorization": f"Basic {basic}"})
    print(json.dumps(said), flush=True)
    return serve(server)


if __name__ == "__main__":
    sys.exit(main())
