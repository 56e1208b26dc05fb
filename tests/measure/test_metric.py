import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.algebra import ExpressionError, Scope, calendar
from regulars.define.definitions import Metric
from regulars.kit.clock import DAY, HOUR, from_datetime
from regulars.lake.duck import DuckEngine
from regulars.lake.lake import CHANGES, EVENTS
from regulars.lake.memory import MemoryLake
from regulars.measure.metric import Figure, Query, counts, figures
from regulars.measure.period import Unit, periods
from regulars.measure.split import Split

ORDER = "Order Completed"
REVENUE = Metric(name="revenue", of=f"sum(properties.total) filter (where event = '{ORDER}')")
ORDERS = Metric(name="orders", of=f"count(*) filter (where event = '{ORDER}')")
BASKET = Metric(name="basket", of=REVENUE.of, per=ORDERS.of)
EACH_CUSTOMER = Metric(name="orders_per_customer", of=ORDERS.of, per="customer")
LARGEST = Metric(name="largest", of="max(properties.total)")
UNITS = Metric(name="units", of="sum(line.quantity)", per="count(*)", each="properties.products as line")
COMPLAINTS = Metric(name="complaints", of="count(*) filter (where event = 'Complaint')", up="bad")

Row = tuple[int, int, str, float | None]
"""(customer, timestamp, event, total)."""


def events(rows: list[Row], source: str = "shop", type_: str = "track") -> pa.Table:
    columns: dict[str, list[object]] = {name: [] for name in EVENTS.names}
    for number, (customer, timestamp, event, total) in enumerate(rows):
        body = {} if total is None else {"total": total, "products": [{"quantity": 1}, {"quantity": 2}]}
        row = (
            customer,
            number,
            str(number),
            source,
            type_,
            event,
            timestamp,
            timestamp,
            1,
            None,
            None,
            json.dumps(body),
            "{}",
            "{}",
        )
        for field, value in zip(EVENTS, row, strict=True):
            columns[field.name].append(value)
    return pa.table(columns, schema=EVENTS)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    lake = MemoryLake()
    engine = DuckEngine(lake, threads=1)
    yield engine
    engine.close()
    lake.close()


def over(engine: DuckEngine, **pending: pa.Table) -> Query:
    return lambda sql, tables: engine.run("main", sql, pending, tables=tables)


def at(day: int, hour: int = 12, month: int = 6) -> int:
    return from_datetime(datetime(2026, month, day, hour, tzinfo=ZoneInfo("UTC")))


def values(found: list[Figure], metric: str, segment: str | None = None) -> list[float | None]:
    return [figure.value for figure in found if (figure.metric, figure.segment) == (metric, segment)]


def test_figures_by_week_with_their_change(engine: DuckEngine) -> None:
    rows: list[Row] = [
        (1, at(2), ORDER, 10.0),  # Tuesday of the week of 2026-06-01
        (2, at(3), ORDER, 30.0),
        (1, at(9), ORDER, 60.0),
        (3, at(10), "Complaint", None),
        (3, at(24), ORDER, 5.0),
    ]
    wanted = [REVENUE, ORDERS, BASKET, EACH_CUSTOMER, LARGEST, COMPLAINTS]
    found = figures(wanted, Scope(), over(engine, events=events(rows)), "week", at(1, 0), at(29, 0))
    assert [figure.period for figure in found[:4]] == ["2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22"]
    assert values(found, "revenue") == [40.0, 60.0, 0.0, 5.0]
    assert values(found, "orders") == [2.0, 1.0, 0.0, 1.0]
    assert values(found, "basket") == [20.0, 60.0, None, 5.0]
    assert values(found, "orders_per_customer") == [1.0, 0.5, None, 1.0]
    assert values(found, "largest") == [30.0, 60.0, None, 5.0]
    assert [figure.customers for figure in found[:4]] == [2, 2, 0, 1]
    assert [(figure.change, figure.good) for figure in found[:4]] == [(None, True), (0.5, True), (-1.0, False), (None, True)]
    assert [(figure.change, figure.good) for figure in found if figure.metric == "complaints"] == [
        (None, None),
        (None, False),
        (-1.0, True),
        (None, None),
    ]
    assert [(figure.change, figure.good) for figure in found if figure.metric == "basket"][1:] == [
        (2.0, True),
        (None, None),
        (None, None),
    ]
    assert all(figure.whole for figure in found)


def test_the_first_period_is_compared_with_the_one_before_it(engine: DuckEngine) -> None:
    rows: list[Row] = [(1, at(1), ORDER, 10.0), (1, at(2), ORDER, 15.0)]
    (figure,) = figures([REVENUE], Scope(), over(engine, events=events(rows)), "day", at(2, 0), at(3, 0))
    assert (figure.period, figure.value, figure.change, figure.good) == ("2026-06-02", 15.0, 0.5, True)


def test_a_period_that_is_not_whole_says_so_and_is_compared_with_nothing(engine: DuckEngine) -> None:
    rows: list[Row] = [(1, at(day, 1), ORDER, 10.0) for day in range(1, 31)]
    found = figures([ORDERS], Scope(), over(engine, events=events(rows)), "week", at(3, 0), at(24, 0))
    assert [(figure.period, figure.value, figure.whole, figure.change) for figure in found] == [
        ("2026-06-01", 5.0, False, None),
        ("2026-06-08", 7.0, True, None),
        ("2026-06-15", 7.0, True, 0.0),
        ("2026-06-22", 2.0, False, None),
    ]
    assert [figure.good for figure in found] == [None] * 4


def test_days_and_months_begin_in_the_workspaces_zone(engine: DuckEngine) -> None:
    rows: list[Row] = [(1, from_datetime(datetime(2026, 6, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))), ORDER, 1.0)]
    query = over(engine, events=events(rows))
    shanghai = figures([ORDERS], Scope(zone="Asia/Shanghai"), query, "month", at(1, 0, 5), at(30, 0))
    assert [(figure.period, figure.value) for figure in shanghai] == [("2026-05-01", 0.0), ("2026-06-01", 1.0)]
    utc = figures([ORDERS], Scope(), query, "month", at(1, 0, 5), at(30, 0))
    assert [(figure.period, figure.value) for figure in utc] == [("2026-05-01", 1.0), ("2026-06-01", 0.0)]


def test_order_lines_are_rows_of_their_own(engine: DuckEngine) -> None:
    rows: list[Row] = [(1, at(1), ORDER, 1.0), (2, at(1), ORDER, 1.0), (3, at(1), "Page Viewed", None)]
    (figure,) = figures([UNITS], Scope(), over(engine, events=events(rows)), "day", at(1, 0), at(2, 0))
    assert (figure.numerator, figure.denominator, figure.value, figure.customers) == (6.0, 4.0, 1.5, 3)


def test_what_the_house_did_makes_nobody_active(engine: DuckEngine) -> None:
    theirs = events([(1, at(1), ORDER, 1.0)])
    ours = events([(2, at(1), "Email Delivered", None)], source="regulars")
    scored = events([(3, at(1), "", None)], type_="score")
    query = over(engine, events=pa.concat_tables([theirs, ours, scored]))
    (figure,) = figures([EACH_CUSTOMER], Scope(), query, "day", at(1, 0), at(2, 0))
    assert (figure.value, figure.customers) == (1.0, 1)


def test_a_split_tells_the_past_of_todays_members(engine: DuckEngine) -> None:
    rows: list[Row] = [(1, at(1), ORDER, 1.0), (2, at(1), ORDER, 10.0), (3, at(2), ORDER, 100.0), (3, at(2), ORDER, 100.0)]
    split = Split(["vip", "new", "nobody"], members={"vip": [1, 3], "new": pa.array([3])})
    found = figures([REVENUE, BASKET], Scope(), over(engine, events=events(rows)), "day", at(1, 0), at(3, 0), split)
    assert [figure.segment for figure in found[::2]] == [None, "vip", "new", "nobody"] * 2
    assert values(found, "revenue") == [11.0, 200.0]
    assert values(found, "revenue", "vip") == [1.0, 200.0]
    assert values(found, "revenue", "new") == [0.0, 200.0]
    assert values(found, "revenue", "nobody") == [0.0, 0.0]
    assert values(found, "basket", "vip") == [1.0, 100.0]
    assert [figure.customers for figure in found if figure.segment == "vip"] == [1, 1] * 2


def changes(*rows: tuple[int, int, str, str, str]) -> pa.Table:
    """Rows (customer, at, kind, name, value)."""
    found = [(customer, at_, 1, kind, name, value, "[]") for customer, at_, kind, name, value in rows]
    return pa.table([pa.array(column, field.type) for column, field in zip(zip(*found), CHANGES)], schema=CHANGES)


def test_a_split_tells_of_members_as_they_were(engine: DuckEngine) -> None:
    rows: list[Row] = [(customer, at(day), ORDER, 1.0) for customer in (1, 2) for day in (1, 2, 3, 4)]
    moves = changes(
        (1, at(2, 0), "segment", "vip", "in"),
        (1, at(2, 0), "segment", "other", "in"),
        (1, at(4, 0), "segment", "vip", "out"),
        (2, at(3, 0), "segment", "vip", "in"),
    )
    query = over(engine, events=events(rows), changes=moves)
    found = figures([ORDERS], Scope(), query, "day", at(1, 0), at(5, 0), Split(["vip"]))
    assert values(found, "orders") == [2.0] * 4
    assert values(found, "orders", "vip") == [0.0, 1.0, 2.0, 1.0]


def test_or_of_the_stages_that_they_were_at(engine: DuckEngine) -> None:
    rows: list[Row] = [(1, at(day), ORDER, 1.0) for day in (1, 2, 3, 4)]
    moves = changes(
        (1, at(2, 0), "stage", "", "new"), (1, at(3, 0), "stage", "new", "active"), (1, at(4, 0), "stage", "active", "gone")
    )
    query = over(engine, events=events(rows), changes=moves)
    found = figures([ORDERS], Scope(), query, "day", at(1, 0), at(5, 0), Split(["new", "active"], "stage"))
    assert values(found, "orders", "new") == [0.0, 1.0, 0.0, 0.0]
    assert values(found, "orders", "active") == [0.0, 0.0, 1.0, 0.0]


def test_names_of_segments_are_values_and_never_sql(engine: DuckEngine) -> None:
    name = "it's; drop view events; --"
    moves = changes((1, at(1, 0), "segment", name, "in"))
    query = over(engine, events=events([(1, at(1), ORDER, 1.0)]), changes=moves)
    for split in (Split([name]), Split([name], members={name: [1]})):
        assert values(figures([ORDERS], Scope(), query, "day", at(1, 0), at(2, 0), split), "orders", name) == [1.0]


def test_no_metric_or_no_time_is_no_figure(engine: DuckEngine) -> None:
    assert figures([], Scope(), over(engine), "day", at(1), at(2)) == []
    assert figures([ORDERS], Scope(), over(engine), "day", at(2), at(2)) == []


def test_without_any_history_everything_is_nothing(engine: DuckEngine) -> None:
    found = figures([REVENUE, BASKET, LARGEST], Scope(), over(engine), "month", at(1, 0), at(30, 0))
    assert [(figure.value, figure.numerator, figure.denominator, figure.customers) for figure in found] == [
        (0.0, 0.0, None, 0),
        (None, 0.0, 0.0, 0),
        (None, None, None, 0),
    ]


@pytest.mark.parametrize(
    ("metric", "sentence"),
    [
        (Metric(name="m", of="sum(properties.total) over (range interval 7 day preceding)"), "takes no window"),
        (Metric(name="m", of="count(*) * traits.age"), "not traits.age"),
        (Metric(name="m", of="cuont(*)", at="shop.yml:3"), r"shop\.yml:3.*cuont"),
        (Metric(name="m", of="max(event)"), "number"),
        (Metric(name="m", of="count(*)", per="customers"), "customers"),
    ],
)
def test_a_metric_that_cannot_be_is_refused(engine: DuckEngine, metric: Metric, sentence: str) -> None:
    with pytest.raises(ExpressionError, match=sentence):
        figures([metric], Scope(), over(engine), "day", at(1), at(2))


ZONES = ["UTC", "Asia/Shanghai", "America/New_York"]
MARCH = from_datetime(datetime(2026, 3, 5, tzinfo=ZoneInfo("UTC")))
ROWS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(MARCH, MARCH + 20 * DAY),
        st.sampled_from([ORDER, "Complaint"]),
        st.one_of(st.none(), st.integers(0, 99).map(float)),
    ),
    max_size=25,
)


def test_figures_are_those_that_one_counts_by_hand(engine: DuckEngine) -> None:
    @settings(max_examples=40, deadline=None)
    @given(
        ROWS,
        st.sampled_from(["day", "week", "month"]),
        st.integers(0, 15 * 24),
        st.integers(1, 12 * 24),
        st.sampled_from(ZONES),
    )
    def same(rows: list[Row], unit: Unit, first: int, hours: int, zone: str) -> None:
        start, end = MARCH + first * HOUR, MARCH + (first + hours) * HOUR
        split = Split(["odd"], members={"odd": [1, 3]})
        metrics = [REVENUE, BASKET, EACH_CUSTOMER, LARGEST, UNITS]
        found = figures(metrics, Scope(zone=zone), over(engine, events=events(rows)), unit, start, end, split)
        spans = periods(unit, start, end, calendar(zone))
        assert [figure.period for figure in found] == [span.date for span in spans] * 2 * len(metrics)
        for segment in (None, "odd"):
            for place, span in enumerate(spans):
                inside = [row for row in rows if max(span.start, start) <= row[1] < min(span.end, end)]
                inside = [row for row in inside if segment is None or row[0] % 2]
                wanted = _by_hand(inside)
                for metric in metrics:
                    line = [figure for figure in found if (figure.metric, figure.segment) == (metric.name, segment)]
                    assert line[place].value == wanted[metric.name], metric.name
                    assert line[place].customers == len({row[0] for row in inside})

    same()


def _by_hand(rows: list[Row]) -> Mapping[str, float | None]:
    orders = [row for row in rows if row[2] == ORDER]
    totals = [row[3] for row in orders if row[3] is not None]
    everything = [row[3] for row in rows if row[3] is not None]
    customers = {row[0] for row in rows}
    return {
        "revenue": float(sum(totals)),
        "basket": sum(totals) / len(orders) if orders else None,
        "orders_per_customer": len(orders) / len(customers) if customers else None,
        "largest": max(everything, default=None),
        "units": 3 / 2 if everything else None,
    }


def test_what_counts_never_falls_below_nothing() -> None:
    scope = Scope()
    rate = Metric(name="refund rate", of=COMPLAINTS.of, per=ORDERS.of)
    assert all(counts(metric, scope) for metric in (ORDERS, EACH_CUSTOMER, COMPLAINTS, rate))
    assert not any(counts(metric, scope) for metric in (REVENUE, BASKET, LARGEST))
    assert not counts(Metric(name="net", of="count(*) - count(*) filter (where event = 'Order Refunded')"), scope)
