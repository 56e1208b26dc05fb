"""Hidden Markov models with Poisson emissions, fitted to many short sequences at once.

Baum-Welch with scaled forward and backward passes (Rabiner, Proc. IEEE 77 (1989) 257, sections III and V). Each step is done
for all sequences together, as there are many and they are short. Counts are independent given the state.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_LEAST = 1e-4
"""No rate is less: what has not been seen in a state may still happen there."""
_PRIOR = 1e-3
"""Added to every count of moves and beginnings, so that none is impossible."""
_NEAR = 1e-6
"""The fit ends where the log-likelihood of an observation grows by less."""
_MOST = 100


class Sequences(msgspec.Struct, frozen=True):
    """Counts of all sequences in one block."""

    counts: Counts
    """Sequence, period, emission; beyond the end of a sequence zeros."""
    lengths: NDArray[np.int64]

    @property
    def there(self) -> NDArray[np.bool_]:
        """Which periods there are."""
        return np.arange(self.counts.shape[1])[None, :] < self.lengths[:, None]

    @property
    def size(self) -> int:
        """How many periods there are in all."""
        return int(self.lengths.sum())


class PoissonHmm(msgspec.Struct, frozen=True):
    """A model: K states, F emissions."""

    start: Floats
    """K: where sequences begin."""
    moves: Floats
    """K × K: from, to."""
    rates: Floats
    """K × F."""
    likelihood: float = float("-inf")
    """The logarithm of the likelihood of what it was fitted to."""

    @property
    def parameters(self) -> int:
        """How many numbers were free."""
        states, emissions = self.rates.shape
        return int(states - 1 + states * (states - 1) + states * emissions)

    def bic(self, observations: int) -> float:
        """Schwarz's criterion: the less the better."""
        return float(self.parameters * np.log(observations) - 2 * self.likelihood)


def block(rows: list[Counts]) -> Sequences:
    """Sequences of different lengths (each period × emission) in one block."""
    lengths = np.array([len(one) for one in rows], dtype=np.int64)
    counts = np.zeros((len(rows), int(lengths.max()), rows[0].shape[1]), dtype=np.int64)
    for place, one in enumerate(rows):
        counts[place, : len(one)] = one
    return Sequences(counts, lengths)


def fit(sequences: Sequences, states: int, rng: np.random.Generator) -> PoissonHmm:
    """The model at which Baum-Welch arrives from a beginning drawn by `rng`."""
    seen = sequences.counts[sequences.there].astype(float)
    mean = seen.mean(axis=0)
    drawn = seen[rng.choice(len(seen), states, replace=len(seen) < states)]
    model = PoissonHmm(
        np.full(states, 1 / states),
        np.full((states, states), 0.2 / max(1, states - 1)) + np.eye(states) * (0.8 - 0.2 / max(1, states - 1)),
        np.maximum((drawn + mean * rng.uniform(0.2, 1.8, (states, 1))) / 2, _LEAST),
    )
    for _ in range(_MOST):
        following, likelihood = _improved(model, sequences)
        done = likelihood - model.likelihood < _NEAR * sequences.size
        model = msgspec.structs.replace(following, likelihood=likelihood)
        if done:
            break
    return msgspec.structs.replace(model, likelihood=_passes(model, sequences)[3])


def where(model: PoissonHmm, sequences: Sequences) -> Floats:
    """Sequence × state: the probability to be in it in the last period, given everything."""
    alphas, _, _, _ = _passes(model, sequences)
    last: Floats = alphas[np.arange(len(sequences.lengths)), sequences.lengths - 1]
    return last


def _improved(model: PoissonHmm, sequences: Sequences) -> tuple[PoissonHmm, float]:
    """One turn of Baum-Welch: the next model, and the log-likelihood of the present one."""
    alphas, betas, onward, likelihood = _passes(model, sequences)
    there = sequences.there
    gammas = alphas * betas
    gammas[~there] = 0.0
    gammas /= gammas.sum(axis=2, keepdims=True).clip(min=1e-300)
    states = len(model.start)
    before, after = alphas[:, :-1].reshape(-1, states), onward[:, 1:].reshape(-1, states)
    moved = model.moves * (before.T @ after) + _PRIOR
    begun = gammas[:, 0].sum(axis=0) + _PRIOR
    weights = gammas.reshape(-1, states)
    seen = sequences.counts.reshape(-1, sequences.counts.shape[2])
    rates = (weights.T @ seen) / weights.sum(axis=0)[:, None].clip(min=1e-300)
    return PoissonHmm(begun / begun.sum(), moved / moved.sum(axis=1, keepdims=True), np.maximum(rates, _LEAST)), likelihood


def _passes(model: PoissonHmm, sequences: Sequences) -> tuple[Floats, Floats, Floats, float]:
    """Scaled forward and backward variables (sequence × period × state); emission times backward over scale, zero beyond the
    ends; and the log-likelihood."""
    counts, there = sequences.counts, sequences.there
    logs = counts @ np.log(model.rates).T - model.rates.sum(axis=1)
    tops = logs.max(axis=2)
    chances = np.exp(logs - tops[:, :, None])
    periods = counts.shape[1]
    alphas, scales = np.empty_like(chances), np.ones(there.shape)
    state = model.start * chances[:, 0]
    for period in range(periods):
        if period:
            state = (alphas[:, period - 1] @ model.moves) * chances[:, period]
        scale = state.sum(axis=1)
        here = there[:, period]
        scales[here, period] = scale[here]
        former = alphas[:, period - 1] if period else state
        alphas[:, period] = np.where(here[:, None], state / scale[:, None], former)
    betas, onward = np.ones_like(chances), np.zeros_like(chances)
    for period in range(periods - 1, -1, -1):
        ahead = chances[:, period] * betas[:, period] / scales[:, period, None]
        onward[:, period] = np.where(there[:, period, None], ahead, 0.0)
        if period:
            betas[:, period - 1] = np.where(there[:, period, None], onward[:, period] @ model.moves.T, 1.0)
    constant = gammaln(counts[there] + 1.0).sum()
    return alphas, betas, onward, float(np.log(scales[there]).sum() + tops[there].sum() - constant)
