"""The live runtime: all definitions of a workspace compiled into one program that takes events in and answers values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from regulars.algebra import cells, explain, generated, timing
from regulars.algebra.cells import Cell
from regulars.algebra.names import Scope, Spec
from regulars.algebra.parse import parse
from regulars.algebra.rows import ROW_COLUMNS, array, elements
from regulars.algebra.scalar import Closure, Frame, compiled
from regulars.algebra.taking import Plan
from regulars.algebra.tree import STAGE, Aggregate, Named, Node, Read, children, walk
from regulars.algebra.types import ExpressionError
from regulars.kit.clock import NEVER
from regulars.kit.errors import nearest

_MANY = 4096
"""Names of events remembered with their plans; clients may invent names without end."""


class Known(Protocol):
    """What the program reads of a customer (`records.Customer` is one)."""

    cells: dict[int, Any]
    traits: dict[str, list[Any]]
    scores: dict[str, list[Any]]
    stage: str


class Program:
    """Every feature, segment and stage of a workspace, ready to run. Immutable; any number of threads may read with it.

    `names` maps each name to its text, `stages` orders the stages among them, and is `remembered` or not; `types` are declared
    types (see `Scope`).
    Raises ExpressionError for the first wrong text; `Scope(…).problems()` lists them all.

    >>> program = Program({"orders": Spec("count(*) filter (where event = 'Order Completed')")})
    >>> [cell.text for cell in program.cells.values()]
    ["count(*) where eq(event:text,text:'Order Completed')"]
    """

    def __init__(
        self,
        names: Mapping[str, Spec],
        zone: str = "UTC",
        types: Mapping[str, str] | None = None,
        stages: Sequence[str] = (),
        remembered: bool = False,
    ) -> None:
        self.scope = Scope(types, names, stages, zone, remembered)
        self.calendar = self.scope.calendar
        self.names = tuple([*names, "stage"] if stages else names)
        """Every name that has a value, `stage` last where there are stages."""
        self.trees: dict[str, Node] = {name: self.scope.tree(name) for name in self.names}
        self.cells: dict[int, Cell] = {}
        """The distinct aggregates, by key."""
        self._by_aggregate: dict[Aggregate, Cell] = {}
        used: dict[int, list[str]] = {}
        reads: dict[tuple[str, str], list[str]] = {}
        for name, tree in self.trees.items():
            for node in dict.fromkeys(walk(tree)):
                if isinstance(node, Aggregate):
                    used.setdefault(self._cell(node).key, []).append(name)
                elif isinstance(node, Read) and (node.root in ("traits", "scores") or node == STAGE):
                    found = reads.setdefault((node.root, node.path[0] if node.path else ""), [])
                    found.extend([] if name in found else [name])
        self._used = {key: tuple(found) for key, found in used.items()}
        self._reads = {key: tuple(found) for key, found in reads.items()}
        self._values = {name: compiled(tree, self.calendar, self._reader) for name, tree in self.trees.items()}
        self._wants = {name: True if name in names and names[name].kind != "feature" else None for name in self.names}
        changes = {name: timing.change(tree, self.calendar, self._cell, self._wants[name]) for name, tree in self.trees.items()}
        self._changes = {name: change for name, change in changes.items() if change is not None}
        self.timed: frozenset[str] = frozenset(self._changes)
        """Names whose values time alone can change."""
        self._judges: dict[tuple[str, ...], generated.Judge] = {}
        self._explainers: dict[tuple[str, str], explain.Explainer] = {}
        self._plans: dict[tuple[str, str], Plan] = {}

    # -- events ---------------------------------------------------------------------------------------------------

    def update(self, cells: dict[int, Any], event: Any) -> tuple[str, ...]:
        """Take an event into the cells of its customer; the names whose values may have changed, in order.

        Each event must come once. Order does not matter. Costs what the cells that this type and name of event can touch cost.
        """
        plan = self._plans.get((event.type, event.event))
        if plan is None:
            plan = self._plan(event.type, event.event)
        if not plan.cells:
            return ()
        touched = plan.take(cells, event)
        found = plan.names.get(touched)
        if found is None:
            changed = [cell for place, cell in enumerate(plan.cells) if touched >> place & 1]
            found = plan.names[touched] = self._ordered(name for cell in changed for name in self._used[cell.key])
        return found

    def _plan(self, type_: str, event: str) -> Plan:
        if len(self._plans) >= _MANY:
            self._plans.clear()
        plan = self._plans[type_, event] = Plan(self.cells.values(), type_, event, self.calendar)
        return plan

    def _ordered(self, names: Iterable[str]) -> tuple[str, ...]:
        found = set(names)
        return tuple(name for name in self.names if name in found)

    def trait_dependents(self, trait: str) -> tuple[str, ...]:
        """The names to evaluate again when a trait of the customer changed."""
        return self._reads.get(("traits", trait), ())

    def score_dependents(self, score: str) -> tuple[str, ...]:
        """The names to evaluate again when a score of the customer changed."""
        return self._reads.get(("scores", score), ())

    def stage_dependents(self) -> tuple[str, ...]:
        """The names to evaluate again when the stage, where it is remembered, changed."""
        return tuple(name for name in self._reads.get(("stage", ""), ()) if name != "stage")

    def merge(self, a: Mapping[int, Any], b: Mapping[int, Any]) -> dict[int, Any]:
        """The cells of two customers that turn out to be one, over disjoint events. Neither argument is changed."""
        both = {key: cells.combined(found, a.get(key), b.get(key)) for key, found in self.cells.items()}
        return {key: state for key, state in both.items() if state is not None}

    def prune(self, cells_: Mapping[int, Any], at: int) -> dict[int, Any]:
        """The cells in canonical form at `at`: without unknown keys and tiles gone by; equal for equal sets of events."""
        kept = {key: cells.pruned(self.cells[key], cells_[key], at) for key in sorted(cells_) if key in self.cells}
        return {key: state for key, state in kept.items() if state is not None}

    # -- values ---------------------------------------------------------------------------------------------------

    def frame(self, customer: Known, at: int, item: Mapping[str, Any] | None = None, event: Any = None) -> Frame:
        """A customer at an instant. Values read through one frame are computed once; the customer must not change meanwhile."""
        return Frame(
            event=event,
            cells=customer.cells,
            traits=customer.traits,
            scores=customer.scores,
            stage=customer.stage,
            item=item or {},
            at=at,
        )

    def value(self, name: str, customer: Known, at: int) -> Any:
        """A feature's value, whether the customer is in a segment (None where unknown), or the name of the `stage`."""
        return self.read(name, self.frame(customer, at))

    def read(self, name: str, frame: Frame) -> Any:
        """As `value`, in a frame that several reads share."""
        memo = frame.memo
        if name in memo:
            return memo[name]
        self._known(name)
        found = memo[name] = self._values[name](frame)
        return found

    def values(self, names: Iterable[str], customer: Known, at: int) -> dict[str, Any]:
        """Several values of one customer at once."""
        frame = self.frame(customer, at)
        return {name: self.read(name, frame) for name in names}

    def next_change(self, names: Iterable[str], customer: Known, at: int) -> int:
        """The earliest instant after `at` at which any of these values may change without an event, or NEVER.

        Of segments and stages it counts that they hold: that one turns from false to unknown is not told. Never too late;
        sometimes too early. After an event it is enough to ask for the names that `update` returned and keep the earlier of
        the answer and the former one; when the instant has come, ask for all `timed` names again.
        """
        return self.due(names, self.frame(customer, at))

    def due(self, names: Iterable[str], frame: Frame) -> int:
        """As `next_change`, in a frame that several reads share."""
        changes = self._changes
        return min([changes[name](frame) for name in names if name in changes], default=NEVER)

    def judge(self, names: tuple[str, ...], customer: Known, at: int) -> tuple[tuple[Any, ...], int]:
        """`values` (in the order of `names`) and `next_change` in one generated function: for the hot path.

        Give it the tuples that `update` returns: each distinct tuple is compiled once.
        """
        made = self._judges.get(names)
        if made is None:
            for name in names:
                self._known(name)
            if len(self._judges) >= _MANY:
                self._judges.clear()
            trees = [(self.trees[name], self._wants[name]) for name in names]
            made = self._judges[names] = generated.judge(
                trees, self.calendar, self._cell, lambda customer, at: self._judged(names, customer, at)
            )
        return made(customer, at)

    def _judged(self, names: tuple[str, ...], customer: Known, at: int) -> generated.Judgement:
        """As `judge`, by the closures."""
        frame = self.frame(customer, at)
        return tuple([self.read(name, frame) for name in names]), self.due(names, frame)

    def explain(self, name: str, customer: Known, at: int, lang: str = "en") -> list[str]:
        """Sentences that say why the value is what it is, with the figures behind it (`lang`: `en` or `zh`)."""
        if name == "stage" and self.scope.remembered:
            stage = customer.stage
            grounds = [one for one in (stage, f"{stage}.exit") if one in self.trees]
            return [f"stage = {stage or 'null'}", *(line for one in grounds for line in self.explain(one, customer, at, lang))]
        made = self._explainers.get((name, lang))
        if made is None:
            self._known(name)
            made = self._explainers[name, lang] = explain.explainer(name, self.trees[name], self._closure, lang)
        return made(self.frame(customer, at))

    def condition(self, text: str, at: str = "", want: str = "boolean", each: str | None = None) -> "Condition":
        """An expression about one event, an item or the customer, for journeys, slots and policies.

        It may use `event`, `type`, `properties.x`, `context.x` of the event; features, segments, `stage`, `traits.x` and
        `scores.x` of the customer; `item.x`; and with `each` (`properties.products as line`) `line.x`.
        """
        return Condition(self, parse(text, self.scope, each=each, want=want, at=at, about="event").tree, array(each)[0])

    def _known(self, name: str) -> None:
        if name not in self.trees:
            raise ExpressionError(f"there is no feature, segment or stage '{name}'{nearest(name, self.names)}")

    # -- compiling ------------------------------------------------------------------------------------------------

    def _cell(self, aggregate: Aggregate) -> Cell:
        found = self._by_aggregate.get(aggregate)
        if found is None:
            found = cells.cell(aggregate, self.calendar)
            found = self._by_aggregate[aggregate] = self.cells.setdefault(found.key, found)
        return found

    def _reader(self, aggregate: Aggregate) -> Closure:
        return cells.reader(self._cell(aggregate))

    def _closure(self, node: Node) -> Closure:
        return compiled(node, self.calendar, self._reader)


class Condition:
    """An expression over one event, or over a customer (and an item) at an instant, compiled against a program."""

    def __init__(self, program: Program, tree: Node, each: tuple[str, ...] | None = None) -> None:
        self._program = program
        self._each = each
        self.tree = tree
        self._value = program._closure(tree)
        nodes = list(walk(tree))
        self.of_event = _speaks_of_event(tree)
        """Whether it speaks of an event, so that it can be asked only when there is one."""
        self.names = tuple(dict.fromkeys(node.name for node in nodes if isinstance(node, Named)))
        """Names of the program that it uses, directly or through others."""

    def event(self, event: Any) -> Any:
        """The value for an event alone (nothing known of the customer: those parts are NULL or zero)."""
        return self._value(Frame(event=event, at=event.received_at))

    def elements(self, event: Any) -> list[Any]:
        """The values for each element of the event's array (`each`), in its order."""
        assert self._each is not None, "compiled without `each`"
        frame = Frame(event=event, at=event.received_at)
        found = []
        for frame.index, frame.line in enumerate(elements(event.properties, self._each)):
            found.append(self._value(frame))
        return found

    def customer(self, customer: Known, at: int, item: Mapping[str, Any] | None = None) -> Any:
        """The value for a customer (and an item) without an event. Asking one that speaks of an event is an error."""
        if self.of_event:
            raise ExpressionError("this condition speaks of an event and cannot be asked of a customer alone")
        return self._value(self._program.frame(customer, at, item))

    def __call__(self, event: Any, customer: Known, at: int, item: Mapping[str, Any] | None = None) -> Any:
        """The value for an event of a customer at an instant."""
        return self._value(self._program.frame(customer, at, item, event))


_OF_EVENT = (*ROW_COLUMNS, "properties", "context", "line")


def _speaks_of_event(node: Node) -> bool:
    """Outside of aggregates: what those read is the customer's past."""
    if isinstance(node, Read):
        return node.root in _OF_EVENT
    return not isinstance(node, Aggregate) and any(map(_speaks_of_event, children(node)))
