"""Reading one JSON value carefully: what a JSON parser lets pass and later readers choke on is found here, with its path."""

import json
import re
from typing import Any, NoReturn

from regulars.collect.limits import Limits
from regulars.collect.rejection import Rejection

_STRING_OR_BRACKET = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_INT64 = 1 << 63
RESERVED = "__regulars"


class Tree:
    """One decoded event, its values repaired where that loses nothing, with the codes of what was repaired.

    Raises Rejection: `event_too_large`, `invalid_utf8`, `too_deep`, `invalid_json`, `duplicate_key`, `number_out_of_range`,
    `control_char`, `reserved_key`, `too_many_keys`, `key_too_long`, `string_too_long`, `array_too_long`.
    """

    def __init__(self, raw: bytes, limits: Limits) -> None:
        self.limits = limits
        self.warnings: list[str] = []
        self._keys = 0
        if len(raw) > limits.event_bytes:
            raise Rejection("event_too_large")
        try:
            text = str(raw, "utf-8")
        except UnicodeDecodeError:
            raise Rejection("invalid_utf8") from None
        if depth(raw) > limits.depth + 1:
            raise Rejection("too_deep")
        try:
            value = json.loads(
                text, object_pairs_hook=_Pairs, parse_int=self._int, parse_float=_float, parse_constant=_constant, strict=True
            )
        except ValueError:
            raise Rejection("invalid_json") from None
        self.value: Any = self._clean(value, "")

    def warn(self, code: str) -> None:
        """Note a repair; each code once."""
        if code not in self.warnings:
            self.warnings.append(code)

    def _int(self, digits: str) -> int | str:
        if len(digits) > self.limits.number_digits:
            raise Rejection("number_out_of_range")
        if len(digits) < 19 or -_INT64 <= int(digits) < _INT64:
            return int(digits)
        self.warn("number_as_string")
        return digits

    def _clean(self, value: Any, path: str) -> Any:
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, _Pairs):
            return self._object(value, path)
        if isinstance(value, list):
            if len(value) > self.limits.array:
                raise Rejection("array_too_long", path)
            return [self._clean(item, f"{path}[{index}]") for index, item in enumerate(value)]
        return value

    def _object(self, pairs: "_Pairs", path: str) -> dict[str, Any]:
        self._keys += len(pairs)
        if self._keys > self.limits.keys:
            raise Rejection("too_many_keys", path)
        found: dict[str, Any] = {}
        for key, value in pairs:
            inner = f"{path}.{key}" if path else key
            if "\0" in key:
                raise Rejection("control_char", path)
            if len(key.encode(errors="surrogatepass")) > self.limits.key_bytes:
                raise Rejection("key_too_long", path)
            if key.startswith(RESERVED):
                raise Rejection("reserved_key", inner)
            if key in found and not path:  # inside a payload the last one wins, for every reader: only what was decoded is kept
                raise Rejection("duplicate_key", inner)
            found[key] = self._clean(value, inner)
        return found

    def _text(self, value: str, path: str) -> str:
        try:
            size = len(value) if value.isascii() else len(value.encode())
        except UnicodeEncodeError:
            raise Rejection("invalid_json", path) from None
        if size > self.limits.string_bytes:
            raise Rejection("string_too_long", path)
        if "\0" in value and path not in IDENTIFYING:
            self.warn("nul_removed")
            return value.replace("\0", "")
        return value


IDENTIFYING = frozenset(("userId", "anonymousId", "groupId", "previousId", "messageId", "event", "name", "type"))
"""Fields in which a control character is no typing error: it is left there for the check of the field to see."""


class _Pairs(list[tuple[str, Any]]):
    """An object as it was written, repeated keys included."""


def depth(raw: bytes) -> int:
    """How many levels of objects and arrays a JSON text has.

    >>> depth(b'{"a":["]]]"]}')
    2
    """
    level = deepest = 0
    for token in _STRING_OR_BRACKET.findall(raw):
        if token in (b"{", b"["):
            level += 1
            deepest = max(deepest, level)
        elif token in (b"}", b"]"):
            level -= 1
    return deepest


def _float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise Rejection("number_out_of_range")
    return value


def _constant(name: str) -> NoReturn:
    raise Rejection("invalid_json")
