"""Sessions of the console: opaque secrets in a cookie, known here by their hash, each ending when idle or old.

And links that work once: the same passes with another purpose.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b

import msgspec

from regulars.kit.clock import DAY, HOUR, MINUTE, Clock
from regulars.kit.ids import secret
from regulars.state.members import Kind, Member, Members, Pass, digest

IDLE = 12 * HOUR
"""A session that nobody used for so long has ended …"""
OLDEST = 14 * DAY
"""… and so has one that began so long ago."""
LINK = 7 * DAY
"""How long a link waits to be followed."""
_NOTED = 5 * MINUTE
"""How often a session's last use is written down."""


class Sessions:
    """Begins, finds and ends sessions. `find` may be called on the event loop: it looks into memory and never writes there."""

    def __init__(self, members: Members, clock: Clock) -> None:
        self._members = members
        self._clock = clock
        self._seen: dict[bytes, int] = {}
        self._ending = threading.Lock()
        """So that noting the last use of a session does not bring back one that ends at the same time."""
        self._notes = ThreadPoolExecutor(1, thread_name_prefix="api-sessions")

    def begin(self, member: Member) -> str:
        """A new session. Gives its secret, which stands nowhere else. Passes that have ended are forgotten."""
        self._members.withdraw("", "", self._clock.now())
        return self._grant("session", "rs", member.workspace, member.id, OLDEST)

    def link(self, kind: Kind, workspace: str, member: str = "") -> str:
        """The secret of a link that works once."""
        return self._grant(kind, "rl", workspace, member, LINK)

    def _grant(self, kind: Kind, prefix: str, workspace: str, member: str, lasts: int) -> str:
        made, at = secret(prefix), self._clock.now()
        self._members.grant(Pass(digest(made), kind, workspace, member, at, at, at + lasts))
        return made

    def find(self, text: str) -> Member | None:
        """Whose session this secret is, if it has not ended and its member may still come in."""
        found = self._members.look_up(text)
        if found is None or found.kind != "session":
            return None
        at = self._clock.now()
        seen = max(found.seen_at, self._seen.get(found.hash, 0))
        if at >= found.ends_at or at - seen >= IDLE:
            return None
        member = self._members.member(found.workspace, found.member)
        if member is None or member.disabled_at:
            return None
        self._seen[found.hash] = at
        if at - found.seen_at >= _NOTED:
            self._notes.submit(self._note, text, at)
        return member

    def _note(self, text: str, at: int) -> None:
        with self._ending:
            found = self._members.look_up(text)
            if found is not None and at - found.seen_at >= _NOTED:
                self._members.grant(msgspec.structs.replace(found, seen_at=at))

    def peek(self, text: str) -> Pass | None:
        """What a link is for, without following it; None where it works no more."""
        found = self._members.look_up(text)
        return None if found is None or found.kind == "session" or self._clock.now() >= found.ends_at else found

    def follow(self, text: str, *kinds: Kind) -> Pass | None:
        """Use up a link of one of these kinds. Of several who follow it at once one gets it."""
        found = self.peek(text)
        return found if found and found.kind in kinds and self._members.take(found.hash) else None

    def end(self, text: str) -> None:
        """End one session."""
        found = self._members.look_up(text)
        if found is not None and found.kind == "session":
            with self._ending:
                self._members.take(found.hash)
            self._seen.pop(found.hash, None)

    def end_all(self, member: Member) -> None:
        """End every session of a member, and the links that were made for them."""
        with self._ending:
            self._members.withdraw(member.workspace, member.id, self._clock.now())

    def close(self) -> None:
        """Write down what is still to be noted."""
        self._notes.shutdown()


def csrf(text: str) -> str:
    """The token that a page of ours sends back with every change: another site can neither read nor guess it.

    It follows from the session's secret, so it needs no storing, and changes with the session.
    """
    return blake2b(b"csrf", key=digest(text), digest_size=24).hexdigest()
