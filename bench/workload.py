"""Synthetic events of about 700 bytes in Segment's shape, and definitions of any size over them, for all benchmarks."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from regulars.define.definitions import Definitions, Feature, Segment
from regulars.kit.clock import DAY, SECOND, to_text
from regulars.records import Envelope, Event

START = 1_790_000_000 * SECOND
NAMES = ["Product Viewed", "Product Added", "Order Completed", "Page Opened", "Search Done", "Coupon Applied", "Cart Viewed"]
WEIGHTS = [40, 12, 5, 25, 10, 3, 5]

_RANGE = "range interval 30 day preceding"


def definitions(features: int = 20, segments: int = 50, extra: int = 0) -> Definitions:
    """`features` windowed aggregates, half of them over two names of events, and `segments` conditions, one in five over two
    features. An event of `stream` touches four or five features and about a dozen segments, and flips one in four times.

    `extra` further segments read aggregates over events that never come.
    """
    kinds = ("count(*)", "sum(properties.total)", "max(properties.total)", "avg(properties.price)")
    windows = ("7d", "30d", "90d", "24h")
    made_features = {}
    for n in range(features):
        name = f"f{n}"
        names = [NAMES[n % len(NAMES)], *([NAMES[(n + 3) % len(NAMES)]] if n % 2 else [])]
        of = f"{kinds[n % 4]} filter (where event in ({', '.join(repr(name) for name in names)}))"
        made_features[name] = Feature(name=name, of=of, over=windows[(n // 4) % 4])
    made_segments = {}
    for n in range(segments):
        name = f"s{n}"
        one, other = n % features, (n * 7 + 3) % features
        when = f"f{one} > {_threshold(one, n)}"
        if n % 5 == 0:
            when += f" and f{other} >= {_threshold(other, n // 2)}"
        made_segments[name] = Segment(name=name, when=when)
    for n in range(extra):
        name = f"x{n}"
        made_segments[name] = Segment(name=name, when=f"count(*) filter (where event = 'Never {n}') over ({_RANGE}) > {n % 9}")
    return Definitions(features=made_features, segments=made_segments)


def _threshold(feature: int, n: int) -> int:
    """A bound that customers of `stream` cross now and then: on counts, on sums, on the greatest, on the mean."""
    return (1 + n % 5, 300 + 100 * (n % 7), 288 + 2 * (n % 5), 80 + 2 * (n % 5))[feature % 4]


def call(rng: random.Random, customer: int, at: int, number: int) -> dict[str, Any]:
    """One `track` call as an SDK sends it up to a minute after it happened."""
    name = rng.choices(NAMES, WEIGHTS)[0]
    return {
        "type": "track",
        "event": name,
        "userId": f"user-{customer:07d}",
        "anonymousId": None,
        "messageId": f"m-{number:012d}-{rng.getrandbits(64):016x}",
        "timestamp": to_text(at - rng.randrange(60 * SECOND)),
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


def bodies(count: int, events: int, at: int, customers: int = 50_000, seed: int = 1) -> list[bytes]:
    """Batches of `events` calls as SDKs post them, each call another customer's."""
    rng = random.Random(seed)
    encode = msgspec.json.Encoder().encode
    return [
        encode({"batch": [call(rng, rng.randrange(customers), at, n * events + i) for i in range(events)]})
        for n in range(count)
    ]


def everyone(customers: int, seed: int = 1) -> list[int]:
    """Each customer once, in any order."""
    found = list(range(customers))
    random.Random(seed).shuffle(found)
    return found


def mixed(events: int, customers: int, seed: int, burst: int = 1) -> list[int]:
    """Whose events these are: `burst` successive ones are one customer's, then comes another."""
    rng = random.Random(seed)
    found = [rng.randrange(customers) for _ in range(-(-events // burst))]
    return [customer for customer in found for _ in range(burst)][:events]


def stream(who: Sequence[int], start: int, span: int, first: int = 0, body: int = 20, label: str = "m") -> Iterator[Envelope]:
    """Envelopes of `body` events as the door writes them: one event for each of `who`, received evenly over `span` µs.

    `first` and `label` name the events: streams that differ in them are other events.
    """
    rng = random.Random(first + 1)
    encode = msgspec.json.Encoder().encode
    for n in range(0, len(who), body):
        at = start + n * span // len(who)
        batch = [_event(rng, customer, at, first + n + i, label) for i, customer in enumerate(who[n : n + body])]
        yield Envelope("main", "events", "web", at, len(batch), encode(batch))


def _event(rng: random.Random, customer: int, at: int, number: int, label: str) -> Event:
    sent = call(rng, customer, at, number)
    return Event(
        id=label + sent["messageId"][1:],
        type="track",
        event=sent["event"],
        source="web",
        user_id=sent["userId"],
        timestamp=at - (rng.randrange(3 * DAY) if rng.random() < 0.05 else rng.randrange(60 * SECOND)),
        received_at=at,
        properties=sent["properties"],
        context=sent["context"],
    )
