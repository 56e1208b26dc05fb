"""Change points: when the level of a figure moved for good, as against the noise from period to period.

PELT (Killick, Fearnhead & Eckley 2012) on the mean, after the season is taken out; the penalty is 3 σ² ln n with σ from the
differences of neighbours (robust: the median absolute one), so that a level shift must pay for itself in likelihood.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from regulars.kit.extras import need
from regulars.kit.said import Said, Words
from regulars.learn.evidence import Evidence, Floor, hold

SHORTEST = 4
"""Periods that a level must last."""


class Break(msgspec.Struct, frozen=True):
    """The level changed between two periods."""

    place: int
    """Index of the first period on the new level."""
    before: float
    """Mean level until then (since the change before it)."""
    after: float
    strength: float
    """The difference, in standard deviations of the noise."""


class Breaks(msgspec.Struct, frozen=True):
    """All changes of the level, oldest first."""

    breaks: list[Break]
    noise: float
    """Standard deviation from period to period."""
    evidence: Evidence


def breaks(values: Sequence[float], season: int, at: int) -> Breaks:
    """Where the level of `values` (whole periods, oldest first, no gap) moved.

    Raises TooThin for fewer than 12 periods, Missing without the extra `forecast`.
    """
    hold("change points", Floor(Said("whole periods of history", "完整的历史周期"), len(values), 12))
    numpy: Any = need("numpy", "forecast")
    ruptures: Any = need("ruptures", "forecast")
    series = numpy.asarray(values, dtype=float)
    method = Said("PELT on the mean, season taken out, penalty 3 σ² ln n", "PELT 均值变点检测，已去除季节性，惩罚 3 σ² ln n")
    notes: list[Words] = []
    if season > 1 and len(series) >= 3 * season:
        series = series - _season(numpy, series, season)
    elif season > 1:
        notes.append(Said("too little history to take a season out", "历史太短，未能去除季节性"))
    steps = numpy.diff(series)
    noise = float(numpy.median(numpy.abs(steps - numpy.median(steps)))) * 1.4826 / 2**0.5
    noise = noise or float(numpy.std(steps)) / 2**0.5
    evidence = Evidence(customers=0, events=len(series), as_of=at, method=method, notes=notes)
    if noise == 0:
        return Breaks([], 0.0, evidence)
    search = ruptures.Pelt(model="l2", min_size=SHORTEST, jump=1).fit(series)
    ends = [0, *search.predict(pen=3 * noise**2 * numpy.log(len(series)))]
    levels = [float(numpy.mean(series[low:high])) for low, high in pairwise(ends)]
    found = [
        Break(place, before, after, (after - before) / noise) for place, before, after in zip(ends[1:-1], levels, levels[1:])
    ]
    return Breaks(found, noise, evidence)


def _season(numpy: Any, series: Any, season: int) -> Any:
    """What each place in the season adds: medians of the differences from a centred moving average, summing to nothing."""
    half = season // 2
    weights = numpy.ones(season) if season % 2 else numpy.r_[0.5, numpy.ones(season - 1), 0.5]
    trend = numpy.convolve(series, weights / season, mode="valid")
    rest = series[half : half + len(trend)] - trend
    place = (numpy.arange(len(trend)) + half) % season
    parts = numpy.array([numpy.median(rest[place == one]) for one in range(season)])
    return (parts - parts.mean())[numpy.arange(len(series)) % season]
