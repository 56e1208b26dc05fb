"""Every customer's path through the stages: spells, each of one stage from one instant to another. Times in µs.

A path is what the pipeline concluded (`changes`), or what somebody gives: rows of (customer, at, stage), the later knowledge
after the earlier. A later row may speak of an earlier instant (definitions seen with new eyes, a merge): it then replaces all
that was known from there on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import msgspec

from regulars.kit.clock import NEVER
from regulars.kit.said import Said, Words
from regulars.learn.evidence import Evidence
from regulars.learn.past import Past

Row = tuple[int, int, str]
"""(customer, at, stage); the empty stage is none."""
Away = dict[int, list[tuple[int, int]]]
"""Customer → when it was not there as one of its own, because it was merged into another: from, to (NEVER: still)."""


class Spell(msgspec.Struct, frozen=True):
    """One stage of one customer: `start <= t < end`."""

    customer: int
    stage: str
    start: int
    end: int
    """NEVER: it lasts."""
    then: str
    """The stage that followed; empty: none, or nobody knows yet."""
    left: bool
    """Whether it came to an end by a move; else it lasts, or the customer was merged into another."""


class Path(msgspec.Struct, frozen=True):
    """A way that customers took."""

    stages: list[str]
    customers: int
    share: float
    """Of all customers with a path."""


class Paths(msgspec.Struct, frozen=True):
    """The ways that customers took, the most frequent first."""

    paths: list[Path]
    distinct: int
    """How many different ways there are."""
    evidence: Evidence


_RECORDED = """select customer_id, "at", value from changes where kind = 'stage' and "at" <= {at}
order by customer_id, log_offset, "at" """
_MERGES = """select customer_id, into_id, "at" from identity where "at" <= {at} order by customer_id, log_offset, "at" """


def recorded(past: Past) -> list[Spell]:
    """The spells as they were concluded at the time, each customer under its own number until it was merged into another."""
    told = past.ask(_RECORDED.format(at=past.at), as_known="then")
    rows = zip(*(told.column(name).to_pylist() for name in ("customer_id", "at", "value")), strict=True)
    merged = past.ask(_MERGES.format(at=past.at))
    merges = zip(*(merged.column(name).to_pylist() for name in ("customer_id", "into_id", "at")), strict=True)
    return spells(rows, away(merges))


def recomputed(past: Past, instants: Sequence[int]) -> list[Spell]:
    """The spells as the present definitions give them, looked at only at these instants (in order), everybody as known now.

    For stages that are no more than conditions; those that are remembered are told by a replay of history.
    """
    rows: list[Row] = []
    for at in instants:
        values = past.values(["stage"], at)
        numbers, stages = values.column("customer_id").to_pylist(), values.column("stage").to_pylist()
        rows += [(number, at, stage or "") for number, stage in zip(numbers, stages, strict=True) if number > 0]
    rows.sort(key=itemgetter(0, 1))
    return spells(rows)


def away(merges: Iterable[tuple[int, int, int]]) -> Away:
    """When customers were part of others, from (customer, into, at) in order; into oneself: the merge is undone."""
    found: Away = {}
    for customer, into, at in merges:
        gone = found.setdefault(customer, [])
        if gone and gone[-1][1] == NEVER:
            gone[-1] = (gone[-1][0], at)
        if into != customer:
            gone.append((at, NEVER))
    return found


def spells(rows: Iterable[Row], apart: Away | None = None) -> list[Spell]:
    """The spells of all customers, one after another and in order of time. `rows`: each customer's together, as known.

    >>> [(one.stage, one.start, one.then) for one in spells([(1, 0, "new"), (1, 5, "loyal"), (1, 9, "")])]
    [('new', 0, 'loyal'), ('loyal', 5, '')]
    """
    found: list[Spell] = []
    for customer, mine in groupby(rows, key=itemgetter(0)):
        whole = _path(customer, mine)
        for start, end in (apart or {}).get(customer, ()):
            whole = [part for spell in whole for part in _without(spell, start, end)]
        found += whole
    return found


def _path(customer: int, rows: Iterable[Row]) -> list[Spell]:
    known: list[tuple[int, str]] = []
    for _, at, stage in rows:
        while known and known[-1][0] >= at:
            known.pop()
        if stage != (known[-1][1] if known else ""):
            known.append((at, stage))
    ends = [*known[1:], (NEVER, "")]
    return [Spell(customer, stage, at, end, then, end < NEVER) for (at, stage), (end, then) in zip(known, ends) if stage]


def _without(spell: Spell, start: int, end: int) -> Iterator[Spell]:
    """The parts of a spell outside of `start <= t < end`."""
    if spell.end <= start or spell.start >= end:
        yield spell
        return
    if spell.start < start:
        yield msgspec.structs.replace(spell, end=start, then="", left=False)
    if end < spell.end:
        yield msgspec.structs.replace(spell, start=end)


def ways(found: Sequence[Spell], past: Past, limit: int = 20, longest: int = 12) -> Paths:
    """The most frequent ways, from each customer's first stage to the present one; of long ways the last `longest` stages."""
    counts: Counter[tuple[str, ...]] = Counter()
    for _, mine in groupby(found, key=lambda spell: spell.customer):
        counts[tuple(spell.stage for spell in mine)[-longest:]] += 1
    total = counts.total()
    first = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:limit]
    cut = Said(
        f"of ways longer than {longest} stages the last {longest} count", f"超过 {longest} 个阶段的路径只计最后 {longest} 个"
    )
    notes = [cut] if any(len(way) == longest for way in counts) else []
    paths = [Path(list(stages), customers, customers / total) for stages, customers in first]
    return Paths(paths, len(counts), evidence(found, past, Said("paths as lived", "实际经历的路径"), notes))


def evidence(found: Sequence[Spell], past: Past, method: Words, notes: Sequence[Said] = ()) -> Evidence:
    """What a result over these spells rests on."""
    return Evidence(
        customers=len({spell.customer for spell in found}),
        events=len(found),
        since=min((spell.start for spell in found), default=None),
        until=max((spell.end if spell.end < NEVER else spell.start for spell in found), default=None),
        as_of=past.at,
        method=method,
        notes=list(notes) if found else [Said("no customer has been in any stage by then", "截至当时还没有客户进入任何阶段")],
    )
