"""Trees to one Python function: values of several names and when they next change, every shared part computed once.

The closures of `scalar` and `timing` are the reference and serve whatever is not written out here; the law tests compare both.
When a value changes is an expression, asked only where it matters: of a false `and`, the false parts.
"""

from collections.abc import Callable, Sequence
from typing import Any

from regulars.algebra import cells, timing
from regulars.algebra.bounds import bound
from regulars.algebra.cells import Cell
from regulars.algebra.scalar import Closure, Frame, compiled
from regulars.algebra.source import Source
from regulars.algebra.tree import Aggregate, Call, Case, Constant, Moment, Named, Node, walk
from regulars.algebra.window import Calendar, instant
from regulars.algebra.windows import Windows

Judgement = tuple[tuple[Any, ...], int]
Judge = Callable[[Any, int], Judgement]
_SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def judge(
    trees: Sequence[tuple[Node, bool | None]], days: Calendar, cell: Callable[[Aggregate], Cell], otherwise: Judge
) -> Judge:
    """The function of (customer, at) that answers (the trees' values in order, the earliest instant at which one may change).

    Beside each tree stands what it is wanted to be, as in `timing.change`. `otherwise` answers for customers of whom a window
    holds tiles of the future or a sum beyond 64 bits: seldom, and by the closures.
    """
    writer = _Writer(days, cell, otherwise)
    values = [writer.value(tree) for tree, _ in trees]
    moves = [writer.move(tree, want) for tree, want in trees]
    return writer.function(f"({''.join(value + ', ' for value in values)})", writer.least(moves))


class _Writer:
    """One statement for each distinct node's value; expressions, or statements where they are shared, for changes."""

    def __init__(self, days: Calendar, cell: Callable[[Aggregate], Cell], otherwise: Judge) -> None:
        self._days, self._cell = days, cell
        self._source = Source()
        self._windows = Windows(self._source, f"{self._source.bind(otherwise)}(customer, at)")
        self._never = self._windows.never
        self._values: dict[Node, str] = {}
        self._moves: dict[tuple[Node, bool | None], str] = {}
        self._sure: set[str] = set()
        """Values that are never NULL."""
        self._framed = False
        self._today = ""
        self._told: set[int] = set()
        """Windows whose values the frame has been told."""

    def function(self, values: str, move: str) -> Judge:
        first = ["cells = customer.cells", "get = cells.get"]
        if self._framed:
            known = "traits=customer.traits, scores=customer.scores, stage=customer.stage"
            frame = f"{self._source.bind(Frame)}(cells=cells, {known}, at=at)"
            first += [f"frame = {frame}", "memo = frame.memo"]
        made: Judge = self._source.function("customer, at", first, f"{values}, {move}")
        return made

    def _let(self, expression: str, sure: bool = False) -> str:
        name = self._source.let(expression)
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
            return self._let(self._source.bind(node.value), node.value is not None)
        if isinstance(node, Aggregate):
            return self._read(self._cell(node))
        if isinstance(node, Case):
            return self._chosen(node)
        if isinstance(node, Moment):
            return self._moment(node)
        if isinstance(node, Call):
            against = bound(node, self._days)
            if against is not None:
                return self._let(*self._windows.truth(against, self._cell(against.aggregate)))
            if node.name in ("and", "or"):
                return self._logic([self.value(arg) for arg in node.args], node.name == "or")
            if node.name in (*_SIGNS, "not", "number_of_integer"):
                return self._strict(node.name, [self.value(arg) for arg in node.args])
        return self._let(f"{self._source.bind(compiled(node, self._days, self._reader))}({self._frame(node)})")

    def _moment(self, node: Moment) -> str:
        if node.kind == "now":
            return self._let(f"{self._source.bind(instant)}(at + {node.shift})")
        if not self._today:
            self._today = self._let(f"{self._source.bind(self._days.day)}(at)")
        day = f"{self._source.bind(self._days.moved)}({self._today}, {node.months}, {node.days})"
        return self._let(f"{self._source.bind(instant)}({self._source.bind(self._days.start)}({day}) + {node.shift})")

    def _frame(self, node: Node) -> str:
        """The frame for a closure of this node, told of the windows that it reads."""
        self._framed = True
        for part in walk(node):
            if isinstance(part, Aggregate) and part.window is not None:
                cell = self._cell(part)
                if cell.key not in self._told:
                    value = self._windows.value(cell)
                    self._source.add(f"memo[{self._source.bind(cell.key)}] = {value}")
                    self._told.add(cell.key)
        return "frame"

    def _reader(self, aggregate: Aggregate) -> Closure:
        return cells.reader(self._cell(aggregate))

    def _read(self, cell: Cell) -> str:
        sure = cell.monoid.empty is not None
        if cell.window is not None:
            found = self._windows.value(cell)
            self._sure.update([found] if sure else [])
            return found
        key = self._source.bind(cell.key)
        if cell.aggregate.kind in ("count", "min", "max"):
            return self._let(f"get({key}, 0)" if sure else f"get({key})", sure)
        state, empty = self._let(f"get({key})"), self._source.bind(cell.monoid.empty)
        return self._let(f"{empty} if {state} is None else {self._source.bind(cell.monoid.extract)}({state})", sure)

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

    def _chosen(self, node: Case) -> str:
        branches = [(self.value(test), self.value(then)) for test, then in node.branches]
        chosen = "".join(f"{then} if {test} is True else " for test, then in branches)
        return self._let(chosen + self.value(node.otherwise))

    # -- changes --------------------------------------------------------------------------------------------------

    def least(self, moves: Sequence[str]) -> str:
        """The earliest of the instants that these expressions give."""
        known = [move for move in dict.fromkeys(moves) if move != self._never]
        return known[0] if len(known) == 1 else f"min({', '.join(known)})" if known else self._never

    def move(self, node: Node, want: bool | None = None, is_so: bool | None = None) -> str:
        """When the node's value may next change, as an expression; with `want`, when it changes whether the value is that.

        `is_so` says whether the value is `want` now, where the expression is asked only then.
        """
        while isinstance(node, Named):
            node = node.body
        if not timing.timed(node):
            return self._never
        if isinstance(node, Aggregate):
            return self._windows.moves(self._cell(node))
        if isinstance(node, Call) and node.name == "not":
            return self.move(node.args[0], None if want is None else not want, is_so)
        if isinstance(node, Call) and node.name in ("is_true", "is_false") and not timing.stepped(node):
            return self.move(node.args[0], node.name == "is_true")
        against = None if want is None else bound(node, self._days)
        if against is not None and want is not None:
            cell = self._cell(against.aggregate)
            if is_so is not None:
                return self._windows.turn(against, cell, want, is_so)
            now, then = (self._windows.turn(against, cell, want, so) for so in (True, False))
            return now if now == then else f"({now} if {self.value(node)} is {want} else {then})"
        found = self._moves.get((node, want))
        if found is None:
            found = self._moves[node, want] = self._write_move(node, want)
        return found

    def _write_move(self, node: Node, want: bool | None) -> str:
        if isinstance(node, Case):
            return self._case(node)
        if isinstance(node, Call) and node.name in ("and", "or") and want is not None:
            return self._let(self._decided(node, want))
        if isinstance(node, Call) and node.name not in ("and", "or") and not timing.stepped(node):
            if node.name in timing.COMPARISONS:
                other, clock = node.args
                if isinstance(clock, Moment) and not isinstance(other, Moment):
                    turn = f"{self._source.bind(timing.flip(clock, self._days))}({self.value(other)}, at)"
                    return self._once(self.least([turn, self.move(other)]))
            if not any(isinstance(arg, Moment) for arg in node.args):
                return self._let(self.least([self.move(arg) for arg in node.args]))
        return self._once(f"{self._source.bind(timing.change(node, self._days, self._cell, want))}({self._frame(node)})")

    def _once(self, move: str) -> str:
        """The expression asked at most once, and only if it matters."""
        known = self._let("None")
        return f"({known} if {known} is not None else ({known} := {move}))"

    def _decided(self, node: Call, want: bool) -> str:
        """As `timing` has it: while decided, until the last of the deciding parts may change; else until any part may."""
        decided = (node.name == "or") is want
        sign = "is" if decided else "is not"
        found = self.least([self.move(arg, want, not decided) for arg in node.args])
        kept = [(f"{self.value(arg)} {sign} {want}", self.move(arg, want, decided)) for arg in node.args]
        fixed = [decides for decides, move in kept if move == self._never]
        moving = [(decides, move) for decides, move in kept if move != self._never]
        if len(moving) == 1:
            ((decides, move),) = moving
            found = f"{move} if {decides} else {found}"
        elif len(moving) == 2:
            (one, move), (other, later) = moving
            found = f"(max({move}, {later}) if {other} else {move}) if {one} else {later} if {other} else {found}"
        elif moving:
            found = f"max({', '.join(f'{move} if {decides} else 0' for decides, move in moving)}) or {found}"
        return f"{self._never} if {' or '.join(fixed)} else {found}" if fixed else found

    def _case(self, node: Case) -> str:
        """What is chosen stays so until it or one of the conditions up to its own may change."""
        asked: list[str] = []
        found = ""
        for test, then in node.branches:
            holds = self.value(test)
            deciding = self.least([*asked, self.move(test, True, True), self.move(then)])
            found += f"{deciding} if {holds} is True else "
            asked.append(self.move(test, True, False))
        return self._let(found + self.least([*asked, self.move(node.otherwise)]))
