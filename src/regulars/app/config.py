"""The settings of a server: small frozen values, built once at the edge (`regulars serve`, the demo, tests)."""

from pathlib import Path

import msgspec

from regulars.app.text_endpoint import TextEndpoint
from regulars.engage.channels.email import SmtpSettings
from regulars.kit.clock import DAY


class Pace(msgspec.Struct, frozen=True):
    """How the worker divides its time."""

    poll_seconds: float = 0.05
    """How long an idle loop sleeps at most; an append wakes it at once."""
    tick_seconds: float = 1.0
    """How often it looks for timers that are due."""
    flush_rows: int = 100_000
    """The lake is written when so many event rows wait …"""
    flush_seconds: float = 60.0
    """… or when the oldest has waited so long."""
    tidy_seconds: float = 3600.0
    """How often the lake is compacted and old records of the log are trimmed."""
    log_days: int = 30
    """How long the log is kept; the lake is the history."""
    deliver_seconds: float = 0.5
    """How long an idle outbox rests."""
    text_seconds: float = 1.0
    """How long the reading of texts rests where there are none."""
    train_seconds: float = 20.0
    """How often, and how long after the start, it looks for models that are due."""

    @property
    def log_kept(self) -> int:
        """How long the log is kept, in µs."""
        return self.log_days * DAY


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that `regulars serve` can be told."""

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    """Where customers' browsers find this server (for links in messages); default: `http://host:port`."""
    smtp: SmtpSettings | None = None
    """The mail server that takes our messages; without one they wait in the outbox."""
    text: TextEndpoint | None = None
    """What reads customers' texts in place of the built-in models."""
    pace: Pace = Pace()

    @property
    def secure(self) -> bool:
        """Whether browsers reach us by https."""
        return self.public_url.startswith("https://")

    def url(self, port: int) -> str:
        """The address to print and to put into messages, given the port that was really taken."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url.rstrip("/") or f"http://{host}:{port}"
