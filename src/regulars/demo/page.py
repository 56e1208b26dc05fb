"""One customer's page in the report: who it is, what every model says, and why."""

from collections.abc import Mapping
from typing import Any

from rich.markup import escape
from rich.table import Table

from regulars.app import models, views
from regulars.app.access import MAIN
from regulars.app.house import House
from regulars.define.definitions import Definition, Model
from regulars.demo.words import Speaker
from regulars.learn.rfm.scores import GROUPS
from regulars.learn.value.tiers import NAMES
from regulars.records import Customer


def page(house: House, customer: Customer, who: str, say: Speaker) -> Table:
    """Stage, segments, and each model's scores with the reasons of the latest fit."""
    definitions = house.world(MAIN).definitions
    known = views.profile(house, MAIN, customer)
    made = Table("", title=say("page", who=escape(who)), title_justify="left", show_lines=True)
    made.add_column("", ratio=1)
    made.add_column(say("why"), ratio=3)
    stage = _titles(definitions.stages, [known.stage], say)
    since = (known.stage_since or "")[:10]
    made.add_row(say("stage is"), escape(stage), escape(say("since", day=since)) if since else "")
    made.add_row(say("segments"), "", escape(_titles(definitions.segments, known.segments, say)))
    for name, model in definitions.models.items():
        said = _said(house, model, known.scores, say)
        if said:
            why = "\n".join(known.reasons[name].why) if name in known.reasons else ""
            made.add_row(escape(say.title(name, model.title)), escape(said), escape(why))
    return made


def _titles(defined: Mapping[str, Definition], names: Any, say: Speaker) -> str:
    return ", ".join(say.title(name, defined[name].title) for name in names if name in defined)


def _said(house: House, model: Model, scores: Mapping[str, Any], say: Speaker) -> str:
    """A model's scores as people read them; empty: it has none of this customer."""
    name, held = model.name, scores.get(model.name)
    if model.kind == "rfm" and f"{name}_group" in scores:
        places = "".join(f"{scores[f'{name}_{part}']:.0f}" for part in ("recency", "frequency", "monetary"))
        return f"{GROUPS[scores[f'{name}_group']].title[say.language]} ({places})"
    if held is None:
        return ""
    if model.kind == "propensity":
        return f"{held:.0%}"
    if model.kind == "value":
        tier = scores[f"{name}_tier"]
        return f"{held:,.0f} ({scores[f'{name}_low']:,.0f} – {scores[f'{name}_high']:,.0f}), {NAMES[tier][say.language]}"
    if model.kind == "groups":
        card = models.card(house, MAIN, name)
        groups = {one["id"]: one["name"] for one in card.card["groups"]} if card else {}
        return say.title(held, groups.get(held, {}))
    return f"{held:.2f}"
