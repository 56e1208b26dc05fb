"""What sets groups apart: against scipy, on groups that are alike, and where there is little to compare."""

import random

import pyarrow as pa
import pytest

from regulars.kit.clock import DAY
from regulars.learn.differences import differences
from regulars.learn.evidence import TooThin

AT = 1_700_000_000_000_000


def people(rng: random.Random, size: int = 400, apart: float = 0.0) -> tuple[pa.Table, list[int], list[int]]:
    """Half of them in A. `apart` moves A's spend and city."""
    rows = []
    for number in range(size):
        in_a = number % 2 == 0
        rows.append(
            {
                "customer_id": number,
                "spend": rng.gauss(100 + (apart if in_a else 0), 20),
                "orders": rng.randrange(5),
                "city": rng.choice(["上海", "Berlin", "Lima"]) if not in_a or rng.random() > apart / 100 else "上海",
                "member": rng.random() < 0.5,
                "last_order": AT - rng.randrange(10**12) if not in_a or rng.random() > apart / 50 else None,
                "stores": ["a", "b"],
            }
        )
    table = pa.Table.from_pylist(rows)
    return table, list(range(0, size, 2)), list(range(1, size, 2))


def test_the_strongest_comes_first_and_says_which_way() -> None:
    found = differences(*people(random.Random(1), apart=30), AT, defining=["spend"])
    assert [one.dimension for one in found.differences[:2]] == ["spend", "last_order"]
    spend, last, *rest = found.differences
    assert (spend.kind, spend.direction, spend.by_definition) == ("number", 1, True)
    assert spend.a.median is not None
    assert spend.b.median is not None
    assert spend.a.median > spend.b.median + 20
    assert (last.kind, last.b.unknown) == ("known", 0)
    city = next(one for one in rest if one.dimension == "city")
    assert city.a.shares["上海"] > city.b.shares["上海"] + 0.1
    assert max(spend.chance, last.chance, city.chance) < 0.001
    assert all(one.chance > 0.01 for one in rest if one.dimension in ("orders", "member"))
    assert "stores" not in {one.dimension for one in found.differences}


def test_instants_are_told_as_instants() -> None:
    rows = [{"customer_id": n, "last": AT - (n % 2) * 10 * DAY - n * DAY // 100} for n in range(40)]
    (one,) = differences(pa.Table.from_pylist(rows), range(0, 40, 2), range(1, 40, 2), AT, instants=["last"]).differences
    assert (one.kind, one.direction, one.strength) == ("instant", 1, 1.0)
    assert str(one.a.median).startswith("2023-11-14T")
    assert str(one.b.low) < str(one.b.median) < str(one.b.high) < str(one.a.low)


def test_groups_that_are_alike_are_not_told_apart() -> None:
    called = sum(
        one.chance < 0.05 for seed in range(40) for one in differences(*people(random.Random(seed), 120), AT).differences
    )
    assert called <= 6


def test_the_figures_are_those_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    table, a, b = people(random.Random(5), 200, apart=10)
    found = {one.dimension: one for one in differences(table, a, b, AT).differences}
    for name in ("spend", "orders"):
        column = table[name].to_pylist()
        test = stats.mannwhitneyu([column[n] for n in a], [column[n] for n in b], method="asymptotic", use_continuity=False)
        assert found[name].strength == pytest.approx(abs(2 * test.statistic / (len(a) * len(b)) - 1))
        smallest = min(one.chance for one in found.values())
        assert smallest <= found[name].chance
        assert found[name].chance >= test.pvalue


def test_who_is_in_both_counts_in_neither() -> None:
    table, a, b = people(random.Random(2), 60)
    found = differences(table, [*a, *b[:4]], b, AT)
    assert (found.a, found.b) == (30, 26)
    assert [str(note) for note in found.evidence.notes] == ["4 customers are in both groups and count in neither"]


def test_constant_and_empty_columns_say_nothing() -> None:
    table = pa.table({"customer_id": list(range(20)), "same": [1.0] * 20, "none": pa.nulls(20, pa.float64())})
    found = differences(table, list(range(10)), list(range(10, 20)), AT)
    assert [(one.dimension, one.strength, one.chance) for one in found.differences] == [("same", 0.0, 1.0)]


@pytest.mark.parametrize("size", [0, 1, 6])
def test_too_few(size: int) -> None:
    table, a, b = people(random.Random(1), 20)
    with pytest.raises(TooThin, match="customers in A alone"):
        differences(table.slice(0, size), a, b, AT)
