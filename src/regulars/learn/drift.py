"""Has the world moved away from what a model learnt? Distributions compared with those of the last fit, and promises with
what came true."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.kit.said import Said
from regulars.learn.features import Column

Array = NDArray[np.float64]

ALARM = 0.25
"""The usual reading of the population stability index: above it look at it."""
_BINS = 10
_FEWEST = 100
"""Customers below whom nothing is said."""


class Shape(msgspec.Struct, frozen=True):
    """How one column was distributed: shares by bin of numbers (`edges` lie between them) or by word; the last is gaps."""

    shares: list[float]
    edges: list[float] = []
    words: list[str] = []


class Picture(msgspec.Struct, frozen=True):
    """What the customers looked like at one fit: the state that the next one is given."""

    at: int
    customers: int
    shapes: dict[str, Shape]
    """By the names of the columns, and `""` for the score."""


def load(state: bytes) -> Picture | None:
    """The picture in a state; None where there is none, or another version of this program made it."""
    try:
        return msgspec.msgpack.decode(state, type=Picture) if state else None
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def picture(table: pa.Table, columns: Sequence[Column], score: Array, at: int) -> Picture:
    """What these customers look like, with the score that they got."""
    shapes = {}
    for column in columns:
        values = table[column.column]
        shapes[column.name] = _words(values, None) if column.kind == "text" else _numbers(_array(values), None)
    shapes[""] = _numbers(score, None)
    return Picture(at, len(table), shapes)


def compare(before: Picture, table: pa.Table, columns: Sequence[Column], score: Array) -> list[dict[str, Any]]:
    """Population stability indices against an earlier picture, the greatest first: of each column that it has, and of the
    score (its name is empty). `limit` says where the alarm begins: chance alone moves small groups."""
    found = []
    chance = 2 * _BINS * (1 / max(1, before.customers) + 1 / max(1, len(table)))
    if before.customers < _FEWEST or len(table) < _FEWEST:
        return []
    for column in [*columns, None]:
        name = column.name if column is not None else ""
        was = before.shapes.get(name)
        if was is None:
            continue
        if column is None:
            now = _numbers(score, was.edges)
        elif column.kind == "text":
            now = _words(table[column.column], was.words)
        else:
            now = _numbers(_array(table[column.column]), was.edges)
        if len(now.shares) == len(was.shares):
            found.append({"name": name, "psi": psi(was.shares, now.shares), "limit": ALARM + chance})
    return sorted(found, key=lambda one: (-one["psi"], one["name"]))


def psi(was: Sequence[float], now: Sequence[float]) -> float:
    """The population stability index: Σ (now - was) ln(now / was), no share below a ten-thousandth.

    >>> psi([0.5, 0.5], [0.5, 0.5]), round(psi([0.5, 0.5], [0.9, 0.1]), 3)
    (0.0, 0.879)
    """
    first, second = (np.maximum(np.asarray(shares, np.float64), 1e-4) for shares in (was, now))
    return float(np.sum((second - first) * np.log(second / first)))


def alarms(moved: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What of `compare` somebody should look at, as `app.models.Alarm` reads it."""
    found = []
    for one in moved:
        if one["psi"] > one["limit"]:
            what, kind = (f"feature {one['name']}", "feature_drift") if one["name"] else ("the score", "score_drift")
            text = Said(
                f"{what} is distributed otherwise than at the last fit (population stability index {one['psi']:.2f})",
                f"{one['name'] or '评分'} 的分布与上次训练时不同（群体稳定性指数 {one['psi']:.2f}）",
            )
            found.append({"kind": kind, "about": one["name"], "text": text.plain(), "value": one["psi"], "limit": one["limit"]})
    return found


def kept(said: Array, label: Array) -> dict[str, Any] | None:
    """Promises of a past instant beside what came true; None where too few were made.

    `off` is how far the means are apart and `limit` how far chance may put them (four standard errors, at least a fiftieth
    of the mean that was promised).
    """
    made = np.isfinite(said)
    if made.sum() < _FEWEST:
        return None
    promised, came = said[made], label[made]
    error = float(np.std(came - promised) / np.sqrt(len(came)))
    off = float(came.mean() - promised.mean())
    return {
        "customers": int(made.sum()),
        "promised": float(promised.mean()),
        "came": float(came.mean()),
        "off": off,
        "limit": max(4 * error, 0.02 * abs(float(promised.mean()))),
    }


def _array(values: pa.ChunkedArray) -> Array:
    found: Array = values.to_numpy(zero_copy_only=False).astype(np.float64)
    return found


def _numbers(values: Array, edges: Sequence[float] | None) -> Shape:
    known = values[np.isfinite(values)]
    if edges is None:
        edges = np.unique(np.quantile(known, np.arange(1, _BINS) / _BINS)).tolist() if len(known) else []
    counts = np.bincount(np.searchsorted(edges, known, side="left"), minlength=len(edges) + 1)
    return Shape(_shares([*counts.tolist(), len(values) - len(known)]), edges=list(edges))


def _words(values: pa.ChunkedArray, words: Sequence[str] | None) -> Shape:
    counts = {one["values"]: one["counts"] for one in values.value_counts().to_pylist()}
    gaps = counts.pop(None, 0)
    if words is None:
        words = sorted(counts, key=lambda word: (-counts[word], word))[: _BINS - 1]
    named = [counts.get(word, 0) for word in words]
    return Shape(_shares([*named, sum(counts.values()) - sum(named), gaps]), words=list(words))


def _shares(counts: Sequence[int]) -> list[float]:
    total = sum(counts)
    return [count / total if total else 0.0 for count in counts]
