"""The contract of the members' book: who may sign in to the console, and the passes (sessions, one-time links) they hold."""

from typing import Literal, Protocol

import msgspec

from regulars.state.desk import Taken, digest

Role = Literal["owner", "marketer", "analyst", "service", "privacy", "viewer"]
Kind = Literal["session", "setup", "join", "enter"]
"""A session; a link that makes the first owner; one with which a member sets the password; one that signs in without."""


class Member(msgspec.Struct, frozen=True):
    """A person who signs in to one workspace."""

    workspace: str
    id: str
    email: str
    """Lower case; at most one member of a workspace has it."""
    name: str
    role: Role
    password: str = ""
    """The encoded hash of the password (argon2id); empty until the invitation is taken up."""
    created_at: int = 0
    disabled_at: int = 0


class Pass(msgspec.Struct, frozen=True):
    """What a secret opens, kept under the hash of the secret."""

    hash: bytes
    kind: Kind
    workspace: str
    member: str
    """The id of the member; empty for `setup`, which has none yet."""
    made_at: int
    seen_at: int
    ends_at: int
    """From this instant on it opens nothing, whatever was seen."""


class Members(Protocol):
    """Members and their passes. `tests/contracts` runs `regulars.testing.members.MembersContract` on each implementation."""

    def put(self, member: Member) -> None:
        """Store the member over the one of the same id. Raises Taken where another member of the workspace has the e-mail."""
        ...

    def member(self, workspace: str, id: str) -> Member | None:
        """One member."""
        ...

    def members(self, workspace: str) -> list[Member]:
        """All members of a workspace, disabled ones included, oldest first."""
        ...

    def grant(self, pass_: Pass) -> None:
        """Store the pass over the one of the same hash."""
        ...

    def look_up(self, secret: str) -> Pass | None:
        """The pass of this secret, ended or not; None where there is none. Quick: asked at each request."""
        ...

    def take(self, hash: bytes) -> bool:
        """Delete a pass. Of several callers at once one gets True: so a link works once."""
        ...

    def withdraw(self, workspace: str, member: str, ended_at: int) -> int:
        """Delete all passes of a member, and everybody's that ended at or before this instant. Gives how many."""
        ...


def checked(member: Member, others: list[Member]) -> Member:
    """The member, if its e-mail is free among `others`. Raises Taken."""
    if any(other.email == member.email and other.id != member.id for other in others):
        raise Taken("a member of this workspace has this e-mail address already")
    return member


__all__ = ["Kind", "Member", "Members", "Pass", "Role", "Taken", "checked", "digest"]
