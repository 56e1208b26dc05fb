"""The ready-made models of risk on real histories: how well each foretold its last horizon, beside a linear baseline.

Online Retail (UCI, a British wholesaler of gifts) lies beside the project, or is left out; the Complete Journey (a chain of
groceries) comes from its package. Every figure is of customers at an instant that the model had not learnt from.
"""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from bench.report import Report
from regulars.app.training import here
from regulars.define.compile import compile
from regulars.define.load import load
from regulars.demo.journey_year import year
from regulars.kit.clock import DAY, from_datetime
from regulars.kit.hashing import hash64
from regulars.lake.duck import DuckEngine
from regulars.lake.lake import EVENTS
from regulars.lake.memory import MemoryLake
from regulars.learn.evidence import TooThin
from regulars.learn.method import method
from regulars.learn.past import Past

RETAIL = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "online_retail" / "online_retail.csv.gz"
Row = tuple[str, int, str, dict[str, Any]]
"""(customer, when, event, properties)."""


def main() -> None:
    """Fit every ready-made model of risk on both histories."""
    report = Report("models")
    histories = {"Complete Journey": _journey}
    if RETAIL.is_file():
        histories["Online Retail"] = _retail
    for name, rows in histories.items():
        past = _past(list(rows()))
        for model in past.definitions.models.values():
            if model.kind in ("propensity", "regression"):
                _fit(report, f"models: {name}, {model.name}", past, model.name)
    report.save()


def _fit(report: Report, name: str, past: Past, which: str) -> None:
    model = past.definitions.models[which]
    began = time.perf_counter()
    tables = method(model.kind).gather(model, past)
    gathered = time.perf_counter() - began
    try:
        card = here(model, tables, past.at).card
    except TooThin as thin:
        print(f"{name}: refused: {thin}", flush=True)
        return
    found = card["backtest"]
    size = f"{found['tested_on']:,} customers, learnt from {found['trained_on']:,} examples"
    if model.kind == "propensity":
        report.figure(f"{name}: AUC", found["auc"], note=f"{size}; {found['auc_low']:.3f} to {found['auc_high']:.3f}")
        report.figure(f"{name}: AUC of the linear baseline", found["baseline"]["auc"])
        report.figure(f"{name}: average precision", found["pr_auc"], note=f"base rate {found['base_rate']:.3f}")
        report.figure(f"{name}: Brier score", found["brier"], note=f"foretold {found['predicted_rate']:.3f} on average")
        report.figure(f"{name}: Brier skill over the rate before", found["brier_skill"])
        report.figure(f"{name}: lift of the likeliest tenth", found["gains"][0]["lift"])
    else:
        report.figure(f"{name}: mean absolute error", found["mae"], note=f"{size}; of the mean {found['mae_of_the_mean']:.3g}")
        report.figure(f"{name}: mean absolute error of the linear baseline", found["baseline"]["mae"])
        report.figure(f"{name}: share of the variance explained", found["skill"])
    report.figure(f"{name}: examples gathered in", gathered, "s")
    report.figure(f"{name}: fitted in", time.perf_counter() - began - gathered, "s")


def _past(rows: list[Row]) -> Past:
    """A history in which each event was received when it happened."""
    lake, ids = MemoryLake(), dict[str, int]()
    columns: dict[str, list[Any]] = {name: [] for name in EVENTS.names}
    for number, (customer, at, name, properties) in enumerate(rows):
        row = {
            "customer_id": ids.setdefault(customer, len(ids) + 1),
            "event_id": hash64(name, str(number)),
            "id": str(number),
            "source": "till",
            "type": "track" if name else "identify",
            "event": name,
            "timestamp": at,
            "received_at": at,
            "log_offset": number,
            "properties": msgspec.json.encode(properties).decode(),
            "traits": "{}",
            "context": "{}",
        }
        for column, values in columns.items():
            values.append(row.get(column))
    lake.append("main", {"events": pa.table(columns, schema=EVENTS)}, 1)
    engine = DuckEngine(lake)
    definitions = load("use: [risk]\n")

    def ask(sql: str, *, tables: Any = None, as_known: Any = "now") -> pa.Table:
        return engine.run("main", sql, tables=tables, as_known=as_known)

    last = max(at for _, at, _, _ in rows)
    return Past("main", definitions, compile(definitions), (last // DAY + 1) * DAY, ask)


def _journey() -> Iterator[Row]:
    for chunk in year(date(2026, 11, 20)):
        for text in chunk.calls:
            call = msgspec.json.decode(text)
            properties = {name: value for name, value in call.get("properties", {}).items() if name != "products"}
            at = from_datetime(datetime.fromisoformat(call["timestamp"]))
            yield call["userId"], at, call.get("event", ""), properties


def _retail() -> Iterator[Row]:
    sql = f"""
        select cast(cast(CustomerID as bigint) as varchar), InvoiceNo, min(InvoiceDate), sum(Quantity * UnitPrice)
        from (select distinct * from read_csv('{RETAIL}', types = {{'InvoiceNo': 'VARCHAR', 'StockCode': 'VARCHAR'}}))
        where CustomerID is not null group by all order by 3, 2
    """
    for customer, invoice, at, total in duckdb.sql(sql).fetchall():
        when = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
        name = "Order Refunded" if invoice.startswith("C") else "Order Completed"
        yield customer, from_datetime(when.replace(tzinfo=UTC)), name, {"order_id": invoice, "total": float(abs(total))}
