"""Members of the console: the first owner, invitations, signing in and out, roles."""

import threading

import msgspec

from regulars.app import passwords
from regulars.app.access import new_id
from regulars.app.sessions import Sessions
from regulars.app.throttle import Throttle
from regulars.kit.clock import Clock
from regulars.kit.errors import NotFound, RegularsError
from regulars.state.members import Kind, Member, Members, Role
from regulars.state.trail import Act, Trail


class NotAdmitted(RegularsError):
    """The e-mail and the password do not belong together, or the link works no more. Which of the reasons is not told."""

    code = "not_admitted"


class LastOwner(RegularsError):
    """A workspace keeps at least one owner."""

    code = "last_owner"


class Accounts:
    """All that changes members and their sessions. Handlers block: hashing a password takes about 30 ms.

    Each act stands in the audit trail; `place` is the address that a request came from.
    """

    def __init__(self, members: Members, trail: Trail, clock: Clock) -> None:
        self.sessions = Sessions(members, clock)
        self._members = members
        self._trail = trail
        self._clock = clock
        self._changing = threading.Lock()
        self._by_account = Throttle(free=5)
        self._by_place = Throttle(free=50)
        """Many people may come from one address: a proxy, an office."""

    # Coming in

    def setup_link(self, workspace: str) -> str | None:
        """The secret of the link with which the first owner is made; None where there are members. Earlier ones end."""
        if self._members.members(workspace):
            return None
        self._members.withdraw(workspace, "", self._clock.now())
        return self.sessions.link("setup", workspace)

    def set_up(self, link: str, name: str, email: str, password: str, place: str) -> str:
        """Make the first owner. Gives the secret of a session. Raises NotAdmitted, WeakPassword."""
        passwords.check(password, name, email)
        hashed = passwords.hashed(password)
        with self._changing:
            found = self.sessions.peek(link)
            if found is None or found.kind != "setup" or self._members.members(found.workspace):
                raise _useless()
            member = self._new(found.workspace, email, "owner", name, hashed)
            self.sessions.follow(link, "setup")
        self.note(member.workspace, f"member:{member.id}", "set_up", place, f"member:{member.id}")
        return self.sessions.begin(member)

    def join(self, link: str, name: str, password: str, place: str) -> str:
        """Take up an invitation, or set a new password. Earlier sessions end. Gives the secret of a session."""
        found = self.sessions.peek(link)
        member = self._members.member(found.workspace, found.member) if found and found.kind == "join" else None
        if member is None or member.disabled_at:
            raise _useless()
        passwords.check(password, name, member.email)
        hashed = passwords.hashed(password)
        with self._changing:
            if self.sessions.follow(link, "join") is None:
                raise _useless()
            member = msgspec.structs.replace(
                self.member(member.workspace, member.id), name=name or member.name, password=hashed
            )
            self._members.put(member)
        self.sessions.end_all(member)
        self.note(member.workspace, f"member:{member.id}", "join", place, f"member:{member.id}")
        return self.sessions.begin(member)

    def enter(self, link: str, place: str) -> str:
        """Sign in by a link that needs no password (the demo's). Gives the secret of a session."""
        found = self.sessions.follow(link, "enter")
        member = self._members.member(found.workspace, found.member) if found else None
        if member is None or member.disabled_at:
            raise _useless()
        self.note(member.workspace, f"member:{member.id}", "sign_in", place, detail="link")
        return self.sessions.begin(member)

    def sign_in(self, workspace: str, email: str, password: str, place: str) -> str:
        """Gives the secret of a new session. Raises NotAdmitted, Throttled; nothing tells whether the account exists."""
        email, at = _clean(email), self._clock.now()
        account = f"{workspace} {email}"
        self._by_place.check(place, at)
        self._by_account.check(account, at)
        member = next((m for m in self._members.members(workspace) if m.email == email), None)
        usable = member is not None and not member.disabled_at
        right = passwords.matches(password, member.password if member and usable else "")
        if member is None or not right:
            self._by_place.fail(place, at)
            self._by_account.fail(account, at)
            # Of accounts that do not exist it is noted, too: else the time of the answer would tell them apart.
            self.note(workspace, "nobody", "sign_in_failed", place, f"member:{member.id}" if member else "")
            raise NotAdmitted("this e-mail address and this password do not belong together")
        self._by_account.forgive(account)
        if passwords.outdated(member.password):
            self._members.put(msgspec.structs.replace(member, password=passwords.hashed(password)))
        self.note(workspace, f"member:{member.id}", "sign_in", place)
        return self.sessions.begin(member)

    def change_password(self, workspace: str, id: str, old: str, new: str, place: str) -> str:
        """Set a new password; all sessions end. Gives the secret of a new one. Raises NotAdmitted, WeakPassword, Throttled."""
        member, at = self.member(workspace, id), self._clock.now()
        self._by_account.check(account := f"{workspace} {member.email}", at)
        if not passwords.matches(old, member.password):
            self._by_account.fail(account, at)
            raise NotAdmitted("this is not the password so far")
        passwords.check(new, member.name, member.email)
        hashed = passwords.hashed(new)
        with self._changing:
            member = msgspec.structs.replace(self.member(workspace, id), password=hashed)
            self._members.put(member)
        self.sessions.end_all(member)
        self.note(workspace, f"member:{id}", "change_password", place, f"member:{id}")
        return self.sessions.begin(member)

    # Who there is

    def member(self, workspace: str, id: str) -> Member:
        """One member. Raises NotFound."""
        found = self._members.member(workspace, id)
        if found is None:
            raise NotFound("there is no such member in this workspace")
        return found

    def members(self, workspace: str) -> list[Member]:
        """All members, disabled ones included."""
        return self._members.members(workspace)

    def invite(self, workspace: str, email: str, role: Role, name: str = "") -> tuple[Member, str]:
        """A new member, and the secret of the link with which they set their password. Raises Taken."""
        with self._changing:
            member = self._new(workspace, email, role, name, "")
        return member, self.sessions.link("join", workspace, member.id)

    def renew(self, workspace: str, id: str, kind: Kind = "join") -> str:
        """The secret of a link for a member: to set a new password, or (`enter`) to sign in without one."""
        return self.sessions.link(kind, workspace, self.member(workspace, id).id)

    def change(self, workspace: str, id: str, *, role: Role | None = None, disabled: bool | None = None) -> Member:
        """Give another role, or shut out (at once: sessions end) and let in again. Raises LastOwner, NotFound."""
        with self._changing:
            member = self.member(workspace, id)
            at = member.disabled_at
            shut = at if disabled is None else (at or self._clock.now()) if disabled else 0
            changed = msgspec.structs.replace(member, role=role or member.role, disabled_at=shut)
            others = [m for m in self.members(workspace) if m.role == "owner" and not m.disabled_at and m.id != id]
            if not others and (changed.role != "owner" or changed.disabled_at) and member.role == "owner" and not at:
                raise LastOwner("this is the last owner of the workspace; make another member an owner first")
            self._members.put(changed)
        if changed.disabled_at:
            self.sessions.end_all(changed)
        return changed

    def _new(self, workspace: str, email: str, role: Role, name: str, password: str) -> Member:
        at = self._clock.now()
        member = Member(workspace, new_id(at), _clean(email), name, role, password, at)
        self._members.put(member)
        return member

    def note(self, workspace: str, who: str, what: str, place: str, object: str = "", detail: str = "") -> None:
        """Write an act into the audit trail."""
        self._trail.append(Act(workspace, self._clock.now(), who, what, object, place, detail))


def _clean(email: str) -> str:
    return email.strip().lower()


def _useless() -> NotAdmitted:
    return NotAdmitted("this link was used already, or is too old; ask for a new one")
