"""Maximum likelihood of positive parameters: from several starts up the exact gradient of their logarithms, Newton at the end.

Standard errors come from the observed information: the Hessian (differences of the exact gradient) at the maximum, inverted.
"""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from regulars.kit.errors import RegularsError

Array = NDArray[np.float64]
LogLikelihood = Callable[[Array], tuple[float, Array]]
"""Logarithms of the parameters → log-likelihood and its gradient by them."""

_WIDEST = np.log(1e5)
"""Parameters lie between 1e-5 and 1e5 in the unit of the fit: further out the data say only `very small` or `very large`."""
_NOWHERE = 1e300
_STEP = 1e-4
_NEAR = 1e-4
"""After a step of so small a part of the parameters the information is what it was before it."""
_FLAT = 1e-3
"""An eigenvalue of the information below it: 30 units of the logarithm either way fit as well, so nothing is known of it."""


class Maximum(msgspec.Struct, frozen=True):
    """Where the likelihood is highest."""

    names: tuple[str, ...]
    values: Array
    errors: tuple[float | None, ...]
    """Standard errors of `values`; None where the data do not tell (at a bound, or along a ridge)."""
    log_likelihood: float
    spread: Array
    """Covariance of the logarithms of `values`; 0 along directions of which nothing is known."""
    bounded: tuple[str, ...]
    """Names of the parameters that ran as far as they may."""

    def draws(self, count: int, rng: np.random.Generator) -> Array:
        """Parameters (count × parameters) drawn from the asymptotic normal of their logarithms: what else they may be."""
        away = rng.multivariate_normal(np.zeros(len(self.values)), self.spread, count, method="eigh")
        return self.values * np.exp(np.clip(away, -_WIDEST, _WIDEST))

    def rescaled(self, factors: Sequence[float]) -> "Maximum":
        """The same in other units: each value times its factor. Logarithms only move, so their covariance stays."""
        by = np.asarray(factors, dtype=np.float64)
        errors = tuple(None if e is None else e * float(f) for e, f in zip(self.errors, by, strict=True))
        return msgspec.structs.replace(self, values=self.values * by, errors=errors)


def maximise(
    names: Sequence[str],
    function: LogLikelihood,
    starts: Sequence[Sequence[float] | Array],
    sketch: LogLikelihood | None = None,
) -> Maximum:
    """The highest of the maxima that are found from `starts` (parameters, not logarithms).

    `sketch` is the likelihood of a part of the data, where there are many: the starts are tried on it, only the best goes on.
    Raises RegularsError where no start leads anywhere: the data are not what the model is about.
    """
    first = [np.clip(np.log(start), -_WIDEST, _WIDEST) for start in starts]
    best = _highest(function, first if sketch is None else [_highest(sketch, first)])
    theta, information = _finished(function, best)
    free = _free(theta)
    values = np.exp(theta)
    spread, known = _inverted(information, free)
    errors = tuple(
        float(values[i] * np.sqrt(spread[i, i])) if known[i] and spread[i, i] > 0 else None for i in range(len(names))
    )
    return Maximum(
        names=tuple(names),
        values=values,
        errors=errors,
        log_likelihood=function(theta)[0],
        spread=spread,
        bounded=tuple(name for name, is_free in zip(names, free, strict=True) if not is_free),
    )


def _highest(function: LogLikelihood, starts: Sequence[Array]) -> Array:
    """Where the highest climb ends."""
    best, height = None, -np.inf
    for start in starts:
        found = minimize(
            lambda theta: _downhill(function, theta),
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=[(-_WIDEST, _WIDEST)] * len(start),
            options={"maxiter": 500, "ftol": 1e-11, "gtol": 1e-7},
        )
        if found.fun < _NOWHERE and -found.fun > height:
            best, height = found.x, -float(found.fun)
    if best is None:
        raise RegularsError("the likelihood has no maximum on these data", code="no_fit")
    peak: Array = best
    return peak


def _downhill(function: LogLikelihood, theta: Array) -> tuple[float, Array]:
    with np.errstate(all="ignore"):
        height, gradient = function(theta)
    if not (np.isfinite(height) and np.isfinite(gradient).all()):
        return _NOWHERE, np.zeros_like(theta)
    return -height, -gradient


def _free(theta: Array) -> NDArray[np.bool_]:
    free: NDArray[np.bool_] = np.abs(theta) < _WIDEST - 1e-6
    return free


def _finished(function: LogLikelihood, theta: Array) -> tuple[Array, Array]:
    """A few Newton steps (each must climb), and the information where they end."""
    information = _information(function, theta)
    height, gradient = function(theta)
    for _ in range(5):
        free = _free(theta)
        spread, _known = _inverted(information, free)
        step = np.where(free, spread @ gradient, 0.0)
        there = np.clip(theta + np.clip(step, -1, 1), -_WIDEST, _WIDEST)
        higher, slope = function(there)
        if not higher > height:
            break
        theta, height, gradient = there, higher, slope
        if np.abs(step).max() < _NEAR:
            break
        information = _information(function, theta)
    return theta, information


def _information(function: LogLikelihood, theta: Array) -> Array:
    """Minus the Hessian by the logarithms, from central differences of the gradient."""
    rows = []
    for index in range(len(theta)):
        step = np.zeros_like(theta)
        step[index] = _STEP
        rows.append((function(theta - step)[1] - function(theta + step)[1]) / (2 * _STEP))
    matrix = np.array(rows)
    both: Array = (matrix + matrix.T) / 2
    return both


def _inverted(information: Array, free: NDArray[np.bool_]) -> tuple[Array, NDArray[np.bool_]]:
    """The covariance, 0 where nothing is known, and for which parameters all is known."""
    size = len(free)
    spread, known = np.zeros((size, size)), free.copy()
    where = np.flatnonzero(free)
    if not len(where):
        return spread, known
    levels, axes = np.linalg.eigh(information[np.ix_(where, where)])
    sure = levels > max(_FLAT, 1e-12 * float(levels.max()))
    spread[np.ix_(where, where)] = (axes[:, sure] / levels[sure]) @ axes[:, sure].T
    known[where] = (axes[:, ~sure] ** 2).sum(axis=1) < 1e-6
    return spread, known
