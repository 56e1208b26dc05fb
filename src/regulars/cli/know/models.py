"""Commands about models: models, fit, card, top, unusual."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import quote

import msgspec
from cyclopts import App, Parameter

from regulars.cli.answers import Json, as_json
from regulars.cli.place import Common
from regulars.cli.show import cell, line, printable, table

Which = Annotated[str, Parameter(help="The model.")]
_BAR = 24
_COLOURS = {"fitted": "green", "refused": "yellow", "failed": "red"}


def add(know: App) -> None:
    """Add the commands."""
    know.command(models)
    know.command(fit)
    know.command(card)
    know.command(top)
    know.command(unusual)


def models(*, json: Json = False, common: Common = Common()) -> int:  # noqa: B008
    """List the models: where each stands, how good its latest fit is, what somebody should look at."""
    with common.open() as place:
        items = place.get("/v1/models")["items"]
        alarms = place.get("/v1/alarms")["alarms"]
    if json:
        return as_json({"models": items, "alarms": alarms})
    if not items:
        line(common.say("no_models"))
        return 0
    rows = [_row(item) for item in items]
    table(["model", "kind", "status", "version", "fitted", "customers", "", "next", "alarms"], rows)
    for alarm in alarms:
        line(f"! {printable(alarm['model'])}: {common.told(alarm['text'])}", "yellow")
    return 0


def fit(model: Which, *, json: Json = False, common: Common = Common()) -> int:  # noqa: B008
    """Fit a model now and write its scores back. The status is 1 where the data are too thin."""
    with common.open() as place:
        found = place.post(f"/v1/models/{quote(model, safe='')}/run")
    if json:
        print(msgspec.json.encode(found).decode())
    elif found["model"]["status"] == "fitted":
        latest = found["model"]["latest"]
        counts = {name: f"{latest[name]:,}" for name in ("customers", "written")}
        line(common.say("model_fitted", name=model, version=latest["version"], seconds=f"{latest['seconds']:.1f}", **counts))
        _figures(found["card"])
    else:
        line(common.told(found["model"]["detail"]), "yellow")
    return 0 if found["model"]["status"] == "fitted" else 1


def card(model: Which, *, json: Json = False, common: Common = Common()) -> int:  # noqa: B008
    """Show a model's card: from what it learnt, how good it is on a time it had not seen, what weighs most, its limits."""
    with common.open() as place:
        found = place.get(f"/v1/models/{quote(model, safe='')}")
    if json:
        return as_json(found)
    item = found["model"]
    line(f"{printable(item['name'])} · {item['kind']} · {item['status']}", _COLOURS.get(item["status"], "bold"))
    if item["detail"]:
        line(common.told(item["detail"]), "yellow")
    if found["card"] is None:
        return 0
    basis = found["evidence"]
    line(f"{common.told(basis['method'])} · {basis['customers']:,} customers, {basis['events']:,} rows, as of {basis['as_of']}")
    _figures(found["card"])
    _importance(found["card"])
    _curve(found["card"].get("backtest", {}))
    notes = (*basis["notes"], *found["card"].get("limits", []), found["card"].get("fairness", ""))
    for note in dict.fromkeys(common.told(note) for note in notes if note):
        line(f"· {note}", "dim")
    for alarm in found["alarms"]:
        line(f"! {common.told(alarm['text'])}", "yellow")
    return 0


def top(
    model: Which,
    *,
    order: Annotated[Literal["top", "bottom"], Parameter(help="The greatest scores first, or the least.")] = "top",
    score: Annotated[str | None, Parameter(help="Which of the model's scores; default: the first.")] = None,
    limit: Annotated[int, Parameter(help="How many customers.")] = 10,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show the customers with the greatest or least score, each with why."""
    with common.open() as place:
        path = f"/v1/models/{quote(model, safe='')}/customers"
        found = place.get(path, order=order, score=score, limit=min(limit, 200))
    if json:
        return as_json(found)
    rows = [(_who(one), one["scores"].get(found["score"]), printable(" · ".join(one["why"]))) for one in found["customers"]]
    if rows:
        table(["customer", found["score"], "why"], rows)
    else:
        line(common.say("no_rows"))
    return 0


def unusual(
    *,
    event: Annotated[str, Parameter(help="Which events are orders.")] = "Order Completed",
    amount: Annotated[str, Parameter(help="What an order is worth.")] = "properties.total",
    days: Annotated[int, Parameter(help="Only orders of so many days.")] = 30,
    limit: Annotated[int, Parameter(help="How many orders.")] = 10,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show the orders that stand out most, each with in what."""
    with common.open() as place:
        found = place.get("/v1/anomalies/orders", event=event, amount=amount, days=days, limit=min(limit, 200))
    if json:
        return as_json(found)
    rows = [(one["at"], one["customer_id"], one["score"], printable(" · ".join(one["why"]))) for one in found["orders"]]
    if rows:
        table(["order", "customer", "score", "why"], rows)
    else:
        line(common.say("no_rows"))
    return 0


def _row(item: Mapping[str, Any]) -> tuple[Any, ...]:
    latest = item["latest"] or {}
    headline = latest.get("headline", {})
    figure = next((f"{name} {_three(value)}" for name, value in headline.items() if value is not None), "")
    fitted = latest.get("fitted_at", "")[:16].replace("T", " ")
    following = (item["next_at"] or "soon")[:16].replace("T", " ")
    name, status = printable(item["name"]), item["status"]
    customers = f"{latest['customers']:,}" if latest else ""
    return (
        name,
        item["kind"],
        status,
        str(latest.get("version", "")),
        fitted,
        customers,
        figure,
        following,
        item["alarms"] or "",
    )


def _figures(found: Mapping[str, Any]) -> None:
    figures = {name: value for name, value in found.get("headline", {}).items() if value is not None}
    baseline = found.get("backtest", {}).get("baseline", {})
    if figures:
        rows = [(name, value, baseline.get(name)) for name, value in figures.items()]
        table(["", "model", "linear baseline"], [(name, _three(value), _three(base)) for name, value, base in rows])


def _three(value: float | None) -> str:
    return "" if value is None else f"{value:,.3f}" if abs(value) < 100 else f"{value:,.0f}"


def _importance(found: Mapping[str, Any]) -> None:
    rows = found.get("importance", [])[:10]
    if rows:
        most = max(row["share"] for row in rows) or 1
        bars = [(printable(row["title"]), "█" * round(_BAR * row["share"] / most), f"{row['share']:.0%}") for row in rows]
        table(["what weighs most", "", "share"], bars)


def _curve(found: Mapping[str, Any]) -> None:
    rows = found.get("curve", [])
    if rows:
        table(
            ["foretold", "came true", "", "customers"],
            [(_three(row["predicted"]), _three(row["observed"]), _bar(row), row["customers"]) for row in rows],
        )


def _bar(row: Mapping[str, Any]) -> str:
    """The observed rate as a bar, the foretold one as a mark in it; only for rates."""
    if "low" not in row:
        return ""
    bar = ["█" if place < round(_BAR * row["observed"]) else "·" for place in range(_BAR)]
    bar[min(_BAR - 1, int(_BAR * row["predicted"]))] = "|"
    return "".join(bar)


def _who(one: Mapping[str, Any]) -> str:
    named = one["identifiers"]
    for kind in ("user_id", "email", "anonymous_id"):
        if named.get(kind):
            return printable(f"{kind}:{named[kind][0]}")
    return cell(one["customer_id"])
