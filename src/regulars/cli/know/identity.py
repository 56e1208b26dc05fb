"""Commands on who is whom: merges, merge, unmerge, identity, try."""

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from cyclopts import App, Parameter

from regulars.cli.answers import Json, as_json
from regulars.cli.place import Common
from regulars.cli.show import cell, line, printable, table
from regulars.define.dump import dump
from regulars.define.load import load

Customer = Annotated[str, Parameter(help="user_id:ann, email:…, the customer's number, or a bare user id.")]
Reason = Annotated[str, Parameter(help="Why: it is kept with the record.")]


def add(know: App) -> None:
    """Add the commands."""
    know.command(identity)
    know.command(merges)
    know.command(merge)
    know.command(unmerge)
    know.command(try_rules, name="try")


def identity(customer: Customer, *, json: Json = False, common: Common = Common()) -> int:  # noqa: B008
    """Show what a customer is known by, what came together, and what was refused and why."""
    with common.open() as place:
        graph = place.get(f"/v1/customers/{quote(customer, safe=':')}/identity")
    if json:
        return as_json(graph)
    line(f"customer {graph['customer_id']}", "bold")
    rows = [
        (f"{node['kind']}:{node['value']}", node["events"], node["first_seen"], node["last_seen"], node["held"])
        for node in graph["nodes"]
    ]
    table(common.say("identity_columns").split("|"), rows)
    for one in graph["unjoined"]:
        line(f"{one['at']}  {printable(one['kind'])}:{printable(one['value'])}  {one['what']}", "yellow")
        for sentence in one["why"]:
            line(f"    {common.told(sentence)}", "dim")
    if graph["apart"]:
        line(common.say("identity_apart", numbers=cell(graph["apart"])))
    return 0


def merges(
    customer: Customer,
    *,
    limit: Annotated[int, Parameter(help="How many to show at most.")] = 50,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """List the merges of a customer: who, when, why, asked for by whom, and whether it was undone."""
    with common.open() as place:
        found = place.get(f"/v1/customers/{quote(customer, safe=':')}/merges", limit=limit)
    if json:
        return as_json(found)
    for one in found["merges"]:
        line(f"{one['at']}  {one['from']} → {one['into']}  {printable(one['why'])}  {printable(one['by'])}".rstrip())
        if not one["holds"]:
            undone = common.say("merge_undone", at=one["undone_at"], by=one["undone_by"], why=one["undone_why"])
            line(f"    {printable(undone)}", "yellow")
    if not found["merges"]:
        line(common.say("no_rows"))
    return 0


def merge(
    into: Annotated[int, Parameter(help="The number of the customer that stays.")],
    gone: Annotated[int, Parameter(help="The number of the customer that goes.")],
    *,
    reason: Reason,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Unite two customers: they are one person. It can be undone."""
    with common.open() as place:
        answer = place.post("/v1/customers/merge", into=into, reason=reason, **{"from": gone})
    line(common.say("merge_taken", offset=answer["offset"]), "green")
    return 0


def unmerge(
    customer: Customer,
    gone: Annotated[int, Parameter(help="The number of the customer that was merged away (see: regulars know merges).")],
    *,
    reason: Reason,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Undo a merge: both are as if it had not happened, and stay two until somebody merges them again."""
    with common.open() as place:
        path = f"/v1/customers/{quote(customer, safe=':')}/unmerge"
        answer = place.post(path, reason=reason, **{"from": gone})
    line(common.say("unmerge_taken", offset=answer["offset"]), "green")
    return 0


def try_rules(
    path: Annotated[Path, Parameter(help="A YAML file, or a folder of them: their `identifiers` are tried.")],
    *,
    limit: Annotated[int, Parameter(help="How many changes to show at most.")] = 20,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Try rules of identity on everything that has happened, and list the customers they would move. Nothing changes."""
    text = dump(load(path))
    with common.open() as place:
        tried = place.post("/v1/identity/try", yaml=text, limit=limit)
    if json:
        return as_json(tried)
    line(common.say("identity_tried", **{name: tried[name] for name in _COUNTS}), "bold")
    for change in tried["changes"]:
        line()
        line(common.say(f"identity_{change['kind']}", events=change["events"]), _COLORS[change["kind"]])
        for sign, sides in (("-", change["now"]), ("+", change["then"])):
            for side in sides:
                line(f"  {sign} {_known_by(side)}")
        for sentence in change["why"]:
            line(f"    {common.told(sentence)}", "dim")
        for sample in change["samples"][:2]:
            line(f"    {sample['at']}  {printable(sample['name'])}  {printable(sample['id'])}", "dim")
    if tried["more"]:
        line(common.say("more_rows"))
    for note in tried["basis"]["notes"]:
        line(common.told(note), "dim")
    return 0


_COUNTS = ("customers_now", "customers_then", "united", "parted", "regrouped", "moved")
_COLORS = {"united": "green", "parted": "red", "regrouped": "yellow"}


def _known_by(side: dict[str, Any]) -> str:
    """A customer by its identifiers, with how many events it has and who it really is."""
    held = ", ".join(f"{kind}:{printable(value)}" for kind, values in side["identifiers"].items() for value in values)
    return f"{held}  ×{side['events']}  [{', '.join(map(str, side['customers']))}]"
