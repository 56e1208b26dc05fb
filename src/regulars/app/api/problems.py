"""Errors of the API: RFC 9457 problem details with a stable `code` and the id of the request."""

import logging
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from msgspec import Meta

from regulars.kit.errors import NotFound, RegularsError
from regulars.kit.said import Said, Words

MEDIA_TYPE = "application/problem+json"
_LONGEST = 600
_MOST = 12

_log = logging.getLogger("regulars.api")

STATUS = {
    "not_found": 404,
    "unknown_slot": 404,
    "bad_cursor": 400,
    "bad_signature": 401,
    "not_admitted": 401,
    "too_many_tries": 429,
    "last_owner": 409,
    "already_received": 409,
    "not_claimed": 409,
    "taken": 409,
    "log_full": 503,
    "log_broken": 503,
    "state_broken": 503,
    "state_full": 503,
    "fenced": 503,
    "in_use": 503,
    "busy": 503,
    "not_installed": 501,
    "conflict": 409,
}
"""HTTP statuses by code; a code that is not here means that the request was well-formed but cannot be done: 422."""


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong, where there may be several."""

    path: Annotated[str, Meta(description="Where: a path in the body, a parameter, or `file:line`.", examples=["traits.age"])]
    message: Annotated[str, Meta(examples=["Expected `int`, got `str`"])]


class Problem(msgspec.Struct, frozen=True):
    """What went wrong (RFC 9457). `code` is stable; `detail` is a sentence for people."""

    type: Annotated[str, Meta(examples=["urn:regulars:problem:not_found"])]
    title: Annotated[str, Meta(examples=["Not Found"])]
    status: Annotated[int, Meta(examples=[404])]
    code: Annotated[str, Meta(examples=["not_found"])]
    detail: Annotated[str, Meta(examples=["there is no such customer in this workspace"])]
    request_id: Annotated[str, Meta(examples=["01977d2e-8c00-7aaa-8000-000000000000"])]
    errors: list[Fault] = []
    said: Said | None = None
    """The detail in every language, where it was said in more than English."""

    @classmethod
    def of(cls, status: int, code: str, detail: Words, request_id: str, errors: list[Fault] | None = None) -> "Problem":
        """A problem whose answer stays small whatever was in the request."""
        faults = [Fault(short(e.path, 120), short(e.message, 200)) for e in (errors or [])[:_MOST]]
        title = HTTPStatus(status).phrase
        said = Said(short(detail.en, _LONGEST), short(detail.zh, _LONGEST)) if isinstance(detail, Said) else None
        text = short(str(detail), _LONGEST)
        return cls(f"urn:regulars:problem:{code}", title, status, code, text, request_id, faults, said)


encode = msgspec.json.Encoder().encode


def short(text: str, most: int) -> str:
    """The text, cut if it is longer than an answer can bear."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


class Unfit(RegularsError):
    """A request that does not have the form that its route asks for."""

    def __init__(self, status: int, code: str, sentence: Words, errors: list[Fault] | None = None) -> None:
        super().__init__(sentence, code=code)
        self.status = status
        self.errors = errors or []


def _answer(request: Request[Any, Any, Any], problem: Problem, headers: dict[str, str] | None = None) -> Response[bytes]:
    return Response(encode(problem), media_type=MEDIA_TYPE, status_code=problem.status, headers=headers)


def _request_id(request: Request[Any, Any, Any]) -> str:
    return str(request.scope["state"].get("request_id", ""))


def on_house_error(request: Request[Any, Any, Any], error: RegularsError) -> Response[bytes]:
    """Everything that the house says in sentences."""
    status = error.status if isinstance(error, Unfit) else 404 if isinstance(error, NotFound) else STATUS.get(error.code, 422)
    faults = error.errors if isinstance(error, Unfit) else _faults(error)
    wait = str(getattr(error, "seconds", 5))
    headers = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": wait}, 503: {"Retry-After": wait}}.get(status)
    sentence = error.said or (error.sentence if faults else str(error))
    return _answer(request, Problem.of(status, error.code, sentence, _request_id(request), faults), headers)


def _faults(error: RegularsError) -> list[Fault]:
    """The single findings of an error that has several (definitions with mistakes)."""
    return [Fault(getattr(f, "where", ""), getattr(f, "sentence", str(f))) for f in getattr(error, "findings", ())]


_CODES = {400: "invalid_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed"}


def on_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What the framework refuses: unknown routes, wrong methods, parameters of a wrong form."""
    status = error.status_code
    if status >= 500:
        return on_surprise(request, error)
    extra = error.extra if isinstance(error.extra, list) else []
    faults = [Fault(str(e.get("key", "")), str(e.get("message", ""))) for e in extra if isinstance(e, dict)]
    code = _CODES.get(status, "refused")
    detail = {404: "there is nothing at this address", 405: "this address does not take this method"}.get(status)
    if detail is None:
        detail = "the parameters do not have the form that this route asks for" if faults else str(error.detail)
    headers = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return _answer(request, Problem.of(status, code, detail, _request_id(request), faults), headers)


def on_surprise(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A defect of ours: logged with the id of the request, told without its insides."""
    request_id = _request_id(request)
    _log.error("request %s failed", request_id, exc_info=error)
    detail = "something went wrong on our side; the log of the server tells more under this request id"
    return _answer(request, Problem.of(500, "internal_error", detail, request_id))
