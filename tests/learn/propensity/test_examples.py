"""Examples are point in time: what came later shows in no feature, what was known before in no label."""

from typing import Any

import msgspec
import pytest

import regulars as rg
from regulars.app import models
from regulars.define.definitions import Model
from regulars.kit.clock import DAY, ManualClock
from regulars.learn.propensity.examples import MOST_INSTANTS, gather, history_of
from regulars.records import Event
from regulars.testing.events import event, identify

START = 20_000 * DAY
HOUSE = """
features:
  orders: count(*) filter (where event = 'Order Completed')
  visits_7d: {of: count(*) filter (where event = 'Visit'), over: 7d}
  last_order: max(timestamp) filter (where event = 'Order Completed')
  shops: {of: list(distinct properties.shop)}
  said_before: scores.buys
segments: {fan: orders > 2}
"""
BUYS = Model(name="buys", kind="propensity", label="count(*) filter (where event = 'Order Completed') > 0", horizon="20d")
HOUSE_WITH_MODEL = HOUSE + f'models: {{buys: {{kind: propensity, label: "{BUYS.label}", horizon: 20d}}}}\n'


def day(number: float) -> int:
    return START + int(number * DAY)


def told(*events: Event) -> rg.Local:
    """A house that took these events in the order of their receipt; it is day 81 there."""
    clock = ManualClock(START)
    local = rg.Local(rg.load(HOUSE_WITH_MODEL), clock=clock)
    for one in sorted(events, key=lambda one: one.received_at):
        clock.move(one.received_at)
        local.house.take("main", "web", [one])
        local.house.run()
    clock.move(day(81))
    return local


def examples(local: rg.Local, model: Model = BUYS) -> dict[tuple[int, int], dict[str, Any]]:
    """(day, customer) → what was known of them and what they did, by the names of the columns."""
    past = models.past(local.house, "main")
    tables = gather(model, past, history_of(model, past))
    names = {row["column"]: row["name"] for row in tables["columns"].to_pylist()}
    return {
        ((row["instant"] - START) // DAY, row["customer_id"]): {names.get(key, key): value for key, value in row.items()}
        for row in tables["examples"].to_pylist()
    }


REGULAR = [event(user="ann", at=day(at), shop="north") for at in (2, 15, 45, 70)]


def test_examples_stand_a_horizon_apart_with_a_past_and_a_future_each() -> None:
    found = examples(told(*REGULAR))
    assert sorted(found) == [(41, 1), (61, 1)], "at day 21 there is no whole horizon of history before"
    assert (found[41, 1]["orders"], found[41, 1]["last_order"], found[41, 1]["label"]) == (2.0, pytest.approx(26), 1.0)
    assert (found[61, 1]["orders"], found[61, 1]["visits_7d"], found[61, 1]["label"]) == (3.0, 0.0, 1.0)
    assert found[61, 1]["shops"] == 1.0, "of a list, how many"
    assert "said_before" not in found[61, 1], "a model does not learn from what it said itself"


def test_what_is_received_late_was_not_known() -> None:
    late = event(user="ann", at=day(50), received_at=day(62))
    found = examples(told(*REGULAR, late))
    assert found[61, 1]["orders"] == 3.0
    assert found[41, 1]["label"] == 1.0, "it happened all the same"


def test_a_label_that_was_known_before_is_none() -> None:
    quiet = [event("Visit", user="bob", at=day(at)) for at in (2, 30, 78)]
    announced = event(user="bob", at=day(65), received_at=day(60.5))
    found = examples(told(*quiet, announced))
    assert found[61, 1]["label"] == 0.0


def test_a_trait_that_is_overwritten_later_is_what_it_was() -> None:
    model = msgspec.structs.replace(BUYS, features=["traits.plan", "orders"])
    local = told(*REGULAR, identify("ann", at=day(3), plan="gold"), identify("ann", at=day(66), plan="cancelled"))
    found = examples(local, model)
    assert [found[at, 1]["traits.plan"] for at in (41, 61)] == ["gold", "gold"]


def test_who_was_not_yet_known_to_be_one_person_stands_apart_and_is_labelled_as_that_person() -> None:
    before = [event("Visit", user=None, anonymous="phone", at=day(58)), *REGULAR]
    link = event("Visit", user="ann", anonymous="phone", at=day(66))
    found = examples(told(*before, link))
    alone = {who for at, who in found if at == 61}
    assert len(alone) == 2
    assert {found[61, who]["visits_7d"] for who in alone} == {0.0, 1.0}
    assert all(found[61, who]["label"] == 1.0 for who in alone), "both turned out to be Ann, who bought"


def test_whom_the_model_is_about_is_judged_as_of_then() -> None:
    model = msgspec.structs.replace(BUYS, among="orders >= 3")
    assert sorted(examples(told(*REGULAR), model)) == [(61, 1)]


def test_customers_without_an_event_in_the_horizon_get_the_label_of_nothing() -> None:
    gone = [event(user="cy", at=day(2)), event(user="cy", at=day(30)), *REGULAR]
    left = msgspec.structs.replace(BUYS, label="count(*) filter (where event = 'Order Completed') = 0")
    worth = msgspec.structs.replace(BUYS, kind="regression", label="avg(properties.total)")
    cy = told(*gone).house.backends.state.find("main", [("user_id", "cy")])["user_id", "cy"]
    assert examples(told(*gone), left)[61, cy]["label"] == 1.0
    assert examples(told(*gone), worth)[61, cy]["label"] is None


def test_what_the_model_said_then_stands_beside_what_came() -> None:
    local = told(*REGULAR, msgspec.structs.replace(event("", user="ann", at=day(55), type="score", buys=0.7), event=""))
    found = examples(local)
    assert (found[61, 1]["said"], found[41, 1]["said"]) == (0.7, None)


def test_an_imported_history_counts_as_known_when_it_happened() -> None:
    imported = [msgspec.structs.replace(one, received_at=day(80)) for one in REGULAR]
    local = told(*imported)
    facts = history_of(BUYS, models.past(local.house, "main"))
    assert facts.imported == ["web"]
    assert examples(local)[61, 1]["orders"] == 3.0


def test_no_history_gives_no_examples_and_long_ones_end() -> None:
    assert history_of(BUYS, models.past(told().house, "main")).instants == []
    short = msgspec.structs.replace(BUYS, horizon="1d")
    assert len(history_of(short, models.past(told(*REGULAR).house, "main")).instants) == MOST_INSTANTS
