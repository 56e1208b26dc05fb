"""Everything that a fit of value found, from which its scores and its card are told."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from regulars.define.definitions import Model
from regulars.learn.value.forecast import Forecast, Learnt, Range
from regulars.learn.value.purchases import Buyers, Occasions


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Columns are over `buyers`."""

    model: Model
    occasions: Occasions
    buyers: Buyers
    learnt: Learnt
    days: float
    """How far ahead."""
    expected: Forecast
    ranges: Range
    holdout: dict[str, Any] | None
    """See `holdout.holdout`."""
    shares: Sequence[float]
    tier: NDArray[np.int64]
    language: str
    currency: str
