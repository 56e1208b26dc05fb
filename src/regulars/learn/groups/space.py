"""The space in which customers are near or far: one axis for a number, a truth or a frequent text, all of comparable length."""

from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.learn.features import Column

Array = NDArray[np.float64]

_FAR = 5.0
"""Beyond so many typical deviations nobody is farther: one enormous order is no group."""
_SKEWED = 2.0
"""From this skewness on, a number that is never negative is looked at as log(1 + x)."""
_HUGE = 1e15
_TEXTS = 8
_RARE = 0.02
"""A text that fewer have is no axis."""
_YES = 1.0
"""From no to yes is one typical deviation, however rare a truth is. Were it longer, truths would cut every group in two."""


class Axis(msgspec.Struct, frozen=True):
    """One direction. `(f(value) - shift) / scale`, where f is log(1 + x) or nothing."""

    column: str
    """The column of the table."""
    feature: str
    """As people write it; with `text` it names the axis in every fit."""
    text: str | None
    """1 where the value is this text, else 0."""
    share: bool
    """Whether what is usual is the share of those who have it (1), not a middle."""
    log: bool
    fill: float
    """What stands for no value."""
    shift: float
    scale: float

    @property
    def name(self) -> str:
        """The same axis has the same name in every fit."""
        return self.feature if self.text is None else f"{self.feature}={self.text}"

    def along(self, raw: Array) -> Array:
        """Raw values as places on the axis; NaN is no value."""
        values = np.where(np.isfinite(raw), raw, self.fill)
        if self.log:
            values = np.log1p(np.maximum(values, 0.0))
        return np.clip((values - self.shift) / self.scale, -_FAR, _FAR)

    def back(self, place: float) -> float:
        """The raw value of a place."""
        value = place * self.scale + self.shift
        return float(np.expm1(value)) if self.log else float(value)


def axes(table: pa.Table, columns: Sequence[Column]) -> tuple[list[Axis], list[str]]:
    """The axes that tell these customers apart, and the names of what is the same for all."""
    found: list[Axis] = []
    constant: list[str] = []
    for column in columns:
        own = _texts(table, column) if column.kind == "text" else _number(table, column)
        found += own
        if not own:
            constant.append(column.name)
    return found, constant


def raws(table: pa.Table, found: Sequence[Axis]) -> Array:
    """The raw values: one row a customer, one column an axis; NaN where there is none."""
    columns = []
    for axis in found:
        values = table[axis.column].to_pylist()
        columns.append(_numbers(values) if axis.text is None else np.array([float(value == axis.text) for value in values]))
    return np.stack(columns, axis=1)


def placed(values: Array, found: Sequence[Axis]) -> Array:
    """Raw values as places in the space: every number is finite."""
    return np.stack([axis.along(values[:, place]) for place, axis in enumerate(found)], axis=1)


def _numbers(values: Sequence[float | None]) -> Array:
    """NaN where there is none; beyond ±10^15 nothing is told apart, so that no square overflows."""
    return np.clip(np.array([np.nan if v is None else v for v in values], dtype=np.float64), -_HUGE, _HUGE)


def _number(table: pa.Table, column: Column) -> list[Axis]:
    values = _numbers(table[column.column].to_pylist())
    known = values[np.isfinite(values)]
    if not known.size:
        return []
    # Of an age no value means never: longer ago than anybody else's. Of anything else it means nothing.
    fill = float(known.max() if column.kind == "age" else np.median(known))
    filled = np.where(np.isfinite(values), values, fill)
    if float(filled.max()) == float(filled.min()):
        return []
    if column.kind == "truth":
        return [Axis(column.column, column.name, None, True, False, fill, float(filled.mean()), _YES)]
    log = bool(filled.min() >= 0 and _skewness(filled) > _SKEWED)
    seen = np.log1p(filled) if log else filled
    low, middle, high = (float(np.percentile(seen, q)) for q in (25, 50, 75))
    scale = (high - low) / 1.349  # of a normal distribution this is the standard deviation
    if scale < 0.1 * float(seen.std()):  # most have one and the same value
        scale = float(seen.std())
    return [Axis(column.column, column.name, None, False, log, fill, middle, scale)] if scale > 0 else []


def _texts(table: pa.Table, column: Column) -> list[Axis]:
    counts = Counter(value for value in table[column.column].to_pylist() if value is not None)
    frequent = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_TEXTS]
    shares = [(text, n / table.num_rows) for text, n in frequent]
    # Two axes of 1/√2 each: who differs in a text is as far apart as who differs in a truth.
    scale = _YES * 2**0.5
    some = [(text, share) for text, share in shares if _RARE <= share < 1]
    return [Axis(column.column, column.name, text, True, False, 0.0, share, scale) for text, share in some]


def _skewness(values: Array) -> float:
    spread = float(values.std())
    return float((((values - values.mean()) / spread) ** 3).mean()) if spread > 0 else 0.0
