"""Over the whole history: `verify` and a backfill, rows a second, beside DuckDB alone: the same query, the same files."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import msgspec

from bench.endtoend import warm
from bench.report import Report, middle
from bench.workload import definitions, everyone, mixed
from regulars.algebra import history
from regulars.app.house import House
from regulars.app.wire import in_folder
from regulars.define.definitions import Definitions, Feature
from regulars.kit.clock import SystemClock


def main(customers: int = 20_000, events: int = 200_000, rounds: int = 3) -> None:
    """Each round verifies 20 features and 50 segments, and backfills five features that were never defined before."""
    report = Report("history")
    with tempfile.TemporaryDirectory() as folder:
        house = House(in_folder(Path(folder)), SystemClock())
        defined = definitions()
        house.define("main", defined)
        warm(house, [*everyone(customers), *mixed(events - customers, customers, seed=2)])
        verifying, backfilling, alone, alone_new, differences = [], [], [], [], 0
        for n in range(rounds):
            verified = None

            def verify() -> None:
                nonlocal verified
                verified = house.verify("main")

            verifying.append(events / _seconds(verify))
            assert verified is not None
            differences += verified.count
            alone.append(events / _alone(house, house.world("main").program.names))
            fresh = {name: _feature(name, n, place) for place, name in enumerate(f"new_{n}_{i}" for i in range(5))}
            defined = msgspec.structs.replace(defined, features=defined.features | fresh)
            backfilling.append(events / _seconds(lambda new=defined: _define(house, new)))
            alone_new.append(events / _alone(house, tuple(fresh)))
        house.close()
    report.figure("verify: rows/s", middle(verifying), "rows/s")
    report.figure("verify: rows/s of DuckDB alone", middle(alone), "rows/s")
    report.figure("verify: over DuckDB alone", middle([a / b for a, b in zip(verifying, alone, strict=True)]))
    report.figure("verify: differences", differences, bar=0, at_most=True)
    report.figure("backfill: rows/s", middle(backfilling), "rows/s")
    report.figure("backfill: rows/s of DuckDB alone", middle(alone_new), "rows/s")
    report.figure("backfill: over DuckDB alone", middle([a / b for a, b in zip(backfilling, alone_new, strict=True)]))
    report.save()


def _define(house: House, new: Definitions) -> None:
    house.define("main", new)
    house.run()


def _feature(name: str, turn: int, place: int) -> Feature:
    """One that no earlier turn has had: its aggregate is not known yet."""
    of = f"sum(properties.total) filter (where event = 'Product Viewed' and properties.quantity > {place % 4})"
    return Feature(name=name, of=of, over=f"{20 + turn * 10 + place}d")


def _alone(house: House, names: Sequence[str]) -> float:
    """Seconds that DuckDB takes for the query of these names, with nothing of ours around it."""
    sql = history.sql(house.world("main").program, names, house.clock.now())
    files = house.backends.lake.files("main", "events")
    with duckdb.connect() as connection:
        connection.execute("create view events as from read_parquet($files)".replace("$files", str(files)))
        return _seconds(lambda: connection.sql(sql).to_arrow_table())


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
