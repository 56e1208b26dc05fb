"""The peer of the door: FastAPI and pydantic as a careful team would write the endpoint, with the same durable log."""

from base64 import b64decode
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Header, HTTPException
from granian.constants import Interfaces
from pydantic import AwareDatetime, BaseModel, Field, IPvAnyAddress, StringConstraints, TypeAdapter

from bench.serving import granian
from regulars.app.access import first_keys
from regulars.collect.limits import Limits
from regulars.collect.receive import Receiver, Silent
from regulars.kit.clock import SystemClock
from regulars.log.sqlite import SqliteLog
from regulars.records import Envelope
from regulars.state.desk import Desk
from regulars.state.sqlite import SqliteDesk, SqliteState

Identifier = Annotated[str, StringConstraints(strip_whitespace=True, max_length=256)]


class Context(BaseModel, extra="allow"):
    """The parts that the door looks at too."""

    ip: IPvAnyAddress | None = None
    locale: str | None = None
    timezone: str | None = None
    traits: dict[str, Any] | None = None


class Call(BaseModel):
    """One call of the Segment spec, with those of the door's checks that can be declared."""

    type: Literal["track", "identify", "page", "screen", "group", "alias"]
    message_id: Annotated[str, Field(alias="messageId", min_length=1, max_length=100)]
    event: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    user_id: Annotated[Identifier | None, Field(alias="userId")] = None
    anonymous_id: Annotated[Identifier | None, Field(alias="anonymousId")] = None
    timestamp: AwareDatetime
    properties: dict[str, Any] = {}
    traits: dict[str, Any] = {}
    context: Context = Context()


class Batch(BaseModel):
    """What an SDK posts."""

    batch: Annotated[list[Call], Field(max_length=2_500)]


class Taken(BaseModel):
    """The answer."""

    success: bool


def application(desk: Desk, log: SqliteLog) -> FastAPI:
    """The endpoint. It waits for the disk as the door does: one group commit for all requests that wait."""
    app = FastAPI()
    receiver = Receiver(log, Limits(), Silent())
    clock = SystemClock()
    dump = TypeAdapter(list[Call]).dump_json

    # `async`, as FastAPI runs plain functions in a thread for each request.
    async def known(authorization: Annotated[str, Header()] = "") -> str:
        try:
            key = desk.look_up(b64decode(authorization.removeprefix("Basic "), validate=True).decode().partition(":")[0])
        except ValueError:
            key = None
        if key is None or key.kind != "write":
            raise HTTPException(401, "unknown write key")
        return key.source

    @app.post("/v1/batch")
    async def take(data: Batch, source: Annotated[str, Depends(known)]) -> Taken:
        at = clock.now()
        await receiver.store(
            [Envelope("main", "events", source, at, len(data.batch), dump(data.batch, by_alias=True, exclude_unset=True))]
        )
        return Taken(success=True)

    return app


def serve(folder: Path) -> None:
    """The process."""
    desk = SqliteDesk(SqliteState(folder / "state.db"))
    keys = first_keys(desk, "main", SystemClock().now())
    assert keys
    log = SqliteLog(folder / "log.db")
    granian(application(desk, log), Interfaces.ASGI, write_key=keys.write_key)
    log.close()
