"""Houses that hold next to nothing, or only odd things: every question about customers has an answer or a sentence.

Whatever a house holds, a route answers 200 with finite numbers, or a problem that says in words why not; never a 500.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from regulars.app.access import first_keys

from .conftest import Running

Call = dict[str, Any]

NOTHING = "{}"
HOUSE = """
workspace: {zone: Asia/Shanghai}
use: [lifecycle]
features:
  always: {of: "count(*) * 0 + 1"}
  city: traits.city
segments: {rich: spend > 100, nobody: "orders > 1000000"}
metrics:
  revenue: {of: "sum(properties.total) filter (where event = 'Order Completed')"}
  basket: {of: "sum(properties.total) / count(*)"}
models:
  back: {kind: propensity, label: "count(*) filter (where event = 'Order Completed') > 0", features: [orders, always]}
  much: {kind: regression, label: "sum(properties.total) filter (where event = 'Order Completed')", features: [spend, city]}
  recent: {kind: rfm}
  worth: {kind: value}
  crowd: {kind: groups, features: [orders, always]}
  odd: {kind: anomaly, features: [always, spend]}
texts:
  review: {when: "event = 'Review Posted'", text: properties.text, item: properties.item, label: properties.intent}
"""
FLOORS = {
    "propensity": ["history", "profiles", "positives", "negatives", "kinds"],
    "regression": ["history", "profiles", "examples", "kinds"],
    "rfm": ["customers"],
    "value": ["customers", "repeaters", "days"],
    "groups": ["customers"],
    "anomaly": ["profiles"],
}
DARING = re.sub(
    r"\{kind: (\w+)", lambda kind: f"{kind[0]}, floors: {{{', '.join(f'{name}: 0' for name in FLOORS[kind[1]])}}}", HOUSE
)
"""The same house, which lets its models speak however little they know."""


def order(user: str, days: float, total: Any = 10, event: str = "Order Completed", **more: Any) -> Call:
    """An order so many days ago."""
    when = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    properties = {"total": total, **more}
    call = {"type": "track", "event": event, "userId": user, "timestamp": when, "properties": properties}
    return call | {"messageId": f"{user}-{days}-{event}-{total}"}


MANY = [order(f"u{number}", days) for number in range(60) for days in (1, 40, 80, 130)]
POOR: dict[str, tuple[str, list[Call]]] = {
    "undefined": (NOTHING, []),
    "undefined, one customer": (NOTHING, [order("ann", 1)]),
    "empty": (HOUSE, []),
    "empty, daring": (DARING, []),
    "one customer": (HOUSE, [order("ann", 1)]),
    "one customer, daring": (DARING, [order("ann", 100), order("ann", 1)]),
    "one without an order": (DARING, [{"type": "identify", "userId": "ann", "messageId": "i", "traits": {"city": None}}]),
    "one who sent back more": (DARING, [order("ann", 99, 5), order("ann", 9, 900, "Order Refunded"), order("ann", 3, -70)]),
    "all the same": (DARING, MANY),
    "nothing paid": (DARING, [call | {"properties": {"total": 0}} for call in MANY]),
    "in the future and long ago": (DARING, [order("ann", -4000), order("bob", 20000), order("eve", 1)]),
    "currencies": (DARING, [order("ann", 9, 5, currency="EUR"), order("bob", 8, 70, currency="JPY"), order("eve", 7, 6)]),
    "no numbers": (DARING, [order("ann", 9, "a lot"), order("bob", 8, 1e308), order("bob", 7, 1e308), order("eve", 6, None)]),
    "one text": (DARING, [order("ann", 1, event="Review Posted", text="!!!", item="oolong", intent="thanks")]),
}
TAGS = {"analytics", "lifecycle", "models", "likeness", "metrics", "segments", "customers", "decisions", "texts", "history"}
NAMES = {
    "models": ["back", "much", "recent", "worth", "crowd", "odd", "none"],
    "metrics": ["revenue", "basket", "none"],
    "segments": ["rich", "nobody", "none"],
    "customers": ["ann", "nobody"],
    "decisions": ["none"],
    "catalogs": ["none"],
}
MORE = [
    *(f"/v1/lifecycle/{name}?source=recomputed" for name in ("flows", "times", "conversion", "paths")),
    "/v1/lifecycle/flows?by=day&from=2020-01-01",
    "/v1/lifecycle/next?of=events&order=2",
    "/v1/lifecycle/next?customer=ann",
    "/v1/lifecycle/decision?goal=None",
    *(f"/v1/lifecycle/hidden?by={by}&states=2" for by in ("day", "month")),
    "/v1/rfm?compared_to=2020-01-01",
    "/v1/segments/rich/differences?against=nobody",
    "/v1/metrics/revenue/forecast?by=day",
    "/v1/metrics/basket/levels?by=day",
    "/v1/metrics/basket/drivers?by=day",
    "/v1/metrics/basket?segment=rich&by=day",
    "/v1/history?name=stage",
    "/v1/history?name=spend",
    "/v1/texts/topics?definition=review",
    "/v1/customers?columns=spend,traits.city,scores.worth,last_seen&sort=-spend",
    "/v1/anomalies/orders?days=3660",
]
FITTED = ("undefined", "empty", "one customer, daring", "all the same")
"""Where every model is fitted: each fit is a process of its own."""
POSTS: list[tuple[str, Any]] = [
    ("/v1/likeness/run", {"traits": {"email": "email", "city": "city"}}),
    ("/v1/identity/try", {"yaml": "{}"}),
    ("/v1/segments/preview", {"when": "spend > 1"}),
    ("/v1/texts/analyze", {"texts": ["", "!!!", "好喝"]}),
    ("/v1/texts/intents", {"definition": "review", "examples": [{"text": "x", "intent": "y"}]}),
    ("/v1/verify", None),
]


@pytest.fixture(scope="module")
def poor(running: Running) -> Callable[[str], httpx.Client]:
    """A client of the workspace with that description, made at its first use."""
    found: dict[str, httpx.Client] = {}

    def client(name: str) -> httpx.Client:
        if name not in found:
            definitions, calls = POOR[name]
            house = running.server.house
            keys = first_keys(house.backends.desk, f"poor-{len(found)}", house.clock.now())
            assert keys
            found[name] = running.client(keys.secret_key)
            found[name].timeout = httpx.Timeout(120)
            assert found[name].post("/v1/definitions/apply", json={"yaml": definitions}).status_code == 200
            if calls:
                assert running.send(*calls, keys=keys).status_code == 200
        return found[name]

    return client


def _never(constant: str) -> None:
    raise AssertionError(f"{constant} in an answer")


def _wrong(answer: httpx.Response) -> str:
    """What is wrong with the answer; empty: nothing."""
    try:
        said = json.loads(answer.text, parse_constant=_never)
    except (AssertionError, ValueError) as error:
        return str(error)
    if re.search(r"\b(nan|inf|infinity|NoneType|Traceback)\b", answer.text, re.IGNORECASE):
        return "no number in its words"
    if answer.status_code == 200:
        return ""
    if answer.status_code not in (400, 404, 409, 422):
        return "not an answer"
    sentence = said.get("detail", "")
    return "" if said.get("code") and len(sentence.split()) >= 3 else "no sentence"


def _questions(document: dict[str, Any]) -> list[str]:
    found = list(MORE)
    for path, item in document["paths"].items():
        if "get" not in item or item["get"]["tags"][0] not in TAGS or path == "/v1/events":
            continue
        if any(p.get("required") and p["in"] == "query" for p in item["get"].get("parameters", [])):
            continue
        kind = path.split("/")[2]
        found += [re.sub(r"\{\w+\}", name, path) for name in (NAMES[kind] if "{" in path else [""])]
    return list(dict.fromkeys(found))


@pytest.mark.slow
@pytest.mark.parametrize("name", POOR)
def test_every_question_has_an_answer_or_a_sentence(running: Running, poor: Callable[[str], httpx.Client], name: str) -> None:
    client = poor(name)
    questions = _questions(running.api.get("/openapi.json").json())
    assert len(questions) > 60
    wrong = []

    def ask(path: str, method: str = "GET", body: Any = None) -> None:
        answer = client.request(method, path, json=body)
        if complaint := _wrong(answer):
            wrong.append((method, path, complaint, answer.status_code, answer.text[:300]))

    for path in questions:
        ask(path)
    for path, body in POSTS:
        ask(path, "POST", body)
    if name in FITTED:
        for model in NAMES["models"]:
            ask(f"/v1/models/{model}/run", "POST")
        for path in questions:
            if "/models" in path or path.startswith(("/v1/rfm", "/v1/value", "/v1/alarms", "/v1/customers")):
                ask(path)
    assert not wrong, "\n".join(map(str, wrong))
