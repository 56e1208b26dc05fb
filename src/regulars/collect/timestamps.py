"""The grammar of timestamps, and what the client's clock is worth."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from regulars.collect.limits import Limits
from regulars.collect.rejection import Rejection
from regulars.kit.clock import DAY

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_GRAMMAR = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,40}))?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?)?"
)
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?")
_UNITS = ((10**11, 1_000_000), (10**14, 1_000), (10**17, 1))
"""Numbers below the bound count in the unit of so many µs: seconds, milliseconds, microseconds."""


class Stamp(msgspec.Struct, frozen=True):
    """An event's instant and what was done to get it."""

    at: int
    warnings: tuple[str, ...] = ()
    changed: bool = False
    """The client's own value was not taken as it came, so it must be kept beside."""


def load(value: str | int | float) -> tuple[int, str]:
    """A client's timestamp as µs since the epoch, and a warning code or an empty string.

    ISO 8601 with a zone is what is expected. Taken with a warning: no zone or a bare date (read as UTC), a leap second, and
    numbers, by their magnitude: seconds below 10¹¹, milliseconds below 10¹⁴, microseconds below 10¹⁷.
    Digits finer than a microsecond are cut. Raises Rejection `invalid_timestamp`.

    >>> load("2026-11-22T09:41:01.134+08:00")
    (1795311661134000, '')
    >>> load(1795311661)
    (1795311661000000, 'timestamp_as_number')
    """
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
            # Python's own grammar knows more forms (week dates, compact ones) and later versions take 24:00: not ours.
            if moment.tzinfo is not None and value[10] == "T" and value[4] == "-" and value[11:13] != "24":
                return (moment - _EPOCH) // _MICROSECOND, ""
        except (ValueError, IndexError, OverflowError):
            pass
        return _load_text(value.strip())
    return _load_number(value)


def _load_text(text: str) -> tuple[int, str]:
    match = _GRAMMAR.fullmatch(text) if len(text) <= 80 and text.isascii() else None
    if match is None:
        if len(text) <= 41 and _NUMBER.fullmatch(text):
            return _load_number(float(text) if "." in text else int(text))
        raise Rejection("invalid_timestamp")
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    leap = second == "60"
    micros = 999_999 if leap else int((fraction or "0")[:6].ljust(6, "0"))
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), 59 if leap else int(second or 0), tzinfo=UTC
        )
        offset = _offset(zone)
    except ValueError:
        raise Rejection("invalid_timestamp") from None
    warning = "leap_second" if leap else "" if zone else "timestamp_without_zone"
    return (moment - _EPOCH) // _MICROSECOND + micros - offset, warning


def _offset(zone: str | None) -> int:
    if zone is None or zone in "Zz":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[-2:]) if len(zone) > 3 else 0
    if hours > 23 or minutes > 59:
        raise ValueError(zone)
    return (1 if zone[0] == "+" else -1) * (hours * 3600 + minutes * 60) * 1_000_000


def _load_number(value: int | float) -> tuple[int, str]:
    for bound, unit in _UNITS:
        if abs(value) < bound:
            return round(value * unit), "timestamp_as_number"
    raise Rejection("timestamp_out_of_range")


def skew(sent_at: Any, received_at: int, limits: Limits) -> int | None:
    """How far the client's clock is behind ours (µs), by when it says it sent: 0 if it does not say, None if it is absurd.

    Segment's formula: `timestamp = receivedAt - (sentAt - originalTimestamp)`.
    """
    if not sent_at or not isinstance(sent_at, (str, int, float)):
        return 0
    try:
        behind = received_at - load(sent_at)[0]
    except Rejection:
        return 0
    if -limits.skew_least < behind < limits.skew_least:
        return 0
    return behind if -limits.skew_most <= behind <= limits.skew_most else None


def settle(original: int, behind: int | None, received_at: int, limits: Limits) -> Stamp:
    """The instant that counts, from the client's instant and the skew of its clock (see `skew`).

    Raises Rejection `timestamp_out_of_range` for instants before 1970 or nonsensically far ahead.
    """
    if behind is None:
        return Stamp(received_at, ("clock_skew",), changed=True)
    at = original + behind
    if at < 0 or at > received_at + limits.future_years * 365 * DAY:
        raise Rejection("timestamp_out_of_range")
    if at > received_at + limits.future:
        return Stamp(received_at, ("timestamp_clamped",), changed=True)
    return Stamp(at, changed=behind != 0)
