"""The baseline: what an analyst gets from a linear model in an hour. Trees that are no better are not worth their keep."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.learn.features import Column
from regulars.learn.propensity.estimator import levels_of, matrix

Array = NDArray[np.float64]


class Linear:
    """Logistic (`truth`) or ridge regression on standardised columns; gaps get the median and a mark of their own."""

    def __init__(self, table: pa.Table, columns: Sequence[Column], label: Array, truth: bool) -> None:
        from sklearn.linear_model import LogisticRegression, Ridge

        self._columns = list(columns)
        self._levels = levels_of(table, columns)
        plain = matrix(table, columns, self._levels)
        kept = [plain[np.isfinite(plain[:, place]), place] for place in range(plain.shape[1])]
        self._medians = [float(np.median(values)) if len(values) else 0.0 for values in kept]
        design = self._design(plain)
        self._mean, self._spread = design.mean(axis=0), design.std(axis=0)
        self._spread[self._spread == 0] = 1.0
        self._truth = truth
        made = LogisticRegression(max_iter=500) if truth else Ridge(alpha=1.0)
        self._model = made.fit((design - self._mean) / self._spread, label)

    def predict(self, table: pa.Table) -> Array:
        """Probabilities, or numbers."""
        design = (self._design(matrix(table, self._columns, self._levels)) - self._mean) / self._spread
        found: Array = self._model.predict_proba(design)[:, 1] if self._truth else self._model.predict(design)
        return found

    def _design(self, plain: Array) -> Array:
        parts = []
        for place, column in enumerate(self._columns):
            values = plain[:, place]
            if column.kind == "text":
                parts += [(values == level).astype(np.float64) for level in range(len(self._levels[column.column]))]
            else:
                gap = ~np.isfinite(values)
                # Money and counts are skewed: their logarithm is what an analyst would take.
                filled = np.where(gap, self._medians[place], values)
                parts += [np.sign(filled) * np.log1p(np.abs(filled)), gap.astype(np.float64)]
        return np.column_stack(parts) if parts else np.zeros((len(plain), 1))
