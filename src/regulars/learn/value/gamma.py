"""Gamma-Gamma: what a purchase is worth. A customer's amounts are gamma around their own mean, whose scale is gamma as well.

Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value. It holds where how much does not hang on how often: see
`Spending.correlation`.
"""

from collections.abc import Sequence
from typing import ClassVar

import msgspec
import numpy as np
from scipy.special import digamma, gammaln

from regulars.learn.value.maximum import Array, Maximum, maximise

_STARTS = ((1.0, 2.0, 1.0), (6.0, 4.0, 0.5), (20.0, 20.0, 1.0))


class Spending(msgspec.Struct, frozen=True):
    """One row a customer: `n` ≥ 1 purchases, `mean` > 0 of their amounts."""

    n: Array
    mean: Array

    def sketch(self, size: int = 3_000) -> "Spending | None":
        """A few of many customers, evenly spaced among all; None where there are not many more."""
        if len(self.n) < 2 * size:
            return None
        every = slice(None, None, len(self.n) // size)
        return Spending(self.n[every], self.mean[every])

    def correlation(self) -> float | None:
        """How far the number of purchases and their mean amount go together (Pearson), of those who bought more than once.

        None where one of them is the same for all.
        """
        often = self.n > 1
        if often.sum() < 3 or np.ptp(self.n[often]) == 0 or np.ptp(self.mean[often]) == 0:
            return None
        return float(np.corrcoef(self.n[often], self.mean[often])[0, 1])


class GammaGamma(msgspec.Struct, frozen=True):
    """The model with its parameters; `v` is an amount.

    >>> cdnow = GammaGamma(6.25, 3.74, 15.45)
    >>> cdnow.expected(Spending(np.array([2.0]), np.array([22.35]))).round(2).tolist(), round(cdnow.mean(), 2)
    ([24.67], 35.24)
    """

    title: ClassVar[str] = "Gamma-Gamma"

    p: float
    q: float
    v: float

    @classmethod
    def fit(cls, spending: Spending, warm: Sequence[float] | None = None) -> Maximum:
        """The parameters by maximum likelihood. Raises RegularsError where no amounts differ."""
        unit = float(np.average(spending.mean, weights=spending.n))
        scaled = Spending(spending.n, spending.mean / unit)
        starts: list[Sequence[float] | Array] = [*_STARTS]
        if warm is not None:
            starts.append(np.multiply(warm, (1, 1, 1 / unit)))
        few = scaled.sketch()
        sketch = None if few is None else lambda theta: log_likelihood(theta, few)
        found = maximise(cls.__struct_fields__, lambda theta: log_likelihood(theta, scaled), starts, sketch)
        per = len(spending.n) * float(np.log(unit))  # a density per unit of money
        found = msgspec.structs.replace(found, log_likelihood=found.log_likelihood - per)
        return found.rescaled((1, 1, unit))

    def mean(self) -> float | None:
        """The mean over all customers; None where the tail is so heavy that there is none (q ≤ 1)."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else None

    def expected(self, spending: Spending) -> Array:
        """The customer's own mean, given what they paid so far (eq. 5): between what they paid and what all pay.

        Where p n + q ≤ 1 there is none, and what was paid stands.
        """
        p, q, v = self.p, self.q, self.v
        below = p * spending.n + q - 1
        mean: Array = np.where(below > 0, p * (v + spending.n * spending.mean) / np.where(below > 0, below, 1.0), spending.mean)
        return mean

    def draw(self, spending: Spending, counts: Array, rng: np.random.Generator) -> Array:
        """What may be paid for `counts` purchases (customers × futures), given what was paid so far; 0 for none."""
        n, mean = spending.n[:, None], spending.mean[:, None]
        scale = rng.standard_gamma(np.broadcast_to(self.p * n + self.q, counts.shape)) / (self.v + n * mean)
        paid = rng.standard_gamma(np.maximum(self.p * counts, 1e-12)) / np.maximum(scale, 1e-300)
        drawn: Array = np.where(counts > 0, paid, 0.0)
        return drawn


def log_likelihood(theta: Array, spending: Spending) -> tuple[float, Array]:
    """The log-likelihood of logarithms of (p, q, v) (eq. 1a of the note), and its gradient."""
    p, q, v = np.exp(theta)
    n, mean = spending.n, spending.mean
    paid = np.log(v + n * mean)
    each = (
        gammaln(p * n + q)
        - gammaln(p * n)
        - gammaln(q)
        + q * np.log(v)
        + (p * n - 1) * np.log(mean)
        + p * n * np.log(n)
        - (p * n + q) * paid
    )
    by_p = n * (digamma(p * n + q) - digamma(p * n) + np.log(mean) + np.log(n) - paid)
    by_q = digamma(p * n + q) - digamma(q) + np.log(v) - paid
    by_v = q / v - (p * n + q) / (v + n * mean)
    slope: Array = np.array([by_p.sum(), by_q.sum(), by_v.sum()]) * np.exp(theta)
    return float(each.sum()), slope
