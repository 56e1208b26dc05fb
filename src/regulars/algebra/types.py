"""The types of expressions, and the error that a wrong expression raises.

| type | live (Python) | history (SQL) |
| --- | --- | --- |
| `number` | float, finite, never -0.0 | DOUBLE |
| `integer` | int (what counts and lengths give; a number wherever a number is asked) | BIGINT |
| `text` | str, compared by code point | VARCHAR |
| `boolean` | bool | BOOLEAN |
| `timestamp` | int, µs since the epoch, between 1900 and 2200 | BIGINT |
| `list<T>` | list without NULLs | T[] |

`any` is a JSON value whose type nobody has said yet, `null` the type of a bare NULL. NULL is `None` everywhere.
"""

from regulars.kit.errors import RegularsError

DECLARED = {
    "text": "text",
    "number": "number",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "list": "list<text>",
    "object": "any",
}
"""Types that a tracking plan may declare → types of expressions."""

EARLIEST = -2_208_988_800_000_000
"""1900-01-01T00:00:00Z. Instants outside `EARLIEST … LATEST` are NULL in both runtimes."""
LATEST = 7_258_118_400_000_000
"""2200-01-01T00:00:00Z."""


class ExpressionError(RegularsError):
    """An expression that cannot be taken, with its place (`file:line:column`) and what to write instead."""

    code = "expression"


def is_list(type_: str) -> bool:
    """Whether a type is a list of something."""
    return type_.startswith("list<")


def element(type_: str) -> str:
    """The type of a list's elements.

    >>> element("list<text>")
    'text'
    """
    return type_[5:-1]


def unify(types: "list[str]") -> str | None:
    """The one type that all of `types` are or can become without loss; None where there is none.

    >>> unify(["integer", "number", "null"]), unify(["text", "number"]), unify(["any"])
    ('number', None, 'any')
    """
    known = [type_ for type_ in types if type_ not in ("any", "null")]
    if not known:
        return "any" if "any" in types else "null"
    if all(type_ == known[0] for type_ in known):
        return known[0]
    if all(type_ in ("number", "integer") for type_ in known):
        return "number"
    return None
