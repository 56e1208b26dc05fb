"""Numbers, live: IEEE doubles as DuckDB computes them. What is not finite becomes NULL where a value leaves arithmetic."""

import math
import re

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
NUMBER_TEXT = _NUMBER.pattern
"""The grammar of a number in a text, for both runtimes."""

FINE = 1e6
"""Sums count millionths, as exact integers: so order and engine do not matter."""
SUM_LIMIT = 1e15
SQUARE_LIMIT = 1e9
_DIGITS = 10**18


def divide(a: float, b: float) -> float | None:
    return a / b if b else None


def modulo(a: float, b: float) -> float | None:
    """The remainder with the sign of the dividend."""
    if not b or math.isinf(a):
        return None
    return math.fmod(a, b)


def power(a: float, b: float) -> float | None:
    try:
        return math.pow(a, b)
    except (OverflowError, ValueError):
        return None


def exp(a: float) -> float | None:
    try:
        return math.exp(a)
    except OverflowError:
        return None


def ln(a: float) -> float | None:
    return math.log(a) if a > 0 else None


def sqrt(a: float) -> float | None:
    return math.sqrt(a) if a >= 0 else None


def floor(a: float) -> float:
    return float(math.floor(a)) if math.isfinite(a) else a


def ceil(a: float) -> float:
    return float(math.ceil(a)) if math.isfinite(a) else a


def rounded(a: float) -> float:
    """Half away from zero."""
    if not math.isfinite(a):
        return a
    size = abs(a)
    whole = math.floor(size)
    return math.copysign(float(whole + 1 if size - whole >= 0.5 else whole), a)


def rounded_to(a: float, digits: int) -> float:
    """Half away from zero at a number of decimals, by scaling."""
    scale = 10.0**digits
    scaled = rounded(a * scale) / scale
    return scaled if math.isfinite(scaled) else a


def load(text: str) -> float | None:
    """The number that a text spells; NULL for every other text."""
    if _NUMBER.fullmatch(text) is None:
        return None
    value = float(text)
    return value + 0.0 if math.isfinite(value) else None


def dump(a: float) -> str | None:
    """A number as text: at most six decimals, no exponent; NULL from 1e15 on."""
    if abs(a) > SUM_LIMIT:
        return None
    size = math.floor(abs(a) * FINE + 0.5)
    digits = f"{size // 1_000_000}.{size % 1_000_000:06d}".rstrip("0").rstrip(".")
    return f"-{digits}" if a < 0 and size else digits


def double(a: int) -> float:
    """An exact integer as a double, by the same steps in both runtimes (engines differ in how they round wide integers)."""
    if -_DIGITS < a < _DIGITS:
        return float(a)
    size = abs(a)
    high, low = divmod(size, _DIGITS)
    top, middle = divmod(high, _DIGITS)
    value = (float(top) * 1e18 + float(middle)) * 1e18 + float(low)
    return value if a > 0 else -value
