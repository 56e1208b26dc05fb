"""Bounds on windows: which conditions are read as one, and when each turns."""

import pytest

from regulars.algebra import Program, Spec, bounds
from regulars.algebra.bounds import HOLDS, bound
from regulars.algebra.numeric import FINE, double


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


def test_turns_of_a_list_of_tiles() -> None:
    counted = [3, 2, 5, 1, 8, 4]
    assert [counted[bounds.count_turn(counted, limit)] for limit in (1, 4, 5, 6, 7)] == [8, 8, 5, 3, 3]
    mixed = [3, 5, 5, -9, 8, 4]
    assert [mixed[bounds.sum_turn(mixed, limit)] for limit in (-5, -4, 0, 1, 4, 5)] == [8, 3, 3, 5, 5, 8]
    named = [3, ["a", "b"], 5, ["c"], 8, ["a"]]
    assert [named[bounds.distinct_turn(named, limit)] for limit in (1, 2, 3)] == [8, 5, 3]
    most = [3, 9.0, 5, 2.0, 8, 4.0]
    assert [most[bounds.extreme_turn(most, limit, HOLDS["ge"])] for limit in (1, 4, 5, 10)] == [8, 8, 3, 8]
    means = [3, [1, 6_000_000], 5, [1, 0], 8, [2, 6_000_000]]
    assert [means[bounds.mean_turn(means, 4, 12_000_000, limit, HOLDS["ge"])] for limit in (1.0, 2.5, 3.0)] == [8, 3, 3]
    rising = [3, [1, 0], 5, [1, 0], 8, [2, 6_000_000]]
    assert rising[bounds.mean_turn(rising, 4, 6_000_000, 2.5, HOLDS["gt"])] == 5
