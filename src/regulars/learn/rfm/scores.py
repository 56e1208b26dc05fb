"""RFM: scores from 1 to 5 by quantile, and the eleven groups that Shopify made of them.

Shopify's help, *RFM customer analysis*: a customer's group follows from the score R and from FM = (F + M) / 2. With R down and
FM across the groups tile a grid of 5 × 5; who never bought is a prospect.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SCORES = 5


class Group(msgspec.Struct, frozen=True):
    """One group of customers with its names for people."""

    id: str
    title: dict[str, str]
    about: dict[str, str]
    """In a sentence."""


_NAMES = {
    "champions": ("Champions", "冠军客户", "bought just now, often and the most", "刚刚买过、买得最勤、花得最多"),
    "loyal": ("Loyal", "忠诚客户", "bought recently, often and much", "近期买过、买得勤、花得多"),
    "active": ("Active", "活跃客户", "bought recently, now and then, for a middling sum", "近期买过、频次与金额中等"),
    "new": ("New", "新客户", "bought just now, for the first time or nearly", "刚开始购买、频次与金额尚少"),
    "promising": ("Promising", "潜力客户", "bought recently, rarely and little so far", "近期买过、频次与金额尚少"),
    "needs_attention": ("Needs attention", "需关注客户", "bought a while ago, now and then", "有一阵没买、频次与金额中等"),
    "almost_lost": ("Almost lost", "即将流失", "bought a while ago, rarely and little", "有一阵没买、频次与金额较少"),
    "at_risk": ("At risk", "流失风险", "bought often and much, but not for long now", "曾经常买，但很久没来"),
    "previously_loyal": (
        "Previously loyal",
        "昔日忠诚",
        "were among the best, but left long ago",
        "曾是最好的客户，但很久没来",
    ),
    "dormant": ("Dormant", "沉睡客户", "bought long ago, rarely and little", "很久没买、频次与金额都少"),
    "prospects": ("Prospects", "潜在客户", "have not bought yet", "尚未购买"),
}
GROUPS: dict[str, Group] = {
    id: Group(id, {"en": en, "zh": zh}, {"en": about, "zh": about_zh}) for id, (en, zh, about, about_zh) in _NAMES.items()
}
"""The best first."""

_GRID = {
    5: ("new", "active", "active", "champions", "champions"),
    4: ("promising", "active", "active", "loyal", "loyal"),
    3: ("almost_lost", "almost_lost", "needs_attention", "loyal", "loyal"),
    2: ("dormant", "dormant", "at_risk", "at_risk", "previously_loyal"),
    1: ("dormant", "dormant", "at_risk", "at_risk", "previously_loyal"),
}
"""R → the groups of FM ≤ 1, 2, 3, 4, 5."""


def scores(values: Array) -> tuple[Array, bool]:
    """1 to 5 for each value, and whether the values tell the customers apart at all.

    A value's score is 1 plus the whole fifths of all values that are smaller. Equal values get equal scores, whatever the order
    of the rows, and the lower one where they span two fifths: somebody who bought once, as most did, is no frequent buyer.
    Where all values are equal nobody is better: all get 3.

    >>> scores(np.array([1.0, 1.0, 1.0, 2.0, 9.0]))[0].tolist()
    [1.0, 1.0, 1.0, 4.0, 5.0]
    """
    if len(values) == 0 or np.ptp(values) == 0:
        return np.full(len(values), 3.0), False
    smaller = np.searchsorted(np.sort(values), values, side="left")
    return (1 + SCORES * smaller // len(values)).astype(np.float64), True


def cuts(values: Array, scored: Array) -> list[float | None]:
    """The smallest value of each score from 2 to 5; None where nobody has it."""
    return [float(values[scored == score].min()) if (scored == score).any() else None for score in range(2, SCORES + 1)]


def column(frequency: Array, monetary: Array) -> NDArray[np.int64]:
    """The column of the grid, 1 to 5: FM, half steps upwards (3.5 lies in `more than 3`)."""
    found: NDArray[np.int64] = np.ceil((frequency + monetary) / 2).astype(np.int64)
    return found


def group(recency: int, column: int) -> str:
    """The group of a cell.

    >>> group(5, 5), group(3, 2), group(1, 5)
    ('champions', 'almost_lost', 'previously_loyal')
    """
    return _GRID[recency][column - 1]
