"""The contract of the desk: workspaces and the keys that open them."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Literal, Protocol

import msgspec

from regulars.kit.errors import RegularsError

SCOPES = ("read", "write", "manage")
"""What a secret key may do: read everything of its workspace; send events and decide; change definitions, keys and imports."""


class Taken(RegularsError):
    """The name or the secret exists already."""

    code = "taken"


class Workspace(msgspec.Struct, frozen=True):
    """One tenant. Its name stands in every key, path and signal."""

    name: str
    title: str = ""
    created_at: int = 0


class Key(msgspec.Struct, frozen=True):
    """A key as it is shown: never the secret itself."""

    id: str
    workspace: str
    kind: Literal["write", "secret"]
    """`write` sends events as `source`; `secret` does what its scopes say."""
    source: str
    scopes: tuple[str, ...]
    hint: str
    """The last four characters of the secret, for people to tell keys apart."""
    label: str
    created_at: int
    revoked_at: int = 0


def digest(secret: str) -> bytes:
    """What is stored of a secret: SHA-256.

    A slow hash protects passwords, which can be guessed. These secrets have 256 random bits: there is nothing to try, and the
    door can afford to look one up for each request.
    """
    return sha256(secret.encode(errors="surrogatepass")).digest()


def new_key(
    workspace: str, secret: str, kind: Literal["write", "secret"], source: str, scopes: Sequence[str], label: str, at: int
) -> Key:
    """The key for a secret. Raises RegularsError for scopes that do not exist or do not fit, and for a secret too short."""
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        raise RegularsError(f"there is no scope '{unknown[0]}'; there are: {', '.join(SCOPES)}", code="unknown_scope")
    if kind == "write" and (scopes or not source):
        raise RegularsError("a write key names its source and has no scopes", code="invalid_key")
    if kind == "secret" and (source or not scopes):
        raise RegularsError("a secret key names its scopes and has no source", code="invalid_key")
    if len(secret) < (32 if kind == "secret" else 8):
        raise RegularsError("this secret is too short to be one; make it with regulars.kit.ids.secret", code="weak_secret")
    return Key(digest(secret).hex()[:16], workspace, kind, source, tuple(scopes), secret[-4:], label, at)


class Desk(Protocol):
    """Workspaces and keys. `tests/contracts` runs `regulars.testing.desk.DeskContract` on each implementation."""

    def open_workspace(self, name: str, title: str, at: int) -> Workspace:
        """The workspace of that name: a new one, or the one that is there already (unchanged)."""
        ...

    def workspaces(self) -> list[Workspace]:
        """All of them, oldest first."""
        ...

    def create_key(
        self,
        workspace: str,
        secret: str,
        *,
        kind: Literal["write", "secret"],
        source: str = "",
        scopes: Sequence[str] = (),
        label: str = "",
        at: int,
    ) -> Key:
        """Store the key of a secret (made by `kit.ids.secret`; only its hash is kept). Raises Taken, NotFound (workspace)."""
        ...

    def revoke_key(self, workspace: str, key_id: str, at: int) -> Key:
        """From here on the key opens nothing. Raises NotFound."""
        ...

    def keys(self, workspace: str) -> list[Key]:
        """All keys of a workspace, revoked ones included, oldest first."""
        ...

    def look_up(self, secret: str) -> Key | None:
        """The key of this secret unless it is revoked or unknown (nobody can tell which). Quick: asked at each request."""
        ...
