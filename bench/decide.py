"""Deciding over HTTP: 100,000 customers, 20,000 items, 200 requests a second, open loop; each decision is in the log first."""

import csv
import random
import tempfile
from pathlib import Path

import msgspec

from bench.load import open_loop, quantile, request
from bench.report import Report
from bench.serving import Served, say, until_told
from regulars.app.config import Settings
from regulars.app.house import House
from regulars.app.server import Server
from regulars.app.wire import in_folder
from regulars.define.load import load
from regulars.kit.clock import DAY, SystemClock
from regulars.kit.memory import peak_mb
from regulars.records import Envelope, Event

CATEGORIES = [f"category-{n}" for n in range(40)]
DEFINITIONS = """
features:
  orders: {of: "count(*) filter (where event = 'Order Completed')", over: 90d}
  spend: {of: "sum(properties.total) filter (where event = 'Order Completed')", over: 90d}
catalogs:
  products: {file: products.csv, types: {category: text, price: number}}
policies:
  popular: {kind: popularity}
  learning: {kind: thompson, reward: "event = 'Order Completed'", pool: 200}
slots:
  for_all: {catalog: products, policy: popular, size: 8}
  liked: {catalog: products, policy: popular, size: 8, eligible: "item.category = traits.likes and item.price <= spend"}
  learnt: {catalog: products, policy: learning, eligible: "item.price <= spend"}
"""
SLOTS = ("for_all", "liked", "learnt")


def main(rate: int = 200, seconds: int = 15, customers: int = 100_000, items: int = 20_000) -> None:
    """Each slot gets `rate` requests a second for so many seconds, each for another customer."""
    report = Report("decide")
    with (
        tempfile.TemporaryDirectory() as folder,
        Served("decide.serve", Path(folder), customers, items) as served,
    ):
        rng = random.Random(4)
        for slot in SLOTS:
            asked = [
                request(
                    "/v1/decide",
                    msgspec.json.encode({"slot": slot, "customer": f"user_id:user-{rng.randrange(customers)}"}),
                    f"Bearer {served.told['secret_key']}",
                )
                for _ in range(rate * seconds)
            ]
            open_loop(served.port, asked[:rate], rate)
            before = served.cpu()
            sent = open_loop(served.port, asked, rate)
            busy = (served.cpu() - before) / len(sent)
            times = [one.seconds for one in sent]
            report.figure(f"decide, {slot}: p50", quantile(times, 0.5) * 1e3, "ms")
            report.figure(f"decide, {slot}: p99", quantile(times, 0.99) * 1e3, "ms")
            report.figure(f"decide, {slot}: server CPU a decision", busy * 1e3, "ms")
            wrong = sum(one.status not in (200, 201) for one in sent)
            report.figure(f"decide, {slot}: requests that failed", wrong, bar=0, at_most=True)
        found = served.stop()
    report.figure("decide: decisions not in the log's account", found["missing"], bar=0, at_most=True)
    report.figure("decide: most memory that the server had", found["peak_mb"], "MiB")
    report.save()


def serve(folder: Path, customers: str, items: str) -> None:
    """The process: a server with its customers, items and what is popular among them."""
    rng = random.Random(5)
    with (folder / "products.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "category", "price"])
        rows.writerows([f"sku-{n}", rng.choice(CATEGORIES), round(rng.lognormvariate(3, 0.8), 2)] for n in range(int(items)))
    (folder / "shop.yaml").write_text(DEFINITIONS)
    house = House(in_folder(folder / "data"), SystemClock())
    house.define("main", load(folder), folder)
    house.run()
    _shop(house, int(customers), int(items), rng)
    server = Server(house, Settings(folder=folder / "data", port=0))
    server.start()
    assert server.first_keys
    known = house.backends.log.totals()["main"]
    say(port=server.port, secret_key=server.first_keys.secret_key)
    until_told()
    server.stop()
    made = house.backends.log.totals()["main"] - known
    house.flush()
    counted = house.query("main", "select count(distinct id) as n from events where event = 'Decision Made'").to_pylist()
    house.close()
    say(missing=made - counted[0]["n"], peak_mb=peak_mb())


def _shop(house: House, customers: int, items: int, rng: random.Random) -> None:
    """Every customer likes a category and has ordered once."""
    now = house.clock.now()
    encode = msgspec.json.Encoder().encode
    batch: list[Event] = []
    envelopes: list[Envelope] = []
    for n in range(customers):
        at = now - DAY + n * DAY // customers
        batch.append(
            Event(
                id=f"w-{n}",
                type="track",
                event="Order Completed",
                source="shop",
                user_id=f"user-{n}",
                timestamp=at,
                received_at=at,
                properties={"product_id": f"sku-{int(items * rng.random() ** 3)}", "total": round(rng.uniform(5, 200), 2)},
                traits={"likes": rng.choice(CATEGORIES)},
            )
        )
        if len(batch) == 100 or n == customers - 1:
            envelopes.append(Envelope("main", "events", "shop", at, len(batch), encode(batch)))
            batch = []
    for start in range(0, len(envelopes), 200):
        house.backends.log.append(envelopes[start : start + 200])
        house.run()
    house.now()
    house.flush()
