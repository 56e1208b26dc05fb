"""Likeness in a house: who is compared, which proposals stand, and what a member answers to them.

Two notes on the workspace's shelf: what the last run found, and what was answered so far. A proposal names its pair by numbers
alone; where customers have become one since, it is read as the pair of those that are left.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec
import pyarrow as pa

from regulars.app.access import new_id
from regulars.app.house import House
from regulars.kit.errors import NotFound, RegularsError, nearest
from regulars.know.identify import SHARED
from regulars.learn.evidence import Evidence
from regulars.learn.likeness.alike import Agreement, Pair, alike, sentence
from regulars.learn.likeness.kinds import Kind, guess, kind_of
from regulars.records import Customer, Event
from regulars.records.customer import decode_customer

Verdict = Literal["accept", "refuse"]
Status = Literal["open", "conflict", "refused"]
"""`conflict`: a unique identifier forbids that the two are one. `refused`: a member said that they are two, here or by undoing
a merge."""

MOST = 10_000
"""Pairs that a run keeps, the most probable."""
_LONGEST_REASON = 500
_CARRIED: tuple[Kind, ...] = ("email", "phone")
"""Kinds that customers may hold as identifiers, without a trait."""


class Found(msgspec.Struct, frozen=True):
    """What the last run found."""

    at: int
    traits: dict[str, Kind]
    pairs: list[Pair]
    card: dict[str, Any]
    evidence: Evidence


class Proposal(msgspec.Struct, frozen=True):
    """Two customers that are probably one person."""

    id: str
    """`12-57`: the numbers of both."""
    left: Customer
    """The older one: it stays."""
    right: Customer
    probability: float
    why: list[Agreement]
    status: Status
    conflict: str
    """Why they cannot be one, as half a sentence; empty unless something forbids it."""


_found = msgspec.msgpack.Decoder(Found).decode
_answers = msgspec.msgpack.Decoder(dict[str, Verdict]).decode


def run(house: House, workspace: str, traits: Mapping[str, str] | None = None, least: float = 0.9) -> Found:
    """Compare all customers and keep the proposals in place of those of the last run; what was answered stays answered.

    `traits`: which take part, with their kinds; without it all whose names say what they are. `least`: the probability from
    which a pair is proposed. Raises NotFound for a trait that nobody has, TooThin, Missing, RegularsError.
    """
    at = house.clock.now()
    given = {trait: kind_of(kind) for trait, kind in traits.items()} if traits is not None else None
    people = {one.id: _told(one) for one in house.customers(workspace) if SHARED not in one.identifiers}
    names = dict.fromkeys(name for told in people.values() for name in told)
    for trait in given or ():
        if trait not in names:
            raise NotFound(f"no customer has a trait '{trait[:80]}'{nearest(trait, names)}")
    chosen = given if given is not None else guess(names)
    table = pa.table({name: pa.array([told.get(name) for told in people.values()], pa.string()) for name in chosen})
    answer = alike(list(people), table, chosen, at, least=least, most=MOST)
    found = Found(at, chosen, answer.pairs, answer.card, answer.evidence)
    house.backends.shelf.put_note(workspace, "likeness", msgspec.msgpack.encode(found))
    return found


def latest(house: House, workspace: str) -> Found | None:
    """What the last run found; None where there was none."""
    note = house.backends.shelf.note(workspace, "likeness")
    return _found(note) if note else None


def proposals(
    house: House, workspace: str, found: Found, status: Status | None = None, after: int = 0
) -> Iterator[tuple[int, Proposal]]:
    """The proposals that stand so (all without `status`), the most probable first, each with its place; those beyond `after`.

    A pair that has become one is none any more.
    """
    answered = _answered(house, workspace)
    pairs = [_numbers(name) for name in answered]
    ends = _ends(house, workspace, {n for pair in [*pairs, *((p.left, p.right) for p in found.pairs)] for n in pair})
    refused = {_now(ends, pair) for pair in pairs}
    unique = [kind for kind, rule in house.world(workspace).pipeline.kinds.items() if rule.unique]
    told: set[tuple[int, int]] = set()
    for place, pair in enumerate(found.pairs, 1):
        now = _now(ends, (pair.left, pair.right))
        if now is None or now in told:
            continue
        told.add(now)
        if place <= after:
            continue
        rows = house.backends.state.read(workspace, now)
        if len(rows) < 2 or any(row.merged_into for row in rows.values()):
            continue
        left, right = (decode_customer(rows[number].record) for number in now)
        kind = next((kind for kind in unique if left.identifiers.get(kind) and right.identifiers.get(kind)), "")
        conflict = f"both have a {kind} of their own, so they are two people" if kind else ""
        apart = now in refused or right.id in left.apart or left.id in right.apart
        stands: Status = "refused" if apart else "conflict" if conflict else "open"
        if status is None or stands == status:
            yield place, Proposal(_name(now), left, right, pair.probability, pair.why, stands, conflict)


def answer(house: House, workspace: str, name: str, verdict: Verdict, by: str) -> int | None:
    """Accept or refuse the proposal of this id; `by`: who said so.

    Accepted, the two become one by a record in the log, whose offset is given. A refused pair is not proposed again, though
    somebody may accept it after all. Raises NotFound, and RegularsError (`conflict`) where a unique identifier forbids it.
    """
    with house.lock:
        found = latest(house, workspace)
        named = (one for _, one in proposals(house, workspace, found) if one.id == name) if found else iter(())
        proposal = next(named, None)
        if proposal is None:
            raise NotFound("there is no such proposal")
        if verdict == "accept" and proposal.conflict:
            raise RegularsError(f"these two cannot be one customer: {proposal.conflict}", code="conflict")
        answers = _answered(house, workspace) | {name: verdict}
        house.backends.shelf.put_note(workspace, "likeness:answers", msgspec.msgpack.encode(answers))
    return _unite(house, workspace, proposal, by) if verdict == "accept" else None


def reason(proposal: Proposal) -> str:
    """Why the two are one, as the log keeps it: `likeness 0.97: birthday the same: +6.2; …`."""
    said = f"likeness {proposal.probability:.2f}: {'; '.join(sentence(agreement) for agreement in proposal.why)}"
    return said if len(said) <= _LONGEST_REASON else f"{said[: _LONGEST_REASON - 1]}…"


def _unite(house: House, workspace: str, proposal: Proposal, by: str) -> int:
    at = house.clock.now()
    properties = {"into": proposal.left.id, "from": proposal.right.id, "reason": reason(proposal), "by": by}
    event = Event(id=new_id(at), type="merge", timestamp=at, received_at=at, source="api", properties=properties)
    return house.take(workspace, "api", [event])


def _told(customer: Customer) -> dict[str, str]:
    """What is known of a customer as texts: traits, those inside of others as `address.city`, and carried identifiers."""
    told: dict[str, str] = {}
    for name, (value, *_) in customer.traits.items():
        inside = {f"{name}.{key}": one for key, one in value.items()} if isinstance(value, dict) else {name: value}
        told |= {key: text for key, one in inside.items() if (text := _text(one))}
    for kind in _CARRIED:
        if kind not in told and (held := customer.identifiers.get(kind)):
            told[kind] = max(held, key=lambda value: (held[value], value))
    return told


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else ""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _answered(house: House, workspace: str) -> dict[str, Verdict]:
    note = house.backends.shelf.note(workspace, "likeness:answers")
    return _answers(note) if note else {}


def _ends(house: House, workspace: str, customers: Iterable[int]) -> dict[int, int]:
    """For each customer the one that it was merged into at last; itself where it was not. Those that are gone are left out."""
    ends: dict[int, int] = {}
    ahead = {customer: customer for customer in customers}
    while ahead:
        rows = house.backends.state.read(workspace, list(set(ahead.values())))
        further = {}
        for customer, at in ahead.items():
            row = rows.get(at)
            if row is not None and row.merged_into:
                further[customer] = row.merged_into
            elif row is not None:
                ends[customer] = at
        ahead = further
    return ends


def _now(ends: Mapping[int, int], pair: tuple[int, int]) -> tuple[int, int] | None:
    """The pair as it is known now; None where the two are one, or one of them is gone."""
    left, right = sorted(ends.get(number, 0) for number in pair)
    return (left, right) if 0 < left < right else None


def _name(pair: tuple[int, int]) -> str:
    return f"{pair[0]}-{pair[1]}"


def _numbers(name: str) -> tuple[int, int]:
    left, _, right = name.partition("-")
    return int(left), int(right)
