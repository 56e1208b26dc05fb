import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from regulars.kit.errors import RegularsError
from regulars.lake.delta import DeltaLake
from regulars.lake.duck import DuckEngine
from regulars.lake.lake import IDENTITY, Limits
from regulars.lake.question import Refused
from regulars.testing.lake import EACH, tables


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckEngine]:
    lake = DeltaLake(tmp_path_factory.mktemp("lake"))
    lake.append("main", tables(1, 3), 3)
    lake.append("rival", tables(4, 4), 4)
    engine = DuckEngine(lake, threads=1)
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("select count(*) as n from events", [{"n": 3 * EACH}]),
        ("from changes select name order by name limit 1;", [{"name": "1-0"}]),
        ("with t as (select 1 as x) select x + 1 as y from t -- a comment", [{"y": 2}]),
        ("select 'a;b' as text /* ; */", [{"text": "a;b"}]),
        ("select i from range(3) t(i) order by i desc", [{"i": 2}, {"i": 1}, {"i": 0}]),
        ("select properties->>'$.total' as total from timeline order by total limit 1", [{"total": "0"}]),
        ("select column_name from (describe identity) limit 1", [{"column_name": "customer_id"}]),
        ("SELECT COUNT(*) AS n FROM EVENTS e JOIN Identity i ON i.into_id = e.customer_id", [{"n": 0}]),
    ],
)
def test_a_select_over_the_views_is_answered(engine: DuckEngine, sql: str, rows: list[dict[str, object]]) -> None:
    assert engine.ask("main", sql).table.to_pylist() == rows


def test_pending_rows_and_merges_are_part_of_the_answer(engine: DuckEngine) -> None:
    merged = pa.table([[18], [1000], [0], [9], [""], [""]], schema=IDENTITY)
    pending = {"events": tables(9, 9)["events"], "identity": merged}
    sql = "select count(*) as n, max(customer_id) as most, count(*) filter (where customer_id = 18) as gone from events"
    assert engine.ask("main", sql, pending).table.to_pylist() == [{"n": 4 * EACH, "most": 1000, "gone": 0}]


ONE_SELECT = "write one SELECT statement, and nothing else"
HOSTILE = [
    ("", ONE_SELECT),
    ("-- nothing", ONE_SELECT),
    ("select 1; select 2", ONE_SELECT),
    ("select 1; drop view events", ONE_SELECT),
    ("attach '/tmp/stolen.db'", ONE_SELECT),
    ("copy (select 1) to '/tmp/stolen'", ONE_SELECT),
    ("copy events from '/etc/passwd'", ONE_SELECT),
    ("export database '/tmp/stolen'", ONE_SELECT),
    ("install httpfs", ONE_SELECT),
    ("load '/tmp/evil.so'", ONE_SELECT),
    ("create table t as select 1", ONE_SELECT),
    ("insert into events select * from events", ONE_SELECT),
    ("set memory_limit = '100GB'", ONE_SELECT),
    ("reset lock_configuration", ONE_SELECT),
    ("pragma database_list", ONE_SELECT),
    ("call duckdb_settings()", ONE_SELECT),
    ("explain analyze select 1", ONE_SELECT),
    ("prepare p as select 1", ONE_SELECT),
    ("select * from read_csv('/etc/passwd')", "the table function 'read_csv' is not allowed"),
    ("select (select content from read_text('/etc/passwd'))", "the table function 'read_text' is not allowed"),
    ("with t as (from read_blob('/etc/passwd')) from t", "the table function 'read_blob' is not allowed"),
    ("select * from glob('/etc/*')", "the table function 'glob' is not allowed"),
    ("select * from duckdb_settings()", "the table function 'duckdb_settings' is not allowed"),
    ("select * from duckdb_views()", "the table function 'duckdb_views' is not allowed"),
    ("select * from arrow_scan(1, 2, 3)", "the table function 'arrow_scan' is not allowed"),
    ("select * from query('select 1')", "the table function 'query' is not allowed"),
    ("select * from query_table('events')", "the table function 'query_table' is not allowed"),
    ("from '/etc/passwd'", "there is no table '/etc/passwd' here"),
    ("select * from information_schema.tables", "there is no table 'information_schema.tables' here"),
    ("select * from _resolved", "there is no table '_resolved' here"),
    ("select * from rival.events", "there is no table 'rival.events' here"),
    ("select * from event", r"there is no table 'event' here.*did you mean 'events'\?"),
    ("select current_setting('allowed_paths')", "the function 'current_setting' is not allowed"),
    ("select getenv('HOME')", "the function 'getenv' is not allowed"),
    ("select nothing from events", "nothing"),
    ("selec 1", "syntax error"),
    ("select '" + "x" * 10, "unterminated"),
    ("select '\ud800'", "half a character"),
    ("select " + "+".join(["1"] * 100_000), "depth"),
]


@pytest.mark.parametrize(("sql", "sentence"), HOSTILE, ids=[ascii(sql[:40]) or "empty" for sql, _ in HOSTILE])
def test_anything_else_is_refused_with_a_sentence(engine: DuckEngine, sql: str, sentence: str) -> None:
    with pytest.raises(Refused, match=f"(?s){sentence}") as caught:
        engine.ask("main", sql)
    assert isinstance(caught.value, RegularsError)
    assert caught.value.code == "sql"


GREEDY = [
    ("select a.range from range(1000000) a, range(1000000) b order by 1", "took longer than 1 s|needs more than 64 MiB"),
    ("with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t", "took longer than 1 s"),
    ("with recursive t as (select 1 as n union all select n + 1 from t, range(1000)) select max(n) from t", "more than 64 MiB"),
    ("select list(range) from range(300000000)", "more than 64 MiB"),
    ("select length(repeat('a', 3000000000))", "more than 64 MiB"),
    ("select sum(length(a || repeat('b', 400000000))) from (select repeat('a', 400000000) a from range(9))", "more"),
    ("select printf('%1000000000d', 1)", "more than 64 MiB"),
    ("select repeat('a', 100000) from range(200)", "the answer has 19 MiB, at most 8 can be shown"),
]


@pytest.mark.parametrize(("sql", "sentence"), GREEDY, ids=[sql[:40] for sql, _ in GREEDY])
def test_what_takes_too_much_is_ended_with_a_sentence(engine: DuckEngine, sql: str, sentence: str) -> None:
    limits = Limits(seconds=1, memory_bytes=64 << 20, answer_bytes=8 << 20, threads=1)
    with pytest.raises(Refused, match=sentence):
        engine.ask("main", sql, limits=limits)


def test_a_long_answer_is_cut_and_says_so(engine: DuckEngine) -> None:
    found = engine.ask("main", "select i from range(100000000) t(i) order by i", limits=Limits(rows=5))
    assert found.more
    assert found.table["i"].to_pylist() == [0, 1, 2, 3, 4]
    assert not engine.ask("main", "select i from range(5) t(i)", limits=Limits(rows=5)).more


def test_the_process_sees_no_environment(engine: DuckEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen = tmp_path / "environ"
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n/usr/bin/env > {seen}\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("REGULARS_SECRET", "do not tell")
    monkeypatch.setattr("sys.executable", str(program))
    with pytest.raises(Refused, match="more memory or time"):
        engine.ask("main", "select 1")
    assert "do not tell" in os.environ.values()
    assert "do not tell" not in seen.read_text()
