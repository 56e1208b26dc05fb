"""Small builders for tests: events, and the envelopes that carry them."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import msgspec

from regulars.kit.clock import DAY
from regulars.records import Envelope, Event, Rejected

NOON = 20_600 * DAY + DAY // 2
"""An instant for tests that do not care which: 2026-05-27T12:00:00Z."""

_numbers = count(1)


def event(
    name: str = "Order Completed",
    *,
    user: str | None = "ann",
    anonymous: str | None = None,
    at: int = NOON,
    received_at: int | None = None,
    id: str | None = None,
    source: str = "web",
    type: str = "track",
    context: dict[str, Any] | None = None,
    **properties: Any,
) -> Event:
    """A `track` call (or a `page`, `screen`); it is received when it happens unless told otherwise, and its id is a fresh one.

    >>> event("Order Completed", user="ann", at=5, id="m1", total=240).properties
    {'total': 240}
    """
    return Event(
        id=id or f"e{next(_numbers)}",
        type=type,
        timestamp=at,
        received_at=at if received_at is None else received_at,
        source=source,
        event=name,
        user_id=user,
        anonymous_id=anonymous,
        properties=properties,
        context=context or {},
    )


def identify(user: str | None = "ann", *, anonymous: str | None = None, at: int = NOON, **traits: Any) -> Event:
    """An `identify` call with these traits.

    >>> identify("ann", city="Berlin").traits
    {'city': 'Berlin'}
    """
    return msgspec.structs.replace(event("", user=user, anonymous=anonymous, at=at, type="identify"), traits=traits)


def alias(user: str, previous: str, *, at: int = NOON) -> Event:
    """An `alias` call: `previous` is `user` from here on."""
    return msgspec.structs.replace(event("", user=user, at=at, type="alias"), previous_id=previous)


def consent(user: str = "ann", *, at: int = NOON, **purposes: bool) -> Event:
    """What a customer allows: purpose → yes or no."""
    return msgspec.structs.replace(event("", user=user, at=at, type="consent"), properties=purposes)


def envelope(
    events: Sequence[Event], *, workspace: str = "shop", source: str = "web", received_at: int | None = None
) -> Envelope:
    """The log record of these events, received when the last of them was.

    >>> envelope([event(at=5), event(at=9)]).received_at
    9
    """
    received = max((one.received_at for one in events), default=NOON) if received_at is None else received_at
    return Envelope(workspace, "events", source, received, len(events), msgspec.json.encode(events))


def rejected(code: str = "unknown_type", body: bytes = b"{}", *, workspace: str = "shop", received_at: int = NOON) -> Envelope:
    """The log record of one event that the door could not take."""
    return Envelope(workspace, "rejected", "web", received_at, 1, msgspec.json.encode([Rejected(code, body=body)]))


def tick(at: int, *, workspace: str = "") -> Envelope:
    """The log record that says what time it is."""
    return Envelope(workspace, "tick", "", at, 0, b"")
