"""Journeys over HTTP: counts by step, a dry run on the past, a try with one customer; decisions, templates, versions, views."""

from collections.abc import Callable

import pytest

from regulars.app.access import MAIN

from .conftest import Running, order
from .test_accounts import PASSWORD, Browser

DEFINITIONS = """
workspace: {sender: Shop <hello@shop.example>}
purposes:
  marketing: {basis: consent}
features:
  spend: {of: "sum(properties.total) filter (where event = 'Order Completed')"}
segments:
  big: {when: spend > 100, title: {en: Big spenders, zh: 大客户}}
templates:
  thanks: {subject: "Thanks {{ traits.name }}", body: "You spent {{ features.spend }}. {{ unsubscribe_url }}"}
journeys:
  thank_you:
    on_segment: big
    steps:
      - {name: rich, branch: [{if: spend > 1000, to: wait}, {to: mail}]}
      - {name: mail, message: thanks, purpose: marketing}
      - {name: wait, wait: 3d}
      - {name: again, until: "event = 'Order Completed'", timeout: 7d}
      - {name: done, exit: true}
catalogs:
  products: {key: id}
policies:
  top: {kind: popularity, item: properties.product_id}
slots:
  hero: {catalog: products, policy: top}
"""


@pytest.fixture(scope="module")
def shop(open_server: Callable[..., Running]) -> Running:
    running = open_server()
    applied = running.api.post("/v1/definitions/apply", json={"yaml": DEFINITIONS})
    assert applied.status_code == 200, applied.text
    for number, user in enumerate("abcd"):
        running.send(
            {
                "type": "identify",
                "userId": user,
                "messageId": f"i-{user}",
                "traits": {"name": f"Name-{user}", "email": f"{user}@example.com"},
            }
        )
        if user != "a":
            running.api.post("/v1/consents", json={"customer": user, "consents": {"marketing": True}})
        running.send(order(f"o-{user}", user, [150, 250, 2000, 5][number]))
    running.until(lambda: len(running.api.get("/v1/messages?status=delivered").json()["messages"]) == 1)
    running.until(lambda: running.api.get("/v1/messages?status=suppressed").json()["messages"])
    running.until(lambda: running.server.house.loop.offset >= running.server.house.backends.log.end())
    return running


def test_counts_stand_at_each_step(shop: Running) -> None:
    (found,) = shop.api.get("/v1/journeys").json()["items"]
    assert found == shop.api.get("/v1/journeys/thank_you").json()
    assert (found["started"], found["running"], found["ended"], found["exited"]) == (3, 3, 0, 0)
    steps = {step["name"]: step for step in found["steps"]}
    assert steps["rich"] | {"kind": "branch", "passed": 3} == steps["rich"]
    assert steps["mail"] | {"passed": 2, "sent": 1, "held_back": 1, "failed": 0} == steps["mail"]
    assert steps["wait"] | {"kind": "wait", "waiting": 3, "passed": 3} == steps["wait"]
    assert [steps[name]["kind"] for name in ("again", "done")] == ["until", "exit"]
    assert shop.api.get("/v1/journeys/thank_yuo").status_code == 404


def test_a_dry_run_tells_what_was_and_sends_nothing(shop: Running) -> None:
    before = shop.api.get("/v1/messages").json()["counts"]
    found = shop.api.post("/v1/journeys/thank_you/dry-run", json={"days": 30}).json()
    assert (found["judged"], found["started"], found["messages"], found["without_consent"]) == (4, 3, 2, 1)
    steps = {step["name"]: step for step in found["steps"]}
    assert (steps["wait"]["waiting"], steps["rich"]["passed"], steps["mail"]["sent"]) == (3, 3, 2)
    assert {line["kind"] for line in found["lines"]} == {"journey", "message"}
    assert shop.api.get("/v1/messages").json()["counts"] == before


def test_a_dry_run_of_a_journey_that_does_not_hold_yet(shop: Running) -> None:
    changed = DEFINITIONS.replace("spend > 1000", "spend > 200").replace(
        "on_segment: big", "on_event: event = 'Order Completed'"
    )
    found = shop.api.post("/v1/journeys/thank_you/dry-run", json={"days": 7, "yaml": changed}).json()
    assert (found["started"], found["messages"]) == (4, 2)
    wrong = shop.api.post("/v1/journeys/thank_you/dry-run", json={"yaml": "journeys: {thank_you: {on_evnt: x}}"})
    assert wrong.status_code == 422


def test_one_customer_tries_a_journey_from_now_on(shop: Running) -> None:
    found = shop.api.post("/v1/journeys/thank_you/try", json={"customer": "d"}).json()
    said = [(line["kind"], line["value"]) for line in found["lines"]]
    assert said == [
        ("message", "thanks"),
        ("journey", "waits at wait"),
        ("journey", "waits at again"),
        ("journey", "ended"),
    ]
    assert found["lines"][0]["at"] < found["lines"][2]["at"] < found["lines"][3]["at"]
    assert shop.api.get("/v1/customers/d").json()["journeys"] == {}


def test_decisions_are_listed_with_their_why(shop: Running) -> None:
    rows = [{"id": "tea"}, {"id": "cup"}]
    assert shop.api.post("/v1/catalogs/products", json={"items": rows}).status_code in (200, 404, 405, 422)
    for user in ("a", "b", "a"):
        assert shop.api.post("/v1/decide", json={"slot": "hero", "customer": user}).status_code == 200
    shop.until(lambda: shop.server.house.loop.offset >= shop.server.house.backends.log.end())
    page = shop.api.get("/v1/decisions?slot=hero&limit=2").json()
    assert len(page["decisions"]) == 2
    rest = shop.api.get(f"/v1/decisions?slot=hero&limit=2&cursor={page['next']}").json()
    ids = [one["id"] for one in page["decisions"] + rest["decisions"]]
    assert len(set(ids)) == 3
    assert ids == sorted(ids, reverse=True)
    assert len(shop.api.get("/v1/decisions?customer=a").json()["decisions"]) == 2
    assert shop.api.get("/v1/decisions?slot=%27%20or%20true%20--").json()["decisions"] == []


def test_a_template_shows_as_the_customer_would_read_it(shop: Running) -> None:
    shown = shop.api.post("/v1/templates/preview", json={"customer": "b", "template": "thanks"}).json()
    assert (shown["subject"], shown["text"].startswith("You spent 250")) == ("Thanks Name-b", True)
    draft = {"subject": {"en": "{{ traits.name }} {{ traits.nme }}"}, "body": {"en": "{{ trigger.total }}", "zh": "您好"}}
    shown = shop.api.post("/v1/templates/preview", json={"customer": "b", "draft": draft, "trigger": {"total": 7}}).json()
    assert (shown["subject"], shown["text"], bool(shown["missing"])) == ("Name-b", "7", True)
    shown = shop.api.post("/v1/templates/preview", json={"customer": "b", "draft": draft, "language": "zh"}).json()
    assert (shown["text"], shown["language"]) == ("您好", "zh")
    broken = shop.api.post("/v1/templates/preview", json={"customer": "b", "draft": {"body": {"en": "{% if %}"}}})
    assert (broken.status_code, broken.json()["code"]) == (422, "template_failed")


def test_members_see_templates_with_covered_names_and_keep_views(shop: Running) -> None:
    accounts = shop.server.accounts
    secret = accounts.set_up(accounts.setup_link(MAIN) or "", "Olga", "olga@example.com", PASSWORD, "")
    browser = Browser(shop)
    browser.http.cookies.set("regulars", secret)
    browser.ask("GET", "/v1/session")
    shown = browser.ask("POST", "/v1/templates/preview", json={"customer": "b", "template": "thanks"}).json()
    assert shown["subject"] == "Thanks N•••"
    view = {"room": "customers", "name": "big", "query": {"segment": "big"}}
    kept = browser.ask("POST", "/v1/views", json=view).json()
    changed = browser.ask("POST", "/v1/views", json=view | {"id": kept["id"], "name": "bigger"}).json()
    assert browser.ask("GET", "/v1/views").json()["views"] == [changed]
    assert browser.ask("DELETE", f"/v1/views/{kept['id']}").json()["views"] == []
    assert browser.ask("DELETE", f"/v1/views/{kept['id']}").status_code == 404
    assert shop.api.get("/v1/views").status_code == 404


def test_versions_can_be_compared_and_brought_back(shop: Running) -> None:
    changed = DEFINITIONS.replace("spend > 100", "spend > 120")
    assert shop.api.post("/v1/definitions/apply", json={"yaml": changed}).json()["done"]
    versions = shop.api.get("/v1/definitions/versions").json()["versions"]
    former = shop.api.get(f"/v1/definitions/versions/{versions[1]['number']}").json()
    assert "spend > 100" in former["yaml"]
    assert any(line.startswith("+") and "spend > 100" in line for line in former["diff"].splitlines())
    assert any("big" in sentence for sentence in former["changes"])
    assert shop.api.post("/v1/definitions/apply", json={"yaml": former["yaml"]}).json()["changed"]
    assert shop.api.get("/v1/definitions/versions/999").status_code == 404


def test_the_graph_says_what_needs_what(shop: Running) -> None:
    items = {(i["section"], i["name"]): i for i in shop.api.get("/v1/definitions/graph").json()["items"]}
    assert items["segments", "big"]["needs"] == [["features", "spend"]]
    assert ["journeys", "thank_you"] in items["segments", "big"]["used_by"]
    assert items["segments", "big"]["title"]["zh"] == "大客户"
