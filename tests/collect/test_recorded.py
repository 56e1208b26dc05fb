"""Requests recorded from unmodified clients pass the door, and every call arrives as the event that was meant."""

import asyncio
import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

CLIENTS = (
    "segment-analytics-python",
    "segment-analytics-node",
    "segment-analytics-next-browser",
    "rudder-sdk-python",
    "rudder-sdk-node",
    "rudder-analytics-js-browser",
    "jitsu-js",
    "jitsu-js-browser",
)


def records(wire: Path, client: str) -> list[dict[str, Any]]:
    with gzip.open(wire / f"{client}.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def knock(step: Any, record: dict[str, Any], at: Any) -> Any:
    body = base64.b64decode(record["body_base64"]) if record["body_base64"] else (record["body_text"] or "").encode()
    pairs = [(name.lower().encode(), value.encode()) for name, value in record["headers"]]
    path, _, query = record["path"].removeprefix("/dp").partition("?")
    content = record["body_json"] or {}
    sent_at = content.get("sentAt") or next((call.get("sentAt") for call in content.get("batch", ())), None)
    if sent_at:
        step.clock._at = at(sent_at) + 40_000
    return asyncio.run(step.call(path, record["method"], pairs, query, [body]))


def known_key(record: dict[str, Any]) -> bool:
    return record["scenario"] != "node no writeKey"


@pytest.mark.parametrize("client", CLIENTS)
def test_every_recorded_call_arrives(wire: Path, client: str, doorstep: Any, at: Any) -> None:
    calls = 0
    for record in records(wire, client):
        if not known_key(record):
            continue
        step = doorstep()
        reply = knock(step, record, at)
        if record["method"] == "OPTIONS":
            assert reply.status in (200, 204)
            allowed = {name.strip() for name in reply.headers["access-control-allow-headers"].split(",")}
            asked = dict(record["headers"]).get("Access-Control-Request-Headers", "")
            assert {name.strip() for name in asked.split(",") if name} <= allowed
            assert reply.headers["access-control-allow-origin"] == "*"
            continue
        assert reply.status == 200, (record["path"], reply.body)
        if any(name == "Origin" for name, _ in record["headers"]):
            assert reply.headers["access-control-allow-origin"] == "*"
        if record["method"] == "GET":
            answered = json.loads(record["answered"]["body"])
            assert reply.json.keys() >= answered.keys()
            continue
        assert reply.json == {"success": True}, record
        sent = record["body_json"].get("batch", [record["body_json"]])
        events = step.events()
        assert [event.id for event in events] == [call["messageId"] for call in sent]
        for call, event in zip(sent, events, strict=True):
            check(call, event, at)
            calls += 1
    assert calls >= 5


def check(call: dict[str, Any], event: Any, at: Any) -> None:
    assert event.type == call["type"]
    assert event.source == "web"
    assert event.event == (
        call["event"] if call["type"] == "track" else call.get("name", "") if call["type"] in ("page", "screen") else ""
    )
    assert event.user_id == (call.get("userId") or None)
    assert event.anonymous_id == (call.get("anonymousId") or None)
    assert event.previous_id == call.get("previousId")
    assert event.properties == (call.get("properties") or {})
    assert event.context == call["context"]
    assert event.warnings == []
    inner = {} if call["type"] == "group" else call["context"].get("traits") or {}
    assert event.traits == {**inner, **(call.get("traits") or {})}
    assert event.timestamp == at(call.get("timestamp") or call["originalTimestamp"])
    assert "writeKey" not in event.extra
    for field in ("integrations", "channel", "category", "_metadata"):
        if field in call and not (field == "name" and call["type"] in ("page", "screen")):
            assert event.extra[field] == call[field]


def test_known_clients_take_the_quick_path(wire: Path, doorstep: Any, at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from regulars.collect import parse

    def careful(*_: Any) -> None:
        raise AssertionError("a recorded request went down the careful path")

    monkeypatch.setattr(parse, "_careful", careful)
    for client in CLIENTS:
        for record in records(wire, client):
            if record["method"] == "POST" and known_key(record):
                assert knock(doorstep(), record, at).status == 200, (client, record["path"])


def test_a_client_without_a_key_is_told_for_good(wire: Path, doorstep: Any, at: Any) -> None:
    record = next(record for record in records(wire, "jitsu-js") if not known_key(record))
    reply = knock(doorstep(), record, at)
    assert (reply.status, reply.code) == (401, "invalid_write_key")
    assert reply.json["message"]
