"""The door behind the real server (Granian), knocked on with raw bytes: what each of them refuses, and no 5xx.

What Granian 2.8 answers by itself is marked so: a version that answers differently turns a row red.
"""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from regulars.collect.credentials import Writer
from regulars.collect.door import Door
from regulars.collect.limits import Limits
from regulars.kit.clock import SystemClock
from regulars.log.memory import MemoryLog

GOOD = json.dumps({"batch": [{"type": "track", "event": "E", "userId": "a", "messageId": "m"}], "writeKey": "WK"}).encode()


class Table:
    """One key."""

    def find(self, write_key: str) -> Writer | None:
        return Writer("shop", "web") if write_key == "WK" else None


class Served:
    """A door that listens."""

    def __init__(self) -> None:
        self.log = MemoryLog()
        limits = Limits(body_grace_seconds=0.3, body_seconds=0.9, body_rate=1_000)
        door = Door(self.log, Table(), SystemClock(), limits)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._server = Server(
            door,
            "127.0.0.1",
            self.port,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=500),
            log_enabled=False,
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._server.serve(),), daemon=True)
        self._thread.start()
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.02)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._server.stop)
        self._thread.join(5)

    def talk(self, *pieces: bytes, pause: float = 0.0, patience: float = 3.0) -> bytes:
        """Send the pieces; give back what is answered until the other side closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.settimeout(patience)
            answer = b""
            try:
                for piece in pieces:
                    line.sendall(piece)
                    time.sleep(pause)
                while chunk := line.recv(65536):
                    answer += chunk
                    head, ends, body = answer.partition(b"\r\n\r\n")
                    length = [
                        int(one.split(b":")[1]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length")
                    ]
                    if ends and length and len(body) >= length[0]:
                        break
            except OSError:
                pass
            return answer


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    served = Served()
    yield served
    served.close()


def post(*headers: bytes, body: bytes = GOOD, host: bytes = b"Host: x", line: bytes = b"POST /v1/batch HTTP/1.1") -> bytes:
    lines = [line, *([host] if host else []), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def chunked(body: bytes = GOOD) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


LENGTH = b"Content-Length: %d" % len(GOOD)
ROWS: list[tuple[str, bytes, int]] = [
    ("good", post(LENGTH), 200),
    ("good, chunked", post(b"Transfer-Encoding: chunked", body=chunked()), 200),
    ("A6 two lengths (Granian)", post(LENGTH, b"Content-Length: 5"), 400),
    ("A6 +2 (Granian)", post(b"Content-Length: +2"), 400),
    ("A6 -1 (Granian)", post(b"Content-Length: -1"), 400),
    ("A6 0x2 (Granian)", post(b"Content-Length: 0x2"), 400),
    ("A6 xchunked (Granian)", post(b"Transfer-Encoding: xchunked"), 400),
    ("A6 chunked, identity (Granian)", post(b"Transfer-Encoding: chunked, identity"), 400),
    ("A6 space before the colon (Granian)", post(LENGTH, b"X : y"), 400),
    ("A6 folded header (Granian)", post(LENGTH, b"X: y", b" z"), 400),
    ("A6 NUL in a header (Granian)", post(LENGTH, b"X: a\0b"), 400),
    ("A8 no host", post(LENGTH, host=b""), 400),
    ("A8 two hosts", post(LENGTH, b"Host: y"), 400),
    ("A7 chunk size beyond all numbers", post(b"Transfer-Encoding: chunked", body=b"fffffffffffffffff\r\nx"), 400),
    (
        "A7 chunk extension of 70 KB",
        post(b"Transfer-Encoding: chunked", body=b"5;" + b"x" * 70_000 + b"\r\nhello\r\n0\r\n\r\n"),
        400,
    ),
    ("A7 no chunk size", post(b"Transfer-Encoding: chunked", body=b"zz\r\nxx"), 400),
    ("A8 empty host", post(LENGTH, host=b"Host:"), 400),
    ("A9 bare line feeds are taken (Granian): put a strict proxy in front", post(LENGTH).replace(b"\r\n", b"\n"), 200),
    ("A10 header of 1 MB (Granian)", post(LENGTH, b"X: " + b"x" * 1_000_000), 431),
    ("A10 500 headers (Granian)", post(LENGTH, *[b"X-%d: y" % n for n in range(500)]), 431),
    ("A11 too large", post(b"Content-Length: 700000", body=b"x" * 700_000), 413),
    ("A11 too large, chunked", post(b"Transfer-Encoding: chunked", body=chunked(b"x" * 700_000)), 413),
    ("A13 TRACE", post(LENGTH, line=b"TRACE /v1/batch HTTP/1.1"), 405),
    ("A19 escaped dots", post(LENGTH, line=b"POST /v1/%2e%2e/batch HTTP/1.1"), 404),
    ("A19 two slashes", post(LENGTH, line=b"POST //v1/batch HTTP/1.1"), 404),
    ("A19 NUL", post(LENGTH, line=b"POST /v1/batch%00 HTTP/1.1"), 404),
    ("no HTTP (Granian)", b"\x16\x03\x01\x02\x00hello\r\n\r\n", 400),
    ("preflight", post(line=b"OPTIONS /v1/batch HTTP/1.1", body=b""), 204),
]


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


@pytest.mark.parametrize(("request_", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_raw_requests(served: Served, request_: bytes, expected: int) -> None:
    before = served.log.end()
    assert status(served.talk(request_)) == expected
    assert served.log.end() - before == (expected == 200)


def test_a5_two_ways_to_say_how_long_it_is(served: Served) -> None:
    """Granian goes by the chunks, hides the length from the app, and closes (RFC 9112, 6.3): nothing can follow unseen."""
    answer = served.talk(post(LENGTH, b"Transfer-Encoding: chunked", body=chunked()) + post(LENGTH))
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" in answer.lower()


def test_a12_slow_clients_are_cut_off(served: Served) -> None:
    slow = {
        "headers that never end": ((b"POST /v1/batch HTTP/1.1\r\nHost: x\r\n",), 0.0),
        "a body that never comes": ((post(b"Content-Length: 500", body=b"{"),), 0.0),
        "a byte now and then": ((post(b"Content-Length: 500", body=b"{"), *[b" "] * 100), 0.05),
    }
    for what, (pieces, pause) in slow.items():
        began = time.monotonic()
        answer = served.talk(*pieces, pause=pause)
        assert time.monotonic() - began < 2.5, what
        assert status(answer) in (0, 408), what
    assert status(served.talk(post(LENGTH))) == 200


def test_one_connection_many_requests(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as line:
        for _ in range(3):
            line.sendall(post(LENGTH))
            answer = b""
            while not answer.endswith(b'{"success":true}'):
                answer += line.recv(65536)
            assert status(answer) == 200


def test_many_at_once(served: Served) -> None:
    before = served.log.end()
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(status(served.talk(post(LENGTH))))) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 40
    assert served.log.end() - before == 40
