"""The pure machine: triggers, waits, branches, exits, versions, and what random histories may never break."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.algebra import Program
from regulars.define.definitions import Journey, Step, Template
from regulars.engage.journey import PASSES, BrokenJourney, Due, Entered, Machine, step, version
from regulars.kit.clock import DAY, HOUR, MINUTE, NEVER
from regulars.records import Customer, Event, Message, Run

START = 20_000 * DAY
HELLO = {"name": "hello", "message": "hello"}
Build = Callable[..., Any]


def test_an_event_starts_a_run_and_its_message_says_why(traveller: Build, journey: Build) -> None:
    ann = traveller(journey(HELLO))
    ann.event("Order Completed", START, total=240)
    [message] = ann.effects.messages
    assert (message.template, message.customer, message.channel, message.journey) == ("hello", 7, "email", "welcome")
    assert message.data == {"trigger": {"total": 240}}
    assert message.created_at == START
    assert any("Order Completed" in str(line) for line in message.why)
    assert ann.told == ["started", "ended"]
    assert ann.customer.runs == []


def test_other_events_start_nothing(traveller: Build, journey: Build) -> None:
    ann = traveller(journey(HELLO))
    ann.event("Product Viewed", START)
    assert ann.effects.notes == []
    assert ann.customer == Customer(id=7, born_at=START)


@pytest.mark.parametrize(("kind", "field"), [("segment", "on_segment"), ("stage", "on_stage")])
def test_entering_a_segment_or_stage_starts_a_run(traveller: Build, journey: Build, kind: str, field: str) -> None:
    ann = traveller(journey(HELLO, **{field: "loyal"}))
    ann.enter("stage" if kind == "segment" else "segment", "loyal", START)
    ann.enter(kind, "other", START)
    assert ann.sent == []
    ann.enter(kind, "loyal", START)
    assert ann.sent == ["hello"]


def test_the_condition_on_the_customer_holds_the_run_back(traveller: Build, journey: Build) -> None:
    ann = traveller(journey(HELLO, when="vip"))
    ann.event("Order Completed", START)
    assert ann.sent == []
    ann.customer.traits["vip"] = [True, START, 0]
    ann.event("Order Completed", START)
    assert ann.sent == ["hello"]


def test_a_wait_fires_at_its_time_and_never_before(traveller: Build, journey: Build) -> None:
    ann = traveller(journey({"name": "rest", "wait": "3d"}, HELLO))
    ann.event("Order Completed", START)
    assert ann.journeys.due(ann.customer) == START + 3 * DAY
    ann.time(START + 3 * DAY - 1)
    assert ann.sent == []
    ann.time(START + 3 * DAY)
    assert ann.sent == ["hello"]
    assert ann.journeys.due(ann.customer) == NEVER


def test_after_an_outage_each_timer_fires_once_and_distances_are_kept(traveller: Build, journey: Build) -> None:
    ann = traveller(journey({"name": "a", "wait": "1d"}, HELLO, {"name": "b", "wait": "1d"}, {"name": "bye", "message": "bye"}))
    ann.event("Order Completed", START)
    late = START + 9 * DAY
    ann.time(late)
    ann.time(late)
    assert ann.sent == ["hello"]
    assert ann.journeys.due(ann.customer) == late + DAY


def test_until_goes_on_with_the_event_or_with_the_time_out(traveller: Build, journey: Build) -> None:
    waiting = (
        {"name": "wait", "until": "event = 'Product Viewed'", "timeout": "2d", "on_timeout": "bye", "to": "hello"},
        {"name": "bye", "message": "bye", "to": "stop"},
        HELLO,
        {"name": "stop", "exit": True},
    )
    ann = traveller(journey(*waiting))
    ann.event("Order Completed", START)
    ann.event("Product Viewed", START + DAY)
    assert ann.sent == ["hello"]
    bob = traveller(journey(*waiting))
    bob.event("Order Completed", START)
    bob.time(START + 2 * DAY)
    bob.event("Product Viewed", START + 2 * DAY)
    assert bob.sent == ["bye"]


def test_the_event_that_starts_or_moves_a_run_is_not_what_its_next_step_waits_for(traveller: Build, journey: Build) -> None:
    again = {"until": "event = 'Order Completed'"}
    ann = traveller(journey({"name": "second", **again}, {"name": "third", **again}, HELLO))
    for day, at in enumerate(["second", "third"]):
        ann.event("Order Completed", START + day)
        assert ann.customer.runs[0].step == at
    ann.event("Order Completed", START + 2)
    assert ann.sent == ["hello"]


def test_until_without_time_out_waits_without_limit(traveller: Build, journey: Build) -> None:
    ann = traveller(journey({"name": "wait", "until": "event = 'Product Viewed'"}, HELLO))
    ann.event("Order Completed", START)
    assert ann.customer.runs[0].due == NEVER
    ann.time(START + 3000 * DAY)
    assert ann.sent == []


@pytest.mark.parametrize(
    ("traits", "expected"),
    [({"vip": True, "rich": True}, "hello"), ({"rich": True}, "again"), ({"vip": False}, "bye"), ({}, "bye")],
)
def test_the_first_branch_that_holds_is_taken(traveller: Build, journey: Build, traits: dict[str, Any], expected: str) -> None:
    arms = [{"if": "vip", "to": "hello"}, {"if": "rich", "to": "again"}, {"to": "bye"}]
    ends = [{"name": name, "message": name, "to": "stop"} for name in ("hello", "again", "bye")]
    ann = traveller(journey({"name": "fork", "branch": arms}, *ends, {"name": "stop", "exit": True}), **traits)
    ann.event("Order Completed", START)
    assert ann.sent == [expected]
    assert any("fork" in str(line) for line in ann.effects.messages[0].why)


def test_where_no_branch_holds_the_next_step_follows(traveller: Build, journey: Build) -> None:
    ann = traveller(journey({"name": "fork", "branch": [{"if": "vip", "to": "bye"}]}, HELLO, {"name": "bye", "message": "bye"}))
    ann.event("Order Completed", START)
    assert ann.sent == ["hello", "bye"]


def test_an_exit_event_ends_a_waiting_run_at_once(traveller: Build, journey: Build) -> None:
    ann = traveller(journey({"name": "rest", "wait": "3d"}, HELLO, exit_on="event = 'Order Cancelled'"))
    ann.event("Order Completed", START)
    run = ann.customer.runs[0].id
    ann.event("Order Cancelled", START + DAY)
    ann.time(START + 3 * DAY)
    assert ann.sent == []
    assert ann.told[-1] == "exited"
    assert ann.customer.exited == {"welcome": run}


def test_the_exit_wins_over_a_timer_that_is_due_and_over_the_awaited_event(traveller: Build, journey: Build) -> None:
    bought = "event = 'Order Cancelled'"
    ann = traveller(journey({"name": "wait", "until": bought, "timeout": "1d"}, HELLO, exit_on=bought))
    ann.event("Order Completed", START)
    ann.event("Order Cancelled", START + 5 * DAY)
    assert ann.sent == []
    assert ann.told[-1] == "exited"


def test_a_due_timer_fires_before_the_event_that_comes_later(traveller: Build, journey: Build) -> None:
    wait = {"name": "wait", "until": "event = 'Product Viewed'", "timeout": "1d", "on_timeout": "bye", "to": "hello"}
    ann = traveller(journey(wait, {"name": "bye", "message": "bye", "to": "stop"}, HELLO, {"name": "stop", "exit": True}))
    ann.event("Order Completed", START)
    ann.event("Product Viewed", START + 2 * DAY)
    assert ann.sent == ["bye"]


@pytest.mark.parametrize(("reentry", "starts"), [("never", 1), ("always", 4), ("2d", 2)])
def test_reentry(traveller: Build, journey: Build, reentry: str, starts: int) -> None:
    ann = traveller(journey(HELLO, reentry=reentry))
    for day in range(4):
        ann.event("Order Completed", START + day * DAY)
    assert len(ann.sent) == starts
    assert len({message.key for message in ann.effects.messages}) == starts


def test_there_is_one_run_of_a_journey_at_a_time(traveller: Build, journey: Build) -> None:
    ann = traveller(journey({"name": "rest", "wait": "3d"}, HELLO, reentry="always"))
    ann.event("Order Completed", START)
    ann.event("Order Completed", START + 1)
    assert len(ann.customer.runs) == 1


def test_two_journeys_run_side_by_side(traveller: Build, journey: Build) -> None:
    ann = traveller(
        journey({"name": "rest", "wait": "1d"}, HELLO), journey({"name": "rest", "wait": "2d"}, HELLO, name="second")
    )
    ann.event("Order Completed", START)
    ann.time(START + DAY)
    assert [message.journey for message in ann.effects.messages] == ["welcome"]
    ann.time(START + 2 * DAY)
    assert [message.journey for message in ann.effects.messages] == ["welcome", "second"]


def test_history_starts_nothing_and_does_not_end_what_began_after_it(traveller: Build, journey: Build) -> None:
    ann = traveller(journey({"name": "wait", "wait": "9d"}, HELLO, exit_on="event = 'Order Cancelled'"))
    ann.event("Order Completed", START, timestamp=START - DAY - 1)
    assert ann.customer.runs == []
    ann.event("Order Completed", START, timestamp=START - DAY)
    assert len(ann.customer.runs) == 1
    ann.event("Order Cancelled", START + 3 * DAY, timestamp=START - DAY)
    assert len(ann.customer.runs) == 1
    ann.event("Order Cancelled", START + 3 * DAY, timestamp=START + HOUR)
    assert ann.customer.runs == []


def test_a_run_stays_on_its_version(traveller: Build, journey: Build) -> None:
    old = journey({"name": "rest", "wait": "3d"}, HELLO)
    new = journey({"name": "rest", "wait": "3d"}, {"name": "bye", "message": "bye"})
    ann = traveller(old)
    ann.event("Order Completed", START)
    later = traveller(new, earlier=(old,))
    later.customer = ann.customer
    later.time(START + 3 * DAY)
    assert later.sent == ["hello"]


@pytest.mark.parametrize("gone", ["version", "journey", "condition"])
def test_a_run_on_an_unknown_version_ends_with_a_reason(traveller: Build, journey: Build, gone: str) -> None:
    old = journey({"name": "rest", "wait": "3d"}, HELLO)
    broken = journey({"name": "rest", "wait": "3d"}, HELLO, exit_on="unknown")
    new = journey(HELLO, name="other" if gone == "journey" else "welcome")
    ann = traveller(old)
    ann.event("Order Completed", START)
    if gone == "condition":
        ann.customer.runs[0].version = version(broken)
    later = traveller(new, earlier=(broken,) if gone == "condition" else () if gone == "version" else (old,))
    later.customer = ann.customer
    later.time(START + 3 * DAY)
    assert later.customer.runs == []
    assert later.sent == []
    assert "any more" in str(later.effects.notes[-1].why[0])


def test_the_version_is_what_the_journey_does() -> None:
    steps = [Step(name="a", wait="1d")]
    one = Journey(name="j", on_event="true", steps=steps)
    assert version(one) == version(Journey(name="j", on_event="true", steps=steps, title={"en": "J"}, at="x.yml:3"))
    assert version(one) != version(Journey(name="j", on_event="true", steps=[Step(name="a", wait="2d")]))


def test_a_loop_is_stopped(traveller: Build, journey: Build) -> None:
    ann = traveller(journey({**HELLO, "to": "back"}, {"name": "back", "branch": [{"to": "hello"}]}))
    ann.event("Order Completed", START)
    assert ann.customer.runs == []
    assert "loop" in str(ann.effects.notes[-1].why[0])
    assert ann.sent == ["hello"]


def test_a_loop_with_waits_is_stopped_too(traveller: Build, journey: Build) -> None:
    ann = traveller(journey({**HELLO, "to": "rest"}, {"name": "rest", "wait": "1d", "to": "hello"}))
    ann.event("Order Completed", START)
    for day in range(1, PASSES):
        ann.time(START + day * DAY)
    assert ann.customer.runs == []
    assert ann.sent == ["hello"]


def test_run_ids_and_keys_are_the_same_on_every_replay(traveller: Build, journey: Build) -> None:
    keys = set()
    for _ in range(2):
        ann = traveller(journey(HELLO))
        ann.event("Order Completed", START)
        keys.add(ann.effects.messages[0].key)
    [key] = keys
    assert key.startswith("welcome/")
    assert key.endswith("/hello/email")


@pytest.mark.parametrize(
    ("steps", "fields", "says"),
    [
        ([{"name": "a", "wait": "1d", "to": "helo"}, HELLO], {}, "did you mean 'hello'"),
        ([{"name": "a", "until": "true", "timeout": "1d", "on_timeout": "x"}], {}, "goes to 'x'"),
        ([{"name": "a", "branch": [{"if": "vip", "to": "x"}]}], {}, "goes to 'x'"),
        ([HELLO], {"exit_on": "unknown"}, "'welcome' cannot run: .*there is no name 'unknown'"),
        ([HELLO], {"on_segment": "s", "when": "properties.total > 1"}, "does not start on one"),
        ([{"name": "a", "branch": [{"if": "event = 'X'", "to": "a"}]}], {"on_stage": "s"}, "does not start on one"),
        ([{"name": "a", "wait": "P1Y"}], {}, "no length of time"),
        ([{"name": "a", "wait": "0d"}], {}, "longer than zero"),
        ([HELLO], {"reentry": "sometimes"}, "no length of time"),
        ([HELLO, HELLO], {}, "two steps"),
        ([{"name": "a", "branch": [{"if": "vip"}]}], {}, "without a 'to'"),
    ],
)
def test_a_journey_that_cannot_run_is_refused(
    traveller: Build, journey: Build, steps: list[Any], fields: dict[str, str], says: str
) -> None:
    with pytest.raises(BrokenJourney, match=says):
        traveller(journey(*steps, **fields))


def test_a_branch_reads_the_properties_of_the_event_that_started_the_run(traveller: Build, journey: Build) -> None:
    for total, expected in ((240, ["hello"]), (2, ["bye"])):
        fork = {"name": "fork", "branch": [{"if": "properties.total > 100", "to": "hello"}, {"to": "bye"}]}
        ends = [{**HELLO, "to": "stop"}, {"name": "bye", "message": "bye"}, {"name": "stop", "exit": True}]
        ann = traveller(journey({"name": "rest", "wait": "1d"}, fork, *ends))
        ann.event("Order Completed", START, total=total)
        ann.event("Product Viewed", START + 1, total=240)
        ann.time(START + DAY)
        assert ann.sent == expected


def test_what_history_leads_into_starts_nothing(traveller: Build, journey: Build) -> None:
    ann = traveller(journey(HELLO, on_segment="loyal", reentry="always"))
    ann.event("Order Completed", START, timestamp=START - 90 * DAY)
    ann.enter("segment", "loyal", START)
    assert ann.sent == []
    ann.time(START + 1)
    ann.enter("segment", "loyal", START + 1)
    ann.event("Order Completed", START + 2)
    ann.enter("segment", "loyal", START + 2)
    assert ann.sent == ["hello", "hello"]


def test_an_event_that_can_start_nothing_is_known_by_its_name(program: Program, journey: Build) -> None:
    machine = Machine(journey(HELLO, on_event="event = 'Order Completed' and properties.total > 5"), program, {})
    assert machine.starts_on("track", "Order Completed")
    assert not machine.starts_on("track", "Product Viewed")
    assert not Machine(journey(HELLO, on_segment="s"), program, {}).starts_on("track", "Order Completed")


def test_step_changes_nothing_that_it_is_given(program: Program, journey: Build) -> None:
    machine = Machine(journey({"name": "rest", "wait": "1d"}, HELLO), program, {"hello": Template(name="hello")})
    customer = Customer(id=7, born_at=START)
    run = Run("welcome", machine.version, "r", START, "rest", START)
    before = msgspec.msgpack.encode([customer, run])
    assert step(machine, run, customer, Due(), START).effects
    assert step(machine, None, customer, Entered("segment", "x"), START).effects == []
    assert msgspec.msgpack.encode([customer, run]) == before


NAMES = ["a", "b", "c", "d"]
KINDS = st.one_of(
    st.builds(lambda days: {"wait": f"{days}d"}, st.integers(1, 3)),
    st.builds(
        lambda days, to: {"until": "event = 'B'", "timeout": f"{days}d", "on_timeout": to},
        st.integers(1, 3),
        st.sampled_from(NAMES),
    ),
    st.builds(lambda to: {"branch": [{"if": "vip", "to": to}]}, st.sampled_from(NAMES)),
    st.just({"message": "hello"}),
    st.just({"exit": True}),
)
STEPS = st.tuples(
    *(
        st.builds(lambda kind, to, n=name: {"name": n, **kind, "to": to}, KINDS, st.none() | st.sampled_from(NAMES))
        for name in NAMES
    )
)
INPUTS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["A", "B", "X", "time"])), max_size=25)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, inputs=INPUTS, vip=st.booleans(), reentry=st.sampled_from(["never", "always", "1d"]))
def test_what_no_history_may_break(
    program: Program, steps: Any, inputs: list[tuple[int, str]], vip: bool, reentry: str
) -> None:
    """At most one message a key; timers never early; exit always wins; one run at a time; every run ends with a reason."""
    journey = Journey(
        name="j", on_event="event = 'A'", exit_on="event = 'X'", reentry=reentry, steps=[Step(**s) for s in steps]
    )

    machine = Machine(journey, program, {"hello": Template(name="hello")})
    customer = Customer(id=1, born_at=START, traits={"vip": [vip, START, 0]})
    run: Run | None = None
    at = START
    keys: list[str] = []
    for index, (hours, name) in enumerate(inputs):
        at += hours * HOUR + MINUTE
        what = Due() if name == "time" else Event(f"m{index}", "track", at, at, "shop", name)
        stepped = step(machine, run, customer, what, at)
        queued = [effect.key for effect in stepped.effects if isinstance(effect, Message)]
        keys += queued
        if run is not None and name == "X":
            assert (stepped.run, stepped.exited, queued) == (None, True, [])
        if run is not None and name == "time":
            assert (stepped.run is run) == (at < run.due)
        if run is not None and stepped.run is None:
            assert stepped.effects
        if run is None and stepped.effects:
            assert name == "A"
            customer.ended["j"] = at
        if stepped.run is not None:
            assert stepped.run.due > at
            assert stepped.run.passes <= PASSES
        run = stepped.run
    assert len(keys) == len(set(keys))
