"""What customers say of themselves: traits, scores and consents. The latest by event time holds."""

from collections.abc import Mapping
from typing import Any

import msgspec

from regulars.records import Customer, Event

_NOTHING: Mapping[str, Any] = {}


def _stamp(
    table: dict[str, list[Any]], values: dict[str, Any], timestamp: int, tie: int, beside: Mapping[str, Any] = _NOTHING
) -> list[str]:
    """Put each value in unless a later one (or, at the same time, one with a greater tie) is there. Gives what changed.

    What stands `beside` a value is kept as the fourth part of its stamp.
    """
    changed = []
    for name, value in values.items():
        have = table.get(name)
        if have is None or (timestamp, tie) > (have[1], have[2]):
            if have is None or have[0] != value or type(have[0]) is not type(value):
                changed.append(name)
            table[name] = [value, timestamp, tie, beside[name]] if name in beside else [value, timestamp, tie]
    return changed


def take_traits(customer: Customer, event: Event, tie: int) -> list[str]:
    """Traits carried by the event become the customer's (a group's traits are the group's). Gives the changed names."""
    if not event.traits or event.type == "group":
        return []
    return _stamp(customer.traits, event.traits, event.timestamp, tie)


def take_scores(customer: Customer, event: Event, tie: int) -> list[str]:
    """Scores written back by models (`type = 'score'`, properties: name → number or text). Gives the changed names.

    What the model says of them (`context.scores`: name → from which fit, as of when, why) is kept beside them.
    """
    said = event.context.get("scores")
    beside = {name: _detail(detail) for name, detail in said.items()} if isinstance(said, dict) else _NOTHING
    return _stamp(customer.scores, event.properties, event.timestamp, tie, beside)


def _detail(said: Any) -> list[Any]:
    """`[model, version, as_of, why]` (see `detail_of`). What a client may have put there instead is left out."""
    known = said if isinstance(said, dict) else {}
    why = known.get("why")
    return [
        str(known.get("model", "")),
        _whole(known.get("version")),
        _whole(known.get("as_of")),
        [sentence for sentence in why if isinstance(sentence, str)] if isinstance(why, list) else [],
    ]


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


class Detail(msgspec.Struct, frozen=True):
    """What a model says of its scores of a customer."""

    model: str
    version: int
    as_of: int
    """What had been received by then was known to it: µs."""
    why: list[str]


def detail_of(stamped: list[Any]) -> Detail | None:
    """What stands beside a stamped score; None where its model said nothing."""
    return Detail(*stamped[3]) if len(stamped) > 3 else None


def take_consents(customer: Customer, event: Event, tie: int) -> list[str]:
    """Consents by purpose: from `consent` records, and from `context.consent.categoryPreferences` on any call (Segment's form).

    Only true and false count; anything else is no statement.
    """
    said: Any = event.properties
    if event.type != "consent":
        consent = event.context.get("consent")
        said = consent.get("categoryPreferences") if isinstance(consent, dict) else None
    if not isinstance(said, dict):
        return []
    stated = {purpose: granted for purpose, granted in said.items() if isinstance(granted, bool)}
    return _stamp(customer.consents, stated, event.timestamp, tie)
