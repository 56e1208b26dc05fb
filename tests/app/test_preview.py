"""Segments before they are saved, over HTTP: counts that hold, margins that are honest, words for people."""

from collections.abc import Callable

import pytest

import regulars as rg
from regulars.app import preview as module
from regulars.app.preview import estimate, preview
from regulars.records import Event

from .conftest import DEFINITIONS, Running, order

MAIN = "main"


@pytest.fixture(scope="module")
def shop(open_server: Callable[..., Running]) -> Running:
    running = open_server()
    assert running.api.post("/v1/definitions/apply", json={"yaml": DEFINITIONS}).status_code == 200
    for number in range(8):
        running.send(order(f"o{number}", f"u{number}", 30 * number))
    return running


def test_counts_what_the_live_state_knows(shop: Running) -> None:
    found = shop.api.post("/v1/segments/preview", json={"when": "spend > 100 and orders >= 1"}).json()
    assert found["customers"] == {"count": 4, "low": 4, "high": 4, "exact": True}
    assert (found["of"], found["judged"], found["move"], found["chart"]) == (8, 8, None, [])
    assert found["sentence"]["en"] == "spend is more than 100, and orders is at least 1"
    assert len(found["examples"]) == 4


def test_counts_what_nobody_has_defined_yet(shop: Running) -> None:
    text = "max(properties.total) filter (where event = 'Order Completed') between 60 and 120"
    found = shop.api.post("/v1/segments/preview", json={"when": text}).json()
    assert found["customers"]["count"] == 3
    assert "'Order Completed'" in found["sentence"]["en"]


def test_says_who_would_move_and_how_it_was(shop: Running) -> None:
    ask = {"when": "spend > 150", "against": "big", "chart": True}
    found = shop.api.post("/v1/segments/preview", json=ask).json()
    assert found["move"]["joining"]["count"] == 0
    assert found["move"]["leaving"]["count"] == 2
    assert [point["customers"]["count"] for point in found["chart"]] == [0] * 12 + [2]
    assert shop.api.post("/v1/segments/preview", json={"when": "true", "against": "bgi"}).status_code == 404


def test_a_wrong_text_is_refused_with_its_place(shop: Running) -> None:
    refused = shop.api.post("/v1/segments/preview", json={"when": "spned > 1"})
    assert refused.status_code == 422
    assert "spend" in refused.json()["detail"]


def test_a_sample_tells_its_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SAMPLE", 150)
    definitions = rg.load("features: {n: {of: sum(properties.n)}}")
    with rg.Local(definitions) as local:
        for number in range(600):
            local.house.take(MAIN, "web", [_event(local, number)])
        local.house.run()
        for when in ("n >= 300", "min(properties.n) >= 300"):
            found = preview(local.house, MAIN, when, None, False)
            assert 100 < found.judged < 200, "about the sample that was asked for"
            assert not found.customers.exact
            assert found.customers.low <= 300 <= found.customers.high
            assert found.customers.high - found.customers.low < 150
        assert preview(local.house, MAIN, "n < 0", None, False).customers.low == 0


def _event(local: rg.Local, number: int) -> Event:
    at = local.house.clock.now()
    return Event(
        id=f"e{number}",
        type="track",
        timestamp=at,
        received_at=at,
        source="web",
        event="E",
        user_id=f"u{number}",
        properties={"n": number},
    )


@pytest.mark.parametrize(("found", "judged", "total"), [(0, 100, 10_000), (100, 100, 10_000), (37, 100, 10_000), (1, 2, 1000)])
def test_bounds_hold_the_estimate_and_stay_possible(found: int, judged: int, total: int) -> None:
    said = estimate(found, judged, total)
    assert found <= said.low <= said.count <= said.high <= total
    assert said.low < said.high


def test_mistakes_stand_at_their_place(shop: Running) -> None:
    found = shop.api.post("/v1/expressions/check", json={"text": "orders > 1\nand spned > 2"}).json()
    assert not found["ok"]
    assert (found["mistakes"][0]["line"], found["mistakes"][0]["column"]) == (2, 5)
    assert "did you mean 'spend'" in found["mistakes"][0]["message"]
    good = shop.api.post("/v1/expressions/check", json={"text": "spend / orders + properties_free", "kind": "feature"}).json()
    assert not good["ok"]
    good = shop.api.post("/v1/expressions/check", json={"text": "spend / orders > 5 and traits.city = 'Berlin'"}).json()
    assert good["ok"]
    assert (good["type"], good["names"], good["reads"]) == ("boolean", ["spend", "orders"], ["traits.city"])
    assert good["sentence"]["zh"] == "spend ÷ orders大于5，并且city是“Berlin”"
    feature = {"text": "sum(properties.total)", "kind": "feature", "over": "90d"}
    found = shop.api.post("/v1/expressions/check", json=feature).json()
    assert (found["type"], found["sentence"]["en"]) == ("number", "the sum of total in the last 90 days")


def test_words_are_functions_names_and_what_was_seen(shop: Running) -> None:
    words = {word["text"]: word["kind"] for word in shop.api.get("/v1/expressions/words").json()["words"]}
    assert words["spend"] == "feature"
    assert words["big"] == "segment"
    assert words["sum"] == "aggregate"
    assert words["lower"] == "function"
    assert words["Order Completed"] == "event"
    assert words["properties.total"] == "property"


def test_words_stand_as_an_expression_has_them(shop: Running) -> None:
    odd = ["VIP Level", "a.b", "@x", "it's", "select", "<script>", "积分", "e\u0301t\u00e9"]
    unwritable = ['say "x"', "a\\b", "a*"]
    traits = dict.fromkeys([*odd, *unwritable], "x")
    shop.send({"type": "identify", "userId": "u0", "messageId": "odd-words", "traits": traits})
    words = [word["text"] for word in shop.api.get("/v1/expressions/words").json()["words"] if word["kind"] == "trait"]
    assert {'traits."VIP Level"', 'traits."a.b"', 'traits."select"', "traits.积分"} <= set(words)
    assert not [word for word in words if any(name in word for name in unwritable)]
    for name, text in zip(odd, (next(word for word in words if name in word) for name in odd), strict=True):
        found = shop.api.post("/v1/segments/preview", json={"when": f"{text} = 'x'"})
        assert found.json()["customers"]["count"] == 1, name


def test_home_shows_where_the_workspace_stands(shop: Running, running: Running) -> None:
    found = shop.api.get("/v1/home").json()
    ticks = {tick["name"]: tick["done"] for tick in found["checklist"]}
    assert ticks == {"first_event": True, "identify": True, "segment": True, "journey": True, "message": False, "member": False}
    assert found["customers"] == 8
    assert [(stage["name"], stage["customers"]) for stage in found["stages"]] == [("buyer", 8), ("visitor", 0)]
    account = found["accounting"]
    assert account["accepted"] == sum(account[name] for name in ("lake", "failed", "duplicate", "in_flight"))
    alerts = running.api.get("/v1/home").json()["alerts"]
    assert [alert["code"] for alert in alerts if alert["code"] == "failed_events"] == ["failed_events"]
