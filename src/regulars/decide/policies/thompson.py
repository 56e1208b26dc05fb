"""Thompson sampling: each item is shown as often as it is likely to be the best (Thompson 1933; Beta-Bernoulli arms)."""

from collections.abc import Sequence
from random import Random

from regulars.decide.beta import believe, probability
from regulars.decide.learnt import Learnt
from regulars.decide.policies.policy import Choice


class Thompson:
    """Draws a rate for each candidate from what is believed of it, and orders by the draws.

    An item shown n times and rewarded k times is believed to have a rate of Beta(1 + k, 1 + n - k). A decision whose reward is
    still possible counts as not rewarded until the reward comes.
    """

    def __init__(self, learnt: Learnt, arms: str, pool: int) -> None:
        self._learnt = learnt
        self._arms = arms
        self._pool = pool

    def wanted(self, size: int) -> int:
        return max(size, self._pool)

    def choose(self, candidates: Sequence[str], size: int, at: int, rng: Random) -> list[Choice]:
        table = self._learnt.table(self._arms)
        arms = [table.get(item, (0, 0)) for item in candidates]
        beliefs = [believe(arm[0], arm[1]) for arm in arms]
        draws = [belief.draw(rng.random()) for belief in beliefs]
        order = sorted(range(len(candidates)), key=lambda i: (-draws[i], i))[:size]
        return [
            Choice(
                candidates[i],
                probability(i, beliefs),
                draws[i],
                "thompson",
                {"drew": round(draws[i], 4), "shown": arms[i][0], "rewarded": arms[i][1], "among": len(candidates)},
            )
            for i in order
        ]
