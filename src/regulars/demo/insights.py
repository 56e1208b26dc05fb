"""What the report says of what was learnt: paths, groups, value, risk, why a figure moved and what it will be."""

from collections.abc import Callable, Iterator
from typing import Any

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from regulars.app import lifecycle, models, value, views
from regulars.app.access import MAIN
from regulars.app.diagnose import metric_drivers
from regulars.app.house import House
from regulars.app.outlook import outlook
from regulars.demo.basis import basis
from regulars.demo.words import Speaker
from regulars.kit.errors import RegularsError
from regulars.know.profile import detail_of
from regulars.records import Customer

_AHEAD = 4
"""Weeks of the forecast."""
_NAMED = 5
"""Customers at risk who are named."""

Section = Callable[[House, Speaker], Iterator[RenderableType]]


def insights(console: Console, house: House, say: Speaker) -> None:
    """Print every section. One that cannot be told says why instead: the data are too thin, an extra is missing."""
    for section in (_moves, _rfm, _tiers, _leaving, _habits, _why, _ahead, _quality):
        try:
            for part in section(house, say):
                console.print(part)
        except RegularsError as error:
            console.print(Text(str(error), "yellow"))


def table(say: Speaker, title: str, first: str, *rest: str) -> Table:
    """A table with a title; the columns after the first hold figures. Each name is a word of the demo's."""
    made = Table(say(first) if first else "", title=title, title_justify="left")
    for name in rest:
        made.add_column(say(name) if name else "", justify="right")
    return made


def _moves(house: House, say: Speaker) -> Iterator[RenderableType]:
    """Who went from which stage to which in the last whole month."""
    found = lifecycle.flows(house, MAIN, lifecycle.span(house, MAIN, "month", None, None)[-2:])
    month = found.flows[0]
    stages = house.world(MAIN).definitions.stages
    titles = {name: say.title(name, stage.title) for name, stage in stages.items()} | {"": say("not yet")}
    made = table(say, say("moves", month=month.period[:7]), "from", "to", "customers")
    moves = sorted((link for link in month.links if link.from_ != link.to), key=lambda link: -link.customers)
    for link in moves[:8]:
        made.add_row(titles.get(link.from_, link.from_), titles.get(link.to, link.to), f"{link.customers:,}")
    yield made
    yield Text(basis(found.evidence, say), "dim")


def _rfm(house: House, say: Speaker) -> Iterator[RenderableType]:
    told = value.told(house, MAIN, "rfm")
    made = table(say, say("rfm"), "group", "customers", "share", "revenue", "share", "days since")
    for one in told.card["groups"]:
        if one["customers"]:
            shares = f"{one['share']:.0%}", f"{one['revenue']:,.0f}", f"{one['revenue_share'] or 0:.0%}"
            made.add_row(one["title"][say.language], f"{one['customers']:,}", *shares, _number(one["days_since_last"]))
    yield made
    yield Text(basis(told.evidence, say), "dim")


def _tiers(house: House, say: Speaker) -> Iterator[RenderableType]:
    told = value.told(house, MAIN, "value")
    expected, checked = told.card["expected"], told.card["calibration"]
    said = {name: expected[name] for name in ("value", "low", "high", "purchases")}
    days = told.card["horizon_days"]
    made = table(
        say, say("tiers", days=days, currency=told.card["currency"], **said), "tier", "customers", "from", "worth", "share"
    )
    for one in told.card["tiers"]:
        figures = f"{one['customers']:,}", _number(one["from"]), f"{one['value']:,.0f}", f"{one['share'] or 0:.0%}"
        made.add_row(one["title"][say.language], *figures)
    yield made
    if checked:
        sides = {"expected": checked["expected_value"], "actual": checked["actual_value"]}
        yield Text("  " + say("held out", days=checked["days"], inside=checked["inside"], **sides), "dim")
    yield Text(basis(told.evidence, say), "dim")


def _leaving(house: House, say: Speaker) -> Iterator[RenderableType]:
    """Regulars about to leave: those with whom the most money would go, first."""
    members = [views.by_number(house, MAIN, number) for number, _ in house.members(MAIN, "leaving_regulars")]
    members.sort(key=lambda one: (-_score(one, "churn") * _score(one, "value"), one.id))
    stake = sum(_score(one, "churn") * _score(one, "value") for one in members)
    made = Table(say("who"), title=say("leaving", count=len(members), stake=stake), title_justify="left", show_lines=True)
    made.add_column(say("chance"), justify="right")
    made.add_column(say("worth"), justify="right")
    made.add_column(say("why"), ratio=1)
    for one in members[:_NAMED]:
        detail = detail_of(one.scores["churn"])
        who = next(iter(one.identifiers.get("user_id", {})), str(one.id))
        why = escape("\n".join(detail.why)) if detail else ""
        made.add_row(escape(who), f"{_score(one, 'churn'):.0%}", f"{_score(one, 'value'):,.0f}", why)
    yield made
    card = models.card(house, MAIN, "churn")
    if card is not None:
        yield Text(basis(card.evidence, say), "dim")


def _habits(house: House, say: Speaker) -> Iterator[RenderableType]:
    card = models.card(house, MAIN, "habits")
    if card is None:
        return
    made = table(say, say("habits"), "group", "customers", "share")
    for one in card.card["groups"]:
        made.add_row(escape(one["name"][say.language]), f"{one['customers']:,}", f"{one['share']:.0%}")
    yield made
    yield Text(basis(card.evidence, say), "dim")


def _why(house: House, say: Speaker) -> Iterator[RenderableType]:
    """What moved revenue last week: the dimension whose parts moved apart beyond chance, or the stages where none did."""
    moved = metric_drivers(house, MAIN, "revenue")
    change = moved.change
    clear = [one for one in change.drivers if one.strength > 0]
    shown = clear[:1] or [one for one in change.drivers if one.dimension == "stage"]
    before, after = change.before or 0.0, change.after or 0.0
    yield Text(say("moved", before=before, after=after, change=change.change, day=moved.after.date), "bold")
    if not clear:
        yield Text("  " + say("all alike"))
    stages = house.world(MAIN).definitions.stages
    for driver in shown:
        made = table(say, escape(driver.dimension), "", "before", "after", "added", "clear")
        for part in driver.parts[:6]:
            stage = stages.get(part.value or "") if driver.dimension == "stage" else None
            name = say.title(stage.name, stage.title) if stage else str(part.value or "–")
            figures = _number(part.before), _number(part.after), f"{part.contribution:+,.0f}"
            made.add_row(escape(name), *figures, say("yes") if part.clear else "")
        yield made
    yield Text(basis(moved.evidence, say), "dim")


def _ahead(house: House, say: Speaker) -> Iterator[RenderableType]:
    found = outlook(house, MAIN, "revenue", "week", _AHEAD)
    levels = list(found.forecast.points[0].intervals)
    made = Table(say("week of"), title=say("ahead"), title_justify="left")
    for name in (say("expected"), *(f"{level} %" for level in levels)):
        made.add_column(name, justify="right")
    for period, point in zip(found.coming, found.forecast.points):
        made.add_row(period.date, f"{point.value:,.0f}", *(_between(*point.intervals[level]) for level in levels))
    yield made
    yield Text(basis(found.forecast.evidence, say), "dim")


def _quality(house: House, say: Speaker) -> Iterator[RenderableType]:
    """How good the models are, on a time that they had not seen."""
    made = Table(say("model"), title=say("quality"), title_justify="left")
    made.add_column(say("figures"), ratio=1)
    for name, model in house.world(MAIN).definitions.models.items():
        known = models.standing(house, MAIN, name)
        if known.latest is not None:
            figures = ", ".join(f"{key} {_brief(value)}" for key, value in known.latest.headline.items() if value is not None)
            alarms = "".join(f"\n! {alarm.text}" for alarm in known.alarms())
            made.add_row(escape(say.title(name, model.title)), escape(figures + alarms))
    yield made


def _score(customer: Customer, name: str) -> float:
    found: Any = customer.scores.get(name, [None])[0]
    return float(found) if isinstance(found, int | float) else 0.0


def _number(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:,.0f}"


def _between(low: float, high: float) -> str:
    return f"{low:,.0f} – {high:,.0f}"


def _brief(figure: float) -> str:
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"
