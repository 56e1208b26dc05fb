"""Lists of customers over HTTP: found, sorted, with columns; and the tail of events."""

from collections.abc import Callable

import pytest

from regulars.app import browse

from .conftest import DEFINITIONS, Running, order


@pytest.fixture(scope="module")
def shop(open_server: Callable[..., Running]) -> Running:
    running = open_server()
    assert running.api.post("/v1/definitions/apply", json={"yaml": DEFINITIONS}).status_code == 200
    for number, (user, name) in enumerate([("a", "Ann Lee"), ("b", "白小龙"), ("c", "Cem Lee"), ("d", "Dora")]):
        traits = {"name": name, "age": 30 + number}
        running.send({"type": "identify", "userId": user, "messageId": f"i-{user}", "traits": traits})
        running.send(order(f"o-{user}", user, 60 * number))
    return running


def users(shop: Running, query: str) -> list[str]:
    answer = shop.api.get(f"/v1/customers?{query}")
    assert answer.status_code == 200, answer.text
    return [customer["identifiers"]["user_id"][0] for customer in answer.json()["customers"]]


def test_a_text_finds_in_any_order(shop: Running) -> None:
    assert users(shop, "q=lee") == ["a", "c"]
    assert users(shop, "q=lee&sort=-spend") == ["c", "a"]
    assert users(shop, "q=baixiao") == ["b"]
    assert users(shop, "q=lee&segment=big") == ["c"]
    assert users(shop, "q=nothing") == []


def test_sorts_by_features_traits_and_instants(shop: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    assert users(shop, "sort=-spend") == ["d", "c", "b", "a"]
    assert users(shop, "sort=traits.age") == ["a", "b", "c", "d"]
    assert users(shop, "sort=-traits.name") == ["b", "d", "c", "a"]
    assert users(shop, "sort=scores.churn") == ["a", "b", "c", "d"]
    assert users(shop, "sort=-last_seen")[0] == "d"
    assert users(shop, "segment=big&sort=spend") == ["c", "d"]
    monkeypatch.setattr(browse, "LIVE", 2)
    assert users(shop, "sort=-spend") == ["d", "c", "b", "a"], "from history"
    assert users(shop, "stage=buyer&sort=spend") == ["a", "b", "c", "d"]
    refused = shop.api.get("/v1/customers?sort=traits.age")
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_to_sort")


def test_pages_of_a_sorted_list_follow_one_another(shop: Running) -> None:
    first = shop.api.get("/v1/customers?sort=-spend&limit=3&columns=spend,traits.age,last_seen,scores.churn").json()
    assert [line["values"]["spend"] for line in first["customers"]] == [180.0, 120.0, 60.0]
    assert first["customers"][0]["values"]["traits.age"] == 33
    assert first["customers"][0]["values"]["scores.churn"] is None
    assert users(shop, f"sort=-spend&limit=3&cursor={first['next']}") == ["a"]
    assert shop.api.get(f"/v1/customers?sort=spend&cursor={first['next']}").status_code == 400


def test_unknown_columns_are_refused_with_the_nearest(shop: Running) -> None:
    for query in ("sort=spned", "columns=spned", "sort=spned;drop", "columns=customers.x"):
        refused = shop.api.get(f"/v1/customers?{query}")
        assert (refused.status_code, refused.json()["code"]) == (422, "unknown_column")
    assert "did you mean 'spend'" in shop.api.get("/v1/customers?sort=-spned").json()["detail"]


def test_a_story_can_be_read_by_kind(shop: Running) -> None:
    kinds = {line["kind"] for line in shop.api.get("/v1/customers/d/timeline?kinds=segment,stage").json()["lines"]}
    assert kinds == {"segment", "stage"}
    page = shop.api.get("/v1/customers/d/timeline?kinds=event&limit=1").json()
    assert page["next"]
    more = shop.api.get(f"/v1/customers/d/timeline?kinds=event&limit=1&cursor={page['next']}").json()
    assert more["lines"][0]["id"] != page["lines"][0]["id"]
    assert shop.api.get(f"/v1/customers/d/timeline?cursor={page['next']}").status_code == 400
    assert shop.api.get("/v1/customers/d/timeline?kinds=%27%20or%20true").json()["lines"] == []


def test_the_tail_shows_the_newest_and_then_what_is_new(shop: Running) -> None:
    found = shop.api.get("/v1/events?limit=3&source=default").json()
    assert [event["user_id"] for event in found["events"]] == ["d", "d", "c"]
    assert found["more"]
    assert found["events"][0]["properties"] == {"total": 180}
    assert shop.api.get(f"/v1/events?after={found['position']}").json()["events"] == []
    shop.send(order("new-1", "a", 5, event="Order Refunded"))
    fresh = shop.api.get(f"/v1/events?after={found['position']}").json()
    assert [event["event"] for event in fresh["events"]] == ["Order Refunded"]
    assert fresh["position"] > found["position"]


def test_the_tail_filters(shop: Running) -> None:
    def ids(query: str) -> set[str]:
        return {event["id"] for event in shop.api.get(f"/v1/events?limit=200&{query}").json()["events"]}

    assert ids("type=identify&customer=a") == {"i-a"}
    assert "o-a" in ids("event=Order%20Completed&source=default")
    assert ids("text=cem%20lee") == {"i-c"}
    assert ids("event=%27%20or%201%3D1%20--") == set()
    assert shop.api.get("/v1/events?customer=nobody").status_code == 404


def test_the_tail_waits_for_something_new(shop: Running) -> None:
    import threading

    position = shop.api.get("/v1/events?limit=1").json()["position"]
    timer = threading.Timer(0.4, lambda: shop.send(order("new-2", "b", 1)))
    timer.start()
    found = shop.api.get(f"/v1/events?after={position}&wait=10").json()
    timer.join()
    assert "new-2" in [event["id"] for event in found["events"]]
    assert shop.api.get(f"/v1/events?after={found['position']}&wait=1").json()["events"] == []
