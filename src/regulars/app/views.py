"""What is known, as it is shown: profiles, timelines, lists and accounts of one workspace. Reads only what is committed."""

from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from regulars.algebra import Program
from regulars.algebra.dialect import quoted
from regulars.app.house import House
from regulars.kit.clock import to_text
from regulars.kit.errors import NotFound
from regulars.kit.said import Words
from regulars.know.active import last_active
from regulars.know.kinds import canonical
from regulars.know.profile import detail_of
from regulars.records import Customer
from regulars.records.customer import decode_customer


class Profile(msgspec.Struct, frozen=True):
    """Everything known live of one customer at an instant. `profile["spend"]` gives a feature, else a trait, else a score."""

    customer_id: int
    as_of: str
    first_seen: str
    last_seen: str
    identifiers: dict[str, list[str]]
    traits: dict[str, Any]
    features: dict[str, Any]
    """Instants as RFC 3339 text."""
    scores: dict[str, Any]
    segments: dict[str, str]
    """Segment → member since."""
    stage: str
    stage_since: str | None
    consents: dict[str, bool]
    journeys: dict[str, str]
    """Journey under way → the step at which the customer stands."""
    reasons: dict[str, "Reason"]
    """Model → why its scores are what they are."""

    def __getitem__(self, name: str) -> Any:
        for table in (self.features, self.traits, self.scores):
            if name in table:
                return table[name]
        raise KeyError(name)


class Reason(msgspec.Struct, frozen=True):
    """Why a model says what it says of a customer."""

    version: int
    """The fit that it is from."""
    as_of: str
    """What had been received by then was known."""
    why: list[str]
    """The weightiest first."""


class Line(msgspec.Struct, frozen=True):
    """One line of a timeline."""

    at: str
    kind: str
    """`event`; what the house did or learnt: `decision`, `message`, `score`, `text`; or what was concluded: `segment`, `stage`,
    `journey`, `identity`."""
    name: str
    value: str
    """For events the properties as JSON; for conclusions what changed."""
    why: list[Words]
    id: str


def find(house: House, workspace: str, identifier: str) -> Customer:
    """The customer by `kind:value` (`user_id:ann`), by number, or by a bare user id. Raises NotFound."""
    state = house.backends.state
    kind, colon, value = identifier.partition(":")
    kinds = house.world(workspace).pipeline.kinds
    number = 0
    if colon and kind in kinds:
        clean = canonical(kind, value) or value
        number = state.find(workspace, [(kind, clean)]).get((kind, clean), 0)
    else:
        number = state.find(workspace, [("user_id", identifier)]).get(("user_id", identifier), 0)
        if not number and identifier.isascii() and identifier.isdigit() and len(identifier) < 19:
            number = int(identifier)
    return by_number(house, workspace, number)


def by_number(house: House, workspace: str, number: int) -> Customer:
    """The customer with this id, or the one it was merged into. Raises NotFound."""
    state = house.backends.state
    for _ in range(1000):
        row = state.read(workspace, [number]).get(number) if number else None
        if row is None:
            break
        if not row.merged_into:
            return decode_customer(row.record)
        number = row.merged_into
    raise NotFound("there is no such customer in this workspace")


def profile(house: House, workspace: str, customer: Customer, at: int | None = None) -> Profile:
    """Everything known of the customer at `at` (default: now). Windows are read at that instant."""
    at = house.clock.now() if at is None else at
    world = house.world(workspace)
    frame = world.program.frame(customer, at)
    return Profile(
        customer_id=customer.id,
        as_of=to_text(at),
        first_seen=to_text(customer.born_at),
        last_seen=to_text(last_active(customer)),
        identifiers=identifiers(customer),
        traits={name: stamped[0] for name, stamped in sorted(customer.traits.items()) if stamped[0] is not None},
        features={name: told(world.program, name, world.program.read(name, frame)) for name in world.definitions.features},
        scores={name: stamped[0] for name, stamped in sorted(customer.scores.items()) if stamped[0] is not None},
        segments={name: to_text(since) for name, since in sorted(customer.segments.items())},
        stage=customer.stage,
        stage_since=to_text(customer.stage_at) if customer.stage else None,
        consents={purpose: stamped[0] for purpose, stamped in sorted(customer.consents.items())},
        journeys={run.journey: run.step for run in customer.runs},
        reasons=dict(sorted(_reasons(customer))),
    )


def told(program: Program, name: str, value: Any) -> Any:
    """A feature's value (or a segment's, or the stage) as it is told: an instant as RFC 3339 text, all else as it is."""
    return to_text(value) if program.trees[name].type == "timestamp" and value is not None else value


def identifiers(customer: Customer) -> dict[str, list[str]]:
    """What the customer is known by: kind → values."""
    return {kind: list(values) for kind, values in customer.identifiers.items() if values}


def _reasons(customer: Customer) -> Iterator[tuple[str, Reason]]:
    for stamped in customer.scores.values():
        detail = detail_of(stamped)
        if detail is not None and stamped[0] is not None:
            yield detail.model, Reason(detail.version, to_text(detail.as_of), detail.why)


def timeline(
    house: House,
    workspace: str,
    customer: Customer,
    limit: int = 50,
    before: tuple[int, int] | None = None,
    kinds: Collection[str] = (),
) -> list[Line]:
    """The customer's story, latest first: events, and what was concluded from them, with reasons.

    `before` is the (at, place) of the last line already shown; see `place`. `kinds`: only lines of these; empty: of all.
    """
    among = f"kind in ({', '.join(map(quoted, kinds))})" if kinds else "true"
    where = f"{_before(before)} and {among}"
    sql = _TIMELINE.format(customer=customer.id, limit=int(limit), where=where)
    rows = house.query(workspace, sql, customer=customer.id).to_pylist()
    lines = []
    for row in rows:
        why = msgspec.json.decode(row["why"], type=list[Words]) if row["why"] else []
        lines.append(Line(to_text(row["at"]), row["kind"], row["name"], row["value"], why, f"{row['at']}.{row['place']}"))
    return lines


def place(line: Line) -> tuple[int, int]:
    """Where a line stands, to go on after it."""
    at, _, nth = line.id.partition(".")
    return int(at), int(nth)


def _before(before: tuple[int, int] | None) -> str:
    return "true" if before is None else f'("at", place) < ({int(before[0])}, {int(before[1])})'


_TIMELINE = """
select "at", place, kind, name, value, why from (
    select timestamp as "at", -event_id as place,
           case when type = 'score' then 'score' when source <> 'regulars' then 'event'
                when event = 'Decision Made' then 'decision' when event = 'Text Analyzed' then 'text'
                when event like 'Email %' then 'message' else 'event' end as kind,
           case when event = '' then type else event end as name,
           properties as value,
           case when source <> 'regulars' then null
                when type = 'score' then json_extract(context, '$.scores.*.why')[1]::varchar
                else json_extract(properties, '$.why')::varchar end as why
    from events where customer_id = {customer}
    union all
    select "at", log_offset * 1000 + row_number() over (partition by "at" order by log_offset, kind desc, name) as place,
           kind, name, value, why
    from changes where customer_id = {customer}
) where {where} order by "at" desc, place desc limit {limit}
"""


class Accounting(msgspec.Struct, frozen=True):
    """The identity that always holds: accepted = lake + failed + duplicate + in_flight."""

    accepted: int
    """Events that the log answered for, since ever."""
    lake: int
    failed: int
    """Kept with a reason."""
    duplicate: int
    """Recognised as repeats."""
    in_flight: int
    """In the log, or committed and waiting for the next lake commit."""


def accounting(house: House, workspace: str) -> Accounting:
    """Where every accepted event of the workspace is. Each term is counted on its own, so the identity can be checked."""
    backends = house.backends
    with house.lock:
        house.archive.pull()
        counts = backends.state.query("counts", workspace)
        while True:  # rows on their way are counted where they were at one instant
            landed = backends.lake.offset(workspace)
            waiting = house.archive.held(workspace)
            lake = backends.lake.rows(workspace, "events")
            if landed == backends.lake.offset(workspace):
                break
        accepted = backends.log.totals().get(workspace, 0)
    unread = accepted - counts.get("taken", 0)
    return Accounting(accepted, lake, counts.get("failed", 0), counts.get("duplicate", 0), unread + waiting)
