"""One house that is served, and a browser in it, for all trips through the console."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.trips.browsing import DIST, PASSWORD, Open, Watch, chromium, serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, for one module: while it runs, no other event loop can."""
    api = pytest.importorskip("playwright.sync_api", reason="the trips through the console need playwright: regulars[test]")
    path = chromium()
    if path is None:
        pytest.skip("there is no chromium on this machine: apt install chromium fonts-noto-cjk")
    if not (DIST / "index.html").exists():
        pytest.skip("the console was not built: make console")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def teahouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A small tea shop with a history, served. It takes seconds to build, so all trips share it."""
    yield from serving("--dir", str(tmp_path_factory.mktemp("tea") / "house"), "--customers", "60")


@pytest.fixture
def house(browser: Any, teahouse: dict[str, str]) -> dict[str, str]:
    """The tea shop, where there is a browser to see it with."""
    return teahouse


@pytest.fixture(scope="session")
def signed_in(teahouse: dict[str, str]) -> dict[str, Any]:
    """The cookies of a session: signing in once is enough for most trips."""
    given = {"email": teahouse["email"], "password": PASSWORD, "workspace": "main"}
    answer = httpx.post(f"{teahouse['url']}/v1/session", json=given, headers={"Origin": teahouse["url"]})
    assert answer.status_code == 200, answer.text
    name, value = next(iter(answer.cookies.items()))
    return {"name": name, "value": value, "url": teahouse["url"]}


@pytest.fixture
def visit(browser: Any, house: dict[str, str], signed_in: dict[str, Any]) -> Iterator[Open]:
    """Opens pages in a browser of its own and watches what goes wrong in them."""
    watch = Watch(browser, house["url"], [signed_in])
    yield watch.open
    watch.close()
