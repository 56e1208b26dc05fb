"""The customers of the tea house and what they do, day by day: drawn from a seed, so each house is the same."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

HOSTILE = [
    ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>"),
    ('"><svg onload=alert(1)>', "javascript:alert(1)"),
    ("{{ 7*7 }}${7*7}", "'; DROP TABLE customers; --"),
    ("\u202eevil\u202c مرحبا 👩‍👩‍👧", "../../etc/passwd"),
]
"""Names and cities that must show as text."""

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗"
_GIVEN = [
    "伟",
    "芳",
    "娜",
    "秀英",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "洋",
    "艳",
    "勇",
    "军",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "霞",
    "平",
]
_FIRST = [
    "Ann",
    "Ben",
    "Clara",
    "David",
    "Emma",
    "Felix",
    "Greta",
    "Hugo",
    "Ida",
    "Jonas",
    "Lena",
    "Max",
    "Nora",
    "Oskar",
    "Paula",
]
_LAST = ["Fischer", "Weber", "Novak", "Silva", "Martin", "Berg", "Kowalski", "Rossi", "Dubois", "Jansen"]
_CITIES = ["上海", "北京", "广州", "深圳", "杭州", "厦门", "成都", "Berlin", "Lisboa"]
TEAS: list[dict[str, Any]] = [
    {"product_id": "t1", "name": "龙井 Longjing", "category": "Green", "price": 88.0},
    {"product_id": "t2", "name": "普洱 Pu'er 2015", "category": "Pu'er", "price": 168.0},
    {"product_id": "t3", "name": "铁观音 Tieguanyin", "category": "Oolong", "price": 98.0},
    {"product_id": "t4", "name": "正山小种 Lapsang", "category": "Black", "price": 76.0},
    {"product_id": "t5", "name": "茉莉花茶 Jasmine", "category": "Green", "price": 58.0},
    {"product_id": "t6", "name": "白毫银针 Silver needle", "category": "White", "price": 238.0},
]
_COMMENTS = ["很香，回购", "Fast and friendly", "包装有点简单", "A bit bitter", '<b>bold</b> & "quoted"']


class Person(msgspec.Struct, frozen=True):
    """Somebody, and how they shop."""

    number: int
    name: str
    city: str
    joins: int
    """The day of the history on which they are first seen."""
    leaves: int
    """The day from which they do nothing more."""
    every: float
    """How many days lie between two orders on average."""
    consents: bool
    tea: int

    @property
    def user(self) -> str:
        return f"c{self.number:04d}"


def people(count: int, days: int, seed: int) -> list[Person]:
    """So many customers; the last few have names that no page may run."""
    draw = random.Random(seed)
    found = []
    for number in range(1, count + 1):
        chinese = draw.random() < 0.65
        name = draw.choice(_SURNAMES) + draw.choice(_GIVEN) if chinese else f"{draw.choice(_FIRST)} {draw.choice(_LAST)}"
        city = draw.choice(_CITIES)
        joins = draw.randrange(days)
        leaves = days if draw.random() < 0.62 else joins + draw.randrange(5, 120)
        every = draw.choice([7.0, 12.0, 20.0, 35.0, 1000.0])
        hostile = number - 1 - (count - len(HOSTILE))
        if hostile >= 0:
            (name, city), joins, leaves, every = HOSTILE[hostile], days - 40, days, 9.0
        found.append(Person(number, name, city, joins, leaves, every, draw.random() < 0.7, draw.randrange(len(TEAS))))
    return found


def calls(everybody: list[Person], first: date, days: int, seed: int) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """For each day its number and what is sent on it, in order of time."""
    draw = random.Random(seed)
    for day in range(days):
        today = first + timedelta(days=day)
        sent = [call for person in everybody if person.joins <= day < person.leaves for call in _of(person, day, today, draw)]
        yield day, sorted(sent, key=lambda call: call["timestamp"])


def _of(person: Person, day: int, today: date, draw: random.Random) -> Iterator[dict[str, Any]]:
    serial = 0

    def call(kind: str, hour: float, **what: Any) -> dict[str, Any]:
        nonlocal serial
        serial += 1
        at = datetime.combine(today, time(), UTC) + timedelta(hours=hour)
        message = f"m-{person.number}-{day}-{serial}"
        return {"type": kind, "messageId": message, "userId": person.user, "timestamp": at.isoformat(), **what}

    hour = 1 + draw.random() * 12
    if day == person.joins:
        device = f"device-{person.number}"
        viewed = call("track", hour - 0.4, event="Product Viewed", properties=_viewed(person, draw))
        yield {**viewed, "userId": None, "anonymousId": device}
        traits = {
            "name": person.name,
            "city": person.city,
            "email": f"{person.user}@mail.example",
            "phone": f"+861380000{person.number:04d}",
        }
        yield call("identify", hour, anonymousId=device, traits=traits)
        if person.consents:
            yield call("consent", hour + 0.01, properties={"marketing": True})
    if draw.random() < 1.6 / min(person.every, 40):
        yield call("track", hour + 0.2, event="Product Viewed", properties=_viewed(person, draw))
    if draw.random() < 1 / person.every:
        order = f"o-{person.number}-{day}"
        tea = TEAS[person.tea]
        lines = [{"product_id": tea["product_id"], "quantity": draw.randint(1, 3), "price": tea["price"]}]
        total = round(sum(line["quantity"] * line["price"] for line in lines) * draw.uniform(0.85, 1.0), 2)
        yield call(
            "track", hour + 0.3, event="Product Added", properties={"product_id": tea["product_id"], "name": tea["name"]}
        )
        bought = {"order_id": order, "total": total, "channel": draw.choice(["web", "store"]), "products": lines}
        yield call("track", hour + 0.5, event="Order Completed", properties=bought)
        if draw.random() < 0.2:
            said = {"rating": draw.randint(2, 5), "comment": draw.choice(_COMMENTS)}
            yield call("track", hour + 0.8, event="Survey Answered", properties=said)


def _viewed(person: Person, draw: random.Random) -> dict[str, Any]:
    return dict(TEAS[person.tea if draw.random() < 0.6 else draw.randrange(len(TEAS))])
