"""Partial evaluation: what remains of a condition once the type and the name of the event are known."""

from collections.abc import Mapping

from regulars.algebra.functions import TABLE
from regulars.algebra.scalar import Frame, compiled
from regulars.algebra.tree import Call, Case, Constant, Node, Read, children, rebuilt
from regulars.algebra.window import Calendar


def narrowed(node: Node, known: Mapping[str, str], days: Calendar) -> Node:
    """The node with the event's columns in `known` (`event`, `type`) replaced by their values, and constants folded."""
    if isinstance(node, Read):
        return Constant(known[node.root], "text") if node.root in known and not node.path else node
    if isinstance(node, Case):
        return rebuilt(node, tuple(narrowed(part, known, days) for part in children(node)))
    if not isinstance(node, Call):
        return node
    args = tuple(narrowed(arg, known, days) for arg in node.args)
    if node.name in ("and", "or"):
        decisive = node.name == "or"
        if any(isinstance(arg, Constant) and arg.value is decisive for arg in args):
            return Constant(decisive, "boolean")
        args = tuple(arg for arg in args if not (isinstance(arg, Constant) and arg.value is (not decisive)))
        if not args:
            return Constant(not decisive, "boolean")
        if len(args) == 1:
            return args[0]
    found = Call(node.name, args, node.type)
    if args[TABLE[node.name].zoned :] and all(isinstance(arg, Constant) for arg in args):
        return Constant(compiled(found, days)(Frame()), node.type)
    return found
