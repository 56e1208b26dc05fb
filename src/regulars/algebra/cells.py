"""The cells of a program: one state per distinct aggregate, how an event changes it and how it is read."""

from collections.abc import Callable
from typing import Any

import msgspec

from regulars.algebra import tiles
from regulars.algebra.monoid import MONOIDS, Monoid
from regulars.algebra.rows import elements
from regulars.algebra.scalar import Closure, Frame, compiled
from regulars.algebra.tree import Aggregate, Call, Node, text, walk
from regulars.algebra.window import Calendar, Window
from regulars.kit.clock import NEVER
from regulars.kit.hashing import hash64

_VERSION = "2"
"""Part of every key: change it when the meaning of states changes, and everything is backfilled."""
_ZONED = ("date_trunc", "date_part", "date_diff", "hour_trunc")


class Cell(msgspec.Struct, frozen=True):
    """One distinct aggregate. Its state stands in a customer's `cells` under `key`; with a window they are `Tiles`."""

    key: int
    """63-bit hash of the normalised text, the window, the array and (where it matters) the zone."""
    text: str
    aggregate: Aggregate
    monoid: Monoid

    @property
    def window(self) -> Window | None:
        """The window, if any."""
        return self.aggregate.window


def cell(aggregate: Aggregate, days: Calendar) -> Cell:
    """The cell of an aggregate."""
    zoned = any(isinstance(node, Call) and node.name in _ZONED for node in walk(aggregate))
    spelling = text(aggregate)
    return Cell(hash64(_VERSION, spelling, days.name if zoned else ""), spelling, aggregate, MONOIDS[aggregate.kind])


def reader(found: Cell) -> Closure:
    """The closure that reads the cell in a customer's frame."""
    key, extract, empty = found.key, found.monoid.extract, found.monoid.empty
    if found.window is not None:
        return _windowed(found, found.window)

    def plain(frame: Frame) -> Any:
        state = frame.cells.get(key)
        return empty if state is None else extract(state)

    return plain


def _windowed(found: Cell, window: Window) -> Closure:
    key, monoid, length, tile_of = found.key, found.monoid, window.count, window.clock().tile

    def read(frame: Frame) -> Any:
        memo = frame.memo
        if key not in memo:
            memo[key] = tiles.value(frame.cells.get(key), monoid, length, tile_of(frame.at))
        return memo[key]

    return read


def mover(found: Cell) -> Callable[[Frame], int]:
    """When a tile next enters or leaves the window, in a customer's frame; NEVER where none will."""
    assert found.window is not None
    key, length, (tile_of, start) = found.key, found.window.count, found.window.clock()

    def next_change(frame: Frame) -> int:
        turn = tiles.moves(frame.cells.get(key), length, tile_of(frame.at))
        return NEVER if turn is None else start(turn)

    return next_change


def courser(found: Cell, most: int | None = None) -> Callable[[Frame], list[tuple[int, Any]]]:
    """What the window will hold, in a customer's frame: (from when on, the value), ascending; the first is in the past.

    `most`: of those after it, no more than so many.
    """
    assert found.window is not None
    key, monoid, length, (tile_of, start) = found.key, found.monoid, found.window.count, found.window.clock()

    def course(frame: Frame) -> list[tuple[int, Any]]:
        taken = tiles.course(frame.cells.get(key), monoid, length, tile_of(frame.at), most)
        return [(start(turn), value) for turn, value in taken]

    return course


def combined(found: Cell, a: Any, b: Any) -> Any:
    """The state over the events of two customers together. Neither argument is changed."""
    if a is None or b is None:
        return b if a is None else a
    if found.window is None:
        return found.monoid.combine(a, b)
    return tiles.merged(a, b, found.monoid)


def pruned(found: Cell, state: Any, at: int) -> Any:
    """The state in its one canonical form at `at`: tiles gone by left out; None where nothing is left."""
    window = found.window
    return state if window is None else tiles.after(state, window.clock().tile(at) - window.count) or None


Change = Callable[[dict[int, Any], Frame], bool]
"""Takes an event in; says whether the cell may have changed."""


def changer(found: Cell, rest: Node | None, days: Calendar) -> Change:
    """How an event changes the cell; `rest` is what of the filter is still to be asked."""
    aggregate = found.aggregate
    where = None if rest is None else compiled(rest, days)
    argument = None if aggregate.argument is None else compiled(aggregate.argument, days)
    prepare = found.monoid.prepare
    if argument is not None and prepare is not None:
        argument = _prepared(argument, prepare)
    store = _plain(found) if found.window is None else _tiled(found, found.window)
    one = _one(where, argument, store)
    return one if aggregate.each is None else _elements(aggregate.each, one)


def _prepared(argument: Closure, prepare: Callable[[Any], Any]) -> Closure:
    def value(frame: Frame) -> Any:
        found = argument(frame)
        return None if found is None else prepare(found)

    return value


def _one(where: Closure | None, argument: Closure | None, store: Callable[[dict[int, Any], Any, Frame], bool]) -> Change:
    def take(cells: dict[int, Any], frame: Frame) -> bool:
        if where is not None and where(frame) is not True:
            return False
        value: Any = True
        if argument is not None:
            value = argument(frame)
            if value is None:
                return False
        return store(cells, value, frame)

    return take


def _elements(path: tuple[str, ...], one: Change) -> Change:
    def take(cells: dict[int, Any], frame: Frame) -> bool:
        changed = False
        for index, line in enumerate(elements(frame.event.properties, path)):
            frame.index, frame.line = index, line
            changed |= one(cells, frame)
        frame.index = 0
        return changed

    return take


def _plain(found: Cell) -> Callable[[dict[int, Any], Any, Frame], bool]:
    key, lift, add = found.key, found.monoid.lift, found.monoid.add

    def store(cells: dict[int, Any], value: Any, frame: Frame) -> bool:
        state = cells.get(key)
        cells[key] = lift(value, frame) if state is None else add(state, value, frame)
        return True

    return store


def _tiled(found: Cell, window: Window) -> Callable[[dict[int, Any], Any, Frame], bool]:
    key, monoid, tile_of, count = found.key, found.monoid, window.clock().tile, window.count

    def store(cells: dict[int, Any], value: Any, frame: Frame) -> bool:
        tile, gone = tile_of(frame.event.timestamp), tile_of(frame.event.received_at) - count
        if tile <= gone:
            return False  # too late to matter: no window read from now on will hold it
        known = cells.get(key)
        if known is None:
            cells[key] = [tile, monoid.lift(value, frame)]
        else:
            tiles.put(known, tile, gone, monoid, value, frame)
        return True

    return store
