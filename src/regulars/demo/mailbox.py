"""A mail server of the demo's own, on this machine only: it takes what the shop sends and shows some of it."""

import email
import email.policy
from collections import deque
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Mailbox:
    """Listens on a free port of 127.0.0.1; keeps the latest letters and counts all of them."""

    def __init__(self, keep: int = 200) -> None:
        self.letters: deque[bytes] = deque(maxlen=keep)
        self.count = 0
        self._controller = _Listening(self, hostname="127.0.0.1", port=0)

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd calls it so)
        self.count += 1
        self.letters.append(envelope.content)
        return "250 OK"

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self._controller.server.sockets[0].getsockname()[1]
        return port

    def start(self) -> None:
        """Take letters."""
        self._controller.start()

    def stop(self) -> None:
        """Take no more."""
        self._controller.stop()

    def latest(self, subject_differs: int = 1) -> list[EmailMessage]:
        """The latest letter of each of the latest subjects."""
        found: dict[str, EmailMessage] = {}
        for raw in reversed(self.letters):
            letter = email.message_from_bytes(raw, policy=email.policy.default)
            found.setdefault(str(letter["Subject"]), letter)
            if len(found) == subject_differs:
                break
        return list(found.values())


class _Listening(Controller):  # type: ignore[misc]  # aiosmtpd has no types
    """aiosmtpd's controller asks a port 0 whether it answers; ask the one that was taken."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
