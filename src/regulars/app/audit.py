"""The audit trail: what is written down of a request that may be audited, and how the chain is checked."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from regulars.app.access import Caller
from regulars.app.personal import scrubbed
from regulars.kit.clock import Clock
from regulars.state.trail import Act, Entry, Trail, broken

_PAGE = 1000
LATEST = 1 << 62
"""Greater than every number of an entry."""

Object = Callable[[dict[str, Any]], tuple[str, str]]
"""From the arguments of a handler to (object, detail) of the act: ids and names of ours, never what a customer said."""


class Chain(msgspec.Struct, frozen=True):
    """What a check of the trail found."""

    entries: int
    whole: bool
    broken_at: int | None
    """The number of the first entry that does not follow from those before."""
    head: str
    """The hash of the last entry, hexadecimal: noted elsewhere, it proves later that nothing before was changed."""


def write(trail: Trail, clock: Clock, caller: Caller, what: str, object: str = "", detail: str = "") -> Entry:
    """Write down what a caller did. Addresses and numbers of people are covered: the trail is kept for ever."""
    act = Act(caller.workspace, clock.now(), caller.who, what, scrubbed(object), caller.place, scrubbed(detail))
    return trail.append(act)


def check(trail: Trail, workspace: str) -> Chain:
    """Compute the whole chain again."""
    entries = list(_all(trail, workspace))[::-1]
    wrong = broken(entries)
    return Chain(len(entries), wrong is None, wrong, entries[-1].hash.hex() if entries else "")


def _all(trail: Trail, workspace: str) -> Iterator[Entry]:
    before = LATEST
    while page := trail.entries(workspace, before, _PAGE):
        yield from page
        before = page[-1].number


def search(trail: Trail, workspace: str, before: int, limit: int, what: str | None, who: str | None) -> list[Entry]:
    """The latest entries before a number, of one kind and of one member or key if asked."""
    found: list[Entry] = []
    while page := trail.entries(workspace, before, max(limit, _PAGE if what or who else 0)):
        found += [e for e in page if (what is None or e.act.what == what) and (who is None or e.act.who == who)]
        if len(found) >= limit:
            break
        before = page[-1].number
    return found[:limit]
