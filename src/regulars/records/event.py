"""What the log carries: envelopes of events."""

from typing import Any

import msgspec


class Event(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One thing that happened, after the door checked it. JSON in the log, a row of `events` in the lake.

    Client calls keep their Segment type (`track identify page screen group alias`). The house's own records use
    `score` (properties: score name → number), `consent` (properties: purpose → bool), `merge` (properties: into, from,
    reason) and otherwise `track` with `source="regulars"`: `Decision Made`, `Email Delivered`, `Email Bounced` …
    """

    id: str
    """The client's messageId: at most 100 characters, the same on every retry. Unique with `source`."""
    type: str
    timestamp: int
    """When it happened: µs since the epoch, client clock skew corrected. Windows go by this."""
    received_at: int
    """When the door took it: µs since the epoch. Knowing goes by this."""
    source: str = ""
    event: str = ""
    """The name of a `track` call; the name of the page or screen; else empty."""
    user_id: str | None = None
    anonymous_id: str | None = None
    group_id: str | None = None
    previous_id: str | None = None
    properties: dict[str, Any] = {}
    traits: dict[str, Any] = {}
    """Traits that the call carried, wherever the client put them (`traits` or `context.traits`)."""
    context: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    """Unknown top-level fields, kept as they came, and `originalTimestamp` where the clock was corrected or clamped."""
    warnings: list[str] = []
    """Codes of what the door repaired, e.g. `number_as_string`, `timestamp_clamped`."""


class Rejected(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event that the door or the pipeline could not take, with its reason. Never lost: it can be reprocessed."""

    code: str
    path: str = ""
    id: str = ""
    body: bytes = b""
    """The event as it came (JSON text, or the raw bytes where they are no JSON)."""


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """One record of the log: what one request (or one job) brought.

    `kind` is `events` (body: JSON array of Event), `rejected` (body: JSON array of Rejected), `tick` (empty body: "it is now
    `received_at`": timers due by then fire), `definitions` (body: the workspace's definitions as YAML: from here on they
    hold) or `unmerge` (body: JSON Unmerge: that merge is undone). `count` is the number of events in the body.
    """

    workspace: str
    kind: str
    source: str
    received_at: int
    count: int
    body: bytes


class Unmerge(msgspec.Struct, frozen=True):
    """What an envelope of kind `unmerge` says: the customer `gone`, who was merged away, is a person of their own."""

    gone: int
    reason: str
    by: str = ""
    """The member or key that asked for it."""


class Stored(msgspec.Struct, frozen=True, gc=False):
    """An envelope with its place in the log. Offsets start at 1 and grow; a gap means nothing."""

    offset: int
    envelope: Envelope
