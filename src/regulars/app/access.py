"""Who asks: machines by a key, members by the cookie of their session. Whatever does not fit looks the same: unknown."""

import secrets
from collections.abc import Callable, Mapping
from hashlib import blake2b
from http.cookies import CookieError, SimpleCookie
from typing import Literal

import msgspec

from regulars.app.roles import MAY, Permission, scopes
from regulars.app.sessions import Sessions, csrf
from regulars.collect.credentials import Writer
from regulars.define.definitions import Definitions
from regulars.kit.ids import same, secret, uuid7
from regulars.state.desk import SCOPES, Desk

Scope = Literal["read", "write", "manage"]
MAIN = "main"
"""The workspace that a new house has."""


class Caller(msgspec.Struct, frozen=True):
    """Who asks: a key, or a member of the workspace in a session of the console."""

    workspace: str
    scopes: tuple[str, ...]
    """Of a member: those that come nearest to the role."""
    key_id: str
    member: str = ""
    """The id of the member; empty for a key."""
    role: str = ""
    csrf: str = ""
    """What the member's page must send back with a change."""
    place: str = ""
    """The network address that the request came from."""

    @property
    def who(self) -> str:
        """As the audit trail names it."""
        return f"member:{self.member}" if self.member else f"key:{self.key_id}"

    def may(self, permission: Permission, scope: str) -> bool:
        """Whether a member's role gives the permission, or a key has the scope."""
        return permission in MAY.get(self.role, ()) if self.member else scope in self.scopes  # type: ignore[call-overload]


class FirstKeys(msgspec.Struct, frozen=True):
    """The secrets of a new workspace, in clear: shown once, kept nowhere."""

    workspace: str
    write_key: str
    secret_key: str


class Access:
    """Looks keys up at the desk. Safe from any thread; never blocks (the desk keeps keys in memory)."""

    def __init__(
        self, desk: Desk, definitions: Callable[[str], Definitions], sessions: Sessions | None = None, secure: bool = False
    ) -> None:
        """`secure`: browsers reach us by https only, and the session's cookie is bound to that."""
        self._desk = desk
        self._definitions = definitions
        self._sessions = sessions
        self.secure = secure

    @property
    def cookie(self) -> str:
        """The name of the session's cookie. `__Host-`: set by this very host over https, for all its paths."""
        return "__Host-regulars" if self.secure else "regulars"

    def admitted(self, headers: Mapping[str, str], place: str = "") -> Caller | None:
        """The caller whom the headers of a request name: a key where there is one, else a session."""
        authorization = headers.get("authorization", "")
        found = self.caller(authorization) if authorization else None
        if found is None and not authorization:
            found = self.caller("") or self.visitor(headers.get("cookie", ""))
        return msgspec.structs.replace(found, place=place) if found else None

    def visitor(self, cookies: str) -> Caller | None:
        """The member whose session the cookie names."""
        text = self.session(cookies)
        member = self._sessions.find(text) if self._sessions and text else None
        if member is None:
            return None
        return Caller(member.workspace, scopes(member.role), "", member.id, member.role, csrf(text))

    def session(self, cookies: str) -> str:
        """The secret in a `Cookie` header; empty where there is none."""
        try:
            found = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return ""
        return found.value[:512] if found else ""

    def caller(self, authorization: str) -> Caller | None:
        """The caller that an `Authorization` header names: `Bearer sk_…`."""
        found = self._desk.look_up(bearer(authorization))
        if found is None or found.kind != "secret":
            return None
        return Caller(found.workspace, found.scopes, found.id)

    def find(self, write_key: str) -> Writer | None:
        """Whose write key this is, for the door."""
        key = self._desk.look_up(write_key)
        if key is None or key.kind != "write":
            return None
        source = self._definitions(key.workspace).sources.get(key.source)
        return Writer(key.workspace, key.source, tuple(source.origins) if source else ())


def meant(caller: Caller, headers: Mapping[str, str]) -> bool:
    """Whether a change that comes by cookie was meant: from a page of ours, which knows the session's token."""
    return from_here(headers) and same(headers.get("x-regulars-csrf", ""), caller.csrf)


def from_here(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a page of this very host, as far as the browser says so (programs say nothing)."""
    origin = headers.get("origin")
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    return origin is None or origin.partition("://")[2].lower() == headers.get("host", "").lower()


def bearer(authorization: str) -> str:
    """The secret in an `Authorization: Bearer …` header; empty where there is none."""
    scheme, _, value = authorization.strip().partition(" ")
    return value.strip()[:512] if scheme.lower() == "bearer" else ""


def first_keys(desk: Desk, workspace: str, at: int, *, title: str = "") -> FirstKeys | None:
    """Open the workspace if it has no keys yet: a write key and a secret key with every scope. None where it has some."""
    desk.open_workspace(workspace, title, at)
    if desk.keys(workspace):
        return None
    write_key, secret_key = secret("wk"), secret("sk")
    desk.create_key(workspace, write_key, kind="write", source="default", label="first write key", at=at)
    desk.create_key(workspace, secret_key, kind="secret", scopes=SCOPES, label="first secret key", at=at)
    return FirstKeys(workspace, write_key, secret_key)


def derive(house_secret: bytes, *purpose: str) -> bytes:
    """A key for one purpose (and workspace), so that what one signs another does not accept. 32 bytes."""
    return blake2b("\x1f".join(purpose).encode(), key=house_secret, digest_size=32).digest()


def new_id(at: int) -> str:
    """An identifier for something that begins at this instant."""
    return uuid7(at, secrets.randbits(74))
