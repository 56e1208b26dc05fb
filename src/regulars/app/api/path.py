"""Paths of requests: strange ones are nobody's, and a slash inside an identifier survives."""

import re
from urllib.parse import quote, unquote

_STRANGE = re.compile(rb"//|\\|;|%00|/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
_ESCAPED = re.compile(b"%2f", re.IGNORECASE)
_SLASH = "\ue000"
"""Stands for a slash that was escaped within one segment."""


def strange(raw: bytes) -> bool:
    """Whether no route can have this path: empty and dot segments, path parameters, NUL.

    >>> strange(b"/v1/%2e%2E/x"), strange(b"/v1/customers/a%2Fb")
    (True, False)
    """
    return _STRANGE.search(raw) is not None


def segmented(raw: bytes) -> str:
    """The path, decoded, in which escaped slashes do not part segments; see `whole`."""
    return unquote(_ESCAPED.sub(quote(_SLASH).encode(), raw).decode("latin-1"))


def whole(segment: str) -> str:
    """A segment of a `segmented` path as the client meant it.

    >>> whole(segmented(b"/v1/customers/a%2Fb").rpartition("/")[2])
    'a/b'
    """
    return segment.replace(_SLASH, "/")
