"""What customers will buy and be worth: the purchase model times the spend model, with what may happen besides."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from regulars.learn.value.bgnbd import BgNbd
from regulars.learn.value.buying import Buying, Family, made
from regulars.learn.value.gamma import GammaGamma, Spending
from regulars.learn.value.maximum import Array, Maximum
from regulars.learn.value.pareto import ParetoNbd
from regulars.learn.value.purchases import Buyers

FAMILIES: dict[str, type[Family]] = {"bg_nbd": BgNbd, "pareto_nbd": ParetoNbd}

INTERVAL = (0.05, 0.95)
"""Nine of ten customers shall end up between."""
_GUESSES, _FEWER = 25, 8
"""Sets of parameters that are tried: fewer where customers are many, as then the parameters are known well …"""
_MANY = 50_000
_FUTURES = 16
"""… and futures drawn with each."""
_CHUNK = 5_000
_YEAR = 365.25
_STEPS = 24


class Learnt(msgspec.Struct, frozen=True):
    """Both models, fitted."""

    family: type[Family]
    counts: Maximum
    amounts: Maximum | None
    """None: every purchase has the same amount."""
    amount: float
    """The mean amount of all purchases."""
    unit: float
    """Days in a unit of time of the parameters."""
    returns: float
    """The share of all money paid that is given back."""
    usual: float
    """What the mean customer paid in all: so much of the common share of returns stands beside a customer's own."""


class Forecast(NamedTuple):
    """One row a buyer."""

    purchases: Array
    alive: Array
    spend: Array
    """Expected for one purchase."""
    kept: Array
    """The share that is not given back."""
    value: Array
    """Expected money less returns, discounted."""


def buying(buyers: Buyers, unit: float) -> Buying:
    """Histories in units of `unit` days."""
    x, t_x, T = buyers.times - 1, (buyers.last - buyers.first) / unit, (buyers.today - buyers.first) / unit  # noqa: N806
    return Buying.of(x, t_x, T)


def learn(family: str, buyers: Buyers, unit: float, warm: Sequence[Sequence[float]] | None = None) -> Learnt:
    """Fit both models. `warm`: parameters of the last fit, of purchases and of amounts."""
    spending = Spending(buyers.times, buyers.mean)
    paid = float((buyers.times * buyers.mean).sum())
    same = float(np.ptp(buyers.mean)) <= 1e-9 * float(buyers.mean.max())
    start = list(warm or [])
    kind = FAMILIES[family]
    return Learnt(
        family=kind,
        counts=kind.fit(buying(buyers, unit), start[0] if start else None),
        amounts=None if same else GammaGamma.fit(spending, start[1] if len(start) > 1 else None),
        amount=paid / float(buyers.times.sum()),
        unit=unit,
        returns=min(1.0, float(buyers.returned.sum()) / paid),
        usual=paid / len(buyers.times),
    )


def forecast(learnt: Learnt, buyers: Buyers, days: float, discount: float = 0.0) -> Forecast:
    """What is expected of each buyer in the next `days`; a year takes the share `discount` off money to come."""
    rows = buying(buyers, learnt.unit)
    model = made(learnt.family, learnt.counts.values)
    t = days / learnt.unit
    purchases = model.purchases(rows, t)
    worth = purchases if not discount else _discounted(model, rows, days, learnt.unit, discount)
    spend = _spend(learnt, buyers)
    kept = 1 - _returns(learnt, buyers)
    return Forecast(purchases[rows.row], model.alive(rows)[rows.row], spend, kept, worth[rows.row] * spend * kept)


def _discounted(model: Family, rows: Buying, days: float, unit: float, discount: float) -> Array:
    """Expected purchases, those that come later weighing less: summed over equal steps, each at its middle."""
    total, before = np.zeros(len(rows)), np.zeros(len(rows))
    for step in range(1, _STEPS + 1):
        until = model.purchases(rows, days * step / _STEPS / unit)
        total += (until - before) * (1 + discount) ** (-days * (step - 0.5) / _STEPS / _YEAR)
        before = until
    return total


def _spend(learnt: Learnt, buyers: Buyers) -> Array:
    if learnt.amounts is None:
        return np.full(len(buyers.times), learnt.amount)
    return GammaGamma(*map(float, learnt.amounts.values)).expected(Spending(buyers.times, buyers.mean))


def _returns(learnt: Learnt, buyers: Buyers) -> Array:
    """The share given back: the customer's own, drawn towards the common one as long as they have paid little."""
    paid = buyers.times * buyers.mean
    share: Array = (buyers.returned + learnt.returns * learnt.usual) / (paid + learnt.usual)
    return np.minimum(share, 1.0)


class Range(NamedTuple):
    """The predictive distribution in a few numbers."""

    low: Array
    high: Array
    """Quantiles `INTERVAL` of each buyer's money."""
    total: tuple[float, float]
    """The same of all buyers' money together."""


def intervals(learnt: Learnt, buyers: Buyers, days: float, expected: Forecast, rng: np.random.Generator) -> Range:
    """Where the money may end up: parameters from their asymptotic normal, then rates, lives and amounts from their posteriors.

    So both that we do not know the parameters and that chance rules single customers is in it. Discount and returns are taken
    at what is expected of them.
    """
    guesses = _guesses(learnt, _GUESSES if len(buyers.times) <= _MANY else _FEWER, rng)
    plain = expected.purchases * expected.spend
    factor = np.divide(expected.value, plain, out=expected.kept.copy(), where=plain > 0)
    totals = np.zeros((len(guesses), _FUTURES))
    lows, highs = [], []
    for start in range(0, len(buyers.times), _CHUNK):
        here = slice(start, start + _CHUNK)
        part = buyers.part(here)
        rows, spending = buying(part, learnt.unit), Spending(part.times, part.mean)
        money = np.empty((len(part.times), len(guesses), _FUTURES))
        for place, (family, spend) in enumerate(guesses):
            times = family.draw(rows, days / learnt.unit, _FUTURES, rng).astype(np.float64)
            money[:, place] = times * learnt.amount if spend is None else spend.draw(spending, times, rng)
        money *= factor[here, None, None]
        totals += money.sum(axis=0)
        low, high = np.quantile(money.reshape(len(money), -1), INTERVAL, axis=1)
        lows.append(low)
        highs.append(high)
    total = np.quantile(totals, INTERVAL)
    return Range(np.concatenate(lows), np.concatenate(highs), (float(total[0]), float(total[1])))


def _guesses(learnt: Learnt, count: int, rng: np.random.Generator) -> list[tuple[Family, GammaGamma | None]]:
    """Both models with other parameters that the data allow as well."""
    families = [made(learnt.family, values) for values in learnt.counts.draws(count, rng)]
    if learnt.amounts is None:
        return [(family, None) for family in families]
    spends = [GammaGamma(*map(float, values)) for values in learnt.amounts.draws(count, rng)]
    return list(zip(families, spends, strict=True))
