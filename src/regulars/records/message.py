"""Messages on their way to a customer and what became of them."""

from typing import Any, Literal

import msgspec

from regulars.kit.said import Words

Verdict = Literal["send", "no_consent", "no_address", "capped", "expired", "holdout", "unknown_template", "exited"]


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message that a journey (or the API) decided to send. It waits in the outbox until it is claimed.

    `key` makes it unique: (journey, version, run, step, channel): the same key is never sent twice.
    """

    key: str
    customer: int
    channel: str
    template: str
    purpose: str
    created_at: int
    journey: str = ""
    run: str = ""
    step: str = ""
    why: list[Words] = []
    """Sentences: what led to this message."""
    data: dict[str, Any] = {}
    """Values for the template besides the profile: the trigger's properties, a decision."""


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a channel says became of one attempt."""

    outcome: Literal["delivered", "bounced", "deferred", "ambiguous", "failed"]
    """`delivered`: the provider took responsibility; `bounced`: refused for good; `deferred`: nothing was handed over, try
    again; `ambiguous`: it may or may not have gone out: parked, never sent again by itself; `failed`: our own fault."""
    detail: str = ""
    provider_id: str = ""
