"""A year of a grocery chain, told as the calls that its systems would have made to Regulars.

Three sources write in Segment's vocabulary, each with its own write key:

- `loyalty` (the card programme): one `identify` a household, a second before anything else happens to it, with its
  demographics where the data have them. Language and consent are assumed, the data have neither: a stable hash of the
  household makes half of them Chinese-speaking, and lets seven in ten consent to marketing.
- `campaigns` (the mailing house): `Email Delivered` for each household that a campaign was sent to, on the morning on
  which the campaign starts; campaigns already running when the year begins are delivered on its first morning.
- `tills` (the stores): `Order Completed` for each basket with a `products` element for each line, at its real time of
  day; and a second before it `Coupon Applied` for each coupon redeemed with it. A redemption names only household and
  day; it goes to that day's basket with the largest coupon discount.

Lines with quantity 0 that cost something (49) are given quantity 1, so that price × quantity is the line's amount.
"""

import heapq
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from regulars.demo.tables import FIRST_DAY, LAST_DAY, ZONE, connect
from regulars.kit.clock import HOUR, SECOND, from_datetime, to_datetime, to_text
from regulars.kit.hashing import unit

MARKETING_SHARE = 0.7
"""Of the households, how many are assumed to have consented to marketing."""
_CALLS_LIMIT = 1000
_BYTES_LIMIT = 400_000
_WINDOW_DAYS = 14
"""Baskets are read this many days at a time: it bounds the memory."""
_RANK = {"loyalty": 0, "campaigns": 1, "tills": 2}

Call = tuple[int, int, str, bytes]
"""(timestamp in µs, rank of the source, messageId, JSON text)."""


class Chunk(msgspec.Struct, frozen=True, gc=False):
    """What one source sends in one request: calls of one hour in order, at most 1,000 of them and 400 kB."""

    at: int
    """When the request reaches the door (µs): the end of the hour in which the calls were made."""
    source: str
    calls: list[bytes]

    def body(self) -> bytes:
        """The request for `POST /v1/batch`; `sentAt` is `at`, so the door sees a client with a correct clock."""
        return b'{"batch":[' + b",".join(self.calls) + b'],"sentAt":"' + to_text(self.at).encode() + b'"}'


def yesterday(at: int) -> date:
    """The last day that was over at this instant, where the stores are."""
    return to_datetime(at).astimezone(ZoneInfo(ZONE)).date() - timedelta(days=1)


def year(last_day: date, households: int | None = None) -> Iterator[Chunk]:
    """The year, moved by whole days to end on `last_day`, in chunks by hour and source, in order of time.

    Times of day stay what they were at the stores. The same day gives the same bytes, message ids included. `households`: only
    those of so many (see `tables.connect`).
    """
    connection = connect(last_day, households)
    try:
        first = _households(connection)
        few = sorted([*_identifies(connection, first), *_mails(connection), *_coupons(connection)])
        calls = heapq.merge(few, _orders(connection))
        for hour, of_hour in groupby(calls, key=lambda call: call[0] // HOUR):
            of_source: dict[int, list[bytes]] = {}
            for _, rank, _, text in of_hour:
                of_source.setdefault(rank, []).append(text)
            for source, rank in _RANK.items():
                for part in _parts(of_source.get(rank, [])):
                    yield Chunk((hour + 1) * HOUR, source, part)
    finally:
        connection.close()


def calls_by_name() -> dict[str, int]:
    """How many calls the year has, by event name (and `identify`), counted in the tables, not in what `year` yields."""
    connection = connect(LAST_DAY)
    try:
        counts = connection.execute(
            "SELECT (SELECT count(DISTINCT household_id) FROM transactions), (SELECT count(*) FROM campaigns),"
            " (SELECT count(*) FROM coupon_redemptions), (SELECT count(DISTINCT basket_id) FROM transactions)"
        ).fetchone()
        return dict(zip(("identify", "Email Delivered", "Coupon Applied", "Order Completed"), counts))
    finally:
        connection.close()


def _parts(calls: list[bytes]) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    size = 0
    for text in calls:
        if part and (len(part) == _CALLS_LIMIT or size + len(text) > _BYTES_LIMIT):
            yield part
            part, size = [], 0
        part.append(text)
        size += len(text)
    if part:
        yield part


def _call(source: str, at: int, message_id: str, household: int, **fields: Any) -> Call:
    call = {"messageId": message_id, "userId": f"household-{household}", "timestamp": to_text(at), **fields}
    return at, _RANK[source], message_id, msgspec.json.encode(call)


def _mailed_at(start: int, campaign: int, household: int) -> int:
    """A mailing goes out over two hours: when this household's turn comes."""
    return start + int(unit("mail", str(campaign), str(household)) * 2 * HOUR)


_CAMPAIGNS = f"""
    SELECT campaign_id, household_id, campaign_type,
           at_local(greatest(start_date, TIMESTAMP '{FIRST_DAY}') + INTERVAL 9 HOUR) AS start_at
    FROM campaigns JOIN campaign_descriptions USING (campaign_id)
"""


def _mails(connection: Any) -> Iterator[Call]:
    for campaign, household, kind, start in connection.execute(_CAMPAIGNS).fetchall():
        properties = {
            "email_id": f"campaign-{campaign}",
            "campaign_id": str(campaign),
            "campaign_name": f"Campaign {campaign}",
            "campaign_type": kind,
        }
        at = _mailed_at(start, campaign, household)
        message_id = f"mail-{campaign}-{household}"
        yield _call("campaigns", at, message_id, household, type="track", event="Email Delivered", properties=properties)


def _households(connection: Any) -> dict[int, int]:
    """Household → when it is first heard of."""
    first: dict[int, int] = dict(
        connection.execute("SELECT household_id, min(moved(transaction_timestamp)) FROM transactions GROUP BY 1").fetchall()
    )
    for campaign, household, _, start in connection.execute(_CAMPAIGNS).fetchall():
        first[household] = min(first[household], _mailed_at(start, campaign, household))
    return first


def _identifies(connection: Any, households: dict[int, int]) -> Iterator[Call]:
    demographics = {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT household_id, age, income, household_size, kids_count, home_ownership, marital_status FROM demographics"
        ).fetchall()
    }
    names = ("age_group", "income_group", "household_size", "kids", "home", "marital_status")
    for household, first in households.items():
        known = zip(names, demographics.get(household, ()))
        traits = {
            "email": f"household-{household}@example.com",
            "language": "zh" if unit("language", str(household)) < 0.5 else "en",
            **{name: value for name, value in known if value is not None},
        }
        consent = {"categoryPreferences": {"marketing": unit("marketing", str(household)) < MARKETING_SHARE}}
        message_id = f"identify-{household}"
        yield _call(
            "loyalty", first - SECOND, message_id, household, type="identify", traits=traits, context={"consent": consent}
        )


_BASKET_OF_DAY = """
    SELECT household_id, local(transaction_timestamp)::DATE AS day,
           arg_max({'basket_id': basket_id, 'stamp': transaction_timestamp}, (discount, -basket_id)) AS basket
    FROM (SELECT household_id, basket_id, transaction_timestamp, sum(coupon_disc)::DECIMAL(12, 2) AS discount
          FROM transactions SEMI JOIN coupon_redemptions USING (household_id) GROUP BY ALL)
    GROUP BY ALL
"""


def _coupons(connection: Any) -> Iterator[Call]:
    for household, coupon, campaign, basket, at in connection.execute(
        "SELECT household_id, coupon_upc, campaign_id, basket.basket_id, moved(basket.stamp) FROM coupon_redemptions"
        f" JOIN ({_BASKET_OF_DAY}) USING (household_id) WHERE day = redemption_date::DATE"
    ).fetchall():
        properties = {"order_id": str(basket), "coupon_id": str(coupon), "campaign_id": str(campaign)}
        message_id = f"coupon-{basket}-{coupon}-{campaign}"
        yield _call("tills", at - SECOND, message_id, household, type="track", event="Coupon Applied", properties=properties)


# A million and a half lines never become Python objects: DuckDB writes the JSON of each basket.
_PRODUCT_JSON = """
    CREATE TEMP TABLE product_json AS
    SELECT product_id, coalesce(',"name":' || to_json(product_type), '') || coalesce(',"category":' || to_json(department), '')
           || coalesce(',"brand":' || to_json(brand), '') AS json
    FROM products
"""
_ORDERS = """
    WITH lines AS (
        SELECT *, round(sales_value, 2) AS amount,
               CASE WHEN quantity = 0 AND round(sales_value, 2) > 0 THEN 1 ELSE quantity END AS units
        FROM transactions LEFT JOIN product_json USING (product_id)
        WHERE transaction_timestamp >= ? AND transaction_timestamp < ?
    ), baskets AS (
        SELECT household_id, basket_id, any_value(store_id) AS store_id, moved(any_value(transaction_timestamp)) AS made_at,
               sum(amount::DECIMAL(12, 2)) AS total,
               sum((retail_disc + coupon_disc + coupon_match_disc)::DECIMAL(12, 2)) AS discount,
               string_agg('{"product_id":"' || product_id || '"' || coalesce(json, '')
                          || ',"price":' || coalesce(round(amount / nullif(units, 0), 12), 0) || ',"quantity":' || units || '}',
                          ',' ORDER BY product_id, units, amount) AS products
        FROM lines GROUP BY household_id, basket_id
    )
    SELECT made_at, 'order-' || basket_id AS message_id,
           '{"messageId":"order-' || basket_id || '","userId":"household-' || household_id
           || '","timestamp":"' || strftime(make_timestamp(made_at), '%Y-%m-%dT%H:%M:%S.%gZ')
           || '","type":"track","event":"Order Completed","properties":{"order_id":"' || basket_id
           || '","total":' || total::DOUBLE || ',"discount":' || discount::DOUBLE
           || ',"currency":"USD","store_id":"' || store_id
           || '","products":[' || products || ']}}' AS text
    FROM baskets ORDER BY made_at, message_id
"""


def _orders(connection: Any) -> Iterator[Call]:
    # A cursor of its own: the other queries of the connection would end this one.
    cursor = connection.cursor()
    cursor.execute(_PRODUCT_JSON)
    rank = _RANK["tills"]
    start = datetime.combine(FIRST_DAY, datetime.min.time())
    while start.date() <= LAST_DAY + timedelta(days=1):
        end = start + timedelta(days=_WINDOW_DAYS)
        for batch in cursor.sql(_ORDERS, params=[start, end]).to_arrow_reader(1024):
            columns = batch.to_pydict()
            for at, message_id, text in zip(columns["made_at"], columns["message_id"], columns["text"]):
                yield at, rank, message_id, text.encode()
        start = end


def first_instant(last_day: date) -> int:
    """Midnight before the year's first call, where the stores are: where a replay clock starts."""
    first = datetime.combine(FIRST_DAY + (last_day - LAST_DAY), datetime.min.time(), ZoneInfo(ZONE))
    return from_datetime(first)
