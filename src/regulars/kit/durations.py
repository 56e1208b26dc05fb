"""Lengths of time as people write them: a whole number and one unit, `30m`, `2h`, `90d`, `12w`.

One grammar for the whole house: windows, waits, time-outs, half-lives, caps. Months and years are refused, because they have
no fixed length: two runtimes would have to agree on what `1 month` before 31 March is.
"""

import re

from regulars.kit.clock import DAY, HOUR, MINUTE, SECOND
from regulars.kit.errors import RegularsError

UNITS: dict[str, int] = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
LONGEST = 36_600 * DAY
"""A hundred years."""

_SHAPE = re.compile(r"([0-9]{1,12})([smhdw])", re.ASCII)
_CALENDAR = re.compile(r"([0-9]+)\s*(mo|mon|months?|M|q|quarters?|y|yr|years?)|P[0-9]+[MY]", re.ASCII)
_WORDS = re.compile(r"([0-9]+)\s*(s|m|h|d|w)[a-z]*", re.ASCII | re.IGNORECASE)
_ISO = re.compile(r"P(?:([0-9]+)([DW])|T([0-9]+)([HMS]))", re.ASCII)


class DurationError(RegularsError):
    """A text is no length of time."""

    code = "bad_duration"


def parse(text: str) -> int:
    """The length in microseconds. Raises DurationError with what to write instead.

    >>> parse("90d") == 90 * DAY, parse("30m") == 30 * MINUTE
    (True, True)
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise DurationError(f"'{_short(text)}' is no length of time{_advice(text)}")
    length = int(match[1]) * UNITS[match[2]]
    if length == 0:
        raise DurationError(f"'{text}' is no length of time: it must be longer than zero")
    if length > LONGEST:
        raise DurationError(f"'{text}' is longer than a hundred years")
    return length


def days(text: str) -> int:
    """The length in whole days, for what counts by the calendar. Raises DurationError for parts of a day.

    >>> days("2w")
    14
    """
    length = parse(text)
    if length % DAY:
        raise DurationError(f"'{text}' is not a number of whole days; write it in days or weeks, like 1d")
    return length // DAY


def spell(length: int) -> str:
    """A length in microseconds in its largest exact unit; the inverse of `parse`.

    >>> spell(14 * DAY), spell(90 * MINUTE)
    ('2w', '90m')
    """
    for unit, size in reversed(UNITS.items()):
        if length > 0 and length % size == 0:
            return f"{length // size}{unit}"
    raise DurationError(f"{length} µs is no whole number of seconds")


def _advice(text: str) -> str:
    if calendar := _CALENDAR.fullmatch(text.strip()):
        days_each = {"m": 30, "M": 30, "q": 90, "y": 365}.get((calendar[2] or "m")[0], 30)
        example = f"{int(calendar[1] or 1) * days_each}d" if len(calendar[1] or "1") < 6 else "30d"
        return f": months and years have no fixed length; say it in days, like {example}"
    if iso := _ISO.fullmatch(text.strip()):
        return f"; did you mean '{iso[1] or iso[3]}{(iso[2] or iso[4]).lower()}'?"
    if words := _WORDS.fullmatch(text.strip()):
        return f"; did you mean '{words[1]}{words[2].lower()}'?"
    return ": write a whole number and one of s, m, h, d, w, like 90d or 30m"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
