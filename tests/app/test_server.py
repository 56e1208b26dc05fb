"""A server's life: start, stop, what happens when the disk, the loop or a courier fails."""

import logging
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from regulars.app.config import Pace, Settings
from regulars.app.house import House
from regulars.app.server import NotServed, Server, serve
from regulars.app.wire import Backends, in_memory
from regulars.kit.clock import DAY, SystemClock
from regulars.log.log import LogBroken, LogFull
from regulars.records import Envelope

from .conftest import order

NOWHERE = Path("nowhere")


class Moody:
    """A log that fails when told to."""

    def __init__(self, backends: Backends) -> None:
        self._log = backends.log
        self.mood: Exception | None = None

    def append_soon(self, envelopes: Any, done: Callable[[Any], None]) -> None:
        if self.mood:
            done(self.mood)
        else:
            self._log.append_soon(envelopes, done)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)


def started(backends: Backends | None = None, **settings: Any) -> Server:
    server = Server(House(backends or in_memory(), SystemClock()), Settings(folder=NOWHERE, port=0, **settings))
    server.start()
    return server


def post(server: Server, *calls: dict[str, Any]) -> httpx.Response:
    assert server.first_keys
    return httpx.post(f"{server.url}/v1/batch", json={"batch": list(calls)}, auth=(server.first_keys.write_key, ""), timeout=10)


def until(holds: Callable[[], Any], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)


def test_stop_finishes_what_was_begun() -> None:
    server = started()
    answers: list[int] = []

    def send(number: int) -> None:
        try:
            answers.append(post(server, order(f"m{number}", f"u{number}", 1)).status_code)
        except httpx.TransportError:  # it came too late: nobody listened any more
            answers.append(0)

    assert server.first_keys
    api = httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.first_keys.secret_key}"}, timeout=30)
    slow: list[httpx.Response] = []
    sql = "select count(*) from range(100000000) t(i) where i % 7 = 3"
    threads = [threading.Thread(target=lambda: slow.append(api.post("/v1/sql", json={"sql": sql})))]
    threads += [threading.Thread(target=send, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    until(lambda: len(answers) >= 5)
    server.stop()
    for thread in threads:
        thread.join()
    house = server.house
    assert slow[0].json()["rows"] == [[14285714]], "a request that was begun gets its answer"
    assert set(answers) <= {200, 0}
    assert house.loop.offset == house.backends.log.end()
    assert house.query("main", "select count(*) as n from events").to_pylist()[0]["n"] >= answers.count(200)
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url, timeout=1)
    house.close()


def test_a_port_belongs_to_one_server() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = Server(House(in_memory(), SystemClock()), Settings(folder=NOWHERE, port=taken.getsockname()[1]))
        with pytest.raises(NotServed, match="choose another --port"):
            server.start()
    server.house.close()


def test_a_full_disk_is_told_and_passes() -> None:
    backends = in_memory()
    log = Moody(backends)
    server = started(msgspec.structs.replace(backends, log=log))
    log.mood = LogFull("no space")
    refused = post(server, order("m1", "ann", 1))
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert httpx.get(f"{server.url}/healthz").status_code == 200
    log.mood = None
    assert post(server, order("m1", "ann", 1)).status_code == 200
    server.stop()
    server.house.close()


def test_a_broken_log_ends_the_process(caplog: pytest.LogCaptureFixture) -> None:
    backends = in_memory()
    log = Moody(backends)
    server = started(msgspec.structs.replace(backends, log=log))
    log.mood = LogBroken("the log failed (EIO); stop this process and start it again")
    with caplog.at_level(logging.CRITICAL, "regulars.server"):
        assert post(server, order("m1", "ann", 1)).status_code == 503
        assert server.ended.wait(5)
    assert "the log failed (EIO)" in caplog.text
    server.wait = lambda: None  # type: ignore[method-assign]  # signals belong to the main thread of a process
    assert serve(server) == 1


def test_a_failing_loop_is_seen_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    server = started()
    house = server.house
    step, fails = house.loop.step, [OSError("the disk is full")] * 2

    def failing() -> int:
        if fails and house.backends.log.end() > house.loop.offset:
            raise fails.pop()
        return step()

    monkeypatch.setattr(house.loop, "step", failing)
    assert post(server, order("m1", "ann", 1)).status_code == 200
    until(lambda: not server.health.fine)
    assert httpx.get(f"{server.url}/healthz").json()["parts"]["loop"]["status"] == "degraded"
    until(lambda: house.loop.offset == house.backends.log.end())
    until(lambda: server.health.fine)
    assert 'regulars_errors_total{part="loop"} 2.0' in httpx.get(f"{server.url}/metrics").text
    server.stop()
    house.close()


def test_the_lake_is_written_while_the_loop_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    server = started(pace=Pace(flush_rows=1))
    house = server.house
    assert server.first_keys
    api = httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.first_keys.secret_key}"}, timeout=10)
    writing, go_on = threading.Event(), threading.Event()
    append = house.backends.lake.append

    def slow(*arguments: Any) -> None:
        writing.set()
        assert go_on.wait(10)
        append(*arguments)

    monkeypatch.setattr(house.backends.lake, "append", slow)
    post(server, order("m1", "ann", 1))
    assert writing.wait(10)
    post(server, order("m2", "ann", 2))
    until(lambda: house.loop.offset == house.backends.log.end())
    account = api.get("/v1/accounting").json()
    assert (account["accepted"], account["lake"], account["in_flight"]) == (2, 0, 2)
    assert api.post("/v1/sql", json={"sql": "select count(*) from events"}).json()["rows"] == [[2]]
    go_on.set()
    until(lambda: api.get("/v1/accounting").json()["lake"] == 2)
    assert api.post("/v1/sql", json={"sql": "select count(*) from events"}).json()["rows"] == [[2]]
    server.stop()
    house.close()


def test_a_lake_that_fails_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    server = started(pace=Pace(flush_rows=1))
    house = server.house
    append, fails = house.backends.lake.append, [OSError("no space left on device")] * 2

    def failing(*arguments: Any) -> None:
        if fails:
            raise fails.pop()
        append(*arguments)

    monkeypatch.setattr(house.backends.lake, "append", failing)
    for number in range(3):
        post(server, order(f"m{number}", "ann", 1))
    until(lambda: house.backends.lake.rows("main", "events") == 3)
    assert house.query("main", "select count(*) as n from events").to_pylist() == [{"n": 3}]
    server.stop()
    house.close()


def test_what_time_alone_changes_happens_by_itself() -> None:
    server = started(pace=Pace(tick_seconds=0.02))
    house = server.house
    assert server.first_keys
    api = httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.first_keys.secret_key}"}, timeout=10)
    steps = "[{name: rest, wait: 1s}, {name: mail, message: hello, purpose: news}]"
    text = "journeys: {greet: {on_event: \"event = 'Visited'\", steps: " + steps + "}}\n"
    text += (
        "templates: {hello: {subject: Hi, body: Hi {{ unsubscribe_url }}}}\npurposes: {news: {basis: legitimate_interest}}\n"
    )
    text = text.replace("body: Hi {{ unsubscribe_url }}", 'body: "Hi {{ unsubscribe_url }}"')
    assert api.post("/v1/definitions/apply", json={"yaml": text}).status_code == 200
    post(server, {"type": "track", "event": "Visited", "userId": "ann", "messageId": "v1"})
    until(lambda: api.get("/v1/messages").json()["counts"] == {"pending": 1})
    server.stop()
    house.close()


def test_old_records_of_the_log_go_only_when_the_lake_has_them() -> None:
    backends = in_memory()
    server = Server(House(backends, SystemClock()), Settings(folder=NOWHERE, port=0, pace=Pace(tidy_seconds=0.0)))
    old = server.house.clock.now() - 40 * DAY
    body = b'[{"id":"a","type":"track","event":"Old","timestamp":%d,"received_at":%d,"user_id":"ann"}]' % (old, old)
    backends.log.append([Envelope("main", "events", "web", old, 1, body)])
    server.start()
    until(lambda: not backends.log.read(0, 10))
    assert backends.lake.rows("main", "events") == 1
    server.stop()
    server.house.close()
