"""Point-in-time examples: what was known of each customer at past instants, and what each then did.

At an instant t a feature is what it was for somebody who knew what had been received by t (`received_at <= t`) and who was
whom then; the label counts what happened in (t, t + horizon] and was not known at t. So nothing that came later shows in a
feature, and nothing that was known before in a label.

A history that was imported was received at once, long after it happened: taken literally nobody knew any of it in the past.
Events of a source whose calls came, in the middle, more than a week late count as known when they happened, and who was whom
is then as known now; the model card says so.
"""

import msgspec
import pyarrow as pa

from regulars.algebra import parse
from regulars.algebra.dialect import quoted
from regulars.algebra.history import grouped
from regulars.define.definitions import Model
from regulars.define.expressions import scope
from regulars.kit import durations
from regulars.kit.clock import DAY
from regulars.kit.said import Said
from regulars.lake.identity import resolve
from regulars.lake.lake import AsKnown
from regulars.learn.features import Looks, looks
from regulars.learn.method import Tables
from regulars.learn.past import Past

MOST_INSTANTS = 12
"""How far back it goes: a habit of longer ago says little of tomorrow."""
MOST_EXAMPLES = 200_000
"""Of larger houses each instant takes part of the customers, by their number."""
_LATE = 7 * DAY


class Facts(msgspec.Struct, frozen=True):
    """What history there is."""

    since: int | None
    """When it begins: the first event but for a thousandth of them, which may be wrong clocks (µs). None: there is none."""
    until: int | None
    events: int
    kinds: int
    """How many names of events there are."""
    imported: list[str]
    """Sources whose events count as known when they happened."""
    language: str
    """Of the workspace: sentences are written in it."""
    instants: list[int]
    """The examples' instants, the latest first."""
    share: float = 1.0
    """Which part of the customers the examples are of."""


def gather(model: Model, past: Past, facts: Facts) -> Tables:
    """`examples`: instant, customer_id, the columns, label, and `said` (the model's own score as known then; at the latest
    instant only). `present`: customer_id and the columns as of `past.at`. `columns`: what they are. `facts`, as given."""
    look = looks(model, past)
    tables = []
    for number, instant in enumerate(facts.instants):
        tables.append(_examples(model, past, look, facts, instant, scores=number == 0))
    now = look.ask(past, past.at, "now")
    return {
        "examples": pa.concat_tables(tables) if tables else _nothing(now),
        "present": now,
        "columns": look.table(),
        "facts": pa.table({"json": [msgspec.json.encode(facts)]}),
    }


def horizons(model: Model) -> Said:
    """Of what `span` counts, for floors."""
    return Said(f"history in horizons of {model.horizon}", f"历史长度（以 {model.horizon} 为一个周期）")


def span(facts: Facts, model: Model, at: int) -> float:
    """How many horizons history goes back."""
    return round((at - facts.since) / durations.parse(model.horizon), 1) if facts.since is not None else 0.0


def facts_of(tables: Tables) -> Facts:
    """The facts among what `gather` gave."""
    return msgspec.json.decode(tables["facts"]["json"][0].as_py(), type=Facts)


def history_of(model: Model, past: Past) -> Facts:
    """How far history goes back, and the instants that it allows: one horizon apart, each with one before and one after it."""
    rows = past.ask(
        'select source, count(*) as n, median(received_at - "timestamp") as late from events'
        " where customer_id > 0 and type not in ('score', 'consent', 'merge') group by source"
    ).to_pylist()
    imported = sorted(row["source"] or "" for row in rows if row["late"] > _LATE)
    own = "customer_id > 0 and source is distinct from 'regulars' and type not in ('score', 'consent', 'merge')"
    found = past.ask(
        f'select quantile_disc("timestamp", 0.001) as since, max("timestamp") as until, count(*) as n,'
        f" count(distinct case when event = '' then type else event end) as kinds,"
        f" count(distinct customer_id) as customers from events where {own}"
    ).to_pylist()[0]
    horizon = durations.parse(model.horizon)
    instants: list[int] = []
    if found["since"] is not None:
        at = past.at - horizon
        while at - horizon >= found["since"] and len(instants) < MOST_INSTANTS:
            instants.append(at)
            at -= horizon
    rows_at_most = found["customers"] * max(1, len(instants))
    return Facts(
        since=found["since"],
        until=found["until"],
        events=found["n"],
        kinds=found["kinds"],
        imported=imported,
        language=past.definitions.workspace.language,
        instants=instants,
        share=min(1.0, MOST_EXAMPLES / rows_at_most) if rows_at_most else 1.0,
    )


def source_of(facts: Facts) -> str:
    """`events` as SQL, in which imported events were received when they happened."""
    if not facts.imported:
        return "events"
    names = ", ".join(map(quoted, facts.imported))
    known = f"CASE WHEN coalesce(source, '') IN ({names}) THEN \"timestamp\" ELSE received_at END"
    return f"(SELECT * REPLACE ({known} AS received_at) FROM events)"


def _examples(model: Model, past: Past, look: Looks, facts: Facts, instant: int, scores: bool) -> pa.Table:
    as_known: AsKnown = "now" if facts.imported else instant
    part = f"(customer_id * 2654435761) % 1000003 < {round(facts.share * 1000003)}"
    known = look.ask(past, instant, as_known, source_of(facts), scores, part)
    if not scores:
        known = known.append_column("said", pa.nulls(len(known), pa.float64()))
    return _labelled(model, past, facts, known, instant).add_column(0, "instant", pa.repeat(pa.scalar(instant), len(known)))


def _labelled(model: Model, past: Past, facts: Facts, known: pa.Table, instant: int) -> pa.Table:
    """The table with `label`: what each customer, under whatever id they are known now, did within the horizon."""
    names = scope(past.definitions)
    want = "boolean" if model.kind == "propensity" else "number"
    label = {"label": parse(model.label, names, want=want, at=model.at)}
    until = instant + durations.parse(model.horizon)
    within = f'"timestamp" > {instant} AND "timestamp" <= {until} AND received_at > {instant} AND received_at <= {past.at}'
    did = grouped(label, {"customer_id": "customer_id"}, names.calendar, source_of(facts), within)
    nothing = grouped(label, {}, names.calendar, where="false")
    merged = resolve([past.ask("select * from identity")])
    sql = (
        "SELECT k.*, CAST(CASE WHEN d.customer_id IS NULL THEN n.label ELSE d.label END AS DOUBLE) AS label"
        " FROM _known k LEFT JOIN _merged m ON m.customer_id = k.customer_id"
        f" LEFT JOIN ({did}) d ON d.customer_id = coalesce(m.into_id, k.customer_id) CROSS JOIN ({nothing}) n"
        " ORDER BY k.customer_id"
    )
    return past.ask(sql, tables={"_known": known, "_merged": merged})


def _nothing(like: pa.Table) -> pa.Table:
    """No examples."""
    fields = [pa.field("instant", pa.int64()), *like.schema, pa.field("said", pa.float64()), pa.field("label", pa.float64())]
    return pa.schema(fields).empty_table()
