"""Paths, flows, times and conversion on paths that are small enough to be checked by hand."""

import math
from collections.abc import Mapping

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.define.compile import compile
from regulars.define.load import load
from regulars.kit.clock import DAY, NEVER
from regulars.lake.lake import AsKnown
from regulars.learn.lifecycle.flows import flows
from regulars.learn.lifecycle.paths import Row, Spell, away, spells, ways
from regulars.learn.lifecycle.times import conversions, survival, times
from regulars.learn.past import Past
from regulars.learn.wilson import wilson


def nothing(sql: str, *, tables: Mapping[str, pa.Table] | None = None, as_known: AsKnown = "now") -> pa.Table:
    raise AssertionError("these results rest on the spells alone")


HOUSE = load("stages: {a: {}, b: {}, c: {}}")
PAST = Past("main", HOUSE, compile(HOUSE), 100 * DAY, nothing)


def told(*rows: Row) -> list[tuple[int, str, int, int, str, bool]]:
    return [(one.customer, one.stage, one.start, one.end, one.then, one.left) for one in spells(rows)]


def test_spells() -> None:
    assert told((1, 0, "a"), (1, 5, "b"), (1, 9, "")) == [(1, "a", 0, 5, "b", True), (1, "b", 5, 9, "", True)]
    assert told((1, 0, "a"), (2, 3, "b")) == [(1, "a", 0, NEVER, "", False), (2, "b", 3, NEVER, "", False)]
    assert told((1, 0, ""), (1, 5, "a"), (1, 7, "a")) == [(1, "a", 5, NEVER, "", False)]
    assert told() == []


def test_what_is_known_later_replaces_what_was_known_before() -> None:
    assert told((1, 0, "a"), (1, 5, "b"), (1, 3, "c")) == [(1, "a", 0, 3, "c", True), (1, "c", 3, NEVER, "", False)]
    assert told((1, 2, "a"), (1, 5, "b"), (1, 0, "")) == []


def test_who_is_merged_is_not_there() -> None:
    gone = away([(1, 9, 4), (1, 1, 6)])
    assert gone == {1: [(4, 6)]}
    assert away([(1, 9, 4), (2, 9, 5)]) == {1: [(4, NEVER)], 2: [(5, NEVER)]}
    found = spells([(1, 0, "a"), (1, 5, "b"), (1, 8, "c")], gone)
    assert [(one.stage, one.start, one.end, one.left) for one in found] == [
        ("a", 0, 4, False),
        ("b", 6, 8, True),
        ("c", 8, NEVER, False),
    ]


def test_flows_of_known_paths() -> None:
    found = spells([(1, 1, "a"), (1, 12, "b"), (2, 2, "a"), (2, 13, "b"), (2, 14, "a"), (3, 15, "c"), (3, 25, "")])
    periods = [("p0", 0, 10), ("p1", 10, 20), ("p2", 20, 30)]
    told_ = flows(found, periods, ["a", "b"], PAST).flows
    stocks = [[(one.stage, one.before, one.entered, one.left, one.after) for one in flow.stocks] for flow in told_]
    assert stocks == [
        [("a", 0, 2, 0, 2), ("b", 0, 0, 0, 0), ("c", 0, 0, 0, 0)],
        [("a", 2, 1, 2, 1), ("b", 0, 2, 1, 1), ("c", 0, 1, 0, 1)],
        [("a", 1, 0, 0, 1), ("b", 1, 0, 0, 1), ("c", 1, 0, 1, 0)],
    ]
    links = [[(one.from_, one.to, one.customers) for one in flow.links] for flow in told_]
    assert links == [
        [("", "a", 2)],
        [("a", "a", 1), ("a", "b", 1), ("", "c", 1)],
        [("a", "a", 1), ("b", "b", 1), ("c", "", 1)],
    ]


_rows = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 60), st.sampled_from(["a", "b", "c", ""])), max_size=25)


@settings(max_examples=60, deadline=None)
@given(_rows, st.lists(st.tuples(st.integers(1, 4), st.integers(0, 60), st.integers(0, 60)), max_size=2), st.integers(1, 25))
def test_flows_add_up_whatever_the_paths(rows: list[Row], gaps: list[tuple[int, int, int]], length: int) -> None:
    apart = {customer: [(min(one, other), max(one, other))] for customer, one, other in gaps}
    found = spells(sorted(rows, key=lambda row: row[0]), apart)
    periods = [(str(start), start, start + length) for start in range(0, 80, length)]
    told_ = flows(found, periods, ["a", "b", "c"], PAST).flows
    before = [0, 0, 0]
    for (_, start, end), flow in zip(periods, told_, strict=True):
        assert [one.before for one in flow.stocks] == before
        before = [one.after for one in flow.stocks]
        for stock in flow.stocks:
            assert stock.before + stock.entered - stock.left == stock.after
            assert stock.after == sum(one.start < end <= one.end and one.stage == stock.stage for one in found)
            assert sum(link.customers for link in flow.links if link.to == stock.stage) == stock.after
            assert sum(link.customers for link in flow.links if link.from_ == stock.stage) == stock.before
        was = {one.customer: one.stage for one in found if one.start < start <= one.end}
        held = {one.customer: one.stage for one in found if one.start < end <= one.end}
        for link in flow.links:
            assert link.customers == sum(
                was.get(customer, "") == link.from_ and held.get(customer, "") == link.to for customer in was.keys() | held
            )


def test_survival_is_the_textbooks() -> None:
    # Freireich et al., Blood 21 (1963): weeks of remission under 6-MP, as in Cox and Oakes, table 1.1; + is censored.
    weeks = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = survival([(week, True) for week in weeks[0]] + [(week, False) for week in weeks[1]])
    shares = [(week, round(share, 3)) for week, share, _, _ in curve]
    assert shares == [(6, 0.857), (7, 0.807), (10, 0.753), (13, 0.69), (16, 0.627), (22, 0.538), (23, 0.448)]
    errors = {6: 0.0764, 10: 0.0963, 23: 0.1346}  # Greenwood's standard errors, as published with it
    for week, share, low, high in curve:
        if week in errors:
            width = 1.959964 * errors[int(week)] / (share * abs(math.log(share)))
            assert low == pytest.approx(share ** math.exp(width), abs=2e-3)
            assert high == pytest.approx(share ** math.exp(-width), abs=2e-3)


def test_times() -> None:
    found = [Spell(number, "a", 0, number * DAY, "b", True) for number in range(1, 5)]
    found += [Spell(9, "a", 98 * DAY, NEVER, "", False), Spell(9, "c", 0, 98 * DAY, "", False)]
    a, b, c = times(found, ["a", "b"], PAST).times
    assert (a.stage, a.spells, a.ended) == ("a", 5, 4)
    assert (a.lower, a.median, a.upper) == (2.0, 3.0, 4.0)
    assert [(kept.days, round(kept.share, 3)) for kept in a.kept] == [(1, 0.8)]
    assert (b.spells, b.median, b.kept) == (0, None, [])
    assert (c.ended, c.median) == (0, None), "who was merged into another has not left"


def test_conversions() -> None:
    found = spells(
        [
            *[(1, 0, "a"), (1, 5 * DAY, "b"), (1, 50 * DAY, "c")],
            *[(2, 0, "a"), (2, 40 * DAY, "b")],
            *[(3, 90 * DAY, "a"), (3, 91 * DAY, "b")],
            *[(4, 0, "b"), (4, DAY, "a")],
        ]
    )
    pairs = {(one.from_, one.to): one for one in conversions(found, ["a", "b", "c"], 30 * DAY, PAST).conversions}
    ab = pairs["a", "b"]
    assert (ab.customers, ab.reached, ab.observed, ab.ever, ab.days) == (4, 3, 3, 0.75, 5.0)
    assert ab.within == 1 / 3, "of three who entered 30 days ago one came in time; the fourth is too young to tell"
    assert (ab.within_low, ab.within_high) == wilson(1, 3)
    assert (pairs["c", "a"].reached, pairs["c", "a"].days) == (0, None)


def test_ways() -> None:
    found = ways(spells([(1, 0, "a"), (1, 1, "b"), (2, 0, "a"), (2, 1, "b"), (3, 0, "c")]), PAST)
    assert [(path.stages, path.customers, round(path.share, 2)) for path in found.paths] == [
        (["a", "b"], 2, 0.67),
        (["c"], 1, 0.33),
    ]
    assert found.distinct == 2
    assert (found.evidence.customers, found.evidence.events, found.evidence.as_of) == (3, 5, 100 * DAY)
