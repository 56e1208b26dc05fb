"""A letter as an e-mail (RFC 5322), written so that nothing in it can become another header or another address."""

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any

from regulars.engage.channels.channel import Letter, unsafe
from regulars.kit.clock import to_datetime
from regulars.kit.errors import RegularsError
from regulars.kit.hashing import hash64

_SENDER = re.compile(r"(?:(?P<name>[^<>]*?)\s*<(?P<angle>[^<>]+)>|(?P<bare>[^<>\s]+))", re.ASCII)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}", re.ASCII)


class Unwritable(RegularsError):
    """The letter cannot be written safely."""

    code = "header_injection"


class _Plain(EmailPolicy):
    """Folds only what people read. The library would turn a long token into an encoded word, which no mail program undoes."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name in ("From", "To", "Subject"):
            folded: bytes = super().fold_binary(name, value)
            return folded
        return f"{name}: {value}\r\n".encode("ascii")


_POLICY = _Plain(linesep="\r\n", cte_type="7bit", max_line_length=SMTP.max_line_length)


def address(text: str) -> Address:
    """`Name <local@domain>` or `local@domain`. Raises Unwritable.

    Names that a decoder would read as something else are refused: angle brackets, `@` and encoded words (`=?utf-8?b?…?=`).

    >>> str(address("熟客 <hello@example.com>"))
    '熟客 <hello@example.com>'
    """
    match = _SENDER.fullmatch(text.strip())
    name = (match["name"] or "").strip().strip('"') if match else ""
    spec = (match["angle"] or match["bare"]) if match else ""
    if not _ADDRESS.fullmatch(spec):
        raise Unwritable(f"'{text[:80]}' is no address like 'Name <name@example.com>' in ASCII")
    if any(c in '<>@"\\' or not c.isprintable() for c in name) or "=?" in name:
        raise Unwritable(f"the name in '{text[:80]}' holds characters that could be read as another address")
    local, _, domain = spec.partition("@")
    return Address(display_name=name, username=local, domain=domain)


def message_id(key: str, domain: str) -> str:
    """The Message-ID of a message key: the same on every attempt, so that a provider or a person can recognise a repeat."""
    return f"<{hash64(key):016x}.{hash64('message', key):016x}@{domain}>"


def write(letter: Letter) -> bytes:
    """The whole message with CRLF line ends, seven bits, dots not yet doubled. Raises Unwritable."""
    if why := unsafe(letter):
        raise Unwritable(why.partition(": ")[2])
    message = EmailMessage(_POLICY)
    sender = address(letter.sender)
    try:
        message["From"] = sender
        message["To"] = address(letter.recipient)
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(to_datetime(letter.at))
        message["Message-ID"] = message_id(letter.key, sender.domain)
        for name, value in letter.headers.items():
            message[name] = value
        message.set_content(letter.text)
        if letter.html:
            message.add_alternative(letter.html, subtype="html")
        return re.sub(rb"\r\n|\n|\r", b"\r\n", message.as_bytes())
    except (MessageError, ValueError, UnicodeError) as error:
        raise Unwritable(f"the message cannot be written: {error}") from error
