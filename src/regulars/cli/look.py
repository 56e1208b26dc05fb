"""Commands that look: profile, sql, metrics, verify."""

from typing import Annotated
from urllib.parse import quote

from cyclopts import App, Parameter

from regulars.cli.answers import Json, as_json
from regulars.cli.place import Common
from regulars.cli.show import cell, line, printable, records, table
from regulars.measure.period import Unit


def add(app: App) -> None:
    """Add the commands."""
    app.command(profile)
    app.command(sql)
    app.command(metrics)
    app.command(verify)


def profile(
    customer: Annotated[str, Parameter(help="user_id:ann, email:…, the customer's number, or a bare user id.")],
    *,
    timeline: Annotated[int, Parameter(help="How many lines of the story to show.")] = 20,
    explain: Annotated[str | None, Parameter(help="A feature, a segment, or `stage`: say why it is so.")] = None,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show what is known of a customer, and their story with every why."""
    path = f"/v1/customers/{quote(customer, safe=':')}"
    with common.open() as place:
        known = place.get(path)
        story = place.get(f"{path}/timeline", limit=min(timeline, 200))["lines"] if timeline > 0 else []
        why = place.get(f"{path}/explain", name=explain) if explain else None
    if json:
        return as_json({"profile": known, "timeline": story, "explain": why})
    line(f"customer {known['customer_id']}", "bold")
    shown = ("identifiers", "stage", "stage_since", "segments", "features", "traits", "scores", "consents", "journeys")
    table(["", ""], [(name, cell(known[name])) for name in shown if known[name]])
    for model, reason in known["reasons"].items():
        line(f"{printable(model)} (as of {reason['as_of'][:10]}): {printable(' · '.join(reason['why']))}", "dim")
    if why:
        line(f"{why['name']} = {cell(why['value'])}", "bold")
        for sentence in why["why"]:
            line(f"  {printable(sentence)}")
    for entry in story:
        value = entry["value"] if len(entry["value"]) <= 100 else f"{entry['value'][:99]}…"
        line(f"{entry['at']}  {entry['kind']:<8} {printable(entry['name'])}  {printable(value)}")
        for sentence in entry["why"]:
            line(f"    {common.told(sentence)}", "dim")
    return 0


def sql(
    query: Annotated[str, Parameter(help="One SELECT over timeline, conclusions, identity, events, changes and moves.")],
    *,
    limit: Annotated[int, Parameter(help="How many rows to show at most.")] = 100,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Ask the whole history one question in SQL (DuckDB)."""
    with common.open() as place:
        answer = place.post("/v1/sql", sql=query, limit=limit)
    if json:
        return as_json([dict(zip(answer["columns"], row)) for row in answer["rows"]])
    if answer["rows"]:
        records([printable(name) for name in answer["columns"]], answer["rows"])
    line(common.say("more_rows") if answer["more"] else "" if answer["rows"] else common.say("no_rows"))
    return 0


def metrics(
    *names: Annotated[str, Parameter(help="Metrics; all where none is named.")],
    by: Unit = "week",
    from_: Annotated[str | None, Parameter(name="--from", help="First instant or date; default: 12 periods ago.")] = None,
    to: Annotated[str | None, Parameter(help="Last instant or date; default: now.")] = None,
    segment: Annotated[str | None, Parameter(help="Split by a segment or stage, by `segments` or by `stages`.")] = None,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show the figures of the business by day, week or month."""
    with common.open() as place:
        wanted = names or tuple(metric["name"] for metric in place.get("/v1/metrics")["items"])
        answers = [
            place.get(f"/v1/metrics/{quote(name, safe='')}", by=by, from_=from_, to=to, segment=segment) for name in wanted
        ]
    if json:
        return as_json(answers)
    for answer in answers:
        rows = [
            (figure["period"], figure["segment"] or "", figure["value"], _change(figure), figure["customers"])
            for figure in answer["figures"]
        ]
        table(["period", "of", "value", "change", "customers"], rows, title=printable(answer["name"]))
        line()
    if not answers:
        line(common.say("no_rows"))
    return 0


def _change(figure: dict[str, float | bool | None]) -> str:
    if figure["change"] is None:
        return "" if figure["whole"] else "…"
    mark = {True: "↑ good", False: "↓ bad", None: ""}[figure["good"]] if figure["change"] else ""  # type: ignore[index]
    return f"{figure['change']:+.1%} {mark}".strip()


def verify(*, common: Common = Common()) -> int:  # noqa: B008
    """Recompute every live value from history and list each difference. There should be none."""
    with common.open() as place:
        found = place.post("/v1/verify")
    if found["differences"]:
        rows = [(d["customer"], d["name"], cell(d["live"]), cell(d["history"])) for d in found["differences"]]
        table(["customer", "name", "live", "history"], rows)
    counts = {name: f"{found[name]:,}" for name in ("count", "customers", "values")}
    line(common.say("verified", as_of=found["as_of"], **counts), "red" if found["count"] else "green")
    return 1 if found["count"] else 0
