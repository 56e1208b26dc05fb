"""Proposals in a house: who is compared, what a member answers, and what merges do to the pairs."""

from collections.abc import Iterator
from typing import Any

import pytest

from regulars.app import likeness
from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.define.load import assemble
from regulars.kit.clock import ManualClock
from regulars.kit.errors import NotFound, RegularsError
from regulars.learn.evidence import TooThin
from regulars.records import Event

pytest.importorskip("splink")

AT = 1_780_000_000_000_000
WORKSPACE = "main"
DEFINITIONS = "identifiers: {card: {trait: card, unique: true}, email: {trait: email}, phone: {trait: phone, limit: 5}}"
FIRST = "anna ben clara david emma frank greta henry ida jonas klara leon mia noah olga paul rosa sam tina udo vera will"
LAST = "abel brandt conrad dietz engel fuchs graf hahn irmer jahn krug lang maier nolte otto pohl roth sauer thiel"


def person(n: int, **more: Any) -> dict[str, Any]:
    first, last = FIRST.split(), LAST.split()
    return {
        "first_name": first[n % len(first)],
        "last_name": last[n * 7 % len(last)],
        "birthday": f"{1950 + n % 50}-{1 + n % 12:02}-{1 + n * 5 % 28:02}",
        "address": {"city": ["Berlin", "Hamburg", "Bonn"][n % 3]},
    } | more


class Shop:
    """A house with 60 customers (numbers 1 to 60), and doubles of the first three with another e-mail address (61 to 63)."""

    def __init__(self) -> None:
        self.clock = ManualClock(AT)
        self.house = House(in_memory(), self.clock)
        self.house.define(WORKSPACE, assemble([("shop.yml", DEFINITIONS)]))
        self.sent = 0
        for n in range(60):
            self.identify(person(n, email=f"p{n}@mail.example", phone=f"0170{n * 7919:07}"))
        for n in range(3):
            self.identify(person(n, email=f"again{n}@else.example"))

    def identify(self, traits: dict[str, Any]) -> None:
        self.sent += 1
        event = Event(
            id=f"m{self.sent}", type="identify", timestamp=AT, received_at=AT, anonymous_id=f"a{self.sent}", traits=traits
        )
        self.house.take(WORKSPACE, "server", [event])
        self.house.run()

    def run(self) -> likeness.Found:
        return likeness.run(self.house, WORKSPACE)

    def listed(self, status: likeness.Status = "open") -> list[likeness.Proposal]:
        found = likeness.latest(self.house, WORKSPACE)
        assert found
        return [proposal for _, proposal in likeness.proposals(self.house, WORKSPACE, found, status)]

    def names(self, status: likeness.Status = "open") -> set[str]:
        return {proposal.id for proposal in self.listed(status)}

    def answer(self, name: str, verdict: likeness.Verdict) -> int | None:
        offset = likeness.answer(self.house, WORKSPACE, name, verdict, "key:1")
        self.house.run()
        return offset


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.house.close()


def test_doubles_are_proposed_by_traits_of_any_depth(shop: Shop) -> None:
    found = shop.run()
    assert found.traits["address.city"] == "city"
    assert shop.names() == {"1-61", "2-62", "3-63"}
    assert all(0.9 <= proposal.probability <= 1 for proposal in shop.listed())


def test_accepted_ones_become_one_through_the_log(shop: Shop) -> None:
    shop.run()
    offset = shop.answer("1-61", "accept")
    assert offset is not None
    (row,) = shop.house.query(WORKSPACE, "select * from identity").to_pylist()
    assert (row["customer_id"], row["into_id"]) == (61, 1)
    assert row["why"].startswith("likeness 1.00: ")
    assert "birthday the same: +" in row["why"]
    assert shop.names() == {"2-62", "3-63"}
    assert not shop.house.verify(WORKSPACE).differences
    with pytest.raises(NotFound):
        shop.answer("1-61", "accept")


def test_refused_ones_are_not_proposed_again(shop: Shop) -> None:
    shop.run()
    assert shop.answer("2-62", "refuse") is None
    assert shop.names() == {"1-61", "3-63"}
    shop.run()
    assert shop.names() == {"1-61", "3-63"}
    assert shop.names("refused") == {"2-62"}
    assert shop.answer("2-62", "accept") is not None
    assert not shop.names("refused")


def test_a_refusal_holds_for_whom_the_two_become(shop: Shop) -> None:
    shop.identify(person(0, email="third@else.example"))
    shop.run()
    assert shop.names() == {"1-61", "1-64", "61-64", "2-62", "3-63"}
    shop.answer("61-64", "refuse")
    shop.answer("1-61", "accept")
    assert shop.names() == {"2-62", "3-63"}
    assert shop.names("refused") == {"1-64"}


def test_pairs_follow_merges_made_elsewhere(shop: Shop) -> None:
    shop.run()
    merge = Event(id="by hand", type="merge", timestamp=AT, received_at=AT, properties={"into": 40, "from": 61})
    shop.house.take(WORKSPACE, "api", [merge])
    shop.house.run()
    assert shop.names() == {"1-40", "2-62", "3-63"}


def test_what_unique_identifiers_forbid_is_shown_as_a_conflict(shop: Shop) -> None:
    for card, email in (("c-1", "x@mail.example"), ("c-2", "y@mail.example")):
        shop.identify(person(70, email=email, card=card))
    shop.run()
    assert shop.names() == {"1-61", "2-62", "3-63"}
    (proposal,) = shop.listed("conflict")
    assert proposal.conflict == "both have a card of their own, so they are two people"
    with pytest.raises(RegularsError, match="cannot be one customer: both have a card") as caught:
        shop.answer(proposal.id, "accept")
    assert caught.value.code == "conflict"
    shop.answer(proposal.id, "refuse")
    assert not shop.names("conflict")


def test_traits_may_be_named(shop: Shop) -> None:
    found = likeness.run(shop.house, WORKSPACE, {"birthday": "birthday", "first_name": "name"}, least=0.5)
    assert set(found.traits) == {"birthday", "first_name"}
    with pytest.raises(NotFound, match="did you mean 'birthday'"):
        likeness.run(shop.house, WORKSPACE, {"birthdy": "birthday"})
    with pytest.raises(RegularsError, match="no kind of trait; did you mean 'birthday'"):
        likeness.run(shop.house, WORKSPACE, {"birthday": "birthdays"})


def test_an_empty_house_says_that_it_is_thin() -> None:
    house = House(in_memory(), ManualClock(AT))
    with pytest.raises(TooThin, match="customers: 0, needed 30"):
        likeness.run(house, WORKSPACE)
    assert likeness.latest(house, WORKSPACE) is None
    with pytest.raises(NotFound):
        likeness.answer(house, WORKSPACE, "1-2", "accept", "key:1")
    house.close()


def test_names_of_no_proposal_are_not_found(shop: Shop) -> None:
    shop.run()
    for name in ("", "1", "1-", "x-y", "61-1", "1-1", "1-61; drop", "٣-٤", "9" * 30 + "-1"):
        with pytest.raises(NotFound):
            shop.answer(name, "accept")
