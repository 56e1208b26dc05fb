"""How generated code reads the windows of a customer: each cell's tiles once, and of them only what is asked for."""

from typing import Any

from regulars.algebra import bounds, tiles
from regulars.algebra.bounds import HOLDS, Bound
from regulars.algebra.cells import Cell
from regulars.algebra.numeric import FINE, double
from regulars.algebra.source import Source
from regulars.algebra.window import Window
from regulars.kit.clock import NEVER

_COUNTS = ("count", "distinct_count")
_SIGNS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_OPPOSITE = {"gt": "<=", "ge": "<", "lt": ">=", "le": ">"}


class Windows:
    """Writes into a source that knows `get` (of the cells) and `at`.

    Where a tile lies in the future or a sum is beyond 64 bits, the function returns `otherwise` instead.
    """

    def __init__(self, source: Source, otherwise: str) -> None:
        self._source, self._otherwise = source, otherwise
        self._never, self._none = source.bind(NEVER), source.bind(())
        self._nows: dict[str, str] = {}
        self._gone: dict[tuple[str, int], str] = {}
        self._tiles: dict[int, str] = {}
        self._totals: dict[int, tuple[str, ...]] = {}
        self._values: dict[int, str] = {}

    def value(self, cell: Cell) -> str:
        """The variable that holds the window's value."""
        found = self._values.get(cell.key)
        if found is None:
            found = self._values[cell.key] = self._value(cell)
        return found

    def _value(self, cell: Cell) -> str:
        found, kind, let, bind = self._held(cell), cell.aggregate.kind, self._source.let, self._source.bind
        if kind == "count":
            return self._total(cell)[0]
        if kind == "sum":
            return let(f"{bind(double)}({self._total(cell)[0]}) / {bind(FINE)} if {found} else None")
        if kind == "avg":
            return let(f"{bind(bounds.mean)}({', '.join(self._total(cell))}) if {found} else None")
        if kind in ("min", "max"):
            return let(f"{kind}({found}[1::2]) if {found} else None")
        return let(f"{bind(tiles.whole)}({found}, {bind(cell.monoid)})")

    def moves(self, cell: Cell) -> str:
        """When a tile next leaves the window, as an expression."""
        found = self._held(cell)
        return f"({self._leaves(cell, '0')} if {found} else {self._never})"

    def truth(self, bound: Bound, cell: Cell) -> tuple[str, bool]:
        """Whether the bound holds, as an expression, and whether that is never NULL."""
        kind, limit = cell.aggregate.kind, self._source.bind(bound.limit)
        sign = (_OPPOSITE if bound.negated else _SIGNS)[bound.sign]
        value = self._total(cell)[0] if kind in ("count", "sum") else self.value(cell)
        if kind in _COUNTS:
            return f"{value} {sign} {limit}", True
        return f"{value} {sign} {limit} if {self._held(cell)} else None", False

    def turn(self, bound: Bound, cell: Cell, given: bool | None) -> str:
        """When the bound's truth changes by time alone, as an expression; `given` is its truth where that is known."""
        kind, bind, found = cell.aggregate.kind, self._source.bind, self._held(cell)
        limit = bind(bound.limit)
        reached = None if given is None else given is not bound.negated
        if kind in _COUNTS:
            if reached is False or bound.limit <= 0:
                return self._never
            search = bounds.count_turn if kind == "count" else bounds.distinct_turn
            turn = self._leaves(cell, f"{bind(search)}({found}, {limit})")
            return turn if reached else f"({turn} if {self.value(cell)} >= {limit} else {self._never})"
        if kind == "sum":
            place = f"{bind(bounds.sum_turn)}({found}, {limit})"
        elif kind == "avg":
            place = f"{bind(bounds.mean_turn)}({found}, {', '.join(self._total(cell))}, {limit}, {bind(HOLDS[bound.sign])})"
        elif reached is False:
            place = "-2"
        else:
            place = f"{bind(bounds.extreme_turn)}({found}, {limit}, {bind(HOLDS[bound.sign])})"
        turn = self._leaves(cell, place)
        return turn if reached is not None else f"({turn} if {found} else {self._never})"

    def _leaves(self, cell: Cell, place: str) -> str:
        window = _window(cell)
        return f"{self._source.bind(window.clock().start)}({self._held(cell)}[{place}] + {window.count})"

    def _total(self, cell: Cell) -> tuple[str, ...]:
        """The variables of the sums over the tiles: of counts, of millionths, or for a mean of both."""
        found = self._totals.get(cell.key)
        if found is None:
            held, kind, let = self._held(cell), cell.aggregate.kind, self._source.let
            if kind == "avg":
                whole = let(f"{self._source.bind(_whole_mean)}({held})")
                found = (let(f"{whole}[0]"), let(f"{whole}[1]"))
            elif kind == "count":
                found = (let(f"sum({held}[1::2])"),)
            else:
                with self._source.block("try:"):
                    found = (let(f"sum({held}[1::2])"),)
                with self._source.block("except TypeError:"):
                    self._source.add(f"return {self._otherwise}")
            self._totals[cell.key] = found
        return found

    def _held(self, cell: Cell) -> str:
        """The variable of the tiles that the window holds."""
        found = self._tiles.get(cell.key)
        if found is None:
            window, source = _window(cell), self._source
            now = self._nows.get(window.unit)
            if now is None:
                now = self._nows[window.unit] = source.let(f"{source.bind(window.clock().tile)}(at)")
            gone = self._gone.get((window.unit, window.count))
            if gone is None:
                gone = self._gone[window.unit, window.count] = source.let(f"{now} - {window.count}")
            found = self._tiles[cell.key] = source.let(f"get({source.bind(cell.key)}, {self._none})")
            with source.block(f"if {found}:"):
                source.add(f"if {found}[-2] > {now}: return {self._otherwise}")
                source.add(f"if {found}[0] <= {gone}: {found} = {source.bind(tiles.after)}({found}, {gone})")
        return found


def _window(cell: Cell) -> Window:
    assert cell.window is not None, "only windows have tiles"
    return cell.window


def _whole_mean(held: Any) -> tuple[int, int]:
    states = held[1::2]
    return sum([state[0] for state in states]), sum([int(state[1]) for state in states])
