"""Bounds on windows: which conditions are read as one, and when each turns."""

import pytest

from regulars.algebra import Program, Spec, bounds
from regulars.algebra.bounds import HOLDS, bound
from regulars.algebra.numeric import FINE, double
from regulars.algebra.window import Window
from regulars.kit.clock import HOUR, NEVER


def _bound(text: str) -> tuple[object, ...] | None:
    names = {
        "n": Spec("count(*)", over="9d"),
        "kinds": Spec("count(distinct event)", over="9d"),
        "total": Spec("sum(properties.total)", over="9d"),
        "mean": Spec("avg(properties.total)", over="9d"),
        "least": Spec("min(properties.total)", over="9d"),
        "most": Spec("max(timestamp)", over="9d"),
        "ever": Spec("count(*)"),
        "s": Spec(text, kind="segment"),
    }
    program = Program(names)
    found = bound(program.trees["s"], program.calendar)
    return None if found is None else (found.aggregate.kind, found.sign, found.limit, found.negated)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n > 3", ("count", "ge", 4, False)),
        ("n >= 2.5", ("count", "ge", 3, False)),
        ("2 > n", ("count", "ge", 2, True)),
        ("n <= 3", ("count", "ge", 4, True)),
        ("n = 0", ("count", "ge", 1, True)),
        ("0 <> kinds", ("distinct_count", "ge", 1, False)),
        ("n = 2", None),
        ("total >= 0.1", ("sum", "ge", 100_000, False)),
        ("total > 0.1", ("sum", "ge", 100_001, False)),
        ("total < -0.5", ("sum", "ge", -500_000, True)),
        ("total > 1e13", None),
        ("mean <= 2", ("avg", "gt", 2.0, True)),
        ("least < 3", ("min", "lt", 3.0, False)),
        ("least >= 3", ("min", "lt", 3.0, True)),
        ("most >= '1970-01-02T00:00:00Z'", ("max", "ge", 86_400_000_000, False)),
        ("ever > 2", None),
        ("n > total", None),
        ("n > null", None),
        ("n + 1 > 2", None),
    ],
)
def test_conditions_are_read_as_bounds(text: str, expected: tuple[object, ...] | None) -> None:
    assert _bound(text) == expected


@pytest.mark.parametrize("limit", [0.1, 0.3, -0.7, 1e-7, 5e-7, 123456.789, 99_999_999_999.999999, -4e10])
@pytest.mark.parametrize("sign", ["gt", "ge"])
def test_millionths_are_the_least_that_hold(limit: float, sign: str) -> None:
    least = bounds._millionths(limit, HOLDS[sign])
    assert HOLDS[sign](double(least) / FINE, limit)
    assert not HOLDS[sign](double(least - 1) / FINE, limit)


_NINE = Window("hour", 9, "UTC")


def _turns(text: str, tiles: list[object], limits: list[object], is_so: bool = True) -> list[int]:
    """For each limit the tile with which the condition's being true changes; 0 for never."""
    found = []
    for limit in limits:
        program = Program({"x": Spec(text.format(limit), over="9h", kind="segment")})
        against = bound(program.trees["x"], program.calendar)
        assert against is not None
        parts = bounds.mean_parts(tiles) if against.aggregate.kind == "avg" else ()
        due = NEVER if bounds.never(against, True, is_so) else bounds.turn(against, _NINE)(tiles, is_so, *parts)
        found.append(0 if due == NEVER else due // HOUR - 9)
    return found


def test_a_count_falls_with_the_tile_that_makes_it_too_small() -> None:
    counted = [3, 2, 5, 1, 8, 4]
    assert _turns("count(*) >= {}", counted, [0, 1, 4, 5, 6, 7]) == [0, 8, 8, 5, 3, 3]
    assert _turns("count(*) > {}", counted, [7, 9], is_so=False) == [0, 0]
    assert _turns("count(*) < {}", counted, [1, 4, 5], is_so=False) == [8, 8, 5]
    assert _turns("count(*) < {}", counted, [9]) == [0]
    named = [3, ["a", "b"], 5, ["c"], 8, ["a"]]
    assert _turns("count(distinct event) >= {}", named, [1, 2, 3]) == [8, 5, 3]


def test_a_sum_falls_rises_or_ends() -> None:
    million = 1_000_000
    mixed = [3, 5 * million, 5, -9 * million, 8, 4 * million]
    assert _turns("sum(properties.x) >= {}", mixed, [-5, -4, 0]) == [8, 3, 3]
    assert _turns("sum(properties.x) >= {}", mixed, [1, 4, 5], is_so=False) == [5, 5, 0]
    plain = [3, 5 * million, 5, 0, 8, 4 * million]
    assert _turns("sum(properties.x) >= {}", plain, [0, 4, 4.1, 9]) == [8, 8, 3, 3]
    assert _turns("sum(properties.x) < {}", plain, [9.1, 100]) == [8, 8], "with the last tile it is unknown"


def test_the_greatest_the_least_and_the_mean() -> None:
    most = [3, 9.0, 5, 2.0, 8, 4.0]
    assert _turns("max(properties.x) >= {}", most, [1, 4, 5]) == [8, 8, 3]
    assert _turns("max(properties.x) >= {}", most, [10], is_so=False) == [0]
    assert _turns("max(properties.x) < {}", most, [4, 5, 9], is_so=False) == [0, 3, 3]
    assert _turns("min(properties.x) < {}", most, [2.1, 5]) == [5, 8]
    assert _turns("min(properties.x) > {}", most, [2, 3, 4], is_so=False) == [5, 5, 0]
    means = [3, [1, 6_000_000], 5, [1, 0], 8, [2, 6_000_000]]
    assert _turns("avg(properties.x) >= {}", means, [1, 2.5, 3]) == [8, 3, 3]
    rising = [3, [1, 0], 5, [1, 0], 8, [2, 6_000_000]]
    assert _turns("avg(properties.x) > {}", rising, [1.6, 2.5, 3], is_so=False) == [3, 5, 0]
