"""Names for hidden states, from what customers in them do: in English and Chinese."""

from collections.abc import Sequence

from numpy import float64
from numpy.typing import NDArray

_QUIET = 0.1
"""Everything at less than this share of what is typical: quiet."""
_MUCH = 1.25
_LITTLE = 0.8

Named = list[tuple[str, dict[str, str]]]


def named(rates: NDArray[float64], typical: NDArray[float64], names: Sequence[str]) -> Named:
    """For each state (a row of `rates`) a name that is one word in lists, and titles by language. No name comes twice.

    What stands out is what is done most above the typical rate (`typical`); the level says how much is done in all.
    """
    ratios = rates / typical.clip(min=1e-12)
    found: Named = []
    for number, ratio in enumerate(ratios):
        if (ratio < _QUIET).all():
            titles = {"en": "quiet", "zh": "沉寂"}
        else:
            peak = int(ratio.argmax())
            en, zh = _level(float(ratio.mean()))
            of = names[peak]
            titles = {"en": f"{en}: {of} ×{ratio[peak]:.1f}", "zh": f"{zh}：{of} ×{ratio[peak]:.1f}"}
        found.append((f"s{number + 1}", titles))
    return found


def _level(ratio: float) -> tuple[str, str]:
    if ratio >= 2 * _MUCH:
        return "very active", "非常活跃"
    if ratio >= _MUCH:
        return "active", "活跃"
    return ("usual", "一般") if ratio >= _LITTLE else ("little active", "较少活动")
