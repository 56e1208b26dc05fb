"""The replay driver gives what the live driver gives, and touches nothing."""

from collections.abc import Callable
from typing import Any

from regulars.engage.journey import Entered
from regulars.engage.replay import replay
from regulars.kit.clock import DAY, HOUR
from regulars.records import Event

START = 20_000 * DAY
Build = Callable[..., Any]


def order(number: int, at: int, name: str = "Order Completed") -> tuple[int, Event]:
    return at, Event(f"m{number}", "track", at, at, "shop", name, user_id="ann")


def test_a_replay_sends_what_the_live_run_sent(traveller: Build, journey: Build) -> None:
    text = journey({"name": "rest", "wait": "3d"}, {"name": "hello", "message": "hello"}, reentry="always")
    live, draft = traveller(text), traveller(text)
    history = [order(1, START), order(2, START + DAY), order(3, START + 10 * DAY)]
    for at, event in history:
        for hour in range(START, at, HOUR):
            live.time(hour)
        live.journeys.event(live.customer, event, at, live.effects)
    live.time(START + 13 * DAY)
    replayed = replay(draft.journeys, draft.customer, history, until=START + 13 * DAY)
    assert [m.key for m in replayed.messages] == [m.key for m in live.effects.messages]
    assert [m.created_at for m in replayed.messages] == [START + 3 * DAY, START + 13 * DAY]
    assert [n.value for n in replayed.notes] == [n.value for n in live.effects.notes]
    assert draft.customer.runs == []
    assert draft.customer.ended == {}


def test_entries_and_open_ends(traveller: Build, journey: Build) -> None:
    text = journey({"name": "hello", "message": "hello"}, {"name": "rest", "wait": "3d"}, on_segment="loyal")
    draft = traveller(text)
    replayed = replay(draft.journeys, draft.customer, [(START, Entered("segment", "loyal"))])
    assert [m.template for m in replayed.messages] == ["hello"]
    assert [run.step for run in replayed.customer.runs] == ["rest"]
