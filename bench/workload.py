"""Synthetic events of about 700 bytes in Segment's shape, and definitions of any size over them, for all benchmarks."""

import random
from collections.abc import Iterator
from typing import Any

import msgspec

from regulars.define.definitions import Definitions, Feature, Segment
from regulars.kit.clock import DAY, SECOND, to_text
from regulars.records import Envelope, Event

START = 1_790_000_000 * SECOND
NAMES = ["Product Viewed", "Product Added", "Order Completed", "Page Opened", "Search Done", "Coupon Applied", "Cart Viewed"]
WEIGHTS = [40, 12, 5, 25, 10, 3, 5]


def definitions(features: int = 20, segments: int = 50, extra: int = 0) -> Definitions:
    """`features` windowed aggregates and `segments` conditions over them, spread over the event names.

    `extra` further segments read aggregates over events that never come.
    """
    kinds = ("count(*)", "sum(properties.total)", "max(properties.total)", "avg(properties.price)")
    windows = ("7d", "30d", "90d", "24h")
    made_features = {}
    for n in range(features):
        name = f"f{n}"
        of = f"{kinds[n % 4]} filter (where event = '{NAMES[n % len(NAMES)]}')"
        made_features[name] = Feature(name=name, of=of, over=windows[(n // 4) % 4])
    made_segments = {}
    for n in range(segments):
        name = f"s{n}"
        when = f"f{n % features} > {3 + n % 11} and f{(n * 7 + 3) % features} >= {1 + n % 5}"
        made_segments[name] = Segment(name=name, when=when)
    for n in range(extra):
        name = f"x{n}"
        made_segments[name] = Segment(name=name, when=f"count(*) filter (where event = 'Never {n}') over ({_RANGE}) > {n % 9}")
    return Definitions(features=made_features, segments=made_segments)


_RANGE = "range interval 30 day preceding"


def call(rng: random.Random, customer: int, at: int, number: int) -> dict[str, Any]:
    """One `track` call as an SDK sends it."""
    name = rng.choices(NAMES, WEIGHTS)[0]
    return {
        "type": "track",
        "event": name,
        "userId": f"user-{customer:07d}",
        "anonymousId": None,
        "messageId": f"m-{number:012d}-{rng.getrandbits(64):016x}",
        "timestamp": to_text(at - rng.randrange(0, 3 * DAY if rng.random() < 0.05 else 60 * SECOND)),
        "properties": {
            "product_id": f"sku-{rng.randrange(20000):05d}",
            "name": "Jasmine tea 茉莉花茶, 250 g",
            "category": rng.choice(["tea", "coffee", "cups", "sweets"]),
            "price": round(rng.uniform(1, 90), 2),
            "total": round(rng.uniform(5, 300), 2),
            "quantity": rng.randrange(1, 5),
            "currency": "EUR",
            "url": f"https://shop.example.com/p/{rng.randrange(20000)}?utm_source=newsletter&utm_medium=email",
        },
        "context": {
            "library": {"name": "analytics.js", "version": "2.1.0"},
            "locale": "zh-CN",
            "userAgent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
            "page": {"path": "/p", "title": "Jasmine tea"},
        },
    }


def stream(
    events: int, customers: int, burst: int, seed: int = 1, body: int = 20, days: float = 5, first: int = 0
) -> Iterator[Envelope]:
    """Envelopes of `body` events as the door writes them: `burst` successive events are one customer's."""
    rng = random.Random(seed)
    encode = msgspec.json.Encoder().encode
    batch: list[Event] = []
    customer = 0
    for n in range(events):
        at = START + int((first + n) / max(events, 1) * days * DAY)
        if n % burst == 0:
            customer = rng.randrange(customers)
        sent = call(rng, customer, at, first + n)
        batch.append(
            Event(
                id=sent["messageId"],
                type="track",
                event=sent["event"],
                source="web",
                user_id=sent["userId"],
                timestamp=at - rng.randrange(0, 60 * SECOND),
                received_at=at,
                properties=sent["properties"],
                context=sent["context"],
            )
        )
        if len(batch) == body or n == events - 1:
            yield Envelope("main", "events", "web", at, len(batch), encode(batch))
            batch = []
