"""The state of a cell with a window: a flat list `[tile, state, tile, state, …]`, tiles ascending, never empty.

Tiles are numbers (`window.Clock`); each holds the monoid's state over the values of its day or hour. So `tiles[1::2]` are the
states, the last tile is where most events go, and what a window holds is a slice. At tile `now` a window of `length` tiles
holds those with `now - length < tile <= now`; a tile beyond `now` (a clock ahead) waits for its time.
"""

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import Any

from regulars.algebra.monoid import Monoid

Tiles = list[Any]


def put(tiles: Tiles, tile: int, gone: int, monoid: Monoid, value: Any, frame: Any) -> None:
    """Take a value into a tile; the tiles up to `gone`, which no window will read again, are dropped."""
    if tiles[-2] == tile:
        tiles[-1] = monoid.add(tiles[-1], value, frame)
        return
    if tiles[0] <= gone:
        del tiles[: 2 * bisect_right(tiles[::2], gone)]
    place = 2 * bisect_left(tiles[::2], tile)
    if place < len(tiles) and tiles[place] == tile:
        tiles[place + 1] = monoid.add(tiles[place + 1], value, frame)
    else:
        tiles[place:place] = [tile, monoid.lift(value, frame)]


def after(tiles: Tiles, gone: int) -> Tiles:
    """Those later than `gone`."""
    return tiles[2 * bisect_right(tiles[::2], gone) :]


def merged(a: Tiles, b: Tiles, monoid: Monoid) -> Tiles:
    """The tiles over the values of both. Neither argument is changed."""
    both = dict(zip(a[::2], a[1::2]))
    for tile, state in zip(b[::2], b[1::2]):
        both[tile] = monoid.combine(both[tile], state) if tile in both else state
    return [part for tile in sorted(both) for part in (tile, both[tile])]


def value(tiles: Tiles | None, monoid: Monoid, length: int, now: int) -> Any:
    """What the window holds at `now`."""
    if not tiles:
        return monoid.empty
    if tiles[0] <= now - length:
        tiles = after(tiles, now - length)
    return whole(tiles if not tiles or tiles[-2] <= now else tiles[: 2 * bisect_right(tiles[::2], now)], monoid)


def whole(tiles: Tiles, monoid: Monoid) -> Any:
    """The value over all of them."""
    return monoid.extract(monoid.fold(tiles[1::2])) if tiles else monoid.empty


def moves(tiles: Tiles | None, length: int, now: int) -> int | None:
    """The tile whose beginning next changes what the window holds; None where none will."""
    left: list[int] = after(tiles or [], now - length)[::2]
    return min((tile + length if tile <= now else tile for tile in left), default=None)


def course(tiles: Tiles | None, monoid: Monoid, length: int, now: int, most: int | None = None) -> list[tuple[int, Any]]:
    """What the window will hold: (from which tile on, the value), ascending; first of all from `now` on.

    `most`: of the turns after that, no more than so many.
    """
    left = after(tiles or [], now - length)
    if left and left[-2] > now:
        turns = sorted({now, *(turn for tile in left[::2] for turn in (tile, tile + length) if turn > now)})
        return [(turn, value(left, monoid, length, turn)) for turn in turns[: None if most is None else most + 1]]
    # nothing will enter: ever fewer of the latest tiles remain, so their states add up from the latest on
    states, empty = left[1::2], [monoid.empty]
    if most is not None and len(states) > most:
        states, empty = [*states[:most], monoid.fold(states[most:])], []
    runs = [*accumulate(reversed(states), monoid.combine)]
    turns = [now, *(tile + length for tile in left[: 2 * most if most is not None else None : 2])]
    return list(zip(turns, [*map(monoid.extract, reversed(runs)), *empty]))
