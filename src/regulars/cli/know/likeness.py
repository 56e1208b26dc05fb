"""`regulars know alike …`: customers that are probably one person, for somebody to say whether they are."""

from typing import Annotated, Any, Literal
from urllib.parse import quote

from cyclopts import App, Parameter

from regulars.cli.answers import Json, as_json
from regulars.cli.place import Common
from regulars.cli.show import cell, line, printable, table
from regulars.cli.speech import language

Pair = Annotated[str, Parameter(help="The id of a proposal: 12-57.")]


def add(know: App) -> None:
    """Add the commands."""
    alike = App(name="alike", help="Find customers that are probably one person, and say whether they are.")
    alike.command(run)
    alike.command(list_, name="list")
    alike.command(accept)
    alike.command(refuse)
    know.command(alike)


def run(
    *,
    by: Annotated[
        list[str] | None, Parameter(help="A trait and its kind, such as dob=birthday; default: traits whose names say it.")
    ] = None,
    least: Annotated[float, Parameter(help="The probability from which a pair is proposed.")] = 0.9,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Compare all customers by their traits, and keep the pairs that are probably one person."""
    traits = {trait or kind: kind for trait, _, kind in (one.rpartition("=") for one in by or [])}
    with common.open() as place:
        found = place.post("/v1/likeness/run", traits=traits or None, least=least)
    if json:
        return as_json(found)
    evidence = found["evidence"]
    line(common.say("alike_found", pairs=f"{found['proposals']:,}", customers=f"{evidence['customers']:,}"), "bold")
    rows = [
        (printable(one["field"]), level["level"], f"{level['one']:.4f}", f"{level['two']:.6f}")
        for one in found["comparisons"]
        for level in one["levels"]
    ]
    if rows:
        table([common.say(word) for word in ("alike_field", "alike_level", "alike_one", "alike_two")], rows)
    for note in evidence["notes"]:
        line(common.told(note), "dim")
    return 0


def list_(
    *,
    status: Literal["open", "conflict", "refused"] = "open",
    limit: Annotated[int, Parameter(help="How many to show at most.")] = 20,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """List the proposals, the most probable first, with both customers side by side and every reason."""
    with common.open() as place:
        found = place.get("/v1/likeness/proposals", status=status, limit=limit, lang=language(common.lang))
    if json:
        return as_json(found)
    if not found["proposals"]:
        line(common.say("alike_none" if found["as_of"] else "alike_never"))
    for proposal in found["proposals"]:
        _show(proposal)
    if found["next"]:
        line(common.say("more_rows"))
    return 0


def accept(proposal: Pair, *, common: Common = Common()) -> int:  # noqa: B008
    """Say that the two are one person: they become one customer, by a record in the log."""
    return _answer(proposal, "accept", common)


def refuse(proposal: Pair, *, common: Common = Common()) -> int:  # noqa: B008
    """Say that the two are two people: the pair is not proposed again."""
    return _answer(proposal, "refuse", common)


def _answer(proposal: str, answer: str, common: Common) -> int:
    with common.open() as place:
        place.post(f"/v1/likeness/proposals/{quote(proposal, safe='')}", answer=answer)
    line(common.say(f"alike_{answer}", id=proposal))
    return 0


def _show(proposal: dict[str, Any]) -> None:
    left, right = proposal["left"], proposal["right"]
    line(f"{proposal['id']}  {proposal['probability']:.1%}", "bold")
    if proposal["conflict"]:
        line(f"  {printable(proposal['conflict'])}", "red")
    names = dict.fromkeys([*left["traits"], *right["traits"]])
    rows = [(printable(name), cell(left["traits"].get(name)), cell(right["traits"].get(name))) for name in names]
    held = [cell(one["identifiers"]) for one in (left, right)]
    table(["", str(left["customer_id"]), str(right["customer_id"])], [*rows, ("", *held)])
    for sentence in proposal["why"]:
        line(f"    {printable(sentence)}", "dim")
