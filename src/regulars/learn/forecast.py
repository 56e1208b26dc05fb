"""Forecasts of a figure by day, week or month: several models compete on the past, the best one speaks, with honest intervals.

Each candidate forecasts, from several past origins, what had followed by then (rolling-origin evaluation: Hyndman and
Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.10). The smallest mean absolute scaled error wins, of equal
ones the simpler model. Where its intervals held less of what followed than they promise, they are widened until they would.
"""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from regulars.kit.extras import need
from regulars.kit.said import Said, Words
from regulars.learn.evidence import Evidence, Floor, hold

LEVELS = (80, 95)
"""Of the intervals, in per cent."""
ORIGINS = 8
"""From how many instants of the past a candidate is tried, at most."""

_MODELS = ("SeasonalNaive", "AutoTheta", "AutoETS")
"""The simplest first."""


class Point(msgspec.Struct, frozen=True):
    """One period to come."""

    step: int
    """1 is the period after the last one that is known."""
    value: float
    intervals: dict[str, tuple[float, float]]
    """Level in per cent → from, to."""


class Tried(msgspec.Struct, frozen=True):
    """How one candidate did on the past."""

    model: str
    mase: float
    """Mean absolute error, as a part of the one-step error of repeating the last season: below 1 is better than that."""
    coverage: dict[str, float]
    """Level → share of what followed that lay inside, before widening."""


class Forecast(msgspec.Struct, frozen=True):
    """What is to be expected."""

    points: list[Point]
    model: str
    tried: list[Tried]
    widened: dict[str, float]
    """Level → by how much, in the figure's unit, the model's intervals were moved apart on either side so that they would have
    held what they promise; 0 where they did."""
    evidence: Evidence


def forecast(values: Sequence[float], season: int, steps: int, at: int, *, lowest: float | None = None) -> Forecast:
    """What follows `values` (one whole period each, oldest first, no gap) in the next `steps` periods.

    `season`: periods in a season (7 for days, 52 for weeks, 12 for months; shortened where the past holds no two of them).
    `lowest`: a bound that no figure of this kind can pass, such as 0 for counts.
    Raises TooThin for fewer than 12 periods, Missing without the extra `forecast`.
    """
    hold("forecast", Floor(Said("whole periods of history", "完整的历史周期"), len(values), 12))
    numpy: Any = need("numpy", "forecast")
    series = numpy.asarray(values, dtype=float)
    season = season if len(series) >= 2 * season + 4 else 1
    notes: list[Words] = []
    if season == 1:
        notes.append(Said("too little history for a season: none is assumed", "历史太短，看不出季节性：按无季节性处理"))
    if numpy.ptp(series) == 0:
        flat = float(series[-1])
        points = [Point(step, flat, {str(level): (flat, flat) for level in LEVELS}) for step in range(1, steps + 1)]
        notes.append(
            Said(
                "the figure has never changed, so nothing says how far it could move",
                "该数值从未变化，无从判断可能的波动",
            )
        )
        return Forecast(points, "constant", [], {str(level): 0.0 for level in LEVELS}, _evidence(series, at, notes, "constant"))
    span = min(steps, max(1, len(series) // 4))
    first = max(8, 2 * season + 2, len(series) - span - ORIGINS + 1)
    origins = list(range(first, len(series) - span + 1)) or [len(series) - span]
    scale = float(numpy.mean(numpy.abs(series[season:] - series[:-season]))) or 1.0
    trials = {name: _try(numpy, name, series, season, span, origins) for name in _MODELS}
    tried = [_judge(numpy, name, trials[name], scale) for name in _MODELS]
    order = sorted(tried, key=lambda one: (round(one.mase, 3), _MODELS.index(one.model)))
    answers = ((one, _fit(one.model, season, series, steps)) for one in order)
    # SeasonalNaive always gives numbers; the others' variance may come out negative on a degenerate past.
    best, answer = next((one, got) for one, got in answers if all(numpy.all(numpy.isfinite(part)) for part in got.values()))
    widened = {str(level): _missed(numpy, trials[best.model], level) for level in LEVELS}
    points = [
        Point(step + 1, _kept(float(answer["mean"][step]), lowest), _intervals(answer, step, widened, lowest))
        for step in range(steps)
    ]
    if best.mase >= 1:
        notes.append(Said("no model did better on the past than repeating it", "在历史上没有模型优于简单重复"))
    if steps > span:
        notes.append(
            Said(
                f"the past could be tried {span} periods ahead only; what lies beyond is less sure than it looks",
                f"历史只够检验未来 {span} 期；更远的预测没有看上去那么可靠",
            )
        )
    return Forecast(points, best.model, tried, widened, _evidence(series, at, notes, best.model))


def _evidence(series: Any, at: int, notes: list[Words], model: str) -> Evidence:
    names = ", ".join(_MODELS)
    method = Said(f"{model}, chosen among {names} by rolling-origin evaluation", f"{model}，经滚动检验从 {names} 中选出")
    return Evidence(customers=0, events=len(series), as_of=at, method=method, notes=notes)


def _fit(name: str, season: int, series: Any, steps: int) -> Mapping[str, Any]:
    models: Any = need("statsforecast.models", "forecast")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found: Mapping[str, Any] = getattr(models, name)(season_length=season).forecast(series, h=steps, level=list(LEVELS))
    return found


def _try(numpy: Any, name: str, series: Any, season: int, span: int, origins: list[int]) -> dict[str, Any]:
    """Errors and half-widths of the intervals at each origin and step: `origins` by `span`."""
    errors: list[Any] = []
    halves: dict[int, list[Any]] = {level: [] for level in LEVELS}
    for origin in origins:
        answer = _fit(name, season, series[:origin], span)
        mean = numpy.asarray(answer["mean"], dtype=float)
        errors.append(numpy.abs(series[origin : origin + span] - mean))
        for level in LEVELS:
            half = numpy.asarray(answer[f"hi-{level}"], dtype=float) - mean
            halves[level].append(numpy.maximum(numpy.nan_to_num(half, nan=0.0), 0.0))
    return {"errors": numpy.array(errors), "halves": {level: numpy.array(rows) for level, rows in halves.items()}}


def _judge(numpy: Any, name: str, trial: Mapping[str, Any], scale: float) -> Tried:
    errors = numpy.nan_to_num(trial["errors"], nan=numpy.inf)
    coverage = {str(level): float(numpy.mean(errors <= trial["halves"][level])) for level in LEVELS}
    mase = float(numpy.mean(errors)) / scale
    return Tried(name, mase if numpy.isfinite(mase) else 1e9, coverage)


def _missed(numpy: Any, trial: Mapping[str, Any], level: int) -> float:
    """By how much the half-widths must grow to have held `level` per cent of what followed (split conformal prediction with the
    scores of Romano, Patterson and Candès 2019). At most the greatest error of the past, however narrow the model was."""
    beyond = trial["errors"] - trial["halves"][level]
    rank = min(1.0, numpy.ceil((beyond.size + 1) * level / 100) / beyond.size)
    return max(0.0, float(numpy.quantile(beyond, rank, method="higher")))


def _intervals(
    answer: Mapping[str, Any], step: int, widened: Mapping[str, float], lowest: float | None
) -> dict[str, tuple[float, float]]:
    found = {}
    for level in LEVELS:
        more = widened[str(level)]
        low, high = float(answer[f"lo-{level}"][step]), float(answer[f"hi-{level}"][step])
        found[str(level)] = (_kept(low - more, lowest), _kept(high + more, lowest))
    return found


def _kept(value: float, lowest: float | None) -> float:
    return value if lowest is None or value > lowest else lowest
