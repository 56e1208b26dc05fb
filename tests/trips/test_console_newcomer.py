"""A newcomer's first ten minutes: from the printed link to a first event, a first segment and a first journey."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.trips.browsing import PASSWORD, SHOTS, Watch, serving

pytestmark = pytest.mark.slow


def test_the_first_ten_minutes(browser: Any, tmp_path: Path) -> None:
    for new in serving("--dir", str(tmp_path / "new"), "--new"):
        watch = Watch(browser, new["url"], [])
        page = watch.open(new["link"].removeprefix(new["url"]))
        page.get_by_label("Name").fill("Lin")
        page.get_by_label("E-mail").fill("lin@tea.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:has-text('Hello, Lin')")
        assert "#" not in page.url, "the link's secret does not stay in the address"
        page.wait_for_selector("main:has-text('0 of 6 done')")
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / "new.png")
        begins_to_send(page, tmp_path)
        page.get_by_role("link", name="Home").first.click()
        page.wait_for_selector("main:has-text('2 of 6 done')", timeout=20_000)
        page.get_by_role("link", name="Customers").click()
        page.wait_for_selector("main [role=row] a:has-text('A•••')")
        makes_a_segment(page)
        begins_a_journey(page)
        page.get_by_role("link", name="Home").first.click()
        page.wait_for_selector("main:has-text('4 of 6 done')", timeout=20_000)
        watch.close()


def begins_to_send(page: Any, folder: Path) -> None:
    """Make a key, copy the set-up for Python, run it as it stands, and see its first event come."""
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Make a key").first.click()
    page.get_by_role("combobox", name="Source", exact=True).fill("shop")
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("textbox", name="Key", exact=True).wait_for()
    page.keyboard.press("Escape")
    page.wait_for_url("**source=shop**")
    page.get_by_text("Python", exact=True).click()
    page.wait_for_url("**client=python**")
    page.get_by_role("button", name="Copy").first.click()
    page.wait_for_selector("text=Copied")
    script = folder / "first.py"
    script.write_text(page.evaluate("navigator.clipboard.readText()"))
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    page.wait_for_selector("main:has-text('It is heard')", timeout=15_000)


def makes_a_segment(page: Any) -> None:
    """Put a condition together, see whom it holds for, name it, review it, apply it."""
    page.get_by_role("link", name="Home").first.click()
    page.get_by_role("link", name="First segment").click()
    page.get_by_role("button", name="Condition").click()
    page.locator("main", has_text="event = 'Order Completed'").wait_for()
    page.wait_for_selector("main:has-text('100% of 1')")
    page.get_by_label("English").fill("Buyers")
    page.get_by_role("button", name="Review the change").click()
    page.wait_for_selector("main tr:has-text('Buyers'):has-text('+1')")
    with page.expect_response("**/v1/definitions/apply"):
        page.get_by_role("button", name="Apply", exact=True).click()
    page.get_by_role("link", name="Segments").click()
    page.wait_for_selector("main a:has-text('Buyers')")


def begins_a_journey(page: Any) -> None:
    """Begin a journey, take the step away for which there is no template yet, save it."""
    page.get_by_role("link", name="Journeys").click()
    page.get_by_role("button", name="New journey").first.click()
    page.get_by_label("Name").fill("hello")
    page.keyboard.press("Enter")
    page.locator(".react-flow__node", has_text="message").click()
    page.get_by_role("button", name="Remove the step").click()
    page.get_by_role("button", name="Review and save").click()
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("main:has-text('Not saved yet')", state="detached")
