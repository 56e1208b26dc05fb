"""How good the forecast would have been: fitted on the time before, compared with the last quarter of the history."""

from datetime import date
from typing import Any

import numpy as np

from regulars.learn.value.forecast import Learnt, forecast, intervals, learn
from regulars.learn.value.maximum import Array
from regulars.learn.value.purchases import Buyers, Occasions, buyers, later

_SHARE = 0.25
_CUSTOMERS, _REPEATERS, _DAYS = 100, 50, 60
"""What must be known before the held-out time begins."""
_SAMPLE = 5_000
_EPOCH = date(1970, 1, 1).toordinal()


def holdout(occasions: Occasions, today: int, family: str, unit: float, rng: np.random.Generator) -> dict[str, Any] | None:
    """Expected against actual in the held-out quarter, for the customers of the time before: in all, and by repeat purchases.

    None where too little was known before it. Everything in it is finite, or None where nothing was bought.
    """
    start = int(occasions.day.min())
    cut = today - round(_SHARE * (today - start))
    known = buyers(occasions, cut)
    if len(known.times) < _CUSTOMERS or (known.times > 1).sum() < _REPEATERS or cut - start < _DAYS:
        return None
    learnt = learn(family, known, unit)
    days = float(today - cut)
    expected = forecast(learnt, known, days)
    times, money = later(occasions, known, today)
    naive = (known.times - 1) * days / np.maximum(known.today - known.first, days)
    return {
        "fitted_until": date.fromordinal(cut + _EPOCH).isoformat(),
        "days": days,
        "customers": len(times),
        "expected_purchases": float(expected.purchases.sum()),
        "actual_purchases": float(times.sum()),
        "expected_value": float(expected.value.sum()),
        "actual_value": float(money.sum()),
        "ratio": _ratio(float(expected.purchases.sum()), float(times.sum())),
        "value_ratio": _ratio(float(expected.value.sum()), float(money.sum())),
        "error": float(np.abs(expected.purchases - times).mean()),
        "naive_error": float(np.abs(naive - times).mean()),
        "inside": _inside(learnt, known, days, money, rng),
        "bins": bins(known, expected.purchases, times),
    }


def _inside(learnt: Learnt, known: Buyers, days: float, money: Array, rng: np.random.Generator) -> float:
    """How many customers' money fell into their interval: of a sample, evenly spaced, where there are many."""
    some = slice(None, None, max(1, len(known.times) // _SAMPLE))
    part = known.part(some)
    low, high, _ = intervals(learnt, part, days, forecast(learnt, part, days), rng)
    return float(((money[some] >= low) & (money[some] <= high)).mean())


def bins(known: Buyers, expected: Array, actual: Array) -> list[dict[str, Any]]:
    """Mean expected and actual purchases by how often a customer had bought again before."""
    again = known.times - 1
    found = []
    for low, high in _edges(again):
        here = (again >= low) & (again <= high)
        if here.any():
            found.append(
                {
                    "from": int(low),
                    "to": int(high),
                    "customers": int(here.sum()),
                    "expected": float(expected[here].mean()),
                    "actual": float(actual[here].mean()),
                }
            )
    return found


def _edges(again: Array) -> list[tuple[float, float]]:
    """Bins of repeat purchases: one each up to 6 and the rest; tenths of the customers where most bought more often."""
    most = float(again.max())
    if np.quantile(again, 0.95) <= 8:
        return [(float(count), float(count)) for count in range(7)] + [(7.0, max(7.0, most))]
    starts = np.unique(np.floor(np.quantile(again, np.arange(10) / 10)))
    ends = [*(starts[1:] - 1), most]
    return [(float(low), float(high)) for low, high in zip(starts, ends, strict=True)]


def _ratio(expected: float, actual: float) -> float | None:
    return expected / actual if actual > 0 else None
