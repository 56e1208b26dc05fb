"""What a row is: an event, or one element of an array in it; and what every event has."""

import re
from typing import Any

from regulars.algebra.types import ExpressionError

ROW_COLUMNS = {
    "event": "text",
    "type": "text",
    "source": "text",
    "id": "text",
    "user_id": "text",
    "anonymous_id": "text",
    "timestamp": "timestamp",
    "received_at": "timestamp",
}
"""Columns of every event, by the name that expressions use, with their types."""
ROW_ROOTS = ("properties", "traits", "context")
"""JSON objects of an event, read by path."""

_EACH = re.compile(r"\s*properties\.([\w.]+)\s+as\s+(\w+)\s*", re.IGNORECASE)


def array(each: str | None, where: str = "") -> tuple[tuple[str, ...] | None, str]:
    """The path of an array in the properties and the name of its elements.

    >>> array("properties.products as line")
    (('products',), 'line')
    """
    if each is None:
        return None, ""
    match = _EACH.fullmatch(each)
    if match is None:
        raise ExpressionError(f"'{each}' names no array; write it like: properties.products as line", where=where)
    alias = match[2]
    if alias in (*ROW_COLUMNS, *ROW_ROOTS):
        raise ExpressionError(f"'{alias}' already means something in an event; choose another name, such as line", where=where)
    return tuple(match[1].split(".")), alias


def elements(properties: Any, path: tuple[str, ...]) -> list[Any]:
    """The elements of the array at a path; none where there is no array. An element that is no object has no keys."""
    for key in path:
        if type(properties) is not dict:
            return []
        properties = properties.get(key)
    if type(properties) is not list:
        return []
    return [element if type(element) is dict else {} for element in properties]
