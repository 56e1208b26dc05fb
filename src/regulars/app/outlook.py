"""What a metric will be, and when its level changed: forecasts over the figures of one workspace."""

from datetime import date

import msgspec

from regulars.app.diagnose import currencies
from regulars.app.figures import figures
from regulars.app.house import House
from regulars.define.expressions import scope
from regulars.kit.errors import RegularsError
from regulars.kit.said import Said, Words
from regulars.learn.breaks import Breaks, breaks
from regulars.learn.evidence import Evidence
from regulars.learn.forecast import Forecast, forecast
from regulars.measure.metric import ACTIVE, Figure, counts
from regulars.measure.period import Period, Unit, after, periods

SEASONS: dict[Unit, int] = {"day": 7, "week": 52, "month": 12}
"""Periods in a season: the week of days, the year of weeks and months."""
MOST_STEPS = 90
MOST_PERIODS = 1_000
"""So many of the latest periods are looked at: what was before tells little, and one wrong date may lie decades back."""

_EPOCH = date(1970, 1, 1).toordinal()


class Outlook(msgspec.Struct, frozen=True):
    """A metric's past and what is expected of it."""

    past: list[Figure]
    """Whole periods only."""
    coming: list[Period]
    """The periods of `forecast.points`."""
    forecast: Forecast


class Levels(msgspec.Struct, frozen=True):
    """A metric's past, and where its level changed."""

    past: list[Figure]
    breaks: Breaks


def outlook(house: House, workspace: str, metric: str, by: Unit = "week", steps: int = 8) -> Outlook:
    """What a metric will be in the next `steps` periods. Raises NotFound, TooThin, Missing without the extra `forecast`."""
    if not 1 <= steps <= MOST_STEPS:
        raise RegularsError(f"a forecast reaches 1 to {MOST_STEPS} periods ahead, not {steps}", code="invalid_range")
    past, notes = _whole(house, workspace, metric, by)
    definitions = house.world(workspace).definitions
    lowest = 0.0 if counts(definitions.metrics[metric], scope(definitions)) else None
    values = [figure.value for figure in past if figure.value is not None]
    found = forecast(values, SEASONS[by], steps, house.clock.now(), lowest=lowest)
    told = msgspec.structs.replace(found, evidence=_evidence(house, workspace, by, found.evidence, past, notes))
    return Outlook(past, _coming(house, workspace, by, steps), told)


def levels(house: House, workspace: str, metric: str, by: Unit = "week") -> Levels:
    """When a metric's level changed for good. Raises NotFound, TooThin, Missing without the extra `forecast`."""
    past, notes = _whole(house, workspace, metric, by)
    found = breaks([figure.value for figure in past if figure.value is not None], SEASONS[by], house.clock.now())
    return Levels(past, msgspec.structs.replace(found, evidence=_evidence(house, workspace, by, found.evidence, past, notes)))


def _whole(house: House, workspace: str, metric: str, by: Unit) -> tuple[list[Figure], list[Words]]:
    """The metric's latest whole periods, without a gap: from the first one after the last that has no value."""
    every = [one for one in figures(house, workspace, metric, by=by) if one.whole]
    found = every[-MOST_PERIODS:]
    foreign = currencies(house, workspace, house.world(workspace).definitions.metrics[metric])
    notes: list[Words] = [] if foreign is None else [foreign]
    if len(every) > len(found):
        cut = f"only the latest {MOST_PERIODS:,} of {len(every):,} periods are looked at"
        notes.append(Said(cut, f"只分析 {len(every):,} 期中最近的 {MOST_PERIODS:,} 期"))
    empty = [place for place, one in enumerate(found) if one.value is None]
    if not empty:
        return found, notes
    last = found[empty[-1]].period
    notes.append(Said(f"{last} has no value, so what lies before it is left out", f"{last} 没有数值，之前的部分未采用"))
    return found[empty[-1] + 1 :], notes


def _coming(house: House, workspace: str, by: Unit, steps: int) -> list[Period]:
    days = house.world(workspace).program.calendar
    now = house.clock.now()
    (running,) = periods(by, now, now + 1, days)
    day = days.day(running.start)
    for _ in range(steps):
        day = after(by, day)
    return periods(by, running.start, days.start(day), days)


def _evidence(house: House, workspace: str, by: Unit, evidence: Evidence, past: list[Figure], notes: list[Words]) -> Evidence:
    """With the customers who were active in these periods, each counted once."""
    days = house.world(workspace).program.calendar
    first, last = (date.fromisoformat(past[place].period).toordinal() - _EPOCH for place in (0, -1))
    start, end = days.start(first), days.start(after(by, last))
    sql = (
        f"select count(distinct nullif(customer_id, 0)) as n from events"
        f' where {ACTIVE} and "timestamp" >= {start} and "timestamp" < {end}'
    )
    (counted,) = house.query(workspace, sql).to_pylist()
    return msgspec.structs.replace(
        evidence, customers=counted["n"], since=start, until=end - 1, notes=[*notes, *evidence.notes]
    )
