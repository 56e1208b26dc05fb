"""History as SQL: as of any instant, hostile names, metrics by group, fragments for one's own query."""

import random
from typing import Any

import duckdb
import msgspec
import pytest

from regulars.algebra import ExpressionError, Program, Scope, Spec, calendar, history, parse
from regulars.algebra.dialect import Speller
from regulars.kit.clock import DAY
from regulars.records import Event
from regulars.testing import laws

AT = 1_800_000_000_000_000
UTC = calendar("UTC")


def _order(number: int, user: str, **properties: Any) -> Event:
    at = AT + number * DAY
    return Event(
        id=f"m{number}",
        type="track",
        event="Order Completed",
        user_id=user,
        timestamp=at,
        received_at=at,
        properties=properties,
    )


ORDERS = [
    _order(0, "ann", total=10, products=[{"sku": "a"}, {"sku": "b"}]),
    _order(1, "bob", total=20.5),
    _order(2, "ann", total=0.1, products=[{"sku": "a"}]),
]


def _query(sql: str) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        connection.register("events", laws.table(ORDERS))
        found: list[dict[str, Any]] = connection.sql(sql).to_arrow_table().to_pylist()
        return found


def test_as_of_means_what_had_been_received() -> None:
    program = Program({"spend": Spec("sum(properties.total)"), "orders": Spec("count(*)")})
    found = {
        at: {tuple(row.values())[1:] for row in _query(history.sql(program, program.names, at))}
        for at in (AT - 1, AT, AT + 2 * DAY)
    }
    assert found == {AT - 1: set(), AT: {(10.0, 1)}, AT + 2 * DAY: {(10.1, 2), (20.5, 1)}}


def test_sums_agree_to_the_bit() -> None:
    program = Program({kind: Spec(f"{kind}(properties.x)") for kind in ("sum", "avg", "stddev")})
    rng = random.Random(7)
    events = []
    for customer in range(60):
        scale, shift = 10.0 ** rng.randint(-8, 15), rng.choice([0.0, 0.0, -1e9, 1e15, -1e15])
        for number in range(rng.randrange(1, 25)):
            x = rng.uniform(-1, 1) * scale + shift
            events.append(msgspec.structs.replace(_order(number, f"u{customer}", x=x), id=f"{customer}/{number}"))
    assert laws.differences(program, events, AT + 99 * DAY) == []
    sums = [program.value("sum", one, AT) for one in laws.known(program, events).values()]
    assert min(sums) < -1e15
    assert max(sums) > 1e15


def test_texts_and_keys_from_users_are_data() -> None:
    program = Program(
        {
            'a" OR "1"="1': Spec("count(*) filter (where event = 'x'' OR 1=1 --')"),
            "b": Spec('last(properties."k\'; DROP TABLE events; --")'),
        },
    )
    rows = _query(history.sql(program, program.names, AT + 9 * DAY))
    assert [row['a" OR "1"="1'] for row in rows] == [0, 0]


def test_metrics_by_group() -> None:
    scope = Scope()
    expressions = {
        "revenue": parse("sum(properties.total)", scope),
        "orders": parse("count(*)", scope),
        "lines": parse("count(distinct line.sku)", scope, each="properties.products as line"),
        "basket": parse("sum(properties.total) / count(*)", scope),
    }
    sql = history.grouped(expressions, {"day": f"(timestamp - {AT}) // {2 * DAY}"}, UTC) + " ORDER BY day"
    assert _query(sql) == [
        {"day": 0, "revenue": 30.5, "orders": 2, "lines": 2, "basket": 15.25},
        {"day": 1, "revenue": 0.1, "orders": 1, "lines": 1, "basket": 0.1},
    ]
    (whole,) = _query(history.grouped(expressions, {}, UTC, where=f"timestamp > {AT}", customers="active"))
    assert whole == {"revenue": 20.6, "orders": 2, "lines": 1, "basket": 10.3, "active": 2}


def test_a_metric_takes_no_window_and_no_trait() -> None:
    for text, sentence in (
        ("count(*) over (range interval 3 day preceding)", "'m' is counted by period and takes no window of its own"),
        ("case when traits.vip then count(*) end", "'m' may use what stands in events only, not traits.vip"),
    ):
        with pytest.raises(ExpressionError, match=sentence):
            history.grouped({"m": parse(text, Scope())}, {}, UTC)


def test_a_fragment_stands_in_ones_own_query() -> None:
    spent = history.fragment(parse("avg(properties.total) filter (where properties.total > 1)", Scope()), UTC)
    assert _query(f"SELECT user_id, {spent} AS spent FROM events GROUP BY ALL ORDER BY user_id") == [
        {"user_id": "ann", "spent": 10.0},
        {"user_id": "bob", "spent": 20.5},
    ]


def test_items_have_no_history_and_gaps_are_told() -> None:
    with pytest.raises(ExpressionError, match=r"item\.price is only known while something is decided"):
        Speller(UTC, AT).sql(parse("item.price > 1", Scope()).tree)
    with pytest.raises(ExpressionError, match="lower is not proven equal on spark yet"):
        Speller(UTC, AT, engine="spark").sql(parse("lower('A') = 'a'", Scope()).tree)


def test_a_long_chain_of_definitions_stays_a_short_query() -> None:
    names = {"n0": Spec("count(*)")} | {f"n{i}": Spec(f"n{i - 1} + n{i - 1} * 0") for i in range(1, 8)}
    assert len(history.sql(Program(names), ["n7"], AT)) < 100_000
