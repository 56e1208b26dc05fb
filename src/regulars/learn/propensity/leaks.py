"""Features that know too much: one alone that nearly tells the outcome has most likely seen it."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.stats import rankdata

from regulars.learn.features import Column
from regulars.learn.propensity.backtest import auc
from regulars.learn.propensity.estimator import matrix

Array = NDArray[np.float64]

SUSPICIOUS = 0.98
"""An area under the curve (or, for numbers, a rank correlation) that no honest single feature of customers reaches."""


def suspicion(table: pa.Table, column: Column, levels: dict[str, list[str]], label: Array, truth: bool) -> float:
    """How well this column alone tells the label: the AUC, or the absolute rank correlation. Gaps tell something, too.

    Words are worth the label's mean among the other half of the rows, so that rare ones do not tell their own.
    """
    values = matrix(table, [column], levels)[:, 0]
    if column.kind == "text":
        values = _worth(values, label)
    gap = ~np.isfinite(values)
    # Where gaps belong in the order is unknown: at whichever end tells more.
    ends = [np.where(gap, end, values) for end in (-np.inf, np.inf)] if gap.any() else [values]
    return max(_tells(rankdata(end), label, truth) for end in ends)


def _tells(ranks: Array, label: Array, truth: bool) -> float:
    if truth:
        area = auc(ranks, label)
        return 0.5 if area is None else max(area, 1 - area)
    labels = rankdata(label)
    return 0.0 if not np.ptp(ranks) or not np.ptp(labels) else float(abs(np.corrcoef(ranks, labels)[0, 1]))


def _worth(values: Array, label: Array) -> Array:
    half = np.arange(len(values)) % 2 == 0
    worth = np.full(len(values), label.mean())
    for mine, others in ((half, ~half), (~half, half)):
        for level in np.unique(values[np.isfinite(values)]):
            seen = label[others & (values == level)]
            if len(seen):
                worth[mine & (values == level)] = seen.mean()
    return worth
