"""The closed table of functions: what each takes and gives, how it runs live, and how each engine spells it.

A name outside the table is refused. A missing spelling is a declared gap: that engine refuses the name.
Every row is tested live against DuckDB on random values with NULL, zero and texts that are no numbers.
"""

import operator
from collections.abc import Callable
from typing import Any

import msgspec

from regulars.algebra import dates, numeric, textual
from regulars.algebra.window import Calendar


class Function(msgspec.Struct, frozen=True):
    """One row of the table. In `args`, `same` stands for one scalar type shared by all of them, `*` repeats the last."""

    args: tuple[str, ...]
    result: str
    """A type, or `same`."""
    live: Callable[..., Any]
    duckdb: str
    spark: str | None = None
    strict: bool = True
    """NULL wherever an argument is NULL, without asking `live`."""
    zoned: bool = False
    """The first argument is the constant `unit`: `live(unit, calendar)` gives the function; `{unit}`, `{zone}` and `{hours}`
    (by how many µs the zone's hours begin before those of UTC) stand in the spelling."""
    through: tuple[int, ...] = ()
    """Arguments from which infinity and NaN pass into the result: these need no check of their own."""
    raw: bool = False
    """Whether the result may be infinite, NaN or -0.0, so that it must be checked where it leaves arithmetic."""


def _any(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _least(*values: Any) -> Any:
    known = [value for value in values if value is not None]
    return min(known) if known else None


def _greatest(*values: Any) -> Any:
    known = [value for value in values if value is not None]
    return max(known) if known else None


def _unless(value: Any, other: Any) -> Any:
    return None if value == other else value


def _within(value: Any, *choices: Any) -> bool | None:
    if value is None:
        return None
    if value in choices:
        return True
    return None if None in choices else False


_N, _T, _B, _I = "number", "text", "boolean", "timestamp"
_LOCAL = "timezone('{zone}', timezone('UTC', make_timestamp({%d})))"
_RANGE = "list_filter([{0}], lambda i: i >= -2208988800000000 AND i < 7258118400000000)[1]"


def _compare(live: Callable[[Any, Any], bool], sign: str) -> Function:
    return Function(("same", "same"), _B, live, f"({{0}} {sign} {{1}})", f"({{0}} {sign} {{1}})")


def _arithmetic(live: Callable[..., Any], sql: str, *, args: int = 2, through: tuple[int, ...] = (0, 1)) -> Function:
    return Function((_N,) * args, _N, live, sql, sql, through=through, raw=True)


TABLE: dict[str, Function] = {
    "eq": _compare(operator.eq, "="),
    "ne": _compare(operator.ne, "<>"),
    "lt": _compare(operator.lt, "<"),
    "le": _compare(operator.le, "<="),
    "gt": _compare(operator.gt, ">"),
    "ge": _compare(operator.ge, ">="),
    "in": Function(("same", "same", "*"), _B, _within, "({0} IN ({rest}))", "({0} IN ({rest}))", strict=False),
    "and": Function((_B, _B, "*"), _B, all, "({all AND})", "({all AND})", strict=False),
    "or": Function((_B, _B, "*"), _B, any, "({all OR})", "({all OR})", strict=False),
    "not": Function((_B,), _B, operator.not_, "(NOT {0})", "(NOT {0})"),
    "is_null": Function(("any",), _B, lambda a: a is None, "({0} IS NULL)", "({0} IS NULL)", strict=False),
    "is_true": Function((_B,), _B, lambda a: a is True, "({0} IS TRUE)", "({0} IS TRUE)", strict=False),
    "is_false": Function((_B,), _B, lambda a: a is False, "({0} IS FALSE)", "({0} IS FALSE)", strict=False),
    "coalesce": Function(("same", "*"), "same", _any, "coalesce({all})", "coalesce({all})", strict=False),
    "nullif": Function(("same", "same"), "same", _unless, "nullif({all})", "nullif({all})", strict=False),
    "least": Function(("same", "*"), "same", _least, "least({all})", "least({all})", strict=False),
    "greatest": Function(("same", "*"), "same", _greatest, "greatest({all})", "greatest({all})", strict=False),
    "add": _arithmetic(operator.add, "({0} + {1})"),
    "sub": _arithmetic(operator.sub, "({0} - {1})"),
    "mul": _arithmetic(operator.mul, "({0} * {1})"),
    "div": _arithmetic(numeric.divide, "({0} / nullif({1}, 0))", through=(0,)),
    "mod": _arithmetic(numeric.modulo, "({0} % nullif({1}, 0))", through=(0,)),
    "neg": _arithmetic(operator.neg, "(-{0})", args=1),
    "abs": _arithmetic(operator.abs, "abs({0})", args=1),
    "floor": _arithmetic(numeric.floor, "floor({0})", args=1),
    "ceil": _arithmetic(numeric.ceil, "ceil({0})", args=1),
    "round": _arithmetic(numeric.rounded, "round({0})", args=1),
    "round_to": Function((_N, "digits"), _N, numeric.rounded_to, "round({0}, CAST({1} AS INTEGER))", raw=True),
    "ln": _arithmetic(numeric.ln, "ln(CASE WHEN {0} > 0 THEN {0} END)", args=1, through=()),
    "exp": _arithmetic(numeric.exp, "exp({0})", args=1, through=()),
    "sqrt": _arithmetic(numeric.sqrt, "sqrt(CASE WHEN {0} >= 0 THEN {0} END)", args=1, through=()),
    "power": _arithmetic(numeric.power, "power({0}, {1})", through=()),
    "number_of_integer": Function(("integer",), _N, float, "CAST({0} AS DOUBLE)", "CAST({0} AS DOUBLE)"),
    "number_of_text": Function(
        (_T,), _N, numeric.load,
        f"TRY_CAST(regexp_extract({{0}}, '^{numeric.NUMBER_TEXT}$') AS DOUBLE)", raw=True,
    ),
    "number_of_boolean": Function((_B,), _N, float, "CAST({0} AS DOUBLE)", "CAST({0} AS DOUBLE)"),
    "text_of_number": Function(
        (_N,), _T, numeric.dump,
        "list_transform(list_filter([{0}], lambda x: abs(x) <= 1e15), lambda x: "
        "CASE WHEN x < 0 AND floor(abs(x) * 1e6 + 0.5) > 0 THEN '-' ELSE '' END || rtrim(rtrim("
        "CAST(CAST(floor(abs(x) * 1e6 + 0.5) AS HUGEINT) // 1000000 AS VARCHAR) || '.' || "
        "lpad(CAST(CAST(floor(abs(x) * 1e6 + 0.5) AS HUGEINT) % 1000000 AS VARCHAR), 6, '0'), '0'), '.'))[1]",
    ),
    "text_of_boolean": Function(
        (_B,), _T, lambda a: "true" if a else "false", "CAST({0} AS VARCHAR)", "CAST({0} AS STRING)",
    ),
    "boolean_of_text": Function(
        (_T,), _B, textual.boolean, "CASE lower({0}) WHEN 'true' THEN true WHEN 'false' THEN false END",
    ),
    "boolean_of_number": Function((_N,), _B, bool, "({0} <> 0)", "({0} <> 0)"),
    "lower": Function((_T,), _T, textual.lower, "lower({0})"),
    "upper": Function((_T,), _T, textual.upper, "upper({0})"),
    "trim": Function((_T,), _T, textual.trim, r"trim({0}, e' \t\n\r')"),
    "length": Function((_T,), "integer", len, "length({0})", "char_length({0})"),
    "substr": Function(
        (_T, _N), _T, textual.substr,
        "substring({0}, list_filter([trunc({1})], lambda x: x BETWEEN 1 AND 1000000000)[1]::BIGINT)",
    ),
    "substr_of": Function(
        (_T, _N, _N), _T, textual.substr,
        "substring({0}, list_filter([trunc({1})], lambda x: x BETWEEN 1 AND 1000000000)[1]::BIGINT, "
        "list_filter([trunc({2})], lambda x: x BETWEEN 0 AND 1000000000)[1]::BIGINT)",
    ),
    "replace": Function((_T, _T, _T), _T, textual.replaced, "replace({0}, {1}, {2})"),
    "append": Function((_T, _T), _T, operator.add, "({0} || {1})", "({0} || {1})"),
    "concat": Function((_T, "*"), _T, textual.joined, "concat({all})", strict=False),
    "starts_with": Function((_T, _T), _B, str.startswith, "starts_with({0}, {1})", "startswith({0}, {1})"),
    "ends_with": Function((_T, _T), _B, str.endswith, "ends_with({0}, {1})", "endswith({0}, {1})"),
    "contains": Function((_T, _T), _B, operator.contains, "contains({0}, {1})", "contains({0}, {1})"),
    "split_part": Function(
        (_T, _T, _N), _T, textual.split_part,
        "split_part({0}, nullif({1}, ''), list_filter([trunc({2})], lambda x: x BETWEEN 1 AND 1000000000)[1]::BIGINT)",
    ),
    "like": Function((_T, _T), _B, textual.like, "({0} LIKE {1})"),
    "ilike": Function((_T, _T), _B, textual.ilike, "(lower({0}) LIKE lower({1}))"),
    "len": Function(("list",), "integer", len, "CAST(len({0}) AS BIGINT)", "CAST(size({0}) AS BIGINT)"),
    "list_contains": Function(("list", "element"), _B, operator.contains, "list_contains({0}, {1})"),
    "timestamp_of_text": Function(
        (_T,), _I, dates.load,
        "list_filter(list_transform([regexp_extract({0}, '^" + dates.INSTANT_TEXT.replace("{", "{{").replace("}", "}}")
        + "$', ['d', 'c', 's', 'f', 'o'])], lambda g: "
        "epoch_us(TRY_CAST(g.d || ' ' || CASE g.c WHEN '' THEN '00:00' ELSE g.c END || ':' || "
        "CASE g.s WHEN '' THEN '00' ELSE g.s END || '.' || rpad(left(g.f, 6), 6, '0') AS TIMESTAMP)) - "
        "CASE g.o WHEN '' THEN 0 ELSE CAST(g.o[1] || '1' AS BIGINT) * "
        "(CAST(g.o[2:3] AS BIGINT) * 60 + CAST(g.o[5:6] AS BIGINT)) * 60000000 END), "
        "lambda i: i >= -2208988800000000 AND i < 7258118400000000)[1]",
    ),
    "move": Function((_I, "shift"), _I, dates.add, _RANGE.replace("{0}", "{0} + {1}")),
    "date_trunc": Function(
        (_I,), _I, dates.truncate,
        _RANGE.replace("{0}", "epoch_us(timezone('{zone}', date_trunc('{unit}', " + _LOCAL % 0 + ")))"), zoned=True,
    ),
    "hour_trunc": Function(
        (_I,), _I, dates.truncate,
        _RANGE.replace(
            "{0}", "({0} + 2208988800000000 + {hours}) // 3600000000 * 3600000000 - 2208988800000000 - {hours}"
        ),
        zoned=True,
    ),
    "date_part": Function((_I,), "integer", dates.part, "date_part('{unit}', " + _LOCAL % 0 + ")", zoned=True),
    "date_diff": Function(
        (_I, _I), "integer", dates.difference,
        "date_diff('{unit}', " + _LOCAL % 0 + ", " + _LOCAL % 1 + ")", zoned=True,
    ),
}  # fmt: skip


def live(name: str, unit: str, days: Calendar) -> Callable[..., Any]:
    """The Python function of a row; `unit` and the calendar are bound where it asks for them."""
    row = TABLE[name]
    bound: Callable[..., Any] = row.live(unit, days) if row.zoned else row.live
    return bound
