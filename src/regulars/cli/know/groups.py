"""`regulars know groups`: the groups that a model found, and saving them as segments."""

from typing import Annotated
from urllib.parse import quote

from cyclopts import App, Parameter

from regulars.cli.answers import as_json
from regulars.cli.place import Common
from regulars.cli.show import line, printable, table
from regulars.cli.speech import language


def add(know: App) -> None:
    """Add the commands."""
    know.command(groups)


def groups(
    model: Annotated[str, Parameter(help="A model of kind `groups`.")],
    *,
    fit: Annotated[bool, Parameter(help="Fit it first.", negative="")] = False,
    yaml: Annotated[bool, Parameter(help="Print the segment definitions instead.", negative="")] = False,
    save: Annotated[bool, Parameter(help="Save the groups as segments: apply the definitions.", negative="")] = False,
    json: Annotated[bool, Parameter(help="Print the answer as JSON.", negative="")] = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show the groups of customers that a model found: how large, and what sets each apart."""
    path = f"/v1/models/{quote(model, safe='')}"
    with common.open() as place:
        if fit:
            place.post(f"{path}/run")
        found = place.get(f"{path}/segments")
        applied = place.post("/v1/definitions/apply", yaml=found["bundle"]) if save else None
    if json:
        return as_json(found)
    if yaml:
        print(found["yaml"], end="")
        return 0
    lang = language(common.lang)
    rows = [
        (one["id"], printable(one["name"][lang]), one["customers"], f"{one['share']:.1%}", _apart(one["sets_apart"][:3]))
        for one in found["groups"]
    ]
    table([common.say(f"groups_{column}") for column in ("id", "name", "customers", "share", "apart")], rows)
    if applied is not None:
        saved = ", ".join(one["segment"] for one in found["groups"])
        line(common.say("groups_saved", segments=saved) if applied["changed"] else common.say("nothing_changes"), "green")
    return 0


def _apart(differences: list[dict[str, object]]) -> str:
    """`spend 900 (90)`: what is usual in the group, and among all."""
    told = []
    for one in differences:
        value = f"={one['value']}" if one["value"] is not None else ""
        told.append(f"{one['feature']}{value} {one['group']:g} ({one['all']:g})")
    return printable("; ".join(told))
