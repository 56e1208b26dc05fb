"""Fits of the purchase models to CDNOW's 23,570 customers, against scipy's Nelder-Mead on the likelihoods as they are printed.

Where the data do not lie beside the project, as many customers are simulated with the parameters that were published for them.
"""

import gzip
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

from bench.report import Report
from regulars.define.definitions import Model
from regulars.learn.value.bgnbd import BgNbd
from regulars.learn.value.buying import Buying
from regulars.learn.value.forecast import forecast, intervals, learn
from regulars.learn.value.pareto import ParetoNbd
from regulars.learn.value.purchases import Buyers

Array = NDArray[np.float64]
CDNOW = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "cdnow" / "CDNOW_master.txt.gz"
END = date(1997, 9, 30)
CUSTOMERS = 23_570


def main(customers: int = CUSTOMERS) -> None:
    """Both families; then the forecast and the intervals of every customer."""
    report = Report("value")
    x, t_x, T = _master() if customers == CUSTOMERS and CDNOW.is_file() else _simulated(customers)  # noqa: N806
    buying = Buying.of(x, t_x, T)
    for family, printed in ((BgNbd, _bgnbd), (ParetoNbd, _pareto)):
        began = time.process_time()
        found = family.fit(buying)
        ours = time.process_time() - began
        began = time.process_time()
        peer = _nelder_mead(lambda theta, printed=printed: printed(theta, x, t_x, T))
        theirs = time.process_time() - began
        name = f"value: {family.title}, {len(x):,} customers"
        report.figure(f"{name}: fit with standard errors", ours, "CPU s")
        report.figure(f"{name}: times as fast as Nelder-Mead on the printed likelihood", theirs / ours, bar=10)
        below = max(0.0, round(peer - found.log_likelihood, 2))
        report.figure(f"{name}: log-likelihood below the peer's", below, bar=0, at_most=True)
    model = Model(name="value", kind="value")
    buyers = _buyers(x, t_x, T)
    for kind in ("bg_nbd", "pareto_nbd"):
        learnt = learn(kind, buyers, 7.0)
        began = time.process_time()
        expected = forecast(learnt, buyers, 90.0, model.discount)
        intervals(learnt, buyers, 90.0, expected, np.random.default_rng(0))
        report.figure(f"value: {learnt.family.title}, forecasts and intervals of all", time.process_time() - began, "CPU s")
    report.save()


def _master() -> tuple[Array, Array, Array]:
    days: dict[str, set[int]] = defaultdict(set)
    with gzip.open(CDNOW, "rt") as file:
        for line in file:
            parts = line.split()
            if parts and parts[0].isdigit():
                day = date(int(parts[1][:4]), int(parts[1][4:6]), int(parts[1][6:])).toordinal()
                if day <= END.toordinal():
                    days[parts[0]].add(day)
    end = END.toordinal()
    rows = [(len(bought) - 1, (max(bought) - min(bought)) / 7, (end - min(bought)) / 7) for bought in days.values()]
    x, t_x, T = np.array(rows, dtype=np.float64).T  # noqa: N806
    return x, t_x, T


def _simulated(customers: int) -> tuple[Array, Array, Array]:
    """BG/NBD's own customers, with T of 27 to 39 weeks in whole days."""
    rng = np.random.default_rng(6)
    rows = []
    for _ in range(customers):
        T, rate, leaves = int(rng.integers(189, 273)) / 7, rng.gamma(0.243, 1 / 4.414), rng.beta(0.793, 2.426)  # noqa: N806
        x, last = 0, 0.0
        while rate > 0 and (following := last + rng.exponential(1 / rate)) < T:
            x, last = x + 1, following
            if rng.random() < leaves:
                break
        rows.append((x, np.floor(last * 7) / 7, T))
    x, t_x, T = np.array(rows, dtype=np.float64).T  # noqa: N806
    return x, t_x, T


def _buyers(x: Array, t_x: Array, T: Array) -> Buyers:  # noqa: N803
    today = 10_000
    first = today - np.round(T * 7).astype(np.int64)
    mean = np.random.default_rng(7).gamma(6, 6, len(x))
    return Buyers(np.arange(len(x)), first, first + np.round(t_x * 7).astype(np.int64), x + 1, mean, np.zeros(len(x)), today)


def _nelder_mead(likelihood: Callable[[Array], float]) -> float:
    """The highest log-likelihood that it finds from ones, as most notebooks do."""
    with np.errstate(all="ignore"):
        found = minimize(
            lambda theta: -np.nan_to_num(likelihood(np.exp(theta)), nan=-1e12, neginf=-1e12),
            np.zeros(4),
            method="Nelder-Mead",
            options={"maxiter": 2000, "maxfev": 2000, "xatol": 1e-4, "fatol": 1e-4},
        )
    return -float(found.fun)


def _bgnbd(parameters: Array, x: Array, t_x: Array, T: Array) -> float:  # noqa: N803
    """Fader, Hardie & Lee (2005), eq. 6, customer by customer."""
    r, alpha, a, b = parameters
    first = np.exp(betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + T))
    again = np.exp(betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x))
    return float((gammaln(r + x) - gammaln(r) + r * np.log(alpha) + np.log(first + np.where(x > 0, again, 0))).sum())


def _pareto(parameters: Array, x: Array, t_x: Array, T: Array) -> float:  # noqa: N803
    """Fader & Hardie (2005), eq. 22 to 26, customer by customer."""
    r, alpha, s, beta = parameters
    low, high, second = min(alpha, beta), max(alpha, beta), s + 1 if alpha >= beta else r + x
    total = r + s + x
    at = [hyp2f1(total, second, total + 1, (high - low) / (high + y)) / (high + y) ** total for y in (t_x, T)]
    both = (alpha + T) ** -(r + x) * (beta + T) ** -s + s / total * (at[0] - at[1])
    return float((gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + np.log(both)).sum())
