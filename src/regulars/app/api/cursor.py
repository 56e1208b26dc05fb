"""Pages: opaque cursors that only this house can make, each good for one list of one workspace."""

import base64
import hmac
from hashlib import blake2b
from typing import Annotated, Any

import msgspec
from litestar.params import QueryParameter

from regulars.app.api.problems import Unfit

_TAG = 12

Limit = Annotated[int, QueryParameter(ge=1, le=200, description="How many to give at most.")]
Cursor = Annotated[
    str | None,
    QueryParameter(max_length=400, min_length=1, description="`next` of the page before; leave out for the first page."),
]


class Cursors:
    """Makes and reads cursors. `secret` is the house's; a cursor of another workspace or list is as good as a random one."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def make(self, workspace: str, what: str, place: Any) -> str:
        """The cursor that stands after `place` (plain data) in the list `what`."""
        body = msgspec.msgpack.encode(place)
        return base64.urlsafe_b64encode(self._tag(workspace, what, body) + body).rstrip(b"=").decode()

    def read(self, workspace: str, what: str, cursor: str | None, first: Any) -> Any:
        """The place after which to go on; `first` without a cursor. Raises Unfit `bad_cursor`."""
        if cursor is None:
            return first
        try:
            data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            body = data[_TAG:]
            if hmac.compare_digest(data[:_TAG], self._tag(workspace, what, body)):
                return msgspec.msgpack.decode(body)
        except (ValueError, msgspec.DecodeError):
            pass
        raise Unfit(400, "bad_cursor", "this cursor is not one of this list; start from the first page")

    def _tag(self, workspace: str, what: str, body: bytes) -> bytes:
        return blake2b("\x1f".join((workspace, what)).encode() + b"\x1f" + body, key=self._secret, digest_size=_TAG).digest()
