"""What needs what: features, segments, stages, journeys, slots, metrics …, and the events and traits that they read."""

from collections.abc import Callable, Iterable, Iterator

from regulars.algebra import ExpressionError, Scope
from regulars.algebra.tree import Call, Constant, Named, Node, Read, children
from regulars.define.definitions import Definitions
from regulars.define.expressions import Text, read, scope, texts
from regulars.define.models import LEARNS_FEATURES, owners
from regulars.define.sections import WORDS

Place = tuple[str, str]
"""(section, name), like `("segments", "vip")`."""


class Graph:
    """Who needs whom in a house. Texts that cannot be read need nothing (`lint.check` says what is wrong with them).

    >>> from regulars.define.load import load
    >>> graph = Graph(load("features: {spend: sum(properties.total)}\\nsegments: {vip: spend > 500}"))
    >>> graph.needs["segments", "vip"], graph.used_by("features", "spend")
    ({('features', 'spend')}, [('segments', 'vip')])
    """

    def __init__(self, definitions: Definitions) -> None:
        self.needs: dict[Place, set[Place]] = {}
        """Definition → what it names itself. Unknown names are left out."""
        self.circles: list[list[str]] = []
        """Features, segments and stages that lead back to themselves, each as a path that ends where it began."""
        known = {(section, name) for section in WORDS for name in getattr(definitions, section)}
        self.needs = {place: set() for place in sorted(known)}
        for user, used in (*_in_fields(definitions), *self._in_texts(definitions)):
            if used in known:
                self.needs[user].add(used)
        self._users: dict[Place, list[Place]] = {}
        for user, needed in self.needs.items():
            for place in needed:
                self._users.setdefault(place, []).append(user)

    def used_by(self, section: str, name: str) -> list[Place]:
        """Who names this definition itself, in order."""
        return self._users.get((section, name), [])

    def users(self, places: Iterable[Place]) -> set[Place]:
        """Everything that a change of these definitions may change: they, their users, the users of those …"""
        return _closure(places, lambda place: self.used_by(*place))

    def needed(self, places: Iterable[Place]) -> set[Place]:
        """These definitions and everything that they need, directly or not."""
        return _closure(places, lambda place: self.needs.get(place, set()))

    def _in_texts(self, definitions: Definitions) -> Iterator[tuple[Place, Place]]:
        try:
            names = scope(definitions)
        except ExpressionError:
            return
        for text in texts(definitions):
            tree = self._read(text, names)
            for part in _own(tree) if tree is not None else ():
                yield from (((text.section, text.name), place) for place in _meant(part, definitions))

    def _read(self, text: Text, names: Scope) -> Node | None:
        try:
            return read(text, names)
        except ExpressionError as problem:
            path = problem.sentence.rpartition(": ")[2].split(" → ")
            if problem.code == "expression_circle" and not any(set(path) == set(circle) for circle in self.circles):
                self.circles.append(path)
            return None


def _own(node: Node) -> Iterator[Node]:
    """The nodes of a text itself: the names that it uses, but not what they mean."""
    yield node
    if not isinstance(node, Named):
        for child in children(node):
            yield from _own(child)


def _meant(node: Node, definitions: Definitions) -> Iterator[Place]:
    """The definitions that a node names; `stage` means all stages."""
    if isinstance(node, Named):
        if node.name == "stage":
            yield from (("stages", name) for name in definitions.stages)
        else:
            yield from ((section, node.name) for section in ("features", "segments"))
    elif isinstance(node, Read) and node.root == "traits":
        yield "traits", node.path[0]
    elif isinstance(node, Read) and node.root == "scores":
        yield from (("models", owner) for score, owner in owners(definitions).items() if score == node.path[0])
    elif isinstance(node, Call) and any(isinstance(arg, Read) and arg.root == "event" for arg in node.args):
        yield from (("events", arg.value) for arg in node.args if isinstance(arg, Constant) and isinstance(arg.value, str))


def _in_fields(definitions: Definitions) -> Iterator[tuple[Place, Place]]:
    for slot in definitions.slots.values():
        yield ("slots", slot.name), ("catalogs", slot.catalog)
        yield ("slots", slot.name), ("policies", slot.policy)
    for journey in definitions.journeys.values():
        mine = ("journeys", journey.name)
        yield mine, ("segments", journey.on_segment or "")
        yield mine, ("stages", journey.on_stage or "")
        for step in journey.steps:
            yield mine, ("templates", step.message or "")
            yield mine, ("purposes", step.purpose or "")
    for model in definitions.models.values():
        mine = ("models", model.name)
        yield mine, ("purposes", model.purpose or "")
        if model.kind in LEARNS_FEATURES and not model.features:  # it looks at all that there are
            yield from ((mine, ("features", name)) for name in definitions.features)
    for kind in definitions.identifiers.values():
        yield ("identifiers", kind.name), ("traits", kind.trait or "")


def _closure(places: Iterable[Place], near: Callable[[Place], Iterable[Place]]) -> set[Place]:
    found: set[Place] = set()
    waiting = list(places)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += near(place)
    return found
