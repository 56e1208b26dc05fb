"""What people do in the console: watch events come, read a story, undo a merge, share a figure."""

from pathlib import Path

import httpx
import pytest

from tests.trips.browsing import SCRIPT, Open, quiet

pytestmark = pytest.mark.slow


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
    page.locator("figure tbody tr").nth(3).get_by_role("button").first.click()
    page.get_by_role("button", name="Who was counted").click()
    page.get_by_role("dialog").locator("li a").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Week", exact=True).click()
    page.wait_for_url("**by=week**")
    page.get_by_role("button", name="Show as a chart").click()
    page.wait_for_selector("text=Who was counted", state="detached")
    quiet(page)
    link = page.get_by_role("link", name="Make a segment")
    for _ in range(20):  # the weeks may still be on their way into the picture
        page.locator("figure canvas").click(position={"x": 500, "y": 40})
        page.wait_for_timeout(500)
        if link.is_visible():
            break
    link.click()
    page.wait_for_url("**/segments/new?text=**")
    page.wait_for_selector("h1:has-text('New segment')")
    page.go_back()
    page.wait_for_url("**by=week**")
    page.get_by_role("button", name="Copy link").click()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
