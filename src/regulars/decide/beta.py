"""What is believed of a rate after some tries: a Beta distribution, as a table of its quantiles.

Draws and probabilities come from the same table, so the probability recorded with a decision is that of the draw which was
really made. Pure Python: a table costs about 0.1 ms and is kept while the counts stay the same.
"""

import math
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

LEVELS = array("d", sorted({0.0, 1.0, *(j / 64 for j in range(1, 62)), *(1 - 2 ** -(5 + i / 4) for i in range(1, 45))}))
"""The levels at which quantiles are kept: dense near 1, because what wins a contest is an upper tail."""
RAREST = 1e-6
"""No choice that was made is recorded as less probable than this."""

_STEPS = 384
_TAIL = [2 ** -(2 + i / 2) for i in range(29)]
_NODES = sorted(
    [((k + 0.5) / 32, 1 / 32) for k in range(24)]
    + [(1 - math.sqrt(high * low), high - low) for high, low in pairwise(_TAIL)]
    + [(1 - _TAIL[-1] / 2, _TAIL[-1])],
    reverse=True,
)
"""(level, weight) of the integration over a draw's level: evenly up to 3/4, then in half octaves towards 1."""


class Beta:
    """Beta(1 + rewarded, 1 + shown - rewarded), piecewise linear between `LEVELS`. Use `believe`."""

    __slots__ = ("mean", "quantiles")

    def __init__(self, a: int, b: int) -> None:
        self.mean = a / (a + b)
        self.quantiles = _quantiles(a, b)

    def draw(self, level: float) -> float:
        """The rate at a level in [0, 1): with a level drawn evenly, a draw from the distribution."""
        quantiles = self.quantiles
        k = bisect_right(LEVELS, level) - 1
        return quantiles[k] + (quantiles[k + 1] - quantiles[k]) * (level - LEVELS[k]) / (LEVELS[k + 1] - LEVELS[k])

    def below(self, rate: float) -> float:
        """The probability that a draw is below a rate."""
        quantiles = self.quantiles
        if rate <= quantiles[0]:
            return 0.0
        if rate >= quantiles[-1]:
            return 1.0
        k = bisect_right(quantiles, rate) - 1
        return LEVELS[k] + (LEVELS[k + 1] - LEVELS[k]) * (rate - quantiles[k]) / (quantiles[k + 1] - quantiles[k])


@lru_cache(maxsize=8192)
def believe(shown: int, rewarded: int) -> Beta:
    """What is believed of the rate after `rewarded` of `shown` tries, from an even prior.

    >>> believe(0, 0).draw(0.5), round(believe(98, 0).mean, 2)
    (0.5, 0.01)
    """
    rewarded = max(0, min(rewarded, shown))
    return Beta(1 + rewarded, 1 + shown - rewarded)


def probability(chosen: int, beliefs: Sequence[Beta]) -> float:
    """The probability that a draw from `beliefs[chosen]` is the greatest of one draw from each.

    The integral over the level u of the chosen one's draw of the product of the others' `below(draw(u))`, by the midpoint
    rule from the top down; it stops where the rest cannot add a ten thousandth. Within about 1 % of the exact value.
    """
    mine = beliefs[chosen]
    others = sorted((belief for i, belief in enumerate(beliefs) if i != chosen), key=lambda belief: -belief.mean)
    total = 0.0
    for level, weight in _NODES:
        rate = mine.draw(level)
        product = 1.0
        for other in others:
            product *= other.below(rate)
            if product < 1e-9:
                break
        total += weight * product
        if product * level < 1e-4 * total:
            break
    return min(1.0, max(RAREST, total))


def _quantiles(a: int, b: int) -> "array[float]":
    """The quantiles of Beta(a, b) at `LEVELS`: the density summed by trapezoids from the upper end, where digits matter."""
    mean = a / (a + b)
    deviation = math.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
    low, high = max(0.0, mean - 8 * deviation), min(1.0, mean + 13 * deviation)
    step = (high - low) / _STEPS
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    density: list[float] = []
    for i in range(_STEPS + 1):
        rate = low + step * i
        if 0.0 < rate < 1.0:
            density.append(math.exp(scale + (a - 1) * math.log(rate) + (b - 1) * math.log1p(-rate)))
        else:
            density.append(float(b if rate <= 0 else a) if (a if rate <= 0 else b) == 1 else 0.0)
    above = [0.0] * (_STEPS + 1)
    for i in range(_STEPS - 1, -1, -1):
        above[i] = above[i + 1] + density[i] + density[i + 1]
    quantiles = array("d", [low])
    i = 0
    for level in LEVELS[1:-1]:
        target = (1 - level) * above[0]
        while above[i + 1] > target:
            i += 1
        quantiles.append(low + step * (i + (above[i] - target) / (above[i] - above[i + 1])))
    quantiles.append(high)
    return quantiles
