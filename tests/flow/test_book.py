"""Customers are read together, worked on in portions, and written once."""

from collections.abc import Sequence

import pytest

from regulars.flow.book import Book
from regulars.records.customer import decode_customer
from regulars.state.memory import MemoryState
from regulars.state.state import Changes, CustomerRow

PEOPLE = [("user_id", name) for name in ("ann", "bob", "eve")]
OTHERS = [("user_id", name) for name in ("ivy", "oli")]


@pytest.fixture
def state() -> MemoryState:
    """A state that holds them all, each under an identifier."""
    state = MemoryState()
    book = Book("shop", state)
    for pair in PEOPLE + OTHERS:
        book.point(*pair, book.create(5).id)
    changes = Changes(1, 5)
    book.close(changes)
    state.commit(changes)
    return state


def test_what_is_changed_in_two_portions_is_written_once_as_it_was_left(state: MemoryState) -> None:
    book = Book("shop", state)
    for at in (7, 8):
        book.open(PEOPLE)
        for pair in reversed(PEOPLE):
            customer = book.customer(book.holder(*pair))
            assert customer is not None
            assert customer.seen_at == (7 if at == 8 else 0)
            customer.seen_at = customer.due = at
            book.change(customer)
    changes = Changes(2, 8)
    book.close(changes)
    assert [(row.id, row.due, decode_customer(row.record).seen_at) for row in changes.customers] == [
        (1, 8, 8),
        (2, 8, 8),
        (3, 8, 8),
    ]


def test_who_left_the_memory_while_their_identifiers_stayed_comes_with_one_read(
    state: MemoryState, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Book("shop", state, limit=1)
    for pairs in (PEOPLE, OTHERS):  # of the records one would be enough to let the others go, of the identifiers four
        book.open(pairs)
        book.turn()
    reads: list[Sequence[int]] = []
    read = state.read

    def counted(workspace: str, ids: Sequence[int]) -> dict[int, CustomerRow]:
        reads.append(ids)
        return read(workspace, ids)

    monkeypatch.setattr(state, "read", counted)
    book.open(PEOPLE)
    assert [book.customer(book.holder(*pair)) is not None for pair in PEOPLE] == [True, True, True]
    assert reads == [[1, 2, 3]]


def test_who_comes_again_is_not_decoded_again_and_who_was_merged_away_is_gone(
    state: MemoryState, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Book("shop", state)
    book.open(PEOPLE)
    first = book.customer(1)
    book.open(OTHERS)
    monkeypatch.setattr("regulars.flow.book.decode_customer", lambda record: pytest.fail("decoded again"))
    assert book.customer(1) is first is not None
    book.remove(1, into=2)
    book.open(OTHERS)
    monkeypatch.undo()
    assert book.customer(1) is book.customer(2) is not first
    book.forget()
    assert book.customer(1) == first
