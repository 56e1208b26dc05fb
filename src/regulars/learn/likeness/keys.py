"""Which pairs are looked at: those that share a key. All pairs of 100,000 people are five thousand million; keys make them few.

A key is the value of one trait (a name's sound, the end of a phone number). A value that very many people share says little and
costs much: it is left out of its key, and counts only together with another one.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import msgspec

from regulars.learn.likeness.fields import Comparison

PAIRS_EACH = 10
"""How many pairs a person may bring to one key on average …"""
PAIRS_ALWAYS = 200_000
"""… and how many a key may bring in any case."""
_MOST_COMBINED = 12


class Key(msgspec.Struct, frozen=True):
    """One reason to look at a pair. Its values stand in the column `name` of the table."""

    name: str
    of: tuple[int, ...]
    """The places of the comparisons that it is made of."""
    label: str
    pairs: int
    """How many it brings."""
    cut: bool
    """Whether values that too many share were left out."""


def keys(connection: Any, table: str, compared: Sequence[Comparison]) -> list[Key]:
    """Add a column for each key to the table, and say which there are. Keys that bring no pair are left out."""
    ((people,),) = connection.execute(f"select count(*) from {table}").fetchall()
    budget = max(PAIRS_ALWAYS, PAIRS_EACH * people)
    found: list[Key] = []
    crowded: list[tuple[int, str, str]] = []
    for place, comparison in enumerate(compared):
        for expression in comparison.keys:
            key = _add(connection, table, f"k{len(found)}", [(place, comparison.label, expression)], budget)
            if key.pairs:
                found.append(key)
            if key.cut:
                crowded.append((place, comparison.label, expression))
    for pair in _apart(crowded):
        key = _add(connection, table, f"k{len(found)}", pair, budget)
        if key.pairs:
            found.append(key)
    return found


def _apart(crowded: list[tuple[int, str, str]]) -> Iterator[tuple[tuple[int, str, str], ...]]:
    """Two crowded keys of different comparisons together."""
    pairs = [pair for pair in combinations(crowded, 2) if pair[0][0] != pair[1][0]]
    yield from pairs[:_MOST_COMBINED]


def _add(connection: Any, table: str, name: str, parts: Sequence[tuple[int, str, str]], budget: int) -> Key:
    """The key of these parts as the column `name`: null where too many share the value, so that it stays within the budget."""
    joined = " || chr(31) || ".join(expression.format(t=table) for _, _, expression in parts)
    connection.execute(f"alter table {table} add column if not exists {name} varchar")
    connection.execute(f"update {table} set {name} = {joined}")
    sizes = connection.execute(
        f"select n, count(*) * (n * (n - 1) // 2) from (select count(*) n from {table} where {name} <> '' group by {name}) "
        "where n > 1 group by n order by n"
    ).fetchall()
    total = most = 0
    for size, pairs in sizes:
        if total + pairs > budget:
            break
        total, most = total + int(pairs), size
    cut = bool(sizes) and most < sizes[-1][0]
    connection.execute(
        f"update {table} set {name} = null where {name} = '' or {name} in "
        f"(select {name} from {table} where {name} is not null group by {name} having count(*) > {max(most, 1)})"
    )
    return Key(name, tuple(place for place, _, _ in parts), " + ".join(label for _, label, _ in parts), total, cut)
