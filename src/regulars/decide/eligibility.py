"""Which items may a customer be shown in a slot? The slot's condition, taken apart so that little of it is asked per item.

The condition is a conjunction. What speaks of the customer alone is asked once a decision; what speaks of the item alone, once
an item and catalogue; `item.x = <something of the customer>` becomes a look-up; only the rest is asked item by item.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from regulars.algebra import ExpressionError, Frame, Program
from regulars.algebra.cells import cell, reader
from regulars.algebra.scalar import Closure, compiled
from regulars.algebra.tree import Aggregate, Call, Moment, Named, Node, Read, walk
from regulars.algebra.types import is_list
from regulars.decide.catalogue import Items

_NO_ITEM: dict[str, Any] = {}


class Eligibility:
    """The condition of one slot over one catalogue. Raises ExpressionError for a text that cannot be such a condition."""

    def __init__(self, text: str, program: Program, items: Items, at: str = "") -> None:
        self._items = items
        self._program = program
        condition = program.condition(text, at)
        if condition.of_event:
            raise ExpressionError("a slot's condition cannot speak of an event: there is none", where=at)
        for node in walk(condition.tree):
            if isinstance(node, Named) and _speaks_of_item(node):
                raise ExpressionError(f"'{node.name}' speaks of an item; only a slot's own condition can", where=at)
        own: list[Closure] = []
        fixed: list[Closure] = []
        rest: list[Closure] = []
        sought: tuple[Node, Node] | None = None
        for part in _conjuncts(condition.tree):
            closure = self._closure(part)
            if not _speaks_of_item(part):
                own.append(closure)
            elif not _speaks_of_customer(part):
                fixed.append(closure)
            elif sought is None and (found := _look_up(part)) is not None:
                sought = found
            else:
                rest.append(closure)
        self._own = tuple(own)
        self._rest = tuple(rest)
        self.asks = bool(rest)
        """Whether `holds` must be asked for each item."""
        self.allowed = self._allowed(fixed)
        """The positions of the items that may be shown to anybody, in order."""
        self.groups: dict[Any, list[int]] | None = None
        """Where one part is a look-up: the allowed positions by the value that `wanted` must have for them."""
        self._wanted: Closure | None = None
        if sought is not None:
            self.groups = self._grouped(self._closure(sought[0]))
            self._wanted = self._closure(sought[1])

    def frame(self, customer: Any, at: int) -> Frame:
        """The customer at an instant, for the questions below."""
        return self._program.frame(customer, at)

    def admits(self, frame: Frame) -> bool:
        """Whether the customer meets the part of the condition that speaks of the customer alone."""
        frame.item = _NO_ITEM
        return all(part(frame) is True for part in self._own)

    def wanted(self, frame: Frame) -> Any:
        """The value that a customer's items are looked up by in `groups`; None: no item will do."""
        assert self._wanted is not None, "asked only where there are groups"
        frame.item = _NO_ITEM
        return self._wanted(frame)

    def holds(self, frame: Frame, position: int) -> bool:
        """Whether this item, one that is allowed and looked up, may be shown to the customer."""
        frame.item = self._items.attributes[position]
        return all(part(frame) is True for part in self._rest)

    def _allowed(self, fixed: Sequence[Closure]) -> list[int]:
        frame = Frame()
        allowed = []
        for position, frame.item in enumerate(self._items.attributes):
            if all(part(frame) is True for part in fixed):
                allowed.append(position)
        return allowed

    def _grouped(self, value: Closure) -> dict[Any, list[int]]:
        frame = Frame()
        groups: dict[Any, list[int]] = {}
        for position in self.allowed:
            frame.item = self._items.attributes[position]
            groups.setdefault(value(frame), []).append(position)
        groups.pop(None, None)
        return groups

    def _closure(self, node: Node) -> Closure:
        days = self._program.calendar
        return compiled(node, days, lambda aggregate: reader(cell(aggregate, days)))


def _conjuncts(tree: Node) -> Iterator[Node]:
    if isinstance(tree, Call) and tree.name == "and":
        for arg in tree.args:
            yield from _conjuncts(arg)
    else:
        yield tree


def _speaks_of_item(node: Node) -> bool:
    return any(isinstance(part, Read) and part.root == "item" for part in walk(node))


def _speaks_of_customer(node: Node) -> bool:
    """Of the customer or of the time: of anything but the item."""
    return any(
        isinstance(part, Named | Aggregate | Moment) or (isinstance(part, Read) and part.root != "item") for part in walk(node)
    )


def _look_up(node: Node) -> tuple[Node, Node] | None:
    """(of the item, of the customer) for `item.attribute = <nothing of the item>`, either way round."""
    if isinstance(node, Call) and node.name == "eq":
        for item, other in (node.args, node.args[::-1]):
            if isinstance(item, Read) and item.root == "item" and not is_list(item.type) and not _speaks_of_item(other):
                return item, other
    return None
