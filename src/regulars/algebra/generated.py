"""Trees to one Python function: values of several names and when they next change, every shared part computed once.

The closures of `scalar` and `timing` are the reference and serve whatever is not written out here; the law tests compare both.
The source holds nothing but numbered names and our own words: every text, key and constant of a user is bound, never written.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from regulars.algebra import cells, timing
from regulars.algebra.cells import Cell
from regulars.algebra.scalar import Closure, Frame, compiled
from regulars.algebra.tree import Aggregate, Call, Constant, Moment, Named, Node
from regulars.algebra.window import Calendar
from regulars.kit.clock import NEVER

Judge = Callable[[Frame], tuple[tuple[Any, ...], int]]
_SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def judge(names: Sequence[str], trees: Mapping[str, Node], days: Calendar, cell: Callable[[Aggregate], Cell]) -> Judge:
    """The function of a frame that answers (the names' values in order, the earliest instant at which one may change)."""
    writer = _Writer(days, cell)
    values = [writer.value(trees[name]) for name in names]
    moves = [move for move in (writer.move(trees[name]) for name in names) if move is not None]
    return writer.function(f"({''.join(value + ', ' for value in values)})", _least(dict.fromkeys(moves)))


def _least(moves: "dict[str, None] | list[str]") -> str:
    known = list(moves)
    return known[0] if len(known) == 1 else f"min({', '.join(known)})" if known else "NEVER"


class _Writer:
    """A function in the making: one statement for each distinct node."""

    def __init__(self, days: Calendar, cell: Callable[[Aggregate], Cell]) -> None:
        self._days, self._cell = days, cell
        self._lines = ["get = frame.cells.get"]
        self._bound: dict[str, Any] = {"NEVER": NEVER}
        self._values: dict[Node, str] = {}
        self._moves: dict[Node, str | None] = {}
        self._scans: dict[int, tuple[str, str]] = {}
        self._tiles: dict[str, str] = {}
        self._sure: set[str] = set()
        """Values that are never NULL."""

    def function(self, values: str, move: str) -> Judge:
        body = "".join(f"    {line}\n" for line in self._lines)
        source = f"def judge(frame):\n{body}    return {values}, {move}\n"
        exec(compile(source, "<program>", "exec"), self._bound)
        made: Judge = self._bound["judge"]
        return made

    def _bind(self, thing: Any) -> str:
        name = f"b{len(self._bound)}"
        self._bound[name] = thing
        return name

    def _let(self, expression: str, sure: bool = False) -> str:
        name = f"v{len(self._lines)}"
        self._lines.append(f"{name} = {expression}")
        if sure:
            self._sure.add(name)
        return name

    # -- values ---------------------------------------------------------------------------------------------------

    def value(self, node: Node) -> str:
        """The variable that holds the node's value."""
        while isinstance(node, Named):
            node = node.body
        found = self._values.get(node)
        if found is None:
            found = self._values[node] = self._write(node)
        return found

    def _write(self, node: Node) -> str:
        if isinstance(node, Constant):
            return self._let(self._bind(node.value), node.value is not None)
        if isinstance(node, Aggregate):
            return self._read(self._cell(node))
        if isinstance(node, Call):
            if node.name in ("and", "or"):
                return self._logic([self.value(arg) for arg in node.args], node.name == "or")
            if node.name in (*_SIGNS, "not", "number_of_integer"):
                return self._strict(node.name, [self.value(arg) for arg in node.args])
        return self._let(f"{self._bind(compiled(node, self._days, self._reader))}(frame)")

    def _reader(self, aggregate: Aggregate) -> Closure:
        return cells.reader(self._cell(aggregate))

    def _read(self, cell: Cell) -> str:
        sure = cell.monoid.empty is not None
        if cell.window is not None:
            return self._scan(cell)[0]
        kind, key = cell.aggregate.kind, self._bind(cell.key)
        if kind in ("count", "min", "max"):
            return self._let(f"get({key}, 0)" if sure else f"get({key})", sure)
        state = self._let(f"get({key})")
        return self._let(
            f"{self._bind(cell.monoid.empty)} if {state} is None else {self._bind(cell.monoid.extract)}({state})", sure
        )

    def _scan(self, cell: Cell) -> tuple[str, str]:
        """The variables of a window's value and of its next change."""
        assert cell.window is not None
        found = self._scans.get(cell.key)
        if found is None:
            unit = cell.window.unit
            if unit not in self._tiles:
                self._tiles[unit] = self._let(f"{self._bind(cell.window.clock().tile)}(frame.at)")
            pair = self._let(f"{self._bind(cells.scanner(cell))}(get({self._bind(cell.key)}), {self._tiles[unit]})")
            found = self._scans[cell.key] = (self._let(f"{pair}[0]", cell.monoid.empty is not None), self._let(f"{pair}[1]"))
        return found

    def _strict(self, name: str, args: list[str]) -> str:
        if name == "not":
            result = f"not {args[0]}"
        elif name == "number_of_integer":
            result = f"float({args[0]})"
        else:
            result = f"{args[0]} {_SIGNS[name]} {args[1]}"
        unsure = [arg for arg in args if arg not in self._sure]
        if not unsure:
            return self._let(result, sure=True)
        return self._let(f"None if {' or '.join(f'{arg} is None' for arg in unsure)} else {result}")

    def _logic(self, parts: list[str], decisive: bool) -> str:
        unsure = [part for part in parts if part not in self._sure]
        if not unsure:
            return self._let((" or " if decisive else " and ").join(parts), sure=True)
        decided = " or ".join(f"{part} is {decisive}" for part in parts)
        unknown = " or ".join(f"{part} is None" for part in unsure)
        return self._let(f"{decisive} if {decided} else None if {unknown} else {not decisive}")

    # -- changes --------------------------------------------------------------------------------------------------

    def move(self, node: Node) -> str | None:
        """The variable that holds when the node's value may next change; None where time does not change it."""
        while isinstance(node, Named):
            node = node.body
        if node not in self._moves:
            self._moves[node] = self._write_move(node) if timing.timed(node) else None
        return self._moves[node]

    def _write_move(self, node: Node) -> str:
        if isinstance(node, Aggregate):
            return self._scan(self._cell(node))[1]
        if isinstance(node, Call) and node.name in ("and", "or"):
            return self._decided(node)
        if isinstance(node, Call) and node.name in timing.COMPARISONS:
            other, clock = node.args
            if isinstance(clock, Moment):
                turn = self._let(f"{self._bind(timing.flip(clock, self._days))}({self.value(other)}, frame.at)")
                move = self.move(other)
                return turn if move is None else self._let(f"min({turn}, {move})")
        if isinstance(node, Call) and not any(isinstance(arg, Moment) for arg in node.args):
            moves = dict.fromkeys(move for move in map(self.move, node.args) if move is not None)
            return self._let(_least(moves)) if len(moves) > 1 else next(iter(moves))
        change = timing.change(node, self._days, self._cell)
        return self._let(f"{self._bind(change)}(frame)")

    def _decided(self, node: Call) -> str:
        """As `timing` has it: while decided, until the last of the deciding parts may change; else until any part may."""
        decisive = node.name == "or"
        parts = [(self.value(arg), self.move(arg)) for arg in node.args]
        fixed = [value for value, move in parts if move is None]
        moving = [(value, move) for value, move in parts if move is not None]
        soonest = _least(dict.fromkeys(move for _, move in moving))
        if len(moving) == 1:
            found = moving[0][1]
        else:
            kept = ", ".join(f"{move} if {value} is {decisive} else 0" for value, move in moving)
            found = f"max({kept}) or {soonest}"
        if fixed:
            found = f"NEVER if {' or '.join(f'{value} is {decisive}' for value in fixed)} else {found}"
        return self._let(found)
