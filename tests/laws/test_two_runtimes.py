"""Law 2: one text, two runtimes, the same answer, always. Hypothesis draws definitions, events, repeats, orders and merges."""

from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.algebra import Program, Spec
from regulars.algebra.taking import Plan
from regulars.kit.clock import DAY, HOUR, NEVER, SECOND
from regulars.records import Customer, Event
from regulars.testing import laws
from regulars.testing.programs import START, TYPES, ZONES, histories, programs

LAW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
_later = st.sampled_from([0, SECOND, 5 * HOUR, DAY, 3 * DAY, 8 * DAY, 40 * DAY])


def _seen(program: Program, name: str, customer: Customer, at: int) -> Any:
    """A value as far as the passing of time is heeded: a segment or stage holds or does not."""
    value = program.value(name, customer, at)
    spec = program.scope.names.get(name)
    return value is True if spec is not None and spec.kind != "feature" else value


def _end(events: list[Event]) -> int:
    return events[-1].received_at if events else START


# -- laws ---------------------------------------------------------------------------------------------------------


@LAW
@given(programs(), histories(), _later, st.data())
def test_live_is_what_history_recomputes(program: Program, events: list[Event], later: int, data: st.DataObject) -> None:
    at = _end(events) + later
    repeated = events + data.draw(st.lists(st.sampled_from(events), max_size=3) if events else st.just([]))
    assert laws.differences(program, repeated, at) == []
    if events:
        then = data.draw(st.sampled_from(events)).received_at + data.draw(_later)
        assert laws.differences(program, events, then) == []


@LAW
@given(programs(), histories(("ann",)), _later, st.data())
def test_order_does_not_matter(program: Program, events: list[Event], later: int, data: st.DataObject) -> None:
    at = _end(events) + later
    one, other = (laws.known(program, order).get("ann") for order in (events, data.draw(st.permutations(events))))
    if one is None or other is None:
        return
    pruned = program.prune(one.cells, at)
    assert msgspec.msgpack.encode(pruned) == msgspec.msgpack.encode(program.prune(other.cells, at))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(pruned), type=dict[int, Any]) == pruned
    assert (one.traits, one.scores) == (other.traits, other.scores)
    assert program.values(program.names, one, at) == program.values(program.names, other, at)


@LAW
@given(programs(), histories(), _later)
def test_a_merge_is_the_fold_of_the_union(program: Program, events: list[Event], later: int) -> None:
    at = _end(events) + later
    apart = laws.known(program, events)
    if set(apart) != {"ann", "bob"}:
        return
    before = msgspec.msgpack.encode([customer.cells for customer in apart.values()])
    merged = program.merge(apart["ann"].cells, apart["bob"].cells)
    together = laws.known(program, events, who=lambda event: "both")["both"].cells
    swapped = program.merge(apart["bob"].cells, apart["ann"].cells)
    assert program.prune(merged, at) == program.prune(together, at) == program.prune(swapped, at)
    assert msgspec.msgpack.encode([customer.cells for customer in apart.values()]) == before


@LAW
@given(programs(), histories(("ann",)), st.data())
def test_values_stand_still_until_next_change(program: Program, events: list[Event], data: st.DataObject) -> None:
    customer = laws.known(program, events).get("ann", Customer(id=1, born_at=0))
    at = _end(events) + data.draw(st.integers(0, 2 * DAY))
    for name in program.names:
        change = program.next_change([name], customer, at)
        assert change > at
        value = _seen(program, name, customer, at)
        steps = st.one_of(st.integers(1, 20 * DAY), st.sampled_from([1, HOUR, DAY, 7 * DAY, 60 * DAY]))
        moments = [change - 1, *(at + step for step in data.draw(st.lists(steps, max_size=4)))]
        for moment in moments:
            if at <= moment < min(change, at + 4000 * DAY):
                assert _seen(program, name, customer, moment) == value, f"{name} changed before {change}"


_bounds = st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=", "<>"]), st.sampled_from(["-1", "0", "1", "1.5", "2", "3"]))
_kinds = st.sampled_from(["sum", "avg", "min", "max", "count", "stddev", "last"])
_reads = st.one_of(st.just("count(*)"), _kinds.map("{}(properties.total)".format))


@LAW
@given(_reads, st.sampled_from(["3d", "8d", "6h", "40h"]), st.sampled_from(ZONES), _bounds, histories(("ann",)), st.booleans())
def test_a_window_against_a_constant_changes_when_it_is_said(
    read: str, over: str, zone: str, bound: tuple[str, str], events: list[Event], turned: bool
) -> None:
    sign, limit = bound
    text = f"not {limit} {sign} x" if turned else f"x {sign} {limit}"
    program = Program({"x": Spec(read, over=over), "s": Spec(text, kind="segment")}, zone=zone, types=TYPES)
    customer = laws.known(program, events).get("ann", Customer(id=1, born_at=0))
    at = _end(events)
    truth, holds = program.value("s", customer, at), _seen(program, "s", customer, at)
    hours = range(at // HOUR * HOUR + HOUR, at + 12 * DAY, HOUR)
    turn = next((hour for hour in hours if _seen(program, "s", customer, hour) is not holds), NEVER)
    assert program.next_change(["s"], customer, at) == turn, "neither too late nor too early"
    assert program.judge(("s",), customer, at) == ((truth,), turn)


@LAW
@given(programs(), histories(("ann",)))
def test_update_names_all_that_changed(program: Program, events: list[Event]) -> None:
    customer = Customer(id=1, born_at=0, cells={}, traits={}, scores={})
    for event in events:
        at = event.received_at
        before = program.values(program.names, customer, at)
        changed = laws.take(program, customer, event)
        after = program.values(program.names, customer, at)
        assert {name for name in program.names if before[name] != after[name]} <= set(changed)


@LAW
@given(programs(), histories(("ann",)))
def test_code_written_for_a_frequent_event_is_the_closures(program: Program, events: list[Event]) -> None:
    seldom: dict[int, Any] = {}
    often: dict[int, Any] = {}
    for event in events:
        plan = Plan(program.cells.values(), event.type, event.event, program.calendar)
        assert plan.seldom(seldom, event) == plan.often()(often, event)
        assert msgspec.msgpack.encode(sorted(often.items())) == msgspec.msgpack.encode(sorted(seldom.items()))


@LAW
@given(programs(), histories(("ann",)), _later)
def test_generated_code_is_the_closures(program: Program, events: list[Event], later: int) -> None:
    customer = laws.known(program, events).get("ann", Customer(id=1, born_at=0))
    at = _end(events) + later
    values, change = program.judge(program.names, customer, at)
    expected = program.values(program.names, customer, at)
    assert dict(zip(program.names, values)) == expected
    assert [type(value) for value in values] == [type(value) for value in expected.values()]
    assert change == program.next_change(program.names, customer, at)
