"""Laws 1 and 2 over a whole house: whatever happens, live equals history, every event is accounted for, nothing is twice."""

from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.define.definitions import Definitions
from regulars.kit.clock import DAY, ManualClock
from regulars.records import Customer, Envelope, Event

from .house import (
    START,
    WORKSPACE,
    Tried,
    anybody,
    definitions,
    enveloped,
    later,
    merging,
    owners,
    parting,
    streams,
    users,
)

LAW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
_happenings = st.sampled_from(
    [
        *(
            "run",
            "run",
            "run",
            "tick",
            "flush",
            "restart",
            "fails before",
            "fails after",
            "define",
            "small",
            "portions",
            "check",
            "nothing",
        ),
        *("merge", "unmerge", "unmerge"),
    ]
)
_decode = msgspec.json.Decoder(list[Event]).decode


@LAW
@given(definitions(memory=True), definitions(memory=True), streams(), st.data())
def test_whatever_happens_live_is_history(
    first: Definitions, second: Definitions, stream: list[Envelope], data: st.DataObject
) -> None:
    tried = Tried()
    tried.house.define(WORKSPACE, first)
    for envelope in stream:
        tried.append(envelope)
        match data.draw(_happenings):
            case "run":
                tried.insist(tried.house.run)
            case "tick":
                tried.clock.move(tried.clock.now() + data.draw(later))
                tried.insist(tried.house.catch_up)
            case "flush":
                tried.house.flush()
            case "restart":
                tried.restart()
            case "define":
                tried.house.define(WORKSPACE, data.draw(st.sampled_from([first, second])))
            case "small":
                tried.house.loop.size = data.draw(st.integers(1, 4))
            case "portions":
                tried.house.loop.portion = data.draw(st.integers(1, 4))
            case "check":
                tried.check()
            case "fails before" | "fails after" as how:
                tried.fails = how.removeprefix("fails ")
    tried.check()
    tried.restart()
    tried.house.flush()
    tried.clock.move(tried.clock.now() + data.draw(later))
    tried.check()


_wishes = st.sampled_from(["merge", "unmerge", "merge", "unmerge", "tick", "flush", "restart", "fails before", "fails after"])


@LAW
@given(definitions(memory=True), streams(anybody, max_size=12), st.data())
def test_whoever_is_united_and_parted_live_is_history(
    defined: Definitions, stream: list[Envelope], data: st.DataObject
) -> None:
    tried = Tried()
    tried.house.define(WORKSPACE, defined)
    for number, envelope in enumerate(stream):
        tried.append(envelope)
        tried.insist(tried.house.run)
        rows = tried.house.backends.state.read(WORKSPACE, range(1, 10)).values()
        match data.draw(_wishes):
            case "merge":
                into, gone = data.draw(st.sampled_from([row.id for row in rows] or [1])), data.draw(st.integers(1, 3))
                tried.append(merging(into, gone, number, tried.clock.now()))
            case "unmerge":
                gone = data.draw(st.sampled_from([row.id for row in rows if row.merged_into] or [1]))
                tried.append(parting(gone, tried.clock.now()))
            case "tick":
                tried.clock.move(tried.clock.now() + data.draw(later))
                tried.insist(tried.house.catch_up)
            case "flush":
                tried.house.flush()
            case "restart":
                tried.restart()
            case "fails before" | "fails after" as how:
                tried.fails = how.removeprefix("fails ")
    tried.check()
    tried.house.flush()
    tried.check()


@LAW
@given(definitions(), streams(anybody), st.data())
def test_a_merge_undone_at_once_leaves_nothing(defined: Definitions, stream: list[Envelope], data: st.DataObject) -> None:
    tried = Tried()
    tried.house.define(WORKSPACE, defined)
    for envelope in stream:
        tried.append(envelope)
    tried.house.now()
    at = tried.clock.now()
    people = [c.id for c in tried.house.customers(WORKSPACE) if "shared_device" not in c.identifiers]
    if len(people) < 2:
        return
    into, gone = data.draw(st.permutations(people))[:2]
    before = _essence(tried.house)
    for number in range(2):
        tried.append(merging(into, gone, number, at))
        if data.draw(st.booleans()):
            tried.house.run()
            tried.house.flush()
        tried.append(parting(gone, at))
        tried.house.run()
        assert _essence(tried.house) == before
    tried.check()


def _essence(house: House) -> dict[int, Any]:
    """All that is known of each customer, but what a merge leaves for good."""
    left = ("merges", "seen", "apart", "evaluated_at", "due", "cells")
    program, at = house.world(WORKSPACE).program, house.loop.at
    return {
        customer.id: {name: value for name, value in msgspec.structs.asdict(customer).items() if name not in left}
        | {"identifiers": {kind: held for kind, held in customer.identifiers.items() if held}}
        | {"cells": program.prune(customer.cells, at)}
        for customer in house.customers(WORKSPACE)
    }


def _lived(stream: list[Envelope], changes: dict[int, Definitions], at: int) -> House:
    """A house that took the stream, with definitions that were applied before the envelope of that number."""
    house = House(in_memory(), ManualClock(START))
    for number, envelope in enumerate([*stream, None]):
        if number in changes:
            house.define(WORKSPACE, changes[number])
        if envelope is not None:
            house.append(envelope)
            house.run()
    house.clock = ManualClock(at)
    house.now()
    return house


def _known(house: House, at: int) -> dict[int, Any]:
    program = house.world(WORKSPACE).program
    return {
        customer.id: (
            program.prune(customer.cells, at),
            sorted(customer.segments),
            customer.stage,
            [decision for decision in customer.decisions if decision[3] + 3 * DAY >= at],
        )
        for customer in house.customers(WORKSPACE)
    }


def _learnt(house: House) -> dict[str, bytes]:
    shared = house.backends.state.query("shared", WORKSPACE)
    return {name: msgspec.msgpack.decode(value) for name, value in shared.items() if name.startswith("learnt:")}


@LAW
@given(definitions(), definitions(), streams(users), st.data())
def test_what_is_backfilled_is_what_would_have_been_lived(
    first: Definitions, second: Definitions, stream: list[Envelope], data: st.DataObject
) -> None:
    at = stream[-1].received_at + DAY
    lived = _lived(stream, {0: second}, at)
    when = data.draw(st.integers(0, len(stream)))
    filled = _lived(stream, {0: first, when: second}, at)
    assert _known(filled, at) == _known(lived, at)
    assert _learnt(filled) == _learnt(lived)
    world = filled.world(WORKSPACE)
    assert {name: world.learnt.get(name) for name in _learnt(filled)} == _learnt(filled), "deciders know it, too"


@LAW
@given(definitions(), streams(owners), st.data())
def test_order_and_batches_do_not_matter(defined: Definitions, stream: list[Envelope], data: st.DataObject) -> None:
    at = stream[-1].received_at
    events = [msgspec.structs.replace(event, received_at=at) for envelope in stream for event in _decode(envelope.body)]
    events = [event for event in events if event.type != "consent" and not event.traits.get("email")]
    outcomes = []
    for order in (events, data.draw(st.permutations(events))):
        cut = data.draw(st.integers(0, len(order)))
        house = _lived([enveloped(part, at) for part in (order[:cut], order[cut:]) if part], {0: defined}, at + DAY)
        outcomes.append({_name(customer): _seen(house, customer, at + DAY) for customer in house.customers(WORKSPACE)})
    assert outcomes[0] == outcomes[1]


def _name(customer: Customer) -> frozenset[tuple[str, str]]:
    return frozenset((kind, value) for kind, values in customer.identifiers.items() for value in values)


def _seen(house: House, customer: Customer, at: int) -> Any:
    program = house.world(WORKSPACE).program
    values = program.values(program.names, customer, at)
    return values, customer.traits, customer.scores, sorted(customer.segments), customer.stage
