"""Pareto/NBD: purchases as Poisson with gamma rates, until a customer leaves after an exponential life with gamma rates.

Schmittlein, Morrison & Colombo (1987), Counting Your Customers, Management Science 33(1). Its likelihood is usually written
with differences of Gaussian hypergeometric functions, which cancel. Here it stays the integral that they solve, over the time
at which the customer left (Fader & Hardie (2005), A Note on Deriving the Pareto/NBD Model). The integrand is smooth, so one
fixed Gauss-Legendre rule gives the value and all derivatives to about 1e-12.
"""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, expit, gammaln

from regulars.learn.value.buying import Buying, batches, fitted
from regulars.learn.value.maximum import Array, Maximum

_STARTS = ((1.0, 1.0, 1.0, 1.0), (0.5, 0.4, 0.6, 0.4), (3.0, 0.3, 0.3, 2.0))
"""Shapes of ordinary, of slow and of regular customers; time is measured in the mean of T."""
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(32)
_AWAY = 37.0
"""e^-37 of a peak is beyond a double: what lies further out is not integrated."""


class ParetoNbd(msgspec.Struct, frozen=True):
    """The model with its parameters; `alpha` and `beta` are times.

    >>> cdnow = ParetoNbd(0.553, 10.578, 0.606, 11.669)
    >>> cdnow.alive(Buying.of([2, 0], [30.43, 0], [38.86, 38.86])).round(2)[[1, 0]].tolist()
    [0.87, 0.3]
    """

    title: ClassVar[str] = "Pareto/NBD"

    r: float
    alpha: float
    s: float
    beta: float

    @classmethod
    def fit(cls, buying: Buying, warm: Sequence[float] | None = None) -> Maximum:
        """See `Family.fit`."""
        return fitted(cls.__struct_fields__, ("alpha", "beta"), log_likelihood, _STARTS, buying, warm)

    def alive(self, buying: Buying) -> Array:
        """The probability not to have left yet: the part of the likelihood in which nobody did."""
        parts = [_integrated(self, buying.part(rows)) for rows in batches(len(buying))]
        sure: Array = np.concatenate([expit(part.stays - part.leaves) for part in parts]) if parts else np.empty(0)
        return sure

    def purchases(self, buying: Buying, t: float) -> Array:
        """Expected purchases in the next `t` (the note's conditional expectation), with its limit at s = 1."""
        later = np.log1p(t / (self.beta + buying.T))
        e = self.s - 1
        life = -np.expm1(-e * later) / e if e else later
        rate = (self.r + buying.x) / (self.alpha + buying.T)
        expected: Array = self.alive(buying) * rate * (self.beta + buying.T) * life
        return expected

    def draw(self, buying: Buying, t: float, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """See `Family.draw`: rate and length of life from their posteriors, then a life."""
        shape = (len(buying.row), count)
        x, T = buying.x[buying.row, None], buying.T[buying.row, None]  # noqa: N806
        rate = rng.standard_gamma(np.broadcast_to(self.r + x, shape)) / (self.alpha + T)
        leaving = np.maximum(rng.standard_gamma(self.s, shape) / (self.beta + T), 1e-300)
        lasts = np.minimum(rng.standard_exponential(shape) / leaving, t)
        here = rng.random(shape) < self.alive(buying)[buying.row, None]
        drawn: NDArray[np.int64] = np.where(here, rng.poisson(np.minimum(rate * lasts, 1e9)), 0)
        return drawn


class _Parts(NamedTuple):
    """Logarithms of the two parts of the likelihood (without its constant), and of the second one the means of what its
    derivatives need, over when the customer left."""

    stays: Array
    leaves: Array
    log_alpha: Array
    log_beta: Array
    by_alpha: Array
    by_beta: Array


def _integrated(model: ParetoNbd, buying: Buying) -> _Parts:
    """`leaves` is ln s ∫ (alpha+y)^-(r+x) (beta+y)^-(s+1) dy from t_x to T, over u = ln((m+y)/(m+t_x)), m = min(alpha, beta):
    there the integrand falls about exponentially, and its singularities are at least π away from the real line."""
    r, alpha, s, beta = model.r, model.alpha, model.s, model.beta
    x, t_x, T = (column[:, None] for column in (buying.x, buying.t_x, buying.T))  # noqa: N806
    m = min(alpha, beta)
    steep = (m + t_x) * ((r + x) / (alpha + t_x) + (s + 1) / (beta + t_x)) - 1
    whole = np.log((m + T) / (m + t_x))
    length = np.where(steep > 0, np.minimum(whole, _AWAY / np.maximum(steep, 1e-9)), whole)
    u = length * (_NODES + 1) / 2
    y = t_x + (m + t_x) * np.expm1(u)
    log_alpha, log_beta = np.log(alpha + y), np.log(beta + y)
    height = u - (r + x) * log_alpha - (s + 1) * log_beta + np.log(m + t_x)  # du for dy: times m + y
    peak = height.max(axis=1, keepdims=True)
    mass = np.exp(height - peak) * _WEIGHTS
    total = mass.sum(axis=1, keepdims=True)
    share = mass / total
    with np.errstate(divide="ignore"):  # nothing to integrate where T = t_x: nobody left in no time
        leaves = np.log(s) + (peak + np.log(total * length / 2))[:, 0]
    stays = -(r + buying.x) * np.log(alpha + buying.T) - s * np.log(beta + buying.T)
    means = ((share * part).sum(axis=1) for part in (log_alpha, log_beta, 1 / (alpha + y), 1 / (beta + y)))
    return _Parts(stays, leaves, *means)


def log_likelihood(theta: Array, buying: Buying) -> tuple[float, Array]:
    """The log-likelihood of logarithms of (r, alpha, s, beta), and its gradient."""
    height, slope = 0.0, np.zeros(4)
    for rows in batches(len(buying)):
        part = buying.part(rows)
        each, gradient = _terms(ParetoNbd(*np.exp(theta)), part)
        height += float((part.weight * each).sum())
        slope += gradient @ part.weight
    return height, slope * np.exp(theta)


def _terms(model: ParetoNbd, buying: Buying) -> tuple[Array, Array]:
    """Of each history, and its derivatives by the parameters (4 × histories)."""
    r, alpha, s, beta = model.r, model.alpha, model.s, model.beta
    x, T = buying.x, buying.T  # noqa: N806
    part = _integrated(model, buying)
    both = np.logaddexp(part.stays, part.leaves)
    left = np.exp(part.leaves - both)
    stays = 1 - left
    each: Array = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + both
    gradient: Array = np.stack(
        [
            digamma(r + x) - digamma(r) + np.log(alpha) - stays * np.log(alpha + T) - left * part.log_alpha,
            r / alpha - (r + x) * (stays / (alpha + T) + left * part.by_alpha),
            np.log(beta) - stays * np.log(beta + T) + left * (1 / s - part.log_beta),
            s / beta - s * stays / (beta + T) - (s + 1) * left * part.by_beta,
        ]
    )
    return each, gradient
