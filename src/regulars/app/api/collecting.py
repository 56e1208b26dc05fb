"""The door's part of the OpenAPI document: the door itself is no Litestar application."""

from typing import Any

from regulars.collect.door import BATCH, METRICS, ROUTES

_ABOUT = (
    "Answers when everything is on disk. An event that cannot be taken is listed under `rejected` and kept with its reason; "
    "its neighbours are stored. A 4xx other than 408 and 429 means: never again like this."
)
_CALL: dict[str, Any] = {
    "messageId": "order-1",
    "userId": "ann",
    "type": "track",
    "event": "Order Completed",
    "properties": {"total": 240},
}
_TAKEN = {
    "type": "object",
    "properties": {
        "success": {"const": True},
        "accepted": {"type": "integer"},
        "rejected": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "index": {"type": "integer"},
                    "messageId": {"type": "string"},
                    "code": {"type": "string"},
                    "path": {"type": "string"},
                },
            },
        },
        "rejected_count": {"type": "integer"},
    },
    "required": ["success"],
}
_REFUSED = {
    "type": "object",
    "properties": {"success": {"const": False}, "code": {"type": "string"}, "message": {"type": "string"}},
    "required": ["success", "code", "message"],
}
_REFUSALS = {
    "400": "The request is malformed.",
    "401": "The write key is missing, unknown, or named twice differently.",
    "408": "The body came too slowly: again.",
    "413": "Too large.",
    "415": "Not JSON, or an encoding that is not taken.",
    "429": "Too much at once: again after `Retry-After` seconds.",
    "503": "The log cannot take it now: again after `Retry-After` seconds.",
}


def paths() -> dict[str, Any]:
    """The path items of everything that takes events."""
    return {path: {"post": _operation(path, kind)} for path, kind in ROUTES.items()}


def _operation(path: str, kind: str) -> dict[str, Any]:
    summary = {BATCH: "Take a batch of calls", METRICS: "Take (and forget) a client's metrics about itself"}.get(kind)
    schema: dict[str, Any] = {"type": "object"}
    if kind == BATCH:
        schema["properties"] = {"batch": {"type": "array", "description": "Calls; each is judged alone."}}
    example = {"batch": [_CALL]} if kind == BATCH else _CALL | {"type": kind}
    return {
        "tags": ["collect"],
        "operationId": "collect" + path.replace("/", "_"),
        "summary": summary or f"Take one {kind} call",
        "description": _ABOUT,
        "security": [] if kind == METRICS else [{"write_key": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema, "example": example}}},
        "responses": {
            "200": {
                "description": "Stored.",
                "content": {"application/json": {"schema": _TAKEN, "example": {"success": True}}},
            },
            **{
                status: {"description": text, "content": {"application/json": {"schema": _REFUSED}}}
                for status, text in _REFUSALS.items()
            },
        },
    }
