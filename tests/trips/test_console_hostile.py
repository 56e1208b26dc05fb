"""What strangers send shows as text: in lists, on pages, in drawers, in previews."""

from typing import Any

import httpx
import pytest

from tests.trips.browsing import SCRIPT, Open, place, quiet

pytestmark = pytest.mark.slow
PAYLOADS = [
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style>",
    "<math><mtext></mtext><mglyph><img src onerror=alert(1)></mglyph></math>",
    "</textarea></title><script>alert(1)</script>",
    "{{ 7*7 }}${7*7}#{7*7}",
    "{% for i in (1..9) %}x{% endfor %}",
    "{{constructor.constructor('alert(1)')()}}",
    "'; DROP TABLE customers; --",
    "1 OR 1=1",
    "=cmd|'/c calc'!A1",
    "../../etc/passwd",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\u202eevil\u202c",
    "مرحبا 👩‍👩‍👧",
    "$t(frame:signOut) {{count}}",
    "constructor",
    "__proto__",
    "toString",
    "a\nb\tc",
    "\ufeffhidden\u200b",
    "<b>" * 40,
    "名" * 200,
    "x" * 300,
    "&lt;script&gt;&amp;#39;",
    "]]>--><!--",
]


def send(house: dict[str, str], *calls: dict[str, Any]) -> None:
    answer = httpx.post(f"{house['url']}/v1/batch", json={"batch": list(calls)}, auth=(house["write_key"], ""))
    assert answer.status_code == 200, answer.text


@pytest.fixture
def tainted(house: dict[str, str]) -> str:
    """Somebody whose every name, value and event is hostile; the address of their page."""
    traits = {f"note{place}": text for place, text in enumerate(PAYLOADS)} | {text[:60]: text for text in PAYLOADS}
    bought = {"order_id": PAYLOADS[1], "total": 1, **{text[:60]: text for text in PAYLOADS}}
    send(
        house,
        {"type": "identify", "userId": SCRIPT, "traits": traits | {"name": SCRIPT, "city": PAYLOADS[1]}},
        {"type": "page", "userId": SCRIPT, "name": PAYLOADS[2], "properties": {"title": PAYLOADS[4], "url": PAYLOADS[3]}},
        {"type": "track", "userId": SCRIPT, "event": "Order Completed", "properties": bought},
        {"type": "track", "userId": SCRIPT, "event": "Survey Answered", "properties": {"rating": 1, "comment": PAYLOADS[8]}},
        *({"type": "track", "userId": SCRIPT, "event": text[:190], "properties": {"v": text}} for text in PAYLOADS),
    )
    with httpx.Client(base_url=house["url"], headers={"Authorization": f"Bearer {house['secret_key']}"}) as asked:
        for _ in range(100):
            found = asked.get("/v1/customers", params={"q": SCRIPT}).json()["customers"]
            if found:
                return f"/customers/{found[0]['customer_id']}"
    raise AssertionError("the hostile customer is not known")


def clean(page: Any) -> None:
    """Nothing that was sent became a part of the page. (Pages draw their icons and charts as svg and canvas.)"""
    made = "main :is(script, iframe, math, style, img, b, [onerror], [onload], a[href^='javascript:'])"
    assert page.locator(made).count() == 0, page.locator(made).first.evaluate("node => node.outerHTML")


def test_hostile_customers_show_as_text_on_every_page(visit: Open, tainted: str) -> None:
    page = visit(tainted)
    for path in (
        tainted,
        f"{tainted}?tab=values",
        f"{tainted}?tab=identity",
        f"{tainted}?tab=messages",
        "/customers?q=script&columns=%5B%22traits.city%22%5D",
        "/live",
        "/live?view=failed",
    ):
        page.goto(place(page, path))
        quiet(page)
        page.locator("main", has_text="<").wait_for()
        clean(page)
    page.goto(place(page, "/live?q=img+src"))  # what the house itself does comes in meanwhile
    page.get_by_role("button", name=PAYLOADS[1]).first.click()
    page.wait_for_selector(".ant-drawer pre")
    clean(page)


def test_hostile_addresses_open_nothing(visit: Open, tainted: str) -> None:
    page = visit("/")
    for text in PAYLOADS[:2]:
        names = ("q", "what", "who", "source", "segment", "metric", "view", "tab", "sort", "columns")
        held = httpx.QueryParams(dict.fromkeys(names, text))
        for room in ("/audit?", "/settings?", "/live?", "/figures?"):
            page.goto(place(page, f"{room}{held}"))
            page.wait_for_selector("main h1, main [role=alert]")
            clean(page)


def test_hostile_definitions_show_as_text(visit: Open, house: dict[str, str]) -> None:
    with httpx.Client(base_url=house["url"], headers={"Authorization": f"Bearer {house['secret_key']}"}) as asked:
        yaml = asked.get("/v1/definitions").json()["yaml"]
        more = f"""
  hostile:
    title: {{ en: {SCRIPT!r}, zh: '<img src=x onerror=alert(1)>' }}
    when: orders > 0
"""
        changed = yaml.replace("segments:\n", f"segments:{more}", 1)
        changed = changed.replace("templates:\n", f"templates:\n  hostile: {{ subject: {SCRIPT!r}, body: '<iframe>' }}\n", 1)
        assert asked.post("/v1/definitions/apply", json={"yaml": changed}).status_code == 200
        try:
            page = visit("/customers?segment=hostile")
            quiet(page)
            page.wait_for_selector(f"main:has-text('{SCRIPT}')")
            clean(page)
            page.keyboard.press("Control+k")
            page.keyboard.type("alert")
            page.wait_for_selector(f"[role=option]:has-text('{SCRIPT}')")
            page.keyboard.press("Escape")
            page.goto(place(page, "/"))
            quiet(page)
            clean(page)
        finally:
            asked.post("/v1/definitions/apply", json={"yaml": yaml})


def test_what_is_personal_is_covered_until_revealed(visit: Open) -> None:
    page = visit("/customers/user_id:c0057?tab=values")
    quiet(page)
    assert SCRIPT not in page.inner_text("main")
    page.get_by_role("button", name="Show personal fields").click()
    page.get_by_label("What for").fill("asked for a call back")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_selector(f"main:has-text('{SCRIPT}')")
    assert "c0057@mail.example" in page.inner_text("main")
    page.goto(place(page, "/audit?what=reveal"))
    page.wait_for_selector("main:has-text('asked for a call back')")
