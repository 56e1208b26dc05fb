"""What others take most, lately: decayed counts, with an optional share of even chance."""

from collections.abc import Sequence
from random import Random

from regulars.decide.learnt import Learnt, worth
from regulars.decide.policies.policy import Choice


class Popularity:
    """The most popular candidate first. It has probability 1; with `explore` = ε, 1 - ε + ε/n, and each other one ε/n.

    Ties go to the order of the catalogue. Of a choice of several, only the first is left to chance.
    """

    def __init__(self, learnt: Learnt, counts: str, half_life: int, pool: int, explore: float = 0.0) -> None:
        self._learnt = learnt
        self._counts = counts
        self._half_life = half_life
        self._pool = pool
        self._explore = explore

    def wanted(self, size: int) -> int:
        return max(size, self._pool) if self._explore else size

    def choose(self, candidates: Sequence[str], size: int, at: int, rng: Random) -> list[Choice]:
        order = list(candidates)
        explored = bool(self._explore) and rng.random() < self._explore
        if explored:
            order.insert(0, order.pop(rng.randrange(len(order))) if order else "")
        ranks = self._learnt.ranks(self._counts)
        even = self._explore / len(candidates) if candidates else 0.0
        chosen = []
        for place, item in enumerate(order[: min(size, len(candidates))]):
            rank = ranks.get(item)
            count = 0.0 if rank is None else worth(rank, at, self._half_life)
            probability = even + (1 - self._explore if item == candidates[0] else 0.0)
            code = "explored" if explored and place == 0 else "popular" if count else "uncounted"
            data = {"count": round(count, 2), "among": len(candidates)}
            chosen.append(Choice(item, probability, count, code, data))
        return chosen
