"""What an expression may name besides events: declared types, features, segments, the stage. A circle is an error."""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from regulars.algebra.tree import STAGE, Case, Constant, Named, Node, walk
from regulars.algebra.types import ExpressionError
from regulars.algebra.window import Calendar, calendar
from regulars.kit.errors import nearest


class Spec(msgspec.Struct, frozen=True, omit_defaults=True):
    """The text of one definition. `at` is its place (`file:line`) for errors."""

    text: str
    over: str | None = None
    """The window of every aggregate that has none of its own: `90d`, `24h`, `12w`."""
    each: str | None = None
    """`properties.products as line`: rows are the elements of this array."""
    kind: Literal["feature", "segment", "stage"] = "feature"
    at: str = ""


class Expression(msgspec.Struct, frozen=True):
    """A parsed text: its tree, whose nodes carry their types."""

    text: str
    tree: Node

    @property
    def type(self) -> str:
        """The type of its value."""
        return self.tree.type


class Scope:
    """The names that texts may use, in one workspace.

    `types` maps paths to declared types: `properties.total`, `properties.products[].price`, `traits.city`, `scores.churn`,
    `item.price`, and `Order Completed/properties.total` where an event's own declaration differs. `stages` is the order of the
    stages in `names`; where it is `remembered`, the stage is not the first of them that holds but what was concluded last.
    """

    def __init__(
        self,
        types: Mapping[str, str] | None = None,
        names: Mapping[str, Spec] | None = None,
        stages: Sequence[str] = (),
        zone: str = "UTC",
        remembered: bool = False,
    ) -> None:
        self.types = dict(types or {})
        self.names = dict(names or {})
        self.stages = tuple(stages)
        self.remembered = remembered
        self.calendar: Calendar = calendar(zone)
        self._trees: dict[str, Node] = {}
        self._open: list[str] = []

    @property
    def zone(self) -> str:
        """The IANA name of the workspace's zone."""
        return self.calendar.name

    def known(self) -> list[str]:
        """Names that stand for a value of the customer."""
        return [*(name for name, spec in self.names.items() if spec.kind != "stage"), *(["stage"] if self.stages else [])]

    def tree(self, name: str) -> Node:
        """The tree of a feature, segment or stage; of `stage` itself, the name of the first stage that holds, or a read of what
        is remembered.

        Raises ExpressionError where the name is unknown, its text is wrong, or it leads back to itself.
        """
        found = self._trees.get(name)
        if found is not None:
            return found
        if name in self._open:
            path = " → ".join([*self._open[self._open.index(name) :], name])
            raise ExpressionError(
                f"these definitions go in a circle: {path}", where=self._place(name), code="expression_circle"
            )
        self._open.append(name)
        try:
            found = self._trees[name] = self._parse(name)
        finally:
            self._open.pop()
        return found

    def _place(self, name: str) -> str:
        return self.names[name].at if name in self.names else ""

    def _parse(self, name: str) -> Node:
        from regulars.algebra.parse import parse  # parse asks names, names asks parse: one idea in two files

        if name == "stage" and self.stages and self.remembered:
            return STAGE
        if name == "stage" and self.stages:
            branches = tuple((Named(stage, self.tree(stage)), Constant(stage, "text")) for stage in self.stages)
            return Case(branches, Constant(None, "text"), "text")
        spec = self.names.get(name)
        if spec is None:
            raise ExpressionError(f"there is no feature, segment or stage '{name}'{nearest(name, self.known())}")
        want = None if spec.kind == "feature" else "boolean"
        tree = parse(spec.text, self, over=spec.over, each=spec.each, want=want, at=spec.at).tree
        if spec.kind == "stage" and self.remembered and STAGE in walk(tree):
            path = " → ".join([name.partition(".")[0], "stage", name.partition(".")[0]])
            raise ExpressionError(f"these definitions go in a circle: {path}", where=spec.at, code="expression_circle")
        return tree

    def problems(self) -> list[ExpressionError]:
        """What is wrong with the texts of all names, one error a text."""
        found: dict[str, ExpressionError] = {}
        for name in self.names:
            try:
                self.tree(name)
            except ExpressionError as error:
                found.setdefault(str(error), error)
        return list(found.values())
