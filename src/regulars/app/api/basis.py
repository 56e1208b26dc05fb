"""From how much, as of when, how: what every learned answer of the API says of itself."""

import msgspec

from regulars.kit.clock import to_text
from regulars.kit.said import Words
from regulars.learn.evidence import Evidence


class Basis(msgspec.Struct, frozen=True):
    """From how much, as of when, how."""

    customers: int
    events: int
    """Rows that were looked at, of whatever the method counts."""
    since: str | None
    until: str | None
    as_of: str
    method: Words
    notes: list[Words]


def basis(evidence: Evidence) -> Basis:
    """Evidence as the API tells it."""
    since, until = (None if at is None else to_text(at) for at in (evidence.since, evidence.until))
    return Basis(
        evidence.customers, evidence.events, since, until, to_text(evidence.as_of), evidence.method, list(evidence.notes)
    )
