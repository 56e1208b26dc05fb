"""How a route is declared: its scope, its errors and its documentation stand in one place, and the guard follows from them.

A key needs the route's scope, a member the permission `may` (by default the one of the scope, see `app.roles`). What `audit`
names is written into the audit trail once the handler is done, and before its answer goes out.
"""

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

from regulars.app import audit as trail
from regulars.app.access import Access, Caller, Scope, meant
from regulars.app.api.problems import MEDIA_TYPE, Fault, Problem, Unfit, short
from regulars.app.roles import OF_SCOPE, Permission
from regulars.kit.errors import nearest

_ERRORS = {
    400: "The request is malformed.",
    401: "No key or session, or none that opens anything.",
    403: "The key lacks the scope, or the member the permission.",
    404: "There is nothing like that in this workspace.",
    408: "The body came too slowly.",
    409: "It cannot be done in this state.",
    413: "The body is too large.",
    415: "The body is not of a media type that this route takes.",
    422: "Well-formed, but it cannot be done; `errors` names the places.",
    429: "Too many tries failed: try again after `Retry-After` seconds.",
    501: "An extra that this needs is not installed; the answer names it.",
    503: "Not now: try again after `Retry-After` seconds.",
}
_SAFE = ("GET", "HEAD", "OPTIONS")
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


def patch(path: str, **options: Any) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """Declare a PATCH route; see `route`."""
    options.setdefault("status", HTTP_200_OK)
    return route(litestar.patch, path, **options)


def route(
    method: Callable[..., Any],
    path: str,
    *,
    tag: str,
    scope: Scope | None,
    may: Permission | None = None,
    audit: trail.Object | None = None,
    veil: bool = True,
    errors: Sequence[int] = (),
    status: int | None = None,
    heavy: bool = False,
    strict: bool = True,
    **options: Any,
) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """Declare a route. The first line of the handler's docstring is its summary, the rest its description.

    `scope` None: open to everybody. `veil` False: the answer holds nothing of customers (or what was asked to be revealed), so
    personal fields need not be covered for members. `errors`: statuses besides those that every route of its kind may answer.
    Handlers may block: they run in threads; a `heavy` one waits for one of two. `strict`: unknown query parameters are refused.
    """

    def declare(handler: Callable[..., Any]) -> HTTPRouteHandler:
        summary, _, description = inspect.cleandoc(handler.__doc__ or "").partition("\n")
        statuses = {400, *errors, *((401, 403) if scope else ())}
        if "{" in path:
            statuses.add(404)
        if "data" in inspect.signature(handler).parameters:
            statuses |= {408, 413, 415, 422}
        done = _audited(handler, audit) if audit else handler
        declared: HTTPRouteHandler = method(
            path,
            operation_id=handler.__name__,
            summary=summary.rstrip("."),
            description=" ".join(description.split()) or None,
            tags=[tag],
            guards=[*([needs(scope, may)] if scope else []), *([asks_only(_query(handler))] if strict else [])],
            responses={
                code: ResponseSpec(Problem, description=_ERRORS[code], media_type=MEDIA_TYPE, generate_examples=False)
                for code in sorted(statuses)
            },
            security=[{"secret_key": []}, {"session": []}] if scope else [],
            opt={"veil": veil, "may": (may or OF_SCOPE[scope]) if scope else None},
            response_description=_described(inspect.signature(handler).return_annotation),
            raises=None,
            status_code=status,
            **options,
        )(done if inspect.iscoroutinefunction(handler) else _apart(done, _heavy if heavy else None))
        return declared

    return declare


def _described(answer: Any) -> str:
    """The first line of what the type of the answer says of itself."""
    own = isinstance(answer, type) and issubclass(answer, msgspec.Struct)
    return inspect.cleandoc(answer.__doc__ or "").partition("\n")[0] if own else "Done."


def needs(
    scope: Scope, may: Permission | None = None
) -> Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], None]:
    """The guard that lets keys with this scope and members with this permission pass."""
    permission = may or OF_SCOPE[scope]

    def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        access: Access = connection.app.state.access
        caller = access.admitted(connection.headers, place_of(connection))
        if caller is None:
            raise Unfit(401, "unauthorized", "sign in, or send a secret key of the workspace: `Authorization: Bearer sk_…`")
        if caller.member and connection.scope.get("method") not in _SAFE and not meant(caller, connection.headers):
            raise Unfit(403, "not_meant", "a change by cookie needs the header X-Regulars-CSRF with the session's token")
        if not caller.may(permission, scope):
            lacks = f"your role '{caller.role}' may not do this ({permission})"
            raise Unfit(403, "forbidden", lacks if caller.member else f"this key lacks the scope '{scope}'")
        connection.scope["state"]["caller"] = caller
        connection.scope["state"]["clear"] = not handler.opt["veil"]

    return guard


def place_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The network address of whoever asks; a proxy's, where there is one (what it says of others is not believed)."""
    return connection.client.host if connection.client else ""


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


def _audited(handler: Callable[..., Any], names: trail.Object) -> Callable[..., Any]:
    """The handler, which must take `house` and `caller`, with the audit trail behind it."""

    @functools.wraps(handler)
    def write(*args: Any, **kwargs: Any) -> Any:
        answer = handler(*args, **kwargs)
        house = kwargs["house"]
        trail.write(house.backends.trail, house.clock, kwargs["caller"], handler.__name__, *names(kwargs))
        return answer

    return write


def _apart(handler: Callable[..., Any], pool: ThreadPoolExecutor | None) -> Callable[..., Any]:
    """The handler in a thread: one of the pool, or (None) of those that the event loop has for all.

    Litestar's own `sync_to_thread` does it twice where two methods share an address.
    """

    @functools.wraps(handler)
    async def wait(*args: Any, **kwargs: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(pool, functools.partial(handler, *args, **kwargs))

    return wait
