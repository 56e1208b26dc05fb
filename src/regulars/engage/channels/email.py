"""E-mail by SMTP (RFC 5321), one recipient a transaction, over reused connections.

What a failure means depends on how far the dialogue went. A message counts at the server only once it has the final dot of
DATA; so up to there a lost connection is `deferred` (nothing went out), and after it, without an answer, `ambiguous`.
"""

import asyncio
import re
from collections import deque
from typing import Literal, cast

import aiosmtplib
import msgspec
from aiosmtplib import SMTPException, SMTPResponseException

from regulars.engage.channels.channel import HandingOver, Letter
from regulars.engage.channels.mime import Unwritable, address, write
from regulars.kit import failpoints
from regulars.records import Receipt

_ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")


class SmtpSettings(msgspec.Struct, frozen=True):
    """Where mail is handed over, and how patiently."""

    host: str = "127.0.0.1"
    port: int = 25
    username: str | None = None
    password: str | None = None
    tls: Literal["none", "auto", "starttls", "implicit"] = "auto"
    """`auto`: STARTTLS where the server offers it; `starttls`: or not at all; `implicit`: TLS from the first byte."""
    hello: str = "localhost"
    """How this machine names itself."""
    deadline_seconds: float = 60.0
    """For one message, from taking a connection to the last answer."""
    connections: int = 4
    letters: int = 100
    """Messages over one connection before a fresh one is made."""


class _Dialogue:
    """How far one transaction came."""

    def __init__(self) -> None:
        self.over = False
        """The final dot is about to be written: from now on it may count."""
        self.reusable = False


class SmtpChannel:
    """Hands letters to an SMTP server."""

    name = "email"

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._idle: deque[tuple[aiosmtplib.SMTP, int]] = deque()
        self._turn = asyncio.Semaphore(settings.connections)

    async def send(self, letter: Letter, handing_over: HandingOver) -> Receipt:
        """See Channel. 5xx for the recipient or the content is `bounced`; trouble before that is not the recipient's
        and therefore `deferred`, whatever its code."""
        try:
            body = write(letter)
            sender = address(letter.sender).addr_spec
        except Unwritable as error:
            return Receipt("failed", f"{error.code}: {error.sentence}")
        async with self._turn:
            dialogue = _Dialogue()
            try:
                async with asyncio.timeout(self._settings.deadline_seconds):
                    return await self._deliver(letter, sender, body, handing_over, dialogue)
            except TimeoutError as error:
                return _lost(dialogue, f"no answer within {self._settings.deadline_seconds:g} s ({_text(error)})")
            except (SMTPException, OSError) as error:
                return _lost(dialogue, _text(error))

    async def close(self) -> None:
        while self._idle:
            smtp, _ = self._idle.pop()
            try:
                await smtp.quit(timeout=2)
            except (SMTPException, OSError):
                pass
            finally:
                smtp.close()

    async def _deliver(
        self, letter: Letter, sender: str, body: bytes, handing_over: HandingOver, dialogue: _Dialogue
    ) -> Receipt:
        smtp, used = await self._open(sender)
        try:
            receipt = await self._hand_over(smtp, letter, body, handing_over, dialogue)
        finally:
            if dialogue.reusable and smtp.is_connected and used + 1 < self._settings.letters:
                self._idle.append((smtp, used + 1))
            else:
                smtp.close()
        return receipt

    async def _open(self, sender: str) -> tuple[aiosmtplib.SMTP, int]:
        """A connection with `MAIL FROM` accepted: an idle one that still lives, else a new one."""
        while self._idle:
            smtp, used = self._idle.pop()
            try:
                await smtp.mail(sender)
                return smtp, used
            except (SMTPException, OSError):
                smtp.close()  # the server has hung up meanwhile, or is in no mood: a new connection tells
        smtp = await self._connect()
        try:
            await smtp.mail(sender)
        except BaseException:
            smtp.close()
            raise
        return smtp, 0

    async def _connect(self) -> aiosmtplib.SMTP:
        s = self._settings
        smtp = aiosmtplib.SMTP(
            hostname=s.host,
            port=s.port,
            username=s.username,
            password=s.password,
            local_hostname=s.hello,
            timeout=s.deadline_seconds,
            use_tls=s.tls == "implicit",
            start_tls={"none": False, "auto": None, "starttls": True, "implicit": False}[s.tls],
        )
        try:
            await smtp.connect()
        except BaseException:
            smtp.close()
            raise
        return smtp

    async def _hand_over(
        self, smtp: aiosmtplib.SMTP, letter: Letter, body: bytes, handing_over: HandingOver, dialogue: _Dialogue
    ) -> Receipt:
        try:
            await smtp.rcpt(letter.recipient)
        except SMTPResponseException as error:
            dialogue.reusable = await _ready_again(smtp)
            return _answered(error.code, error.message)
        failpoints.reach("F11")
        protocol = smtp.protocol
        transport = smtp.transport
        if protocol is None or transport is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        code, text = await protocol.execute_command(b"DATA")
        if code != 354:
            dialogue.reusable = await _ready_again(smtp)
            return _answered(code, text)
        answer = asyncio.ensure_future(protocol.read_response())
        try:
            await asyncio.sleep(0)  # the reader listens from here on: a refusal in the middle is heard
            protocol.write(re.sub(rb"(?m)^\.", b"..", body))
            pipe = cast(asyncio.WriteTransport, transport)
            while pipe.get_write_buffer_size() and not answer.done():
                await asyncio.sleep(0.01)
            if not answer.done():
                await handing_over()
                if not answer.done():
                    dialogue.over = True
                    protocol.write(b".\r\n")
                    failpoints.reach("F12")
            code, text = await answer
        finally:
            answer.cancel()
        dialogue.reusable = dialogue.over
        if code < 400 and not dialogue.over:
            return Receipt("deferred", f"the server answered before the message was complete: {code} {text}"[:500])
        return _answered(code, text)


async def _ready_again(smtp: aiosmtplib.SMTP) -> bool:
    """Take back the transaction; whether the connection can be used on. What was answered before stands in any case."""
    try:
        await smtp.rset()
    except (SMTPException, OSError):
        return False
    return True


def _answered(code: int, text: str) -> Receipt:
    """What the server's answer to RCPT or DATA means."""
    detail = f"{code} {text}"[:500].replace("\n", " ")
    if code == 250:
        return Receipt("delivered", detail, provider_id=text[:200])
    return Receipt("bounced" if 500 <= code <= 599 else "deferred", detail)


def _lost(dialogue: _Dialogue, detail: str) -> Receipt:
    """What an end without an answer means."""
    if dialogue.over:
        return Receipt("ambiguous", f"the connection ended after the message, before the answer: {detail}"[:500])
    return Receipt("deferred", detail[:500])


def _text(error: BaseException) -> str:
    if isinstance(error, SMTPResponseException):
        return f"{error.code} {error.message}".replace("\n", " ")
    return f"{type(error).__name__}: {error}".rstrip(": ")


def dead(receipt: Receipt) -> bool:
    """Does this bounce say that the address itself is dead (and not that the mailbox is full or the content unwelcome)?

    By the enhanced status code (RFC 3463): 5.1.x is about the address, 5.2.1 a disabled mailbox. Without one, 550, 551 and 553.

    >>> dead(Receipt("bounced", "550 5.1.1 no such user")), dead(Receipt("bounced", "552 5.2.2 mailbox full"))
    (True, False)
    """
    if receipt.outcome != "bounced":
        return False
    if enhanced := _ENHANCED.search(receipt.detail):
        return enhanced[1] == "1" or (enhanced[1], enhanced[2]) == ("2", "1")
    return receipt.detail[:3] in ("550", "551", "553")
