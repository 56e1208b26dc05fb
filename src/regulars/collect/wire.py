"""The shapes that clients send: one call, and a batch of calls. Decoding into these is a quick look; anything odd fails it."""

from typing import Literal

import msgspec
from msgspec import UNSET, Raw, UnsetType

TYPES = ("track", "identify", "page", "screen", "group", "alias")

Text = str | None | UnsetType


class WireEvent(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """One call as every known client writes it. Unknown fields, wrong types and unknown types make the decoder refuse.

    Payloads stay as they came: their grammar is checked, nothing else.
    """

    type: Literal["track", "identify", "page", "screen", "group", "alias"] | UnsetType = UNSET
    event: Text = UNSET
    name: Text = UNSET
    message_id: str | UnsetType = msgspec.field(default=UNSET, name="messageId")
    user_id: Text = msgspec.field(default=UNSET, name="userId")
    anonymous_id: Text = msgspec.field(default=UNSET, name="anonymousId")
    group_id: Text = msgspec.field(default=UNSET, name="groupId")
    previous_id: Text = msgspec.field(default=UNSET, name="previousId")
    timestamp: Text = UNSET
    original_timestamp: Text = msgspec.field(default=UNSET, name="originalTimestamp")
    sent_at: Text = msgspec.field(default=UNSET, name="sentAt")
    properties: Raw | UnsetType = UNSET
    traits: Raw | UnsetType = UNSET
    context: Raw | UnsetType = UNSET
    integrations: Raw | UnsetType = UNSET
    channel: Raw | UnsetType = UNSET
    category: Raw | UnsetType = UNSET
    metadata: Raw | UnsetType = msgspec.field(default=UNSET, name="_metadata")
    write_key: Text = msgspec.field(default=UNSET, name="writeKey")


class WireBatch(msgspec.Struct, forbid_unknown_fields=True):
    """A batch as every known client writes it."""

    batch: list[WireEvent]
    sent_at: Text = msgspec.field(default=UNSET, name="sentAt")
    write_key: Text = msgspec.field(default=UNSET, name="writeKey")
    timestamp: Text = UNSET


class WireContext(msgspec.Struct, gc=False):
    """The parts of `context` that the door looks at; the rest is copied unread."""

    ip: str | UnsetType = UNSET
    locale: str | UnsetType = UNSET
    timezone: str | UnsetType = UNSET
    group_id: Text = msgspec.field(default=UNSET, name="groupId")
    traits: Raw | UnsetType = UNSET


decode_event = msgspec.json.Decoder(WireEvent).decode
decode_batch = msgspec.json.Decoder(WireBatch).decode
decode_contexts = msgspec.json.Decoder(list[WireContext]).decode
encode = msgspec.json.Encoder().encode
