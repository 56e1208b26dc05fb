"""The console as people use it: chromium against a real house. Every room in both languages, by keyboard alone, on a phone.

A trip fails on any error in the browser's console, on a request that leaves the server, and on a dialog that a hostile name
would open. Screenshots lie in `console/e2e/shots` afterwards.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import regulars

pytestmark = pytest.mark.slow
api = pytest.importorskip("playwright.sync_api", reason="the trips through the console need playwright: regulars[test]")

CONSOLE = Path(__file__).resolve().parents[2] / "console"
DIST = Path(regulars.__file__).parent / "console_dist"
AXE = CONSOLE / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = CONSOLE / "e2e" / "shots"
ROOMS = {
    "home": "/",
    "live": "/live",
    "failed": "/live?view=failed",
    "customers": "/customers?columns=%5B%22spend%22%5D&sort=-spend",
    "customer": "/customers/user_id:c0001",
    "values": "/customers/user_id:c0001?tab=values",
    "identity": "/customers/user_id:c0001?tab=identity",
    "messages": "/customers/user_id:c0001?tab=messages",
    "metrics": "/figures?metric=revenue&split=stages",
}
SCRIPT = "<script>alert(1)</script>"

Open = Callable[..., Any]


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = chromium()
    if path is None:
        pytest.skip("there is no chromium on this machine: apt install chromium fonts-noto-cjk")
    if not (DIST / "index.html").exists():
        pytest.skip("the console was not built: make console")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


def serving(*arguments: str) -> Iterator[dict[str, str]]:
    command = [sys.executable, str(CONSOLE / "e2e" / "serve.py"), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, f"the house did not start: {' '.join(command)}"
        yield json.loads(line)
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[dict[str, str]]:
    yield from serving("--dir", str(tmp_path_factory.mktemp("tea") / "house"), "--customers", "60")


@pytest.fixture(scope="module")
def signed_in(house: dict[str, str]) -> dict[str, Any]:
    """The cookies of a session: signing in once is enough for most trips."""
    given = {"email": house["email"], "password": house["password"], "workspace": "main"}
    answer = httpx.post(f"{house['url']}/v1/session", json=given, headers={"Origin": house["url"]})
    assert answer.status_code == 200, answer.text
    name, value = next(iter(answer.cookies.items()))
    return {"name": name, "value": value, "url": house["url"]}


@pytest.fixture
def visit(browser: Any, house: dict[str, str], signed_in: dict[str, Any]) -> Iterator[Open]:
    """Opens pages in a browser of its own and watches what goes wrong in them."""
    yield from watched(browser, house["url"], [signed_in])


def watched(browser: Any, url: str, cookies: list[dict[str, Any]]) -> Iterator[Open]:
    wrong: list[str] = []
    contexts = []

    def open_page(path: str = "/", language: str = "en", width: int = 1280, height: int = 900, stranger: bool = False) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US", reduced_motion="reduce")
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        context.add_init_script(
            f"localStorage.getItem('regulars.language') ?? localStorage.setItem('regulars.language', '{language}')"
        )
        if cookies and not stranger:
            context.add_cookies(cookies)
        page = context.new_page()
        page.on(
            "console",
            lambda said: (
                wrong.append(f"console: {said.text} {said.location['url']}")
                if said.type == "error" and not expected(said)
                else None
            ),
        )
        page.on("pageerror", lambda error: wrong.append(f"page: {error}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda asked: None if ours(asked.url, url) else wrong.append(f"foreign: {asked.url}"))
        page.goto(url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def expected(said: Any) -> bool:
    """Who is not signed in is told so: the browser writes that into its console, whoever asked."""
    return "401" in said.text and said.location["url"].endswith("/v1/session")


def ours(asked: str, url: str) -> bool:
    return asked.startswith((url + "/", "data:", "blob:"))


def quiet(page: Any) -> None:
    """Wait until the room is there and nothing is on its way (the tail of live events always waits)."""
    page.wait_for_selector("main h1")
    api.expect(page.locator("main [role=status] .ant-skeleton")).to_have_count(0, timeout=20_000)
    page.wait_for_timeout(250)


def serious(page: Any) -> list[str]:
    """What axe finds that keeps people out."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_in_both_languages(visit: Open, room: str) -> None:
    page = visit(ROOMS[room])
    for language, spoken in (("en", "en"), ("zh", "zh-CN")):
        quiet(page)
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{room}-{language}.png")
        assert page.get_attribute("html", "lang") == spoken
        chrome = page.inner_text("nav")
        assert bool(re.search(r"[\u4e00-\u9fff]{2}", chrome)) == (language == "zh"), chrome
        assert not re.search(r"\b(shared|frame|home|customers|live|metrics):\w", page.inner_text("body")), "a key without words"
        assert page.locator("main [role=alert]").count() == 0, page.inner_text("main")
        if AXE.exists():  # without it (`npm ci` in console/ brings it) the room is looked at all the same
            assert serious(page) == []
        page.get_by_test_id("language").click()
        page.wait_for_timeout(100)


def test_dark_rooms_can_be_read(visit: Open) -> None:
    page = visit("/")
    page.evaluate("localStorage.setItem('regulars.theme', 'dark')")
    for room in ("home", "customer", "metrics"):
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + ROOMS[room])
        quiet(page)
        page.screenshot(path=SHOTS / f"{room}-dark.png")
        assert page.get_attribute("html", "data-theme") == "dark"
        assert not AXE.exists() or serious(page) == []


def test_the_language_changes_without_loading_again(visit: Open) -> None:
    page = visit("/customers")
    quiet(page)
    page.evaluate("window.stayed = true")
    page.get_by_test_id("language").click()
    page.wait_for_selector("h1:has-text('客户')")
    page.get_by_placeholder("姓名、邮箱、电话、编号").fill("c0007")
    api.expect(page.locator("main [role=row]")).to_have_count(2)
    page.get_by_test_id("language").click()
    page.wait_for_selector("h1:has-text('Customers')")
    assert page.evaluate("window.stayed"), "the page was loaded again"
    assert "q=c0007" in page.url


def test_nothing_is_shown_before_signing_in_and_one_goes_on_where_one_wanted_to(visit: Open, house: dict[str, str]) -> None:
    page = visit("/figures?metric=orders_placed", stranger=True)
    page.wait_for_url("**/sign-in?**")
    page.fill("#email", house["email"])
    page.fill("#password", "something else entirely")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert "not_admitted" in page.inner_text("[role=alert]")
    page.fill("#password", house["password"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures?metric=orders_placed")
    page.wait_for_selector("figure canvas")
    quiet(page)
    page.get_by_test_id("member").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.wait_for_selector("#password")
    page.go_back()
    page.wait_for_url("**/sign-in**")


def test_by_keyboard_alone(visit: Open) -> None:
    page = visit("/")
    quiet(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Control+k")
    page.wait_for_selector("[aria-controls=palette-list]:focus")
    page.keyboard.type("cust")
    page.wait_for_selector("[role=option][aria-selected=true]:has-text('Customers')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers")
    page.wait_for_selector("main [role=row] a")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')?.startsWith('/customers/') ?? false"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers/*")
    page.wait_for_selector("h2:has-text('Story')")
    page.keyboard.press("Control+k")
    page.wait_for_selector("[aria-controls=palette-list]:focus")
    page.keyboard.type("c0009")
    page.wait_for_selector("[role=option][aria-selected=true]:has-text('c0009')")
    page.keyboard.press("Enter")
    page.wait_for_selector("main:has-text('c0009')")
    page.keyboard.press("Control+k")
    page.wait_for_selector("[aria-controls=palette-list]:focus")
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=combobox][aria-controls=palette-list]", state="detached")


def test_on_a_phone(visit: Open) -> None:
    page = visit("/", width=390, height=844)
    for room, path in ROOMS.items():
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
        quiet(page)
        page.screenshot(path=SHOTS / f"{room}-phone.png")
        wide = page.evaluate("[document.documentElement.scrollWidth, document.querySelector('main').scrollWidth]")
        assert max(wide) <= 390, f"{room} is wider than the phone: {wide}"
    page.get_by_role("button", name="Open the list of rooms").click()
    page.locator(".ant-drawer").get_by_role("link", name="Live events").click()
    page.wait_for_url("**/live")
    page.wait_for_selector("h1:has-text('Live events')")


def test_what_is_personal_is_covered_until_revealed_and_hostile_names_are_text(visit: Open) -> None:
    page = visit("/customers/user_id:c0057?tab=values")
    quiet(page)
    assert SCRIPT not in page.inner_text("main")
    page.get_by_role("button", name="Show personal fields").click()
    page.get_by_label("What for").fill("asked for a call back")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_selector(f"main:has-text('{SCRIPT}')")
    assert "c0057@mail.example" in page.inner_text("main")
    page.goto(page.url.split("/customers")[0] + "/live?view=failed")
    quiet(page)
    assert "<img src=x onerror=alert(1)>" in page.inner_text("main")
    assert page.locator("main img, main script, main iframe").count() == 0


def test_live_events_come_by_themselves(visit: Open, house: dict[str, str]) -> None:
    page = visit("/live")
    quiet(page)
    told = {"type": "track", "event": SCRIPT, "userId": "c0003", "properties": {"<b>x</b>": '"><svg onload=alert(1)>'}}
    assert httpx.post(f"{house['url']}/v1/batch", json={"batch": [told]}, auth=(house["write_key"], "")).status_code == 200
    page.wait_for_selector(f"main button:has-text('{SCRIPT}')")
    page.get_by_role("button", name=SCRIPT).click()
    page.get_by_role("button", name="Copy as curl").click()
    page.wait_for_selector("text=Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("curl -u")
    assert "onload=alert(1)" in copied
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Pause").click()
    told = {"type": "track", "event": "While Paused", "userId": "c0003"}
    httpx.post(f"{house['url']}/v1/batch", json={"batch": [told]}, auth=(house["write_key"], ""))
    page.wait_for_timeout(700)
    assert "While Paused" not in page.inner_text("main")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_selector("main button:has-text('While Paused')")


def test_a_story_goes_on_to_its_beginning(visit: Open) -> None:
    page = visit("/customers?sort=-orders")
    quiet(page)
    page.locator("main [role=row] a").first.click()
    page.wait_for_url("**/customers/*")
    page.wait_for_selector("h2:has-text('Story')")
    for _ in range(40):
        page.mouse.move(400, 600)
        page.mouse.wheel(0, 4000)
        page.wait_for_timeout(60)
        if page.get_by_text("Here it began.").count():
            break
    assert page.get_by_text("Here it began.").count() == 1
    page.get_by_role("button", name="Why not the others").click()
    page.get_by_role("button", name="Browsing but not buying").click()
    page.wait_for_selector("text=views_30d")


def test_a_merge_is_seen_and_undone(visit: Open) -> None:
    page = visit("/customers/user_id:c0001?tab=identity")
    quiet(page)
    page.wait_for_selector(".react-flow__node.centre")
    page.get_by_role("button", name="Part", exact=True).click()
    page.get_by_placeholder("Why they are two people").fill("two sisters with one tablet")
    page.keyboard.press("Enter")
    page.wait_for_selector("main:has-text('undone')")


def test_a_figure_can_be_shared(visit: Open) -> None:
    page = visit("/figures?metric=average_order&by=month&split=stages")
    quiet(page)
    page.wait_for_selector("canvas")
    page.get_by_role("button", name="Show as a table").click()
    assert page.locator("figure th").all_inner_texts()[:2] == ["Month", "Everybody"]
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as CSV").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("Month,Everybody,")
    page.get_by_text("Week", exact=True).click()
    page.wait_for_url("**by=week**")
    page.get_by_role("button", name="Copy link").click()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_first_ten_minutes(browser: Any, tmp_path: Path) -> None:
    for new in serving("--dir", str(tmp_path / "new"), "--new"):
        for open_page in watched(browser, new["url"], []):
            page = open_page(new["link"].removeprefix(new["url"]))
            page.get_by_label("Name").fill("Lin")
            page.get_by_label("E-mail").fill("lin@tea.example")
            page.get_by_label("Password").fill("first flush in the spring rain")
            page.keyboard.press("Enter")
            page.wait_for_selector("h1:has-text('Hello, Lin')")
            assert "#" not in page.url, "the link's secret does not stay in the address"
            page.wait_for_selector("main:has-text('0 of 6 done')")
            page.screenshot(path=SHOTS / "new.png")
            call = {"type": "identify", "userId": "ann", "traits": {"name": "Ann"}}
            httpx.post(f"{new['url']}/v1/batch", json={"batch": [call]}, auth=(new["write_key"], ""))
            page.wait_for_selector("main:has-text('2 of 6 done')", timeout=20_000)
            page.get_by_role("link", name="Customers").click()
            page.wait_for_selector("main [role=row] a:has-text('A•••')")
