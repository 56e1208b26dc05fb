"""Two workspaces in one server: whatever belongs to the other does not exist, not even by a different answer.

Every operation of the document is asked with one workspace's key: once with ids of the other workspace, once with ids that
nobody ever had. The two answers must be equal, but for what echoes the question itself.
"""

import re
from typing import Any

import httpx

from .conftest import Running, order

ELSEWHERE = (
    "/v1/sql",
    "/v1/definitions/check",
    "/v1/definitions/plan",
    "/v1/definitions/apply",
    "/v1/segments/preview",
    "/v1/expressions/check",
    "/v1/keys",
)
"""They take whole texts, not ids (a parser's complaint quotes its text), or make something new at each call."""
_VARIES = re.compile(r'"(?:request_id|as_of)":"[^"]*"')


def _secret(running: Running) -> dict[str, str]:
    """What exists in the other workspace only → something like it that exists nowhere."""
    running.send(order("iso-1", "secret-user", 5), keys=running.other_keys)
    running.send({"type": "track", "userId": "secret-user", "messageId": "iso-2", "event": ""}, keys=running.other_keys)
    theirs = running.other.get("/v1/customers/secret-user").json()["customer_id"]
    message = running.other.get("/v1/messages").json()["messages"][0]["id"]
    key = running.other.get("/v1/keys").json()["keys"][0]["id"]
    cursor = running.other.get("/v1/customers?limit=1").json()["next"]
    letter = next(letter for letter in running.mail.sent if letter.recipient == "olga@example.com")
    return {
        "user_id:secret-user": "user_id:nobody-user",
        "secret-user": "nobody-user",
        str(theirs + 1000): "987654321",
        str(message + 1000): "987654321",
        key: key[0] + "0123456789abcde",
        cursor: cursor[:-4] + "AAAA",
        letter.headers["X-Regulars-Message"]: letter.headers["X-Regulars-Message"][::-1],
    }


def _fill(schema: dict[str, Any], document: dict[str, Any], value: str) -> Any:
    """The least that fits a schema, with `value` wherever a text may be."""
    if "$ref" in schema:
        return _fill(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document, value)
    if "enum" in schema:
        return schema["enum"][0]
    if "oneOf" in schema or "anyOf" in schema:
        return _fill((schema.get("oneOf") or schema["anyOf"])[0], document, value)
    kind = schema.get("type")
    if kind == "object":
        if "properties" in schema:
            return {name: _fill(schema["properties"][name], document, value) for name in schema.get("required", [])}
        return {"x": _fill(schema.get("additionalProperties", {}), document, value)}
    if kind == "array":
        return []
    if kind in ("integer", "number"):
        return int(value) if value.isdigit() else 1
    return True if kind == "boolean" else value


def _ask(
    client: httpx.Client, document: dict[str, Any], path: str, method: str, operation: dict[str, Any], value: str
) -> tuple[int, str]:
    url = re.sub(r"\{\w+\}", value, path)
    query = {
        p["name"]: value
        for p in operation.get("parameters", [])
        if p["in"] == "query" and p["name"] in ("cursor", "segment", "stage", "customer", "name", "code")
    }
    body = None
    for content in operation.get("requestBody", {}).get("content", {}).values():
        body = _fill(content["schema"], document, value)
    answer = client.request(method, url, params=query, json=body)
    text = _VARIES.sub("", answer.text).replace(value, "VALUE")
    return answer.status_code, text


def test_the_other_workspace_does_not_exist(running: Running) -> None:
    document = running.api.get("/openapi.json").json()
    asked = 0
    for theirs, nobodys in _secret(running).items():
        for path, item in document["paths"].items():
            if path in ELSEWHERE:
                continue
            for method, operation in item.items():
                if "{" not in path and not operation.get("parameters") and "requestBody" not in operation:
                    continue
                if operation["tags"] == ["collect"]:
                    continue
                answers = [_ask(running.api, document, path, method, operation, value) for value in (theirs, nobodys)]
                assert answers[0] == answers[1], (method, path, theirs)
                asked += 1
    assert asked > 100


def test_lists_show_only_what_is_ones_own(running: Running) -> None:
    _secret(running)
    for path in (
        "/v1/customers",
        "/v1/failures",
        "/v1/messages",
        "/v1/keys",
        "/v1/sources",
        "/v1/history?name=spend",
        "/v1/definitions",
    ):
        assert "secret-user" not in running.api.get(path).text
    rows = running.api.post("/v1/sql", json={"sql": "select distinct user_id from events"}).json()["rows"]
    assert ["secret-user"] not in rows
    assert ["ann"] in rows
    own, other = running.api.get("/v1/accounting").json(), running.other.get("/v1/accounting").json()
    assert own != other


def test_one_message_id_in_two_workspaces_is_two_events(running: Running) -> None:
    running.send(order("same-id", "eve", 1))
    running.send(order("same-id", "eve", 2), keys=running.other_keys)
    assert running.api.get("/v1/customers/eve").json()["features"]["spend"] == 1.0
    assert running.other.get("/v1/customers/eve").json()["features"]["spend"] == 2.0


def test_a_write_key_only_writes(running: Running) -> None:
    writer = running.client(running.keys.write_key)
    for path in ("/v1/customers", "/v1/definitions", "/v1/keys", "/v1/accounting"):
        assert writer.get(path).status_code == 401
    refused = httpx.post(
        f"{running.server.url}/v1/batch", json={"batch": [order("x", "x", 1)]}, auth=(running.keys.secret_key, "")
    )
    assert refused.status_code == 401
