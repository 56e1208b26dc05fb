"""The battery that every channel must pass."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import msgspec
import pytest

from regulars.engage.channels.channel import Channel, Letter

Arrived = Callable[[], list[str]]
"""Subjects of the letters that the provider took, in any order."""


class ChannelContract:
    """Inherit it and say how to open your channel; pytest does the rest.

    `open` is an async context manager that gives the channel, and a function that tells the subjects that arrived.
    """

    def open(self) -> AbstractAsyncContextManager[tuple[Channel, Arrived]]:
        raise NotImplementedError

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[tuple[Channel, Arrived]]:
        async with self.open() as (channel, arrived):
            try:
                yield channel, arrived
            finally:
                await channel.close()

    def letter(self, number: int = 1) -> Letter:
        """A letter that the provider takes."""
        return Letter(
            key=f"welcome/v/{number}/hello/email",
            sender="熟客 <shop@example.com>",
            recipient=f"ann{number}@example.com",
            subject=f"Hello {number} 你好",
            text="Hi Ann,\n.\nit is good to see you. 再见\n",
            html="<p>Hi Ann</p>",
            at=1_700_000_000_000_000,
        )

    def test_a_letter_is_delivered_and_announced_once_before_it_counts(self) -> None:
        async def trip() -> None:
            async with self._opened() as (channel, arrived):
                seen: list[list[str]] = []

                async def handing_over() -> None:
                    seen.append(arrived())

                receipt = await channel.send(self.letter(), handing_over)
                assert receipt.outcome == "delivered"
                assert seen == [[]]
                assert arrived() == ["Hello 1 你好"]

        asyncio.run(trip())

    def test_a_letter_whose_announcement_fails_does_not_go_out(self) -> None:
        async def trip() -> None:
            async with self._opened() as (channel, arrived):

                async def handing_over() -> None:
                    raise RuntimeError("the state is gone")

                with pytest.raises(RuntimeError, match="the state is gone"):
                    await channel.send(self.letter(), handing_over)
                assert arrived() == []
                assert (await channel.send(self.letter(2), _nothing)).outcome == "delivered"

        asyncio.run(trip())

    @pytest.mark.parametrize("poison", ["\r\nBcc: eve@example.com", "\nX: y", "\r", "\u2028", "\x00", "\x85"])
    @pytest.mark.parametrize("field", ["subject", "sender", "recipient", "headers"])
    def test_no_header_can_be_smuggled_in(self, field: str, poison: str) -> None:
        async def trip() -> None:
            async with self._opened() as (channel, arrived):
                letter = self.letter()
                value = getattr(letter, field)
                bad = {"X-Note": f"a{poison}"} if field == "headers" else value + poison
                receipt = await channel.send(msgspec.structs.replace(letter, **{field: bad}), _never)
                assert receipt.outcome == "failed"
                assert "header_injection" in receipt.detail
                assert arrived() == []

        asyncio.run(trip())

    def test_many_at_once_arrive_once_each(self) -> None:
        async def trip() -> None:
            async with self._opened() as (channel, arrived):
                receipts = await asyncio.gather(*(channel.send(self.letter(n), _nothing) for n in range(20)))
                assert {receipt.outcome for receipt in receipts} == {"delivered"}
                assert sorted(arrived()) == sorted(f"Hello {n} 你好" for n in range(20))

        asyncio.run(trip())

    def test_it_may_be_closed_twice(self) -> None:
        async def trip() -> None:
            async with self._opened() as (channel, _):
                await channel.send(self.letter(), _nothing)
                await channel.close()
                await channel.close()

        asyncio.run(trip())


async def _nothing() -> None:
    return None


async def _never() -> None:
    raise AssertionError("a letter that must not go out was handed over")
