from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.kit.clock import DAY
from regulars.kit.hashing import hash8
from regulars.know.dedupe import is_repeat, unite
from regulars.records import Seen


def key(number: int) -> bytes:
    return hash8(str(number).encode())


@given(st.lists(st.integers(0, 200), max_size=300))
@settings(max_examples=50)
def test_within_a_day_every_repeat_is_seen(numbers: list[int]) -> None:
    seen, taken = Seen(), set[int]()
    for number in numbers:
        assert is_repeat(seen, key(number), 1) == (number in taken)
        taken.add(number)


def test_a_batch_of_2500_events_of_one_customer_may_be_sent_again() -> None:
    seen = Seen()
    assert not any(is_repeat(seen, key(n), 10) for n in range(2500))
    assert all(is_repeat(seen, key(n), DAY + 10) for n in range(2500)), "the next day, too"


def test_the_latest_64_are_remembered_for_ever() -> None:
    seen = Seen()
    for n in range(100):
        is_repeat(seen, key(n), 0)
    for day in (5, 9, 400):
        assert not is_repeat(seen, key(1000 + day), day * DAY)
    assert all(is_repeat(seen, key(n), 500 * DAY) for n in range(40, 100))
    assert not is_repeat(seen, key(3), 500 * DAY), "the guarantee ends where it says"


def test_what_lies_across_two_neighbours_is_no_repeat() -> None:
    seen = Seen(today=b"AAAABBBBCCCCDDDD")
    assert not is_repeat(seen, b"BBBBCCCC", 0)
    assert is_repeat(seen, b"CCCCDDDD", 0)


def test_united_customers_remember_what_either_saw() -> None:
    a, b = Seen(), Seen()
    is_repeat(a, key(1), 3 * DAY)
    is_repeat(b, key(2), 4 * DAY)
    both = unite(a, b)
    assert is_repeat(both, key(1), 4 * DAY)
    assert is_repeat(both, key(2), 4 * DAY)
    assert not is_repeat(both, key(3), 4 * DAY)
