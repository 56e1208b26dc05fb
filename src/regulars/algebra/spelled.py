"""How sqlglot's nodes are spelled in our table: the allow-list of the parser."""

from typing import Any

from sqlglot import exp

_PLAIN: dict[type[exp.Expression], str] = {
    exp.EQ: "eq",
    exp.NEQ: "ne",
    exp.LT: "lt",
    exp.LTE: "le",
    exp.GT: "gt",
    exp.GTE: "ge",
    exp.Not: "not",
    exp.Coalesce: "coalesce",
    exp.Nullif: "nullif",
    exp.Least: "least",
    exp.Greatest: "greatest",
    exp.Mul: "mul",
    exp.Div: "div",
    exp.Mod: "mod",
    exp.Neg: "neg",
    exp.Abs: "abs",
    exp.Floor: "floor",
    exp.Ceil: "ceil",
    exp.Round: "round",
    exp.Ln: "ln",
    exp.Exp: "exp",
    exp.Sqrt: "sqrt",
    exp.Pow: "power",
    exp.Lower: "lower",
    exp.Upper: "upper",
    exp.Trim: "trim",
    exp.Substring: "substr",
    exp.Replace: "replace",
    exp.DPipe: "append",
    exp.Concat: "concat",
    exp.StartsWith: "starts_with",
    exp.EndsWith: "ends_with",
    exp.Contains: "contains",
    exp.SplitPart: "split_part",
    exp.ArrayContains: "list_contains",
}
_LONGER = {("round", 2): "round_to", ("substr", 3): "substr_of"}
_SILENT = {"safe", "typed", "coalesce", "ignore_nulls", "negate", "big_int", "dialect"}
"""Arguments of sqlglot's nodes that are marks of its dialects, not values."""

_AGGREGATES: dict[type[exp.Expression], str] = {
    exp.Count: "count",
    exp.Sum: "sum",
    exp.Avg: "avg",
    exp.Min: "min",
    exp.Max: "max",
    exp.First: "first",
    exp.Last: "last",
    exp.Mode: "mode",
    exp.Stddev: "stddev",
    exp.StddevSamp: "stddev",
    exp.ArrayAgg: "list",
}
AGGREGATES = ("count", "sum", "avg", "min", "max", "first", "last", "mode", "stddev", "list")
NAMES = tuple(
    sorted(
        {
            *AGGREGATES,
            *(
                "abs",
                "cast",
                "ceil",
                "coalesce",
                "concat",
                "contains",
                "date_diff",
                "date_part",
                "date_trunc",
                "ends_with",
                "exp",
            ),
            *(
                "extract",
                "floor",
                "greatest",
                "if",
                "least",
                "len",
                "length",
                "list_contains",
                "ln",
                "lower",
                "mod",
                "now",
                "nullif",
            ),
            *("power", "replace", "round", "split_part", "sqrt", "starts_with", "substr", "today", "trim", "try_cast", "upper"),
        }
    )
)
"""Names that a user may write before a bracket."""
LIST = f"{', '.join(NAMES)}; + - * / % || = <> < <= > >= and or not in between like ilike is null, is true, case"


def find(source: exp.Expression) -> tuple[str, list[exp.Expression]] | None:
    """The row of the table that a node of sqlglot stands for, with its arguments in order; None where there is none."""
    name = _PLAIN.get(type(source))
    if name is None:
        return None
    args: list[exp.Expression] = []
    for key in source.arg_types:
        value: Any = source.args.get(key)
        if key in _SILENT or value is None or value is False:
            continue
        args.extend(value if isinstance(value, list) else [value])
    if any(not isinstance(arg, exp.Expression) for arg in args):
        return None
    return _LONGER.get((name, len(args)), name), args


def aggregate(source: exp.Expression) -> tuple[str | None, exp.Expression | None]:
    """The aggregate and its argument (None for `count(*)`); a kind of None where the node is no aggregate of ours."""
    kind = _AGGREGATES.get(type(source))
    argument = source.this if kind else None
    if kind is None or source.args.get("expressions"):
        return None, None
    if isinstance(argument, exp.Distinct):
        distinct = argument.expressions
        if kind not in ("count", "list") or len(distinct) != 1 or argument.args.get("on"):
            return None, None
        return f"distinct_{kind}", distinct[0]
    if kind == "list":
        return None, None
    return kind, None if isinstance(argument, exp.Star) else argument


def aggregate_name(source: exp.Expression) -> str:
    """What the user wrote before the bracket."""
    return source.name if isinstance(source, exp.Anonymous) else _AGGREGATES.get(type(source), type(source).__name__.lower())


def pinned(where: exp.Expression | None) -> tuple[str, ...]:
    """Names of the events to which a filter restricts by `event = '…'` or `event in (…)`; empty where it does not."""
    if isinstance(where, exp.Paren):
        return pinned(where.this)
    if isinstance(where, exp.And):
        return pinned(where.this) or pinned(where.expression)
    values: list[exp.Expression] = []
    if isinstance(where, exp.EQ) and _is_event(where.this):
        values = [where.expression]
    elif isinstance(where, exp.In) and _is_event(where.this):
        values = where.expressions
    if values and all(isinstance(value, exp.Literal) and value.is_string for value in values):
        return tuple(value.this for value in values)
    return ()


def _is_event(source: exp.Expression) -> bool:
    return isinstance(source, exp.Column) and [part.name for part in source.parts] == ["event"]
