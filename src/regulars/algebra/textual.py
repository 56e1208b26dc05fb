"""Texts, live: sequences of code points, compared by code point, cased one code point at a time (as DuckDB's utf8proc does)."""

import re
from functools import lru_cache

BLANK = " \t\n\r"


@lru_cache(maxsize=4096)
def _upper_one(char: str) -> str:
    if char == "ß":
        return "ẞ"
    for other in (char.upper(), char.title()):  # Greek letters with a subscript iota have a title case of one code point
        if len(other) == 1:
            return other
    return char


@lru_cache(maxsize=4096)
def _lower_one(char: str) -> str:
    if char == "İ":
        return "i"
    other = char.lower()
    return other if len(other) == 1 else char


def upper(a: str) -> str:
    return a.upper() if a.isascii() else "".join(map(_upper_one, a))


def lower(a: str) -> str:
    return a.lower() if a.isascii() else "".join(map(_lower_one, a))


def trim(a: str) -> str:
    return a.strip(BLANK)


def substr(a: str, start: float, length: float | None = None) -> str | None:
    """From the 1-based position `start`, at most `length` code points; NULL where either is out of its range."""
    first = int(start)
    if not 1 <= first <= 1_000_000_000:
        return None
    if length is None:
        return a[first - 1 :]
    count = int(length)
    return a[first - 1 : first - 1 + count] if 0 <= count <= 1_000_000_000 else None


def replaced(a: str, old: str, new: str) -> str:
    return a.replace(old, new) if old else a


def split_part(a: str, separator: str, index: float) -> str | None:
    """The 1-based part between separators; empty beyond the last; NULL for an empty separator or an index below 1."""
    place = int(index)
    if not separator or not 1 <= place <= 1_000_000_000:
        return None
    parts = a.split(separator)
    return parts[place - 1] if place <= len(parts) else ""


def joined(*parts: str | None) -> str:
    """`concat`: NULLs are left out."""
    return "".join(part for part in parts if part is not None)


@lru_cache(maxsize=4096)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile("".join({"%": ".*", "_": "."}.get(char) or re.escape(char) for char in pattern), re.DOTALL)


def like(a: str, pattern: str) -> bool:
    """SQL LIKE without an escape character: `%` any text, `_` one code point."""
    return _pattern(pattern).fullmatch(a) is not None


def ilike(a: str, pattern: str) -> bool:
    return like(lower(a), lower(pattern))


def boolean(a: str) -> bool | None:
    """`true` and `false` in any ASCII case; NULL for every other text."""
    return {"true": True, "false": False}.get(lower(a))
