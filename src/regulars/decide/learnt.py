"""What policies have learnt, in memory: plain values by name, as they stand in the shared state of the store.

Two kinds of value. *Counts* are decayed counts of an item: `{generation: sum}`, where an event at t weighs
2^((t mod h)/h) in the generation t div h of its half-life h. Sums of a generation are whole numbers, and generations
more than 32 behind the youngest are dropped; so the value does not depend on the order in which events come. *Arms* are
`[shown, rewarded]`.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from regulars.kit.hashing import hash64

PREFIX = "learnt:"
GENERATIONS = 32
"""An event this many half-lives older than the latest one of its item no longer counts (it would weigh 2⁻³²)."""
UNIT_BITS = 20
"""Weights are whole numbers of 2⁻²⁰."""

Counts = dict[int, int]


def key_of(*parts: str | None) -> str:
    """The name of a table of values: a hash of what its values mean, so that other meanings never mix with them."""
    return f"{hash64(*(part or '' for part in parts)):016x}"


def name_of(key: str, item: str) -> str:
    """The name in the shared state of an item's value in a table."""
    return f"{PREFIX}{key}:{item}"


def counted(counts: Counts, at: int, half_life: int) -> Counts:
    """The counts with one more event at `at`. A new value; the old one stays as it is.

    >>> counted(counted({}, 0, 10), 15, 10) == {0: 1 << 20, 1: round(2 ** 0.5 * (1 << 20))}
    True
    """
    generation, rest = divmod(at, half_life)
    weight = round(2 ** (rest / half_life) * (1 << UNIT_BITS))
    if generation in counts:
        return {**counts, generation: counts[generation] + weight}
    youngest = max(generation, *counts) if counts else generation
    grown = {**counts, generation: weight}
    return {g: grown[g] for g in sorted(grown) if g > youngest - GENERATIONS}


def rank(counts: Counts) -> float:
    """The weight of counts on a scale that does not move with time: log2 of their sum. More is more popular.

    >>> rank({5: 1 << 20, 4: 2 << 20}) == rank({6: 1 << 20}) == 6.0
    True
    """
    youngest = max(counts)
    return youngest + math.log2(sum(total / (1 << (youngest - g)) for g, total in sorted(counts.items()))) - UNIT_BITS


def worth(rank_: float, at: int, half_life: int) -> float:
    """What a rank is worth at `at`, in events: one that happened just now counts 1, one a half-life ago 1/2."""
    return float(2 ** min(64.0, rank_ - at / half_life))


class Learnt:
    """The committed values of one workspace. One thread puts, any thread reads; `version` says whether a table changed."""

    def __init__(self, stored: Mapping[str, bytes] | None = None) -> None:
        self._tables: dict[str, dict[str, Any]] = {}
        self._ranks: dict[str, dict[str, float]] = {}
        self._versions: dict[str, int] = {}
        self.put({name: msgspec.msgpack.decode(value) for name, value in (stored or {}).items() if name.startswith(PREFIX)})

    def get(self, name: str) -> Any:
        """The value of a name; None where nothing was learnt."""
        _, key, item = name.split(":", 2)
        return self._tables.get(key, {}).get(item)

    def table(self, key: str) -> Mapping[str, Any]:
        """Item → value."""
        return self._tables.get(key, {})

    def ranks(self, key: str) -> Mapping[str, float]:
        """Item → `rank`, of a table of counts."""
        return self._ranks.get(key, {})

    def version(self, key: str) -> int:
        """Grows whenever a value of the table changes."""
        return self._versions.get(key, 0)

    def put(self, values: Mapping[str, Any]) -> None:
        """Take over committed values; None deletes."""
        for name, value in values.items():
            _, key, item = name.split(":", 2)
            table = self._tables.setdefault(key, {})
            ranks = self._ranks.setdefault(key, {})
            if value is None:
                table.pop(item, None)
                ranks.pop(item, None)
            else:
                table[item] = value
                if isinstance(value, dict) and value:
                    ranks[item] = rank(value)
            self._versions[key] = self._versions.get(key, 0) + 1

    def names(self, keep: frozenset[str] = frozenset()) -> Iterator[str]:
        """The names of all values but those of the tables in `keep`: what can go when policies change."""
        for key, table in self._tables.items():
            if key not in keep:
                yield from (name_of(key, item) for item in table)
