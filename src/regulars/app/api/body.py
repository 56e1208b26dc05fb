"""Reading a request's body: strictly, in one decode, with errors that name the place."""

import re
from typing import Any

import msgspec
from litestar import Request
from litestar.types import Empty

from regulars.app.api.problems import Fault, Unfit
from regulars.collect.screen import shallow
from regulars.kit.errors import nearest

_DEPTH = 32
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)


class JsonRequest(Request[Any, Any, Any]):
    """A request whose JSON body is decoded into the type that its handler asks for, without any guessing."""

    async def json(self) -> Any:
        """The body as the handler's `data` type. Raises Unfit."""
        if self._json is Empty:
            field = self.route_handler.parsed_data_field
            body = await self.body()
            kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/json":
                raise Unfit(415, "unsupported_media_type", "send the body as application/json")
            self._json = decode(body, field.annotation if field else Any)
        return self._json


def decode(body: bytes, type_: Any) -> Any:
    """The JSON text as a value of `type_`. Raises Unfit 400 for what is no JSON, 422 for what is not of the type."""
    if not shallow(body, _DEPTH) and _depth(body) > _DEPTH:
        raise Unfit(400, "too_deep", f"the body nests deeper than {_DEPTH} levels")
    try:
        return msgspec.json.decode(body, type=type_)
    except msgspec.ValidationError as error:
        raise _unfit(str(error), type_) from None
    except UnicodeDecodeError:
        raise Unfit(400, "invalid_utf8", "the body is not UTF-8") from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unfit(400, "invalid_json", f"the body is not JSON: {error}") from None


def _unfit(message: str, type_: Any) -> Unfit:
    match = _PLACE.match(message)
    what, path = (match["what"], match["path"] or "$") if match else (message, "$")
    path = path.removeprefix("$").removeprefix(".")
    if unknown := _UNKNOWN.fullmatch(what):
        name = unknown["name"]
        known = [field.encode_name for field in msgspec.structs.fields(type_)] if _is_struct(type_) and not path else []
        path = f"{path}.{name}" if path else name
        allowed = f"; there are: {', '.join(known)}" if 0 < len(known) <= 20 else ""
        sentence = f"there is no field '{path}'{nearest(name, known) or allowed}"
        return Unfit(422, "unknown_field", sentence, [Fault(path, "unknown field")])
    return Unfit(422, "invalid_request", f"the body does not fit: {what}", [Fault(path, what)])


def _is_struct(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, msgspec.Struct)


def _depth(body: bytes) -> int:
    """Exactly how deep the brackets outside of strings nest."""
    deepest = depth = 0
    for token in re.finditer(rb'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', body):
        first = token[0][:1]
        if first in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest
