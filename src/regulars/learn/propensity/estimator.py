"""The estimator under propensities and regressions: boosted trees on tables with gaps and words, calibrated on what they had
not seen, and able to say what each value contributed.

Trees are small and many, their number is chosen by cross-fitting, and equal input gives equal trees.
"""

from collections.abc import Callable, Sequence
from typing import Any

import lightgbm
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.learn.features import Column
from regulars.learn.propensity.calibration import Calibration, calibrate

Array = NDArray[np.float64]

FOLDS = 5
_ROUNDS = 400
_RATE = 0.05
_PATIENCE = 30
MOST_LEVELS = 50
"""Words that a text column may have; rarer ones are one level together."""


def levels_of(table: pa.Table, columns: Sequence[Column]) -> dict[str, list[str]]:
    """Of each text column the words that it is known by, the most frequent first (ties by the word)."""
    found = {}
    for column in columns:
        if column.kind == "text":
            counts = table[column.column].drop_null().value_counts().to_pylist()
            ranked = sorted(counts, key=lambda one: (-one["counts"], one["values"]))
            found[column.column] = [one["values"] for one in ranked[:MOST_LEVELS]]
    return found


def matrix(table: pa.Table, columns: Sequence[Column], levels: dict[str, list[str]]) -> Array:
    """The columns as numbers: gaps are NaN, words their place in `levels`, other words one place after the last."""
    made = np.full((len(table), len(columns)), np.nan)
    for place, column in enumerate(columns):
        values = table[column.column]
        if column.kind == "text":
            known = {word: float(number) for number, word in enumerate(levels[column.column])}
            other = float(len(known))
            made[:, place] = [np.nan if word is None else known.get(word, other) for word in values.to_pylist()]
        else:
            made[:, place] = values.to_numpy(zero_copy_only=False).astype(np.float64)
    return made


def folds_of(groups: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """The fold of each row: rows of one customer stand in one, and which is chance that `seed` gives."""
    people = np.unique(groups)
    dealt = np.random.default_rng(seed).permutation(len(people)) % FOLDS
    folds: NDArray[np.int64] = dealt[np.searchsorted(people, groups)]
    return folds


class Trees:
    """Boosted trees, as many as cross-fitting finds best; its margins stand in `unseen`."""

    def __init__(self, x: Array, y: Array, groups: NDArray[np.int64], texts: Sequence[int], truth: bool, seed: int) -> None:
        self._texts = list(texts)
        self._settings = self._chosen(len(y), truth, seed)
        folds = folds_of(groups, seed)
        self.unseen = np.empty(len(y))
        """For each row the margin of trees that were grown without its customer."""
        best = []
        for fold in range(FOLDS):
            held = folds == fold
            booster = self._grow(x[~held], y[~held], _ROUNDS, (x[held], y[held]))
            self.unseen[held] = booster.predict(x[held], raw_score=True, num_iteration=booster.best_iteration)
            best.append(booster.best_iteration)
        self.rounds = int(np.median(best))
        self._booster = self._grow(x, y, self.rounds)

    @staticmethod
    def _chosen(rows: int, truth: bool, seed: int) -> dict[str, Any]:
        return {
            "objective": "binary" if truth else "regression",
            "learning_rate": _RATE,
            "num_leaves": 4 if rows < 10_000 else 8 if rows < 50_000 else 16,
            "min_data_in_leaf": max(5, min(50, rows // 40)),
            "feature_fraction": 0.4,
            "bagging_fraction": 0.8,
            "bagging_freq": 1,
            "lambda_l2": 5.0,
            "cat_smooth": 10.0,
            "seed": seed,
            "deterministic": True,
            "force_row_wise": True,
            "num_threads": 1 if rows < 50_000 else 2,  # with few rows threads wait for each other longer than they work
            "verbosity": -1,
        }

    def _grow(self, x: Array, y: Array, rounds: int, held: tuple[Array, Array] | None = None) -> lightgbm.Booster:
        """So many rounds; with rows `held` back, no more once these are no longer foretold better."""
        how = {"min_data_in_bin": 3, "verbosity": -1}
        data = lightgbm.Dataset(x, y, categorical_feature=self._texts, params=how)
        if held is None:
            return lightgbm.train(self._settings, data, rounds)
        check = lightgbm.Dataset(*held, reference=data, params=how)
        patience: list[Callable[..., Any]] = [lightgbm.early_stopping(_PATIENCE, verbose=False)]
        return lightgbm.train(self._settings, data, rounds, valid_sets=[check], callbacks=patience)

    def margin(self, x: Array) -> Array:
        """Log odds, or the number itself."""
        return np.asarray(self._booster.predict(x, raw_score=True), np.float64)

    def contributions(self, x: Array) -> Array:
        """What each column adds to the margin (Shapley values of trees, Lundberg et al. 2020); the last column is the base."""
        return np.asarray(self._booster.predict(x, pred_contrib=True), np.float64)


class Estimator:
    """Learns from a table and a label; answers with probabilities (`truth`) or numbers.

    `groups` says whose each row is: rows of one customer are never on both sides of a check. Raises ValueError where a
    truth is always or never true.
    """

    def __init__(
        self, table: pa.Table, columns: Sequence[Column], label: Array, groups: NDArray[np.int64], truth: bool, seed: int = 0
    ) -> None:
        if truth and not 0 < label.sum() < len(label):
            raise ValueError("there is nothing to tell apart: the label is the same everywhere")
        self.columns = list(columns)
        self.levels = levels_of(table, columns)
        texts = [place for place, column in enumerate(columns) if column.kind == "text"]
        self.trees = Trees(matrix(table, columns, self.levels), label, groups, texts, truth, seed)
        self.calibration = calibrate(self.trees.unseen, label) if truth else Calibration("none")

    def predict(self, table: pa.Table) -> Array:
        """The answers, in the order of the rows."""
        return self.calibration(self.trees.margin(matrix(table, self.columns, self.levels)))

    def explain(self, table: pa.Table) -> tuple[float, Array]:
        """The answer for nobody in particular, and what each column adds to it: the rows' sums are the answers minus that.

        Contributions to log odds are stretched evenly to differences of probability, so that their order and signs stay.
        """
        shap = self.trees.contributions(matrix(table, self.columns, self.levels))
        parts, base = shap[:, :-1], shap[:, -1]
        if self.calibration.method == "none":
            return float(base[0]) if len(base) else 0.0, parts
        total = parts.sum(axis=1)
        before, after = self.calibration(base), self.calibration(base + total)
        even = np.abs(total) < 1e-6
        stretch = np.where(even, before * (1 - before), (after - before) / np.where(even, 1.0, total))
        return float(before[0]) if len(before) else 0.0, parts * stretch[:, None]
