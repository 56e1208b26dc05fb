"""A hidden Markov model that was simulated is found again; what cannot be learnt from is refused in words."""

import numpy as np
import pytest
from hmmlearn.hmm import PoissonHMM

from regulars.kit.errors import RegularsError
from regulars.learn.evidence import TooThin
from regulars.learn.lifecycle import poisson_hmm
from regulars.learn.lifecycle.hidden import Seen, compared, fit
from regulars.learn.lifecycle.hidden_words import named

RATES = np.array([[0.05, 0.02, 0.0], [4.0, 0.3, 0.2], [6.0, 3.0, 2.5]])
MOVES = np.array([[0.9, 0.08, 0.02], [0.1, 0.85, 0.05], [0.02, 0.08, 0.9]])
NAMES = ["Product Viewed", "Order Completed", "spend"]


def simulated(customers: int, periods: int, seed: int = 3) -> tuple[list[Seen], dict[int, int]]:
    rng = np.random.default_rng(seed)
    seen, truth = [], {}
    for customer in range(1, customers + 1):
        state = int(rng.integers(3))
        rows = []
        for _ in range(periods):
            state = int(rng.choice(3, p=MOVES[state]))
            rows.append(rng.poisson(RATES[state]))
        seen.append(Seen(customer, np.array(rows)))
        truth[customer] = state
    return seen, truth


def test_a_simulated_model_is_found_again() -> None:
    seen, truth = simulated(100, 30)
    found, where = fit(seen, NAMES, 20.0, 0)
    assert len(found.states) == 3, found.bic
    assert min(found.bic, key=lambda count: found.bic[count]) == "3"
    for state, rates, moves in zip(found.states, RATES, MOVES, strict=True):
        assert [emission.rate for emission in state.emissions] == pytest.approx(rates * [1, 1, 20], rel=0.2, abs=0.6)
        assert state.stays == pytest.approx(max(moves), abs=0.05)
        assert sum(state.next.values()) == pytest.approx(1)
    right = sum(where[customer] == f"s{state + 1}" for customer, state in truth.items())
    assert right >= 95
    assert found.states[0].title["zh"] == "沉寂"
    assert all(0.3 <= place.probability <= 1 for place in found.places)
    agreed = compared(where, {customer: f"stage {state}" for customer, state in truth.items()})
    assert agreed is not None
    assert agreed.agreement > 0.8


def test_the_fit_agrees_with_the_reference() -> None:
    """The same model by `hmmlearn`, whose own EM is given our result: it finds the same likelihood and nothing to improve."""
    seen, _ = simulated(20, 12)
    rows = [one.counts[: 12 - one.customer % 5] for one in seen]
    mine = poisson_hmm.fit(poisson_hmm.block(rows), 3, np.random.default_rng(1))
    reference = PoissonHMM(n_components=3, init_params="", params="")
    reference.startprob_, reference.transmat_, reference.lambdas_ = mine.start, mine.moves, mine.rates
    reference.n_features = 3
    table, lengths = np.vstack(rows), [len(row) for row in rows]
    assert reference.score(table, lengths) == pytest.approx(mine.likelihood, rel=1e-9)
    assert reference.bic(table, lengths) == pytest.approx(mine.bic(len(table)), rel=1e-9)
    ends = np.cumsum(lengths) - 1
    assert reference.predict_proba(table, lengths)[ends] == pytest.approx(poisson_hmm.where(mine, poisson_hmm.block(rows)))
    again = PoissonHMM(n_components=3, init_params="", params="stl", n_iter=30, tol=1e-9)
    again.startprob_, again.transmat_, again.lambdas_ = mine.start, mine.moves, mine.rates
    again.fit(table, lengths)
    assert again.score(table, lengths) - mine.likelihood < 0.5


def test_too_little_is_refused() -> None:
    with pytest.raises(TooThin, match="customers seen over enough periods: 0, needed 30; whole periods: 0, needed 4"):
        fit([], NAMES, 1.0, 0)
    with pytest.raises(TooThin, match="customers seen over enough periods: 1, needed 30"):
        fit(simulated(1, 10)[0], NAMES, 1.0, 0)
    with pytest.raises(TooThin, match="whole periods: 3, needed 4"):
        fit(simulated(40, 3)[0], NAMES, 1.0, 0)


def test_where_nothing_varies_there_is_nothing_to_learn() -> None:
    with pytest.raises(RegularsError, match="do the same in every period"):
        fit([Seen(n, np.ones((6, 2), dtype=np.int64)) for n in range(40)], NAMES[:2], 1.0, 0)


def test_a_constant_column_is_left_out_and_said() -> None:
    seen = [Seen(one.customer, np.column_stack([one.counts[:, :1], np.ones(8, dtype=np.int64)])) for one in simulated(40, 8)[0]]
    found, _ = fit(seen, ["Product Viewed", "Product Added"], 1.0, 0, states=2)
    assert fit(seen, ["Product Viewed", "Product Added"], 1.0, 0, states=2)[0] == found, "the same seed, the same answer"
    assert [str(note) for note in found.evidence.notes] == ["left out, as it never varies: Product Added"]
    assert [emission.of for emission in found.states[0].emissions] == ["Product Viewed"]


def test_states_are_named_by_what_is_done_in_them() -> None:
    words = named(RATES, RATES.mean(axis=0), NAMES)
    assert [name for name, _ in words] == ["s1", "s2", "s3"]
    assert words[0][1] == {"en": "quiet", "zh": "沉寂"}
    assert words[2][1]["en"].startswith("active: spend ×2.8")


def test_states_without_stages_are_compared_with_nothing() -> None:
    assert compared({1: "s1"}, {}) is None
