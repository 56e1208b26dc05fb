"""The contract of the outbox: each message leaves at most once, judged in the transaction that claims it."""

from collections.abc import Callable
from typing import Literal, Protocol

import msgspec

from regulars.kit.clock import DAY
from regulars.kit.errors import RegularsError
from regulars.records import Message, Receipt, Verdict
from regulars.state.state import CustomerRow

Status = Literal["pending", "claimed", "handing_over", "delivered", "bounced", "failed", "parked", "suppressed"]
"""`pending` → `claimed` → `handing_over` → `delivered | bounced | failed | parked`; a verdict against it: `suppressed`.
`parked`: it may or may not have gone out; only a member can release it."""

EARLIER = 31 * DAY
"""How far back `claim` shows what a customer already got."""
COUNTING = ("claimed", "handing_over", "delivered", "bounced", "parked")
"""A message in one of these may have reached the customer: it counts for caps."""
SETTLES: dict[str, Status] = {
    "delivered": "delivered",
    "bounced": "bounced",
    "failed": "failed",
    "ambiguous": "parked",
    "deferred": "pending",
}
"""Outcome of an attempt → the status that follows (a deferred one with no further try: `failed`)."""

Judge = Callable[[str, Message, CustomerRow | None, list[tuple[int, str, str]]], Verdict]
"""(workspace, message, customer's row, what it got in the last 31 days as (claimed_at, channel, template)) → verdict."""


class NotClaimed(RegularsError):
    """The message is not in the state that this step needs. Nothing was changed; whoever holds it must not send it."""

    code = "not_claimed"


class OutboxRow(msgspec.Struct):
    """A message and where it stands."""

    id: int
    workspace: str
    message: Message
    status: Status = "pending"
    due: int = 0
    attempt: int = 0
    claimed_at: int = 0
    settled_at: int = 0
    verdict: str = ""
    detail: str = ""
    provider_id: str = ""


class Claimed(msgspec.Struct, frozen=True):
    """One message that was judged. Only those with the verdict `send` may go out."""

    id: int
    workspace: str
    message: Message
    verdict: Verdict
    attempt: int
    customer: int
    """The customer today: another than the message's own where that one was merged away."""
    record: bytes
    """That customer's record at the instant of the claim."""


class Outbox(Protocol):
    """Messages on their way. It shares the state's database and its one write lock: a claim sees every consent committed
    before it, and none that is committed later can slip in between judging and claiming.

    `tests/contracts` runs `regulars.testing.outbox.OutboxContract` on each implementation.
    """

    def claim(self, at: int, limit: int, judge: Judge) -> list[Claimed]:
        """Judge the pending messages that are due at or before `at`, earliest first, and claim or suppress each, in one
        transaction. `judge` must be quick and must not call the state; if it raises, nothing is claimed.
        """
        ...

    def mark(self, id: int, phase: Literal["handing_over"]) -> None:
        """Note durably, just before the first byte that could make the message count at the provider. Raises NotClaimed."""
        ...

    def settle(self, id: int, receipt: Receipt, at: int, retry_at: int | None = None) -> None:
        """Note what became of the attempt. `deferred` becomes pending again at `retry_at`, or failed where that is None.

        Raises NotClaimed unless the message is claimed, being handed over, or parked (the provider's late word).
        """
        ...

    def recover(self, at: int) -> tuple[int, int]:
        """After a crash: claimed messages become pending again, those being handed over are parked. (how many of each)."""
        ...

    def release(self, workspace: str, id: int, at: int) -> None:
        """A member's decision: send a parked message again. Raises NotFound, or NotClaimed if it is not parked."""
        ...
