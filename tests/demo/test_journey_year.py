"""The year is whole: its counts are those of the data set, its money adds up, and it ends where it should."""

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from regulars.collect.checks import Call
from regulars.collect.limits import Limits
from regulars.collect.parse import parse
from regulars.demo import Chunk, calls_by_name, first_instant, year, yesterday
from regulars.demo.tables import LAST_DAY, ZONE, connect
from regulars.kit.clock import HOUR, MINUTE, from_datetime, to_text

ENDS_ON = date(2026, 3, 29)
"""The moved year holds both changes of the clocks, at other places than the real one did."""


class _Line(msgspec.Struct, frozen=True):
    product_id: str
    price: float
    quantity: int


class _Properties(msgspec.Struct, frozen=True):
    order_id: str = ""
    total: float = 0.0
    products: list[_Line] = []


class _Context(msgspec.Struct, frozen=True):
    consent: dict[str, dict[str, bool]] = {}


class _Call(msgspec.Struct, frozen=True, rename="camel"):
    message_id: str
    user_id: str
    timestamp: datetime
    type: str
    event: str = ""
    properties: _Properties = _Properties()
    traits: dict[str, str] = {}
    context: _Context = _Context()


class _Body(msgspec.Struct, frozen=True, rename="camel"):
    batch: list[_Call]
    sent_at: datetime


class Told:
    """What one pass over the year tells, in figures."""

    def __init__(self) -> None:
        decode = msgspec.json.Decoder(_Body).decode
        self.names: Counter[str] = Counter()
        self.ids: set[str] = set()
        self.traits: dict[str, dict[str, str]] = {}
        self.consents: Counter[bool] = Counter()
        self.lines = 0
        self.cents = 0
        self.unequal: list[str] = []
        self.early: list[str] = []
        self.widest = 0
        self.longest = b""
        self.with_longest = Chunk(0, "", [])
        self.ats: list[int] = []
        self.first = self.last = 0
        known: set[str] = set()
        for chunk in year(ENDS_ON):
            text = chunk.body()
            self.widest = max(self.widest, len(text))
            longest = max(chunk.calls, key=len)
            if len(longest) > len(self.longest):
                self.longest, self.with_longest = longest, chunk
            self.ats.append(chunk.at)
            body = decode(text)
            assert from_datetime(body.sent_at) == chunk.at
            for call in body.batch:
                at = from_datetime(call.timestamp)
                if not chunk.at - HOUR <= at < chunk.at:
                    self.early.append(call.message_id)
                self.first, self.last = min(self.first or at, at), max(self.last, at)
                self.names[call.event or call.type] += 1
                self.ids.add(call.message_id)
                if call.type == "identify":
                    known.add(call.user_id)
                    self.traits[call.user_id] = call.traits
                    self.consents[call.context.consent["categoryPreferences"]["marketing"]] += 1
                elif call.user_id not in known:
                    self.early.append(call.message_id)
                if call.event == "Order Completed":
                    self._order(call)

    def _order(self, call: _Call) -> None:
        products = call.properties.products
        self.lines += len(products)
        self.cents += round(call.properties.total * 100)
        if abs(sum(line.price * line.quantity for line in products) - call.properties.total) > 1e-6:
            self.unequal.append(call.message_id)


@pytest.fixture(scope="module")
def told() -> Told:
    return Told()


def test_counts(told: Told) -> None:
    assert told.names == {"identify": 2_469, "Email Delivered": 6_589, "Coupon Applied": 2_102, "Order Completed": 155_848}
    assert told.names == calls_by_name()
    assert told.lines == 1_469_307
    assert len(told.ids) == sum(told.names.values())


def test_money(told: Told) -> None:
    assert told.unequal == []
    total = connect(LAST_DAY).execute("SELECT sum(round(sales_value, 2)::DECIMAL(12, 2)) FROM transactions").fetchone()[0]
    assert told.cents == int(total * 100)


def test_order(told: Told) -> None:
    assert told.ats == sorted(told.ats)
    assert told.early == []


def test_the_door_takes_all_of_it(told: Told) -> None:
    assert len(told.longest) > 15_000
    run = year(ENDS_ON)
    for part in [told.with_longest, *(next(run) for _ in range(500))]:
        parsed = parse(part.body(), Call(part.source, part.at), True, Limits())
        assert (parsed.count, parsed.rejected) == (len(part.calls), [])
        assert b'"warnings"' not in parsed.body


def test_requests_are_small(told: Told) -> None:
    assert 20_000 < told.widest < 401_000


def test_ends_on_the_day_at_the_stores_own_time(told: Told) -> None:
    zone = ZoneInfo(ZONE)
    assert to_text(told.last) == to_text(from_datetime(datetime(2026, 3, 29, 23, 1, 20, tzinfo=zone)))
    assert to_text(told.first) == to_text(from_datetime(datetime(2025, 3, 30, 6, 53, 25, tzinfo=zone)))
    assert 0 < told.first - first_instant(ENDS_ON) < 7 * HOUR


def test_households(told: Told) -> None:
    demographics = [traits for traits in told.traits.values() if "age_group" in traits]
    assert len(demographics) == 801
    assert all(traits["email"] == f"{user}@example.com" for user, traits in told.traits.items())
    languages = Counter(traits["language"] for traits in told.traits.values())
    assert 0.45 < languages["zh"] / 2_469 < 0.55
    assert 0.65 < told.consents[True] / 2_469 < 0.75


def test_the_same_day_gives_the_same_bytes() -> None:
    def start(chunks: int) -> list[bytes]:
        run = year(ENDS_ON)
        return [next(run).body() for _ in range(chunks)]

    assert start(300) == start(300)


def test_yesterday_is_the_stores_own() -> None:
    midnight = from_datetime(datetime(2026, 7, 14, 0, 0, tzinfo=ZoneInfo(ZONE)))
    assert yesterday(midnight) == date(2026, 7, 13)
    assert yesterday(midnight - MINUTE) == date(2026, 7, 12)


def test_body_is_one_request() -> None:
    chunk = Chunk(0, "tills", [b'{"a":1}', b'{"b":2}'])
    assert msgspec.json.decode(chunk.body()) == {"batch": [{"a": 1}, {"b": 2}], "sentAt": "1970-01-01T00:00:00.000Z"}
