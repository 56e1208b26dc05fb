"""`/openapi.json`: made from the routes, completed with what Litestar does not see: the door, strict schemas, examples."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import msgspec
from litestar import MediaType, Request
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme, Tag

from regulars.app.api import collecting
from regulars.app.api.examples import EXAMPLES

_TAGS = {
    "collect": "Events come in, in the words of Segment, RudderStack and Jitsu clients. Authorised by a write key.",
    "customers": "Who there is, what is known of each, what happened and why.",
    "likeness": "Customers that are probably one person: proposals with a probability and reasons, for a member to answer.",
    "decisions": "What to show to whom, with its probability and reasons.",
    "segments": "Segments, stages and features, now and in the past.",
    "lifecycle": "The path of customers through the stages: flows, times, what comes next, learnt states.",
    "metrics": "The figures of the business, by period and segment.",
    "analytics": "Why a figure moved, what it will be, what sets customers apart.",
    "texts": "What customers write: sentiment, emotion, intent, topics and aspects, of customers and of items.",
    "models": "What each model foretells, how good it is, whom it speaks of and why; what stands out.",
    "definitions": "What the business defines: read, check, plan, apply.",
    "messages": "Messages, consents, scores, and what comes back.",
    "journeys": "Journeys as they run, and tried without consequences.",
    "failures": "Events that could not be taken.",
    "history": "SQL over everything that happened, the proof, the account.",
    "keys": "Keys and sources.",
    "account": "Members of the console: signing in, roles, the audit trail.",
    "operation": "For those who run the server.",
}
_ABOUT = """Regulars turns customers into regulars.

The workspace comes from the key; what belongs to another workspace does not exist. Errors are RFC 9457 problem details
with a stable `code`. Lists are paged: give `next` as `cursor` until it is null. Instants are ISO 8601 in UTC."""

_AT = "#/components/schemas/"


class _Json(OpenAPIRenderPlugin):
    """Serves the completed document as JSON."""

    _text: bytes | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        if self._text is None:
            types = [t for handler in request.app.state.handlers for t in _types(handler)]
            self._text = msgspec.json.encode(completed(openapi_schema, types))
        return self._text


def openapi() -> OpenAPIConfig:
    """How the document is made and where it is served."""
    return OpenAPIConfig(
        title="Regulars",
        version=version("regulars"),
        description=_ABOUT,
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        tags=[Tag(name=name, description=text) for name, text in _TAGS.items()],
        components=Components(
            security_schemes={
                "secret_key": SecurityScheme(type="http", scheme="bearer", description="A secret key: `sk_…`."),
                "session": SecurityScheme(
                    type="apiKey",
                    name="regulars",
                    security_scheme_in="cookie",
                    description="A member's session in the console.",
                ),
                "write_key": SecurityScheme(type="http", scheme="basic", description="A write key (`wk_…`) as the user name."),
            }
        ),
        path="/openapi.json",
        render_plugins=[_Json(path="/", media_type=MediaType.JSON)],
    )


def _types(handler: Any) -> list[Any]:
    """The Structs that a handler takes and gives."""
    fields = (handler.parsed_data_field, handler.parsed_return_field)
    return [
        f.annotation
        for f in fields
        if f is not None and isinstance(f.annotation, type) and issubclass(f.annotation, msgspec.Struct)
    ]


def completed(document: dict[str, Any], types: list[Any]) -> dict[str, Any]:
    """The document with the exact schemas of `types` (unknown fields refused, sizes of mappings), examples, and the door."""
    places, schemas = msgspec.json.schema_components(types, ref_template=_AT + "{name}")
    exact = {f"{t.__module__}.{t.__name__}".replace(".", "_"): place for t, place in zip(types, places, strict=True)}
    known = document["components"]["schemas"] = document["components"]["schemas"] | schemas
    for path in document["paths"].values():
        for operation in path.values():
            for content in _contents(operation):
                content["schema"] = _exact(content.get("schema", {}), exact)
            answer = operation["responses"].get("200", {})
            answer.pop("headers", None)
            if operation["operationId"] in EXAMPLES:
                for content in answer["content"].values():
                    content["example"] = EXAMPLES[operation["operationId"]]
    document["paths"].update(collecting.paths())
    document["components"]["schemas"] = {name: known[name] for name in sorted(_reached(document["paths"], known))}
    return document


def _contents(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every body that an operation takes or gives, by media type."""
    for body in (operation.get("requestBody", {}), *operation["responses"].values()):
        yield from body.get("content", {}).values()


def _exact(schema: dict[str, Any], exact: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type as msgspec gives it. Of types with one name Litestar tells more of their paths."""
    short = schema.get("$ref", "").removeprefix(_AT)
    return next((place for path, place in exact.items() if short and path.endswith(f"_{short}")), schema)


def _reached(told: Any, known: dict[str, Any]) -> set[str]:
    """The names of the schemas that something told refers to, at any remove."""
    found: set[str] = set()
    rest = [told]
    while rest:
        part = rest.pop()
        rest += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        name = part["$ref"].removeprefix(_AT) if isinstance(part, dict) and isinstance(part.get("$ref"), str) else ""
        if name and name not in found:
            found.add(name)
            rest.append(known[name])
    return found
