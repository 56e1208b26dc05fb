"""How a route is declared: its scope, its errors and its documentation stand in one place, and the guard follows from them."""

import asyncio
import functools
import inspect
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, get_type_hints

import litestar
import msgspec
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter
from litestar.status_codes import HTTP_200_OK

from regulars.app.access import Access, Caller, Scope
from regulars.app.api.problems import MEDIA_TYPE, Fault, Problem, Unfit, short
from regulars.kit.errors import nearest

_ERRORS = {
    400: "The request is malformed.",
    401: "No key, or none that opens anything.",
    403: "The key lacks the scope.",
    404: "There is nothing like that in this workspace.",
    408: "The body came too slowly.",
    409: "It cannot be done in this state.",
    413: "The body is too large.",
    415: "The body is not of a media type that this route takes.",
    422: "Well-formed, but it cannot be done; `errors` names the places.",
    503: "Not now: try again after `Retry-After` seconds.",
}
_heavy = ThreadPoolExecutor(2, thread_name_prefix="api-heavy")
"""Queries over history may take seconds: two at a time, so that profiles and decisions keep their threads."""


def get(path: str, **options: Any) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """Declare a GET route; see `route`."""
    return route(litestar.get, path, **options)


def post(path: str, **options: Any) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """Declare a POST route; see `route`."""
    options.setdefault("status", HTTP_200_OK)
    return route(litestar.post, path, **options)


def delete(path: str, **options: Any) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """Declare a DELETE route; see `route`."""
    options.setdefault("status", HTTP_200_OK)
    return route(litestar.delete, path, **options)


def route(
    method: Callable[..., Any],
    path: str,
    *,
    tag: str,
    scope: Scope | None,
    errors: Sequence[int] = (),
    status: int | None = None,
    heavy: bool = False,
    strict: bool = True,
    **options: Any,
) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """Declare a route. The first line of the handler's docstring is its summary, the rest its description.

    `scope` None: open to everybody. `errors`: statuses besides those that every route of its kind may answer. Handlers may
    block: they run in threads; a `heavy` one waits for one of two. `strict`: unknown query parameters are refused.
    """

    def declare(handler: Callable[..., Any]) -> HTTPRouteHandler:
        summary, _, description = inspect.cleandoc(handler.__doc__ or "").partition("\n")
        statuses = {400, *errors, *((401, 403) if scope else ())}
        if "{" in path:
            statuses.add(404)
        if "data" in inspect.signature(handler).parameters:
            statuses |= {408, 413, 415, 422}
        declared: HTTPRouteHandler = method(
            path,
            operation_id=handler.__name__,
            summary=summary.rstrip("."),
            description=" ".join(description.split()) or None,
            tags=[tag],
            guards=[*([needs(scope)] if scope else []), *([asks_only(_query(handler))] if strict else [])],
            responses={
                code: ResponseSpec(Problem, description=_ERRORS[code], media_type=MEDIA_TYPE, generate_examples=False)
                for code in sorted(statuses)
            },
            security=[{"secret_key": []}] if scope else [],
            response_description=_described(inspect.signature(handler).return_annotation),
            raises=None,
            status_code=status,
            sync_to_thread=None if heavy or inspect.iscoroutinefunction(handler) else True,
            **options,
        )(_apart(handler) if heavy else handler)
        return declared

    return declare


def _described(answer: Any) -> str:
    """The first line of what the type of the answer says of itself."""
    own = isinstance(answer, type) and issubclass(answer, msgspec.Struct)
    return inspect.cleandoc(answer.__doc__ or "").partition("\n")[0] if own else "Done."


def needs(scope: Scope) -> Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], None]:
    """The guard that lets callers with this scope pass."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        access: Access = connection.app.state.access
        caller = access.caller(connection.headers.get("authorization", ""))
        if caller is None:
            raise Unfit(401, "unauthorized", "send a secret key of the workspace: `Authorization: Bearer sk_…`")
        if scope not in caller.scopes:
            raise Unfit(403, "forbidden", f"this key lacks the scope '{scope}'")
        connection.scope["state"]["caller"] = caller

    return guard


def asks_only(known: frozenset[str]) -> Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], None]:
    """The guard that refuses query parameters which the route does not know: a misspelt filter must not be ignored."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        for name in connection.query_params:
            if name not in known:
                sentence = f"there is no parameter '{short(name, 100)}'{nearest(name, known)}"
                raise Unfit(400, "unknown_parameter", sentence, [Fault(name, "unknown parameter")])

    return guard


def _query(handler: Callable[..., Any]) -> frozenset[str]:
    """The names of the query parameters that a handler declares."""
    names = set()
    for name, hint in get_type_hints(handler, include_extras=True).items():
        found = [extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, QueryParameter)]
        names |= {extra.name or name for extra in found}
    return frozenset(names)


def caller_of(request: litestar.Request[Any, Any, Any]) -> Caller:
    """The caller whom the guard let in."""
    caller: Caller = request.scope["state"]["caller"]
    return caller


def _apart(handler: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(handler)
    async def wait(*args: Any, **kwargs: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(_heavy, functools.partial(handler, *args, **kwargs))

    return wait
