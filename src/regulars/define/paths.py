"""Paths into an event (`properties.product_id`) and into the elements of its arrays (`properties.products as line`)."""

import re
from collections.abc import Iterator

import msgspec

from regulars.define.findings import Finding, error
from regulars.kit.errors import RegularsError, nearest

_EACH = re.compile(r"\s*(\w+(?:\.\w+)+)\s+as\s+(\w+)\s*", re.IGNORECASE)
_PATH = re.compile(r"\w+(?:\.\w+)+")
ROOTS = ("properties", "traits", "context")


class PathError(RegularsError):
    """A text is no path into an event."""

    code = "bad_path"


class Each(msgspec.Struct, frozen=True):
    """The elements of an array: where it stands in the event, and the word for one element."""

    path: tuple[str, ...]
    word: str


def each_of(text: str) -> Each:
    """`properties.products as line` taken apart. Raises PathError.

    >>> each_of("properties.products as line")
    Each(path=('properties', 'products'), word='line')
    """
    match = _EACH.fullmatch(text)
    if match is None:
        raise PathError(f"'{text}' does not say where an array stands; write it like 'properties.products as line'")
    return Each(path_of(match[1], ROOTS[:1]), match[2])


def path_of(text: str, roots: tuple[str, ...]) -> tuple[str, ...]:
    """`properties.product_id` taken apart; the first part must be one of `roots`. Raises PathError.

    >>> path_of("line.product_id", ("line",))
    ('line', 'product_id')
    """
    parts = tuple(text.strip().split("."))
    if not _PATH.fullmatch(text.strip()):
        raise PathError(f"'{text}' is no path; write it like '{roots[0]}.product_id'")
    if parts[0] not in roots:
        raise PathError(f"'{text}' begins with '{parts[0]}'{nearest(parts[0], roots) or '.'} Allowed: {', '.join(roots)}")
    return parts


def check_path(item: str, each: str | None, label: str, at: str) -> Iterator[Finding]:
    """A path in an event, or in the elements of `each`."""
    try:
        path_of(item, (each_of(each).word,) if each is not None else ROOTS)
    except PathError as problem:
        yield error(problem.code, f"{label}: {problem.sentence}", at)
