"""Who is whom, and why: the merges of a customer, its identifiers and how they hang together."""

from itertools import combinations
from typing import Literal

import msgspec

from regulars.app.house import House
from regulars.app.unmerge import wish
from regulars.kit.clock import to_text
from regulars.kit.errors import RegularsError
from regulars.kit.said import Said, Words, said
from regulars.know.backfill import events_of
from regulars.know.carried import Carried
from regulars.know.identify import SHARED
from regulars.lake.identity import resolve
from regulars.records import Customer

MOST = 500
"""Identifiers that are shown of one customer: those that it holds first."""


class MergeLine(msgspec.Struct, frozen=True):
    """A merge, and whether it was undone."""

    from_: int = msgspec.field(name="from")
    into: int
    at: str
    why: str
    by: str
    """The member or key that asked for it; empty where identifiers came together."""
    holds: bool
    undone_at: str | None = None
    undone_why: str = ""
    undone_by: str = ""


def merges(house: House, workspace: str, customer: Customer) -> list[MergeLine]:
    """Every merge in which this customer, or one that it once was, took part: the latest first."""
    table = house.query(workspace, 'select * from identity order by log_offset, "at", customer_id')
    known = resolve([table]).to_pylist()
    family = {customer.id, *(row["customer_id"] for row in known if row["into_id"] == customer.id)}
    found: list[MergeLine] = []
    latest: dict[int, int] = {}
    for row in table.to_pylist():
        gone, into = row["customer_id"], row["into_id"]
        if gone != into:
            latest[gone] = len(found)
            found.append(MergeLine(gone, into, to_text(row["at"]), row["why"] or "", row["by"] or "", True))
        elif gone in latest:
            place = latest.pop(gone)
            found[place] = msgspec.structs.replace(
                found[place],
                holds=False,
                undone_at=to_text(row["at"]),
                undone_why=row["why"] or "",
                undone_by=row["by"] or "",
            )
    return [line for line in reversed(found) if line.from_ in family or line.into in family]


def unmerge(house: House, workspace: str, customer: Customer, gone: int, reason: str, by: str) -> int:
    """Ask for the merge of `gone` into this customer to be undone. Gives the record's offset.

    Raises RegularsError `not_merged` where no such merge holds.
    """
    row = house.backends.state.read(workspace, [gone]).get(gone)
    at = row
    for _ in range(1000):
        if at is None or not at.merged_into:
            break
        at = house.backends.state.read(workspace, [at.merged_into]).get(at.merged_into)
    if row is None or not row.merged_into or at is None or at.id != customer.id:
        raise RegularsError(
            f"customer {gone} was not merged into customer {customer.id}, or that is undone already; its merges say who was",
            code="not_merged",
        )
    return house.append(wish(workspace, gone, reason, by, house.clock.now()))


# -- how the identifiers of one customer hang together ------------------------------------------------------------


class IdentifierNode(msgspec.Struct, frozen=True):
    """An identifier of a customer."""

    id: int
    kind: str
    value: str
    held: bool
    """Whether it leads to this customer now. One that does not was carried by its events all the same."""
    first_seen: str | None
    last_seen: str | None
    events: int


class IdentifierEdge(msgspec.Struct, frozen=True):
    """Two identifiers that came together in events."""

    a: int
    b: int
    events: int
    first_at: str
    last_at: str


class Unjoined(msgspec.Struct, frozen=True):
    """An identifier that did not become part of a customer, or is not any more."""

    at: str
    what: Literal["merge_refused", "identifier_refused", "identifier_expired", "shared_device"]
    kind: str
    value: str
    why: list[Words]


class IdentityGraph(msgspec.Struct, frozen=True):
    """The identity of one customer."""

    customer_id: int
    shared_device: bool
    """Whether it stands for a device that several people use, logged out."""
    nodes: list[IdentifierNode]
    edges: list[IdentifierEdge]
    more: bool
    """Whether there are more identifiers than are shown."""
    merges: list[MergeLine]
    unjoined: list[Unjoined]
    """The latest first, at most 200."""
    apart: list[int]
    """Customers of whom a member said that they are other people."""
    as_of: str


class _Met(msgspec.Struct):
    events: int = 0
    first: int = 1 << 62
    last: int = -(1 << 62)

    def see(self, at: int) -> None:
        self.events += 1
        self.first, self.last = min(self.first, at), max(self.last, at)


def graph(house: House, workspace: str, customer: Customer) -> IdentityGraph:
    """Everything by which this customer is known, from all its events."""
    carried = Carried(house.world(workspace).pipeline.kinds)
    seen: dict[tuple[str, str], _Met] = {}
    held = {(kind, value): at for kind, values in customer.identifiers.items() for value, at in values.items()}
    for pair in held:
        if pair[0] != SHARED:
            seen[pair] = _Met()
    together: dict[tuple[tuple[str, str], tuple[str, str]], _Met] = {}
    sql = f"select * exclude (properties), '{{}}' as properties from events where customer_id = {customer.id}"
    for _, event in events_of(house.query(workspace, sql, customer=customer.id)):
        pairs = carried.pairs(event)
        for pair in pairs:
            seen.setdefault(pair, _Met()).see(event.received_at)
        for two in combinations(sorted(pairs), 2):
            together.setdefault(two, _Met()).see(event.received_at)
    number = {pair: place for place, pair in enumerate(seen, 1)}
    nodes = [
        IdentifierNode(
            id=number[pair],
            kind=pair[0],
            value=pair[1],
            held=pair in held,
            first_seen=to_text(met.first) if met.events else None,
            last_seen=to_text(max(met.last, held.get(pair, 0))) if met.events or pair in held else None,
            events=met.events,
        )
        for pair, met in seen.items()
    ]
    edges = [
        IdentifierEdge(number[a], number[b], m.events, to_text(m.first), to_text(m.last)) for (a, b), m in together.items()
    ]
    shown = {node.id for node in sorted(nodes, key=lambda node: (not node.held, -node.events))[:MOST]}
    return IdentityGraph(
        customer_id=customer.id,
        shared_device=SHARED in customer.identifiers,
        nodes=[node for node in nodes if node.id in shown],
        edges=[edge for edge in edges if edge.a in shown and edge.b in shown],
        more=len(shown) < len(nodes),
        merges=merges(house, workspace, customer),
        unjoined=_unjoined(house, workspace, customer.id),
        apart=customer.apart,
        as_of=to_text(house.clock.now()),
    )


def _unjoined(house: House, workspace: str, customer: int) -> list[Unjoined]:
    rows = house.query(workspace, _UNJOINED.format(customer=customer), customer=customer).to_pylist()
    found = []
    for row in rows:
        kind, colon, value = row["value"].partition(":")
        kind, value = (kind, value) if colon else ("anonymous_id", row["value"])
        told = (said(words) for words in msgspec.json.decode(row["why"], type=list[Words]))
        long, bare = f"{kind} {value} ", f"{kind} "
        why: list[Words] = [Said(one.en.replace(long, bare), one.zh.replace(long, bare)) for one in told]
        found.append(Unjoined(to_text(row["at"]), row["name"], kind, value, why))
    return found


_UNJOINED = """
select "at", name, value, why from changes
where kind = 'identity' and customer_id = {customer} and name in (
    'merge_refused', 'identifier_refused', 'identifier_expired', 'shared_device'
) order by "at" desc, log_offset desc limit 200
"""
