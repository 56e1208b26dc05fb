"""The scores of a value model, one row a customer."""

import numpy as np
import pyarrow as pa

from regulars.learn.value import tiers
from regulars.learn.value.maximum import Array
from regulars.learn.value.outcome import Outcome
from regulars.learn.value.words import Facts, why


def scores(outcome: Outcome) -> pa.Table:
    """As `Fitted.scores` promises. Who has not bought has none, and the reason."""
    name, known, expected = outcome.model.name, outcome.buyers, outcome.expected
    size = len(outcome.occasions.customers)
    nobody = np.ones(size, dtype=np.bool_)
    nobody[known.at] = False

    def column(values: Array) -> pa.Array:
        whole = np.zeros(size)
        whole[known.at] = values
        return pa.array(whole, pa.float64(), mask=nobody)

    names = tiers.names(outcome.shares)
    tier: list[str | None] = [None] * size
    said = [why(outcome.language, outcome.currency, None)] * size
    for row, (at, place) in enumerate(zip(known.at.tolist(), outcome.tier.tolist(), strict=True)):
        tier[at] = names[place]
        said[at] = why(outcome.language, outcome.currency, _facts(outcome, row))
    return pa.table(
        {
            "customer_id": pa.array(outcome.occasions.customers, pa.int64()),
            name: column(expected.value),
            f"{name}_low": column(outcome.ranges.low),
            f"{name}_high": column(outcome.ranges.high),
            f"{name}_purchases": column(expected.purchases),
            f"{name}_alive": column(expected.alive),
            f"{name}_tier": pa.array(tier, pa.string()),
            "why": pa.array(said, pa.list_(pa.string())),
        }
    )


def _facts(outcome: Outcome, row: int) -> Facts:
    known, expected, ranges = outcome.buyers, outcome.expected, outcome.ranges
    return Facts(
        purchases=float(expected.purchases[row]),
        days=outcome.days,
        value=float(expected.value[row]),
        low=float(ranges.low[row]),
        high=float(ranges.high[row]),
        times=int(known.times[row]),
        first=int(known.first[row]),
        since=known.today - int(known.last[row]),
        alive=float(expected.alive[row]),
        spend=float(expected.spend[row]),
        mean=float(known.mean[row]),
        usual=outcome.learnt.amount,
        kept=float(expected.kept[row]),
    )
