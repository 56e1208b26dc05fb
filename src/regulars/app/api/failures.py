"""Events that could not be taken: kept with their reason, shown, sent through the door again."""

from typing import Annotated

import msgspec
from litestar.params import JSONBody, QueryParameter
from msgspec import Meta

from regulars.app import repair
from regulars.app.api.cursor import Cursor, Limit
from regulars.app.api.given import TheCaller, TheCursors, TheHouse
from regulars.app.api.route import get, post
from regulars.kit.clock import to_text


class Failure(msgspec.Struct, frozen=True):
    """One event that was not taken."""

    offset: int
    index: int
    """Its place within the record of the log."""
    code: str
    path: str
    source: str
    message_id: str
    received_at: str
    body: str
    """What came, as text; bytes that are no UTF-8 appear as `\\xNN`."""
    reprocessed_at: str | None


class Failures(msgspec.Struct, frozen=True):
    """A page of failures, oldest first, or the latest first where that was asked."""

    failures: list[Failure]
    counts: dict[str, int]
    """How many there are by code, those already reprocessed left out."""
    next: str | None


class Reprocess(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which failures to send through the checks again."""

    code: Annotated[str, Meta(max_length=200, description="Only failures with this code.", examples=["too_deep"])] | None = None
    limit: Annotated[int, Meta(ge=1, le=10_000, description="How many to take at most.")] = 1000


class Reprocessed(msgspec.Struct, frozen=True):
    """What became of them."""

    taken: int
    """Now in the log as events."""
    failed: int
    """Still wrong; they stay among the failures."""


@get("/v1/failures", tag="failures", scope="read")
def list_failures(
    house: TheHouse,
    caller: TheCaller,
    cursors: TheCursors,
    code: Annotated[str | None, QueryParameter(max_length=200, description="Only failures with this code.")] = None,
    latest: Annotated[bool, QueryParameter(description="The latest first.")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Failures:
    """List the events that could not be taken, oldest first (or the latest), each with its reason and as it came."""
    what = f"failures {code or ''} {'latest' if latest else ''}"
    after = cursors.read(caller.workspace, what, cursor, (0, -1))
    state = house.backends.state
    found = state.query("failures", caller.workspace, after=tuple(after), limit=limit, code=code, latest=latest)
    page = [
        Failure(
            offset=f.offset,
            index=f.index,
            code=f.code,
            path=f.path,
            source=f.source,
            message_id=f.message_id,
            received_at=to_text(f.received_at),
            body=f.body.decode(errors="backslashreplace"),
            reprocessed_at=to_text(f.reprocessed_at) if f.reprocessed_at else None,
        )
        for f in found
    ]
    following = cursors.make(caller.workspace, what, (found[-1].offset, found[-1].index)) if len(found) == limit else None
    return Failures(page, state.query("failure_counts", caller.workspace), following)


@post(
    "/v1/failures/reprocess",
    tag="failures",
    scope="write",
    errors=(503,),
    heavy=True,
    audit=lambda given: ("failures", given["data"].code or "all"),
)
def reprocess_failures(house: TheHouse, caller: TheCaller, data: JSONBody[Reprocess]) -> Reprocessed:
    """Send failures through the checks again, after the tracking plan or the rules have changed.

    What passes is stored as an event of its source with its first time of receipt in `extra`; what does not stays as it is.
    """
    taken, failed = repair.reprocess(house, caller.workspace, data.code, data.limit)
    return Reprocessed(taken, failed)
