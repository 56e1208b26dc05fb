"""A full disk under a running server: 503 with Retry-After at the door, reads go on, nothing half written, nothing promised."""

from collections.abc import Callable

import httpx
import pytest

from regulars.testing.faults import arm, bad_disk

from .conftest import DEFINITIONS, Running, order


def _post(running: Running, *calls: dict[str, object]) -> httpx.Response:
    return httpx.post(
        f"{running.server.url}/v1/batch", json={"batch": list(calls)}, auth=(running.keys.write_key, ""), timeout=30
    )


def _settled(running: Running) -> None:
    house = running.server.house
    running.until(lambda: house.loop.offset >= house.backends.log.end())


def _balanced(running: Running) -> dict[str, int]:
    account: dict[str, int] = running.api.get("/v1/accounting").json()
    assert account["accepted"] == account["lake"] + account["failed"] + account["duplicate"] + account["in_flight"]
    return account


@pytest.mark.parametrize("failpoint", ["F2:full", "F4:full"])
def test_the_door_answers_503_and_a_retry_is_taken_once(
    open_server: Callable[..., Running], monkeypatch: pytest.MonkeyPatch, failpoint: str
) -> None:
    running = open_server()
    assert running.api.post("/v1/definitions/apply", json={"yaml": DEFINITIONS}).status_code == 200
    running.send(order("before", "ann", 10))
    arm(monkeypatch, failpoint)
    refused = _post(running, order("during", "ann", 20), order("during too", "ann", 30))
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json()["code"] == "log_full"
    assert running.api.get("/v1/customers/user_id:ann").json()["features"]["orders"] == 1, "reads go on"
    assert _post(running, order("during", "ann", 20), order("during too", "ann", 30)).status_code == 200
    _settled(running)
    assert running.api.get("/v1/customers/user_id:ann").json()["features"] == {"spend": 60.0, "orders": 3}
    account = _balanced(running)
    assert (account["accepted"], account["duplicate"]) == (3, 0), "nothing of what was refused is there"
    assert running.api.post("/v1/verify").json()["count"] == 0


def test_a_disk_without_any_room_refuses_and_recovers_by_itself(open_server: Callable[..., Running]) -> None:
    with bad_disk() as disk:
        running = open_server()
        assert running.api.post("/v1/definitions/apply", json={"yaml": DEFINITIONS}).status_code == 200
        running.send(order("m0", "ann", 1))
        disk.fail(1)
        answers = [_post(running, order(f"full-{n}", "ann", 1)).status_code for n in range(5)]
        assert set(answers) == {503}
        health = httpx.get(f"{running.server.url}/healthz").json()
        assert (health["status"], health["parts"]["door"]["status"]) == ("degraded", "degraded")
        assert "regulars_healthy 0.0" in httpx.get(f"{running.server.url}/metrics").text
        assert running.api.get("/v1/customers/user_id:ann").json()["features"]["orders"] == 1
        disk.heal()
        assert [_post(running, order(f"full-{n}", "ann", 1)).status_code for n in range(5)] == [200] * 5
        _settled(running)
        assert httpx.get(f"{running.server.url}/healthz").json()["parts"]["door"]["status"] == "ok"
        assert running.api.get("/v1/customers/user_id:ann").json()["features"]["orders"] == 6
        assert _balanced(running)["accepted"] == 6
        assert running.server.failure is None
        assert running.api.post("/v1/verify").json()["count"] == 0
