"""Commands about the lifecycle: flows, times, conversion, paths, next, decision, hidden."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from cyclopts import App, Parameter

from regulars.cli.answers import Json, as_json, bar, basis
from regulars.cli.place import Common
from regulars.cli.show import cell, line, printable, table
from regulars.cli.speech import language
from regulars.measure.period import Unit

Source = Annotated[
    Literal["recorded", "recomputed"],
    Parameter(help="As concluded at the time, or as today's definitions see the past."),
]
_BARS = "▁▂▃▄▅▆▇█"


def add(know: App) -> None:
    """Add the commands."""
    know.command(flows)
    know.command(times)
    know.command(conversion)
    know.command(paths)
    know.command(following, name="next")
    know.command(decision)
    know.command(hidden)


def flows(
    *,
    by: Unit = "month",
    from_: Annotated[str | None, Parameter(name="--from", help="First instant or date; default: 12 periods ago.")] = None,
    to: Annotated[str | None, Parameter(help="Last instant or date; default: now.")] = None,
    source: Source = "recorded",
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show the flows between the stages of the lifecycle: the last period that is over, and how each stage grew."""
    with common.open() as place:
        answer = place.get("/v1/lifecycle/flows", by=by, from_=from_, to=to, source=source)
    if json:
        return as_json(answer)
    told = answer["flows"]
    name = _names(answer, common)
    last = next((flow for flow in reversed(told) if flow["whole"]), told[-1] if told else None)
    if last is None:
        return basis(answer["basis"], common)
    rows = [
        (
            name(stock["stage"]),
            stock["before"],
            f"+{cell(stock['entered'])}",
            f"−{cell(stock['left'])}",
            stock["after"],
            _line([each["stocks"][number]["after"] for each in told]),
        )
        for number, stock in enumerate(last["stocks"])
    ]
    first, end = told[0]["period"], told[-1]["period"]
    table(["stage", "before", "in", "out", "after", f"{first} … {end}"], rows, title=f"{by} {last['period']}")
    links = [link for link in last["links"] if link["from"] != link["to"]]
    most = max((link["customers"] for link in links), default=0)
    if links:
        line()
        table(
            ["from", "", "to", "customers"],
            [
                (name(link["from"]), _arrow(link["customers"], most), name(link["to"]), link["customers"])
                for link in sorted(links, key=lambda link: -link["customers"])[:20]
            ],
        )
    return basis(answer["basis"], common)


def times(
    *,
    source: Source = "recorded",
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show how long customers stay in each stage; those who are still in it count rightly."""
    with common.open() as place:
        answer = place.get("/v1/lifecycle/times", source=source)
    if json:
        return as_json(answer)
    name = _names(answer, common)
    rows = [
        (
            name(one["stage"]),
            one["spells"],
            one["spells"] - one["ended"],
            _days(one["lower"]),
            f"{_days(one['median'])} ({_days(one['median_low'])} … {_days(one['median_high'])})" if one["spells"] else "–",
            _days(one["upper"]),
            " ".join(f"{kept['days']}d {kept['share']:.0%}" for kept in one["kept"] if kept["days"] in (7, 30, 90, 365)),
        )
        for one in answer["times"]
    ]
    table(["stage", "times", "still there", "¼ left", "median days (95 %)", "¾ left", "still there after"], rows)
    return basis(answer["basis"], common)


def conversion(
    *,
    within: Annotated[str, Parameter(help="A length of time such as 30d.")] = "30d",
    source: Source = "recorded",
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show how many of those who entered a stage came to each other one."""
    with common.open() as place:
        answer = place.get("/v1/lifecycle/conversion", within=within, source=source)
    if json:
        return as_json(answer)
    name = _names(answer, common)
    rows = [
        (
            name(one["from"]),
            name(one["to"]),
            one["customers"],
            one["reached"],
            f"{one['ever']:.1%}",
            "–" if one["within"] is None else f"{one['within']:.1%} ({one['within_low']:.0%} … {one['within_high']:.0%})",
            _days(one["days"]),
        )
        for one in answer["conversions"]
        if one["reached"]
    ]
    table(["from", "to", "customers", "reached it", "ever", f"within {within} (95 %)", "median days"], rows)
    return basis(answer["basis"], common)


def paths(
    customer: Annotated[str | None, Parameter(help="Show the path of this customer: user_id:ann, or a number.")] = None,
    *,
    limit: Annotated[int, Parameter(help="How many ways.")] = 15,
    source: Source = "recorded",
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show the most frequent ways through the stages, or one customer's with the reasons."""
    with common.open() as place:
        if customer is not None:
            return _path(place.get(f"/v1/customers/{quote(customer, safe=':')}/path"), json, common)
        answer = place.get("/v1/lifecycle/paths", limit=limit, source=source)
    if json:
        return as_json(answer)
    name = _names(answer, common)
    most = max((one["customers"] for one in answer["paths"]), default=0)
    rows = [
        (one["customers"], f"{one['share']:.1%}", bar(one["customers"], most), " → ".join(map(name, one["stages"])))
        for one in answer["paths"]
    ]
    table(["customers", "", "", f"way (of {cell(answer['distinct'])})"], rows)
    return basis(answer["basis"], common)


def _path(answer: Any, json: bool, common: Common) -> int:
    if json:
        return as_json(answer)
    for one in answer["stations"]:
        title = one["title"].get(language(common.lang), one["stage"])
        line(f"{one['since']}  {printable(title)}" + ("" if one["until"] else "  ●"), "bold")
        for sentence in one["why"]:
            line(f"    {common.told(sentence)}", "dim")
    if not answer["stations"]:
        line(common.say("no_rows"))
    return 0


def following(
    *after: Annotated[str, Parameter(help="What follows these steps, the latest last; default: all.")],
    of: Annotated[Literal["stages", "events"], Parameter(help="Entries into stages, or events.")] = "stages",
    order: Annotated[int, Parameter(help="How many steps what comes next depends on: 1 or 2.")] = 1,
    customer: Annotated[str | None, Parameter(help="What follows this customer's latest steps.")] = None,
    within: Annotated[str, Parameter(help="So long after, a step still counts as the next one.")] = "365d",
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show what comes next, with probabilities, and the most frequent sequences."""
    with common.open() as place:
        query = {"of": of, "order": order, "within": within, "after": after} | ({"customer": customer} if customer else {})
        answer = place.get(f"/v1/lifecycle/next?{urlencode(query, doseq=True)}")
    if json:
        return as_json(answer)
    rows = [
        (
            " → ".join(map(printable, one["after"])),
            printable(one["next"]),
            f"{one['probability']:.1%}",
            bar(one["probability"], 1.0),
            f"{one['low']:.0%} … {one['high']:.0%}",
            one["count"],
        )
        for one in answer["transitions"]
    ]
    table(["after", "next", "", "", "95 %", "times"], rows)
    line()
    rows_ = [(" → ".join(map(printable, one["steps"])), one["count"], one["customers"]) for one in answer["sequences"][:10]]
    table(["sequence", "times", "customers"], rows_)
    return basis(answer["basis"], common)


def decision(
    *,
    goal: Annotated[str, Parameter(help="The name of an event.")] = "Order Completed",
    pause: Annotated[str, Parameter(help="So long a pause ends a try.")] = "7d",
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show how customers come to a purchase: which steps lead there, the usual ways, loops on them."""
    with common.open() as place:
        answer = place.get("/v1/lifecycle/decision", goal=goal, pause=pause)
    if json:
        return as_json(answer)
    share = "–" if answer["rate"] is None else f"{answer['rate']:.1%}"
    line(f"{printable(goal)}: {cell(answer['succeeded'])} / {cell(answer['tries'])} = {share}", "bold")
    rows = [
        (
            printable(one["step"]),
            one["tries"],
            f"{one['rate']:.1%} ({one['low']:.0%} … {one['high']:.0%})",
            "–" if one["without"] is None else f"{one['without']:.1%}",
            one["lift"],
        )
        for one in answer["signs"][:15]
    ]
    table(["step", "tries", "succeed with it (95 %)", "without", "lift"], rows)
    for title, found in (("way", answer["ways"]), ("loop", answer["loops"])):
        line()
        table([title, "times"], [(" → ".join(map(printable, one["steps"])), one["count"]) for one in found[:10]])
    return basis(answer["basis"], common)


def hidden(
    *,
    by: Unit = "week",
    states: Annotated[int | None, Parameter(help="How many states; default: as many as the data speak for.")] = None,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Learn states from what customers do, and compare them with the stages. Needs the extra `learn`."""
    with common.open() as place:
        answer = place.get("/v1/lifecycle/hidden", by=by, states=states)
    if json:
        return as_json(answer)
    spoken = language(common.lang)
    rows = [
        (
            one["name"],
            printable(one["title"].get(spoken, one["name"])),
            one["customers"],
            f"{one['share']:.0%}",
            f"{one['stays']:.0%}",
            ", ".join(f"{printable(each['of'])} {cell(each['rate'])}" for each in one["emissions"]),
        )
        for one in answer["states"]
    ]
    table(["state", "", "customers", "", "stays", f"a {by}"], rows)
    if answer["compared"]:
        line()
        cells = {(one["state"], one["stage"]): one["customers"] for one in answer["compared"]["table"]}
        stages = sorted({stage for _, stage in cells})
        counted = [(one["name"], *(cells.get((one["name"], stage), 0) for stage in stages)) for one in answer["states"]]
        table(
            ["", *map(printable, stages)], counted, title=f"adjusted mutual information {answer['compared']['agreement']:.2f}"
        )
    return basis(answer["basis"], common)


def _names(answer: Any, common: Common) -> Any:
    """The name of a stage for people, in their language."""
    spoken = language(common.lang)
    titles = {stage["name"]: printable(stage["title"].get(spoken, stage["name"])) for stage in answer["stages"]}
    return lambda stage: titles.get(stage, printable(stage)) if stage else "·"


def _days(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}"


def _arrow(value: float, most: float) -> str:
    """A ribbon, as wide as the flow."""
    return f"{'━' * max(1, round(16 * value / most))}▶"


def _line(values: Sequence[int]) -> str:
    """A curve in a line, from nothing to the most."""
    most = max(values, default=0)
    return "".join(_BARS[min(7, value * 8 // (most + 1))] if most else _BARS[0] for value in values)
