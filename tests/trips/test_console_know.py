"""What people learn of their customers in the console: stages, value, models, texts, and who is there twice."""

from pathlib import Path

import pytest

from tests.trips.browsing import SCRIPT, Open, quiet

pytestmark = pytest.mark.slow


def test_the_flows_can_be_read_as_a_table_and_lead_to_a_stage(visit: Open) -> None:
    page = visit("/lifecycle?by=week")
    quiet(page)
    page.wait_for_selector("canvas")
    page.get_by_role("button", name="Show as a table").click()
    assert page.locator("figure th").all_inner_texts() == ["Week", "From", "To", "Customers"]
    page.locator("figure ~ *, main table").last.get_by_role("link", name="Loyal").click()
    page.wait_for_url("**/lifecycle/loyal")
    quiet(page)
    page.wait_for_selector("h2:has-text('What comes next')")
    page.get_by_role("link", name="Show").click()
    page.wait_for_url("**/customers?**stage=loyal**")


def test_a_group_becomes_a_segment(visit: Open) -> None:
    page = visit("/value")
    quiet(page)
    page.get_by_role("button", name="Loyal bought recently").click()
    page.wait_for_url("**group=loyal**")
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("scores.rfm_group = 'loyal'").wait_for()
    drawer.get_by_role("button", name="Save as a segment").click()
    drawer.get_by_role("link", name="Show all of them").click()
    page.wait_for_url("**/customers?**segment=rfm_loyal**")
    quiet(page)
    page.locator("main [role=row] a").first.wait_for()


def test_a_forecast_says_what_it_rests_on(visit: Open) -> None:
    page = visit("/value?view=value")
    quiet(page)
    page.wait_for_selector("main:has-text('BG/NBD')")
    assert "±" in page.inner_text("main")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as CSV").first.click()
    assert "customers" in Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()[0]


def test_a_model_is_run_and_says_why(visit: Open) -> None:
    page = visit("/models")
    quiet(page)
    page.get_by_role("link", name="Leaves within 45 days").click()
    page.wait_for_url("**/models/churn")
    quiet(page)
    page.get_by_role("button", name="Run now").click()
    page.wait_for_selector("text=Fitted; scores are on their way", timeout=60_000)
    page.get_by_text("Least", exact=True).click()
    page.wait_for_url("**order=bottom**")
    page.locator("main [role=row] li").first.wait_for()


def test_a_text_is_tried(visit: Open) -> None:
    page = visit("/texts?view=try")
    quiet(page)
    page.get_by_label("The text").fill(f"The tea is wonderful, but delivery took two weeks. {SCRIPT}")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("main [role=status]:has-text('Delivery')")
    assert "English" in page.inner_text("main [role=status]")


def test_two_are_one_person_and_two_others_are_not(visit: Open) -> None:
    page = visit("/likeness")
    quiet(page)
    pairs = page.locator("main section")
    before = pairs.count()
    assert before >= 2
    pairs.first.get_by_role("button", name="Show personal fields").click()
    page.get_by_placeholder("What for").fill("two accounts at the till")
    page.keyboard.press("Enter")
    pairs.first.get_by_role("button", name="Show personal fields").wait_for(state="detached")
    assert "•••" not in pairs.first.inner_text()
    page.keyboard.press("Escape")
    pairs.first.get_by_role("button", name="Two people").click()
    page.wait_for_selector("text=They stay two")
    pairs.nth(before - 1).wait_for(state="detached")
    pairs.first.get_by_role("button", name="One person").click()
    page.wait_for_selector("text=United; it can be undone")
    page.get_by_text("Two people", exact=True).first.click()
    page.wait_for_url("**status=refused**")
