"""Forecasts hold what they promise on series whose future is known."""

import math
import random

import pytest

from regulars.learn.evidence import TooThin
from regulars.learn.forecast import forecast

pytest.importorskip("statsforecast")

AT = 1_700_000_000_000_000


def weekly(rng: random.Random, length: int, noise: float = 4.0) -> list[float]:
    return [200 + 0.4 * t + 30 * math.sin(2 * math.pi * t / 7) + rng.gauss(0, noise) for t in range(length)]


def test_a_season_and_a_trend_are_followed() -> None:
    truth = weekly(random.Random(1), 154, noise=0.0)
    found = forecast(weekly(random.Random(1), 140), 7, 14, AT)
    assert max(abs(point.value - truth[139 + point.step]) for point in found.points) < 12
    assert min(one.mase for one in found.tried) < 0.6
    assert found.evidence.events == 140
    assert found.evidence.as_of == AT


def test_intervals_hold_what_they_promise() -> None:
    inside = {80: 0, 95: 0}
    total = 0
    for seed in range(8):
        series = weekly(random.Random(seed), 112)
        found = forecast(series[:105], 7, 7, AT)
        for point in found.points:
            total += 1
            for level in inside:
                low, high = point.intervals[str(level)]
                assert low <= point.value <= high
                inside[level] += low <= series[104 + point.step] <= high
    assert inside[80] / total > 0.75
    assert inside[95] / total > 0.9


def test_the_past_alone_decides() -> None:
    series = weekly(random.Random(3), 60)
    assert forecast(series, 7, 5, AT) == forecast(list(series), 7, 5, AT)


def test_counts_do_not_fall_below_nothing() -> None:
    series = [float(max(0, 40 - t)) for t in range(40)]
    found = forecast(series, 7, 10, AT, lowest=0.0)
    assert all(point.value >= 0 and low >= 0 for point in found.points for low, _ in point.intervals.values())


def test_after_a_long_silence_the_interval_is_no_wider_than_anything_that_was_seen() -> None:
    series = [0.0] * 100 + [0.0, 40_000.0, 43_000.0, 0.0, 41_000.0, 0.0]
    found = forecast(series, 12, 3, AT)
    for point in found.points:
        low, high = point.intervals["95"]
        assert -200_000 < low <= high < 200_000


def test_a_figure_that_never_changed() -> None:
    found = forecast([7.0] * 30, 7, 3, AT)
    assert [point.value for point in found.points] == [7.0, 7.0, 7.0]
    assert "never changed" in str(found.evidence.notes[-1])


@pytest.mark.parametrize("length", [0, 1, 11])
def test_too_little_history_is_no_forecast(length: int) -> None:
    with pytest.raises(TooThin, match=f"whole periods of history: {length}, needed 12"):
        forecast([1.0] * length, 7, 3, AT)


def test_a_year_of_weeks_without_two_years_has_no_season() -> None:
    found = forecast([100 + random.Random(5).gauss(0, 3) + t for t in range(60)], 52, 4, AT)
    assert "too little history for a season: none is assumed" in map(str, found.evidence.notes)
