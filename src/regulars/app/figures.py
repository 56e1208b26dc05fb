"""The business's figures of one workspace: `measure` over the house's history."""

from typing import get_args

from regulars.app.house import House
from regulars.define.expressions import scope
from regulars.kit.errors import NotFound, RegularsError, nearest
from regulars.kit.named import named
from regulars.measure.metric import Figure
from regulars.measure.metric import figures as measured
from regulars.measure.period import Unit
from regulars.measure.split import Split

UNITS: tuple[Unit, ...] = get_args(Unit)


def figures(
    house: House,
    workspace: str,
    *metrics: str,
    by: str = "week",
    start: int | None = None,
    end: int | None = None,
    split: str | None = None,
) -> list[Figure]:
    """The named metrics (all where none is named) by period, from the first event until now unless said otherwise.

    `split`: a segment, `stages` (each stage) or `segments` (each segment), by who is in it now. Raises NotFound.
    """
    definitions = house.world(workspace).definitions
    asked = [named("metric", name, definitions.metrics) for name in metrics or definitions.metrics]
    unit = next((unit for unit in UNITS if unit == by), None)
    if unit is None:
        raise RegularsError(f"a metric is told by {', '.join(UNITS)}, not by '{by}'", code="unknown_period")
    if start is None:
        first = house.query(workspace, "select min(timestamp) as at from events").to_pylist()[0]["at"]
        start = house.clock.now() if first is None else first
    return measured(
        asked,
        scope(definitions),
        lambda sql, tables: house.query(workspace, sql, tables),
        unit,
        start,
        house.clock.now() + 1 if end is None else end,  # an event of this very instant counts
        _split(house, workspace, split) if split else None,
    )


def _split(house: House, workspace: str, by: str) -> Split:
    definitions = house.world(workspace).definitions
    if by == "stages":
        names, kind = list(definitions.stages), "stage"
    elif by == "segments":
        names, kind = list(definitions.segments), "segment"
    elif by in definitions.segments:
        names, kind = [by], "segment"
    elif by in definitions.stages:
        names, kind = [by], "stage"
    else:
        known = ["stages", "segments", *definitions.segments, *definitions.stages]
        raise NotFound(f"there is no segment or stage '{by}' to split by{nearest(by, known)}")
    prefix = "stage:" if kind == "stage" else ""
    members = {name: [one for one, _ in house.members(workspace, f"{prefix}{name}")] for name in names}
    return Split(names, "stage" if kind == "stage" else "segment", members)
