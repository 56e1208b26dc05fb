"""How sure a share is: Wilson's score interval (JASA 22 (1927) 209)."""

import math

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution: two-sided 95 %."""


def wilson(hits: float, of: int, z: float = Z) -> tuple[float, float]:
    """The interval of the share of `hits` among `of` > 0 that were looked at; by default at 95 %.

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    """
    share, square = hits / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)
