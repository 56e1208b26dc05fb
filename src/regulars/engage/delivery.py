"""Takes messages from the outbox to their channels and brings the answers back as events.

For each message: claimed (and judged in the same transaction) → rendered → handed over → its answer appended to the log →
settled. A crash leaves it claimed (nothing went out: tried again) or being handed over (it may have gone out: parked, never
sent again by itself). The failpoints F10 to F13 lie between these steps.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from regulars.engage.answers import SOURCE, about, answer
from regulars.engage.arbiter import Arbiter, Judgement
from regulars.engage.breaker import Breaker
from regulars.engage.channels.channel import Channel, Letter
from regulars.engage.channels.email import dead
from regulars.engage.compose import Office, compose
from regulars.engage.templates import TemplateFailed, Templates
from regulars.engage.unsubscribe import undeliverable
from regulars.kit import failpoints
from regulars.kit.clock import HOUR, MINUTE, Clock
from regulars.kit.hashing import unit
from regulars.kit.said import Said, Words
from regulars.log.log import Log, LogFull
from regulars.records import Customer, Envelope, Event, Message, Receipt, Verdict
from regulars.records.customer import decode_customer
from regulars.state.outbox import Claimed, NotClaimed, Outbox
from regulars.state.state import CustomerRow, State, StateBroken

LONGEST_PAUSE = 6 * HOUR
"""Between two tries of a deferred message; the first pause is a minute, each next one four times as long."""

_encode = msgspec.json.Encoder().encode
_events = msgspec.json.Decoder(list[Event]).decode


class Delivery:
    """Drives the outbox. All methods belong to one event loop; `office` gives a workspace as it is now, or None."""

    def __init__(
        self,
        outbox: Outbox,
        log: Log,
        channels: Mapping[str, Channel],
        templates: Templates,
        office: Callable[[str], Office | None],
        clock: Clock,
        batch: int = 100,
    ) -> None:
        self._outbox = outbox
        self._log = log
        self._channels = channels
        self._templates = templates
        self._office = office
        self._clock = clock
        self._batch = batch
        self._breakers = {name: Breaker() for name in channels}
        self._untold: list[tuple[str, list[Event]]] = []
        self.counts: Counter[str] = Counter()
        """Attempts and verdicts since the start, by outcome."""

    async def run(self, stop: asyncio.Event, pause_seconds: float = 1.0) -> None:
        """Deliver until `stop` is set; what is under way then is finished."""
        while not stop.is_set():
            if not await self.run_once():
                try:
                    await asyncio.wait_for(stop.wait(), pause_seconds)
                except TimeoutError:
                    continue

    async def run_once(self) -> int:
        """Claim what is due and see it through. Gives how many messages were judged; 0 when there is nothing to do.

        One message's failure touches no other. Raises what the log or the state raise, once the others are through.
        """
        at = self._clock.now()
        if not await self._tell_again() or not any(breaker.may_send(at) for breaker in self._breakers.values()):
            return 0
        sentences: dict[tuple[str, str], Words] = {}
        claimed = await asyncio.to_thread(self._outbox.claim, at, self._batch, self._judge(at, sentences))
        failpoints.reach("F10")
        await self._suppressed([each for each in claimed if each.verdict != "send"], sentences, at)
        sends = [self._send(each, sentences) for each in claimed if each.verdict == "send"]
        for result in await asyncio.gather(*sends, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result
        return len(claimed)

    async def close(self) -> None:
        """Let go of the channels and the templates' worker. Call it after `run` has ended."""
        for channel in self._channels.values():
            await channel.close()
        await asyncio.to_thread(self._templates.close)

    def recover(self, state: State) -> tuple[int, int]:
        """At the start, before anything else: (messages to be tried again, messages parked).

        Where the log already holds the answer to a message that a crash left parked, the message is settled by it.
        """
        at = self._clock.now()
        again, parked = self._outbox.recover(at)
        if parked:
            waiting = {
                (row.workspace, row.message.key): row.id
                for workspace in state.query("workspaces", "")
                for row in state.query("messages", workspace, status="parked", limit=10_000)
            }
            for place in self._answered_lately():
                if (id := waiting.pop(place, None)) is not None:
                    self._outbox.settle(id, Receipt("delivered", "its answer was found in the log"), at)
                    parked -= 1
        return again, parked

    def _answered_lately(self, reach: int = 5000) -> list[tuple[str, str]]:
        """(workspace, message key) of the deliveries among the last records of the log."""
        found = []
        after, end = max(0, self._log.end() - reach), self._log.end()
        while after < end and (batch := self._log.read(after, 500)):
            after = batch[-1].offset
            for envelope in (stored.envelope for stored in batch):
                if envelope.source == SOURCE and envelope.kind == "events":
                    delivered = (e for e in _events(envelope.body) if e.event.endswith(" Delivered"))
                    found += [(envelope.workspace, str(e.properties.get("message"))) for e in delivered]
        return found

    def _judge(
        self, at: int, sentences: dict[tuple[str, str], Words]
    ) -> Callable[[str, Message, CustomerRow | None, list[tuple[int, str, str]]], Verdict]:
        arbiters: dict[str, Arbiter | None] = {}

        def judge(workspace: str, message: Message, row: CustomerRow | None, earlier: list[tuple[int, str, str]]) -> Verdict:
            if workspace not in arbiters:
                office = self._office(workspace)
                arbiters[workspace] = Arbiter(office.definitions) if office else None
            arbiter = arbiters[workspace]
            customer = decode_customer(row.record) if row is not None and row.record else None
            if arbiter is None:
                judgement = Judgement("unknown_template", Said("the workspace has no definitions", "工作区没有定义"))
            else:
                judgement = arbiter.judge(message, customer, earlier, at)
            sentences[workspace, message.key] = judgement.why
            return judgement.verdict

        return judge

    async def _suppressed(self, claimed: list[Claimed], sentences: Mapping[tuple[str, str], Words], at: int) -> None:
        told: dict[str, list[Event]] = {}
        for each in claimed:
            self.counts[each.verdict] += 1
            message = each.message
            properties = about(message, verdict=each.verdict, why=[*message.why, sentences[each.workspace, message.key]])
            if each.record:
                name = f"{message.channel.capitalize()} Suppressed"
                event = answer(name, message.key, decode_customer(each.record).identifiers, at, properties)
                told.setdefault(each.workspace, []).extend([event] if event else [])
        for workspace, events in told.items():
            await self._tell(workspace, events)

    async def _send(self, claimed: Claimed, sentences: Mapping[tuple[str, str], Words]) -> None:
        message = claimed.message
        channel, breaker = self._channels.get(message.channel), self._breakers.get(message.channel)
        customer = decode_customer(claimed.record)
        office = self._office(claimed.workspace)
        at = self._clock.now()
        subject = ""
        more: dict[str, Any] = {}
        if channel is None or breaker is None or office is None:
            receipt = Receipt("failed", f"no channel '{message.channel}' is set up here")
        elif not breaker.may_send(at):
            receipt = Receipt("deferred", "the channel rests after failures in a row")
        else:
            try:
                letter, missing = await asyncio.to_thread(compose, office, claimed, customer, self._templates, at)
                subject = letter.subject
                more = {"missing": missing}
                receipt = await self._attempt(channel, letter, claimed.id)
            except TemplateFailed as error:
                receipt = Receipt("failed", str(error)[:500])
            except NotClaimed:
                return  # somebody else decides about it now
            breaker.saw(receipt, self._clock.now())
        failpoints.reach("F13")
        at = self._clock.now()
        self.counts[receipt.outcome] += 1
        retry_at = None
        if receipt.outcome == "deferred":
            retry_at = max(at + pause(message.key, claimed.attempt), breaker.open_until if breaker else 0)
        else:
            why = [*message.why, sentences[claimed.workspace, message.key]]
            properties = about(message, subject=subject, detail=receipt.detail, why=why, **more)
            await self._tell(claimed.workspace, _answers(message, receipt, customer, properties, at))
        await asyncio.to_thread(self._outbox.settle, claimed.id, receipt, at, retry_at)

    async def _attempt(self, channel: Channel, letter: Letter, id: int) -> Receipt:
        """The channel's receipt. What a channel raises against its contract is taken for unknown once handed over."""
        handed = False

        async def handing_over() -> None:
            nonlocal handed
            await asyncio.to_thread(self._outbox.mark, id, "handing_over")
            handed = True

        try:
            return await channel.send(letter, handing_over)
        except (StateBroken, NotClaimed):
            raise
        except Exception as error:
            return Receipt("ambiguous" if handed else "deferred", f"{type(error).__name__}: {error}"[:500])

    async def _tell(self, workspace: str, events: list[Event]) -> None:
        """Append events to the log; if the log is full they wait here and nothing more is claimed."""
        if not events:
            return
        now = self._clock.now()
        envelope = Envelope(workspace, "events", SOURCE, now, len(events), _encode(events))
        try:
            await asyncio.to_thread(self._log.append, [envelope])
        except LogFull:
            self._untold.append((workspace, events))

    async def _tell_again(self) -> bool:
        waiting, self._untold = self._untold, []
        for workspace, events in waiting:
            await self._tell(workspace, events)
        return not self._untold


def pause(key: str, attempt: int) -> int:
    """The wait after this attempt (1, 2 …): a minute, then four times as long, at most six hours; up to a quarter more."""
    length = min(MINUTE << 2 * min(attempt - 1, 10), LONGEST_PAUSE)
    return length + int(length * unit(key, str(attempt)) / 4)


_WORDS = {"delivered": "Delivered", "bounced": "Bounced", "ambiguous": "Parked", "failed": "Failed"}


def _answers(message: Message, receipt: Receipt, customer: Customer, properties: dict[str, Any], at: int) -> list[Event]:
    """The events of a final receipt; a dead address is also noted among the consents."""
    name = f"{message.channel.capitalize()} {_WORDS[receipt.outcome]}"
    events = [answer(name, message.key, customer.identifiers, at, properties)]
    if dead(receipt):
        events.append(undeliverable(message.key, customer.identifiers, at, message.channel))
    return [event for event in events if event is not None]
