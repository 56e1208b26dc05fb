"""Who may knock, from where, how; and what the door does when the log behind it fails."""

import asyncio
import base64
import gzip
import json
import threading
from typing import Any

import pytest

from regulars.collect.door import ROUTES
from regulars.collect.limits import Limits
from regulars.log.log import LogBroken, LogFull

UNKNOWN = (401, "invalid_write_key")
CONFLICT = (401, "conflicting_credentials")


def basic(text: str | bytes) -> tuple[str, str]:
    raw = text.encode() if isinstance(text, str) else text
    return ("Authorization", "Basic " + base64.b64encode(raw).decode())


def outcome(reply: Any) -> Any:
    return 200 if reply.status == 200 else (reply.status, reply.code)


CREDENTIALS = [
    ("Basic", [basic("WK:")], "", {}, 200),
    ("Basic with a password", [basic("WK:secret")], "", {}, 200),
    ("A16 Basic without a colon", [basic("WK")], "", {}, 200),
    ("lower-case scheme", [("Authorization", "basic " + base64.b64encode(b"WK:").decode())], "", {}, 200),
    ("header", [("X-Write-Key", "WK")], "", {}, 200),
    ("Jitsu, masked", [("X-Write-Key", "keyid:secret")], "", {"writeKey": "keyid:***"}, 200),
    ("body", [], "", {"writeKey": "WK"}, 200),
    ("query", [], "writeKey=WK&x=1", {}, 200),
    ("all agree", [basic("WK:"), ("X-Write-Key", "WK")], "writeKey=WK", {"writeKey": "WK"}, 200),
    ("body null", [basic("WK:")], "", {"writeKey": None}, 200),
    ("nothing", [], "", {}, UNKNOWN),
    ("empty key", [basic(":")], "", {}, UNKNOWN),
    ("nobody's key", [basic("XX:")], "", {}, UNKNOWN),
    ("nobody's key in the body", [], "", {"writeKey": "XX"}, UNKNOWN),
    ("masked key alone", [], "", {"writeKey": "keyid:***"}, UNKNOWN),
    ("a number", [], "", {"writeKey": 5}, UNKNOWN),
    ("Bearer", [("Authorization", "Bearer WK")], "", {}, UNKNOWN),
    ("A16 not base64", [("Authorization", "Basic ***")], "", {}, UNKNOWN),
    ("A16 not UTF-8", [basic(b"\xff\xfe:")], "", {}, UNKNOWN),
    ("A16 10 KB", [basic("x" * 10_000)], "", {}, UNKNOWN),
    ("A17 header and body", [basic("WK:")], "", {"writeKey": "other"}, CONFLICT),
    ("A17 two headers", [basic("WK:"), ("X-Write-Key", "other")], "", {}, CONFLICT),
    ("A17 header and query", [basic("WK:")], "writeKey=other", {}, CONFLICT),
    ("A17 body and query", [], "writeKey=other", {"writeKey": "WK"}, CONFLICT),
    ("A17 query twice", [], "writeKey=other&writeKey=WK", {}, CONFLICT),
    ("masked, another key", [("X-Write-Key", "keyid:secret")], "", {"writeKey": "kezid:***"}, CONFLICT),
    ("body is no text", [basic("WK:")], "", {"writeKey": {"a": 1}}, CONFLICT),
]


@pytest.mark.parametrize(
    ("headers", "query", "more", "expected"), [row[1:] for row in CREDENTIALS], ids=[row[0] for row in CREDENTIALS]
)
def test_credentials(step: Any, track: Any, headers: Any, query: str, more: Any, expected: Any) -> None:
    for body in ({"batch": [track()]} | more, {"batch": [track(odd=1)]} | more):  # the quick and the careful path
        reply = step.send(body, key=None, headers=headers, query=query)
        assert outcome(reply) == expected
        assert b"XX" not in reply.body
    assert len(step.events()) == (2 if expected == 200 else 0)


def test_keys_are_asked_once_in_a_while(step: Any, track: Any) -> None:
    async def knock() -> None:
        pairs = [(b"host", b"x"), (b"authorization", b"Basic V0s6")]
        for _ in range(5):
            await step.call("/v1/batch", "POST", pairs, "", [b'{"batch":[]}'])

    asyncio.run(knock())
    assert step.keys.asked == 1


@pytest.mark.parametrize("path", [path for path, route in ROUTES.items() if route not in ("batch", "metrics")])
def test_an_endpoint_of_one_call_gives_it_its_type(step: Any, path: str) -> None:
    call = {"userId": "ann", "messageId": "m", "event": "E", "groupId": "g", "previousId": "p", "writeKey": "WK"}
    assert step.send(call, path, key=None).json == {"success": True}
    [event] = step.events()
    assert event.type == ROUTES[path]
    assert event.user_id == "ann"
    assert "writeKey" not in event.extra


@pytest.mark.parametrize("path", [path for path, route in ROUTES.items() if route == "batch"])
def test_batches(step: Any, path: str, track: Any) -> None:
    assert step.door.handles(path)
    assert step.send({"batch": [track(), track(type="page", event=None, name="Home")]}, path).json == {"success": True}
    assert [(event.type, event.event) for event in step.events()] == [("track", "Viewed"), ("page", "Home")]


def test_the_clients_own_metrics_are_taken_and_not_kept(step: Any) -> None:
    assert step.send({"series": []}, "/v1/m", key=None).json == {"success": True}
    assert step.log.end() == 0


@pytest.mark.parametrize(
    "path", ["/", "/v1", "//v1/batch", "/v1/batch;x", "/v1/../batch", "/v1/batch\0", "/v1/projects//settings", "/api/s/x"]
)
def test_a19_other_paths_are_not_the_doors(step: Any, path: str) -> None:
    assert not step.door.handles(path)
    assert step.send({}, path).status == 404


def test_a13_methods(step: Any) -> None:
    for method in ("GET", "PUT", "DELETE", "TRACE", "PATCH"):
        reply = step.send(method=method)
        assert (reply.status, reply.headers["allow"]) == (405, "POST, OPTIONS")
    assert step.send(method="GET", headers=[("X-HTTP-Method-Override", "POST")]).status == 405
    assert step.send(path="/v1/projects/WK/settings").headers["allow"] == "GET, HEAD, OPTIONS"


TYPES = [
    ("A14 text/plain", "text/plain", b'{"batch":[]}', 200),
    ("no type", "", b'{"batch":[]}', 200),
    ("A15 JSON mislabelled as a form (RudderStack)", "application/x-www-form-urlencoded", b'{"batch":[]}', 200),
    ("A15 form", "application/x-www-form-urlencoded", b"a=1&b=2", (415, "unsupported_media_type")),
    ("A15 multipart", "multipart/form-data; boundary=x", b"--x\r\n", (415, "unsupported_media_type")),
    ("A15 XML", "application/xml", b"<a/>", (415, "unsupported_media_type")),
    ("broken JSON", "application/json; charset=utf-8", b"{", (400, "invalid_json")),
    ("broken JSON, another label of JSON", "application/vnd.x+json", b"{", (400, "invalid_json")),
]


@pytest.mark.parametrize(("kind", "body", "expected"), [row[1:] for row in TYPES], ids=[row[0] for row in TYPES])
def test_content_types(step: Any, kind: str, body: bytes, expected: Any) -> None:
    assert outcome(step.send(body, headers=[("Content-Type", kind)] if kind else [])) == expected


GOOD = b'{"batch":[{"type":"track","event":"E","userId":"a","messageId":"m"}]}'
ENCODINGS = [
    ("gzip", "gzip", gzip.compress(GOOD), 200),
    ("x-gzip", "x-gzip", gzip.compress(GOOD), 200),
    ("gzip, not announced", "", gzip.compress(GOOD), 200),
    ("A2 two members", "gzip", gzip.compress(GOOD[:20]) + gzip.compress(GOOD[20:]), 200),
    ("identity", "identity", GOOD, 200),
    ("A4 announced, but plain", "gzip", GOOD, (400, "invalid_encoding")),
    ("A4 br", "br", GOOD, (415, "unsupported_encoding")),
    ("A4 zstd", "zstd", GOOD, (415, "unsupported_encoding")),
    ("A4 deflate", "deflate", GOOD, (415, "unsupported_encoding")),
    ("A4 twice", "gzip, gzip", gzip.compress(gzip.compress(GOOD)), (415, "unsupported_encoding")),
]


@pytest.mark.parametrize(("encoding", "body", "expected"), [row[1:] for row in ENCODINGS], ids=[row[0] for row in ENCODINGS])
def test_encodings(step: Any, encoding: str, body: bytes, expected: Any) -> None:
    reply = step.send(body, headers=[("Content-Encoding", encoding)] if encoding else [])
    assert outcome(reply) == expected
    assert len(step.events()) == (expected == 200)
    if reply.status == 415:
        assert reply.headers["accept-encoding"] == "gzip, identity"


def test_chunks(step: Any) -> None:
    assert step.send(chunks=[GOOD[:5], b"", GOOD[5:]]).status == 200
    assert len(step.events()) == 1
    assert outcome(step.send(chunks=[b"x" * 300_000, b"x" * 300_000])) == (413, "body_too_large")
    assert outcome(step.send(headers=[("Content-Length", "600000")])) == (413, "body_too_large")


HEADERS = [
    ("A5 two lengths", [("Transfer-Encoding", "chunked"), ("Content-Length", "2")], "two_lengths"),
    ("A6 length twice", [("Content-Length", "2"), ("Content-Length", "3")], "repeated_header"),
    ("A6 length +2", [("Content-Length", "+2")], "invalid_length"),
    ("A8 host twice", [("Host", "evil")], "repeated_header"),
    ("authorization twice", [("Authorization", "Basic V0s6")], "repeated_header"),
]


@pytest.mark.parametrize(("headers", "code"), [row[1:] for row in HEADERS], ids=[row[0] for row in HEADERS])
def test_headers_that_two_readers_read_differently(step: Any, headers: Any, code: str) -> None:
    assert outcome(step.send(GOOD, headers=headers)) == (400, code)


def test_a8_no_host(step: Any) -> None:
    reply = asyncio.run(step.call("/v1/batch", "POST", [(b"authorization", b"Basic V0s6")], "", [GOOD]))
    assert outcome(reply) == (400, "host_missing")


def test_cors(doorstep: Any) -> None:
    step = doorstep(Limits(waiting=0))  # however busy
    asked = [("Origin", "https://shop.example"), ("Access-Control-Request-Headers", "rsa-new-one, x-bad header, authorization")]
    reply = step.send(method="OPTIONS", key=None, headers=asked)
    assert reply.status == 204
    allowed = reply.headers["access-control-allow-headers"].split(", ")
    assert {"authorization", "content-type", "anonymousid", "sentat", "if-none-match", "x-write-key", "x-retry-count"} <= set(
        allowed
    )
    assert allowed.count("authorization") == 1
    assert "rsa-new-one" in allowed
    assert "x-bad header" not in allowed
    assert "access-control-allow-credentials" not in reply.headers
    busy = step.send(GOOD, headers=asked[:1])
    assert busy.status == 429
    assert int(busy.headers["retry-after"]) > 0
    assert busy.headers["access-control-allow-origin"] == "*"
    assert busy.headers["access-control-expose-headers"] == "ETag, Retry-After"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://good.example", 200),
        (None, 200),
        ("https://good.example.evil.example", (401, "origin_not_allowed")),
        ("null", (401, "origin_not_allowed")),
    ],
)
def test_a20_a_key_may_be_fenced_to_origins(step: Any, origin: str | None, expected: Any) -> None:
    assert outcome(step.send(GOOD, key="fenced", headers=[("Origin", origin)] if origin else [])) == expected


def test_settings(step: Any) -> None:
    for path in ("/v1/projects/WK/settings", "/cdn/v1/projects/WK/settings"):
        reply = step.send(path=path, method="GET", key=None)
        assert reply.json["integrations"]["Segment.io"]["apiKey"] == "WK"
        assert step.send(path=path, method="HEAD", key=None).body == b""
    assert step.send(path="/v1/projects/XX/settings", method="GET", key=None).status == 404
    for query, key in (("writeKey=WK", None), ("p=npm", "WK")):
        reply = step.send(path="/sourceConfig/", method="GET", key=key, query=query)
        assert reply.json["source"]["writeKey"] == "WK"
        assert reply.json["source"]["name"] == "web"
    assert outcome(step.send(path="/sourceConfig/", method="GET", key=None)) == UNKNOWN


class Failing:
    """A log that cannot."""

    def __init__(self, error: Exception, at_once: bool) -> None:
        self.error = error
        self.at_once = at_once

    def append_soon(self, envelopes: Any, done: Any) -> None:
        if self.at_once:
            raise self.error
        threading.Thread(target=done, args=(self.error,)).start()


class Heard:
    """Signals, remembered."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], int] = {}
        self.errors: list[Exception] = []
        self.told: list[bool] = []

    def full(self, full: bool) -> None:
        self.told.append(full)

    def count(self, name: str, workspace: str, by: int) -> None:
        self.counts[name, workspace] = self.counts.get((name, workspace), 0) + by

    def broken(self, error: Exception) -> None:
        self.errors.append(error)


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("error", [LogFull("no space"), LogBroken("fsync failed"), OSError(5, "EIO")])
def test_a_log_that_cannot_take_it_is_503_and_nothing_is_promised(doorstep: Any, error: Exception, at_once: bool) -> None:
    heard = Heard()
    reply = doorstep(log=Failing(error, at_once), signals=heard).send(GOOD)
    assert reply.status == 503
    assert reply.code == ("log_full" if isinstance(error, LogFull) else "log_broken")
    assert int(reply.headers["retry-after"]) >= 1
    assert heard.errors == ([error] if isinstance(error, LogBroken) else [])
    assert heard.counts == {("requests_refused", ""): 1}
    assert heard.told == ([True] if isinstance(error, LogFull) else [])


def test_what_is_taken_is_counted(doorstep: Any) -> None:
    heard = Heard()
    step = doorstep(signals=heard)
    step.send(json.dumps({"batch": [json.loads(GOOD)["batch"][0], {}]}).encode())
    assert heard.counts == {("events_accepted", "shop"): 1, ("events_rejected", "shop"): 1}


def test_a_writer_thread_wakes_the_loop_for_a_whole_group(doorstep: Any) -> None:
    class Grouping:
        """Holds what comes until there are ten, then answers all from another thread."""

        def __init__(self) -> None:
            self.waiting: list[Any] = []

        def append_soon(self, envelopes: Any, done: Any) -> None:
            self.waiting.append(done)
            if len(self.waiting) == 10:
                threading.Thread(target=lambda: [one([1]) for one in self.waiting]).start()

    step = doorstep(log=Grouping())
    pairs = [(b"host", b"x"), (b"authorization", b"Basic V0s6")]

    async def knock() -> list[Any]:
        return await asyncio.gather(*[step.call("/v1/batch", "POST", pairs, "", [GOOD]) for _ in range(10)])

    assert [reply.status for reply in asyncio.run(knock())] == [200] * 10


def test_a12_slow_bodies_are_given_up(doorstep: Any) -> None:
    step = doorstep(Limits(body_seconds=0.3, body_grace_seconds=0.1, body_rate=100))

    async def knock(pause: float, pieces: int) -> tuple[int, float]:
        sent: list[Any] = []
        loop = asyncio.get_running_loop()
        started = loop.time()
        left = [{"type": "http.request", "body": b"x", "more_body": True} for _ in range(pieces)]

        async def receive() -> Any:
            await asyncio.sleep(pause)
            return left.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/v1/batch",
            "query_string": b"",
            "headers": [(b"host", b"x"), (b"authorization", b"Basic V0s6")],
        }
        await step.door(scope, receive, send)
        return sent[0]["status"], loop.time() - started

    for pause, pieces in ((9.0, 1), (0.02, 1000)):  # silence, and a trickle
        status, took = asyncio.run(knock(pause, pieces))
        assert status == 408
        assert took < 0.5


def test_a_client_that_leaves_leaves_nothing(step: Any) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"x"), (b"x-write-key", b"WK")]
    scope = {"type": "http", "method": "POST", "path": "/v1/batch", "query_string": b"", "headers": headers}
    asyncio.run(step.door(scope, receive, send))
    assert sent[0]["status"] == 400
    assert step.log.end() == 0
