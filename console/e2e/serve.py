"""A small real house with a year's half behind it, served with the console that was built: for developing and for tests.

    python console/e2e/serve.py [--port N] [--dir FOLDER] [--customers N] [--language zh|en] [--new]

Prints one line of JSON when it answers: `url`, `email`, `password`, `secret_key`, `write_key`; with `--new` (nothing defined,
nobody there) instead of who may sign in the `link` that sets it up. Ends with SIGTERM.
"""

import argparse
import base64
import json
import sys
import tempfile
import urllib.request
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import msgspec
from known import reviews, twins
from msgspec.structs import replace
from people import TEAS, calls, people
from posted import Postman

import regulars as rg
from regulars.app import likeness, models, training
from regulars.app.access import MAIN
from regulars.app.config import Settings
from regulars.app.house import House
from regulars.app.server import Server, serve
from regulars.app.wire import in_folder
from regulars.collect.checks import Call, check
from regulars.collect.limits import Limits
from regulars.engage.channels.channel import MemoryChannel
from regulars.kit.clock import ManualClock, SystemClock, from_datetime, to_datetime
from regulars.kit.errors import RegularsError
from regulars.records import Event

HERE = Path(__file__).parent
DAYS = 240
SEED = 20261122
EMAIL = "owner@tea.example"
PASSWORD = "first flush in the spring rain"
_UNFIT = [
    {"type": "track", "event": "Order Completed", "userId": "c0001", "properties": {"total": "a lot"}},
    {
        "type": "track",
        "event": "Order Completed",
        "userId": "c0002",
        "properties": {"order_id": "<img src=x onerror=alert(1)>"},
    },
    {"type": "track", "userId": "c0003"},
    {"type": "dance", "userId": "c0004"},
]
"""Calls that the door keeps with a reason."""


def build(folder: Path, customers: int, language: str, last: date) -> None:
    """Write the house: every day's calls in order, its timers fired, its messages in the outbox."""
    first = last - timedelta(days=DAYS - 1)
    everybody = people(customers, DAYS, SEED)
    clock = ManualClock(_evening(first))
    shop = rg.load(HERE / "shop.yml")
    shop = replace(shop, workspace=replace(shop.workspace, language=language))
    with rg.Local(shop, folder=folder, clock=clock) as local:
        house = local.house
        house.stock(MAIN, house.world(MAIN).definitions.catalogs["teas"], TEAS, replace=True)
        postman = Postman(house)
        more: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for day, call in (*reviews(everybody, first, DAYS, SEED), *twins(everybody, first, DAYS)):
            more[day].append(call)
        for day, sent in calls(everybody, first, DAYS, SEED):
            clock.move(_evening(first + timedelta(days=day)))
            house.catch_up()
            if events := [_event(call, clock.now()) for call in sent + more[day]]:
                house.take(MAIN, "web", events)
                house.run()
            postman.round()
        postman.close()
        for person in everybody[:: max(1, customers // 40)]:
            local.decide("home_hero", person.user)
            local.decide("basket_hint", person.user)
        first_two = [local.profile(person.user).customer_id for person in everybody[:2]]
        said = {"into": first_two[0], "from": first_two[1], "reason": "same person, said so by phone"}
        at = clock.now()
        house.take(MAIN, "api", [Event("the-merge", "merge", at, at, "api", properties=said)])
        house.run()
        learn(local)


def learn(local: rg.Local) -> None:
    """Read the texts, fit the models (where what they need is installed) and look for customers who are there twice."""
    house = local.house
    local.read_texts()
    for name in house.world(MAIN).definitions.models:
        try:
            models.run(house, MAIN, name, training.here)
        except RegularsError as missing:
            print(f"{name}: {missing}", file=sys.stderr)
    likeness.run(house, MAIN, {"name": "name", "birthday": "birthday", "city": "city"}, 0.5)
    house.run()


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
    _post(
        f"{server.url}/v1/setup",
        {"token": link, "name": "Lin Owner", "email": EMAIL, "password": PASSWORD},
        {"Origin": server.url},
    )


def send(url: str, write_key: str, calls: list[dict[str, Any]]) -> None:
    """Send calls through the door."""
    basic = base64.b64encode(f"{write_key}:".encode()).decode()
    _post(f"{url}/v1/batch", {"batch": calls}, {"Authorization": f"Basic {basic}"})


def _post(url: str, body: Any, headers: dict[str, str]) -> None:
    asked = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        answer.read()


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--port", type=int, default=0)
    given.add_argument("--dir", type=Path, help="where the house lies; one that is there is served again")
    given.add_argument("--customers", type=int, default=260)
    given.add_argument("--language", choices=["zh", "en"], default="zh", help="in which the house writes")
    given.add_argument("--new", action="store_true", help="an empty house that waits for its owner")
    asked = given.parse_args()
    folder = asked.dir or Path(tempfile.mkdtemp(prefix="regulars-console-"))
    folder.mkdir(parents=True, exist_ok=True)
    if not asked.new and not any(folder.iterdir()):
        build(folder, asked.customers, asked.language, to_datetime(SystemClock().now()).date() - timedelta(days=1))
    house = House(in_folder(folder), SystemClock())
    server = Server(house, Settings(folder=folder, port=asked.port), channels={"email": MemoryChannel()})
    server.start()
    said = {"url": server.url}
    if asked.new:
        said["link"] = server.link(server.accounts.setup_link(MAIN) or "")
    else:
        own(server)
        said |= {"email": EMAIL, "password": PASSWORD}
    if keys := server.first_keys:
        said |= {"secret_key": keys.secret_key, "write_key": keys.write_key}
        if not asked.new:
            send(server.url, keys.write_key, _UNFIT)
    print(json.dumps(said), flush=True)
    return serve(server)


if __name__ == "__main__":
    sys.exit(main())
