"""What becomes of two customers who turn out to be one."""

from itertools import permutations
from typing import Any

import pytest

from regulars.define.compile import compile
from regulars.define.definitions import DEFAULT_IDENTIFIERS, Definitions, Purpose
from regulars.flow.book import Book
from regulars.kit.clock import HOUR
from regulars.know.merge import Merger
from regulars.records import Customer
from regulars.state.memory import MemoryState

from .conftest import Known

JOURNEY = """
segments: {buyer: "count(*) filter (where event = 'order') > 0"}
journeys:
  thanks:
    on_segment: buyer
    steps: [{name: pause, wait: 1h}, {name: say, message: hello, purpose: service}]
purposes: {service: {basis: contract}}
templates: {hello: {subject: Hello, body: Hello.}}
"""


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ([[True, 1, 7]], [True, 1, 7]),
        ([[True, 1, 7], [True, 5, 2]], [True, 5, 2]),
        ([[False, 1, 7], [True, 5, 2]], [False, 5, 2]),
        ([[True, 1, 7], [False, 5, 2]], [False, 5, 2]),
        ([[True, 5, 1], [False, 5, 2]], [False, 5, 2]),
        ([[True, 1, 7], [False, 5, 2], [True, 9, 1]], [False, 9, 1]),
    ],
)
def test_the_stricter_consent_holds_in_whatever_order_customers_unite(said: list[Any], holds: list[Any]) -> None:
    for order in permutations(said):
        first, *others = (Customer(id=number, born_at=0, consents={"marketing": one}) for number, one in enumerate(order, 1))
        for other in others:
            _merger({}).join(first, other)
        assert first.consents == {"marketing": holds}


def _merger(purposes: dict[str, Purpose]) -> Merger:
    return Merger(compile(Definitions()), Book("main", MemoryState()), DEFAULT_IDENTIFIERS, purposes)


@pytest.mark.parametrize(
    ("silence", "device", "person"), [("known", True, False), ("no", False, False), ("nothing", True, True)]
)
def test_what_silence_means_is_defined(silence: Any, device: bool, person: bool) -> None:
    merger = _merger({"marketing": Purpose(name="marketing", silence=silence)})
    for identifiers, holds in (({"anonymous_id": {"d1": 1}}, device), ({"user_id": {"bob": 1}}, person)):
        for speaks_first in (True, False):
            ann = Customer(id=1, born_at=0, consents={"marketing": [True, 5, 2]}, identifiers={"user_id": {"ann": 1}})
            silent = Customer(id=2, born_at=0, identifiers=identifiers)
            into, other = (ann, silent) if speaks_first else (silent, ann)
            merger.join(into, other)
            assert into.consents == {"marketing": [holds, 5, 2]}, "the stamp stays: a later word counts"


def test_a_known_person_who_never_agreed_is_not_made_to_by_a_merge(known: Known) -> None:
    ann = known.call("ann", type="consent", event="", properties={"marketing": True})
    anne = known.call("anne")
    known.merge(ann, anne)
    assert known.customer(ann).consents["marketing"][0] is False
    known.call("anne", type="consent", event="", properties={"marketing": True})
    assert known.customer(ann).consents["marketing"][0] is True


def test_a_no_outlives_the_merge_until_the_person_speaks_again(known: Known) -> None:
    known.call(device="d1", type="consent", event="", properties={"marketing": False})
    ann = known.call("ann", type="consent", event="", properties={"marketing": True, "profiling": True})
    one = known.call("ann", "d1")
    assert one != ann
    consents = {purpose: stamped[0] for purpose, stamped in known.customer(one).consents.items()}
    assert consents == {"marketing": False, "profiling": True}, "silence takes nothing back"
    known.call("ann", type="consent", event="", properties={"marketing": True})
    assert known.customer(one).consents["marketing"][0] is True


def test_of_two_runs_of_one_journey_one_goes_on_and_sends_once() -> None:
    known = Known(JOURNEY)
    known.call(device="d1", event="order")
    known.call("ann", event="order")
    one = known.call("ann", "d1")
    (run,) = known.customer(one).runs
    assert run.journey == "thanks"
    ended = known.house.query("main", "select value from changes where kind = 'journey' order by \"at\"").to_pylist()
    assert [line["value"] for line in ended].count("ended") == 1
    known.clock.move(known.clock.now() + 2 * HOUR)
    known.house.catch_up()
    (row,) = known.house.backends.state.query("messages", "main")
    assert row.message.customer == one
    assert known.customer(one).runs == []
    assert known.house.verify("main").differences == []


def test_a_run_of_the_one_who_goes_lives_on_in_the_one_who_stays() -> None:
    known = Known(JOURNEY)
    stranger = known.call(device="d1")
    ann = known.call("ann", event="order")
    assert known.call("ann", "d1") == stranger != ann
    assert [run.journey for run in known.customer(stranger).runs] == ["thanks"]
    assert dict(known.house.members("main", "buyer")).keys() == {stranger}
    known.clock.move(known.clock.now() + 2 * HOUR)
    known.house.catch_up()
    assert len(known.house.backends.state.query("messages", "main")) == 1


def test_united_customers_start_no_journey_over_again() -> None:
    known = Known(JOURNEY.replace("{name: pause, wait: 1h}, ", ""))
    ann = known.call("ann", event="order")
    stranger = known.call(device="d1")
    assert known.call("ann", "d1") == min(ann, stranger)
    assert len(known.house.backends.state.query("messages", "main")) == 1
