"""Value tiers: customers by rank, and how the value is spread over them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.learn.value.maximum import Array

SHARES = (0.5, 0.8, 0.95)
"""From which share of the customers (from the least worth) the second, third and fourth tier begin."""

NAMES: dict[str, dict[str, str]] = {
    "bronze": {"en": "Bronze", "zh": "铜"},
    "silver": {"en": "Silver", "zh": "银"},
    "gold": {"en": "Gold", "zh": "金"},
    "platinum": {"en": "Platinum", "zh": "铂金"},
    "diamond": {"en": "Diamond", "zh": "钻石"},
}
"""The least first."""


def names(shares: Sequence[float]) -> list[str]:
    """Of the tiers that these shares make, the least first.

    >>> names([0.5, 0.8, 0.95])
    ['bronze', 'silver', 'gold', 'platinum']
    """
    if len(shares) >= len(NAMES):
        return [f"tier_{number}" for number in range(1, len(shares) + 2)]
    return list(NAMES)[: len(shares) + 1]


def tiers(values: Array, shares: Sequence[float]) -> NDArray[np.int64]:
    """The place of each value's tier: how many of `shares` are reached by the share of values that are smaller.

    Equal values share a tier, the lower one.

    >>> tiers(np.array([0.0, 0.0, 0.0, 5.0, 9.0]), [0.5, 0.8]).tolist()
    [0, 0, 0, 1, 2]
    """
    smaller = np.searchsorted(np.sort(values), values, side="left") / max(len(values), 1)
    place: NDArray[np.int64] = np.searchsorted(np.asarray(shares), smaller + 1e-12, side="right").astype(np.int64)
    return place


def table(values: Array, place: NDArray[np.int64], shares: Sequence[float]) -> list[dict[str, Any]]:
    """One line a tier, the best first: from which value on, how many, and how much of all value is theirs."""
    total = float(values.sum())
    lines = []
    for index, name in reversed(list(enumerate(names(shares)))):
        here = place == index
        worth = float(values[here].sum())
        lines.append(
            {
                "tier": name,
                "title": NAMES.get(name, {"en": name, "zh": name}),
                "from": float(values[here].min()) if here.any() else None,
                "customers": int(here.sum()),
                "value": worth,
                "share": worth / total if total > 0 else None,
            }
        )
    return lines


def spread(values: Array) -> list[dict[str, float]]:
    """The value below which each twentieth of the customers lies, and what share of all value they have together."""
    ordered = np.sort(values)
    sums, total = np.cumsum(ordered), float(ordered.sum())
    found = []
    for step in range(1, 21):
        last = max(0, -(-len(ordered) * step // 20) - 1)
        found.append(
            {
                "customers": step / 20,
                "value": float(ordered[last]),
                "share": float(sums[last] / total) if total > 0 else 0.0,
            }
        )
    return found
