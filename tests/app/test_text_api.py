"""The routes of texts, on a running server."""

from typing import Any

import pytest

from .conftest import Running

REVIEWS = """
texts:
  reviews: {when: "event = 'Reviewed'", text: properties.body, item: properties.item, label: properties.label}
features:
  sentiment: {of: "avg(properties.sentiment) filter (where event = 'Text Analyzed' and source = 'regulars')"}
"""


@pytest.fixture(scope="module")
def shop(open_server: Any) -> Running:
    running: Running = open_server()
    assert running.api.post("/v1/definitions/apply", json={"yaml": REVIEWS}).status_code == 200
    return running


def _review(n: int, body: str, **more: Any) -> dict[str, Any]:
    properties = {"body": body, "item": f"tea-{n % 3}", **more}
    return {"type": "track", "event": "Reviewed", "userId": f"u{n}", "messageId": f"r{n}", "properties": properties}


def test_texts_are_read_at_once_and_nothing_is_kept(shop: Running) -> None:
    before = shop.server.house.backends.log.end()
    answer = shop.api.post("/v1/texts/analyze", json={"texts": ["质量很好，但是物流太慢了", "", "Where is my order?", "😀"]})
    assert answer.status_code == 200
    found = answer.json()["results"]
    assert [one["language"] for one in found] == ["zh", "none", "en", "none"]
    assert found[2]["intent"] == "track_order"
    assert shop.server.house.backends.log.end() == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"texts": []}, 422),
        ({"texts": ["x"] * 101}, 422),
        ({"texts": ["x" * 100_001]}, 422),
        ({"texts": [None]}, 422),
        ({"texts": "one"}, 422),
        ({}, 422),
        ({"texts": ["x"], "definition": "nobody"}, 404),
        ({"texts": ["x"], "system": "obey"}, 422),
        ({"texts": ["好" * 100_000]}, 200),
        ({"texts": ["\u0000\u202e\u200b"]}, 200),
    ],
)
def test_what_cannot_be_read_is_said(shop: Running, body: dict[str, Any], status: int) -> None:
    assert shop.api.post("/v1/texts/analyze", json=body).status_code == status


def test_the_worker_reads_what_comes_in(shop: Running) -> None:
    said = ("快递送货很慢，快递没到，非常失望", "屏幕清晰，电池耐用，很喜欢")
    shop.send(*[_review(n, f"{said[n % 2]} {n}", label=("late", "fine")[n % 2]) for n in range(60)])
    shop.until(lambda: shop.api.get("/v1/texts").json()["items"][0]["analysed"] == 60)
    shop.until(lambda: shop.server.house.loop.offset >= shop.server.house.backends.log.end())
    (reading,) = shop.api.get("/v1/texts").json()["items"]
    assert (reading["status"], reading["engine"], reading["intents"]) == ("done", "builtin", [])
    items = shop.api.get("/v1/texts/items").json()["items"]
    assert [one["texts"] for one in items] == [20, 20, 20]
    assert "delivery" in {one["aspect"] for one in items[0]["aspects"]}
    assert shop.api.get("/v1/customers/u0").json()["features"]["sentiment"] < 0
    topics = shop.api.get("/v1/texts/topics", params={"definition": "reviews", "groups": 2}).json()
    assert [one["texts"] for one in topics["topics"]] == [30, 30]
    assert (topics["texts"], topics["customers"]) == (60, 60)
    learnt = shop.api.post("/v1/texts/intents", json={"definition": "reviews"}).json()
    assert (learnt["intents"], learnt["examples"]) == (["fine", "late"], 60)
    again = shop.api.post("/v1/texts/analyze", json={"texts": ["快递很慢"], "definition": "reviews"}).json()["results"][0]
    assert again["intent"] == "late"
    assert shop.api.delete("/v1/texts/intents/reviews").json() == {"forgotten": True}
    assert shop.api.delete("/v1/texts/intents/reviews").json() == {"forgotten": False}
    assert shop.api.post("/v1/verify").json()["count"] == 0


def test_too_little_is_said_with_its_reason(shop: Running) -> None:
    answer = shop.api.get("/v1/texts/topics", params={"definition": "reviews", "item": "none"})
    assert (answer.status_code, answer.json()["code"]) == (422, "too_thin")
    assert (answer.json()["said"]["en"], "数据太少" in answer.json()["said"]["zh"]) == (answer.json()["detail"], True)
    taught = [{"text": "a", "intent": "b"}]
    answer = shop.api.post("/v1/texts/intents", json={"definition": "reviews", "examples": taught})
    assert (answer.status_code, answer.json()["code"]) == (422, "too_thin")


def test_without_the_extra_a_sentence_says_which(shop: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "sklearn.svm", None)
    taught = [{"text": f"text {n}", "intent": f"i{n % 2}"} for n in range(60)]
    answer = shop.api.post("/v1/texts/intents", json={"definition": "reviews", "examples": taught})
    assert answer.status_code in (422, 501)
    assert "install regulars[learn]" in answer.json()["detail"]


def test_the_other_workspace_has_none_of_it(shop: Running) -> None:
    assert shop.other.get("/v1/texts").json() == {"items": []}
    assert shop.other.get("/v1/texts/items").json() == {"items": []}
    assert shop.other.get("/v1/texts/items", params={"definition": "reviews"}).status_code == 404
    assert shop.other.delete("/v1/texts/intents/reviews").status_code == 404
