"""Every route of the API against a real server."""

import base64
import hmac
import time
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
import pytest

from regulars.app.api.application import ROUTES
from regulars.app.api.examples import EXAMPLES

from .conftest import Running, order


def test_profile_holds_what_was_sent(running: Running) -> None:
    profile = running.api.get("/v1/customers/user_id:ann").json()
    assert profile["features"] == {"spend": 240.0, "orders": 1}
    assert profile["traits"] == {"name": "ann", "email": "ann@example.com"}
    assert list(profile["segments"]) == ["big"]
    assert profile["stage"] == "buyer"
    assert profile["consents"] == {"marketing": True}
    for name in ("ann", str(profile["customer_id"]), "email:ann@example.com"):
        assert running.api.get(f"/v1/customers/{name}").json()["customer_id"] == profile["customer_id"]


def test_timeline_tells_everything_with_its_why(running: Running) -> None:
    lines: list[dict[str, Any]] = []
    cursor = None
    while True:
        query = {"limit": 3, **({"cursor": cursor} if cursor else {})}
        page = running.api.get("/v1/customers/ann/timeline", params=query).json()
        lines += page["lines"]
        cursor = page["next"]
        if cursor is None:
            break
    assert len({line["id"] for line in lines}) == len(lines)
    assert [line["at"] for line in lines] == sorted((line["at"] for line in lines), reverse=True)
    told = [(line["kind"], line["name"], line["value"] if line["kind"] == "stage" else "") for line in lines]
    for wanted in (
        ("event", "Order Completed", ""),
        ("segment", "big", ""),
        ("stage", "stage", "buyer"),
        ("message", "Email Delivered", ""),
    ):
        assert wanted in told
    assert told.index(("event", "Order Completed", "")) > told.index(("segment", "big", "")), (
        "the cause comes before what follows"
    )
    (entered,) = [line for line in lines if line["kind"] == "segment"]
    assert any("240" in sentence for sentence in entered["why"])


def test_identifiers_may_hold_any_character(running: Running) -> None:
    for number, user in enumerate(("a/b", "a;b", "a\\b", "用户", "a?b#c", "a%2Fb", "a b", "..", "5")):
        running.send(order(f"odd-{number}", user, 7))
        profile = running.api.get(f"/v1/customers/{quote('user_id:' + user, safe='')}").json()
        assert profile["identifiers"]["user_id"] == [user]


def test_explain_says_why(running: Running) -> None:
    told = running.api.get("/v1/customers/ann/explain", params={"name": "big"}).json()
    assert told["value"] is True
    assert any("240" in sentence for sentence in told["why"])
    assert running.api.get("/v1/customers/ann/explain", params={"name": "bgi"}).status_code == 404


def test_lists_of_customers_page_and_filter(running: Running) -> None:
    everybody = running.api.get("/v1/customers", params={"limit": 1}).json()
    following = running.api.get("/v1/customers", params={"limit": 1, "cursor": everybody["next"]}).json()
    assert everybody["customers"][0]["customer_id"] < following["customers"][0]["customer_id"]
    big = running.api.get("/v1/customers", params={"segment": "big"}).json()["customers"]
    assert [customer["identifiers"]["user_id"] for customer in big] == [["ann"]]
    assert big == running.api.get("/v1/segments/big/customers").json()["customers"]
    assert len(running.api.get("/v1/customers", params={"stage": "buyer"}).json()["customers"]) >= 2
    assert running.api.get("/v1/customers", params={"segment": "big", "stage": "buyer"}).status_code == 400


def test_segments_stages_features_and_history(running: Running) -> None:
    assert running.api.get("/v1/segments").json()["items"][0] | {"title": {}} == {
        "name": "big",
        "title": {},
        "when": "spend > 100",
        "customers": 1,
    }
    stages = running.api.get("/v1/stages").json()["items"]
    assert [stage["name"] for stage in stages] == ["buyer", "visitor"]
    assert [feature["name"] for feature in running.api.get("/v1/features").json()["items"]] == ["spend", "orders"]
    ann = running.api.get("/v1/customers/ann").json()["customer_id"]
    now = {v["customer_id"]: v["value"] for v in running.api.get("/v1/history?name=spend").json()["values"]}
    assert now[ann] == 240.0
    past = running.api.get("/v1/history", params={"name": "spend", "as_of": "2020-01-01"}).json()
    assert all(value["value"] in (None, 0.0) for value in past["values"])


SLOT = """
catalogs: {products: {key: sku, types: {price: number}}}
policies: {popular: {kind: popularity, item: properties.product}}
slots: {hero: {catalog: products, policy: popular, eligible: "item.price < 100", size: 2}}
"""


def test_decisions_are_recorded_before_they_are_answered(running: Running) -> None:
    held = running.other.get("/v1/definitions").json()["yaml"]
    rows = [{"sku": f"p{n}", "price": str(n * 30)} for n in range(5)]
    assert running.other.post("/v1/catalogs/products/items", json={"items": rows}).json()["items"] == 5
    assert running.other.post("/v1/definitions/apply", json={"yaml": held + SLOT}).json()["done"]
    assert running.other.get("/v1/catalogs").json() == {"catalogs": [{"name": "products", "key": "sku", "items": 5}]}
    made = running.other.post("/v1/decide", json={"slot": "hero", "customer": "olga"})
    assert made.status_code == 200, made.text
    decision = made.json()
    assert decision["item"] in {"p0", "p1", "p2", "p3"}
    assert len(decision["items"]) == 2
    assert 0 < decision["probability"] <= 1
    assert decision["why"]
    running.until(lambda: running.other.get(f"/v1/decisions/{decision['id']}").status_code == 200)
    read = running.other.get(f"/v1/decisions/{decision['id']}").json()
    for field in ("id", "slot", "customer_id", "item", "probability", "why", "at", "policy", "version"):
        assert read[field] == decision[field], field
    assert running.api.get(f"/v1/decisions/{decision['id']}").status_code == 404
    stranger = running.other.post("/v1/decide", json={"slot": "hero", "customer": "somebody-new"}).json()
    assert stranger["customer_id"] == 0
    only = {"items": [{"sku": "p9", "price": 1}], "replace": True}
    assert running.other.post("/v1/catalogs/products/items", json=only).json()["items"] == 1
    assert running.other.post("/v1/decide", json={"slot": "hero", "customer": "olga"}).json()["item"] == "p9"
    unknown = running.other.post("/v1/decide", json={"slot": "hereo", "customer": "olga"})
    assert (unknown.status_code, "did you mean 'hero'" in unknown.json()["detail"]) == (404, True)


def test_metrics_by_period(running: Running) -> None:
    assert [metric["name"] for metric in running.api.get("/v1/metrics").json()["items"]] == ["revenue"]
    days = running.api.get("/v1/metrics/revenue", params={"by": "day"}).json()["figures"]
    assert sum(day["value"] for day in days) >= 260.0
    parts = running.api.get("/v1/metrics/revenue", params={"by": "day", "segment": "big"}).json()["figures"]
    assert {part["segment"] for part in parts} == {None, "big"}
    for bad in (
        {"by": "year"},
        {"from": "yesterday"},
        {"by": "day", "from": "1970-01-01"},
        {"from": "2026-02-01", "to": "2026-01-01"},
    ):
        assert running.api.get("/v1/metrics/revenue", params=bad).status_code in (400, 422), bad


def test_definitions_check_plan_apply_and_versions(running: Running) -> None:
    held = running.api.get("/v1/definitions").json()["yaml"]
    bad = running.api.post("/v1/definitions/check", json={"yaml": held + "\nsegments2: {}\n"}).json()
    assert not bad["ok"]
    assert bad["findings"][0]["at"].startswith("definitions.yml:")
    wrong = running.api.post("/v1/definitions/apply", json={"yaml": "segments: {x: spned > 1}"})
    assert wrong.status_code == 422
    assert wrong.json()["code"] == "bad_definitions"
    plan = running.api.post("/v1/definitions/plan", json={"yaml": held.replace("spend > 100", "spend > 50")}).json()
    assert plan["ok"]
    assert any("big" in sentence for sentence in plan["changes"])
    again = running.api.post("/v1/definitions/apply", json={"yaml": held}).json()
    assert again["changed"] is False
    assert running.api.get("/v1/definitions/versions").json()["versions"][0]["yaml"] == held


def test_a_text_is_never_taken_for_a_path(running: Running) -> None:
    for text in ("/etc/passwd", "pyproject.toml", "."):
        found = running.api.post("/v1/definitions/check", json={"yaml": text}).json()
        assert not found["ok"]
        assert all(finding["at"].startswith("definitions.yml") for finding in found["findings"])


def test_failures_are_kept_and_reprocessed(running: Running) -> None:
    answer = running.send({"type": "track", "userId": "cyd", "messageId": "f1", "event": ""})
    assert answer.json()["rejected"][0]["code"] in ("missing_event", "invalid_event")
    failures = running.api.get("/v1/failures").json()
    assert failures["counts"]
    assert any(failure["message_id"] == "f1" for failure in failures["failures"])
    ways = [running.api.get("/v1/failures", params={"latest": latest}).json()["failures"] for latest in (False, True)]
    assert ways[0] == ways[1][::-1]
    first = running.api.get("/v1/failures?latest=true&limit=1").json()
    second = running.api.get(f"/v1/failures?latest=true&limit=1&cursor={first['next']}").json()
    assert [*first["failures"], *second["failures"]] == ways[1][:2]
    still = running.api.post("/v1/failures/reprocess", json={}).json()
    assert still["taken"] == 0
    assert still["failed"] >= 2
    loose = running.api.get("/v1/definitions").json()["yaml"].replace("strict: true", "strict: false")
    assert running.api.post("/v1/definitions/apply", json={"yaml": loose}).json()["changed"]
    taken = running.api.post("/v1/failures/reprocess", json={}).json()
    assert taken["taken"] >= 1
    assert running.api.post("/v1/failures/reprocess", json={}).json()["taken"] == 0


def test_failures_that_stay_wrong_do_not_stand_in_the_way_of_others(running: Running) -> None:
    strict = {"Visit": {"strict": True, "properties": {"minutes": {"type": "number"}}}}
    before = running.api.get("/v1/definitions").json()["yaml"]
    house = msgspec.yaml.decode(before)
    house["events"] |= strict
    applied = running.api.post("/v1/definitions/apply", json={"yaml": msgspec.yaml.encode(house).decode()})
    assert applied.status_code == 200, applied.text
    running.send(*[{"type": "track", "userId": "vic", "messageId": f"w{n}", "event": ""} for n in range(3)])
    running.send({"type": "track", "userId": "vic", "messageId": "w3", "event": "Visit", "properties": {"minutes": "ten"}})
    assert running.api.post("/v1/definitions/apply", json={"yaml": before}).status_code == 200
    told = running.api.post("/v1/failures/reprocess", json={"limit": 1}).json()
    assert (told["taken"], told["failed"] >= 3) == (1, True)


def test_messages_are_delivered_and_told(running: Running) -> None:
    messages = running.api.get("/v1/messages", params={"customer": "ann"}).json()["messages"]
    assert [(m["status"], m["template"], m["journey"]) for m in messages] == [("delivered", "thanks", "thank_you")]
    letter = next(letter for letter in running.mail.sent if letter.recipient == "ann@example.com")
    assert letter.subject == "Thanks ann"
    assert "240" in letter.text
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert running.api.post(f"/v1/messages/{messages[0]['id']}/release").status_code in (409, 422)


def test_unsubscribe_at_one_click(running: Running) -> None:
    letter = next(letter for letter in running.mail.sent if letter.recipient == "olga@example.com")
    link = letter.headers["List-Unsubscribe"].strip("<>")
    page = httpx.get(link, headers={"Accept-Language": "zh-CN"})
    assert page.status_code == 200
    assert "退订" in page.text
    assert running.other.get("/v1/customers/olga").json()["consents"] == {"marketing": True}
    done = httpx.post(link, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    forged = httpx.post(link[:-3] + "abc", data={"List-Unsubscribe": "One-Click"})
    assert (forged.status_code, forged.text) == (done.status_code, done.text)
    running.until(lambda: running.other.get("/v1/customers/olga").json()["consents"] == {"marketing": False})


def _signed(secret: str, body: bytes, *, webhook_id: str = "msg_1", at: float | None = None) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.new(key, f"{webhook_id}.{stamp}.".encode() + body, sha256).digest()).decode()
    headers = {"webhook-id": webhook_id, "webhook-timestamp": stamp, "webhook-signature": f"v1,{signature}"}
    return headers | {"content-type": "application/json"}


def test_callbacks_are_believed_only_with_a_fresh_signature(running: Running) -> None:
    secret = running.api.get("/v1/callbacks/secret").json()["secret"]
    other = running.other.get("/v1/callbacks/secret").json()["secret"]
    letter = next(letter for letter in running.mail.sent if letter.recipient == "ann@example.com")
    body = msgspec.json.encode({"token": letter.headers["X-Regulars-Message"], "event": "opened", "id": "r1"})
    url = f"{running.server.url}/v1/callbacks/bounce"
    wrong = [
        {"content-type": "application/json"},
        _signed(other, body),
        _signed(secret, body + b" "),
        _signed(secret, body, at=time.time() - 864_000),
        _signed(secret, body) | {"webhook-signature": "v1,xxxx"},
    ]
    for headers in wrong:
        answer = httpx.post(url, content=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature"), headers
    unknown = msgspec.json.encode({"token": "abc", "event": "opened"})
    assert httpx.post(url, content=unknown, headers=_signed(secret, unknown)).status_code == 401
    assert httpx.post(url, content=body, headers=_signed(secret, body)).json() == {"events": 1}
    assert httpx.post(url, content=body, headers=_signed(secret, body)).status_code == 409
    running.until(
        lambda: any(line["name"] == "Email Opened" for line in running.api.get("/v1/customers/ann/timeline").json()["lines"])
    )


def test_scores_can_be_written_back(running: Running) -> None:
    assert running.api.post("/v1/scores", json={"customer": "ann", "scores": {"churn": 0.25}}).json()["done"]
    assert running.api.get("/v1/customers/ann").json()["scores"] == {"churn": 0.25}
    assert running.api.post("/v1/scores", json={"customer": "nobody", "scores": {"churn": 1}}).status_code == 404


def test_merge_unites_two_customers(running: Running) -> None:
    running.send(order("m-1", "dora", 10), order("m-2", "dora2", 15))
    one, two = (running.api.get(f"/v1/customers/{name}").json()["customer_id"] for name in ("dora", "dora2"))
    merged = running.api.post("/v1/customers/merge", json={"into": one, "from": two, "reason": "one person"}).json()
    assert merged["done"]
    for name in ("dora", "dora2", str(two)):
        profile = running.api.get(f"/v1/customers/{name}").json()
        assert (profile["customer_id"], profile["features"]["spend"]) == (one, 25.0)
    assert running.api.post("/v1/customers/merge", json={"into": one, "from": two, "reason": "x"}).status_code == 422
    assert running.api.post("/v1/customers/merge", json={"into": one, "from": 10**9, "reason": "x"}).status_code == 404


def test_sql_answers_and_refuses(running: Running) -> None:
    answer = running.api.post(
        "/v1/sql", json={"sql": "select event, count(*) as n from events where event = 'Order Completed' group by 1"}
    )
    assert answer.json()["columns"] == ["event", "n"]
    assert answer.json()["rows"][0][1] >= 2
    for sql in ("select 1; select 2", "select * from read_csv('/etc/passwd')", "drop table events", "selec 1", "attach 'x'"):
        refused = running.api.post("/v1/sql", json={"sql": sql})
        assert (refused.status_code, refused.json()["code"]) == (422, "sql"), sql


def test_verify_finds_no_difference_and_the_account_adds_up(running: Running) -> None:
    found = running.api.post("/v1/verify").json()
    assert (found["count"], found["differences"]) == (0, [])
    assert found["values"] > 0
    account = running.api.get("/v1/accounting").json()
    assert account["accepted"] == account["lake"] + account["failed"] + account["duplicate"] + account["in_flight"]
    assert account["failed"] >= 1


def test_keys_are_made_shown_once_and_revoked(running: Running) -> None:
    made = running.api.post("/v1/keys", json={"kind": "secret", "scopes": ["read"]}).json()
    reader = running.client(made["secret"])
    assert reader.get("/v1/segments").status_code == 200
    assert reader.post("/v1/scores", json={"customer": "ann", "scores": {"x": 1}}).status_code == 403
    assert reader.get("/v1/keys").json()["code"] == "forbidden"
    assert made["secret"] not in running.api.get("/v1/keys").text
    assert running.api.delete(f"/v1/keys/{made['key']['id']}").json()["revoked_at"]
    assert reader.get("/v1/segments").status_code == 401
    writer = running.api.post("/v1/keys", json={"kind": "write", "source": "web"}).json()
    assert running.client(writer["secret"]).get("/v1/segments").status_code == 401
    assert any(source["name"] == "web" for source in running.api.get("/v1/sources").json()["sources"])
    for body in (
        {"kind": "write"},
        {"kind": "write", "source": "regulars"},
        {"kind": "secret"},
        {"kind": "secret", "scopes": ["x"]},
    ):
        assert running.api.post("/v1/keys", json=body).status_code == 422, body


def test_health_and_signals(running: Running) -> None:
    assert running.api.get("/healthz").json()["status"] == "ok"
    text = running.api.get("/metrics").text
    for name in (
        "regulars_events_accepted{",
        "regulars_door_seconds_bucket",
        "regulars_commit_seconds_count",
        "regulars_log_lag",
    ):
        assert name in text, name
    values = {
        line.split("{")[0]: float(line.split()[-1])
        for line in text.splitlines()
        if line.startswith("regulars_events") and '"main"' in line
    }
    parts = sum(values[f"regulars_events_{part}"] for part in ("lake", "failed", "duplicate", "in_flight"))
    assert values["regulars_events_accepted"] == parts
    forwarded = running.api.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
    assert forwarded.status_code == 403


def test_answers_carry_their_headers(running: Running) -> None:
    for path in ("/v1/segments", "/v1/nothing", "/healthz", "/u/x"):
        answer = running.api.get(path)
        assert answer.headers["cache-control"] == "no-store", path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-request-id"]
        assert "access-control-allow-origin" not in answer.headers


def test_each_example_is_an_answer_of_its_route(running: Running) -> None:
    document = running.api.get("/openapi.json").json()
    declared = {route.operation_id: route.parsed_return_field.annotation for route in ROUTES}
    for name, example in EXAMPLES.items():
        type_ = declared[name]
        type_ = getattr(type_, "__args__", [type_])[0] if getattr(type_, "__name__", "") == "Response" else type_
        msgspec.json.decode(msgspec.json.encode(example), type=type_)
    for path, item in document["paths"].items():
        for operation in item.values():
            assert operation["summary"], path
            assert operation["tags"]
            assert "200" in operation["responses"]
    assert document["components"]["schemas"]["Sql"]["additionalProperties"] is False


@pytest.mark.parametrize(
    ("method", "path", "content", "headers", "status", "code"),
    [
        ("POST", "/v1/sql", b"{", {}, 400, "invalid_json"),
        ("POST", "/v1/sql", b"", {}, 400, "invalid_request"),
        ("POST", "/v1/sql", b"\xff", {}, 400, "invalid_json"),
        ("POST", "/v1/sql", b'{"sql":"\xff"}', {}, 400, "invalid_utf8"),
        ("POST", "/v1/sql", b'{"sql":"\\ud800"}', {}, 400, "invalid_json"),
        ("POST", "/v1/sql", b"[" * 100_000, {}, 400, "too_deep"),
        ("POST", "/v1/sql", b'{"sql":5}', {}, 422, "invalid_request"),
        ("POST", "/v1/sql", b'{"sql":"select 1","limit":"5"}', {}, 422, "invalid_request"),
        ("POST", "/v1/sql", b'{"sql":"select 1","sqll":1}', {}, 422, "unknown_field"),
        ("POST", "/v1/sql", b'{"sql":"select 1"}', {"content-type": "text/plain"}, 415, "unsupported_media_type"),
        ("POST", "/v1/sql", b'{"sql":"' + b"x" * 1_100_000 + b'"}', {}, 413, "body_too_large"),
        ("GET", "/v1/customers?limit=-1", b"", {}, 400, "invalid_request"),
        ("GET", "/v1/customers?limit=1e9", b"", {}, 400, "invalid_request"),
        ("GET", "/v1/customers?limt=5", b"", {}, 400, "unknown_parameter"),
        ("GET", "/v1/customers?cursor=forged", b"", {}, 400, "bad_cursor"),
        ("GET", "/v1/customers/nobody", b"", {}, 404, "not_found"),
        ("GET", "/v1/customers/%00", b"", {}, 404, "not_found"),
        ("GET", "/v1/customers/user_id:%ff", b"", {}, 404, "not_found"),
        ("GET", "/v1/customers/99999999999999999999999", b"", {}, 404, "not_found"),
        ("GET", "/v1/customers/%2e%2e/%2e%2e", b"", {}, 404, "not_found"),
        ("GET", "//v1/customers", b"", {}, 404, "not_found"),
        ("GET", "/v1/history?name=spend&as_of=9999999", b"", {}, 200, ""),
        ("GET", "/v1/history?name=spend&as_of=0001-01-01", b"", {}, 400, "invalid_request"),
        ("GET", "/v1/history?name=spend&as_of=1e400", b"", {}, 400, "invalid_request"),
        ("GET", "/v1/decisions/x'%20or%201=1", b"", {}, 404, "not_found"),
        ("DELETE", "/v1/customers", b"", {}, 405, "method_not_allowed"),
        ("TRACE", "/v1/customers", b"", {}, 405, "method_not_allowed"),
        ("POST", "/v1/customers", b"{}", {"x-http-method-override": "GET"}, 405, "method_not_allowed"),
        ("GET", "/v1/segments", b"", {"authorization": ""}, 401, "unauthorized"),
        ("GET", "/v1/segments", b"", {"authorization": "Bearer sk_wrong"}, 401, "unauthorized"),
        ("GET", "/v1/segments", b"", {"authorization": "Bearer " + "x" * 5000}, 401, "unauthorized"),
    ],
)
def test_bad_requests_get_a_problem(
    running: Running, method: str, path: str, content: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    sent = {"content-type": "application/json", "authorization": f"Bearer {running.keys.secret_key}"} | headers
    with httpx.Client() as plain:
        answer = plain.request(method, f"{running.server.url}{path}", content=content, headers=sent, timeout=30)
    assert answer.status_code == status, answer.text
    assert len(answer.content) <= 4096 or status == 200
    if status != 200:
        problem = answer.json()
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert (problem["code"], problem["status"]) == (code, status)
        assert problem["request_id"] == answer.headers["x-request-id"]


def test_a_field_that_is_not_there_is_told_what_there_is(running: Running) -> None:
    for field, told in (("purpose", "; there are: customer, consents"), ("consent", "; did you mean 'consents'?")):
        answer = running.api.post("/v1/consents", json={"customer": "ann", field: True})
        assert (answer.status_code, answer.json()["detail"]) == (422, f"there is no field '{field}'{told}")


def test_a_consent_for_a_purpose_that_is_not_there_is_refused(running: Running) -> None:
    running.send(order("m-ivy", "ivy", 5))
    answer = running.api.post("/v1/consents", json={"customer": "ivy", "consents": {"marketing": True, "markting": False}})
    assert (answer.status_code, answer.json()["detail"]) == (422, "there is no purpose 'markting'; did you mean 'marketing'?")
    said = {"marketing": False, "email:deliverable": True}
    assert running.api.post("/v1/consents", json={"customer": "ivy", "consents": said}).status_code == 200
    assert running.api.get("/v1/customers/ivy").json()["consents"] == said
