"""What customers say of themselves: traits, scores and consents. The latest by event time holds."""

from typing import Any

from regulars.records import Customer, Event


def _stamp(table: dict[str, list[Any]], values: dict[str, Any], timestamp: int, tie: int) -> list[str]:
    """Put each value in unless a later one (or, at the same time, one with a greater tie) is there. Gives what changed."""
    changed = []
    for name, value in values.items():
        have = table.get(name)
        if have is None or (timestamp, tie) > (have[1], have[2]):
            if have is None or have[0] != value or type(have[0]) is not type(value):
                changed.append(name)
            table[name] = [value, timestamp, tie]
    return changed


def take_traits(customer: Customer, event: Event, tie: int) -> list[str]:
    """Traits carried by the event become the customer's (a group's traits are the group's). Gives the changed names."""
    if not event.traits or event.type == "group":
        return []
    return _stamp(customer.traits, event.traits, event.timestamp, tie)


def take_scores(customer: Customer, event: Event, tie: int) -> list[str]:
    """Scores written back by models (`type = 'score'`, properties: name → number). Gives the changed names."""
    return _stamp(customer.scores, event.properties, event.timestamp, tie)


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
