"""How generated code reads the windows of a customer: each cell's tiles once, and of them only what is asked for."""

from regulars.algebra import bounds, tiles
from regulars.algebra.bounds import COUNTS, Bound
from regulars.algebra.cells import Cell
from regulars.algebra.numeric import FINE, double
from regulars.algebra.source import Source
from regulars.algebra.window import Window
from regulars.kit.clock import NEVER

_SIGNS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_OPPOSITE = {"gt": "<=", "ge": "<", "lt": ">=", "le": ">"}


class Windows:
    """Writes into a source that knows `get` (of the cells) and `at`.

    Where a tile lies in the future or a sum is beyond 64 bits, the function returns `otherwise` instead.
    """

    def __init__(self, source: Source, otherwise: str) -> None:
        self._source, self._otherwise = source, otherwise
        self.never, self._none = source.bind(NEVER), source.bind(())
        self._nows: dict[str, str] = {}
        self._gone: dict[tuple[str, int], str] = {}
        self._tiles: dict[int, str] = {}
        self._totals: dict[int, tuple[str, ...]] = {}
        self._values: dict[int, str] = {}
        self._turns: dict[Bound, str] = {}

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
        window, found = _window(cell), self._held(cell)
        return f"({self._source.bind(window.clock().start)}({found}[0] + {window.count}) if {found} else {self.never})"

    def truth(self, bound: Bound, cell: Cell) -> tuple[str, bool]:
        """Whether the bound holds, as an expression, and whether that is never NULL."""
        kind, limit = cell.aggregate.kind, self._source.bind(bound.limit)
        sign = (_OPPOSITE if bound.negated else _SIGNS)[bound.sign]
        value = self._total(cell)[0] if kind in ("count", "sum") else self.value(cell)
        if kind in COUNTS:
            return f"{value} {sign} {limit}", True
        return f"{value} {sign} {limit} if {self._held(cell)} else None", False

    def turn(self, bound: Bound, cell: Cell, want: bool, is_so: bool) -> str:
        """When it changes by time alone that the bound's truth is (or is not) `want`, as an expression."""
        if bounds.never(bound, want, is_so):
            return self.never
        function = self._turns.get(bound)
        if function is None:
            function = self._turns[bound] = self._source.bind(bounds.turn(bound, _window(cell)))
        parts = self._total(cell) if cell.aggregate.kind == "avg" else ()
        turn = f"{function}({', '.join([self._held(cell), str(is_so), *parts])})"
        if is_so or cell.aggregate.kind in COUNTS:
            return turn  # there are tiles: else it would be zero or NULL
        return f"({turn} if {self._held(cell)} else {self.never})"

    def _total(self, cell: Cell) -> tuple[str, ...]:
        """The variables of the sums over the tiles: of counts, of millionths, or for a mean of both."""
        found = self._totals.get(cell.key)
        if found is None:
            held, kind, let = self._held(cell), cell.aggregate.kind, self._source.let
            if kind == "count":
                found = (let(f"sum({held}[1::2])"),)
            else:
                found = (let("0"), let("0")) if kind == "avg" else (let("0"),)
                whole = f"{self._source.bind(bounds.mean_parts)}({held})" if kind == "avg" else f"sum({held}[1::2])"
                with self._source.block(f"if {held}:"):
                    with self._source.block("try:"):
                        self._source.add(f"{', '.join(found)} = {whole}")
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
