"""What became of a message, as an event: every answer comes back through the log, under an id that a repeat shares."""

from typing import Any

from regulars.kit.hashing import hash64
from regulars.records import Event, Message

SOURCE = "regulars"
"""The source of the house's own events."""

Identifiers = dict[str, dict[str, int]]
"""kind → value → when last seen, as in `Customer.identifiers`."""


def whose(identifiers: Identifiers) -> dict[str, Any] | None:
    """The fields of an event by which the pipeline finds this customer again; None where nothing identifies them.

    The user id if there is one, else an anonymous id, else a trait that identifies (`email`, `phone` …); of several
    values the one seen last.
    """
    for kind in sorted(identifiers, key=lambda kind: ({"user_id": 0, "anonymous_id": 1}.get(kind, 2), kind)):
        seen = identifiers[kind]
        if seen:
            value = max(seen, key=lambda value: (seen[value], value))
            return {kind: value} if kind in ("user_id", "anonymous_id") else {"traits": {kind: value}}
    return None


def answer(
    name: str, key: str, identifiers: Identifiers, at: int, properties: dict[str, Any], kind: str = "track", tie: str = ""
) -> Event | None:
    """An event about the message `key`; None for a customer whom nothing identifies. `tie` tells repeats of one name apart."""
    fields = whose(identifiers)
    if fields is None:
        return None
    return Event(
        id=f"{hash64(name, key, tie):016x}",
        type=kind,
        timestamp=at,
        received_at=at,
        source=SOURCE,
        event=name if kind == "track" else "",
        properties=properties,
        **fields,
    )


def about(message: Message, **more: Any) -> dict[str, Any]:
    """The properties that all answers about a message share."""
    properties = {
        "message": message.key,
        "channel": message.channel,
        "template": message.template,
        "purpose": message.purpose,
        "journey": message.journey,
        "run": message.run,
        "step": message.step,
        **more,
    }
    return {name: value for name, value in properties.items() if value not in ("", [])}
