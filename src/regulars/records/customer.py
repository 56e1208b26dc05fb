"""The live state of one customer: one encoded record, read and written once a micro-batch."""

from typing import Any

import msgspec

from regulars.kit.clock import NEVER


class Run(msgspec.Struct, array_like=True):
    """One passage of one customer through one version of one journey."""

    journey: str
    version: str
    """Hash of the journey's text: a run stays on the version that it started on."""
    id: str
    started_at: int
    step: str
    """The name of the step at which it stands."""
    due: int = NEVER
    """When a timer of the step fires: µs since the epoch."""
    trigger: dict[str, Any] = {}
    """Properties of the event that started it, for templates and branches."""
    passes: int = 0
    """Steps taken so far: the guard against loops."""
    sent: list[str] = []
    """Steps whose message was queued: each sends once in a run."""


class Seen(msgspec.Struct, array_like=True):
    """Hashes (8 bytes each) of the messages already taken from this customer, in three generations.

    The guarantee: a repeat is recognised if the first came on the same or the previous UTC day (the 4,096 latest of each),
    and always if it is among the latest 64 of before.
    """

    day: int = 0
    today: bytes = b""
    yesterday: bytes = b""
    older: bytes = b""


class Customer(msgspec.Struct, array_like=True):
    """Everything the house knows live about one customer. Only the pipeline writes it.

    A stamped value is `[value, timestamp, tie]`: the latest by event time wins, the greater tie (a hash of the message)
    among equal times; so the order of arrival does not matter.
    """

    id: int
    born_at: int
    seen_at: int = 0
    """When the customer was last active (`know.active`); 0 if never."""
    identifiers: dict[str, dict[str, int]] = {}
    """kind → value → when last seen (µs)."""
    traits: dict[str, list[Any]] = {}
    scores: dict[str, list[Any]] = {}
    consents: dict[str, list[Any]] = {}
    """purpose → stamped bool."""
    cells: dict[int, Any] = {}
    """State of each aggregate, by the hash of its normalised text."""
    segments: dict[str, int] = {}
    """Segments that the customer is in → since when (µs)."""
    stage: str = ""
    stage_at: int = 0
    runs: list[Run] = []
    ended: dict[str, int] = {}
    """journey → when its last run started (µs), for the rules of re-entry."""
    decisions: list[list[Any]] = []
    """Recent decisions whose outcome is still open: `[decision_id, slot, item, at]`."""
    seen: Seen = msgspec.field(default_factory=Seen)
    due: int = NEVER
    """The earliest timer of this customer (segment, stage or journey)."""
    evaluated_at: int = 0
    exited: dict[str, str] = {}
    """journey → id of the run that an event last ended: what it had queued does not go out any more."""
    refused: list[str] = []
    """`kind:value` of identifiers that it was refused lately: each refusal is told once."""
    apart: list[int] = []
    """Numbers of customers of whom a member said that they are other people: no identifier unites them with this one."""
    merges: int = 0
    """How many merges made this customer: a count that only grows, which puts them in order."""


encode_customer = msgspec.msgpack.Encoder().encode
decode_customer = msgspec.msgpack.Decoder(Customer).decode
"""A customer as the state stores one (`CustomerRow.record`), and back."""
