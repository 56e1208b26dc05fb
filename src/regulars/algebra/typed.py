"""Types meet here: untyped JSON reads take the type that their context asks for, and calls are checked against the table."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from regulars.algebra import dates
from regulars.algebra.functions import TABLE
from regulars.algebra.tree import Aggregate, Call, Case, Constant, Node, Read, children, rebuilt
from regulars.algebra.types import element, is_list, unify
from regulars.algebra.window import Calendar

_CASTS = {
    ("integer", "number"): "number_of_integer",
    ("text", "number"): "number_of_text",
    ("boolean", "number"): "number_of_boolean",
    ("number", "text"): "text_of_number",
    ("boolean", "text"): "text_of_boolean",
    ("text", "boolean"): "boolean_of_text",
    ("number", "boolean"): "boolean_of_number",
    ("text", "timestamp"): "timestamp_of_text",
}
_PASSES_TYPE = ("coalesce", "nullif", "least", "greatest")
_MIXES = ("eq", "ne", "lt", "le", "gt", "ge")
"""Comparisons take an integer beside a number as it is."""


class Mismatch(Exception):
    """What was wrong with types, as a sentence without its place."""


def settle(node: Node, want: str, days: Calendar) -> Node:
    """The node as a value of type `want`. Only NULL, untyped reads, integers and written instants change; the rest must fit.

    Raises Mismatch with a sentence.
    """
    if node.type == want or want == "any":
        return node
    if isinstance(node, Constant):
        if node.value is None:
            return Constant(None, want)
        if node.type == "text" and want == "timestamp":
            at = dates.load_local(node.value, days)
            if at is None:
                raise Mismatch(f"'{node.value}' is no instant; write it like '2026-01-31' or '2026-01-31T18:00:00Z'")
            return Constant(at, "timestamp")
    if node.type in ("any", "null"):
        if isinstance(node, Read):
            return replace(node, type=want)
        if isinstance(node, Aggregate) and node.argument is not None:
            return replace(node, argument=settle(node.argument, want, days), type=want)
        if isinstance(node, Case) or (isinstance(node, Call) and node.name in _PASSES_TYPE):
            parts = list(children(node))
            values = range(1, len(parts), 2) if isinstance(node, Case) else range(len(parts))
            for index in (*values, len(parts) - 1):
                parts[index] = settle(parts[index], want, days)
            return replace(rebuilt(node, tuple(parts)), type=want)
    if node.type == "integer" and want == "number":
        return Call("number_of_integer", (node,), "number")
    hint = "; write cast(… as " + want + ")" if (node.type, want) in _CASTS else ""
    raise Mismatch(f"this is a {node.type} where a {want} is needed{hint}")


def alike(nodes: Sequence[Node], days: Calendar, default: str = "text") -> tuple[list[Node], str]:
    """The nodes brought to one common type, and that type. A text constant beside an instant is an instant."""
    types = [node.type for node in nodes]
    if "timestamp" in types:
        types = ["timestamp" if isinstance(n, Constant) and n.type == "text" else t for n, t in zip(nodes, types)]
    common = unify(types)
    if common is None:
        seen = " and ".join(sorted({type_ for type_ in types if type_ not in ("any", "null")}))
        raise Mismatch(f"these do not go together: {seen}; bring one to the type of the other with cast(… as …)")
    if common in ("any", "null"):
        common = default
    elif common == "integer" and "any" in types:
        common = "number"  # of JSON nothing less is asked
    return [settle(node, common, days) for node in nodes], common


def call(name: str, args: Sequence[Node], days: Calendar) -> Node:
    """A checked call of a row of the table. Constants that some rows need (digits, shifts) must be given as Constants."""
    row = TABLE[name]
    wanted = [want for want in row.args if want != "*"]
    if len(args) > len(wanted) and row.args[-1] == "*":
        wanted += [wanted[-1]] * (len(args) - len(wanted))
    if len(args) != len(wanted):
        raise Mismatch(f"{name}() takes {len(wanted)} values, not {len(args)}")
    done = list(args)
    shared = [index for index, want in enumerate(wanted) if want == "same"]
    common = "any"
    if shared:
        mixed = {args[index].type for index in shared} == {"integer", "number"}
        if name in _MIXES and mixed:
            common = "number"
        elif name in _PASSES_TYPE and all(args[index].type in ("any", "null") for index in shared):
            common = "any"
        else:
            settled, common = alike([args[index] for index in shared], days)
            for index, node in zip(shared, settled):
                done[index] = node
        if is_list(common) and name not in ("coalesce", "nullif", "eq", "ne"):
            raise Mismatch("a list cannot be compared; use len(…) or list_contains(…, …)")
    for index, want in enumerate(wanted):
        if want == "list":
            if done[index].type in ("any", "null"):
                done[index] = settle(done[index], "list<text>", days)
            if not is_list(done[index].type):
                raise Mismatch(f"{name}() takes a list, not a {done[index].type}")
        elif want == "element":
            done[index] = settle(done[index], element(done[0].type), days)
        elif want == "digits":
            done[index] = _digits(done[index])
        elif want not in ("same", "shift", "any"):
            done[index] = settle(done[index], want, days)
    return Call(name, tuple(done), common if row.result == "same" else row.result)


def _digits(node: Node) -> Node:
    if not isinstance(node, Constant) or node.value not in range(11):
        raise Mismatch("round() takes a whole number of digits between 0 and 10")
    return Constant(int(node.value), "integer")


def cast(node: Node, to: str, days: Calendar) -> Node:
    """`cast(node as to)`; what cannot be cast at run time is NULL."""
    if node.type in ("any", "null"):
        if isinstance(node, Read) and to in ("number", "boolean"):
            return replace(node, type=to, lenient=True)
        return settle(node, to, days)
    if node.type == to or (node.type == "integer" and to == "integer"):
        return node
    if isinstance(node, Constant) and (node.type, to) == ("text", "timestamp"):
        return settle(node, to, days)
    if node.type == "integer" and to in ("text", "boolean"):
        node = settle(node, "number", days)
    name = _CASTS.get((node.type, to))
    if name is None:
        raise Mismatch(f"a {node.type} cannot be cast to {to}")
    return Call(name, (node,), to)


def constant(value: Any) -> Constant:
    """A Python value as a constant.

    >>> constant("a"), constant(2)
    (Constant(value='a', type='text'), Constant(value=2.0, type='number'))
    """
    if value is None:
        return Constant(None, "null")
    if isinstance(value, bool):
        return Constant(value, "boolean")
    if isinstance(value, str):
        return Constant(value, "text")
    return Constant(float(value), "number")
