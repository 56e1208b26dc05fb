"""Why a figure is as it is, what it will be, and what sets customers apart."""

from typing import Annotated

import msgspec
from litestar.params import QueryParameter

from regulars.app.api.basis import Basis, basis
from regulars.app.api.given import Name, TheCaller, TheHouse
from regulars.app.api.instants import By, instant
from regulars.app.api.route import get
from regulars.app.diagnose import metric_drivers, segment_differences
from regulars.app.outlook import MOST_STEPS, levels, outlook
from regulars.learn.breaks import Break
from regulars.learn.differences import Difference
from regulars.learn.forecast import Tried
from regulars.measure.metric import Figure
from regulars.measure.parts import Driver
from regulars.measure.period import Unit


class Drivers(msgspec.Struct, frozen=True):
    """Why a metric moved."""

    name: str
    by: Unit
    before_period: str
    """The first day of the earlier period …"""
    after_period: str
    """… and of the later one."""
    before: float | None
    after: float | None
    change: float
    drivers: list[Driver]
    basis: Basis


class Apart(msgspec.Struct, frozen=True):
    """What sets a segment apart."""

    segment: str
    against: str | None
    """None: everybody else."""
    customers: int
    others: int
    differences: list[Difference]
    basis: Basis


class Coming(msgspec.Struct, frozen=True):
    """A period to come."""

    period: str
    value: float
    intervals: dict[str, tuple[float, float]]
    """Level in per cent → from, to."""


class Forecasts(msgspec.Struct, frozen=True):
    """What a metric will be."""

    name: str
    by: Unit
    past: list[Figure]
    coming: list[Coming]
    model: str
    tried: list[Tried]
    widened: dict[str, float]
    """Level → by how much, in the metric's unit, the model's own intervals were moved apart on either side so that they would
    have held on the past what they promise; 0: they did."""
    basis: Basis


class Level(msgspec.Struct, frozen=True):
    """A change of the level."""

    period: str
    """The first period on the new level."""
    change: Break


class Levels(msgspec.Struct, frozen=True):
    """When a metric's level changed."""

    name: str
    by: Unit
    past: list[Figure]
    changes: list[Level]
    noise: float
    basis: Basis


@get("/v1/metrics/{name:str}/drivers", tag="analytics", scope="read", errors=(404, 422, 503), heavy=True)
def get_drivers(
    house: TheHouse,
    caller: TheCaller,
    name: Name,
    by: By = "week",
    at: Annotated[
        str | None,
        QueryParameter(max_length=40, description="Compare the last two periods that were over by then; default: now."),
    ] = None,
) -> Drivers:
    """Say why a metric moved: what each part of the business added to its last change.

    Compares the last whole period with the one before, by properties of the events, traits, stage, source, and whether
    customers were new. The parts of a dimension add up to the change; `clear` ones moved otherwise than the whole beyond
    chance.
    """
    now = house.clock.now()
    found = metric_drivers(house, caller.workspace, name, by, min(now, instant("at", at, now)))
    change = found.change
    return Drivers(
        name,
        by,
        found.before.date,
        found.after.date,
        change.before,
        change.after,
        change.change,
        change.drivers,
        basis(found.evidence),
    )


@get("/v1/segments/{name:str}/differences", tag="analytics", scope="read", errors=(404, 422, 503), heavy=True)
def get_differences(
    house: TheHouse,
    caller: TheCaller,
    name: Name,
    against: Annotated[
        str | None, QueryParameter(max_length=200, description="Another segment or stage; default: everybody else.")
    ] = None,
) -> Apart:
    """Say what sets a segment or a stage apart, in everything known of customers, the strongest difference first."""
    found = segment_differences(house, caller.workspace, name, against)
    return Apart(name, against, found.a, found.b, found.differences, basis(found.evidence))


@get("/v1/metrics/{name:str}/forecast", tag="analytics", scope="read", errors=(404, 422, 501, 503), heavy=True)
def get_forecast(
    house: TheHouse,
    caller: TheCaller,
    name: Name,
    by: By = "week",
    steps: Annotated[int, QueryParameter(ge=1, le=MOST_STEPS, description="How many periods ahead.")] = 8,
) -> Forecasts:
    """Forecast a metric, with intervals that held on its past what they promise."""
    found = outlook(house, caller.workspace, name, by, steps)
    forecast = found.forecast
    coming = [Coming(period.date, one.value, one.intervals) for period, one in zip(found.coming, forecast.points, strict=True)]
    return Forecasts(name, by, found.past, coming, forecast.model, forecast.tried, forecast.widened, basis(forecast.evidence))


@get("/v1/metrics/{name:str}/levels", tag="analytics", scope="read", errors=(404, 422, 501, 503), heavy=True)
def get_levels(house: TheHouse, caller: TheCaller, name: Name, by: By = "week") -> Levels:
    """Say when a metric's level changed for good, as against the noise from period to period."""
    found = levels(house, caller.workspace, name, by)
    changes = [Level(found.past[one.place].period, one) for one in found.breaks.breaks]
    return Levels(name, by, found.past, changes, found.breaks.noise, basis(found.breaks.evidence))
