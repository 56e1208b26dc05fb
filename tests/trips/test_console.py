"""The console as people use it: every room in both languages, in the dark, by keyboard alone, on a phone.

Screenshots lie in `console/e2e/shots` afterwards.
"""

import re

import pytest

from tests.trips.browsing import CONSOLE, ROOMS, SHOTS, Open, place, quiet, serious

pytestmark = pytest.mark.slow
CATALOGUES = "|".join(sorted(path.stem for path in (CONSOLE / "locales" / "en").glob("*.json")))


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_in_both_languages_by_day_and_by_night_and_on_a_phone(visit: Open, room: str) -> None:
    page = visit(ROOMS[room])
    SHOTS.mkdir(exist_ok=True)
    for language, spoken in (("en", "en"), ("zh", "zh-CN")):
        quiet(page)
        page.screenshot(path=SHOTS / f"{room}-{language}.png")
        assert page.get_attribute("html", "lang") == spoken
        chrome = page.inner_text("nav")
        assert bool(re.search(r"[\u4e00-\u9fff]{2}", chrome)) == (language == "zh"), chrome
        assert not re.search(rf"\b({CATALOGUES}):\w", page.inner_text("body")), "a key without words"
        assert page.locator("main [role=alert]").count() == 0, page.inner_text("main")
        if language == "en":
            assert serious(page) == []
            page.get_by_test_id("language").click()
            page.wait_for_selector("html[lang=zh-CN]")
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-theme=dark]")
    page.screenshot(path=SHOTS / f"{room}-dark.png")
    assert serious(page, "color-contrast") == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(150)
    page.screenshot(path=SHOTS / f"{room}-phone.png")
    wide = page.evaluate("[document.documentElement.scrollWidth, document.querySelector('main').scrollWidth]")
    assert max(wide) <= 390, f"wider than the phone: {wide}"


def test_the_language_changes_without_loading_again(visit: Open) -> None:
    page = visit("/customers")
    quiet(page)
    page.evaluate("window.stayed = true")
    page.get_by_test_id("language").click()
    page.wait_for_selector("h1:has-text('客户')")
    page.get_by_placeholder("姓名、邮箱、电话、编号").fill("c0007")
    page.locator("main [role=row]").nth(2).wait_for(state="detached")
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


def test_the_way_about_on_a_phone(visit: Open) -> None:
    page = visit("/", width=390, height=844)
    quiet(page)
    page.get_by_role("button", name="Open the list of rooms").click()
    page.locator(".ant-drawer").get_by_role("link", name="Live events").click()
    page.wait_for_url("**/live")
    page.wait_for_selector("h1:has-text('Live events')")


def test_the_palette_leads_to_every_room(visit: Open) -> None:
    page = visit("/")
    quiet(page)
    for name in page.locator("nav a").all_inner_texts():
        page.keyboard.press("Control+k")
        page.wait_for_selector("[aria-controls=palette-list]:focus")
        page.keyboard.type(name)
        page.locator("[role=option][aria-selected=true]", has_text=name).wait_for()
        page.keyboard.press("Enter")
        page.locator("nav a[aria-current=page]", has_text=name).wait_for()
        page.wait_for_selector("main h1")


def test_what_goes_wrong_is_said_with_what_to_do(visit: Open) -> None:
    page = visit("/")
    quiet(page)
    page.goto(place(page, "/customers/999999999"))
    said = page.locator("main [role=alert]")
    said.wait_for()
    assert "not_found" in said.inner_text()
    assert "Request" in said.inner_text()
    page.goto(place(page, "/nowhere"))
    page.wait_for_selector("text=Nothing is here")
