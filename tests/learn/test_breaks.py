"""Level shifts are found where they are, and nowhere else."""

import math
import random

import pytest

from regulars.learn.breaks import breaks
from regulars.learn.evidence import TooThin

pytest.importorskip("ruptures")

AT = 1_700_000_000_000_000


def test_a_level_shift_is_found_where_it_is() -> None:
    rng = random.Random(2)
    series = [rng.gauss(100 if t < 60 else 112, 3) for t in range(120)]
    (only,) = breaks(series, 1, AT).breaks
    assert abs(only.place - 60) <= 2
    assert 3 < only.strength < 5
    assert abs(only.before - 100) < 1.5 > abs(only.after - 112)


def test_noise_and_a_season_are_no_change() -> None:
    found = 0
    for seed in range(20):
        rng = random.Random(seed)
        found += len(breaks([50 + 20 * math.sin(2 * math.pi * t / 7) + rng.gauss(0, 2) for t in range(98)], 7, AT).breaks)
    assert found <= 2


def test_a_shift_under_a_season_is_found() -> None:
    rng = random.Random(4)
    series = [50 + 20 * math.sin(2 * math.pi * t / 7) + (15 if t >= 49 else 0) + rng.gauss(0, 2) for t in range(98)]
    (only,) = breaks(series, 7, AT).breaks
    assert abs(only.place - 49) <= 2


def test_what_never_moves_has_no_changes() -> None:
    assert breaks([3.0] * 20, 1, AT).breaks == []


def test_too_little_history() -> None:
    with pytest.raises(TooThin):
        breaks([1.0, 2.0], 1, AT)
