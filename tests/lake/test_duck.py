import threading
import time
from collections.abc import Iterator
from datetime import datetime

import pyarrow as pa
import pytest

from regulars.kit.errors import RegularsError
from regulars.lake.duck import DuckEngine
from regulars.lake.lake import EVENTS, IDENTITY, MOVES
from regulars.lake.memory import MemoryLake


def events(*rows: tuple[int, int, str]) -> pa.Table:
    """Rows (customer, timestamp, event)."""
    values = {
        "customer_id": [row[0] for row in rows],
        "timestamp": [row[1] for row in rows],
        "received_at": [row[1] for row in rows],
        "event": [row[2] for row in rows],
        "properties": ['{"total":' + str(row[0]) + "}" for row in rows],
        "traits": ["{}"] * len(rows),
        "context": ["{}"] * len(rows),
    }
    empty = pa.nulls(len(rows))
    columns = [pa.array(values[field.name], field.type) if field.name in values else empty.cast(field.type) for field in EVENTS]
    return pa.table(columns, schema=EVENTS)


def merges(*rows: tuple[int, int, int]) -> pa.Table:
    """Rows (customer, into, at)."""
    found = [(customer, into, at, offset, "", "") for offset, (customer, into, at) in enumerate(rows, start=1)]
    return pa.table([pa.array(column, field.type) for column, field in zip(zip(*found), IDENTITY)], schema=IDENTITY)


@pytest.fixture
def lake() -> Iterator[MemoryLake]:
    lake = MemoryLake()
    yield lake
    lake.close()


@pytest.fixture
def engine(lake: MemoryLake) -> Iterator[DuckEngine]:
    engine = DuckEngine(lake, threads=1)
    yield engine
    engine.close()


PER_CUSTOMER = "select customer_id, count(*) n from events group by all order by all"


def counts(table: pa.Table) -> dict[int, int]:
    return dict(zip(table["customer_id"].to_pylist(), table["n"].to_pylist(), strict=True))


def test_a_workspace_without_history_has_empty_views_with_their_columns(engine: DuckEngine) -> None:
    found = engine.run("main", "select * from events")
    assert (found.num_rows, found.schema) == (0, EVENTS)
    assert engine.run("main", "select count(*) n from changes, identity, timeline, conclusions").to_pylist() == [{"n": 0}]


def test_pending_rows_are_part_of_history(lake: MemoryLake, engine: DuckEngine) -> None:
    lake.append("main", {"events": events((1, 1, "a"), (2, 2, "a"))}, 1)
    assert counts(engine.run("main", PER_CUSTOMER, {"events": events((2, 3, "b"), (3, 4, "b"))})) == {1: 1, 2: 2, 3: 1}
    assert counts(engine.run("main", PER_CUSTOMER, {"events": EVENTS.empty_table()})) == {1: 1, 2: 1}
    assert counts(engine.run("other", PER_CUSTOMER, {"events": events((9, 1, "a"))})) == {9: 1}


def test_customers_are_known_as_now(lake: MemoryLake, engine: DuckEngine) -> None:
    lake.append("main", {"events": events((1, 1, "a"), (2, 2, "a"), (3, 3, "a")), "identity": merges((1, 2, 10))}, 1)
    assert counts(engine.run("main", PER_CUSTOMER)) == {2: 2, 3: 1}
    # a merge that is not in the lake yet, of customers whose events are
    assert counts(engine.run("main", PER_CUSTOMER, {"identity": merges((2, 3, 20))})) == {3: 3}
    assert counts(engine.run("main", PER_CUSTOMER)) == {2: 2, 3: 1}
    lake.append("main", {"identity": merges((2, 3, 20))}, 2)
    assert counts(engine.run("main", PER_CUSTOMER, {"events": events((1, 5, "late"))})) == {3: 4}


def test_or_as_known_at_an_instant_or_at_their_own_time(lake: MemoryLake, engine: DuckEngine) -> None:
    lake.append("main", {"events": events((1, 1, "a"), (2, 2, "a")), "identity": merges((1, 2, 10), (2, 3, 20))}, 1)
    assert counts(engine.run("main", PER_CUSTOMER, as_known=15)) == {2: 2}
    assert counts(engine.run("main", PER_CUSTOMER, as_known="then")) == {1: 1, 2: 1}
    assert counts(engine.run("main", PER_CUSTOMER, as_known="now")) == {3: 2}


def test_one_customers_rows_include_those_of_who_they_were(lake: MemoryLake, engine: DuckEngine) -> None:
    lake.append(
        "main", {"events": events((1, 1, "a"), (2, 2, "a"), (4, 4, "a")), "identity": merges((1, 2, 10), (2, 3, 20))}, 1
    )
    assert counts(engine.run("main", PER_CUSTOMER, {"events": events((3, 5, "b"), (4, 6, "b"))}, customer=3)) == {3: 3}
    assert counts(engine.run("main", PER_CUSTOMER, customer=4)) == {4: 1}
    assert counts(engine.run("main", PER_CUSTOMER, customer=99)) == {}


def test_what_the_pipeline_concluded_follows_the_customer_and_merges_stay_as_they_were_made(
    lake: MemoryLake, engine: DuckEngine
) -> None:
    change = pa.table({"customer_id": [1], "at": [5], "log_offset": [1], "kind": ["stage"], "name": [""], "value": ["new"]})
    lake.append("main", {"changes": change, "identity": merges((1, 2, 10))}, 1)
    assert engine.run("main", "select customer_id, value from changes").to_pylist() == [{"customer_id": 2, "value": "new"}]
    assert engine.run("main", "select customer_id, into_id from identity").to_pylist() == [{"customer_id": 1, "into_id": 2}]


def test_an_event_that_was_moved_reads_as_the_others_from_then_on(lake: MemoryLake, engine: DuckEngine) -> None:
    rows = events((1, 5, "a"), (1, 6, "b"), (2, 7, "c"), (3, 8, "d"))
    rows = rows.set_column(1, "event_id", pa.array([10, 11, 12, 13])).set_column(8, "log_offset", pa.array([1, 2, 3, 4]))
    moves = pa.table([[1, 3], [11, 12], [2, 3], [2, 2], [30, 30], [9, 9]], schema=MOVES)  # the second names no row
    lake.append("main", {"events": rows, "identity": merges((2, 1, 10), (2, 2, 30))}, 9)
    for where in ("pending", "in the lake"):
        pending = {"moves": moves} if where == "pending" else None
        assert counts(engine.run("main", PER_CUSTOMER, pending)) == {1: 1, 2: 2, 3: 1}
        assert counts(engine.run("main", PER_CUSTOMER, pending, as_known=29)) == {1: 3, 3: 1}
        assert counts(engine.run("main", PER_CUSTOMER, pending, as_known="then")) == {1: 2, 2: 1, 3: 1}
        assert [counts(engine.run("main", PER_CUSTOMER, pending, customer=n)) for n in (1, 2, 3)] == [{1: 1}, {2: 2}, {3: 1}]
        again = {**(pending or {}), "identity": merges((2, 1, 40)).set_column(3, "log_offset", pa.array([50]))}
        assert counts(engine.run("main", PER_CUSTOMER, again)) == {1: 3, 3: 1}, "what moved follows a new merge"
        if where == "pending":
            lake.append("main", {"moves": moves}, 10)


def test_the_timeline_is_for_people(lake: MemoryLake, engine: DuckEngine) -> None:
    lake.append("main", {"events": events((1, 1_767_225_600_000_000, "Order Completed"))}, 1)
    found = engine.run("main", "select happened_at, event, properties->>'$.total' as total from timeline").to_pylist()
    assert found == [{"happened_at": datetime(2026, 1, 1), "event": "Order Completed", "total": "1"}]


def test_and_so_are_the_conclusions_drawn(lake: MemoryLake, engine: DuckEngine) -> None:
    row = {
        "customer_id": [1],
        "at": [0],
        "log_offset": [1],
        "kind": ["segment"],
        "name": ["vip"],
        "value": ["in"],
        "why": ['["9 orders"]'],
    }
    lake.append("main", {"changes": pa.table(row)}, 1)
    found = engine.run("main", "select happened_at, name, value, why->>0 as why from conclusions").to_pylist()
    assert found == [{"happened_at": datetime(1970, 1, 1), "name": "vip", "value": "in", "why": "9 orders"}]


def test_instants_are_utc_wherever_the_server_stands(engine: DuckEngine) -> None:
    found = engine.run("main", "select cast(make_timestamptz(0) as varchar) as text, current_setting('TimeZone') as zone")
    assert found.to_pylist() == [{"text": "1970-01-01 00:00:00+00", "zone": "UTC"}]


def test_parameters_are_values_and_never_sql(lake: MemoryLake, engine: DuckEngine) -> None:
    lake.append("main", {"events": events((1, 1, "a'; drop view events; --"))}, 1)
    sql = "select customer_id from events where event = ? and timestamp < ?"
    assert engine.run("main", sql, parameters=["a'; drop view events; --", 5]).num_rows == 1


def test_a_query_may_bring_tables_of_its_own(lake: MemoryLake, engine: DuckEngine) -> None:
    lake.append("main", {"events": events((1, 1, "a"), (2, 2, "a"), (3, 3, "a"))}, 1)
    chosen = {"chosen": pa.table({"customer_id": [1, 3]})}
    sql = "select count(*) n from events join chosen using (customer_id)"
    assert engine.run("main", sql, tables=chosen).to_pylist() == [{"n": 2}]
    with pytest.raises(RegularsError, match="chosen"):
        engine.run("main", sql)


@pytest.mark.parametrize("sql", ["select nothing from events", "selec 1", "select * from elsewhere", "select cast('x' as int)"])
def test_wrong_sql_says_what_the_engine_says(engine: DuckEngine, sql: str) -> None:
    with pytest.raises(RegularsError, match=r"the query failed: \w+ Error") as caught:
        engine.run("main", sql)
    assert caught.value.code == "sql"


def test_no_row_is_missing_or_twice_while_pending_rows_move_into_the_lake(lake: MemoryLake, engine: DuckEngine) -> None:
    lock, waiting, written = threading.Lock(), [], 0
    done = threading.Event()

    def pending() -> dict[str, pa.Table]:
        with lock:
            return {"events": events(*waiting)} if waiting else {}

    seen: list[tuple[int, int, int]] = []

    def look() -> None:
        while not done.is_set():
            before = written
            found = int(engine.run("main", "select count(*) n from events", pending)["n"][0].as_py())
            seen.append((before, found, written))

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 61):
        with lock:
            waiting.append((number, number, "a"))
        written = number
        if number % 3 == 0:
            with lock:
                lake.append("main", {"events": events(*waiting)}, number)
                waiting.clear()
        time.sleep(0.003)
    done.set()
    for reader in readers:
        reader.join()
    assert len(seen) > 5
    # a row counts from its arrival, which `written` follows by one at most
    assert [row for row in seen if not row[0] <= row[1] <= row[2] + 1] == []


def test_queries_run_side_by_side_each_with_its_own_views(lake: MemoryLake, engine: DuckEngine) -> None:
    names = [f"shop{number}" for number in range(8)]
    for number, name in enumerate(names, start=1):
        lake.append(name, {"events": events(*((number, at, "a") for at in range(number)))}, 1)
    found: dict[str, dict[int, int]] = {}

    def look(name: str) -> None:
        for _ in range(5):
            found[name] = counts(engine.run(name, PER_CUSTOMER))

    threads = [threading.Thread(target=look, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: {number: number} for number, name in enumerate(names, start=1)}
