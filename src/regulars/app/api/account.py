"""Members of the console: setting up, signing in and out, who I am; and those who manage them."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta

from regulars.app.access import MAIN, Access, Caller, from_here
from regulars.app.accounts import Accounts
from regulars.app.api.given import TheAccounts, TheCaller, TheHouse
from regulars.app.api.problems import Unfit
from regulars.app.api.route import delete, get, patch, place_of, post
from regulars.app.house import House
from regulars.app.roles import MAY
from regulars.app.sessions import OLDEST
from regulars.kit.clock import SECOND, to_text
from regulars.state.members import Member as Stored
from regulars.state.members import Role

Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$", examples=["ann@example.com"])]
Name = Annotated[str, Meta(min_length=1, max_length=100, examples=["Ann"])]
Password = Annotated[str, Meta(min_length=1, max_length=1000, examples=["four unrelated plain words"])]
Link = Annotated[str, Meta(min_length=1, max_length=200, description="What stands behind the # of the link.")]
MemberId = Annotated[str, PathParameter(min_length=1, max_length=64)]


class Member(msgspec.Struct, frozen=True):
    """Somebody who may sign in."""

    id: str
    email: str
    name: str
    role: Role
    created_at: str
    joined: bool
    """Whether the invitation was taken up."""
    disabled_at: str | None


class Session(msgspec.Struct, frozen=True):
    """Who is signed in, and what they may do."""

    member: Member
    workspace: str
    title: str
    """The workspace's name for people."""
    language: Literal["en", "zh"]
    zone: str
    currency: str
    may: list[str]
    """The permissions of the role."""
    csrf: str
    """To send back as `X-Regulars-CSRF` with every change."""


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """E-mail and password."""

    email: Email
    password: Password
    workspace: Annotated[str, Meta(max_length=63)] = MAIN


class SetUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first owner, by the link that the server printed."""

    token: Link
    name: Name
    email: Email
    password: Password


class Join(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A member who takes up an invitation, or sets a new password."""

    token: Link
    name: Name
    password: Password


class Follow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A link that somebody opened."""

    token: Link


class Followed(msgspec.Struct, frozen=True):
    """What the link is for: `setup` and `join` ask for more, `enter` has signed in already."""

    kind: Literal["setup", "join", "enter"]
    email: str = ""
    name: str = ""


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The password so far and the one to come."""

    old: Password
    new: Password


class Members(msgspec.Struct, frozen=True):
    """All members of the workspace, disabled ones included, oldest first."""

    members: list[Member]


class Invitation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to invite, as what."""

    email: Email
    role: Role
    name: Annotated[str, Meta(max_length=100)] = ""


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to change of a member; what is left out stays."""

    role: Role | None = None
    disabled: bool | None = None


class Invited(msgspec.Struct, frozen=True):
    """A link to hand over: it works once, for seven days. It is shown this once."""

    member: Member
    path: str
    """Behind the address of the server."""


@post("/v1/session", tag="account", scope=None, errors=(401, 403, 429, 503))
def sign_in(
    request: Request[Any, Any, Any], house: TheHouse, accounts: TheAccounts, data: JSONBody[SignIn]
) -> Response[Session]:
    """Sign in. The session's cookie comes with the answer.

    After some failures each further one doubles the wait. Whether an account exists is not told.
    """
    _from_here(request)
    secret = accounts.sign_in(data.workspace, data.email, data.password, place_of(request))
    return _begun(request, house, accounts, secret)


@get("/v1/session", tag="account", scope="read", veil=False, errors=(404,))
def get_session(house: TheHouse, caller: TheCaller, accounts: TheAccounts) -> Session:
    """Say who is signed in. A key has no session: 404."""
    return _session(house, caller, accounts)


@delete("/v1/session", tag="account", scope="read", veil=False, errors=(503,))
def sign_out(
    request: Request[Any, Any, Any],
    caller: TheCaller,
    accounts: TheAccounts,
    everywhere: Annotated[bool, QueryParameter(description="On every device.")] = False,
) -> Response[dict[str, bool]]:
    """Sign out: here, or with `everywhere` on every device."""
    access: Access = request.app.state.access
    if everywhere and caller.member:
        accounts.sessions.end_all(accounts.member(caller.workspace, caller.member))
    else:
        accounts.sessions.end(access.session(request.headers.get("cookie", "")))
    if caller.member:
        accounts.note(caller.workspace, caller.who, "sign_out", caller.place, detail="everywhere" if everywhere else "")
    return Response({"signed_out": True}, headers={"Set-Cookie": _cookie(access, "", 0)})


@post("/v1/setup", tag="account", scope=None, errors=(401, 403, 503))
def set_up(request: Request[Any, Any, Any], house: TheHouse, accounts: TheAccounts, data: JSONBody[SetUp]) -> Response[Session]:
    """Make the first owner of a new house, and sign in."""
    _from_here(request)
    secret = accounts.set_up(data.token, data.name, data.email, data.password, place_of(request))
    return _begun(request, house, accounts, secret)


@post("/v1/join", tag="account", scope=None, errors=(401, 403, 503))
def join(request: Request[Any, Any, Any], house: TheHouse, accounts: TheAccounts, data: JSONBody[Join]) -> Response[Session]:
    """Take up an invitation, or set a new password by a link, and sign in."""
    _from_here(request)
    secret = accounts.join(data.token, data.name, data.password, place_of(request))
    return _begun(request, house, accounts, secret)


@post("/v1/link", tag="account", scope=None, errors=(401, 403, 503))
def follow_link(request: Request[Any, Any, Any], accounts: TheAccounts, data: JSONBody[Follow]) -> Response[Followed]:
    """Open a link that works once: say what it asks for, or sign in where it asks for nothing."""
    _from_here(request)
    found = accounts.sessions.peek(data.token)
    if found is not None and found.kind in ("setup", "join"):
        member = accounts.member(found.workspace, found.member) if found.member else None
        return Response(Followed(found.kind, member.email if member else "", member.name if member else ""))
    secret = accounts.enter(data.token, place_of(request))
    return Response(Followed("enter"), headers={"Set-Cookie": _fresh(request, accounts, secret)})


@post("/v1/session/password", tag="account", scope="read", veil=False, errors=(401, 404, 429, 503))
def change_password(
    request: Request[Any, Any, Any], house: TheHouse, caller: TheCaller, accounts: TheAccounts, data: JSONBody[NewPassword]
) -> Response[Session]:
    """Set a new password. Every session ends, and this one begins anew."""
    _own(caller)
    secret = accounts.change_password(caller.workspace, caller.member, data.old, data.new, caller.place)
    return _begun(request, house, accounts, secret)


@get("/v1/members", tag="account", scope="manage", veil=False)
def list_members_of_console(caller: TheCaller, accounts: TheAccounts) -> Members:
    """List the members of the workspace."""
    return Members([_shown(member) for member in accounts.members(caller.workspace)])


@post("/v1/members", tag="account", scope="manage", veil=False, errors=(409, 503))
def invite_member(caller: TheCaller, accounts: TheAccounts, data: JSONBody[Invitation]) -> Invited:
    """Invite somebody. Hand the link over yourself: this server sends it to nobody."""
    member, secret = accounts.invite(caller.workspace, data.email, data.role, data.name)
    accounts.note(caller.workspace, caller.who, "invite_member", caller.place, f"member:{member.id}", data.role)
    return Invited(_shown(member), f"/link#{secret}")


@patch("/v1/members/{member_id:str}", tag="account", scope="manage", veil=False, errors=(404, 409, 503))
def change_member(caller: TheCaller, accounts: TheAccounts, member_id: MemberId, data: JSONBody[Change]) -> Member:
    """Give a member another role, shut them out, or let them in again. It holds at once; the last owner stays."""
    member = accounts.change(caller.workspace, member_id, role=data.role, disabled=data.disabled)
    said = [
        *([f"role {data.role}"] if data.role else []),
        *([f"disabled {data.disabled}"] if data.disabled is not None else []),
    ]
    accounts.note(caller.workspace, caller.who, "change_member", caller.place, f"member:{member.id}", ", ".join(said))
    return _shown(member)


@post("/v1/members/{member_id:str}/link", tag="account", scope="manage", veil=False, errors=(404, 503))
def renew_member(caller: TheCaller, accounts: TheAccounts, member_id: MemberId) -> Invited:
    """Make a link with which a member sets a new password (or takes up the invitation after all)."""
    secret = accounts.renew(caller.workspace, member_id)
    accounts.note(caller.workspace, caller.who, "renew_member", caller.place, f"member:{member_id}")
    return Invited(_shown(accounts.member(caller.workspace, member_id)), f"/link#{secret}")


def _from_here(request: Request[Any, Any, Any]) -> None:
    if not from_here(request.headers):
        raise Unfit(403, "not_meant", "sign in from a page of this server")


def _own(caller: Caller) -> None:
    if not caller.member:
        raise Unfit(404, "not_found", "a key is no member and has no session")


def _begun(request: Request[Any, Any, Any], house: House, accounts: Accounts, secret: str) -> Response[Session]:
    """The answer with a new session's cookie; the session that the browser had before ends."""
    access: Access = request.app.state.access
    cookie = _fresh(request, accounts, secret)
    caller = access.visitor(f"{access.cookie}={secret}")
    assert caller is not None
    return Response(_session(house, caller, accounts), headers={"Set-Cookie": cookie})


def _fresh(request: Request[Any, Any, Any], accounts: Accounts, secret: str) -> str:
    access: Access = request.app.state.access
    accounts.sessions.end(access.session(request.headers.get("cookie", "")))
    return _cookie(access, secret, OLDEST // SECOND)


def _cookie(access: Access, secret: str, seconds: int) -> str:
    """Not for scripts, not for other sites; over https for this very host alone."""
    secure = "; Secure" if access.secure else ""
    return f"{access.cookie}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"


def _session(house: House, caller: Caller, accounts: Accounts) -> Session:
    _own(caller)
    member = accounts.member(caller.workspace, caller.member)
    settings = house.world(caller.workspace).definitions.workspace
    titles = {workspace.name: workspace.title for workspace in house.backends.desk.workspaces()}
    return Session(
        member=_shown(member),
        workspace=caller.workspace,
        title=titles.get(caller.workspace) or caller.workspace,
        language=settings.language,
        zone=settings.zone,
        currency=settings.currency,
        may=sorted(MAY[member.role]),
        csrf=caller.csrf,
    )


def _shown(member: Stored) -> Member:
    return Member(
        id=member.id,
        email=member.email,
        name=member.name,
        role=member.role,
        created_at=to_text(member.created_at),
        joined=bool(member.password),
        disabled_at=to_text(member.disabled_at) if member.disabled_at else None,
    )
