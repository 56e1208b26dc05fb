"""How long customers stay in a stage, and how many of those in one come to another.

Who is still in a stage says only that it lasts *at least* so long: shares are the product-limit estimate (Kaplan and Meier,
JASA 53 (1958) 457), the interval of the median is Brookmeyer and Crowley's (Biometrics 38 (1982) 29) with Greenwood's variance
on the log-minus-log scale. Shares of counts have Wilson's score interval, all at 95 %.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from statistics import median

import msgspec

from regulars.kit.clock import DAY, NEVER
from regulars.kit.said import Said
from regulars.learn.evidence import Evidence
from regulars.learn.lifecycle.paths import Spell, evidence
from regulars.learn.past import Past
from regulars.learn.wilson import Z, wilson

_MARKS = (1, 7, 14, 30, 60, 90, 180, 365)
"""Days after which the share that is still there is told."""


class Kept(msgspec.Struct, frozen=True):
    """The share that is still in the stage after so many days."""

    days: int
    share: float


class Time(msgspec.Struct, frozen=True):
    """How long the spells of one stage last, in days. None: so many have not left yet that it cannot be said."""

    stage: str
    spells: int
    ended: int
    lower: float | None
    """A quarter has left after so long."""
    median: float | None
    upper: float | None
    """Three quarters have."""
    median_low: float | None
    median_high: float | None
    """The 95 % interval of the median."""
    kept: list[Kept]


class Times(msgspec.Struct, frozen=True):
    """All stages."""

    times: list[Time]
    evidence: Evidence


class Conversion(msgspec.Struct, frozen=True):
    """From the first time in one stage to the first time in another after it, whatever lay between."""

    from_: str = msgspec.field(name="from")
    to: str
    customers: int
    """Who was ever in the first."""
    reached: int
    """Of whom so many have come to the other so far."""
    ever: float
    """Their share."""
    observed: int
    """Of whom so many entered the first at least the asked length of time ago."""
    within: float | None
    """The share of those who came to the other within that time; None where nobody was observed so long."""
    within_low: float | None
    within_high: float | None
    days: float | None
    """The median of days that those who reached it took."""


class Conversions(msgspec.Struct, frozen=True):
    """Each pair of stages that anybody went through, and each that nobody did from a stage where somebody was."""

    conversions: list[Conversion]
    within_days: float
    evidence: Evidence


def times(found: Sequence[Spell], stages: Sequence[str], past: Past) -> Times:
    """The time in each stage, up to `past.at`."""
    names = [*stages, *sorted({spell.stage for spell in found} - set(stages))]
    told = [_time(name, [spell for spell in found if spell.stage == name], past.at) for name in names]
    return Times(
        told,
        evidence(
            found,
            past,
            Said(
                "Kaplan-Meier, 95 % interval of the median by Brookmeyer and Crowley",
                "Kaplan-Meier，中位数 95% 区间按 Brookmeyer 与 Crowley",
            ),
        ),
    )


def _time(stage: str, found: Sequence[Spell], now: int) -> Time:
    lengths = [((min(spell.end, now) - spell.start) / DAY, spell.left and spell.end <= now) for spell in found]
    curve = survival(lengths)
    # The interval of the median holds every length whose share is not significantly other than a half.
    shortest = next((days for days, _, low, _ in curve if low <= 0.5), None)
    longest = next((days for days, _, _, high in curve if high <= 0.5), None)
    seen = max((days for days, _ in lengths), default=0.0)
    return Time(
        stage=stage,
        spells=len(found),
        ended=sum(left for _, left in lengths),
        lower=_when(curve, 0.75),
        median=_when(curve, 0.5),
        upper=_when(curve, 0.25),
        median_low=shortest,
        median_high=longest,
        kept=[Kept(days, _share(curve, days)) for days in _MARKS if days <= seen],
    )


Point = tuple[float, float, float, float]
"""(days, share still there, its 95 % interval)."""


def survival(lengths: Iterable[tuple[float, bool]]) -> list[Point]:
    """The product-limit estimate from (length, whether it ended then), at each length at which something ended.

    >>> [(days, round(share, 3)) for days, share, _, _ in survival([(1, True), (2, False), (3, True)])]
    [(1, 0.667), (3, 0.0)]
    """
    ordered = sorted(lengths)
    there, share, variance = len(ordered), 1.0, 0.0
    curve: list[Point] = []
    for days, same in groupby(ordered, key=lambda entry: entry[0]):
        ended = [left for _, left in same]
        out = sum(ended)
        if out:
            share *= 1 - out / there
            variance += out / (there * (there - out)) if there > out else 0.0
            curve.append((days, share, *_interval(share, variance)))
        there -= len(ended)
    return curve


def _interval(share: float, variance: float) -> tuple[float, float]:
    if not 0 < share < 1:
        return share, share
    width = Z * math.sqrt(variance) / abs(math.log(share))
    return share ** math.exp(width), share ** math.exp(-width)


def _when(curve: Sequence[Point], share: float) -> float | None:
    return next((days for days, still, _, _ in curve if still <= share), None)


def _share(curve: Sequence[Point], days: float) -> float:
    found = 1.0
    for at, still, _, _ in curve:
        if at > days:
            break
        found = still
    return found


def conversions(found: Sequence[Spell], stages: Sequence[str], within: int, past: Past) -> Conversions:
    """From each stage to each other one; `within` µs."""
    firsts: list[dict[str, list[int]]] = []
    for _, mine in groupby(found, key=lambda spell: spell.customer):
        starts: dict[str, list[int]] = {}
        for spell in mine:
            starts.setdefault(spell.stage, []).append(spell.start)
        firsts.append(starts)
    seen = {spell.stage for spell in found}
    names = [name for name in stages if name in seen] + sorted(seen - set(stages))
    told = [_conversion(one, other, firsts, within, past.at) for one in names for other in names if one != other]
    return Conversions(
        told, within / DAY, evidence(found, past, Said("shares with Wilson's 95 % interval", "占比及 Wilson 95% 区间"))
    )


def _conversion(one: str, other: str, firsts: Sequence[dict[str, list[int]]], within: int, now: int) -> Conversion:
    took: list[int] = []
    observed = soon = customers = 0
    for starts in firsts:
        if one not in starts:
            continue
        customers += 1
        begin = starts[one][0]
        reach = next((at for at in starts.get(other, ()) if at > begin), NEVER)
        if reach < NEVER:
            took.append(reach - begin)
        if begin + within <= now:
            observed += 1
            soon += reach - begin <= within
    low, high = wilson(soon, observed) if observed else (None, None)
    return Conversion(
        from_=one,
        to=other,
        customers=customers,
        reached=len(took),
        ever=len(took) / customers,
        observed=observed,
        within=soon / observed if observed else None,
        within_low=low,
        within_high=high,
        days=median(took) / DAY if took else None,
    )
