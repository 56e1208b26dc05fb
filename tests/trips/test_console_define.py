"""Trips through the rooms where things are defined: a segment by conditions, a feature by its text, there and back."""

from typing import Any

import pytest

from tests.trips.browsing import SCRIPT, Open, place, quiet, serious

pytestmark = pytest.mark.slow


def _review(page: Any) -> None:
    page.wait_for_url("**/definitions/review")
    page.get_by_role("button", name="Apply", exact=True).wait_for()


def test_a_segment_is_built_from_conditions_and_applied(visit: Open) -> None:
    page = visit("/segments/new")
    page.get_by_role("button", name="Condition", exact=True).click()
    page.get_by_role("combobox", name="What it is about").click()
    page.keyboard.type("did")
    page.keyboard.press("Enter")
    page.get_by_role("spinbutton", name="Value").fill("2")
    page.get_by_label("English").fill(f"Keen {SCRIPT}")
    page.get_by_label("Short name").fill("keen")
    page.get_by_text("happened in the last 30 days is at least 2").wait_for()
    assert "over+%28range+interval+30+day+preceding%29+%3E%3D+2" in page.url
    assert serious(page) == []
    page.reload()  # the address holds the text, and the text becomes conditions again
    assert page.get_by_role("spinbutton", name="Value").input_value() == "2"
    page.get_by_label("English").fill(f"Keen {SCRIPT}")
    page.get_by_label("Short name").fill("keen")
    page.get_by_role("button", name="Review the change").click()
    _review(page)
    page.get_by_text("Would join").wait_for()
    assert serious(page) == []
    page.get_by_role("button", name="Apply", exact=True).click()
    page.wait_for_url("**/segments/keen")
    page.get_by_role("heading", name=f"Keen {SCRIPT}").wait_for()


def test_a_text_beyond_conditions_stays_sql(visit: Open) -> None:
    page = visit("/segments/new?text=spend%20%2F%20nullif(orders%2C%200)%20%3E%2040")
    page.get_by_text("more than conditions can show").wait_for()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" and spned > 1")
    page.get_by_text("Line 1, column").wait_for()
    page.get_by_text("Line 1, column").filter(has_text="spend").wait_for()
    assert page.locator(".cm-lintRange-error").count() == 1


def test_a_feature_is_changed_reviewed_applied_and_taken_back(visit: Open) -> None:
    page = visit("/definitions/features/spend_90d")
    page.get_by_label("Window").fill("30d")
    page.get_by_role("button", name="Review", exact=True).click()
    _review(page)
    row = page.get_by_role("row", name="Big spenders")
    assert row.get_by_role("cell").nth(3).inner_text().startswith("−")
    page.get_by_role("button", name="Apply", exact=True).click()
    page.wait_for_url("**/definitions")
    page.goto(place(page, "/definitions?view=history"))
    page.get_by_role("button", name="Go back to this").click()
    _review(page)
    page.get_by_text("over: 90d").wait_for()
    page.get_by_role("button", name="Apply", exact=True).click()
    page.wait_for_url("**/definitions")


def test_files_come_in_and_what_is_wrong_with_them_is_told(visit: Open) -> None:
    page = visit("/definitions")
    quiet(page)
    text = b"segments:\n  friends: {title: {en: Tea friends}, when: orders > 1}\n  bad: orders >\n"
    page.set_input_files("input[type=file]", files=[{"name": "more.yml", "mimeType": "text/yaml", "buffer": text}])
    page.get_by_role("dialog").get_by_role("button", name="Review").click()
    _review(page)
    page.get_by_text("segment 'bad'").wait_for()
    assert page.get_by_role("button", name="Apply", exact=True).is_disabled()
    page.get_by_role("button", name="Drop the change of bad").click()
    page.get_by_text("Whom it would move").wait_for()
    assert page.get_by_role("button", name="Apply", exact=True).is_enabled()
