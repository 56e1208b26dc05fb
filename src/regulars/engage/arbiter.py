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
from regulars.kit.said import Said, Words
from regulars.records import Customer, Message, Verdict

STALE = 72 * HOUR
"""A message that could not leave for so long is not sent any more."""


class Judgement(msgspec.Struct, frozen=True):
    """A verdict and the sentence for the customer's timeline."""

    verdict: Verdict
    why: Words


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
            return Judgement("no_address", Said("the customer is not known (any more)", "客户已不存在"))
        if message.run and customer.exited.get(message.journey) == message.run:
            name = message.journey
            why = Said(
                f"the run of '{name}' that queued it has been ended by an event", f"排入此消息的旅程“{name}”已被事件终止"
            )
            return Judgement("exited", why)
        if at - message.created_at > self._stale:
            since, longest = to_text(message.created_at), durations.spell(self._stale)
            why = Said(f"it waited since {since}, longer than {longest}", f"自 {since} 起等待，超过 {longest}")
            return Judgement("expired", why)
        template = self._definitions.templates.get(message.template)
        if template is None or template.channel != message.channel:
            name, channel = message.template, message.channel
            return Judgement(
                "unknown_template", Said(f"there is no template '{name}' for {channel}", f"{channel} 没有模板“{name}”")
            )
        if message.channel == "email":
            address, missing = email(customer)
            if not address:
                return Judgement("no_address", missing)
        purpose = self._definitions.purposes.get(message.purpose, Purpose(name=message.purpose))
        allowed, basis = consent(purpose, message.channel, customer)
        if not allowed:
            return Judgement("no_consent", basis)
        if purpose.basis != "contract" and (reached := self._capped(message, customer, earlier, at)):
            return Judgement("capped", reached)
        return Judgement("send", basis)

    def _capped(self, message: Message, customer: Customer, earlier: Sequence[tuple[int, str, str]], at: int) -> Said | None:
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
                what = f"{cap.channel}, {cap.per}"
                return Said(
                    f"cap '{cap.name}': {count} of at most {cap.limit} messages ({what})"
                    f" since {to_text(since)}, midnight in {own}",
                    f"频次上限“{cap.name}”：自 {to_text(since)}（{own} 零点）起已有 {count} 条，最多 {cap.limit} 条（{what}）",
                )
        return None


def consent(purpose: Purpose, channel: str, customer: Customer) -> tuple[bool, Said]:
    """Whether the customer may be written to for this purpose, and why.

    `contract` needs nothing but the absence of a no to this very purpose. The others fall also by a no to the channel
    (consent `email`: false) or by the trait `unsubscribed`. `consent` needs a recorded yes; silence is none.
    """
    name = purpose.name
    said = customer.consents.get(name)
    if said is not None and said[0] is False:
        return False, Said(f"refused '{name}' on {to_text(said[1])}", f"已于 {to_text(said[1])} 拒绝“{name}”")
    if purpose.basis == "contract":
        return True, Said(f"'{name}' rests on a contract and was not refused", f"“{name}”以合同为依据，且未被拒绝")
    if trait(customer, "unsubscribed") is True:
        return False, Said("unsubscribed from everything", "已退订全部消息")
    reach = customer.consents.get(channel)
    if reach is not None and reach[0] is False:
        at = to_text(reach[1])
        return False, Said(f"refused messages by {channel} on {at}", f"已于 {at} 拒收 {channel} 消息")
    if purpose.basis == "legitimate_interest":
        return True, Said(
            f"'{name}' rests on a legitimate interest and was not refused", f"“{name}”以正当利益为依据，且未被拒绝"
        )
    if said is None or said[0] is not True:
        return False, Said(f"never agreed to '{name}'", f"从未同意“{name}”")
    return True, Said(f"agreed to '{name}' on {to_text(said[1])}", f"已于 {to_text(said[1])} 同意“{name}”")


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
