"""Every row of the closed table, live against DuckDB: random rows, NULL, zero, failing casts, unicode, the ends of ranges."""

import math
import random

import duckdb
import pyarrow as pa
import pytest

from regulars.algebra import calendar, dates
from regulars.algebra.dialect import Speller
from regulars.algebra.functions import TABLE
from regulars.algebra.scalar import Frame, compiled
from regulars.algebra.tree import Call, Constant, Read

ROWS = 400
_ARROW = {"number": pa.float64(), "integer": pa.int64(), "text": pa.string(), "boolean": pa.bool_(), "timestamp": pa.int64()}
_WORDS = [
    "",
    "a",
    "ab",
    "Ab",
    "ÀÉ",
    "上海",
    "a,b,,c",
    " x\t",
    "İ",
    "ß",
    "👩‍👧",
    "100%",
    "a_b",
    "true",
    "FALSE",
    "ﬁ",
    "e\u0301",
    "a\nb",
    "\\",
]
_NUMERALS = [
    "12",
    "-1.5",
    "+3",
    ".5",
    "5.",
    "1e3",
    "1E-3",
    "1e400",
    "-1e-400",
    "0x10",
    "1_000",
    " 1",
    "nan",
    "inf",
    "１２",
    "-0",
    "--1",
    "1e",
    "12\n",
]
_INSTANTS = [
    "2024-02-29", "2023-02-29", "2024-01-31T10:00", "2024-01-31 10:00:59.1234567Z", "2024-01-31T24:00:00",
    "2024-01-31T10:00:60Z", "2024-01-31T10", "2024-01-31T10:00:00+08:00", "2024-01-31T10:00:00-14:59",
    "2024-01-31T10:00:00+15:00", "1899-12-31",
    "1900-01-01", "2200-01-01", "0000-01-01", "2199-12-31T23:59:59.999999", "2024-1-1", "20240131", "2024-01-31T10:00:00.Z",
    "2024-13-01", "2024-01-31T10:00:00.123456789012Z", "2024-01-31Z", "２０２４-01-31",
]  # fmt: skip
_NUMBERS = [
    0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    0.49999999999999994,
    4503599627370497.5,
    1e15,
    1e16,
    1e300,
    -1e300,
    1e-300,
    5e-324,
    1e308,
    3.0,
    1e9,
]
_ZONES = ["UTC", "Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]


def _value(type_: str, rng: random.Random) -> object:
    if rng.random() < 0.1:
        return None
    if type_ in ("number",):
        return rng.choice(
            [rng.choice(_NUMBERS), rng.uniform(-1e3, 1e3), round(rng.uniform(-100, 100), 2), float(rng.randint(-9, 9))]
        )
    if type_ == "integer":
        return rng.randint(-(2**53), 2**53) if rng.random() < 0.3 else rng.randint(-5, 5)
    if type_ == "text":
        return rng.choice(
            [rng.choice(_WORDS), rng.choice(_NUMERALS), rng.choice(_INSTANTS), rng.choice(_WORDS) + rng.choice(_WORDS)]
        )
    if type_ == "boolean":
        return rng.random() < 0.5
    if type_ == "timestamp":
        return rng.choice(
            [rng.randrange(-2_208_988_800_000_000, 7_258_118_400_000_000), rng.randrange(1_600_000_000, 1_800_000_000) * 10**6]
        )
    return [value for value in (_value(type_[5:-1], rng) for _ in range(rng.randrange(4))) if value is not None]


def _signatures(name: str) -> list[tuple[str, ...]]:
    """Argument types to try for a row; `unit:x`, `digits:x`, `shift:x` are constants."""
    args = TABLE[name].args
    if TABLE[name].zoned:
        units = {
            "date_trunc": dates.TRUNCATIONS[1:],
            "date_part": dates.PARTS,
            "date_diff": dates.DIFFERENCES,
            "hour_trunc": ("hour",),
        }
        return [(f"unit:{unit}", *args) for unit in units[name]]
    found: list[tuple[str, ...]] = []
    for same in ("number", "text", "boolean", "timestamp") if "same" in args else ("",):
        one = tuple(same if arg == "same" else arg for arg in args)
        variants = [one[:-1], (*one[:-1], one[-2]), (*one[:-1], one[-2], one[-2])] if one[-1] == "*" else [one]
        found += variants
    spread: list[tuple[str, ...]] = []
    for one in found:
        if "digits" in one:
            spread += [tuple(f"digits:{n}" if arg == "digits" else arg for arg in one) for n in (0, 1, 2, 5, 10)]
        elif "shift" in one:
            spread += [
                tuple(f"shift:{n}" if arg == "shift" else arg for arg in one) for n in (1, -86_400_000_000, 10**15, -(10**15))
            ]
        elif "list" in one:
            spread += [tuple({"list": f"list<{of}>", "element": of}.get(arg, arg) for arg in one) for of in ("text", "number")]
        else:
            spread.append(tuple("number" if arg == "any" else arg for arg in one))
    return spread


def _same(a: object, b: object) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return a == b and math.copysign(1, a) == math.copysign(1, b)
    return type(a) is type(b) and a == b


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


@pytest.mark.parametrize("name", TABLE)
def test_row_equals_duckdb(name: str, connection: duckdb.DuckDBPyConnection) -> None:
    for signature in _signatures(name):
        rng = random.Random(f"{name}{signature}")
        zones = _ZONES if TABLE[name].zoned else ["UTC"]
        constants = {
            index: Constant(
                kind.split(":")[1] if kind.startswith("unit") else int(kind.split(":")[1]),
                "text" if kind.startswith("unit") else "integer",
            )
            for index, kind in enumerate(signature)
            if ":" in kind
        }
        rows = [[None if i in constants else _value(kind, rng) for i, kind in enumerate(signature)] for _ in range(ROWS)]
        if name in ("like", "ilike"):
            rows = [[row[0], rng.choice(["%", "a%", "_", "%b", "a\\%", "%海", "a_b", ".*", "", "À%", "%\n%"])] for row in rows]
        reads = {Read("properties", (str(i),), kind): f"c{i}" for i, kind in enumerate(signature) if i not in constants}
        arrow = {
            f"c{i}": pa.array(
                [row[i] for row in rows], pa.list_(_ARROW[kind[5:-1]]) if kind.startswith("list") else _ARROW[kind]
            )
            for i, kind in enumerate(signature)
            if i not in constants
        }
        table = pa.table(arrow)
        connection.register("t", table)
        by_place = {int(read.path[0]): read for read in reads}
        for zone in zones:
            days = calendar(zone)
            result = TABLE[name].result if TABLE[name].result != "same" else signature[0]
            tree = Call(name, tuple(constants.get(i) or by_place[i] for i in range(len(signature))), result)
            sql = f"SELECT {Speller(days, 0, reads).sql(tree)} AS r FROM t"
            found = connection.sql(sql).to_arrow_table().column("r").to_pylist()
            for row, historical in zip(rows, found):
                args = tuple(constants.get(i) or Constant(value, signature[i]) for i, value in enumerate(row))
                live = compiled(Call(name, args, result), days)(Frame())
                assert _same(live, historical), f"{name}{row} in {zone}: live {live!r}, DuckDB {historical!r}"
