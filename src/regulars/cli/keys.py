"""`regulars keys`: the keys of a workspace, and workspaces themselves."""

import re
from typing import Annotated, Literal
from urllib.parse import quote

from cyclopts import App, Parameter

from regulars.app.access import first_keys
from regulars.cli.place import Common, Failed
from regulars.cli.show import line, table

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


def add(app: App) -> None:
    """Add the commands."""
    keys = App(name="keys", help="Keys of a workspace: list, add, revoke; and new workspaces.")
    keys.default(list_keys)
    keys.command(list_keys, name="list")
    keys.command(add_key, name="add")
    keys.command(revoke_key, name="revoke")
    keys.command(add_workspace, name="workspace")
    app.command(keys)


def list_keys(*, common: Common = Common()) -> int:  # noqa: B008
    """List the keys of the workspace."""
    with common.open() as place:
        found = place.get("/v1/keys")["keys"]
    rows = [
        (
            k["id"],
            k["kind"],
            k["source"] or " ".join(k["scopes"]),
            f"…{k['hint']}",
            k["label"],
            k["created_at"],
            k["revoked_at"] or "",
        )
        for k in found
    ]
    table(["id", "kind", "source / scopes", "ends in", "label", "created", "revoked"], rows) if rows else line(
        common.say("no_rows")
    )
    return 0


def add_key(
    kind: Annotated[Literal["write", "secret"], Parameter(help="write: for SDKs; secret: for the API.")],
    *,
    source: Annotated[str | None, Parameter(help="Of a write key: the source whose events it brings.")] = None,
    scope: Annotated[
        list[Literal["read", "write", "manage"]] | None, Parameter(help="Of a secret key: what it may do.")
    ] = None,
    label: Annotated[str, Parameter(help="What the key is for.")] = "",
    common: Common = Common(),  # noqa: B008
) -> int:
    """Make a key and show its secret, this once."""
    body: dict[str, object] = {"kind": kind, "label": label}
    if source is not None or kind == "write":
        body["source"] = source or "default"
    if scope is not None or kind == "secret":
        body["scopes"] = scope or ["read"]
    with common.open() as place:
        made = place.post("/v1/keys", **body)
    line(common.say("key_made"))
    line(f"  {made['secret']}")
    return 0


def revoke_key(
    key_id: Annotated[str, Parameter(help="The id of the key, as `list` shows it.")],
    *,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Revoke a key: from here on it opens nothing."""
    with common.open() as place:
        revoked = place.delete(f"/v1/keys/{quote(key_id, safe='')}")
    line(common.say("key_revoked", id=revoked["id"]))
    return 0


def add_workspace(
    name: Annotated[str, Parameter(help="Lower-case letters, digits, - and _; it never changes.")],
    *,
    title: Annotated[str, Parameter(help="Its name for people.")] = "",
    common: Common = Common(),  # noqa: B008
) -> int:
    """Make a workspace (a tenant of its own) with its first keys. No server may be running on the folder."""
    if not _NAME.fullmatch(name):
        raise Failed(f"'{name}' cannot be the name of a workspace: use lower-case letters, digits, - and _, at most 63", 2)
    if common.url:
        raise Failed(common.say("workspace_by_folder"), 2)
    house = common.house(begin=True)
    try:
        made = first_keys(house.backends.desk, name, house.clock.now(), title=title)
    finally:
        house.close()
    if made is None:
        raise Failed(f"the workspace '{name}' is there already; list its keys with: regulars keys list --workspace {name}")
    line(common.say("first_keys", workspace=name))
    line(f"  {common.say('write_key')}: {made.write_key}")
    line(f"  {common.say('secret_key')}: {made.secret_key}")
    return 0
