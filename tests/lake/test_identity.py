import pyarrow as pa

from regulars.lake.identity import moved, resolve
from regulars.lake.lake import IDENTITY, MOVES, AsKnown


def merges(*rows: tuple[int, int, int]) -> pa.Table:
    """Rows (customer, into, at), one log offset after the other."""
    found = [(customer, into, at, offset, "", "") for offset, (customer, into, at) in enumerate(rows, start=1)]
    return pa.table([pa.array(column, field.type) for column, field in zip(zip(*found), IDENTITY)], schema=IDENTITY)


def known(table: pa.Table, as_known: AsKnown = "now") -> dict[int, int]:
    found = resolve([table], as_known)
    return dict(zip(found["customer_id"].to_pylist(), found["into_id"].to_pylist(), strict=True))


def test_chains_are_followed_to_their_end() -> None:
    assert known(merges((1, 2, 10), (2, 3, 20), (3, 4, 30), (9, 8, 40))) == {1: 4, 2: 4, 3: 4, 9: 8}


def test_chains_hold_in_whatever_order_they_were_made() -> None:
    assert known(merges((3, 4, 30), (2, 3, 20), (1, 2, 10))) == {1: 4, 2: 4, 3: 4}


def test_an_instant_sees_only_the_merges_made_by_then() -> None:
    table = merges((1, 2, 10), (2, 3, 20))
    assert known(table, 9) == {}
    assert known(table, 10) == {1: 2}
    assert known(table, 20) == {1: 3, 2: 3}
    assert known(table, "then") == {}


def test_the_latest_word_on_a_customer_holds() -> None:
    assert known(merges((1, 2, 10), (1, 3, 20))) == {1: 3}
    assert known(merges((1, 2, 10), (1, 1, 20))) == {}
    assert known(merges((1, 2, 10), (2, 3, 15), (2, 2, 20))) == {1: 2}


def test_a_circle_ends_at_its_smallest_id() -> None:
    assert known(merges((7, 5, 1), (5, 6, 2), (6, 7, 3), (1, 7, 4))) == {7: 5, 6: 5, 1: 5}


def test_a_long_chain_is_followed_once() -> None:
    count = 20_000
    assert known(merges(*((number, number + 1, 0) for number in range(count)))) == dict.fromkeys(range(count), count)


def test_nothing_merged_is_nothing_known() -> None:
    assert resolve([]).num_rows == 0
    assert resolve([IDENTITY.empty_table()]).num_rows == 0


def moves(*rows: tuple[int, int, int, int, int]) -> pa.Table:
    """Rows (customer, event, offset of the event, into, at), one commit after the other."""
    found = [(*row, number) for number, row in enumerate(rows, start=1)]
    return pa.table([pa.array(column, field.type) for column, field in zip(zip(*found), MOVES)], schema=MOVES)


def test_the_latest_move_of_an_event_holds_and_an_instant_sees_the_moves_made_by_then() -> None:
    table = moves((1, 70, 5, 2, 10), (1, 70, 5, 3, 20), (1, 71, 5, 2, 10), (4, 70, 5, 9, 30))

    def stands(as_known: AsKnown) -> list[tuple[int, ...]]:
        return sorted(tuple(row.values()) for row in moved([table], as_known).to_pylist())

    assert stands("now") == [(1, 70, 5, 3), (1, 71, 5, 2), (4, 70, 5, 9)]
    assert stands(10) == [(1, 70, 5, 2), (1, 71, 5, 2)]
    assert stands("then") == stands(9) == []
    assert moved([]).num_rows == 0
