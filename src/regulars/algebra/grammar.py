"""The parts of SQL that are no plain function: choice, membership, casts, time. Each takes the reader and sqlglot's node."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from regulars.algebra import dates, typed
from regulars.algebra.tree import Call, Case, Constant, Moment, Node
from regulars.kit.clock import DAY, HOUR, MINUTE, SECOND
from regulars.kit.errors import nearest

if TYPE_CHECKING:
    from regulars.algebra.parse import Reader

_UNITS = {"SECOND": SECOND, "MINUTE": MINUTE, "HOUR": HOUR, "DAY": DAY, "WEEK": 7 * DAY}
_CASTS = {
    "DOUBLE": "number",
    "FLOAT": "number",
    "DECIMAL": "number",
    "TEXT": "text",
    "VARCHAR": "text",
    "BOOLEAN": "boolean",
    "TIMESTAMP": "timestamp",
    "TIMESTAMPTZ": "timestamp",
    "TIMESTAMPNTZ": "timestamp",
}


def _literal(reader: "Reader", source: Any) -> Node:
    if source.is_string:
        return Constant(source.this, "text")
    value = float(source.this)
    if value == float("inf"):
        reader.refuse(f"{source.this} is too large for a number", source)
    return Constant(value, "number")


def _logic(name: str) -> "Callable[[Reader, Any], Node]":
    def node(reader: "Reader", source: Any) -> Node:
        parts: list[Node] = []
        for side in (source.this, source.expression):
            part = reader.settled(reader.node(side), "boolean", side)
            parts.extend(part.args if isinstance(part, Call) and part.name == name else [part])
        return Call(name, tuple(parts), "boolean")

    return node


def _in(reader: "Reader", source: Any) -> Node:
    if not source.expressions or source.args.get("query") or source.args.get("unnest") or source.args.get("field"):
        reader.refuse("in takes a list of values in brackets", source)
    return reader.call("in", [reader.node(part) for part in (source.this, *source.expressions)], source)


def _between(reader: "Reader", source: Any) -> Node:
    value, low, high = (reader.node(source.args[key]) for key in ("this", "low", "high"))
    return Call("and", (reader.call("ge", [value, low], source), reader.call("le", [value, high], source)), "boolean")


def _is(reader: "Reader", source: Any) -> Node:
    value = reader.node(source.this)
    if isinstance(source.expression, exp.Null):
        return reader.call("is_null", [value], source)
    if isinstance(source.expression, exp.Boolean):
        return reader.call("is_true" if source.expression.this else "is_false", [value], source)
    return reader.refuse("is goes with null, true or false", source)


def _like(name: str) -> "Callable[[Reader, Any], Node]":
    def node(reader: "Reader", source: Any) -> Node:
        pattern = reader.node(source.expression)
        if not isinstance(pattern, Constant):
            reader.refuse("like takes a pattern in quotes", source)
        found = reader.call(name, [reader.node(source.this), pattern], source)
        return Call("not", (found,), "boolean") if source.args.get("negate") else found

    return node


def _length(reader: "Reader", source: Any) -> Node:
    value = reader.node(source.this)
    return reader.call("len" if value.type.startswith("list<") else "length", [value], source)


def _cast(reader: "Reader", source: Any) -> Node:
    kind = source.to.this
    to = _CASTS.get(getattr(kind, "value", ""))
    if to is None:
        reader.refuse("cast goes to number, text, boolean or timestamp", source)
    try:
        return typed.cast(reader.node(source.this), to, reader.days)
    except typed.Mismatch as error:
        return reader.refuse(str(error), source)


def _choice(reader: "Reader", conditions: list[Node], values: list[Node], source: Any) -> Node:
    type_ = "any"
    if any(value.type not in ("any", "null") for value in values):
        try:
            values, type_ = typed.alike(values, reader.days)
        except typed.Mismatch as error:
            reader.refuse(str(error), source)
    return Case(tuple(zip(conditions, values)), values[-1], type_)


def _case(reader: "Reader", source: Any) -> Node:
    subject = None if source.this is None else reader.node(source.this)
    conditions: list[Node] = []
    values: list[Node] = []
    for branch in source.args["ifs"]:
        condition = reader.node(branch.this)
        if subject is None:
            conditions.append(reader.settled(condition, "boolean", branch.this))
        else:
            conditions.append(reader.call("eq", [subject, condition], branch))
        values.append(reader.node(branch.args["true"]))
    default = source.args.get("default")
    values.append(Constant(None, "null") if default is None else reader.node(default))
    return _choice(reader, conditions, values, source)


def _if(reader: "Reader", source: Any) -> Node:
    condition = reader.settled(reader.node(source.this), "boolean", source)
    otherwise = source.args.get("false")
    values = [reader.node(source.args["true"]), Constant(None, "null") if otherwise is None else reader.node(otherwise)]
    return _choice(reader, [condition], values, source)


def _plus(reader: "Reader", source: Any) -> Node:
    left, right = source.this, source.expression
    sign = 1 if isinstance(source, exp.Add) else -1
    if isinstance(left, exp.Interval) and sign == 1:
        left, right = right, left
    if isinstance(right, exp.Interval):
        return _moved(reader, reader.settled(reader.node(left), "timestamp", source), right, sign)
    args = [reader.node(left), reader.node(right)]
    if all(arg.type == "timestamp" for arg in args):
        reader.refuse("instants are not subtracted; write date_diff('day', start, end)", source)
    return reader.call("add" if sign == 1 else "sub", args, source)


def _moved(reader: "Reader", base: Node, interval: Any, sign: int) -> Node:
    unit = str(interval.unit).upper().rstrip("S")
    amount = sign * int(interval.name) if re.fullmatch(r"\d{1,6}", interval.name) else None
    if amount is None or unit not in (*_UNITS, "MONTH", "YEAR"):
        reader.refuse("an interval is a whole number of seconds, minutes, hours, days, weeks, months or years", interval)
    if unit in ("MONTH", "YEAR"):
        months = amount * (12 if unit == "YEAR" else 1)
        if not isinstance(base, Moment) or base.kind != "today" or base.shift or base.days:
            reader.refuse("months and years can be added to today() only (before days); elsewhere write days", interval)
        if abs(base.months + months) > 1200:
            reader.refuse("an interval has at most 100 years", interval)
        return Moment("today", 0, base.months + months)
    shift = amount * _UNITS[unit]
    if abs(shift) > 36_500 * DAY:
        reader.refuse("an interval has at most 36,500 days", interval)
    if not isinstance(base, Moment):
        return Call("move", (base, Constant(shift, "integer")), "timestamp")
    if base.kind == "today" and unit in ("DAY", "WEEK") and not base.shift:
        return Moment("today", base.days + shift // DAY, base.months)
    return Moment(base.kind, base.days, base.months, base.shift + shift)


_ALLOWED = {"date_trunc": dates.TRUNCATIONS, "date_part": dates.PARTS, "date_diff": dates.DIFFERENCES}


def _calendar(reader: "Reader", name: str, unit: Any, args: list[Any], source: Any) -> Node:
    """date_trunc, date_part, date_diff: the unit is a word of a closed list."""
    word = str(getattr(unit, "name", "")).lower()
    allowed = _ALLOWED[name]
    if word not in allowed:
        reader.refuse(f"{name}() knows no '{word}'; allowed: {', '.join(allowed)}{nearest(word, allowed)}", source)
    values = [reader.settled(reader.node(arg), "timestamp", source) for arg in args]
    if (name, word) == ("date_trunc", "hour"):
        name = "hour_trunc"
    result = "timestamp" if name.endswith("trunc") else "integer"
    return Call(name, (Constant(word, "text"), *values), result)


def _trunc(reader: "Reader", source: Any) -> Node:
    return _calendar(reader, "date_trunc", source.args.get("unit"), [source.this], source)


def _extract(reader: "Reader", source: Any) -> Node:
    return _calendar(reader, "date_part", source.this, [source.expression], source)


def _difference(reader: "Reader", source: Any) -> Node:
    return _calendar(reader, "date_diff", source.args.get("unit"), [source.expression, source.this], source)


def _anonymous(reader: "Reader", source: Any) -> Node:
    name, args = source.name.lower(), source.expressions
    if name in ("now", "today") and not args:
        return Moment(name)
    if name == "date_part" and len(args) == 2:
        return _calendar(reader, "date_part", args[0], [args[1]], source)
    return reader.unknown(source)


SPECIAL: "dict[type[exp.Expression], Callable[[Reader, Any], Node]]" = {
    exp.Paren: lambda reader, source: reader.node(source.this),
    exp.Literal: _literal,
    exp.Boolean: lambda reader, source: Constant(bool(source.this), "boolean"),
    exp.Null: lambda reader, source: Constant(None, "null"),
    exp.Column: lambda reader, source: reader.column(source),
    exp.Dot: lambda reader, source: reader.column(source),
    exp.And: _logic("and"),
    exp.Or: _logic("or"),
    exp.In: _in,
    exp.Between: _between,
    exp.Is: _is,
    exp.Like: _like("like"),
    exp.ILike: _like("ilike"),
    exp.Length: _length,
    exp.Cast: _cast,
    exp.TryCast: _cast,
    exp.Case: _case,
    exp.If: _if,
    exp.Add: _plus,
    exp.Sub: _plus,
    exp.TimestampTrunc: _trunc,
    exp.DateTrunc: _trunc,
    exp.Extract: _extract,
    exp.DateDiff: _difference,
    exp.CurrentDate: lambda reader, source: Moment("today"),
    exp.CurrentTimestamp: lambda reader, source: Moment("now"),
    exp.Anonymous: _anonymous,
}
