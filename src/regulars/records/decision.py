"""Decisions: what a slot showed, how likely that was, and why."""

from typing import Any

import msgspec


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sentence of a *why*, with the figures behind it."""

    code: str
    text: str
    data: dict[str, Any] = {}


class Candidate(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item that may fill a slot, with the policy's probability of choosing it first."""

    item: str
    attributes: dict[str, Any] = {}
    probability: float = 0.0
    score: float = 0.0


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was chosen for one customer in one slot, and everything needed to judge it later (off-policy evaluation)."""

    id: str
    slot: str
    customer: int
    at: int
    item: str | None
    """The first choice; None where nothing was eligible."""
    probability: float
    """Of the first choice under the policy, given what was known."""
    items: list[Candidate] = []
    """All that was shown, in order."""
    policy: str = ""
    version: str = ""
    """Hash of the slot's and policy's definitions."""
    why: list[Reason] = []
