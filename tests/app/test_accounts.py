"""Members of the console over HTTP: from the first link to a session, and what a session may do."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler

from regulars.app.access import MAIN, Access
from regulars.app.accounts import Accounts
from regulars.app.api.application import ROUTES
from regulars.app.house import House
from regulars.app.roles import MAY, ROLES
from regulars.app.sessions import IDLE, LINK, OLDEST
from regulars.app.wire import in_memory
from regulars.kit.clock import ManualClock
from regulars.state.memory import MemoryMembers, MemoryState, MemoryTrail

from .conftest import DEFINITIONS, Running, order

PASSWORD = "violet tractor under seven moons"


class Browser:
    """What a browser and the console's page in it do: keep the cookie, send the token back."""

    def __init__(self, running: Running) -> None:
        self.http = httpx.Client(base_url=running.server.url, timeout=30)
        self.csrf = ""

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """A request as the page makes it."""
        headers = {"X-Regulars-CSRF": self.csrf, "Origin": str(self.http.base_url).rstrip("/"), **more.pop("headers", {})}
        answer = self.http.request(method, path, headers=headers, **more)
        if answer.status_code == 200 and "csrf" in answer.text:
            self.csrf = answer.json()["csrf"]
        return answer


@pytest.fixture(scope="module")
def shop(open_server: Callable[..., Running]) -> Running:
    running = open_server()
    assert running.api.post("/v1/definitions/apply", json={"yaml": DEFINITIONS}).status_code == 200
    traits = {"name": "Ann Lee", "email": "ann@example.com", "phone": "+49 170 1234567", "city": "Berlin"}
    running.send(
        {"type": "identify", "userId": "ann", "messageId": "i1", "traits": traits, "context": {"ip": "203.0.113.9"}},
        order("o1", "ann", 240),
        {
            "type": "track",
            "event": "Asked",
            "userId": "ann",
            "messageId": "a1",
            "properties": {"name": "Teapot", "email": "x@y.example"},
        },
    )
    return running


@pytest.fixture(scope="module")
def owner(shop: Running) -> Browser:
    browser = Browser(shop)
    token = shop.server.accounts.setup_link(MAIN)
    body = {"token": token, "name": "Olga", "email": "Olga@Example.com", "password": PASSWORD}
    answer = browser.ask("POST", "/v1/setup", json=body)
    assert answer.status_code == 200, answer.text
    return browser


def invited(shop: Running, owner: Browser, role: str, email: str = "") -> Browser:
    """Somebody new with this role, signed in."""
    made = owner.ask("POST", "/v1/members", json={"email": email or f"{role}@example.com", "role": role})
    assert made.status_code == 200, made.text
    browser = Browser(shop)
    token = made.json()["path"].partition("#")[2]
    answer = browser.ask("POST", "/v1/join", json={"token": token, "name": role.title(), "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return browser


@pytest.fixture(scope="module")
def people(shop: Running, owner: Browser) -> dict[str, Browser]:
    return {"owner": owner} | {role: invited(shop, owner, role) for role in ROLES if role != "owner"}


def test_only_the_latest_set_up_link_works() -> None:
    clock = ManualClock(0)
    state = MemoryState()
    accounts = Accounts(MemoryMembers(state), MemoryTrail(state), clock)
    former, latest = accounts.setup_link(MAIN), accounts.setup_link(MAIN)
    assert former
    assert latest
    assert accounts.sessions.peek(former) is None
    assert accounts.sessions.peek(latest)
    clock.move(LINK)
    assert accounts.sessions.peek(latest) is None, "a link waits for some days, not for ever"


def test_sessions_end_when_idle_and_when_old() -> None:
    clock = ManualClock(0)
    state = MemoryState()
    members = MemoryMembers(state)
    accounts = Accounts(members, MemoryTrail(state), clock)
    member, _ = accounts.invite(MAIN, "ann@example.com", "viewer")
    sessions = accounts.sessions
    idle, used = sessions.begin(member), sessions.begin(member)
    clock.move(IDLE - 1)
    assert sessions.find(used) == member
    clock.move(IDLE)
    assert sessions.find(idle) is None
    assert sessions.find(used) == member
    sessions.close()
    noted = members.look_up(used)
    assert noted
    assert noted.seen_at == IDLE - 1, "the last use outlives a restart"
    again = Accounts(members, MemoryTrail(state), clock).sessions
    for at in range(2 * IDLE - 2, OLDEST, IDLE - 1):
        clock.move(at)
        assert again.find(used) == member
    clock.move(OLDEST)
    assert again.find(used) is None


def test_a_secure_server_binds_the_cookie_to_its_host() -> None:
    house = House(in_memory(), ManualClock(0))
    access = Access(house.backends.desk, lambda workspace: house.world(workspace).definitions, None, secure=True)
    assert access.cookie == "__Host-regulars"
    assert access.session("a=b; __Host-regulars=rs_x; c=d") == "rs_x"
    assert access.session("regulars=rs_x") == ""
    assert access.session("\x00;;=") == ""
    house.close()


def test_the_set_up_link_works_once(shop: Running, owner: Browser) -> None:
    assert shop.server.accounts.setup_link(MAIN) is None
    late = Browser(shop).ask(
        "POST", "/v1/setup", json={"token": "rl_x", "name": "M", "email": "m@x.example", "password": PASSWORD}
    )
    assert (late.status_code, late.json()["code"]) == (401, "not_admitted")
    session = owner.ask("GET", "/v1/session").json()
    assert session["member"]["role"] == "owner"
    assert session["member"]["email"] == "olga@example.com"
    assert session["zone"] == "Asia/Shanghai"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(shop: Running, owner: Browser) -> None:
    answer = Browser(shop).ask("POST", "/v1/session", json={"email": "olga@example.com", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie
    secret = cookie.partition("=")[2].partition(";")[0]
    assert secret not in answer.text
    assert len(secret) > 40


def test_a_change_by_cookie_must_come_from_our_page(shop: Running, owner: Browser) -> None:
    body = {"email": "eve@example.com", "role": "owner"}
    for headers in (
        {"X-Regulars-CSRF": ""},
        {"X-Regulars-CSRF": "0" * 48},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        refused = owner.ask("POST", "/v1/members", json=body, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_meant"), headers
    evil = {"Origin": "https://evil.example"}
    login = Browser(shop).ask("POST", "/v1/session", json={"email": "olga@example.com", "password": PASSWORD}, headers=evil)
    assert login.status_code == 403
    assert "eve@example.com" not in owner.ask("GET", "/v1/members").text


def _asked_with(shop: Running, cookies: dict[str, str]) -> int:
    """What a browser is answered that still has these cookies."""
    browser = Browser(shop)
    browser.http.cookies.update(cookies)
    return browser.http.get("/v1/session").status_code


def test_signing_out_ends_a_session_here_or_everywhere(shop: Running, owner: Browser) -> None:
    credentials = {"email": "olga@example.com", "password": PASSWORD}
    one, two, three = Browser(shop), Browser(shop), Browser(shop)
    for browser in (one, two, three):
        assert browser.ask("POST", "/v1/session", json=credentials).status_code == 200
    kept = dict(one.http.cookies)
    assert one.ask("DELETE", "/v1/session").status_code == 200
    assert _asked_with(shop, kept) == 401
    assert two.ask("GET", "/v1/session").status_code == 200
    mine = dict(owner.http.cookies)
    assert two.ask("DELETE", "/v1/session?everywhere=true").status_code == 200
    assert three.ask("GET", "/v1/session").status_code == 401
    assert owner.ask("GET", "/v1/session").status_code == 401, mine
    assert owner.ask("POST", "/v1/session", json=credentials).status_code == 200


def test_a_session_is_new_after_each_sign_in(shop: Running, owner: Browser) -> None:
    browser = Browser(shop)
    credentials = {"email": "olga@example.com", "password": PASSWORD}
    browser.ask("POST", "/v1/session", json=credentials)
    before = dict(browser.http.cookies)
    browser.ask("POST", "/v1/session", json=credentials)
    assert dict(browser.http.cookies) != before
    assert _asked_with(shop, before) == 401


def test_who_there_is_cannot_be_told_from_the_answer(shop: Running, owner: Browser) -> None:
    said = []
    for email in ("olga@example.com", "nobody@example.com"):
        for _ in range(7):
            answer = Browser(shop).ask("POST", "/v1/session", json={"email": email, "password": "wrong"})
            said.append((email, answer.status_code, answer.json()["code"], answer.headers.get("retry-after")))
    known = [rest for email, *rest in said if email.startswith("olga")]
    unknown = [rest for email, *rest in said if email.startswith("nobody")]
    assert known == unknown
    assert known[-1] == [429, "too_many_tries", "1"]
    blocked = Browser(shop).ask("POST", "/v1/session", json={"email": "olga@example.com", "password": PASSWORD})
    assert blocked.status_code == 429, "even the right password waits"
    shop.server.accounts._by_account.forgive("main olga@example.com")


def test_weak_passwords_are_refused(shop: Running, owner: Browser) -> None:
    token = owner.ask("POST", "/v1/members", json={"email": "weak@example.com", "role": "viewer"}).json()["path"][6:]
    for weak in ("short", "password1", "Regulars2024", "weak@example.com", "x" * 201):
        answer = Browser(shop).ask("POST", "/v1/join", json={"token": token, "name": "W", "password": weak})
        assert (answer.status_code, answer.json()["code"]) == (422, "weak_password"), weak
    assert Browser(shop).ask("POST", "/v1/join", json={"token": token, "name": "W", "password": PASSWORD}).status_code == 200
    again = Browser(shop).ask("POST", "/v1/join", json={"token": token, "name": "W", "password": PASSWORD})
    assert again.status_code == 401


def test_a_role_holds_at_once_and_the_last_owner_stays(shop: Running, owner: Browser) -> None:
    helper = invited(shop, owner, "viewer", "changing@example.com")
    id = next(m["id"] for m in owner.ask("GET", "/v1/members").json()["members"] if m["email"] == "changing@example.com")
    assert helper.ask("GET", "/v1/audit").status_code == 403
    assert owner.ask("PATCH", f"/v1/members/{id}", json={"role": "privacy"}).status_code == 200
    assert helper.ask("GET", "/v1/audit").status_code == 200
    assert owner.ask("PATCH", f"/v1/members/{id}", json={"disabled": True}).json()["disabled_at"]
    assert helper.ask("GET", "/v1/session").status_code == 401
    assert owner.ask("PATCH", f"/v1/members/{id}", json={"disabled": False}).json()["disabled_at"] is None
    assert helper.ask("GET", "/v1/session").status_code == 401, "the sessions ended"
    me = owner.ask("GET", "/v1/session").json()["member"]["id"]
    for change in ({"role": "viewer"}, {"disabled": True}):
        refused = owner.ask("PATCH", f"/v1/members/{me}", json=change)
        assert (refused.status_code, refused.json()["code"]) == (409, "last_owner")


def test_personal_fields_are_covered_until_revealed(people: dict[str, Browser], shop: Running) -> None:
    secrets = ("Ann Lee", "ann@example.com", "1234567", "x@y.example", "203.0.113.9")
    paths = ("/v1/customers", "/v1/customers/ann", "/v1/customers/ann/timeline", "/v1/customers/ann/explain?name=big")
    for role, browser in people.items():
        for path in paths:
            text = browser.ask("GET", path).text
            assert not [secret for secret in secrets if secret in text], (role, path)
        assert browser.ask("GET", "/v1/customers/ann").json()["traits"]["city"] == "Berlin"
        assert "Teapot" in browser.ask("GET", "/v1/customers/ann/timeline").text, "the name of a product is no person's"
    assert "ann@example.com" in shop.api.get("/v1/customers/ann").text, "keys see what their scope says"
    ask = {"fields": ["email", "name"], "reason": "asked for a call back at +49 170 1234567"}
    assert people["marketer"].ask("POST", "/v1/customers/ann/reveal", json=ask).status_code == 403
    shown = people["service"].ask("POST", "/v1/customers/ann/reveal", json=ask).json()
    assert shown["identifiers"] == {"email": ["ann@example.com"]}
    assert shown["traits"] == {"email": "ann@example.com", "name": "Ann Lee"}
    acts = people["privacy"].ask("GET", "/v1/audit?what=reveal").json()["acts"]
    assert acts[0]["name"] == "Service"
    assert acts[0]["object"] == f"customer:{shown['customer_id']}"
    assert acts[0]["detail"] == "email, name: asked for a call back at +•••"
    assert "ann@example.com" not in people["privacy"].ask("GET", "/v1/audit").text


def test_what_could_not_be_taken_is_covered_even_where_it_is_no_json(people: dict[str, Browser], shop: Running) -> None:
    body = b'{"batch":[{"type":"identify","userId":"z","traits":{"phone" : "0170 \\"7654321","name":"Zoe Lu","x":"\xff"}}]}'
    sent = httpx.post(f"{shop.server.url}/v1/batch", content=body, auth=(shop.keys.write_key, ""))
    assert sent.json()["rejected"][0]["code"] == "invalid_utf8"
    shop.send(order("after", "ann", 1))
    shown = people["owner"].ask("GET", "/v1/failures?code=invalid_utf8").json()["failures"][0]["body"]
    assert '"phone" : "0•••","name":"Z•••","x":"\\xff"' in shown
    assert "Zoe Lu" in shop.api.get("/v1/failures?code=invalid_utf8").json()["failures"][0]["body"]


REPEATING = """
  called: {of: "last(traits.name)"}
  given: {of: "concat(called, '!')"}
  city: {of: "last(traits.city)"}
"""


def test_features_that_repeat_personal_fields_are_covered(people: dict[str, Browser], shop: Running) -> None:
    text = DEFINITIONS.replace("features:", f"features:{REPEATING.rstrip()}")
    text = text.replace("segments:", "segments:\n  somebody: called <> 'Nobody'")
    assert shop.api.post("/v1/definitions/apply", json={"yaml": text}).status_code == 200
    assert shop.api.get("/v1/customers/ann").json()["features"]["called"] == "Ann Lee"
    for path in (
        "/v1/customers/ann",
        "/v1/customers?columns=called,given,city",
        "/v1/customers/ann/explain?name=called",
        "/v1/customers/ann/explain?name=somebody&lang=zh",
        "/v1/customers/ann/timeline",
        "/v1/history?name=given",
    ):
        answer = people["owner"].ask("GET", path)
        assert answer.status_code == 200, answer.text
        assert "Ann Lee" not in answer.text, path
    assert people["owner"].ask("GET", "/v1/customers/ann").json()["features"]["city"] == "Berlin"


def test_personal_fields_cannot_be_found_out_by_asking(people: dict[str, Browser]) -> None:
    viewer, analyst = people["viewer"], people["analyst"]
    for path in ("/v1/events?text=ann@example.com", "/v1/events?text=nn%20lee", "/v1/events?text=%2B49%20170"):
        assert viewer.ask("GET", path).json()["events"] == [], path
    assert viewer.ask("GET", "/v1/events?text=berlin").json()["events"]
    assert viewer.ask("GET", "/v1/events?text=teapot").json()["events"]
    for when in (
        "traits.email like 'ann%'",
        "spend > 5 and not (traits.first_name = 'x')",
        "count(*) filter (where context.traits.name = 'Ann Lee') > 0",
        "count(*) filter (where properties.email like 'x%') > 0",
    ):
        asked = {"json": {"when": when}}
        refused = viewer.ask("POST", "/v1/segments/preview", **asked)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), when
        assert analyst.ask("POST", "/v1/segments/preview", **asked).status_code == 200, "who may define may ask"
    harmless = {"json": {"when": "spend > 5 and traits.city = 'Berlin'"}}
    assert viewer.ask("POST", "/v1/segments/preview", **harmless).status_code == 200
    for path in ("/v1/journeys/x/try", "/v1/journeys/x/dry-run"):
        own = viewer.ask("POST", path, json={"yaml": DEFINITIONS, "customer": "ann"} if path.endswith("try") else {"yaml": ""})
        assert own.json()["code"] == "forbidden", path


def test_sql_sees_covered_tables(people: dict[str, Browser], shop: Running) -> None:
    shop.server.house.flush()
    for sql in (
        "select * from events",
        "select * from timeline",
        "select traits->>'email', traits->>'$.name', context->'ip' from timeline",
        "select substr(traits, 1, 200), reverse(properties) from events",
        'with "temp.events" as (select 1) select * from events',
    ):
        answer = people["analyst"].ask("POST", "/v1/sql", json={"sql": sql})
        assert answer.status_code == 200, answer.text
        text = answer.text + answer.text[::-1]
        assert not [s for s in ("Ann Lee", "ann@example", "1234567", "x@y.example", "203.0.113.9") if s in text], sql
    refused = people["analyst"].ask(
        "POST", "/v1/sql", json={"sql": 'with "temp.events" as (select 1) select * from temp.events'}
    )
    assert "Ann Lee" not in refused.text
    assert people["viewer"].ask("POST", "/v1/sql", json={"sql": "select 1"}).status_code == 403
    rows = shop.api.post("/v1/sql", json={"sql": "select traits from events where type = 'identify'"}).json()["rows"]
    assert "Ann Lee" in rows[0][0]


def _address(handler: HTTPRouteHandler) -> str:
    return re.sub(r"\{\w+:(\w+)\}", lambda kind: "1" if kind[1] == "int" else "ann", next(iter(handler.paths)))


def test_no_route_lets_a_role_do_what_it_may_not(people: dict[str, Browser]) -> None:
    refused = 0
    for handler in ROUTES:
        permission = handler.opt["may"]
        for role, browser in people.items():
            if permission is None or permission in MAY[role]:  # type: ignore[index]
                continue
            (method,) = handler.http_methods - {"HEAD", "OPTIONS"}
            answer = browser.ask(method, _address(handler), json=None if method == "GET" else {})
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), (role, method, _address(handler))
            refused += 1
    assert refused > 50


def test_no_route_shows_personal_fields_to_members(people: dict[str, Browser], shop: Running) -> None:
    secrets = ("Ann Lee", "ann@example.com", "1234567", "x@y.example", "203.0.113.9")
    asked = 0
    for handler in ROUTES:
        if handler.http_methods & {"GET"} and handler.opt["may"] is not None:
            for path in (
                _address(handler),
                f"{_address(handler)}?name=big",
                f"{_address(handler)}?columns=traits.name,traits.email",
            ):
                answer = people["owner"].ask("GET", path)
                assert not [secret for secret in secrets if secret in answer.text], path
                asked += answer.status_code == 200
    assert asked > 30
    assert "ann@example.com" in shop.api.get("/v1/customers?columns=traits.email").text, "so there was something to hide"


def test_each_role_may_do_what_the_table_says(people: dict[str, Browser]) -> None:
    allowed = {
        ("POST", "/v1/sql"): {"owner", "analyst"},
        ("POST", "/v1/definitions/apply"): {"owner", "marketer", "analyst"},
        ("POST", "/v1/consents"): {"owner", "marketer", "service", "privacy"},
        ("POST", "/v1/messages/999999/release"): {"owner", "marketer", "service"},
        ("GET", "/v1/keys"): {"owner"},
        ("POST", "/v1/keys"): {"owner"},
        ("GET", "/v1/members"): {"owner"},
        ("GET", "/v1/audit"): {"owner", "privacy"},
        ("GET", "/v1/customers"): set(ROLES),
        ("GET", "/v1/definitions"): set(ROLES),
        ("POST", "/v1/verify"): {"owner"},
    }
    for (method, path), roles in allowed.items():
        if path == "/v1/verify":
            continue
        got = {
            role
            for role, browser in people.items()
            if browser.ask(method, path, json={} if method == "POST" else None).status_code != 403
        }
        assert got == roles, path


def test_every_change_is_in_the_chain(people: dict[str, Browser], shop: Running) -> None:
    made = people["owner"].ask("POST", "/v1/keys", json={"kind": "write", "source": "web"}).json()
    people["owner"].ask("DELETE", f"/v1/keys/{made['key']['id']}")
    people["marketer"].ask("POST", "/v1/definitions/apply", json={"yaml": DEFINITIONS})
    people["service"].ask("POST", "/v1/consents", json={"customer": "email:ann@example.com", "consents": {"marketing": False}})
    people["service"].ask("POST", "/v1/failures/reprocess", json={"code": "too_deep"})
    people["owner"].ask("POST", "/v1/catalogs/teas/items", json={"items": []})
    acts = people["owner"].ask("GET", "/v1/audit?limit=200").json()["acts"]
    assert {"set_up", "join", "invite_member", "create_key", "revoke_key", "apply_definitions"} <= {act["what"] for act in acts}
    assert next(act for act in acts if act["what"] == "revoke_key")["object"] == f"key:{made['key']['id']}"
    assert next(act for act in acts if act["what"] == "apply_definitions")["name"] == "Marketer"
    told = {act["what"]: (act["name"], act["object"], act["detail"]) for act in reversed(acts)}
    ann = people["owner"].ask("GET", "/v1/customers/ann").json()["customer_id"]
    assert told["record_consents"] == ("Service", f"customer:{ann}", "marketing: no")
    assert told["reprocess_failures"] == ("Service", "failures", "too_deep")
    assert told["stock_catalog"] == ("Olga", "catalog:teas", "0 items")
    assert not [act for act in acts if "@" in act["detail"] + act["object"]], "no personal data"
    chain = people["privacy"].ask("GET", "/v1/audit/check").json()
    assert chain["whole"]
    assert chain["entries"] >= acts[0]["number"]
    pages = people["owner"].ask("GET", "/v1/audit?limit=3").json()
    assert people["owner"].ask("GET", f"/v1/audit?limit=3&cursor={pages['next']}").json()["acts"][0] == acts[3]


def test_a_link_says_what_it_is_for_or_signs_in(shop: Running, owner: Browser) -> None:
    token = owner.ask("POST", "/v1/members", json={"email": "later@example.com", "role": "viewer"}).json()["path"][6:]
    browser = Browser(shop)
    for _ in range(2):
        asked = browser.ask("POST", "/v1/link", json={"token": token}).json()
        assert asked == {"kind": "join", "email": "later@example.com", "name": ""}
    me = owner.ask("GET", "/v1/session").json()["member"]["id"]
    enter = shop.server.accounts.renew(MAIN, me, "enter")
    assert shop.server.link(enter) == f"{shop.server.url}/link#{enter}"
    assert browser.ask("POST", "/v1/link", json={"token": enter}).json()["kind"] == "enter"
    assert browser.ask("GET", "/v1/session").json()["member"]["id"] == me
    assert Browser(shop).ask("POST", "/v1/link", json={"token": enter}).status_code == 401


def test_a_new_password_ends_every_session(shop: Running, owner: Browser) -> None:
    person = invited(shop, owner, "viewer", "pass@example.com")
    other = Browser(shop)
    other.ask("POST", "/v1/session", json={"email": "pass@example.com", "password": PASSWORD})
    wrong = person.ask("POST", "/v1/session/password", json={"old": "nope", "new": "another good long sentence"})
    assert wrong.status_code == 401
    changed = person.ask("POST", "/v1/session/password", json={"old": PASSWORD, "new": "another good long sentence"})
    assert changed.status_code == 200
    assert person.ask("GET", "/v1/session").status_code == 200
    assert other.ask("GET", "/v1/session").status_code == 401


def test_a_key_has_no_session_and_a_member_of_one_workspace_sees_no_other(shop: Running, owner: Browser) -> None:
    assert shop.api.get("/v1/session").status_code == 404
    accounts = shop.server.accounts
    member, token = accounts.invite("other", "olga@example.com", "owner")
    browser = Browser(shop)
    browser.ask("POST", "/v1/join", json={"token": token, "name": "Olga", "password": PASSWORD})
    assert browser.ask("GET", "/v1/session").json()["workspace"] == "other"
    assert browser.ask("GET", "/v1/customers/ann").status_code == 404
    assert [m["id"] for m in browser.ask("GET", "/v1/members").json()["members"]] == [member.id]
    mine = owner.ask("GET", "/v1/session").json()["member"]["id"]
    assert browser.ask("PATCH", f"/v1/members/{mine}", json={"role": "viewer"}).status_code == 404
