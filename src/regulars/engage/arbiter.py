"""The contact arbiter: may this message go to this customer now? Judged inside the claim, with a sentence that says why.

In order: the run was not ended meanwhile, the message is not stale, its template exists, there is an address, the purpose
is allowed, no cap is reached. The first that fails is the verdict. Messages on the basis of a contract (an order
confirmation) need no consent, obey no cap and count for none.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from regulars.define.definitions import Definitions, Purpose
from regulars.engage.person import email, trait, zone
from regulars.kit import durations
from regulars.kit.clock import HOUR, from_datetime, to_datetime, to_text
from regulars.records import Customer, Message, Verdict

STALE = 72 * HOUR
"""A message that could not leave for so long is not sent any more."""


class Judgement(msgspec.Struct, frozen=True):
    """A verdict and the sentence for the customer's timeline."""

    verdict: Verdict
    why: str


class Arbiter:
    """Judges the messages of one workspace. Pure: the same inputs give the same verdict."""

    def __init__(self, definitions: Definitions, stale: int = STALE) -> None:
        self._definitions = definitions
        self._stale = stale
        self._caps = [(cap, durations.days(cap.per)) for cap in definitions.caps.values()]
        self._exempt = _contractual(definitions)

    def judge(self, message: Message, customer: Customer | None, earlier: Sequence[tuple[int, str, str]], at: int) -> Judgement:
        """`earlier`: what the customer already got, as (claimed_at, channel, template)."""
        if customer is None:
            return Judgement("no_address", "the customer is not known (any more)")
        if message.run and customer.exited.get(message.journey) == message.run:
            return Judgement("exited", f"the run of '{message.journey}' that queued it has been ended by an event")
        if at - message.created_at > self._stale:
            return Judgement(
                "expired", f"it waited since {to_text(message.created_at)}, longer than {durations.spell(self._stale)}"
            )
        template = self._definitions.templates.get(message.template)
        if template is None or template.channel != message.channel:
            return Judgement("unknown_template", f"there is no template '{message.template}' for {message.channel}")
        if message.channel == "email":
            address, why = email(customer)
            if not address:
                return Judgement("no_address", why)
        purpose = self._definitions.purposes.get(message.purpose, Purpose(name=message.purpose))
        allowed, why = consent(purpose, message.channel, customer)
        if not allowed:
            return Judgement("no_consent", why)
        if purpose.basis != "contract" and (reached := self._capped(message, customer, earlier, at)):
            return Judgement("capped", reached)
        return Judgement("send", why)

    def _capped(self, message: Message, customer: Customer, earlier: Sequence[tuple[int, str, str]], at: int) -> str:
        own = zone(customer, self._definitions.workspace.zone)
        for cap, days in self._caps:
            if cap.channel not in ("any", message.channel):
                continue
            since = midnight(at, days - 1, own)
            count = sum(
                1
                for claimed_at, channel, template in earlier
                if claimed_at >= since and cap.channel in ("any", channel) and template not in self._exempt
            )
            if count >= cap.limit:
                return (
                    f"cap '{cap.name}': {count} of at most {cap.limit} messages ({cap.channel}, {cap.per})"
                    f" since {to_text(since)}, midnight in {own}"
                )
        return ""


def consent(purpose: Purpose, channel: str, customer: Customer) -> tuple[bool, str]:
    """Whether the customer may be written to for this purpose, and why.

    `contract` needs nothing but the absence of a no to this very purpose. The others fall also by a no to the channel
    (consent `email`: false) or by the trait `unsubscribed`. `consent` needs a recorded yes; silence is none.
    """
    said = customer.consents.get(purpose.name)
    if said is not None and said[0] is False:
        return False, f"refused '{purpose.name}' on {to_text(said[1])}"
    if purpose.basis == "contract":
        return True, f"'{purpose.name}' rests on a contract and was not refused"
    if trait(customer, "unsubscribed") is True:
        return False, "unsubscribed from everything"
    reach = customer.consents.get(channel)
    if reach is not None and reach[0] is False:
        return False, f"refused messages by {channel} on {to_text(reach[1])}"
    if purpose.basis == "legitimate_interest":
        return True, f"'{purpose.name}' rests on a legitimate interest and was not refused"
    if said is None or said[0] is not True:
        return False, f"never agreed to '{purpose.name}'"
    return True, f"agreed to '{purpose.name}' on {to_text(said[1])}"


def midnight(at: int, days_back: int, name: str) -> int:
    """The instant at which the calendar day `days_back` days before that of `at` began in a zone.

    Where a change of the clocks skips midnight, the day begins with the change.
    """
    tz = ZoneInfo(name)
    day = to_datetime(at).astimezone(tz).date() - timedelta(days=days_back)
    return from_datetime(datetime.combine(day, time(), tz))


def _contractual(definitions: Definitions) -> frozenset[str]:
    """Templates that journeys send on the basis of a contract only."""
    contract: set[str] = set()
    other: set[str] = set()
    for journey in definitions.journeys.values():
        for step in journey.steps:
            if step.message is not None:
                purpose = definitions.purposes.get(step.purpose or "")
                (contract if purpose is not None and purpose.basis == "contract" else other).add(step.message)
    return frozenset(contract - other)
