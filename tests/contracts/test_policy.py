import pytest

from regulars.decide.learnt import Learnt, counted, name_of
from regulars.decide.policies import Policy, Popularity, Thompson
from regulars.kit.clock import DAY
from regulars.testing.policy import AT, ITEMS, PolicyContract

HALF_LIFE = 7 * DAY


def popular() -> Learnt:
    learnt = Learnt()
    for place, item in enumerate(ITEMS[:6]):
        counts: dict[int, int] = {}
        for age in range(20 - 3 * place):
            counts = counted(counts, AT - age * DAY, HALF_LIFE)
        learnt.put({name_of("counts", item): counts})
    return learnt


class TestPopularity(PolicyContract):
    @pytest.fixture
    def policy(self) -> Policy:
        return Popularity(popular(), "counts", HALF_LIFE, pool=8)


class TestPopularityThatExplores(PolicyContract):
    @pytest.fixture
    def policy(self) -> Policy:
        return Popularity(popular(), "counts", HALF_LIFE, pool=8, explore=0.3)


class TestThompson(PolicyContract):
    @pytest.fixture
    def policy(self) -> Policy:
        learnt = Learnt()
        arms = [[100, 12], [80, 11], [5, 1], [0, 0], [1000, 90], [300, 3], [20, 2]]
        learnt.put({name_of("arms", item): arm for item, arm in zip(ITEMS, arms, strict=False)})
        return Thompson(learnt, "arms", pool=8)
