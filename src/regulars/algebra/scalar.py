"""Trees to closures: how an expression is evaluated live, for one event or one customer at one instant. No `eval`."""

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, TypeAlias

from regulars.algebra.functions import TABLE, live
from regulars.algebra.reading import READERS, dig
from regulars.algebra.tree import Aggregate, Call, Case, Constant, Moment, Named, Node, Read
from regulars.algebra.window import Calendar, instant
from regulars.kit.hashing import hash64

_NOTHING: dict[Any, Any] = {}
_UNSET = object()


class Frame:
    """What one evaluation looks at: an event (and an element of its array), or a customer at an instant; and what it knows."""

    __slots__ = ("_tie", "at", "cells", "event", "index", "item", "line", "memo", "scores", "stage", "traits")

    def __init__(
        self,
        *,
        event: Any = None,
        cells: Mapping[int, Any] = _NOTHING,
        traits: Mapping[str, Any] = _NOTHING,
        scores: Mapping[str, Any] = _NOTHING,
        item: Mapping[str, Any] = _NOTHING,
        stage: str = "",
        at: int = 0,
    ) -> None:
        self.event = event
        self.line: Any = _NOTHING
        self.index = 0
        self.cells = cells
        self.traits = traits
        self.scores = scores
        self.item = item
        self.stage = stage
        self.at = at
        self.memo: dict[Any, Any] = {}
        self._tie = -1

    @property
    def tie(self) -> int:
        """The event's place among those of its instant: `hash64(source, id)`, as in the lake."""
        if self._tie < 0:
            self._tie = hash64(self.event.source, self.event.id)
        return self._tie


Closure: TypeAlias = Callable[[Frame], Any]


def compiled(node: Node, days: Calendar, cell: Callable[[Aggregate], Closure] | None = None, raw: bool = False) -> Closure:
    """The closure of a node: a Frame to the node's value. `cell` gives the closure that reads an aggregate.

    Where `raw`, an arithmetic result may still be infinite or NaN: the caller checks.
    """
    if isinstance(node, Constant):
        value = node.value
        return lambda frame: value
    if isinstance(node, Read):
        return _read(node)
    if isinstance(node, Moment):
        return _moment(node, days)
    if isinstance(node, Aggregate):
        assert cell is not None, "aggregates are read from cells"
        return cell(node)
    if isinstance(node, Named):
        return _named(node.name, compiled(node.body, days, cell))
    if isinstance(node, Case):
        return _case(node, days, cell)
    return _call(node, days, cell, raw)


def _read(node: Read) -> Closure:
    root, path, convert = node.root, node.path, READERS[node.type, node.lenient]
    if root in ("traits", "scores"):
        key, rest = path[0], path[1:]

        def stamped(frame: Frame) -> Any:
            entry = (frame.traits if root == "traits" else frame.scores).get(key)
            return None if entry is None else convert(dig(entry[0], rest) if rest else entry[0])

        return stamped
    if root == "line" and len(path) == 1:
        (name,) = path
        return lambda frame: convert(frame.line.get(name))
    if root in ("line", "item"):
        if root == "line":
            return lambda frame: convert(dig(frame.line, path))
        return lambda frame: convert(dig(frame.item, path))
    if not path:
        return {
            "event": lambda frame: frame.event.event,
            "type": lambda frame: frame.event.type,
            "source": lambda frame: frame.event.source,
            "id": lambda frame: frame.event.id,
            "user_id": lambda frame: frame.event.user_id,
            "anonymous_id": lambda frame: frame.event.anonymous_id,
            "timestamp": lambda frame: frame.event.timestamp,
            "received_at": lambda frame: frame.event.received_at,
            "stage": lambda frame: frame.stage or None,
        }[root]
    if root == "properties" and len(path) == 1:
        (key,) = path
        return lambda frame: convert(frame.event.properties.get(key))
    if root == "properties":
        return lambda frame: convert(dig(frame.event.properties, path))
    if root == "context":
        return lambda frame: convert(dig(frame.event.context, path))
    return lambda frame: convert(dig(frame.event.traits, path))


def moment(node: Moment, days: Calendar, at: int) -> int | None:
    """The instant that `now()` or `today()`, moved, stands for at `at`."""
    if node.kind == "now":
        return instant(at + node.shift)
    return instant(days.start(days.moved(days.day(at), node.months, node.days)) + node.shift)


def _moment(node: Moment, days: Calendar) -> Closure:
    return lambda frame: moment(node, days, frame.at)


def _named(name: str, body: Closure) -> Closure:
    def value(frame: Frame) -> Any:
        found = frame.memo.get(name, _UNSET)
        if found is _UNSET:
            found = frame.memo[name] = body(frame)
        return found

    return value


def _case(node: Case, days: Calendar, cell: Any) -> Closure:
    branches = tuple((compiled(condition, days, cell), compiled(value, days, cell)) for condition, value in node.branches)
    otherwise = compiled(node.otherwise, days, cell)

    def choose(frame: Frame) -> Any:
        for condition, value in branches:
            if condition(frame) is True:
                return value(frame)
        return otherwise(frame)

    return choose


def _call(node: Call, days: Calendar, cell: Any, raw: bool) -> Closure:
    name, row, args = node.name, TABLE[node.name], node.args
    unit = ""
    if row.zoned:
        assert isinstance(args[0], Constant)
        unit, args = args[0].value, args[1:]
    parts = [compiled(arg, days, cell, raw=index in row.through) for index, arg in enumerate(args)]
    if name in ("and", "or"):
        return _logic(parts, name == "or")
    if name == "in" and all(isinstance(arg, Constant) for arg in args[1:]):
        return _among(parts[0], [arg.value for arg in args[1:] if isinstance(arg, Constant)])
    function = live(name, unit, days)
    if not row.strict:
        return lambda frame: function(*[part(frame) for part in parts])
    last = args[-1]
    if len(parts) == 1:
        found = _one(function, parts[0])
    elif len(parts) == 2 and isinstance(last, Constant):
        found = _one_with(function, parts[0], last.value)
    elif len(parts) == 2:
        found = _two(function, parts[0], parts[1])
    else:
        found = _many(function, parts)
    return _checked(found) if row.raw and not raw else found


def _logic(parts: list[Closure], decisive: bool) -> Closure:
    """and (decided by a false) and or (decided by a true), three-valued."""

    def decide(frame: Frame) -> bool | None:
        result: bool | None = not decisive
        for part in parts:
            value: bool | None = part(frame)
            if value is decisive:
                return value
            if value is None:
                result = None
        return result

    return decide


def _among(part: Closure, choices: list[Any]) -> Closure:
    """Whether the value is one of these constants; what is not found among some that hold a NULL is unknown."""
    known, missing = frozenset(choices), None if None in choices else False

    def decide(frame: Frame) -> bool | None:
        value = part(frame)
        return None if value is None else True if value in known else missing

    return decide


def _one(function: Callable[..., Any], part: Closure) -> Closure:
    def apply(frame: Frame) -> Any:
        value = part(frame)
        return None if value is None else function(value)

    return apply


def _one_with(function: Callable[..., Any], part: Closure, second: Any) -> Closure:
    if second is None:
        return lambda frame: None

    def apply(frame: Frame) -> Any:
        value = part(frame)
        return None if value is None else function(value, second)

    return apply


def _two(function: Callable[..., Any], left: Closure, right: Closure) -> Closure:
    def apply(frame: Frame) -> Any:
        first = left(frame)
        if first is None:
            return None
        second = right(frame)
        return None if second is None else function(first, second)

    return apply


def _many(function: Callable[..., Any], parts: list[Closure]) -> Closure:
    def apply(frame: Frame) -> Any:
        values = [part(frame) for part in parts]
        return None if None in values else function(*values)

    return apply


def _checked(arithmetic: Closure) -> Closure:
    def value(frame: Frame) -> float | None:
        found = arithmetic(frame)
        return found + 0.0 if found is not None and isfinite(found) else None

    return value
