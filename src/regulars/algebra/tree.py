"""The tree of an expression: seven kinds of node, typed and immutable. Both runtimes are walks over it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from regulars.algebra.window import Window


@dataclass(frozen=True, slots=True)
class Constant:
    value: Any
    type: str


@dataclass(frozen=True, slots=True)
class Read:
    """A value read from an event (`event`, `properties`, `context`, `carried` = the event's own traits, `line` = an element of
    the array), or known of the customer (`traits`, `scores`), or of an item under decision (`item`)."""

    root: str
    path: tuple[str, ...]
    type: str
    lenient: bool = False
    """Declared as this type: a number may then also stand in a text."""


@dataclass(frozen=True, slots=True)
class Moment:
    """`now()` moved by `shift` µs; or the start of the day `today()` + `months` + `days`, moved by `shift` µs."""

    kind: str
    days: int = 0
    months: int = 0
    shift: int = 0
    type: str = "timestamp"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the closed table (`functions.TABLE`)."""

    name: str
    args: "tuple[Node, ...]"
    type: str


@dataclass(frozen=True, slots=True)
class Case:
    """The first branch whose condition is true; else `otherwise`."""

    branches: "tuple[tuple[Node, Node], ...]"
    otherwise: "Node"
    type: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregate over the customer's events (or, with `each`, over the elements of an array in them)."""

    kind: str
    argument: "Node | None"
    where: "Node | None"
    window: Window | None
    each: tuple[str, ...] | None
    type: str


@dataclass(frozen=True, slots=True)
class Named:
    """A feature, segment or the stage, used by name. Its meaning is its body."""

    name: str
    body: "Node"
    type: str = field(default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "type", self.body.type)


Node: TypeAlias = Constant | Read | Moment | Call | Case | Aggregate | Named


STAGE = Read("stage", (), "text")
"""The customer's stage, where it is remembered."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    if isinstance(node, Call):
        return node.args
    if isinstance(node, Case):
        return (*(part for branch in node.branches for part in branch), node.otherwise)
    if isinstance(node, Aggregate):
        return tuple(part for part in (node.argument, node.where) if part is not None)
    if isinstance(node, Named):
        return (node.body,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def rebuilt(node: Node, parts: tuple[Node, ...]) -> Node:
    """The node with other children, in the order of `children`."""
    if isinstance(node, Call):
        return replace(node, args=parts)
    if isinstance(node, Case):
        pairs = tuple(zip(parts[:-1:2], parts[1:-1:2]))
        return replace(node, branches=pairs, otherwise=parts[-1])
    return node


def text(node: Node) -> str:
    """The normalised text of a node: equal where the same is written, spaces aside; names are replaced by what they mean."""
    if isinstance(node, Constant):
        return "null" if node.value is None else f"{node.type}:{node.value!r}"
    if isinstance(node, Read):
        path = "".join("." + key.replace("~", "~0").replace(".", "~1") for key in node.path)
        return f"{node.root}{path}:{node.type}{'~' if node.lenient else ''}"
    if isinstance(node, Moment):
        return f"{node.kind}({node.days},{node.months},{node.shift})"
    if isinstance(node, Call):
        return f"{node.name}({','.join(map(text, node.args))})"
    if isinstance(node, Case):
        branches = ";".join(f"{text(condition)}?{text(value)}" for condition, value in node.branches)
        return f"case({branches};{text(node.otherwise)})"
    if isinstance(node, Named):
        return text(node.body)
    argument = "*" if node.argument is None else text(node.argument)
    where = "" if node.where is None else f" where {text(node.where)}"
    window = "" if node.window is None else f" over {node.window.count} {node.window.unit} in {node.window.zone}"
    each = "" if node.each is None else f" each {'.'.join(node.each)}"
    return f"{node.kind}({argument}){where}{window}{each}"
