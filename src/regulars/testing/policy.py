"""The battery that every policy of a slot must pass. Two lines test a new one: subclass and give `policy`."""

from random import Random

import pytest

from regulars.decide.policies.policy import Policy

ITEMS = [f"item{number}" for number in range(8)]
AT = 1_700_000_000_000_000
TRIES = 4_000


class PolicyContract:
    """Override `policy`: a policy that has learnt something about `ITEMS`, with a pool of at least eight."""

    @pytest.fixture
    def policy(self) -> Policy:
        """The policy under test."""
        raise NotImplementedError

    def test_wants_at_least_what_is_to_be_shown(self, policy: Policy) -> None:
        assert all(policy.wanted(size) >= size for size in (1, 3, 100))

    @pytest.mark.parametrize("size", [1, 3, 8, 20])
    def test_chooses_different_candidates_as_many_as_asked(self, policy: Policy, size: int) -> None:
        chosen = [choice.item for choice in policy.choose(ITEMS, size, AT, Random(1))]
        assert len(chosen) == len(set(chosen)) == min(size, len(ITEMS))
        assert set(chosen) <= set(ITEMS)

    def test_one_candidate_is_certain(self, policy: Policy) -> None:
        [choice] = policy.choose(ITEMS[:1], 3, AT, Random(1))
        assert choice.item == ITEMS[0]
        assert choice.probability == pytest.approx(1.0, abs=0.01)

    def test_chance_comes_from_the_rng_alone(self, policy: Policy) -> None:
        for seed in range(20):
            assert policy.choose(ITEMS, 3, AT, Random(seed)) == policy.choose(ITEMS, 3, AT, Random(seed))

    def test_leaves_the_candidates_as_they_are(self, policy: Policy) -> None:
        candidates = list(ITEMS)
        policy.choose(candidates, 3, AT, Random(1))
        assert candidates == ITEMS

    def test_probabilities_add_up_to_one(self, policy: Policy) -> None:
        chosen = policy.choose(ITEMS, len(ITEMS), AT, Random(1))
        assert sum(choice.probability for choice in chosen) == pytest.approx(1.0, abs=0.02)

    def test_the_probability_is_how_often_it_comes_first(self, policy: Policy) -> None:
        said = {choice.item: choice.probability for choice in policy.choose(ITEMS, len(ITEMS), AT, Random(1))}
        first = dict.fromkeys(ITEMS, 0)
        for seed in range(TRIES):
            chosen = policy.choose(ITEMS, 1, AT, Random(seed))[0]
            assert 0 < chosen.probability <= 1
            first[chosen.item] += 1
        for item in ITEMS:
            # five standard errors of a share of so many tries, and 1 % for the integral
            error = 5 * (said[item] * (1 - said[item]) / TRIES) ** 0.5
            assert first[item] / TRIES == pytest.approx(said[item], abs=error + 0.01)
