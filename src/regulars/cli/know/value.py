"""Commands about what customers are worth: rfm, value."""

from typing import Annotated, Any

from cyclopts import App, Parameter

from regulars.cli.answers import Json, as_json, basis
from regulars.cli.place import Common
from regulars.cli.show import cell, line, printable, table
from regulars.cli.speech import language

_SHADES = " ░▒▓█"


def add(know: App) -> None:
    """Add the commands."""
    know.command(rfm)
    know.command(value)


def rfm(
    model: Annotated[str | None, Parameter(help="The model; default: the first of its kind.")] = None,
    *,
    as_of: Annotated[str | None, Parameter(help="Instant or date; default: the last fit.")] = None,
    compared_to: Annotated[str | None, Parameter(help="An earlier instant or date: show who moved since.")] = None,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show customers by recency, frequency and money: the grid and the eleven groups."""
    with common.open() as place:
        answer = place.get("/v1/rfm", model=model, as_of=as_of, compared_to=compared_to)
    if json:
        return as_json(answer)
    titles = {one["group"]: printable(one["title"].get(language(common.lang), one["group"])) for one in answer["groups"]}
    most = max((one["customers"] for one in answer["grid"]), default=0)
    rows = [[f"R{recency}"] for recency in range(5, 0, -1)]
    for one in answer["grid"]:
        shade = _SHADES[-(-4 * one["customers"] // most)] if most else " "
        rows[5 - one["recency"]].append(f"{one['customers']:>6,} {shade * 2} {titles[one['group']]}")
    table(["", *(f"FM{place}" for place in range(1, 6))], rows, title=answer["model"])
    line()
    table(
        ["group", "customers", "", "revenue", "", "days since", "orders", "spend"],
        [
            (
                titles[one["group"]],
                one["customers"],
                f"{one['share']:.1%}",
                one["revenue"],
                "" if one["revenue_share"] is None else f"{one['revenue_share']:.1%}",
                one["days_since_last"],
                one["orders"],
                one["spend"],
            )
            for one in answer["groups"]
        ],
    )
    if answer["movement"]:
        _movement(answer["movement"], titles)
    basis(answer["basis"], common)
    return 0


def _movement(found: dict[str, Any], titles: dict[str, str]) -> None:
    """The largest flows between different groups."""
    flows = sorted((one for one in found["flows"] if one["was"] != one["now"]), key=lambda one: -one["customers"])
    line()
    line(f"{found['then']} →  ={found['stayed']:,}  ↑{found['rose']:,}  ↓{found['fell']:,}  +{found['came']:,}", "bold")
    rows = [(titles.get(one["was"], "+"), titles.get(one["now"], "–"), one["customers"], one["spend"]) for one in flows[:12]]
    table(["was", "now", "customers", "spend"], rows)


def value(
    model: Annotated[str | None, Parameter(help="The model; default: the first of its kind.")] = None,
    *,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show what customers will buy and be worth, by tier, and how good the forecast has been."""
    with common.open() as place:
        answer = place.get("/v1/value", model=model)
    if json:
        return as_json(answer)
    expected = answer["expected"]
    said = {name: cell(expected[name]) for name in ("value", "low", "high", "purchases")}
    said |= {"model": answer["model"], "currency": printable(answer["currency"]), "days": f"{answer['horizon_days']:g}"}
    line(common.say("value_ahead", **said), "bold")
    tiers = [
        (
            printable(one["title"].get(language(common.lang), one["tier"])),
            one["customers"],
            one["from"],
            one["value"],
            "" if one["share"] is None else f"{one['share']:.1%}",
        )
        for one in answer["tiers"]
    ]
    table(["tier", "customers", "from", "value", ""], tiers)
    parts = [part for part in (answer["purchases"], answer["amounts"]) if part]
    line()
    table(
        ["model", "parameter", "value", "±"],
        [
            (part["model"], one["name"], f"{one['value']:.4g}", "–" if one["error"] is None else f"{one['error']:.2g}")
            for part in parts
            for one in part["parameters"]
        ],
    )
    if answer["calibration"]:
        _calibration(answer["calibration"], common)
    basis(answer["basis"], common)
    return 0


def _calibration(found: dict[str, Any], common: Common) -> None:
    line()
    said = {name: cell(found[f"{name}_purchases"]) for name in ("expected", "actual")}
    line(common.say("held_out", days=f"{found['days']:g}", inside=f"{found['inside']:.0%}", **said), "bold")
    table(
        ["bought again", "customers", "expected", "actual"],
        [
            (
                f"{one['from']}" if one["from"] == one["to"] else f"{one['from']} – {one['to']}",
                one["customers"],
                one["expected"],
                one["actual"],
            )
            for one in found["bins"]
        ],
    )
