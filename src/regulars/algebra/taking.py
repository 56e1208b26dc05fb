"""How events of one type and name change all cells that they can change.

Names that come often get one Python function, every shared part computed once; the closures of `cells.changer` serve the others
and are the reference: the law tests compare both.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from regulars.algebra import cells, tiles
from regulars.algebra.cells import Cell, Change
from regulars.algebra.narrow import narrowed
from regulars.algebra.reading import READERS
from regulars.algebra.rows import elements
from regulars.algebra.scalar import Frame, compiled
from regulars.algebra.source import Source
from regulars.algebra.tree import Constant, Node, Read
from regulars.algebra.window import Calendar, Window

Take = Callable[[dict[int, Any], Any], int]
"""Takes an event into cells; says which of them may have changed, a bit each."""
_SELDOM = 16
"""Events of one name before code is written for it: clients may invent names without end."""
_BY_ROW = ("first", "last")
"""Kinds whose states hold which row a value came from."""


class Plan:
    """What to do with events of one type and name."""

    def __init__(self, cells_: Iterable[Cell], type_: str, event: str, days: Calendar) -> None:
        self._days = days
        self._asked = list(_asked(cells_, {"type": type_, "event": event}, days))
        self._changes: list[Change] | None = None
        self._seen = 0
        self.cells = [cell for cell, _ in self._asked]
        """What such events can change; their bits are 1, 2, 4 … in this order."""
        self.take: Take = self.seldom
        self.names: dict[int, tuple[str, ...]] = {0: ()}
        """By the bits of the cells that changed, the names whose values may have: whoever needs them keeps them here."""

    def seldom(self, cells_: dict[int, Any], event: Any) -> int:
        """Take an event by the closures, of the first few."""
        self._seen += 1
        if self._seen > _SELDOM:
            self.take = self.often()
        if self._changes is None:
            self._changes = [cells.changer(cell, where, self._days) for cell, where in self._asked]
        frame, touched = Frame(event=event), 0
        for place, change in enumerate(self._changes):
            if change(cells_, frame):
                touched |= 1 << place
        return touched

    def often(self) -> Take:
        """The function that does the same."""
        writer = _Writer(self._days)
        groups: dict[tuple[tuple[str, ...], Node | None], list[tuple[Cell, int]]] = {}
        for place, (cell, where) in enumerate(self._asked):
            groups.setdefault((cell.aggregate.each or (), where), []).append((cell, 1 << place))
        for path in dict.fromkeys(path for path, _ in groups):
            writer.rows(path, [(where, found) for (each, where), found in groups.items() if each == path])
        return writer.function()


def _asked(found: Iterable[Cell], known: dict[str, str], days: Calendar) -> Iterator[tuple[Cell, Node | None]]:
    """The cells that such events can change, each with what of its filter is still to be asked."""
    for cell in found:
        where = cell.aggregate.where
        rest = Constant(True, "boolean") if where is None else narrowed(where, known, days)
        if not isinstance(rest, Constant):
            yield cell, rest
        elif rest.value is True:
            yield cell, None


class _Writer:
    """Statements for each array, under it for each filter, under that for each argument and each cell."""

    def __init__(self, days: Calendar) -> None:
        self._days = days
        self._source = Source()
        self._first = ["get = cells.get", "touched = 0"]
        self._tiles: dict[str, tuple[str, str]] = {}
        self._framed = False

    def function(self) -> Take:
        first = [*self._first, *([f"frame = {self._source.bind(Frame)}(event=event)"] if self._framed else ["frame = None"])]
        made: Take = self._source.function("cells, event", first, "touched")
        return made

    def rows(self, path: tuple[str, ...], groups: Sequence[tuple[Node | None, list[tuple[Cell, int]]]]) -> None:
        """What is done with each row: the event itself, or each element of its array at this path."""
        if not path:
            self._groups(groups)
            return
        self._framed = True
        found = f"{self._source.bind(elements)}(event.properties, {self._source.bind(path)})"
        with self._source.block(f"for frame.index, frame.line in enumerate({found}):"):
            self._groups(groups)
        self._source.add("frame.index = 0")

    def _groups(self, groups: Sequence[tuple[Node | None, list[tuple[Cell, int]]]]) -> None:
        for where, found in groups:
            if where is None:
                self._arguments(found)
            else:
                with self._source.block(f"if {self._closure(where)} is True:"):
                    self._arguments(found)

    def _arguments(self, found: list[tuple[Cell, int]]) -> None:
        read: dict[tuple[Node, Any], str] = {}
        for cell, bit in found:
            node, prepare = cell.aggregate.argument, cell.monoid.prepare
            if node is None:
                self._store(cell, bit, "True")
                continue
            value = read.get((node, None))
            if value is None:
                value = read[node, None] = self._read(node)
            if prepare is not None:
                ready = read.get((node, prepare))
                if ready is None:
                    ready = read[node, prepare] = self._source.let(
                        f"None if {value} is None else {self._source.bind(prepare)}({value})"
                    )
                value = ready
            with self._source.block(f"if {value} is not None:"):
                self._store(cell, bit, value)

    def _closure(self, node: Node) -> str:
        self._framed = True
        return f"{self._source.bind(compiled(node, self._days))}(frame)"

    def _read(self, node: Node) -> str:
        if isinstance(node, Read) and node.root == "properties" and len(node.path) == 1:
            (key,) = node.path
            convert = self._source.bind(READERS[node.type, node.lenient])
            found = self._source.let(f"event.properties.get({self._source.bind(key)})")
            if node.type == "number":
                return self._source.let(f"{found} + 0.0 if type({found}) is float else {convert}({found})")
            return self._source.let(f"{convert}({found})")
        return self._source.let(self._closure(node))

    def _store(self, cell: Cell, bit: int, value: str) -> None:
        add, key = self._source.add, self._source.bind(cell.key)
        self._framed |= cell.aggregate.kind in _BY_ROW
        window = cell.window
        if window is None:
            if cell.aggregate.kind == "count":
                add(f"cells[{key}] = get({key}, 0) + 1")
            else:
                state = self._source.let(f"get({key})")
                add(f"cells[{key}] = {self._lift(cell, value)} if {state} is None else {self._add(cell, state, value)}")
            add(f"touched |= {bit}")
            return
        tile, now = self._tile(window)
        with self._source.block(f"if {tile} > {now} - {window.count}:"):
            held, gone, one = self._source.let(f"get({key})"), f"{now} - {window.count}", self._lift(cell, value)
            add(f"if {held} is None: cells[{key}] = [{tile}, {one}]")
            add(f"elif {held}[-2] == {tile}: {held}[-1] = {self._add(cell, f'{held}[-1]', value)}")
            add(f"elif {held}[-2] < {tile} and {held}[0] > {gone}: {held} += ({tile}, {one})")
            put, monoid = self._source.bind(tiles.put), self._source.bind(cell.monoid)
            add(f"else: {put}({held}, {tile}, {gone}, {monoid}, {value}, frame)")
            add(f"touched |= {bit}")

    def _lift(self, cell: Cell, value: str) -> str:
        return "1" if cell.aggregate.kind == "count" else f"{self._source.bind(cell.monoid.lift)}({value}, frame)"

    def _add(self, cell: Cell, state: str, value: str) -> str:
        if cell.aggregate.kind == "count":
            return f"{state} + 1"
        return f"{self._source.bind(cell.monoid.add)}({state}, {value}, frame)"

    def _tile(self, window: Window) -> tuple[str, str]:
        """The variables of the tiles in which the event happened and was received."""
        found = self._tiles.get(window.unit)
        if found is None:
            found = self._tiles[window.unit] = (f"{window.unit}_of", f"{window.unit}_now")
            tile_of = self._source.bind(window.clock().tile)
            self._first += [f"{found[0]} = {tile_of}(event.timestamp)", f"{found[1]} = {tile_of}(event.received_at)"]
        return found
