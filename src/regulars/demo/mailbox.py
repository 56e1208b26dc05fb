"""A mail server of the demo's own, on this machine only: it takes what the shop sends and shows some of it."""

import email
import email.policy
import socket
from collections import deque
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

_KEPT = 200


class Mailbox:
    """Listens on a free port of 127.0.0.1; keeps the latest letters and counts all of them."""

    def __init__(self) -> None:
        self.letters: deque[bytes] = deque(maxlen=_KEPT)
        self.count = 0
        self.port = _free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd calls it so)
        """A letter has come in whole."""
        self.count += 1
        self.letters.append(envelope.content)
        return "250 OK"

    def start(self) -> None:
        """Take letters."""
        self._controller.start()

    def stop(self) -> None:
        """Take no more."""
        self._controller.stop()

    def latest(self, subjects: int) -> list[EmailMessage]:
        """The latest letter of each of the latest subjects."""
        found: dict[str, EmailMessage] = {}
        for raw in reversed(self.letters):
            letter = email.message_from_bytes(raw, policy=email.policy.default)
            found.setdefault(str(letter["Subject"]), letter)
            if len(found) == subjects:
                break
        return list(found.values())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
