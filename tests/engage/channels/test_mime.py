"""E-mail text: what arrives is what was meant, and no name or token turns into something else."""

from email import message_from_bytes, policy

import pytest

from regulars.engage.channels.channel import Letter
from regulars.engage.channels.mime import Unwritable, address, message_id, write

TOKEN = "https://shop.example/u/" + "a1B2_-" * 60
LETTER = Letter(
    key="j/v/r/s/email",
    sender="熟客 <shop@example.com>",
    recipient="ann@example.com",
    subject="为您准备的 " * 20,
    text="你好\n",
    html="<p>你好</p>",
    at=1_700_000_000_000_000,
    headers={"List-Unsubscribe": f"<{TOKEN}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
)


def test_it_reads_back_as_it_was_written() -> None:
    raw = write(LETTER)
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Subject"].strip() == LETTER.subject.strip()
    assert mail["From"].addresses[0].display_name == "熟客"
    assert mail["To"] == "ann@example.com"
    assert mail["Date"].datetime.isoformat() == "2023-11-14T22:13:20+00:00"
    assert mail.get_body(("plain",)).get_content().strip() == "你好"  # type: ignore[union-attr, attr-defined]
    assert mail.get_body(("html",)).get_content().strip() == "<p>你好</p>"  # type: ignore[union-attr, attr-defined]


def test_long_tokens_are_not_folded() -> None:
    assert f"List-Unsubscribe: <{TOKEN}>\r\n".encode() in write(LETTER)


def test_the_message_id_is_that_of_the_key() -> None:
    assert message_id("a", "x.example") == message_id("a", "x.example") != message_id("b", "x.example")
    assert f"Message-ID: {message_id(LETTER.key, 'example.com')}\r\n".encode() in write(LETTER)


@pytest.mark.parametrize(
    "sender",
    [
        "=?utf-8?b?PGV2aWxAeC5jb20+?= <a@b.example>",
        "eve@x.example <a@b.example>",
        "<eve> <a@b.example>",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "A\\ <a@b.example>",
        "a b@c.example",
        "a@",
        "",
        "ä@b.example",
    ],
)
def test_a_sender_that_reads_as_something_else_is_refused(sender: str) -> None:
    with pytest.raises(Unwritable):
        address(sender)


@pytest.mark.parametrize(
    "sender", ["Regulars <hello@localhost>", "hello@localhost", '"Tea & Co" <a@b.example>', "老王 <a@b.example>"]
)
def test_plain_senders_are_taken(sender: str) -> None:
    assert address(sender).addr_spec.count("@") == 1
