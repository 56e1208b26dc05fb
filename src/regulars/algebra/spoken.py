"""Trees and values as people read them: SQL close to what the user wrote, numbers and instants without noise."""

from typing import Any

from regulars.algebra.tree import Aggregate, Call, Case, Constant, Moment, Named, Node, Read
from regulars.kit.clock import DAY, HOUR, to_text

_INFIX = {
    "eq": "=",
    "ne": "<>",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "add": "+",
    "sub": "-",
    "mul": "*",
    "div": "/",
    "mod": "%",
    "append": "||",
    "like": "like",
    "ilike": "ilike",
}
_AFTER = {"is_null": "is null", "is_true": "is true", "is_false": "is false"}
_KINDS = {"distinct_count": "count(distinct {})", "distinct_list": "list(distinct {})"}


def value(found: Any, type_: str) -> str:
    """A value: `null`, `3`, `2.5`, `'text'`, `2026-01-31T00:00:00.000Z`, `['a', 'b']`."""
    if found is None:
        return "null"
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, list):
        inner = type_[5:-1] if type_.startswith("list<") else "text"
        return "[" + ", ".join(value(one, inner) for one in found[:10]) + (", …]" if len(found) > 10 else "]")
    if type_ == "timestamp" and isinstance(found, int):
        return to_text(found)
    if isinstance(found, (int, float)):
        return f"{found:.6f}".rstrip("0").rstrip(".") if abs(found) < 1e15 else repr(found)
    return "'" + str(found).replace("'", "''") + "'"


def _interval(shift: int) -> str:
    sign, size = ("-" if shift < 0 else "+"), abs(shift)
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (60_000_000, "minute"), (1_000_000, "second")):
        if size % unit == 0:
            return f" {sign} interval {size // unit} {name}"
    return f" {sign} interval {size} microsecond"


def text(node: Node) -> str:
    """A tree as SQL."""
    if isinstance(node, Constant):
        return value(node.value, node.type)
    if isinstance(node, Named):
        return node.name
    if isinstance(node, Read):
        return ".".join(("traits" if node.root == "carried" else node.root, *node.path))
    if isinstance(node, Moment):
        months = f" {'-' if node.months < 0 else '+'} interval {abs(node.months)} month" if node.months else ""
        days = _interval(node.days * DAY) if node.days else ""
        return f"{node.kind}(){months}{days}{_interval(node.shift) if node.shift else ''}"
    if isinstance(node, Case):
        branches = " ".join(f"when {text(condition)} then {text(result)}" for condition, result in node.branches)
        return f"case {branches} else {text(node.otherwise)} end"
    if isinstance(node, Aggregate):
        argument = "*" if node.argument is None else text(node.argument)
        head = _KINDS[node.kind].format(argument) if node.kind in _KINDS else f"{node.kind}({argument})"
        where = "" if node.where is None else f" filter (where {text(node.where)})"
        over = "" if node.window is None else f" over {node.window.count} {node.window.unit}s"
        return f"{head}{where}{over}"
    return _call(node)


def _call(node: Call) -> str:
    name, args = node.name, [text(arg) for arg in node.args]
    if name in _INFIX:
        return f"{args[0]} {_INFIX[name]} {args[1]}"
    if name in ("and", "or"):
        return "(" + f" {name} ".join(args) + ")"
    if name == "not":
        return f"not {args[0]}"
    if name == "neg":
        return f"-{args[0]}"
    if name == "in":
        return f"{args[0]} in ({', '.join(args[1:])})"
    if name in _AFTER:
        return f"{args[0]} {_AFTER[name]}"
    if name == "number_of_integer":
        return args[0]
    if name == "move":
        assert isinstance(node.args[1], Constant)
        return args[0] + _interval(node.args[1].value)
    if "_of_" in name and name != "substr_of":
        return f"cast({args[0]} as {node.type})"
    return f"{name.removesuffix('_to').removesuffix('_of')}({', '.join(args)})"
