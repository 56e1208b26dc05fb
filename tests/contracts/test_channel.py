"""The channels of the house pass the public battery."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd import smtp

from regulars.engage.channels.channel import Channel, MemoryChannel
from regulars.engage.channels.email import SmtpChannel, SmtpSettings
from regulars.testing.channel import Arrived, ChannelContract


class TestMemoryChannel(ChannelContract):
    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Channel, Arrived]]:
        channel = MemoryChannel()
        yield channel, lambda: [letter.subject for letter in channel.sent]


class _Kept:
    def __init__(self) -> None:
        self.subjects: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.subjects.append(str(message_from_bytes(envelope.content, policy=policy.default)["Subject"]))
        return "250 kept"


class TestSmtpChannel(ChannelContract):
    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Channel, Arrived]]:
        kept = _Kept()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: smtp.SMTP(kept, hostname="localhost", loop=loop), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        yield SmtpChannel(SmtpSettings(port=port, tls="none", deadline_seconds=10)), lambda: list(kept.subjects)
        server.close()
