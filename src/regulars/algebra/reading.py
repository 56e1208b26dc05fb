"""JSON values read as typed values, live. A value of another type is NULL; a number may stand in a text only where declared."""

from collections.abc import Callable
from typing import Any

from regulars.algebra import dates, numeric

_LEAST, _END = -(1 << 63), 1 << 64
"""Integers that an engine reads as integers: from `_LEAST` to before `_END`."""


def _number(value: Any) -> float | None:
    kind = type(value)
    if kind is float:
        return value + 0.0  # type: ignore[no-any-return]
    if kind is int:
        try:
            return float(value)
        except OverflowError:
            return None
    return None


def _lenient_number(value: Any) -> float | None:
    return numeric.load(value) if type(value) is str else _number(value)


def _text(value: Any) -> str | None:
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value) if _LEAST <= value < _END else None
    if kind is bool:
        return "true" if value else "false"
    return None


def _boolean(value: Any) -> bool | None:
    return value if type(value) is bool else None


def _lenient_boolean(value: Any) -> bool | None:
    if type(value) is str:
        return {"true": True, "false": False}.get(value)
    return _boolean(value)


def _timestamp(value: Any) -> int | None:
    return dates.load(value) if type(value) is str else None


def _texts(value: Any) -> list[str] | None:
    if type(value) is not list:
        return None
    return [text for text in map(_text, value) if text is not None]


def _as_is(value: Any) -> Any:
    return value


READERS: dict[tuple[str, bool], Callable[[Any], Any]] = {
    ("number", False): _number,
    ("number", True): _lenient_number,
    ("text", False): _text,
    ("boolean", False): _boolean,
    ("boolean", True): _lenient_boolean,
    ("timestamp", False): _timestamp,
    ("list<text>", False): _texts,
    ("any", False): _as_is,
}
"""By type and whether it is declared (lenient)."""


def dig(value: Any, path: tuple[str, ...]) -> Any:
    """The JSON value at a path of keys; None where it leads nowhere."""
    for key in path:
        if type(value) is not dict:
            return None
        value = value.get(key)
    return value
