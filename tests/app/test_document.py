"""`/openapi.json` tells each type's own fields, also where types of two modules have one name."""

import re
from typing import Any

import msgspec
from litestar.handlers import HTTPRouteHandler

from regulars.app.api.application import ROUTES

from .conftest import Running

_AT = "#/components/schemas/"


def _field_names(annotation: Any) -> set[str] | None:
    own = isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)
    return {field.encode_name for field in msgspec.structs.fields(annotation)} if own else None


def _named(document: dict[str, Any], body: dict[str, Any]) -> set[str]:
    place = next(iter(body["content"].values()))["schema"]["$ref"].removeprefix(_AT)
    return set(document["components"]["schemas"][place]["properties"])


def _taken(handler: HTTPRouteHandler) -> Any:
    return handler.parsed_data_field.annotation if handler.parsed_data_field else None


def test_types_of_one_name_keep_their_own_fields(running: Running) -> None:
    document = running.api.get("/openapi.json").json()
    operations = {operation["operationId"]: operation for item in document["paths"].values() for operation in item.values()}
    names: list[str] = []
    for route in ROUTES:
        operation = operations[str(route.operation_id)]
        sides = [
            (_taken(route), operation.get("requestBody")),
            (route.parsed_return_field.annotation, operation["responses"]["200"]),
        ]
        for annotation, body in sides:
            fields = _field_names(annotation)
            if fields is not None:
                assert _named(document, body) == fields, (route.operation_id, annotation)
                names.append(f"{annotation.__module__}.{annotation.__name__}")
    shared = {
        name.rpartition(".")[2] for name in names if len({n for n in names if n.endswith("." + name.rpartition(".")[2])}) > 1
    }
    assert {"Compared", "Checked"} <= shared, "nothing is tried if no two share a name"


def test_every_schema_is_there_once_and_used(running: Running) -> None:
    text = running.api.get("/openapi.json").text
    known = set(running.api.get("/openapi.json").json()["components"]["schemas"])
    assert set(re.findall(rf'"\$ref":"{_AT}([^"]+)"', text)) == known
