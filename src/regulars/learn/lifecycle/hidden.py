"""A learned alternative to defined stages: a hidden Markov model over what customers do in each period.

What is seen of a customer in a period are counts: of the most frequent events, and of money, in units of the typical spend of
an active period (see `poisson_hmm`). The number of states has the least BIC (Schwarz, Ann. Stat. 6 (1978) 461).
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_mutual_info_score

from regulars.algebra.dialect import quoted
from regulars.kit.errors import RegularsError
from regulars.kit.said import Said, Words
from regulars.learn.evidence import Evidence, Floor, hold
from regulars.learn.lifecycle import poisson_hmm
from regulars.learn.lifecycle.flows import Period
from regulars.learn.lifecycle.hidden_states import Cell, Compared, Emission, Hidden, Place, State
from regulars.learn.lifecycle.hidden_words import named
from regulars.learn.lifecycle.markov import OWN
from regulars.learn.lifecycle.poisson_hmm import PoissonHmm, Sequences, block
from regulars.learn.past import Past

MONEY = "spend"
"""The column of money among the counts."""
EVENTS = 6
"""The most frequent events that are looked at."""
MOST_STATES = 6
RESTARTS = 3
"""Starts from different means; the likeliest fit counts."""
SAMPLE = 1000
"""Customers that the model is fitted on, drawn by chance; all are told their state."""
FLOORS = {"customers": 30.0, "periods": 4.0}
"""Customers who were there for at least so many periods, and that many periods."""
_BIG = 10_000
"""A count beyond this counts as this: one bad row must not be a state of its own."""

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Seen(msgspec.Struct, frozen=True):
    """What was seen of one customer in a row of periods."""

    customer: int
    counts: Counts
    """One row a period, one column an emission."""


def gather(past: Past, periods: Sequence[Period]) -> tuple[list[Seen], list[str], float]:
    """What was seen of each customer in each whole period since the first event; the emissions; what one unit of money is."""
    start, end = periods[0][1], periods[-1][2]
    made = f'{OWN} and received_at <= {past.at} and customer_id > 0 and "timestamp" >= {start} and "timestamp" < {end}'
    often = past.ask(f"select event from events where {made} group by event order by count(*) desc, event limit {EVENTS}")
    names: list[str] = often.column("event").to_pylist()
    cuts = ", ".join(str(begin) for _, begin, _ in periods)
    total = "try_cast(json_extract_string(properties, '$.total') as double)"
    money = f"coalesce(sum(case when event = 'Order Completed' and isfinite({total}) then {total} end), 0)"
    columns = ", ".join(
        [*(f"count(*) filter (where event = {quoted(name)}) as e{n}" for n, name in enumerate(names)), f"{money} as money"]
    )
    rows = past.ask(
        f"""select customer_id, len(list_filter([{cuts}], lambda begin: begin <= "timestamp")) - 1 as period, {columns}
        from events where {made} group by all order by customer_id, period"""
    )
    spent = np.asarray(rows.column("money").to_numpy(), dtype=float).clip(min=0.0)
    unit = float(np.median(spent[spent > 0])) if (spent > 0).any() else 1.0
    table = [rows.column(f"e{n}").to_numpy() for n in range(len(names))] + [np.rint(spent / unit)]
    counts = np.minimum(np.column_stack(table), _BIG).astype(np.int64)
    customers, place = rows.column("customer_id").to_numpy(), rows.column("period").to_numpy()
    seen = []
    for first, last in _runs(customers):
        whole = np.zeros((len(periods) - place[first], counts.shape[1]), dtype=np.int64)
        whole[place[first:last] - place[first]] = counts[first:last]
        seen.append(Seen(int(customers[first]), whole))
    return seen, [*names, MONEY], unit


def _runs(values: NDArray[Any]) -> list[tuple[int, int]]:
    """First and last-but-one places of equal neighbours."""
    if not len(values):
        return []
    cuts = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return list(pairwise(cuts))


def fit(
    seen: Sequence[Seen], names: Sequence[str], unit: float, at: int, states: int | None = None, seed: int = 0
) -> tuple[Hidden, dict[int, str]]:
    """Learn the states (`states` of them, or as many as BIC finds best) and say where each customer is; the same for a `seed`.

    Gives besides the state of each customer. Raises TooThin, and RegularsError where nothing varies.
    """
    longest = max((len(one.counts) for one in seen), default=0)
    enough = [one for one in seen if len(one.counts) >= FLOORS["periods"]]
    hold(
        "hidden states",
        Floor(Said("customers seen over enough periods", "周期数足够的客户"), len(enough), FLOORS["customers"]),
        Floor(Said("whole periods", "完整的周期"), longest, FLOORS["periods"]),
    )
    varied = np.vstack([one.counts for one in enough]).std(axis=0) > 0
    if not varied.any():
        raise RegularsError("all customers do the same in every period: there are no states to tell apart", code="constant")
    rng = np.random.default_rng(seed)
    chosen = sorted(rng.choice(len(enough), min(SAMPLE, len(enough)), replace=False).tolist())
    sequences = block([enough[number].counts[:, varied] for number in chosen])
    tried = [states] if states is not None else list(range(2, MOST_STATES + 1))
    fits = {count: _best(sequences, count, rng) for count in tried}
    bic = {count: model.bic(sequences.size) for count, model in fits.items()}
    model = fits[min(bic, key=lambda count: bic[count])]
    order = np.argsort(model.rates.sum(axis=1), kind="stable")
    model = PoissonHmm(model.start[order], model.moves[np.ix_(order, order)], model.rates[order], model.likelihood)
    places = _places(model, seen, varied)
    kept = [name for name, varies in zip(names, varied, strict=True) if varies]
    money = np.where(np.array(kept) == MONEY, unit, 1.0)
    rates, typical = model.rates * money, sequences.counts[sequences.there].mean(axis=0) * money
    words = named(rates, typical, kept)
    where = {customer: words[state][0] for customer, (state, _) in places.items()}
    told = [
        _state(number, words, rates, typical, kept, model.moves, [state for state, _ in places.values()])
        for number in range(len(words))
    ]
    notes: list[Words] = []
    if len(chosen) < len(enough):
        some = f"fitted on {len(chosen)} customers drawn by chance of {len(enough)}"
        notes.append(Said(some, f"从 {len(enough)} 位客户中随机抽取 {len(chosen)} 位拟合"))
    if dropped := ", ".join(name for name, varies in zip(names, varied, strict=True) if not varies):
        notes.append(Said(f"left out, as it never varies: {dropped}", f"未采用（从不变化）：{dropped}"))
    evidence = Evidence(
        customers=len(seen),
        events=sum(len(one.counts) for one in seen),
        as_of=at,
        method=Said(
            f"hidden Markov model with {len(words)} states, Poisson emissions, by Baum-Welch from {RESTARTS} starts",
            f"隐马尔可夫模型，{len(words)} 个状态，泊松发射，Baum-Welch 算法，{RESTARTS} 次起始",
        ),
        notes=notes,
    )
    found = [Place(customer, words[state][0], probability) for customer, (state, probability) in sorted(places.items())]
    return Hidden(told, {str(count): value for count, value in bic.items()}, found, None, evidence), where


def _best(sequences: Sequences, states: int, rng: np.random.Generator) -> PoissonHmm:
    """The likeliest of several fits."""
    return max((poisson_hmm.fit(sequences, states, rng) for _ in range(RESTARTS)), key=lambda model: model.likelihood)


def _places(model: PoissonHmm, seen: Sequence[Seen], varied: NDArray[Any]) -> dict[int, tuple[int, float]]:
    """Customer → (state, its probability) in the latest period, given all that was seen up to then."""
    found = {}
    for first in range(0, len(seen), 2000):
        part = seen[first : first + 2000]
        for one, chances in zip(part, poisson_hmm.where(model, block([one.counts[:, varied] for one in part])), strict=True):
            state = int(chances.argmax())
            found[one.customer] = (state, float(min(1.0, chances[state])))
    return found


def _state(
    number: int,
    words: Sequence[tuple[str, Mapping[str, str]]],
    rates: Floats,
    typical: Floats,
    names: Sequence[str],
    moves: Floats,
    where: Sequence[int],
) -> State:
    name, title = words[number]
    customers = where.count(number)
    emissions = [Emission(of, float(rate), float(usual)) for of, rate, usual in zip(names, rates[number], typical, strict=True)]
    following = {words[other][0]: float(moves[number][other]) for other in range(len(words))}
    share = customers / len(where) if where else 0.0
    return State(name, dict(title), emissions, customers, share, float(moves[number][number]), following)


def compared(where: Mapping[int, str], stages: Mapping[int, str]) -> Compared | None:
    """How the states agree with the stages of the same customers; None where no customer has both."""
    both = sorted(where.keys() & stages.keys())
    if not both:
        return None
    mine, theirs = [where[customer] for customer in both], [stages[customer] for customer in both]
    pairs = sorted(set(zip(mine, theirs)))
    counted = list(zip(mine, theirs))
    agreement = float(adjusted_mutual_info_score(theirs, mine))
    return Compared(agreement, [Cell(state, stage, counted.count((state, stage))) for state, stage in pairs])
