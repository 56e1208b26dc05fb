"""A browser that watches itself: what the trips through the console share.

A page that a trip opens fails it on any error in the browser's console, on a request that leaves the server, and on a dialog
that a hostile name would open.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import regulars

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
    "flows": "/lifecycle",
    "times": "/lifecycle?view=times",
    "paths": "/lifecycle?view=paths",
    "states": "/lifecycle?view=states",
    "stage": "/lifecycle/regular",
    "rfm": "/value",
    "worth": "/value?view=value",
    "models": "/models",
    "alarms": "/models?view=alarms",
    "unusual": "/models?view=orders",
    "model": "/models/churn",
    "groups": "/models/circles",
    "refused": "/models/next_purchase",
    "texts": "/texts",
    "topics": "/texts?view=topics",
    "likeness": "/likeness",
    "segments": "/segments",
    "segment": "/segments/big_spenders",
    "conditions": "/segments/slipping_away/edit",
    "definitions": "/definitions",
    "needs": "/definitions?view=graph",
    "around": "/definitions?view=graph&around=segments/slipping_away",
    "history": "/definitions?view=history",
    "feature": "/definitions/features/average_order",
    "file": "/definitions/features/average_order?as=yaml",
    "journeys": "/journeys",
    "journey": "/journeys/second_cup?step=thank",
    "steps": "/journeys/second_cup?view=list&step=which",
    "versions": "/journeys/second_cup?side=versions",
    "outbox": "/messages",
    "templates": "/messages?template=thank_you&customer=1",
    "slots": "/slots",
    "builder": "/segments/new",
    "definition": "/definitions/features/spend",
    "settings": "/settings",
    "members": "/settings?view=members",
    "personal": "/settings?view=personal",
    "account": "/settings?view=account",
    "audit": "/audit",
}
"""Every room, by a name for its screenshot: what all must hold to is tried in each."""
SCRIPT = "<script>alert(1)</script>"
PASSWORD = "first flush in the spring rain"

Open = Callable[..., Any]


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


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


class Watch:
    """Opens pages of one house, each in a browser of its own, and keeps what goes wrong in them."""

    def __init__(self, browser: Any, url: str, cookies: list[dict[str, Any]]) -> None:
        self.wrong: list[str] = []
        self._browser = browser
        self._url = url
        self._cookies = cookies
        self._contexts: list[Any] = []

    def open(self, path: str = "/", language: str = "en", width: int = 1280, height: int = 900, stranger: bool = False) -> Any:
        """A page at this address; `stranger`: who sees it is not signed in."""
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, locale="en-US", reduced_motion="reduce", timezone_id="Asia/Shanghai"
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        self._contexts.append(context)
        kept = f"localStorage.getItem('regulars.language') ?? localStorage.setItem('regulars.language', '{language}')"
        context.add_init_script(f"try {{ {kept} }} catch {{}}")  # a mail behind glass has no storage
        if self._cookies and not stranger:
            context.add_cookies(self._cookies)
        page = context.new_page()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(f"page: {error}"))
        page.on("dialog", self._asked)
        page.on("request", self._requested)
        page.goto(self._url + path)
        return page

    def close(self) -> None:
        """Shut all pages. Fails if anything went wrong in one."""
        for context in self._contexts:
            context.close()
        assert not self.wrong, "\n".join(self.wrong)

    def _said(self, said: Any) -> None:
        if said.type == "error" and not expected(said):
            self.wrong.append(f"console: {said.text} {said.location['url']}")

    def _asked(self, dialog: Any) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _requested(self, asked: Any) -> None:
        if not asked.url.startswith((self._url + "/", "data:", "blob:")):
            self.wrong.append(f"foreign: {asked.url}")


def expected(said: Any) -> bool:
    """The browser writes refusals into its console, whoever asked: who is not signed in is told so; what is not there yet (a
    journey that is being drawn, a model that is not defined, customer 999999999) is looked for all the same; and a condition
    that is half written, or a group of one customer, cannot be counted or compared."""
    asked = said.location["url"].partition("?")[0]
    if "401" in said.text:
        return bool(asked.endswith("/v1/session"))
    if "422" in said.text:
        return bool(asked.endswith(("/v1/segments/preview", "/differences")))
    return "404" in said.text and bool(re.search(r"/v1/(journeys/\w+|rfm|value|customers/999999999)(/|$)", asked))


def place(page: Any, path: str) -> str:
    """The address of another room of the same house."""
    return "/".join(page.url.split("/")[:3]) + path


def quiet(page: Any) -> None:
    """Wait until the room is there and nothing is on its way (the tail of live events always waits)."""
    page.wait_for_selector("main h1")
    page.locator("main [role=status] .ant-skeleton").first.wait_for(state="detached", timeout=20_000)
    page.wait_for_timeout(250)


_STILL = """Promise.all(document.getAnimations()
    .filter(one => one.playState === 'running' && one.effect.getTiming().iterations !== Infinity)
    .map(one => one.finished.catch(() => null))).then(() => true)"""
"""Waits until nothing moves any more."""


def serious(page: Any, *rules: str) -> list[str]:
    """What axe finds that keeps people out, by these rules or by all. Nothing where axe is not here (`npm ci` brings it)."""
    if not AXE.exists():
        return []
    page.evaluate(_STILL)  # a colour on its way to another has no contrast of its own
    page.evaluate(AXE.read_text())
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in page.evaluate("options => axe.run(document, options)", options)["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
