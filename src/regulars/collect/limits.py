"""The door's limits: published, enforced with a named code, never by cutting something off."""

import msgspec

from regulars.kit.clock import DAY, MINUTE, SECOND


class Limits(msgspec.Struct, frozen=True):
    """What one request, one event and one value may measure. Times in µs where the name ends in nothing else."""

    body_bytes: int = 500_000
    """Of a request as it came over the wire (Segment: 500 KB)."""
    inflated_bytes: int = 1 << 20
    """Of the same after gzip."""
    events: int = 2_500
    """In one batch."""
    event_bytes: int = 32 * 1024
    depth: int = 32
    """Levels of objects and arrays inside a field of an event; `properties` itself is the first."""
    keys: int = 1_000
    """In one event, all levels together."""
    key_bytes: int = 256
    string_bytes: int = 16 * 1024
    array: int = 1_000
    identifier_bytes: int = 256
    message_id: int = 100
    """Characters of a messageId."""
    event_name: int = 200
    """Characters of the name of an event, page or screen."""
    number_digits: int = 1_000
    """Of an integer. Up to 63 bits it stays a number, up to this it becomes a string, beyond it the event is rejected."""

    future: int = 5 * MINUTE
    """How far ahead of us a timestamp may be and be believed; later ones become the time of receipt."""
    future_years: int = 50
    """Farther ahead than this a timestamp is nonsense and the event is rejected, as are all before 1970."""
    skew_least: int = SECOND
    """A smaller difference between `sentAt` and the receipt is the journey of the request, not a wrong clock."""
    skew_most: int = 7 * DAY
    """A greater difference says that the client's clock means nothing: the time of receipt is taken."""

    body_seconds: float = 30.0
    """To send a whole body."""
    body_grace_seconds: float = 5.0
    """After this a body must have come at `body_rate` at least."""
    body_rate: int = 1024
    """Bytes a second."""
    waiting: int = 4_096
    """Requests that may wait for the log at once; beyond it the answer is 429."""
    waiting_bytes: int = 64 << 20
    """Bytes of events that may wait for the log at once."""
    answer_bytes: int = 4_096
    """Of any answer."""
