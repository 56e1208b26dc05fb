"""Checks of one field of all events of a body at once: names, identifiers, times. "No" means that some needs a careful look."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import repeat
from typing import Any

from msgspec import UNSET

from regulars.collect import timestamps
from regulars.collect.limits import Limits
from regulars.collect.rejection import Rejection
from regulars.kit.identifiers import BLOCKED

Column = Sequence[Any]
"""The values of one field, an entry an event: text, None or UNSET."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NOTHING = re.compile(r"\|[0-]+\|")
_DIGITS = str.maketrans("123456789", "000000000")
_USUAL = ("0000-00-00T00:00:00.000Z", "0000-00-00T00:00:00.000000+00:00", "0000-00-00T00:00:00.000+00:00")
"""Times as JavaScript, Python and RudderStack write them."""
_SHAPES = {len(shape): shape for shape in _USUAL}
_STAMP = 80
"""No time is written longer."""


def names(kinds: Column, events: Column, titles: Column, limits: Limits) -> list[str] | None:
    """What each call is about: the event of a track, the title of a page or screen, else nothing."""
    found: list[str] = []
    for kind, event, title in zip(kinds, events, titles, strict=True):
        if kind == "track":
            if not event or title is not UNSET:
                return None
            found.append(event)
        elif event is not UNSET or kind is UNSET:
            return None
        elif kind == "page" or kind == "screen":
            found.append(title or "")
        elif title is UNSET:
            found.append("")
        else:
            return None
    different = set(found)
    joined = f"|{'|'.join(different)}|"
    fine = max(map(len, different)) <= limits.event_name and joined.isprintable() and _inside(joined)
    return found if fine else None


def named(message_ids: Column, limits: Limits) -> bool:
    """Whether every message has a name of its own that will do."""
    return all(message_ids) and max(map(len, message_ids)) <= limits.message_id and "".join(message_ids).isprintable()


def owned(
    kinds: Column, user_ids: Column, anonymous_ids: Column, group_ids: Column, previous_ids: Column, limits: Limits
) -> bool:
    """Whether every call names somebody, and nobody's name is too long, blocked or in need of cleaning."""
    if not all(user_ids) and not all(map(_either, user_ids, anonymous_ids)):
        return False
    if "group" in kinds and not all(group_id for kind, group_id in zip(kinds, group_ids, strict=True) if kind == "group"):
        return False
    if "alias" in kinds and not all(previous for kind, previous in zip(kinds, previous_ids, strict=True) if kind == "alias"):
        return False
    given = [text for column in (user_ids, anonymous_ids, group_ids, previous_ids) if any(column) for text in column if text]
    joined = f"|{'|'.join(given)}|"
    return (
        joined.isascii()
        and joined.isprintable()
        and _inside(joined)
        and max(map(len, given)) <= limits.identifier_bytes
        and BLOCKED.isdisjoint(joined.lower().split("|"))
        and not _NOTHING.search(joined)
    )


def gather(extras: list[dict[str, Any]], **fields: Column) -> None:
    """Put each field that an event has beside what is known of it."""
    for field, column in fields.items():
        if any(column):
            for extra, value in zip(extras, column, strict=True):
                if value is not UNSET:
                    extra[field] = value


def moments(
    given: Column,
    originals: Column,
    sent: Column,
    sent_at: Any,
    received_at: int,
    extras: list[dict[str, Any]],
    limits: Limits,
) -> list[int] | None:
    """When each event happened (µs), by our clock. Where that is not what the client wrote, its own time goes to `extras`.

    `sent`: when each event was sent, `sent_at`: when the whole body was, by the client's clock.
    """
    parse, behind = datetime.fromisoformat, timestamps.skew(sent_at, received_at, limits)
    stamps = given if any(given) else originals
    if any(sent) or not all(stamps) or (stamps is given and any(originals)) or not _usual(stamps):
        each = map(_moment, given, originals, sent, repeat(behind), repeat(received_at), extras, repeat(limits))
        found: list[Any] = list(each)
    elif behind is None:
        return None
    else:
        try:
            found = [(parse(stamp) - _EPOCH) // _MICROSECOND for stamp in stamps]
        except ValueError:
            return None
        if behind:
            found = [at + behind for at in found]
            gather(extras, originalTimestamp=stamps)
    if None in found or min(found) < 0 or max(found) > received_at + limits.future:
        return None
    return found


def _usual(stamps: Column) -> bool:
    """Whether all are written in the same usual shape."""
    joined = "".join(stamps)
    shape = _SHAPES.get(len(stamps[0]))
    return shape is not None and joined.translate(_DIGITS) == shape * len(stamps) and "T24" not in joined


def _moment(
    given: Any, original: Any, sent_at: Any, behind: int | None, received_at: int, extra: dict[str, Any], limits: Limits
) -> int | None:
    stamp = given or original
    if not stamp:
        return received_at
    skew = timestamps.skew(sent_at, received_at, limits) if sent_at else behind
    if len(given or "") > _STAMP or len(original or "") > _STAMP or len(sent_at or "") > _STAMP:
        return None
    try:
        at, warning = timestamps.load(stamp)
        if given and original:
            warning, skew, extra["originalTimestamp"] = warning or timestamps.load(original)[1], 0, original
    except Rejection:
        return None
    if skew is None or warning:
        return None
    if skew:
        extra["originalTimestamp"] = stamp
    return at + skew


def _either(one: Any, other: Any) -> Any:
    return one or other


def _inside(joined: str) -> bool:
    """Whether no space stands at an end of one of the names joined by `|`."""
    return " " not in joined or (" |" not in joined and "| " not in joined)
