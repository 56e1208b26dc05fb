"""A screen over the raw bytes of a body: a few passes in C that say "nothing odd in here", or send it to the careful path.

It may suspect too much, never too little: what passes needs no look at single values. The cost is about a microsecond an event.
"""

import re

from regulars.collect.limits import Limits


def _classes() -> bytes:
    """The class of each byte: digits `0`, `e`, brackets `{` `}`, others `x`."""
    classes = bytearray(b"x") * 256
    for members, byte in ((b"0123456789", b"0"), (b"eE", b"e"), (b"[{", b"{"), (b"]}", b"}")):
        for member in members:
            classes[member] = byte[0]
    return bytes(classes)


_CLASSES = _classes()
_DULL = b"ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ+:\"_=&?%#@()'"
"""Left out of the classes, to shorten them. Letters of hexadecimal numbers stay: they keep the digits of identifiers apart."""
_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_CURLY = bytes.maketrans(b"[]", b"{}")
_LONG_NUMBER = b"0" * 19
"""The longest 63-bit integer has 19 digits."""
_LONG_EXPONENT = re.compile(rb"[eE]\+?[0-9]{3,}\s*(?:[,\]}\0]|\Z)")
"""Ends between values, so that the digits of identifiers in quotes do not count."""


def clean(body: bytes, payload: bytes, limits: Limits) -> bool:
    """Whether the payloads (well-formed JSON values, `\0` between them) surely have none of these: invalid UTF-8, numbers
    beyond 63 bits or beyond a double, too many levels of nesting, keys longer than allowed, reserved keys; and the whole body
    no NUL characters."""
    if not payload.isascii():
        try:
            str(payload, "utf-8")
        except UnicodeDecodeError:
            return False
    if b"\\" in body:
        if b"\\u0000" in body:
            return False
        payload = payload.replace(b"\\\\", b"xx").replace(b'\\"', b"xx")  # a quote inside a string is no end of one
    classes = payload.translate(_CLASSES, _DULL)
    return not (
        _LONG_NUMBER in classes
        or (b"e000" in classes and _LONG_EXPONENT.search(payload))
        or b"__regulars" in payload
        or not _peels(classes.translate(None, _NOT_BRACKETS), limits.depth)
        or not short_keys(payload, limits.key_bytes)
    )


def shallow(text: bytes, levels: int) -> bool:
    """Whether the brackets of a text nest at most `levels` deep. Brackets inside strings count, so False means "perhaps not".

    >>> shallow(b'{"a":[1,{"b":[]}]}', 4), shallow(b'{"a":[1,{"b":[]}]}', 3)
    (True, False)
    """
    return _peels(text.translate(_CURLY, _NOT_BRACKETS), levels)


def _peels(brackets: bytes, levels: int) -> bool:
    """Whether nothing is left after the innermost pairs were peeled off so many times."""
    for _ in range(levels):
        if not brackets:
            return True
        brackets = brackets.replace(b"{}", b"")
    return not brackets


def within(text: bytes, mark: bytes, most: int) -> bool:
    """Whether no stretch without the mark (one byte) is longer than `most` bytes. It hops instead of walking.

    >>> within(b"ab|abc", b"|", 3), within(b"ab|abc", b"|", 2)
    (True, False)
    """
    at, last, rfind = 0, len(text) - most - 1, text.rfind
    while at <= last:
        at = rfind(mark, at, at + most + 1) + 1
        if not at:
            return False
    return True


def short_keys(body: bytes, most: int) -> bool:
    """Whether no key is longer than `most` bytes. Looks for the last quote in each stretch, so it hops instead of walking.

    >>> short_keys(b'{"abc":"a very long value"}', 3), short_keys(b'{"abcd":1}', 3)
    (True, False)
    """
    stretch = most + 1
    at, last, rfind = 0, len(body) - stretch, body.rfind
    while at < last:
        quote = rfind(b'"', at, at + stretch)
        if quote >= 0:
            at = quote + 1
            continue
        at = body.find(b'"', at + stretch)
        if at < 0:
            return True
        if body[at + 1 : at + 32].lstrip()[:1] in (b":", b""):
            return False
        at += 1
    return True
