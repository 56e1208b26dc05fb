"""The contract of a channel, what it carries, and its memory twin."""

from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec

from regulars.records import Receipt

HandingOver = Callable[[], Awaitable[None]]


class Letter(msgspec.Struct, frozen=True):
    """One message to one recipient, ready to go."""

    key: str
    """Unique for ever: the same letter has the same key on every attempt."""
    sender: str
    """`Name <name@domain>` or a bare address."""
    recipient: str
    """The address, already checked and in ASCII."""
    subject: str
    text: str
    html: str = ""
    at: int = 0
    """When it was decided, µs since the epoch."""
    headers: dict[str, str] = {}
    """Further headers, e.g. List-Unsubscribe."""


class Channel(Protocol):
    """Hands letters to a provider. Called from one event loop; `send` runs many times side by side.

    `tests/contracts` runs `regulars.testing.ChannelContract` on each implementation.
    """

    name: str
    """What messages name in their `channel`."""

    async def send(self, letter: Letter, handing_over: HandingOver) -> Receipt:
        """Try once. Awaits `handing_over` exactly once, at the last moment at which the letter provably cannot go out yet;
        if that raises, the letter does not go out and the error passes through.

        Never raises for what the provider or the network does: a Receipt says it. `deferred` and `failed` promise that nothing
        went out; `ambiguous` says that it may have. Ends within the channel's deadline.
        """
        ...

    async def close(self) -> None:
        """Let go of all connections. May be called twice."""
        ...


class MemoryChannel:
    """A provider in memory: takes everything, or answers what a test told it to.

    >>> import asyncio
    >>> async def mark() -> None: ...
    >>> channel = MemoryChannel()
    >>> letter = Letter("k", "shop@example.com", "ann@example.com", "Hello", "Hi Ann")
    >>> asyncio.run(channel.send(letter, mark)).outcome
    'delivered'
    >>> [sent.recipient for sent in channel.sent]
    ['ann@example.com']
    """

    def __init__(self, name: str = "email") -> None:
        self.name = name
        self.sent: list[Letter] = []
        self.answers: dict[str, list[Receipt]] = {}
        """Recipient → what to answer to the next attempts, in order."""

    async def send(self, letter: Letter, handing_over: HandingOver) -> Receipt:
        if broken := unsafe(letter):
            return Receipt("failed", broken)
        planned = self.answers.get(letter.recipient)
        receipt = planned.pop(0) if planned else Receipt("delivered")
        if receipt.outcome in ("delivered", "ambiguous"):
            await handing_over()
        if receipt.outcome == "delivered":
            self.sent.append(letter)
        return receipt

    async def close(self) -> None:
        return None


def unsafe(letter: Letter) -> str:
    """Why the letter's header lines must not be written (header injection), or an empty string.

    A line break of any kind (CR, LF, U+2028 …), any control character and any lone surrogate is refused.
    """
    lines = {"From": letter.sender, "To": letter.recipient, "Subject": letter.subject, **letter.headers}
    for name, value in lines.items():
        if not name.isascii() or not name.replace("-", "").isalnum():
            return f"header_injection: '{name!r}' is no header name"
        if any(not c.isprintable() for c in value):
            return f"header_injection: the {name} holds a line break or control character"
    return ""
