"""The contract of a policy: how a slot chooses among the items that a customer may be shown."""

from collections.abc import Sequence
from random import Random
from typing import Any, Protocol

import msgspec


class Choice(msgspec.Struct, frozen=True):
    """One of the chosen items."""

    item: str
    probability: float
    """Of this item being the first choice, given the candidates and what was learnt."""
    score: float
    """By which the policy ordered; its meaning is the policy's."""
    code: str
    """Of the reason, see `decide.reasons`."""
    data: dict[str, Any] = {}
    """The figures of the reason."""


class Policy(Protocol):
    """Chooses; learns nothing by itself (see `decide.learner`). A pure function of candidates, chance and what was learnt.

    `regulars.testing.PolicyContract` holds for each implementation.
    """

    def wanted(self, size: int) -> int:
        """How many candidates it wants to see for `size` choices; at least `size`."""
        ...

    def choose(self, candidates: Sequence[str], size: int, at: int, rng: Random) -> list[Choice]:
        """The `size` best of the candidates (fewer if there are fewer), best first; all chance comes from `rng`.

        `candidates` are different items, the most popular first. The probabilities of being the first choice add up to 1 over
        all candidates; that of a choice is greater than 0 if it came first.
        """
        ...
