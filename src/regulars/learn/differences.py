"""What sets one group of customers apart from another, dimension by dimension.

Numbers are compared by Cliff's delta (Cliff 1993): the chance that one of A lies above one of B less the chance that it lies
below; texts and truths by the total variation distance of their distributions, less what chance alone is expected to leave of
it. For a truth the two are the same figure, so all dimensions are ranked on one scale from 0 (alike) to 1 (apart). Whether that
can be chance is told by a rank-sum (or chi-square) test with Benjamini and Hochberg's correction for the number of dimensions.
"""

from collections import Counter
from collections.abc import Sequence
from math import erfc, pi, sqrt
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from regulars.kit.clock import to_text
from regulars.kit.said import Said, Words
from regulars.learn.evidence import Evidence, Floor, hold

SHOWN = 12
"""Values of a text that are told one by one."""


class Side(msgspec.Struct, frozen=True):
    """One group in one dimension."""

    known: int
    """How many have a value."""
    unknown: int
    median: float | str | None = None
    """Of numbers: the median and the quartiles; of instants too, as ISO 8601."""
    low: float | str | None = None
    high: float | str | None = None
    shares: dict[str, float] = {}
    """Of texts and truths: value → share of those that have one; the values that differ most."""


class Difference(msgspec.Struct, frozen=True):
    """How the groups differ in one dimension."""

    dimension: str
    kind: str
    """`number`, `instant`, `text`, or `known`: what differs most is whether there is a value at all."""
    strength: float
    """0: alike; 1: apart."""
    direction: int
    """Of a number: 1 where A lies above B (an instant: later), -1 below; else 0."""
    chance: float
    """The probability of so great a difference between groups that are alike, corrected for the number of dimensions."""
    a: Side
    b: Side
    by_definition: bool = False
    """The definition of one of the groups speaks of it."""


class Differences(msgspec.Struct, frozen=True):
    """All dimensions, the one that tells most first."""

    a: int
    """Customers in A."""
    b: int
    differences: list[Difference]
    evidence: Evidence


def differences(
    table: pa.Table,
    a: Sequence[int] | pa.Array,
    b: Sequence[int] | pa.Array,
    at: int,
    defining: Sequence[str] = (),
    instants: Sequence[str] = (),
) -> Differences:
    """What sets customers `a` apart from customers `b`: one row of `table` a customer, `customer_id` and the dimensions.

    Columns of numbers, truths and texts take part (others are left out); `instants` names those that are µs since the epoch.
    Whoever is in both groups counts in neither, and the evidence says how many. Raises TooThin for groups of fewer than five.
    """
    ids = table["customer_id"].to_pylist()
    first, second = set(_ids(a)), set(_ids(b))
    both = first & second
    in_a = [one in first and one not in both for one in ids]
    in_b = [one in second and one not in both for one in ids]
    counts = (sum(in_a), sum(in_b))
    hold(
        "differences",
        Floor(Said("customers in A alone", "仅在 A 中的客户"), counts[0], 5),
        Floor(Said("customers in B alone", "仅在 B 中的客户"), counts[1], 5),
    )
    of_a, of_b = table.filter(pa.array(in_a)), table.filter(pa.array(in_b))
    found = []
    for name in table.column_names:
        if name != "customer_id" and (one := _difference(name, of_a[name], of_b[name], name in defining)) is not None:
            found.append(_dated(one) if name in instants else one)
    found = _corrected(found)
    found.sort(key=lambda one: (-one.strength, one.dimension))
    shared = Said(f"{len(both)} customers are in both groups and count in neither", f"{len(both)} 位客户同时在两组中，均不计入")
    notes: list[Words] = [shared] if both else []
    method = Said(
        "Cliff's delta and total variation, Benjamini-Hochberg", "Cliff's delta 与总变差距离，Benjamini-Hochberg 校正"
    )
    return Differences(
        *counts, found, Evidence(customers=sum(counts), events=sum(counts), as_of=at, method=method, notes=notes)
    )


_QUARTILES = ("median", "low", "high")
_There = tuple[tuple[int, int], tuple[int, int]]
"""(known, unknown) of A and of B."""


def _ids(members: Sequence[int] | pa.Array) -> list[int]:
    return members.to_pylist() if isinstance(members, pa.Array) else list(members)


def _difference(name: str, a: pa.ChunkedArray, b: pa.ChunkedArray, defining: bool) -> Difference | None:
    type_ = a.type
    number = pa.types.is_integer(type_) or pa.types.is_floating(type_)
    if not (number or pa.types.is_string(type_) or pa.types.is_boolean(type_)):
        return None
    there: _There = ((len(a) - a.null_count, a.null_count), (len(b) - b.null_count, b.null_count))
    apart = abs(there[0][0] / len(a) - there[1][0] / len(b))
    known = Difference(name, "known", apart, 0, _chi(there), Side(*there[0]), Side(*there[1]), defining)
    valued = None
    naming = not number and pc.count_distinct(pa.chunked_array([*a.chunks, *b.chunks])).as_py() > max(20, (len(a) + len(b)) / 2)
    if naming:  # a name, an address: it tells customers apart, not groups
        return None
    if min(there[0][0], there[1][0]) >= 5:
        compare = _numbers if number else _texts
        valued = compare(name, a.drop_null(), b.drop_null(), there, defining)
    if valued is None or apart > valued.strength:
        return known if apart > 0 else None
    return valued


def _numbers(name: str, a: pa.ChunkedArray, b: pa.ChunkedArray, there: _There, defining: bool) -> Difference:
    values = pa.chunked_array([pc.cast(one, pa.float64()) for one in (*a.chunks, *b.chunks)])
    low = pc.rank(values, tiebreaker="min")
    high = pc.rank(values, tiebreaker="max")
    n, m = len(a), len(b)
    ranks = pc.add(pc.cast(low, pa.float64()), pc.cast(high, pa.float64()))
    above = (pc.sum(ranks[:n]).as_py() / 2 - n * (n + 1) / 2) / (n * m)
    ties = Counter(low.to_pylist()).values()
    total = n + m
    spread = sqrt(max(0.0, n * m / 12 * (total + 1 - sum(t**3 - t for t in ties) / (total * (total - 1)))))
    z = abs(above - 0.5) * n * m / spread if spread else 0.0
    delta = 2 * above - 1
    sides = []
    for mine, column in zip(there, (a, b), strict=True):
        quarter, middle, three_quarters = pc.quantile(pc.cast(column, pa.float64()), [0.25, 0.5, 0.75]).to_pylist()
        sides.append(Side(*mine, middle, quarter, three_quarters))
    return Difference(name, "number", abs(delta), (delta > 0) - (delta < 0), erfc(z / sqrt(2)), sides[0], sides[1], defining)


def _dated(one: Difference) -> Difference:
    """The same of an instant."""
    if one.kind != "number":
        return one
    a, b = (msgspec.structs.replace(side, **{n: to_text(int(getattr(side, n))) for n in _QUARTILES}) for side in (one.a, one.b))
    return msgspec.structs.replace(one, kind="instant", a=a, b=b)


def _texts(name: str, a: pa.ChunkedArray, b: pa.ChunkedArray, there: _There, defining: bool) -> Difference:
    counts = [Counter(_word(value) for value in column.to_pylist()) for column in (a, b)]
    n, m = len(a), len(b)
    values = sorted(counts[0] | counts[1])
    shares = [(counts[0][value] / n, counts[1][value] / m, value) for value in values]
    distance = sum(abs(mine - other) for mine, other, _ in shares) / 2
    pooled = [(counts[0][value] + counts[1][value]) / (n + m) for value in values]
    chance = sum(sqrt(2 / pi * p * (1 - p) * (1 / n + 1 / m)) for p in pooled) / 2
    told = sorted(shares, key=lambda one: (-abs(one[0] - one[1]), one[2]))[:SHOWN]
    sides = [
        Side(known, unknown, shares={one[2]: (one[0], one[1])[place] for one in told})
        for place, (known, unknown) in enumerate(there)
    ]
    table = [[counts[0][value] for value in values], [counts[1][value] for value in values]]
    return Difference(name, "text", max(0.0, distance - chance), 0, _chi(table), sides[0], sides[1], defining)


def _word(value: Any) -> str:
    return value if isinstance(value, str) else str(value).lower()


def _chi(table: Sequence[Sequence[int]]) -> float:
    """The p-value of a chi-square test on a table of two rows, by Wilson and Hilferty's approximation."""
    columns = [pair for pair in zip(*table, strict=True) if sum(pair)]
    rows = [sum(row) for row in table]
    total = sum(rows)
    free = len(columns) - 1
    if free < 1 or not all(rows):
        return 1.0
    square = sum(
        (count - rows[place] * sum(pair) / total) ** 2 / (rows[place] * sum(pair) / total)
        for pair in columns
        for place, count in enumerate(pair)
    )
    z = ((square / free) ** (1 / 3) - (1 - 2 / (9 * free))) / sqrt(2 / (9 * free))
    return erfc(z / sqrt(2)) / 2


def _corrected(found: list[Difference]) -> list[Difference]:
    """Benjamini and Hochberg (1995): the smallest false discovery rate at which each would be called a difference."""
    order = sorted(found, key=lambda one: one.chance, reverse=True)
    least = 1.0
    corrected = []
    for place, one in enumerate(order):
        least = min(least, one.chance * len(order) / (len(order) - place))
        corrected.append(msgspec.structs.replace(one, chance=least))
    return corrected
