"""BG/NBD: purchases as Poisson with gamma rates; after each one a customer may leave for good, with beta chances.

Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2); equation numbers are its.
"""

from collections.abc import Sequence
from typing import ClassVar

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, digamma, expit, gammaln, polygamma

from regulars.learn.value.buying import Buying, batches, fitted
from regulars.learn.value.maximum import Array, Maximum

_STARTS = ((1.0, 1.0, 1.0, 1.0), (0.25, 0.2, 0.8, 2.5), (3.0, 0.3, 0.1, 5.0))
"""Shapes of the paper's order, ordinary and regular customers; time is measured in the mean of T."""

_NODES = 320
_AWAY = 40.0
"""e^-40 of a peak is beyond a double."""


class BgNbd(msgspec.Struct, frozen=True):
    """The model with its parameters; `alpha` is a time.

    >>> cdnow = BgNbd(0.243, 4.414, 0.793, 2.426)
    >>> cdnow.purchases(Buying.of([2], [30.43], [38.86]), 39.0).round(2).tolist()
    [1.23]
    """

    title: ClassVar[str] = "BG/NBD"

    r: float
    alpha: float
    a: float
    b: float

    @classmethod
    def fit(cls, buying: Buying, warm: Sequence[float] | None = None) -> Maximum:
        """See `Family.fit`."""
        return fitted(cls.__struct_fields__, ("alpha",), log_likelihood, _STARTS, buying, warm)

    def alive(self, buying: Buying) -> Array:
        """The probability not to have left with the last purchase. Who never came back cannot have left."""
        left = np.where(buying.x > 0, self._left(buying), -np.inf)
        sure: Array = expit(-left)
        return sure

    def _left(self, buying: Buying) -> Array:
        """The logarithm of the odds to have left."""
        again = np.maximum(buying.x, 1)
        longer = np.log(self.alpha + buying.T) - np.log(self.alpha + buying.t_x)
        odds: Array = np.log(self.a) - np.log(self.b + again - 1) + (self.r + buying.x) * longer
        return odds

    def purchases(self, buying: Buying, t: float) -> Array:
        """Expected purchases in the next `t` (eq. 10)."""
        parts = [self._stays(buying.x[rows], buying.T[rows], t) for rows in batches(len(buying))]
        expected: Array = self.alive(buying) * np.concatenate([np.empty(0), *parts])
        return expected

    def _stays(self, x: Array, T: Array, t: float) -> Array:  # noqa: N803
        """Expected purchases in the next `t` of those who have not left.

        Eq. 10 has a 2F1 that overflows for regular customers and a pole at a = 1. It is the mean, over p ~ beta(a, b+x), of
        g(p) = (1 - (1 + p w)^-k) / p with w = t/(alpha+T) and k = r+x: what somebody with the chance p to leave still buys.
        The straight line between g(0) and g(1) has a mean in closed form; what g differs from it vanishes at both ends, so
        over y = ln(p/(1-p)) the trapezoidal rule gets it to about 1e-12: the integrand is analytic for |Im y| < π.
        """
        a, b = self.a, (self.b + x)[:, None]
        w, k = (t / (self.alpha + T))[:, None], (self.r + x)[:, None]
        at_0, at_1 = k * w, -np.expm1(-k * np.log1p(w))
        middle = digamma(a + 1) - digamma(b + 1)
        wide = 9 * np.sqrt(polygamma(1, a + 1) + polygamma(1, b + 1))
        low = middle - wide - np.minimum(_AWAY / a, _AWAY / (a + 1) + np.log1p(at_0))
        high = middle + wide + _AWAY / (b + 1)
        step = (high - low) / (_NODES - 1)
        y = low + step * np.arange(_NODES)
        p, log_p, log_rest = expit(y), -np.logaddexp(0, -y), -np.logaddexp(0, y)
        density = np.exp(a * log_p + b * log_rest - betaln(a, b))
        with np.errstate(invalid="ignore", divide="ignore"):
            g = np.where(p > 1e-300, -np.expm1(-k * np.log1p(p * w)) / p, at_0)
        bent = (density * (g - at_0 * expit(-y) - at_1 * p)).sum(axis=1, keepdims=True) * step
        expected: Array = np.maximum((at_0 * b + at_1 * a) / (a + b) + bent, 0.0)[:, 0]
        return expected

    def draw(self, buying: Buying, t: float, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """See `Family.draw`: rate and chance to leave from their posteriors, then a life."""
        shape = (len(buying.row), count)
        x, T = buying.x[buying.row, None], buying.T[buying.row, None]  # noqa: N806
        rate = rng.standard_gamma(np.broadcast_to(self.r + x, shape)) / (self.alpha + T)
        leaves = np.clip(rng.beta(self.a, np.broadcast_to(self.b + x, shape)), 1e-12, 1 - 1e-12)
        wishes = rng.poisson(np.minimum(rate * t, 1e9))
        until = np.minimum(rng.geometric(leaves), 1 << 40)
        here = rng.random(shape) < self.alive(buying)[buying.row, None]
        drawn: NDArray[np.int64] = np.where(here, np.minimum(wishes, until), 0)
        return drawn


def log_likelihood(theta: Array, buying: Buying) -> tuple[float, Array]:
    """The log-likelihood of logarithms of (r, alpha, a, b), as in eq. 6 and the note on its spreadsheet, and its gradient."""
    r, alpha, a, b = np.exp(theta)
    x, t_x, T = buying.x, buying.t_x, buying.T  # noqa: N806
    again = np.maximum(x, 1)
    counts = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    chances = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    stays = -(r + x) * np.log(alpha + T)
    leaves = np.where(x > 0, np.log(a) - np.log(b + again - 1) - (r + x) * np.log(alpha + t_x), -np.inf)
    both = np.logaddexp(stays, leaves)
    left = np.exp(leaves - both)
    mixed = digamma(a + b) - digamma(a + b + x)
    gradient = np.stack(
        [
            digamma(r + x) - digamma(r) + np.log(alpha) - (1 - left) * np.log(alpha + T) - left * np.log(alpha + t_x),
            r / alpha - (r + x) * ((1 - left) / (alpha + T) + left / (alpha + t_x)),
            mixed + left / a,
            mixed + digamma(b + x) - digamma(b) - left / (b + again - 1),
        ]
    )
    height = float((buying.weight * (counts + chances + both)).sum())
    slope: Array = (gradient @ buying.weight) * np.exp(theta)
    return height, slope
