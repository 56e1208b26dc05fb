"""Time alone changes values too: when may the value of a tree next differ, if nothing happens?

Each node answers with a function from a frame (its `at` is now) to the earliest instant at which its value may change: never
too late, sometimes too early. A window changes when a tile enters or leaves it; a condition on one window at the first such
turn that makes it another truth; a comparison with `now()` or `today()` when it flips.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from regulars.algebra import cells
from regulars.algebra.cells import Cell
from regulars.algebra.scalar import Closure, Frame, compiled
from regulars.algebra.tree import Aggregate, Call, Case, Moment, Named, Node, walk
from regulars.algebra.window import Calendar
from regulars.kit.clock import MINUTE, NEVER

Change: TypeAlias = Callable[[Frame], int]
_FAR = 110_000
"""Days: from any instant past any other that expressions know, intervals included."""
_TURNS = 4
"""How many turns of several windows together are tried before one is taken for a change."""
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")


def timed(node: Node) -> bool:
    """Whether time alone can change the node's value."""
    return any(isinstance(part, Moment) or (isinstance(part, Aggregate) and part.window is not None) for part in walk(node))


def stepped(node: Node) -> bool:
    """Whether the node is a condition on windows: no clock in it, no condition on a window below it."""
    if node.type != "boolean" or not isinstance(node, Call) or not timed(node):
        return False
    below = [part for part in walk(node) if part is not node and not isinstance(part, Named)]
    return not any(isinstance(part, Moment) or (_tests(part) and timed(part)) for part in below)


def _tests(node: Node) -> bool:
    return isinstance(node, Case) or (isinstance(node, Call) and node.type == "boolean")


def change(node: Node, days: Calendar, cell: Callable[[Aggregate], Cell], want: bool | None = None) -> Change | None:
    """The function that says when the node's value may next change; None where time does not change it.

    With `want`, all that counts is whether the value is `want`: for a condition that must hold, unknown is as good as false.
    """

    def read(aggregate: Aggregate) -> Closure:
        return cells.reader(cell(aggregate))

    def value(part: Node) -> Closure:
        return compiled(part, days, read)

    def of(part: Node, want: bool | None = None) -> Change | None:
        if not timed(part):
            return None
        if isinstance(part, Named):
            return of(part.body, want)
        if isinstance(part, Aggregate):
            return cells.mover(cell(part))
        if isinstance(part, Moment):
            return _tomorrow(days) if part.kind == "today" else _always
        if isinstance(part, Case):
            return _case([(value(test), of(test, True), of(then)) for test, then in part.branches], of(part.otherwise))
        if stepped(part):
            windows = {found.key: found for found in map(cell, _windowed(part))}
            most = None if len(windows) == 1 else _TURNS
            courses = {key: cells.courser(found, most) for key, found in windows.items()}
            return _steps(courses, value(part), want, most)
        assert isinstance(part, Call), "constants and reads stand still"
        return call(part, want)

    def call(part: Call, want: bool | None) -> Change:
        if part.name in ("and", "or"):
            return _logic([(value(arg), of(arg, want)) for arg in part.args], part.name == "or", want)
        if part.name == "not":
            return _earliest([of(part.args[0], None if want is None else not want)])
        if part.name in ("is_true", "is_false"):
            return _earliest([of(part.args[0], part.name == "is_true")])
        if part.name in COMPARISONS:
            left, right = part.args
            if isinstance(left, Moment):
                left, right = right, left
            if isinstance(right, Moment):
                return _earliest([of(left), _flips(value(left), right, days)])
        if any(isinstance(arg, Moment) and arg.kind == "now" for arg in part.args):
            others = [of(arg) for arg in part.args if not (isinstance(arg, Moment) and arg.kind == "now")]
            return _earliest([_quarter, *others])
        return _earliest([of(child) for child in part.args])

    return of(node, want)


def _always(frame: Frame) -> int:
    return frame.at + 1


def _quarter(frame: Frame) -> int:
    """What stands on a clock or calendar changes on quarters of an hour at most, in every zone."""
    return (frame.at // (15 * MINUTE) + 1) * 15 * MINUTE


def _tomorrow(days: Calendar) -> Change:
    return lambda frame: days.start(days.day(frame.at) + 1)


def _earliest(changes: list[Change | None]) -> Change:
    known = [one for one in changes if one is not None]
    if len(known) == 1:
        return known[0]
    return lambda frame: min([one(frame) for one in known], default=NEVER)


def _logic(parts: list[tuple[Closure, Change | None]], decisive: bool, want: bool | None) -> Change:
    """A decided `and` stays false until the last of its false parts may change; so does an `or` with its true ones.

    Where only `want` counts, whatever is not the other decides.
    """
    other = want if want is not decisive else None

    def decides(value: Any) -> bool:
        return value is decisive if other is None else value is not other

    def next_change(frame: Frame) -> int:
        kept = 0
        for value, moves in parts:
            if decides(value(frame)):
                if moves is None:
                    return NEVER
                kept = max(kept, moves(frame))
        return kept or min([moves(frame) for _, moves in parts if moves is not None])

    return next_change


def _windowed(node: Node) -> list[Aggregate]:
    return [part for part in walk(node) if isinstance(part, Aggregate) and part.window is not None]


def _case(branches: list[tuple[Closure, Change | None, Change | None]], otherwise: Change | None) -> Change:
    """What is chosen stays so until it or one of the conditions up to its own may change."""

    def next_change(frame: Frame) -> int:
        asked: list[Change | None] = []
        for holds, moves, then in branches:
            asked.append(moves)
            if holds(frame) is True:
                return _earliest([*asked, then])(frame)
        return _earliest([*asked, otherwise])(frame)

    return next_change


def _steps(
    windows: dict[int, Callable[[Frame], list[tuple[int, Any]]]], value: Closure, want: bool | None, most: int | None
) -> Change:
    """Try the condition at the coming turns: until it differs, or `most` times."""
    seen: Closure = value if want is None else lambda frame: value(frame) is want

    def next_change(frame: Frame) -> int:
        held: dict[Any, Any] = {}
        coming: dict[int, dict[int, Any]] = {}
        for key, course in windows.items():
            (_, held[key]), *later = course(frame)
            for turn, found in later:
                coming.setdefault(turn, {})[key] = found
        truth = seen(frame)
        then = Frame(
            cells=frame.cells, traits=frame.traits, scores=frame.scores, item=frame.item, stage=frame.stage, at=frame.at
        )
        for number, turn in enumerate(sorted(coming), 1):
            held.update(coming[turn])
            then.memo = dict(held)  # the customer as if its windows held these values
            if seen(then) is not truth or number == most:
                return turn
        return NEVER

    return next_change


def flip(clock: Moment, days: Calendar) -> Callable[[int | None, int], int]:
    """The function of (a value that stands still, now) that answers when its order to the clock next changes."""
    if clock.kind == "now":

        def passes(value: int | None, at: int) -> int:
            if value is None or value - clock.shift < at:
                return NEVER
            return max(value - clock.shift, at + 1)

        return passes

    def arrives(value: int | None, at: int) -> int:
        if value is None:
            return NEVER
        today = days.day(at)
        if not clock.months:
            midnight = value - clock.shift
            meets = days.day(midnight)
            turns = meets - clock.days + (days.start(meets) != midnight)
            if turns > today:
                return days.start(turns)
            return days.start(today + 1) if turns == today and days.start(meets) == midnight else NEVER
        sign = _sign(value, clock, days, today)
        near, far = today, today + 1
        while _sign(value, clock, days, far) == sign:
            near, far = far, far + 2 * (far - today)
            if far - today > _FAR:
                return NEVER
        while far - near > 1:
            middle = (near + far) // 2
            near, far = (middle, far) if _sign(value, clock, days, middle) == sign else (near, middle)
        return days.start(far)

    return arrives


def _flips(other: Closure, clock: Moment, days: Calendar) -> Change:
    turns = flip(clock, days)
    return lambda frame: turns(other(frame), frame.at)


def _sign(value: int, clock: Moment, days: Calendar, day: int) -> int:
    """Whether the value stands after (1), at (0) or before (-1) the clock's instant on a day."""
    at = days.start(days.moved(day, clock.months, clock.days)) + clock.shift
    return (1 if value > at else 0) - (1 if value < at else 0)
