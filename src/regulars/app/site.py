"""Serves the built console: files with their hash in the name for ever, the page of the application at every other address.

Files are held in memory, each as it is and compressed; where the console was not built, a small page says how to.
"""

import gzip
import mimetypes
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from regulars.app.api.path import strange

DIST = Path(__file__).parents[1] / "console_dist"
"""Where the build puts the console, inside the installed package."""

_OURS = ("/v1", "/u", "/healthz", "/metrics", "/openapi.json")
"""Addresses (and what lies below them) that are the API's; the door has taken its own before."""
_COMPRESSED = 1024
"""Smaller files are not worth compressing."""

_FOREVER = b"public, max-age=31536000, immutable"
_ASK = b"no-cache"

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Scripts come from our own files only. Styles may stand in the page: the console's components make them as they appear."""

_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]

_UNBUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Regulars 熟客</title>
<style>body{font:1.1em/1.6 system-ui,sans-serif;max-width:36em;margin:12vh auto;padding:0 1em;color-scheme:light dark}
code{background:#8882;padding:.1em .4em;border-radius:4px}</style></head><body>
<h1>Regulars 熟客</h1>
<p>The server runs; its console was not built. In a checkout, run <code>make console</code> and start again.
The API is at <a href="/openapi.json">/openapi.json</a>.</p>
<p lang="zh">服务器正在运行，但控制台尚未构建。请在源码目录中运行 <code>make console</code>，然后重新启动。
接口文档见 <a href="/openapi.json">/openapi.json</a>。</p>
</body></html>
"""


class File(msgspec.Struct, frozen=True):
    """One file, ready to be sent: body by encoding (empty: as it is)."""

    bodies: dict[bytes, bytes]
    kind: bytes
    tag: bytes
    cache: bytes


class Site:
    """An ASGI application around `rest`, which gets what is not the console's. Raises OSError where files cannot be read."""

    def __init__(self, rest: Callable[[Any, Any, Any], Any], folder: Path = DIST, secure: bool = False) -> None:
        self._rest = rest
        self._files = read(folder)
        self._page = self._files.get("/index.html") or _file(_UNBUILT.encode(), "index.html", {}, _ASK)
        self._headers = [*_HEADERS, *([HSTS] if secure else [])]

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        file = self._find(scope) if scope["method"] in ("GET", "HEAD") else None
        if file is None:
            await self._rest(scope, receive, send)
            return
        scope.setdefault("state", {})["operation"] = "console"
        await self._send(file, scope, send)

    def _find(self, scope: dict[str, Any]) -> File | None:
        """The file of an address; the application's page where a browser goes to one that the API does not have."""
        path: str = scope["path"]
        if path == "/" or path in self._files:
            return self._files.get(path, self._page)
        if ours(path) or strange(scope["raw_path"]) or "." in path.rpartition("/")[2]:
            return None
        navigates = any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
        return self._page if navigates else None

    async def _send(self, file: File, scope: dict[str, Any], send: Any) -> None:
        asked = dict(scope["headers"])
        headers = [
            *self._headers,
            (b"content-type", file.kind),
            (b"cache-control", file.cache),
            (b"etag", file.tag),
            (b"vary", b"accept-encoding"),
        ]
        if file.tag in asked.get(b"if-none-match", b""):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        taken = asked.get(b"accept-encoding", b"")
        encoding = next((name for name in (b"br", b"gzip") if name in taken and name in file.bodies), b"")
        body = file.bodies[encoding]
        if encoding:
            headers.append((b"content-encoding", encoding))
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
"""Sent where browsers reach us by https."""


def ours(path: str) -> bool:
    """Whether an address is the API's."""
    return any(path == place or path.startswith(f"{place}/") for place in _OURS)


def read(folder: Path) -> dict[str, File]:
    """The files under a folder by their address; empty where there is no built console.

    `x.br` and `x.gz` belong to `x`; what begins with a dot is the build's own.
    """
    if not (folder / "index.html").is_file():
        return {}
    found: dict[str, File] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or path.suffix in (".br", ".gz") or any(part.startswith(".") for part in name.split("/")):
            continue
        made = {b"br": path.with_name(path.name + ".br"), b"gzip": path.with_name(path.name + ".gz")}
        packed = {encoding: file.read_bytes() for encoding, file in made.items() if file.is_file()}
        found[f"/{name}"] = _file(path.read_bytes(), name, packed, _FOREVER if name.startswith("assets/") else _ASK)
    return found


def _file(body: bytes, name: str, packed: dict[bytes, bytes], cache: bytes) -> File:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind in ("application/javascript", "application/json", "image/svg+xml"):
        kind += "" if kind == "image/svg+xml" else "; charset=utf-8"
        if b"gzip" not in packed and len(body) >= _COMPRESSED:
            packed = {**packed, b"gzip": gzip.compress(body, 6, mtime=0)}
    tag = b'"%s"' % sha256(body).hexdigest()[:24].encode()
    return File({b"": body, **packed}, kind.encode(), tag, cache)
