"""EM for the model of Fellegi and Sunter: how often each level of a comparison holds for one person, learnt from pairs that are
partly one person and partly two, without being told which.

The pairs come counted by pattern. u (how often a level holds for two people) is known and stays; m has a prior worth a few
pairs, so that a few examples move it a little and nothing becomes impossible (MAP; Winkler's EM with a Dirichlet prior).
"""

from collections.abc import Sequence

Pattern = tuple[int | None, ...]
"""For each comparison the place of the level that holds, the strongest being 0; None: nothing to compare, or not to be used."""
Rates = list[list[float]]
"""For each comparison the probability of each level."""

_ROUNDS = 100
_CLOSE = 1e-5
_START = 0.1
_WORTH = 4.0
"""How many pairs the prior is worth."""


def usual(levels: Sequence[int]) -> Rates:
    """What is usual for one person: mostly the strongest level; the others share the rest evenly."""
    return [[0.9, *[0.1 / (n - 1)] * (n - 1)] for n in levels]


def expected(patterns: Sequence[tuple[Pattern, int]], prior: Rates, u: Rates) -> Rates:
    """For each comparison how many pairs of one person are expected at each level, after EM over these patterns."""
    m, share = prior, _START
    total = sum(count for _, count in patterns)
    counts: Rates = []
    for _ in range(_ROUNDS):
        counts = [[0.0] * len(rates) for rates in prior]
        ones = 0.0
        for pattern, count in patterns:
            one, two = share, 1 - share
            for place, level in enumerate(pattern):
                if level is not None:
                    one *= m[place][level]
                    two *= u[place][level]
            weight = count * one / (one + two)
            ones += weight
            for place, level in enumerate(pattern):
                if level is not None:
                    counts[place][level] += weight
        new = min(1 - _CLOSE, max(_CLOSE, ones / total))
        m = posterior(counts, prior)
        if abs(new - share) < _CLOSE * share:
            break
        share = new
    return counts


def posterior(counts: Rates, prior: Rates) -> Rates:
    """Counts as probabilities, the prior added."""
    return [
        [(n + _WORTH * p) / (sum(row) + _WORTH) for n, p in zip(row, rates, strict=True)]
        for row, rates in zip(counts, prior, strict=True)
    ]


def added(tables: Sequence[Rates], prior: Rates) -> Rates:
    """Counts of several EMs together."""
    return [[sum(table[place][level] for table in tables) for level in range(len(rates))] for place, rates in enumerate(prior)]
