"""The console's files over HTTP: fresh where they must be, for ever where they may be, and never in the API's way."""

import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest

from regulars.app.site import DIST, POLICY, Site

from .conftest import Running

Answer = tuple[int, dict[str, str], bytes]


def ask(site: Site, path: str, method: str = "GET", **headers: str) -> Answer:
    """One request to the site."""
    asked = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "headers": asked}
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(site(scope, None, send))
    start, body = sent
    return start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, body["body"]


async def api(scope: Any, receive: Any, send: Any) -> None:
    """What stands behind the site."""
    await send({"type": "http.response.start", "status": 404, "headers": [(b"from", b"api")]})
    await send({"type": "http.response.body", "body": b"api"})


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>console</title>")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / "assets" / "main-1a2b.js").write_text("let x = 1;" * 500)
    (tmp_path / "assets" / "main-1a2b.js.br").write_bytes(b"brotli")
    return Site(api, tmp_path)


def test_addresses_of_the_application_are_its_page(site: Site) -> None:
    for path in ("/", "/customers", "/customers/17", "/link"):
        status, headers, body = ask(site, path, accept="text/html,*/*")
        assert (status, body) == (200, b"<!doctype html><title>console</title>")
        assert headers["cache-control"] == "no-cache"
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert headers["content-security-policy"] == POLICY
    assert "script-src 'self'" in POLICY
    assert "'unsafe-inline'" not in POLICY.partition("script-src")[2].partition(";")[0]
    assert ask(site, "/", method="HEAD")[2] == b""


def test_the_api_keeps_its_addresses(site: Site) -> None:
    for path in ("/v1", "/v1/nothing", "/u/token", "/healthz", "/metrics", "/openapi.json", "/missing.js", "//", "/a/../b"):
        assert ask(site, path, accept="text/html")[1] == {"from": "api"}, path
    assert ask(site, "/customers", method="POST", accept="text/html")[2] == b"api"
    assert ask(site, "/customers", accept="application/json")[2] == b"api", "a program that errs gets a problem, not a page"


def test_hashed_files_are_kept_for_ever_and_compressed(site: Site) -> None:
    plain = ask(site, "/assets/main-1a2b.js")
    assert plain[1]["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-encoding" not in plain[1]
    packed = ask(site, "/assets/main-1a2b.js", accept_encoding="gzip")
    assert gzip.decompress(packed[2]) == plain[2]
    assert packed[1]["content-encoding"] == "gzip"
    assert ask(site, "/assets/main-1a2b.js", accept_encoding="gzip, br")[2] == b"brotli"
    assert ask(site, "/assets/main-1a2b.js.br", accept="*/*")[2] == b"api"
    assert ask(site, "/favicon.svg")[1]["content-type"] == "image/svg+xml"


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    tag = ask(site, "/")[1]["etag"]
    assert ask(site, "/", if_none_match=tag)[::2] == (304, b"")
    assert ask(site, "/", if_none_match='"other"')[0] == 200


def test_without_a_console_a_page_says_how_to_get_it(tmp_path: Path) -> None:
    _, headers, body = ask(Site(api, tmp_path / "nothing", secure=True), "/")
    assert "make console" in body.decode()
    assert "控制台" in body.decode()
    assert headers["strict-transport-security"].startswith("max-age=")


def test_the_server_shows_the_console_and_guards_every_answer(running: Running) -> None:
    nobody = running.client(None)
    page = nobody.get("/", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "Regulars" in page.text
    for path in ("/v1/customers", "/v1/session", "/nothing", "/healthz"):
        headers = nobody.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in headers, "this server is reached by http"


def test_the_built_console_holds_no_address_of_others() -> None:
    if not (DIST / "index.html").is_file():
        pytest.skip("the console is not built here: make console")
    page = (DIST / "index.html").read_text()
    assert 'src="http' not in page
    assert "<script>" not in page, "the policy allows no script inside the page"
