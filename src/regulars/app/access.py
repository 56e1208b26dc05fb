"""Who may do what: keys to workspaces and scopes. Whatever does not fit looks the same: unknown."""

import secrets
from collections.abc import Callable
from hashlib import blake2b
from typing import Literal

import msgspec

from regulars.collect.credentials import Writer
from regulars.define.definitions import Definitions
from regulars.kit.ids import secret, uuid7
from regulars.state.desk import SCOPES, Desk

Scope = Literal["read", "write", "manage"]
MAIN = "main"
"""The workspace that a new house has."""


class Caller(msgspec.Struct, frozen=True):
    """Who asks: the workspace of the key, and what the key may do."""

    workspace: str
    scopes: tuple[str, ...]
    key_id: str


class FirstKeys(msgspec.Struct, frozen=True):
    """The secrets of a new workspace, in clear: shown once, kept nowhere."""

    workspace: str
    write_key: str
    secret_key: str


class Access:
    """Looks keys up at the desk. Safe from any thread; never blocks (the desk keeps keys in memory)."""

    def __init__(self, desk: Desk, definitions: Callable[[str], Definitions]) -> None:
        self._desk = desk
        self._definitions = definitions

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


def bearer(authorization: str) -> str:
    """The secret in an `Authorization: Bearer …` header; empty where there is none."""
    scheme, _, value = authorization.strip().partition(" ")
    return value.strip()[:512] if scheme.lower() == "bearer" else ""


def first_keys(desk: Desk, workspace: str, at: int, *, title: str = "", source: str = "default") -> FirstKeys | None:
    """Open the workspace if it has no keys yet: a write key and a secret key with every scope. None where it has some."""
    desk.open_workspace(workspace, title, at)
    if desk.keys(workspace):
        return None
    write_key, secret_key = secret("wk"), secret("sk")
    desk.create_key(workspace, write_key, kind="write", source=source, label="first write key", at=at)
    desk.create_key(workspace, secret_key, kind="secret", scopes=SCOPES, label="first secret key", at=at)
    return FirstKeys(workspace, write_key, secret_key)


def derive(house_secret: bytes, *purpose: str) -> bytes:
    """A key for one purpose (and workspace), so that what one signs another does not accept. 32 bytes."""
    return blake2b("\x1f".join(purpose).encode(), key=house_secret, digest_size=32).digest()


def new_id(at: int) -> str:
    """An identifier for something that begins at this instant."""
    return uuid7(at, secrets.randbits(74))
