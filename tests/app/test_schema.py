"""The document and the server agree: schemathesis sends what the document allows, and what it does not."""

import re
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from .conftest import Running


def refused(context: Any, response: Any, case: Any) -> bool | None:
    """What breaks the schema is refused; as too large before anybody looks inside, if need be."""
    answer: bool | None = None if response.status_code == 413 else negative_data_rejection(context, response, case)
    return answer


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    refused,
]
LEFT_OUT = ("/v1/definitions/apply", "/v1/verify", "/v1/events", "/u/{token}", "/v1/m")
"""Left out: one changes what the tests stand on, two take long (one waits for news), two take whatever comes (links in mails,
clients' metrics)."""


@pytest.fixture(scope="module")
def document(running: Running) -> dict[str, Any]:
    document: dict[str, Any] = running.api.get("/openapi.json").json()
    return document


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_answers_are_as_documented(document: dict[str, Any], running: Running, mode: GenerationMode) -> None:
    # We always send the key: a case that is wrong by its key alone would not be wrong.
    keyless = deepcopy(document)
    for item in keyless["paths"].values():
        for operation in item.values():
            operation.pop("security", None)
    schema = schemathesis.openapi.from_dict(keyless)
    schema.config.update(base_url=running.server.url)
    operations = [found.ok() for found in schema.get_all_operations()]
    asked = [operation for operation in operations if operation.path not in LEFT_OUT]
    for operation in asked:
        _try(operation, running, mode)
    assert len(asked) > 50


def _try(operation: Any, running: Running, mode: GenerationMode) -> None:
    headers = {"headers": {"Authorization": f"Bearer {running.keys.secret_key}"}}
    credentials: dict[str, Any] = {"auth": (running.keys.write_key, "")} if "collect" in operation.tags else headers

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, timeout=30, **credentials)

    with suppress(Unsatisfiable):  # a route without parameters cannot be asked wrongly
        check()


def test_no_route_forgets_its_key(document: dict[str, Any], running: Running) -> None:
    nobody = running.client(None)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if operation.get("security"):
                answer = nobody.request(method, re.sub(r"\{\w+\}", "1", path), json={})
                assert answer.status_code == 401, path
