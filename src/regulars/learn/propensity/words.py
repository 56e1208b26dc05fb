"""Reasons in words: `Last order: 41 days ago: +0.22`."""

import math
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.learn.features import Column
from regulars.learn.spoken import ago

Array = NDArray[np.float64]

_MOST = 3
"""Reasons that are given of one customer."""
_SAID = {
    "en": {"none": "none", "never": "never"},
    "zh": {"none": "无", "never": "从未"},
}
_JOIN = {"en": "{}: {}: {}", "zh": "{}：{}：{}"}
_TRUTH = {"en": ("no", "yes"), "zh": ("否", "是")}


def reasons(
    table: pa.Table, columns: Sequence[Column], contributions: Array, language: str, truth: bool
) -> tuple[list[list[str]], list[str]]:
    """For each row its weightiest reasons as sentences, and in no language: JSON `[[feature, value, contribution], …]`.

    Of a probability what adds less than half a hundredth is no reason, of a number what adds less than a hundredth of the
    largest that adds anything.
    """
    values = [table[column.column].to_pylist() for column in columns]
    weights = np.abs(contributions)
    least = 0.005 if truth else 0.01 * float(weights.max(initial=0.0))
    order = np.argsort(-weights, axis=1, kind="stable")[:, :_MOST]
    sentences, parts = [], []
    for row, places in enumerate(order):
        found = [(int(place), float(contributions[row, place])) for place in places if weights[row, place] > least]
        said = [(columns[place], values[place][row], added) for place, added in found]
        sentences.append([sentence(column, value, added, language) for column, value, added in said])
        parts.append(_encode([[column.name, _plain(value), round(added, 6)] for column, value, added in said]))
    return sentences, parts


def sentence(column: Column, value: Any, added: float, language: str) -> str:
    """One reason.

    >>> sentence(Column("f0", "last_order", "Last order", "age"), 41.2, 0.2249, "en")
    'Last order: 41 days ago: +0.22'
    >>> sentence(Column("f1", "orders_90d", "近 90 天订单数", "number"), 0.0, 0.105, "zh")
    '近 90 天订单数：0：+0.10'
    """
    return _JOIN[language].format(column.title, spoken(column, value, language), amount(added))


def spoken(column: Column, value: Any, language: str) -> str:
    """A value as people say it."""
    words = _SAID[language]
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return words["never"] if column.kind == "age" else words["none"]
    if column.kind == "age":
        return ago(value, language)
    if column.kind == "truth":
        return _TRUTH[language][value > 0]
    if column.kind == "text":
        return str(value) if len(str(value)) <= 60 else f"{str(value)[:59]}…"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def amount(added: float) -> str:
    """A contribution: two digits after the point, or none where it is large.

    >>> amount(-0.2), amount(1234.5)
    ('-0.20', '+1,234')
    """
    return f"{added:+,.2f}" if abs(added) < 100 else f"{added:+,.0f}"


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value


def _encode(parts: list[list[Any]]) -> str:
    return msgspec.json.encode(parts).decode()
