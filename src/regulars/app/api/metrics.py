"""The figures of the business."""

from typing import Annotated, Literal

import msgspec
from litestar.params import QueryParameter

from regulars.app.api.given import Name, TheCaller, TheHouse
from regulars.app.api.instants import By, From, To, instant
from regulars.app.api.problems import Unfit
from regulars.app.api.route import get
from regulars.app.figures import figures
from regulars.kit.clock import DAY, HOUR
from regulars.kit.named import named
from regulars.measure.metric import Figure
from regulars.measure.period import Unit

MOST_PERIODS = 1000
_SHORTEST: dict[Unit, int] = {"day": 23 * HOUR, "week": 7 * DAY - HOUR, "month": 28 * DAY - HOUR}


class Metric(msgspec.Struct, frozen=True):
    """A metric as it is defined."""

    name: str
    title: dict[str, str]
    of: str
    per: str | None
    each: str | None
    up: Literal["good", "bad"]
    unit: str


class Metrics(msgspec.Struct, frozen=True):
    """All metrics."""

    items: list[Metric]


class Figures(msgspec.Struct, frozen=True):
    """A metric by period."""

    name: str
    by: Unit
    figures: list[Figure]


@get("/v1/metrics", tag="metrics", scope="read")
def list_metrics(house: TheHouse, caller: TheCaller) -> Metrics:
    """List the metrics."""
    definitions = house.world(caller.workspace).definitions
    return Metrics([Metric(m.name, m.title, m.of, m.per, m.each, m.up, m.unit) for m in definitions.metrics.values()])


@get("/v1/metrics/{name:str}", tag="metrics", scope="read", errors=(404, 422, 503), heavy=True)
def get_metric(
    house: TheHouse,
    caller: TheCaller,
    name: Name,
    by: By = "week",
    from_: From = None,
    to: To = None,
    segment: Annotated[
        str | None,
        QueryParameter(
            max_length=200, description="Split by a segment or stage, by all `segments` or by all `stages`, as of now."
        ),
    ] = None,
) -> Figures:
    """Read a metric by day, week or month, with its change against the period before and whether that is good."""
    named("metric", name, house.world(caller.workspace).definitions.metrics)
    now = house.clock.now()
    end = instant("to", to, now)
    start = instant("from", from_, max(0, end - 12 * (_SHORTEST[by] + HOUR)))
    if start > end or (end - start) // _SHORTEST[by] > MOST_PERIODS:
        raise Unfit(422, "invalid_range", f"`from` lies before `to`, and there are at most {MOST_PERIODS} periods between them")
    return Figures(name, by, figures(house, caller.workspace, name, by=by, start=start, end=min(end, now), split=segment))
