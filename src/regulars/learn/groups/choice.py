"""How many groups there are, and which of the new ones is which of the old ones.

Silhouette: Rousseeuw, J. Comput. Appl. Math. 20 (1987); what its values mean: Kaufman and Rousseeuw, Finding Groups in Data
(1990), table 4. Stability: groups found again in bootstrap samples, by the adjusted Rand index (Hubert and Arabie, J.
Classification 2 (1985)), as in Hennig, Comput. Stat. Data Anal. 52 (2007).
"""

import warnings
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score, silhouette_score

from regulars.kit.extras import need
from regulars.learn.groups.space import Array

_limits = need("threadpoolctl", "learn").threadpool_limits  # comes with scikit-learn

Labels = NDArray[np.int64]

MOST = 8
_FITTED_ON = 50_000
"""Centres are looked for among at most so many customers; everybody is then given to the nearest one."""
_JUDGED_ON = 2_000
_STARTS = 8
_SAMPLES = 8
STABLE = 0.8
"""Groups that are found again less well than this are an accident of who happens to be a customer."""
_BETTER = 0.05
"""By so much another number must beat the one that holds, to replace it."""


class Tried(msgspec.Struct, frozen=True):
    """A number of groups, and what speaks for it."""

    k: int
    silhouette: float
    """-1 to 1: how much nearer customers are to their own group than to the next one."""
    stability: float
    """0 to 1: how alike groups are that are found among others like these."""
    smallest: int
    """Customers in the smallest group."""


def centres_of(space: Array, k: int, seed: int, start: Array | None = None) -> Array:
    """The centres of k groups, by k-means; from `start` where that is given."""
    rows = _sample(space, _FITTED_ON, seed)
    init, starts = ("k-means++", _STARTS) if start is None else (start, 1)
    return _means(rows, KMeans(n_clusters=k, init=init, n_init=starts, random_state=seed))


def _means(rows: Array, means: KMeans) -> Array:
    # One thread: sums come in one order, so the same data give the same centres; and small fits are not slowed by waiting.
    with warnings.catch_warnings(), _limits(1):
        warnings.simplefilter("ignore", ConvergenceWarning)  # customers in one place make groups in one place
        found: Array = means.fit(rows).cluster_centers_
    return found


def nearest(space: Array, centres: Array) -> Labels:
    """For each row the place of the nearest centre; the first of equally near ones."""
    found: Labels = np.argmin(distances(space, centres), axis=1).astype(np.int64)
    return found


def distances(space: Array, centres: Array) -> Array:
    """Squared distances, one column a centre."""
    found: Array = np.stack([((space - centre) ** 2).sum(axis=1) for centre in centres], axis=1)
    return found


def tried(space: Array, centres: Array, seed: int) -> Tried:
    """What speaks for these groups. Customers in one place, or all in one group: silhouette 0."""
    k = len(centres)
    labels = nearest(space, centres)
    rng = np.random.default_rng(seed)
    few = rng.permutation(len(space))[:_JUDGED_ON]
    known = np.unique(labels[few])
    silhouette = float(silhouette_score(space[few], labels[few])) if 1 < len(known) < len(few) else 0.0
    found = []
    for number in range(_SAMPLES):
        drawn = space[rng.integers(0, len(space), min(len(space), _JUDGED_ON))]
        if len(np.unique(drawn, axis=0)) < k:
            found.append(0.0)
            continue
        again = _means(drawn, KMeans(n_clusters=k, n_init=2, random_state=seed + number))
        found.append(float(adjusted_rand_score(labels[few], nearest(space[few], again))))
    sizes = np.bincount(labels, minlength=k)
    return Tried(k, round(silhouette, 4), round(max(0.0, float(np.mean(found))), 4), int(sizes.min()))


def chosen(options: Sequence[Tried], least: int, held: int | None = None) -> Tried:
    """The number of groups: of those that are stable, and whose groups all have `least` customers, the best separated one.

    Where none is stable, the most stable. What is `held` stays unless another is clearly better.
    """
    large = [one for one in options if one.smallest >= least] or list(options)
    stable = [one for one in large if one.stability >= STABLE]
    best = (
        max(stable, key=lambda one: (one.silhouette, -one.k)) if stable else max(large, key=lambda one: (one.stability, -one.k))
    )
    for one in stable:
        if one.k == held and one.silhouette >= best.silhouette - _BETTER:
            return one
    return best


def meaning(silhouette: float) -> str:
    """What a silhouette says of the groups."""
    words = ((0.7, "strong"), (0.5, "reasonable"), (0.25, "weak"))
    return next((word for least, word in words if silhouette > least), "none")


def matched(old: Array, new: Array) -> dict[int, int]:
    """New centre → the old one that it continues, at the least total distance (Hungarian method).

    An old one that lies nearer to another old one than to its match has ended; the new one is new.
    """
    apart = np.sqrt(distances(new, old))
    between = np.sqrt(distances(old, old))
    np.fill_diagonal(between, np.inf)
    rows, columns = linear_sum_assignment(apart)
    return {int(n): int(o) for n, o in zip(rows, columns, strict=True) if apart[n, o] <= between[o].min()}


def _sample(space: Array, most: int, seed: int) -> Array:
    return space if len(space) <= most else space[np.random.default_rng(seed).permutation(len(space))[:most]]
