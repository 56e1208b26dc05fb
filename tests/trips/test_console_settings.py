"""Setting the house up: members and what each may see, keys, personal names, the audit trail, one's own account."""

from typing import Any

import httpx
import pytest

from tests.trips.browsing import PASSWORD, Open, place, quiet

pytestmark = pytest.mark.slow
OTHER = "seven lanterns over the bridge"


def invited(page: Any, email: str, role: str) -> str:
    """Invite somebody on the page of members; gives the address of their link."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Role", exact=True).click()
    page.locator(f".ant-select-item-option[title='{role}']").click()
    page.get_by_role("button", name="Invite", exact=True).click()
    link: str = page.get_by_role("textbox", name="Link", exact=True).input_value()
    page.keyboard.press("Escape")
    page.wait_for_selector(f"main li:has-text('{email}')")
    return link


def test_a_colleague_comes_in_by_a_link_and_sees_what_the_role_allows(visit: Open, house: dict[str, str]) -> None:
    owner = visit("/settings?view=members")
    quiet(owner)
    link = invited(owner, "olga@tea.example", "Viewer")
    colleague = visit(link.removeprefix(house["url"]), stranger=True)
    colleague.get_by_label("Name").fill("Olga")
    colleague.get_by_label("Password").fill(OTHER)
    colleague.keyboard.press("Enter")
    colleague.wait_for_selector("h1:has-text('Hello, Olga')")
    assert colleague.locator("nav a:has-text('Audit trail')").count() == 0
    colleague.goto(place(colleague, "/audit"))
    colleague.wait_for_selector("main:has-text('Your role does not show the trail')")
    colleague.goto(place(colleague, "/settings?view=members"))
    colleague.wait_for_selector("main:has-text('Who I am')")
    assert colleague.get_by_role("tab").all_inner_texts() == ["Personal fields", "My account"]
    owner.reload()
    quiet(owner)
    owner.locator("li:has-text('Olga')").get_by_role("button", name="Shut out").click()
    owner.locator(".ant-popconfirm").get_by_role("button", name="Shut out").click()
    owner.wait_for_selector("main:has-text('shut out')")
    assert colleague.context.request.get(place(colleague, "/v1/home")).status == 401
    colleague.context.close()


def test_a_key_is_made_used_and_revoked(visit: Open, house: dict[str, str]) -> None:
    page = visit("/settings")
    quiet(page)
    page.get_by_role("button", name="Make a key").click()
    page.get_by_role("combobox", name="Source", exact=True).fill("kiosk")
    page.get_by_label("Note").fill("the kiosk at the station")
    page.get_by_role("button", name="Make it").click()
    key: str = page.get_by_role("textbox", name="Key", exact=True).input_value()
    page.keyboard.press("Escape")
    page.wait_for_url("**source=kiosk**")
    page.wait_for_selector("main:has-text('Waiting for its first event')")
    assert key in page.get_by_test_id("snippet").inner_text()
    page.get_by_text("Python", exact=True).click()
    assert f'Client("{key}", host="{house["url"]}")' in page.get_by_test_id("snippet").inner_text()
    told = {"type": "track", "event": "Kiosk Opened", "userId": "c0004"}
    assert httpx.post(f"{house['url']}/v1/batch", json={"batch": [told]}, auth=(key, "")).status_code == 200
    page.wait_for_selector("main:has-text('It is heard: “Kiosk Opened”')", timeout=10_000)
    page.get_by_role("button", name=f"Revoke the key that ends in {key[-4:]}").click()
    page.locator(".ant-popconfirm").get_by_role("button", name="Revoke").click()
    page.wait_for_selector("main li:has-text('the kiosk at the station'):has-text('revoked')")


def test_a_personal_name_is_added_and_covers_at_once(visit: Open) -> None:
    page = visit("/customers/user_id:c0004?tab=values")
    quiet(page)
    covered = page.locator("main li:has-text('city')").first.inner_text()
    assert "•••" not in covered
    page.goto(place(page, "/settings?view=personal"))
    quiet(page)
    page.get_by_role("combobox", name="Your own").fill("city")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_selector("text=These names hold now")
    page.goto(place(page, "/customers/user_id:c0004?tab=values"))
    quiet(page)
    page.wait_for_selector("main li:has-text('city'):has-text('•••')")
    page.goto(place(page, "/settings?view=personal"))
    quiet(page)
    page.locator(".ant-select-selection-item-remove").click()
    page.get_by_role("button", name="Keep").click()
    page.wait_for_selector("text=These names hold now")


def test_the_trail_is_narrowed_checked_and_saved(visit: Open) -> None:
    page = visit("/audit")
    quiet(page)
    page.get_by_role("button", name="Check the chain").click()
    page.wait_for_selector("main:has-text('each follows from those before')")
    page.get_by_role("combobox", name="What").click()
    page.keyboard.type("Signed in")
    page.keyboard.press("Enter")
    page.wait_for_url("**what=sign_in**")
    page.wait_for_selector("main [role=row]:has-text('Signed in')")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as CSV").click()
    lines = saved.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Number,When,Who,What,About,Detail,From,Hash"
    assert {line.split(",")[3] for line in lines[1:]} == {"Signed in"}


def test_a_password_is_changed_and_other_sessions_end(visit: Open, house: dict[str, str]) -> None:
    owner = visit("/settings?view=members")
    quiet(owner)
    link = invited(owner, "pavel@tea.example", "Analyst")
    page = visit(link.removeprefix(house["url"]), stranger=True)
    page.get_by_label("Name").fill("Pavel")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Hello, Pavel')")
    with httpx.Client(base_url=house["url"], headers={"Origin": house["url"]}) as other:
        said = {"email": "pavel@tea.example", "password": PASSWORD}
        assert other.post("/v1/session", json=said).status_code == 200
        page.goto(place(page, "/settings"))
        page.get_by_label("Password so far").fill(PASSWORD)
        page.get_by_label("New password").fill(OTHER)
        page.get_by_role("button", name="Change the password").click()
        page.wait_for_selector("text=The new password holds")
        assert other.get("/v1/session").status_code == 401
        assert other.post("/v1/session", json=said | {"password": OTHER}).status_code == 200
    page.get_by_role("button", name="Sign out everywhere").click()
    page.locator(".ant-popconfirm").get_by_role("button", name="Sign out everywhere").click()
    page.wait_for_url("**/sign-in")
