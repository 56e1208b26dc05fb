"""What `movement` gives, apart from the libraries that it needs."""

import msgspec

from regulars.learn.evidence import Evidence


class Flow(msgspec.Struct, frozen=True):
    """Customers who were in one group and are in another (or the same)."""

    was: str | None
    """None: not known yet, or not among those whom the model is about."""
    now: str | None
    customers: int
    spend: float
    """What they have spent in all, as of the later instant (of those who are gone: the earlier)."""


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """Flows between groups, what a Sankey diagram needs."""

    then: int
    now: int
    flows: list[Flow]
    """The best group of `was` first, then of `now`."""
    stayed: int
    """Customers in the same group as then."""
    rose: int
    """Customers in a better group than then (as the groups are ordered) …"""
    fell: int
    """… and in a worse one."""
    came: int
    """Customers not known then."""
    evidence: Evidence
