"""Keys and sources of the caller's workspace."""

from typing import Annotated, Literal

import msgspec
from litestar.params import JSONBody, PathParameter
from msgspec import Meta

from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.problems import Unfit
from regulars.app.api.route import delete, get, post
from regulars.kit.clock import to_text
from regulars.kit.ids import secret
from regulars.state.desk import SCOPES
from regulars.state.desk import Key as Stored

RESERVED = ("regulars", "api")
"""Sources of what the house itself writes."""

Scopes = Annotated[list[Literal["read", "write", "manage"]], Meta(max_length=3, examples=[["read"]])]


class Key(msgspec.Struct, frozen=True):
    """A key as it is shown. The secret itself is kept nowhere."""

    id: str
    kind: Literal["write", "secret"]
    source: str
    scopes: list[str]
    hint: str
    """The last four characters of the secret."""
    label: str
    created_at: str
    revoked_at: str | None


class Keys(msgspec.Struct, frozen=True):
    """All keys of the workspace, revoked ones included, oldest first."""

    keys: list[Key]


class NewKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key to make: a write key for a source, or a secret key with scopes."""

    kind: Literal["write", "secret"]
    source: Annotated[str, Meta(max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", examples=["web"])] | None = None
    scopes: Scopes = []
    label: Annotated[str, Meta(max_length=200, examples=["the web shop"])] = ""


class MadeKey(msgspec.Struct, frozen=True):
    """A new key. `secret` is shown this once."""

    secret: str
    key: Key


class Source(msgspec.Struct, frozen=True):
    """Something that writes events in."""

    name: str
    kind: str
    origins: list[str]
    keys: int
    """How many write keys of it are open."""


class Sources(msgspec.Struct, frozen=True):
    """All sources: those that are defined, and those that have keys."""

    sources: list[Source]


@get("/v1/keys", tag="keys", scope="manage", veil=False)
def list_keys(house: TheHouse, caller: TheCaller) -> Keys:
    """List the keys of the workspace."""
    return Keys([_shown(key) for key in house.backends.desk.keys(caller.workspace)])


@post("/v1/keys", tag="keys", scope="manage", veil=False, audit=lambda given: ("keys", given["data"].kind))
def create_key(house: TheHouse, caller: TheCaller, data: JSONBody[NewKey]) -> MadeKey:
    """Make a key. Its secret is in this answer and nowhere else."""
    if data.source in RESERVED:
        raise Unfit(422, "invalid_key", f"the source '{data.source}' is the house's own; choose another name")
    made = secret("wk" if data.kind == "write" else "sk")
    scopes = sorted(set(data.scopes), key=SCOPES.index)
    key = house.backends.desk.create_key(
        caller.workspace,
        made,
        kind=data.kind,
        source=data.source or "",
        scopes=scopes,
        label=data.label,
        at=house.clock.now(),
    )
    return MadeKey(made, _shown(key))


@delete("/v1/keys/{key_id:str}", tag="keys", scope="manage", errors=(404,), audit=lambda given: (f"key:{given['key_id']}", ""))
def revoke_key(house: TheHouse, caller: TheCaller, key_id: Annotated[str, PathParameter(min_length=1, max_length=64)]) -> Key:
    """Revoke a key: from here on it opens nothing."""
    return _shown(house.backends.desk.revoke_key(caller.workspace, key_id, house.clock.now()))


@get("/v1/sources", tag="keys", scope="manage")
def list_sources(house: TheHouse, caller: TheCaller) -> Sources:
    """List the sources that write events in, with how many open write keys each has."""
    defined = house.world(caller.workspace).definitions.sources
    open_keys: dict[str, int] = dict.fromkeys(defined, 0)
    for key in house.backends.desk.keys(caller.workspace):
        if key.kind == "write" and not key.revoked_at:
            open_keys[key.source] = open_keys.get(key.source, 0) + 1
    return Sources(
        [
            Source(
                name, defined[name].kind if name in defined else "server", defined[name].origins if name in defined else [], n
            )
            for name, n in sorted(open_keys.items())
        ]
    )


def _shown(key: Stored) -> Key:
    return Key(
        id=key.id,
        kind=key.kind,
        source=key.source,
        scopes=list(key.scopes),
        hint=key.hint,
        label=key.label,
        created_at=to_text(key.created_at),
        revoked_at=to_text(key.revoked_at) if key.revoked_at else None,
    )
