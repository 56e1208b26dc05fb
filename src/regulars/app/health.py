"""Whether the house is well: each part says so itself, and the worst one counts."""

import threading
from typing import Literal

import msgspec

from regulars.app.house import House

Word = Literal["ok", "degraded", "broken"]
_RANK: tuple[Word, ...] = ("ok", "degraded", "broken")
LAG = 10_000
"""More log records than this waiting for the loop: degraded."""


class Part(msgspec.Struct, frozen=True):
    """How one part of the house is."""

    status: Word
    detail: str = ""


class Report(msgspec.Struct, frozen=True):
    """How the house is."""

    status: Word
    parts: dict[str, Part]


class Health:
    """Parts that run by themselves report here; a part that does well again says so. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: dict[str, Part] = {}

    def well(self, part: str) -> None:
        """This part works."""
        self._put(part, Part("ok"))

    def ill(self, part: str, detail: str, status: Word = "degraded") -> None:
        """This part does not; it will try again unless it is broken."""
        self._put(part, Part(status, detail[:300]))

    def _put(self, part: str, how: Part) -> None:
        with self._lock:
            self._parts[part] = how

    def report(self, house: House) -> Report:
        """All parts, with how far the loop is behind the log."""
        with self._lock:
            parts = dict(self._parts)
        lag = house.backends.log.end() - house.loop.offset
        parts["lag"] = Part("ok" if lag <= LAG else "degraded", f"{lag} records of the log wait")
        worst = max(parts.values(), key=lambda part: _RANK.index(part.status))
        return Report(worst.status, parts)

    @property
    def fine(self) -> bool:
        """Whether no part is ill."""
        with self._lock:
            return all(part.status == "ok" for part in self._parts.values())
