"""From a model's margin to a probability that means what it says, and the curve that shows whether it does."""

from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from regulars.learn.wilson import wilson

Array = NDArray[np.float64]

ISOTONIC_FROM = 1000
"""Examples of the rarer outcome from which on any rising form is trusted; below, two parameters (Niculescu-Mizil 2005)."""
_BINS = 10


class Calibration(msgspec.Struct, frozen=True):
    """A rising function from margins to answers. `none` gives the margin itself (for numbers)."""

    method: Literal["none", "platt", "isotonic"]
    slope: float = 1.0
    offset: float = 0.0
    margins: list[float] = []
    answers: list[float] = []

    def __call__(self, margin: Array) -> Array:
        """The answers, strictly between 0 and 1 for probabilities."""
        if self.method == "none":
            return margin
        if self.method == "platt":
            return np.clip(1.0 / (1.0 + np.exp(-np.clip(self.slope * margin + self.offset, -35, 35))), 1e-6, 1 - 1e-6)
        return np.interp(margin, self.margins, self.answers)


def calibrate(margin: Array, truth: Array) -> Calibration:
    """Fit to margins of examples that the model had not seen, and what came true (0 or 1; both must occur).

    Platt (1999) with his prior-smoothed targets; isotonic regression (pool adjacent violators) where there is enough.
    """
    rarer = int(min(truth.sum(), len(truth) - truth.sum()))
    if rarer >= ISOTONIC_FROM:
        from sklearn.isotonic import IsotonicRegression

        least = 0.5 / len(truth)
        fitted = IsotonicRegression(y_min=least, y_max=1 - least, out_of_bounds="clip").fit(margin, truth)
        return Calibration("isotonic", margins=fitted.X_thresholds_.tolist(), answers=fitted.y_thresholds_.tolist())
    slope, offset = _platt(margin, truth)
    return Calibration("platt", slope, offset)


def _platt(margin: Array, truth: Array) -> tuple[float, float]:
    """Slope and offset by Newton's method with backtracking on the log loss (Lin, Lin & Weng 2007); a slope never falls."""
    positives = float(truth.sum())
    negatives = len(truth) - positives
    target = np.where(truth > 0, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    found = np.array([0.0, np.log((positives + 1) / (negatives + 1))])
    rows = np.column_stack([margin, np.ones(len(margin))])

    def loss(at: Array) -> float:
        answer = rows @ at
        return float(np.sum(np.logaddexp(0, answer) - target * answer))

    now = loss(found)
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(rows @ found, -35, 35)))
        gradient = rows.T @ (p - target)
        hessian = (rows * (p * (1 - p))[:, None]).T @ rows + 1e-9 * np.eye(2)
        step, size = np.linalg.solve(hessian, gradient), 1.0
        while size > 1e-10 and loss(found - size * step) > now - 1e-4 * size * float(gradient @ step):
            size /= 2
        found = found - size * step
        before, now = now, loss(found)
        if before - now < 1e-10:
            break
    return max(float(found[0]), 1e-3), float(found[1])


def curve(predicted: Array, truth: Array) -> list[dict[str, Any]]:
    """Of ten groups of equal size by prediction: the mean predicted, what was observed, and how many; by prediction.

    For truths with a 95 % interval of the observed rate (Wilson 1927).
    """
    order = np.argsort(predicted, kind="stable")
    rows = []
    truths = bool(np.isin(truth, (0.0, 1.0)).all())
    for part in np.array_split(order, min(_BINS, len(order))):
        observed = float(truth[part].mean())
        row: dict[str, Any] = {"predicted": float(predicted[part].mean()), "observed": observed, "customers": len(part)}
        if truths:
            row["low"], row["high"] = wilson(float(truth[part].sum()), len(part))
        rows.append(row)
    return rows
