import math
from functools import reduce

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.decide.learnt import GENERATIONS, Counts, Learnt, counted, key_of, name_of, rank, worth
from regulars.kit.clock import DAY, HOUR

instants = st.lists(st.integers(-100 * DAY, 3000 * DAY), min_size=1, max_size=12)


def fold(ats: list[int], half_life: int) -> Counts:
    return reduce(lambda counts, at: counted(counts, at, half_life), ats, {})


@settings(max_examples=100)
@given(instants, st.randoms(use_true_random=False), st.sampled_from([HOUR, DAY, 30 * DAY, 2000 * DAY]))
def test_the_order_of_events_does_not_matter(ats: list[int], chance: object, half_life: int) -> None:
    other = list(ats)
    chance.shuffle(other)  # type: ignore[attr-defined]
    assert msgspec.msgpack.encode(fold(ats, half_life)) == msgspec.msgpack.encode(fold(other, half_life))


@settings(max_examples=50)
@given(instants, st.sampled_from([10 * DAY, 400 * DAY]))
def test_the_worth_is_the_decayed_count(ats: list[int], half_life: int) -> None:
    now = max(ats)
    counts = fold(ats, half_life)
    expected = sum(2 ** ((at - now) / half_life) for at in ats)
    assert math.isclose(worth(rank(counts), now, half_life), expected, rel_tol=1e-5)


def test_what_is_far_behind_is_dropped_and_the_rest_is_bounded() -> None:
    counts = fold([day * DAY for day in range(1000)], DAY)
    assert len(counts) == GENERATIONS
    assert counted(counts, 0, DAY) == counts


def test_the_rank_does_not_move_with_time() -> None:
    early, late = fold([0, 0, 0], DAY), fold([2 * DAY], DAY)
    assert rank(late) > rank(early)  # one today is worth more than three two days ago (3/4)
    assert worth(rank(late), 2 * DAY, DAY) == 1.0
    assert math.isclose(worth(rank(early), 2 * DAY, DAY), 0.75)


def test_committed_values_by_table_and_version() -> None:
    stored = {
        name_of("k1", "a:b"): msgspec.msgpack.encode({3: 5}),
        "definitions": b"not ours",
        name_of("k2", "x"): b"\x92\x02\x01",
    }
    learnt = Learnt(stored)
    assert learnt.get(name_of("k1", "a:b")) == {3: 5}
    assert learnt.table("k2") == {"x": [2, 1]}
    assert learnt.ranks("k1").keys() == {"a:b"}
    before = learnt.version("k1")
    learnt.put({name_of("k1", "a:b"): None, name_of("k1", "c"): {4: 1}})
    assert learnt.version("k1") > before
    assert learnt.ranks("k1").keys() == learnt.table("k1").keys() == {"c"}
    assert learnt.version("k2") == 1
    assert list(learnt.names(frozenset({"k1"}))) == [name_of("k2", "x")]
    assert learnt.get(name_of("nowhere", "x")) is None


def test_keys_tell_meanings_apart() -> None:
    assert len({key_of("counts", "a", None), key_of("counts", "a", "b"), key_of("counts", "ab", None)}) == 3
