"""Other rules of identity, tried on everything that has happened in a workspace before they hold."""

from collections.abc import Iterator

import pyarrow as pa

from regulars.app.house import House
from regulars.define.definitions import Definitions
from regulars.flow.spool import decode, event_key
from regulars.flow.world import Refused
from regulars.kit.said import Said, Words
from regulars.know.backfill import events_of
from regulars.know.kinds import kinds_of
from regulars.know.plan import TrackingPlan
from regulars.know.trial import Side, Stated, Trial, Tried
from regulars.learn.evidence import Evidence
from regulars.records import Event

_PAGE = 500


def attempt(house: House, workspace: str, definitions: Definitions) -> tuple[Tried, Evidence]:
    """What the identifiers' rules of these definitions would have made of everything that came so far."""
    world = house.world(workspace)
    with house.lock:
        until, as_of = house.loop.offset, house.loop.at
    wishes = _Wishes(house, workspace)
    trial = Trial(kinds_of(world.definitions), kinds_of(definitions), wishes.said())
    plan = TrackingPlan(world.definitions.events)
    span: list[int] = []
    at = 0
    for offset, event in _stream(house, workspace, until):
        at = max(at, event.received_at)
        try:
            plan.check(event)
        except Refused:
            continue
        span = [min([*span[:1], event.received_at]), at]
        trial.take(event, (offset, event_key(event)), at)
    tried = trial.tried()
    notes: list[Words] = [
        Said(
            "rules hold for what comes: once these hold, who is listed here moves when their identifiers come again, or when a"
            " member merges or un-merges them",
            "规则只对今后的事件生效：启用后，此处列出的客户要等其标识再次出现，或由成员合并、撤销合并时才会变动",
        ),
        Said(
            "what members said of customers (merges, and merges undone) is kept under both sets of rules",
            "成员对客户所作的判断（合并与撤销合并）在两套规则下均保留",
        ),
    ]
    if wishes.lost:
        notes.append(
            Said(
                f"{wishes.lost} events are older than the log: of an alias among them the former id is not known any more",
                f"{wishes.lost} 个事件早于日志：其中别名的原标识已无从得知",
            )
        )
    evidence = Evidence(
        customers=tried.now,
        events=tried.events,
        since=span[0] if span else None,
        until=span[1] if span else None,
        as_of=as_of,
        method=Said("all events through both sets of rules, in the order of the log", "按日志顺序，用两套规则处理全部事件"),
        notes=notes,
    )
    return tried, evidence


def people(house: House, workspace: str, side: Side) -> list[int]:
    """The customers who really hold what this one holds under the rules that are tried, or were compared with."""
    pairs = [(kind, value) for kind, values in side.identifiers.items() for value in values]
    return sorted(set(house.backends.state.find(workspace, pairs).values()))


class _Wishes:
    """What members said of customers, with an event of each by which it is found again in a replay."""

    def __init__(self, house: House, workspace: str) -> None:
        first = _first(house)
        self.lost = house.query(
            workspace, f"select count(*) as n from events where log_offset < {first}", as_known="then"
        ).to_pylist()[0]["n"]
        rows = house.query(workspace, 'select * from identity order by log_offset, "at"').to_pylist()
        into: dict[int, int] = {}
        apart: dict[int, int] = {}
        for row in rows:
            if row["customer_id"] == row["into_id"]:
                apart[row["customer_id"]] = into.get(row["customer_id"], 0)
            else:
                apart.pop(row["customer_id"], None)
                into[row["customer_id"]] = row["into_id"]
        self._apart = frozenset(frozenset(pair) for pair in apart.items())
        named = (
            {n for row in rows if row["by"] for n in (row["customer_id"], row["into_id"])} | set(apart) | set(apart.values())
        )
        self._anchors: dict[tuple[int, int], int] = {}
        if named:
            ids = ", ".join(str(number) for number in sorted(named))
            found: pa.Table = house.query(workspace, _EARLIEST.format(ids=ids), as_known="then")
            self._anchors = {(row["first"], row["event"]): row["customer_id"] for row in found.to_pylist()}

    def said(self) -> Stated:
        """The same, for a trial."""
        return Stated(self._anchors, self._apart)


_EARLIEST = """
select customer_id, min(log_offset) as first, arg_min(event_id, (log_offset, event_id)) as event
from events where customer_id in ({ids}) and type <> 'alias' group by customer_id
"""


def _first(house: House) -> int:
    """The offset of the oldest record that the log still holds."""
    oldest = house.backends.log.read(0, 1)
    return oldest[0].offset if oldest else house.backends.log.end() + 1


def _stream(house: House, workspace: str, until: int) -> Iterator[tuple[int, Event]]:
    """(log offset, event) of the workspace, in order: from the lake what the log holds no more, then from the log."""
    first = _first(house)
    sql = f"""select * exclude (properties), '{{}}' as properties from events where log_offset < {first}
        order by log_offset, received_at, "timestamp", event_id"""
    old = house.query(workspace, sql, as_known="then")
    for offset, (_, event) in zip(old["log_offset"].to_pylist(), events_of(old), strict=True):
        yield offset, event
    after = first - 1
    while after < until and (batch := house.backends.log.read(after, _PAGE)):
        after = batch[-1].offset
        for stored in batch:
            if stored.offset <= until and stored.envelope.workspace == workspace and stored.envelope.kind == "events":
                events = decode(stored.envelope)
                yield from ((stored.offset, event) for event in events if isinstance(event, Event))
