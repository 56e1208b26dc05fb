"""`regulars members`: who may sign in to the console."""

from typing import Annotated
from urllib.parse import quote

from cyclopts import App, Parameter

from regulars.cli.place import Common, Failed
from regulars.cli.show import line, table
from regulars.state.members import Role

Who = Annotated[str, Parameter(help="The member's e-mail address, or the id as `list` shows it.")]


def add(app: App) -> None:
    """Add the commands."""
    members = App(name="members", help="Members of the console: list, invite, change, link.")
    members.default(list_members)
    members.command(list_members, name="list")
    members.command(invite)
    members.command(change)
    members.command(link)
    app.command(members)


def list_members(*, common: Common = Common()) -> int:  # noqa: B008
    """List who may sign in to the console."""
    with common.open() as place:
        found = place.get("/v1/members")["members"]
    rows = [(m["email"], m["name"], m["role"], m["joined"], m["created_at"], m["disabled_at"] or "", m["id"]) for m in found]
    columns = ["e-mail", "name", "role", "joined", "created", "disabled", "id"]
    table(columns, rows) if rows else line(common.say("no_rows"))
    return 0


def invite(
    email: Annotated[str, Parameter(help="The e-mail address with which they will sign in.")],
    *,
    role: Annotated[Role, Parameter(help="What they may do.")] = "viewer",
    name: Annotated[str, Parameter(help="How they are called.")] = "",
    common: Common = Common(),  # noqa: B008
) -> int:
    """Invite somebody: prints a link to hand over."""
    with common.open() as place:
        made = place.post("/v1/members", email=email, role=role, name=name)
    return _handed(common, made["path"])


def change(
    who: Who,
    *,
    role: Annotated[Role | None, Parameter(help="The new role.")] = None,
    disabled: Annotated[bool | None, Parameter(help="Shut out at once, or let in again.", negative="--enabled")] = None,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Give a member another role, shut them out, or let them in again."""
    asked = {name: value for name, value in {"role": role, "disabled": disabled}.items() if value is not None}
    with common.open() as place:
        member = place.patch(f"/v1/members/{_id(place.get('/v1/members')['members'], who)}", **asked)
    line(common.say("member_changed", email=member["email"], role=member["role"], state="" if not disabled else " ✗"))
    return 0


def link(who: Who, *, common: Common = Common()) -> int:  # noqa: B008
    """Make a link with which a member sets a new password."""
    with common.open() as place:
        made = place.post(f"/v1/members/{_id(place.get('/v1/members')['members'], who)}/link")
    return _handed(common, made["path"])


def _handed(common: Common, path: str) -> int:
    line(common.say("invited"))
    line(f"  {(common.url or 'http://127.0.0.1:8080').rstrip('/')}{path}")
    return 0


def _id(members: list[dict[str, str]], who: str) -> str:
    found = next((m["id"] for m in members if who.lower() in (m["email"], m["id"])), None)
    if found is None:
        raise Failed(f"there is no member '{who}' in this workspace")
    return quote(found, safe="")
