"""How well a model foretold a time that it had not seen: figures, curves, gains; beside a linear baseline and the base rate."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from regulars.learn.propensity.calibration import curve
from regulars.learn.wilson import Z

Array = NDArray[np.float64]


def auc(predicted: Array, truth: Array) -> float | None:
    """The chance that one that came true was put above one that did not (Mann-Whitney); None where all are alike."""
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if not positives or not negatives:
        return None
    ranks = rankdata(predicted)
    return float((ranks[truth > 0].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def auc_interval(value: float, positives: int, negatives: int) -> tuple[float, float]:
    """The 95 % interval of an AUC (Hanley & McNeil 1982, eq. 1).

    >>> [round(x, 3) for x in auc_interval(0.8, 100, 100)]
    [0.739, 0.861]
    """
    first, second = value / (2 - value), 2 * value**2 / (1 + value)
    spread = value * (1 - value) + (positives - 1) * (first - value**2) + (negatives - 1) * (second - value**2)
    error = (max(0.0, spread) / (positives * negatives)) ** 0.5
    return max(0.0, value - Z * error), min(1.0, value + Z * error)


def average_precision(predicted: Array, truth: Array) -> float | None:
    """The area under precision by recall, as steps; ties count together. None where nothing came true."""
    if not truth.sum():
        return None
    order = np.argsort(-predicted, kind="stable")
    ranked, hits = predicted[order], np.cumsum(truth[order])
    last = np.append(ranked[1:] != ranked[:-1], True)
    precision, recall = hits[last] / (np.flatnonzero(last) + 1), hits[last] / hits[-1]
    return float(np.sum(np.diff(np.concatenate([[0.0], recall])) * precision))


def truths(predicted: Array, truth: Array, usual: float) -> dict[str, Any]:
    """The figures of probabilities. `usual`: the rate before, which the Brier skill score measures against."""
    positives, negatives = int(truth.sum()), int(len(truth) - truth.sum())
    area = auc(predicted, truth)
    low, high = auc_interval(area, positives, negatives) if area is not None else (None, None)
    clipped = np.clip(predicted, 1e-6, 1 - 1e-6)
    brier, plain = float(np.mean((predicted - truth) ** 2)), float(np.mean((usual - truth) ** 2))
    return {
        "customers": len(truth),
        "positives": positives,
        "base_rate": float(truth.mean()),
        "predicted_rate": float(predicted.mean()),
        "auc": area,
        "auc_low": low,
        "auc_high": high,
        "pr_auc": average_precision(predicted, truth),
        "brier": brier,
        "brier_skill": 1 - brier / plain if plain else None,
        "log_loss": float(-np.mean(truth * np.log(clipped) + (1 - truth) * np.log(1 - clipped))),
    }


def numbers(predicted: Array, actual: Array, usual: float) -> dict[str, Any]:
    """The figures of numbers. `usual`: the mean before, which the skill measures against."""
    error = predicted - actual
    plain = float(np.mean((usual - actual) ** 2))
    varied = len(actual) > 1 and np.ptp(predicted) > 0 and np.ptp(actual) > 0
    return {
        "customers": len(actual),
        "mean": float(actual.mean()),
        "predicted_mean": float(predicted.mean()),
        "mae": float(np.abs(error).mean()),
        "rmse": float(np.mean(error**2) ** 0.5),
        "mae_of_the_mean": float(np.abs(usual - actual).mean()),
        "skill": 1 - float(np.mean(error**2)) / plain if plain else None,
        "rank_correlation": float(np.corrcoef(rankdata(predicted), rankdata(actual))[0, 1]) if varied else None,
    }


def figures(predicted: Array, actual: Array, usual: float, truth: bool) -> dict[str, Any]:
    """Whichever applies, with the calibration curve and, for truths, the gains."""
    found = truths(predicted, actual, usual) if truth else numbers(predicted, actual, usual)
    return found | {"curve": curve(predicted, actual)} | ({"gains": gains(predicted, actual)} if truth else {})


def gains(predicted: Array, truth: Array) -> list[dict[str, Any]]:
    """If the likeliest tenth is chosen, the likeliest two tenths …: how many of all that come true are among them."""
    order = np.argsort(-predicted, kind="stable")
    hits, all_hits, rate = np.cumsum(truth[order]), float(truth.sum()), float(truth.mean())
    rows = []
    for tenth in range(1, 11):
        upto = max(1, round(len(order) * tenth / 10))
        found = float(hits[upto - 1])
        rows.append(
            {
                "share": tenth / 10,
                "customers": upto,
                "positives": int(found),
                "rate": found / upto,
                "lift": found / upto / rate if rate else None,
                "captured": found / all_hits if all_hits else None,
            }
        )
    return rows
