from random import Random

import pytest

from regulars.decide.beta import RAREST, Beta, believe, probability

SHAPES = [(0, 0), (1, 1), (10, 3), (500, 20), (100_000, 3_000), (50, 50), (5_000_000, 5)]


@pytest.mark.parametrize(("shown", "rewarded"), SHAPES)
def test_draws_have_the_distribution_of_python_s_own(shown: int, rewarded: int) -> None:
    belief = believe(shown, rewarded)
    rng = Random(3)
    ours = sorted(belief.draw(rng.random()) for _ in range(20_000))
    theirs = sorted(rng.betavariate(1 + rewarded, 1 + shown - rewarded) for _ in range(20_000))
    for level in (0.02, 0.1, 0.5, 0.9, 0.98, 0.999):
        spread = theirs[15_865] - theirs[3_173] or 1
        assert ours[int(level * 20_000)] == pytest.approx(theirs[int(level * 20_000)], abs=0.2 * spread), level


@pytest.mark.parametrize(("shown", "rewarded"), SHAPES)
def test_below_is_the_inverse_of_draw(shown: int, rewarded: int) -> None:
    belief = believe(shown, rewarded)
    for level in (0.001, 0.1, 0.5, 0.77, 0.99, 0.9999):
        assert belief.below(belief.draw(level)) == pytest.approx(level, abs=1e-3)
    assert belief.below(-1) == 0.0
    assert belief.below(2) == 1.0


def test_an_even_prior_is_exact() -> None:
    for level in (0.0, 0.25, 0.7, 0.999):
        assert Beta(1, 1).draw(level) == pytest.approx(level, abs=1e-9)


def test_more_rewards_than_tries_are_taken_as_all() -> None:
    assert believe(3, 9) is not None
    assert believe(3, 9).mean == believe(3, 3).mean


@pytest.mark.parametrize(
    "arms",
    [
        [(0, 0)] * 5,
        [(100, 3), (90, 5), (0, 0), (300, 2), (1000, 40)],
        [(10_000, 500), (10_000, 510), (10_000, 495)],
        [(20 * i, i) for i in range(40)],
    ],
)
def test_the_probability_of_being_the_greatest(arms: list[tuple[int, int]]) -> None:
    beliefs = [believe(*arm) for arm in arms]
    said = [probability(i, beliefs) for i in range(len(arms))]
    assert sum(said) == pytest.approx(1.0, abs=0.01)
    rng = Random(5)
    wins = [0] * len(arms)
    for _ in range(4_000):
        draws = [rng.betavariate(1 + rewarded, 1 + shown - rewarded) for shown, rewarded in arms]
        wins[draws.index(max(draws))] += 1
    for won, expected in zip(wins, said, strict=True):
        assert won / 4_000 == pytest.approx(expected, abs=0.03)


def test_nothing_that_was_chosen_is_impossible() -> None:
    assert probability(0, [believe(10_000, 0), believe(10_000, 9_999)]) == RAREST
