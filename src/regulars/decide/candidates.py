"""The items that compete for a slot, most popular first, found without looking at all of them."""

import threading
from collections.abc import Sequence
from itertools import islice
from typing import Any

import msgspec

from regulars.algebra import Program
from regulars.decide.catalogue import Items
from regulars.decide.eligibility import Eligibility
from regulars.decide.learnt import Learnt
from regulars.kit.clock import SECOND

LIMIT_LOOKED = 2_000
"""Items asked one by one for one decision; a condition that nearly nobody's items meet must not hold up the shop."""
STALE = SECOND
"""The order of popularity is at most this old (µs) when a decision is made."""


class Found(msgspec.Struct, frozen=True):
    """What may be shown to one customer."""

    items: list[str]
    looked: int
    """How many items were asked one by one or taken as they were."""
    refused: int
    admitted: bool = True
    """False where the customer does not meet the part of the condition that speaks of the customer alone."""


class _Order:
    """The allowed items of a slot by popularity at one moment. Replaced as a whole, so readers need no lock."""

    def __init__(self, items: Items, eligibility: Eligibility, learnt: Learnt, counts: str, at: int) -> None:
        self.made_at = at
        self.version = learnt.version(counts)
        ranks = learnt.ranks(counts)
        self._weights = [ranks.get(key, float("-inf")) for key in items.keys]
        self.positions = self._sorted(eligibility.allowed)
        self._groups = eligibility.groups
        self._sorted_groups: dict[Any, list[int]] = {}

    def group(self, value: Any) -> Sequence[int]:
        """The allowed items that hold the looked-up value, by popularity."""
        found = self._sorted_groups.get(value)
        if found is None:
            assert self._groups is not None
            found = self._sorted_groups[value] = self._sorted(self._groups.get(value, []))
        return found

    def _sorted(self, positions: list[int]) -> list[int]:
        # `reverse` keeps equal weights in their order: ties go to the order of the catalogue
        return sorted(positions, key=self._weights.__getitem__, reverse=True)


class Candidates:
    """The candidates of one slot. Safe to ask from any thread."""

    def __init__(self, text: str, program: Program, items: Items, learnt: Learnt, counts: str, at: str = "") -> None:
        self.items = items
        self._eligibility = Eligibility(text, program, items, at)
        self._learnt = learnt
        self._counts = counts
        self._order: _Order | None = None
        self._making = threading.Lock()

    def refresh(self, now: int) -> bool:
        """Put the items in order anew if what is popular has changed. Says whether it did."""
        order = self._order
        if order is not None and order.version == self._learnt.version(self._counts):
            return False
        self._order = _Order(self.items, self._eligibility, self._learnt, self._counts, now)
        return True

    def find(self, customer: Any, at: int, wanted: int, now: int, stale: int = STALE) -> Found:
        """The `wanted` most popular items that may be shown to the customer, or fewer; looks at `LIMIT_LOOKED` at most."""
        order = self._fresh(now, stale)
        eligibility = self._eligibility
        frame = eligibility.frame(customer, at)
        if not eligibility.admits(frame):
            return Found([], 0, 0, admitted=False)
        positions: Sequence[int] = order.positions
        if eligibility.groups is not None:
            value = eligibility.wanted(frame)
            positions = () if value is None else order.group(value)
        keys = self.items.keys
        if not eligibility.asks:
            chosen = [keys[position] for position in positions[:wanted]]
            return Found(chosen, len(chosen), 0)
        holds = eligibility.holds
        chosen = []
        looked = 0
        for position in islice(positions, LIMIT_LOOKED):
            looked += 1
            if holds(frame, position):
                chosen.append(keys[position])
                if len(chosen) == wanted:
                    break
        return Found(chosen, looked, looked - len(chosen))

    def _fresh(self, now: int, stale: int) -> _Order:
        order = self._order
        if order is None:
            with self._making:
                self.refresh(now)
        elif not 0 < now - order.made_at < stale and self._making.acquire(blocking=False):
            # A clock that stands still (a test's) tells no age: then look every time.
            try:  # one decision pays for putting the items in order; the others go on with the former order
                self.refresh(now)
            finally:
                self._making.release()
        order = self._order
        assert order is not None
        return order
