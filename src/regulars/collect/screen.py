"""A screen over the raw bytes of a body: a few passes in C that say "nothing odd in here", or send it to the careful path.

It may suspect too much, never too little: what passes needs no look at single values. The cost is about a microsecond an event.
"""

import re

from regulars.collect.limits import Limits

_DIGIT, _EXPONENT, _SIGN, _BETWEEN, _OTHER = b"0e-,x"
_classes = bytearray([_OTHER]) * 256
for _byte in b"0123456789":
    _classes[_byte] = _DIGIT
for _byte in b"eE":
    _classes[_byte] = _EXPONENT
for _byte in b"+-":
    _classes[_byte] = _SIGN
for _byte in b",:[]{} \t\r\n":
    _classes[_byte] = _BETWEEN
_CLASSES = bytes(_classes)
_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_CURLY = bytes.maketrans(b"[]", b"{}")
_LONG_NUMBER = b"0" * 19
"""The longest 63-bit integer has 19 digits."""
_LONG_EXPONENT = re.compile(rb"e-?000+,")
"""Ends between values, so that the digits of identifiers in quotes do not count."""
_MINUS_ZERO = re.compile(rb"[:,\[\s]-0")


def clean(body: bytes, levels: int, limits: Limits) -> bool:
    """Whether the body (well-formed JSON) surely has none of these: invalid UTF-8, NUL characters, numbers beyond 63 bits or
    beyond a double, minus zero, more than `levels` levels of nesting, keys longer than allowed, reserved keys."""
    if not body.isascii():
        try:
            str(body, "utf-8")
        except UnicodeDecodeError:
            return False
    if b"\\" in body and b"\\u0000" in body:
        return False
    classes = body.translate(_CLASSES)
    return not (
        _LONG_NUMBER in classes
        or _LONG_EXPONENT.search(classes)
        or (b",-0" in classes and _MINUS_ZERO.search(body))
        or b"__regulars" in body
        or not shallow(body, levels)
        or not short_keys(body, limits.key_bytes)
    )


def shallow(body: bytes, levels: int) -> bool:
    """Whether brackets nest at most `levels` deep: each round peels the innermost pairs off.

    >>> shallow(b'{"a":[1,{"b":[]}]}', 4), shallow(b'{"a":[1,{"b":[]}]}', 3)
    (True, False)
    """
    brackets = body.translate(_CURLY, _NOT_BRACKETS)
    for _ in range(levels):
        if not brackets:
            return True
        brackets = brackets.replace(b"{}", b"")
    return not brackets


def short_keys(body: bytes, most: int) -> bool:
    """Whether no key is longer than `most` bytes. Looks for the last quote in each stretch, so it hops instead of walking.

    >>> short_keys(b'{"abc":"a very long value"}', 3), short_keys(b'{"abcd":1}', 3)
    (True, False)
    """
    if b'\\"' in body:  # a quote that is part of a string must not look like the end of one
        body = body.replace(b"\\\\", b"xx").replace(b'\\"', b"xx")
    at, end, stretch = 0, len(body), most + 1
    while at + stretch < end:
        quote = body.rfind(b'"', at, at + stretch)
        if quote >= at:
            at = quote + 1
            continue
        at = body.find(b'"', at + stretch)
        if at < 0:
            return True
        if body[at + 1 : at + 32].lstrip()[:1] in (b":", b""):
            return False
        at += 1
    return True
