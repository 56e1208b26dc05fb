"""How customers are spoken to, in the console: journeys drawn, tried and saved; messages that wait; slots that decide."""

import re

import httpx
import pytest

from tests.trips.browsing import Open, quiet

pytestmark = pytest.mark.slow

HUNDRED = 100


def test_a_journey_is_changed_rehearsed_and_saved(visit: Open) -> None:
    page = visit("/journeys")
    quiet(page)
    page.get_by_role("link", name="Welcome").click()
    page.wait_for_url("**/journeys/welcome**")
    page.locator(".react-flow__node", has_text="settle").click()
    page.wait_for_url("**step=settle**")
    page.get_by_role("button", name="Add a step").click()
    page.get_by_role("menuitem", name="Wait", exact=True).click()
    page.get_by_label("How long").fill("4d")
    page.locator(".react-flow__node", has_text="Waits 4 days").wait_for()
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.locator(".react-flow__node", has_text="Waits 4 days").wait_for(state="detached")
    assert page.get_by_role("button", name="Review and save").count() == 0
    page.keyboard.press("Control+Shift+Z")
    page.keyboard.press("Control+Shift+Z")
    page.locator(".react-flow__node", has_text="Waits 4 days").wait_for()
    page.get_by_role("button", name="Dry run").click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_selector("main :text('without consent')", timeout=60_000)
    page.get_by_role("button", name="Review and save").click()
    page.wait_for_selector(".ant-modal :text('journey welcome (steps)')")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("text=The journey holds")
    page.get_by_role("button", name="Versions").click()
    page.wait_for_selector("main :text-matches('Version [0-9]+')")  # other trips apply definitions, too
    page.get_by_role("button", name="Open as a draft").click()
    page.locator(".react-flow__node", has_text="Waits 4 days").wait_for(state="detached")
    page.get_by_role("button", name="Discard").click()


def test_a_journey_by_keyboard_alone(visit: Open) -> None:
    page = visit("/journeys/second_cup?view=list")
    quiet(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "await_view":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**step=await_view**")
    assert page.locator("[aria-pressed=true]:focus").inner_text() == "await_view"
    page.wait_for_selector("h2:has-text('await_view')")


def test_a_journey_is_tried_with_a_customer(visit: Open) -> None:
    page = visit("/journeys/second_cup?side=try")
    quiet(page)
    page.get_by_label("With whom").click()
    page.keyboard.type("c0005")
    page.locator(".ant-select-item-option", has_text="c0005").first.click()
    page.get_by_role("button", name="Try", exact=True).click()
    page.wait_for_selector("main :text('Thanks for an order” goes into the outbox')")
    page.wait_for_selector("main :text('Reaches the end')")


def test_a_journey_of_a_hundred_steps_is_shown_and_moves(visit: Open, house: dict[str, str]) -> None:
    key = {"Authorization": f"Bearer {house['secret_key']}"}
    held = httpx.get(f"{house['url']}/v1/definitions", headers=key).json()["yaml"]
    steps = "".join(
        f"    - {{ name: s{n}, branch: [{{ if: orders > {n}, to: s{n + 3} }}, {{ to: s{n + 1} }}] }}\n"
        if n % 9 == 4
        else f"    - {{ name: s{n}, wait: 1d }}\n"
        for n in range(HUNDRED - 1)
    )
    long = f"  long_way:\n    on_stage: loyal\n    steps:\n{steps}    - {{ name: s{HUNDRED - 1}, exit: true }}\n"
    more = re.sub(r"^journeys:\n", f"journeys:\n{long}", held, flags=re.M)
    applied = httpx.post(f"{house['url']}/v1/definitions/apply", headers=key, json={"yaml": more}, timeout=60)
    assert applied.status_code == 200, applied.text
    page = visit("/journeys/long_way")
    page.wait_for_selector(".react-flow__node:has-text('s0')")
    page.get_by_role("button", name="Show everything").click()
    page.locator(".react-flow__node").nth(HUNDRED).wait_for()
    frames = page.evaluate(
        """async () => {
            const pane = document.querySelector('.react-flow__pane');
            const at = pane.getBoundingClientRect();
            let frames = 0;
            const began = performance.now();
            return await new Promise(done => {
                const turn = () => {
                    frames += 1;
                    const where = { clientX: at.x + 200, clientY: at.y + 200, bubbles: true, cancelable: true };
                    pane.dispatchEvent(new WheelEvent('wheel', { deltaY: frames % 2 ? 120 : -120, ...where }));
                    if (performance.now() - began < 2000) requestAnimationFrame(turn);
                    else done(frames / 2);
                };
                requestAnimationFrame(turn);
            });
        }"""
    )
    assert frames > 4, f"{frames} frames a second, drawn by a processor that does other things, too"


def test_a_parked_message_waits_for_somebody(visit: Open) -> None:
    page = visit("/messages?status=parked")
    quiet(page)
    rows = page.locator("main [role=rowgroup] [role=row]")
    before = rows.count()
    assert before > 0
    rows.first.get_by_role("button").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("Nobody knows whether it went out").wait_for()
    drawer.get_by_role("button", name="Send once more").click()
    page.wait_for_selector("text=It is on its way")
    page.wait_for_function("wanted => document.querySelectorAll('main [role=rowgroup] [role=row]').length < wanted", arg=before)


def test_a_template_is_read_as_a_customer_behind_glass(visit: Open) -> None:
    page = visit("/messages?template=thank_you&customer=user_id:c0057")
    quiet(page)
    english = page.locator("section", has=page.get_by_role("heading", name="English"))
    mail = english.frame_locator("iframe")
    mail.get_by_text("Thank you").wait_for()
    assert mail.locator("script, img").count() == 0
    assert "left out here" in english.inner_text()
    english.get_by_text("As written").click()
    assert "<script>alert(1)</script>" in english.inner_text()


def test_decisions_tell_why(visit: Open) -> None:
    page = visit("/slots?slot=basket_hint")
    quiet(page)
    page.wait_for_selector("canvas")
    page.get_by_role("button", name="Show as a table").click()
    assert page.locator("figure th").all_inner_texts() == ["Item", "Decisions", "Share of decisions", "Mean probability"]
    page.locator("main [role=rowgroup] [role=row] button").first.click()
    page.get_by_role("dialog").get_by_text("Policy tasting").wait_for()
