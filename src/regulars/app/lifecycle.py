"""The lifecycle of one workspace's customers: paths through the stages, flows, times, what comes next, learnt states.

Two sources tell the paths. `recorded`: what was concluded at the time, under the definitions of the time, each customer under
its own number until it was merged. `recomputed`: what the present definitions say of the past, everybody as known now; looked
at where periods end, or, where stages are remembered, event by event.
"""

import importlib
from collections.abc import Sequence
from typing import Literal

import msgspec

from regulars.algebra.window import Calendar
from regulars.app import models, views
from regulars.app.adopt import lived
from regulars.app.house import House
from regulars.kit.clock import DAY, NEVER
from regulars.kit.errors import RegularsError
from regulars.kit.extras import need
from regulars.kit.said import Said, Words
from regulars.know.backfill import relive
from regulars.know.stages import Relived
from regulars.learn.evidence import Floor, TooThin
from regulars.learn.lifecycle import flows as flowing
from regulars.learn.lifecycle import markov, paths
from regulars.learn.lifecycle import times as timing
from regulars.learn.lifecycle.decision import Decision, decision
from regulars.learn.lifecycle.flows import Flows, Period
from regulars.learn.lifecycle.hidden_states import Hidden
from regulars.learn.lifecycle.paths import Paths, Spell
from regulars.learn.lifecycle.times import Conversions, Times
from regulars.learn.past import Past
from regulars.measure.period import Unit, periods

Source = Literal["recorded", "recomputed"]
MOST_PERIODS = 200
"""Periods of one answer; each is one query where stages are recomputed."""
_LENGTHS: dict[Unit, int] = {"day": DAY, "week": 7 * DAY, "month": 30 * DAY}


class Station(msgspec.Struct, frozen=True):
    """A customer in a stage."""

    stage: str
    since: int
    until: int | None
    """None: still."""
    why: list[Words]


def span(house: House, workspace: str, by: Unit, start: int | None, end: int | None) -> list[Period]:
    """The periods that are asked for, in order; the last twelve unless said otherwise. Raises RegularsError where too many."""
    now = house.clock.now()
    end = now if end is None else min(end, now)
    start = end - 12 * _LENGTHS[by] if start is None else start
    if start > end or (end - start) // _LENGTHS[by] >= MOST_PERIODS:
        sentence = f"`from` lies before `to`, and there are at most {MOST_PERIODS} periods between them"
        raise RegularsError(sentence, code="invalid_range")
    return _periods(by, max(0, start), end + 1, _calendar(house, workspace))


def flows(house: House, workspace: str, spans: Sequence[Period], source: Source = "recorded") -> Flows:
    """Stocks and flows of the stages, period by period."""
    past = models.past(house, workspace)
    stages = list(past.definitions.stages)
    return flowing.flows(_spells(house, past, source, spans), spans, stages, past)


def times(house: House, workspace: str, source: Source = "recorded", by: Unit = "week") -> Times:
    """How long customers stay in each stage."""
    past = models.past(house, workspace)
    return timing.times(_whole(house, past, source, by), list(past.definitions.stages), past)


def conversions(house: House, workspace: str, within: int, source: Source = "recorded", by: Unit = "week") -> Conversions:
    """From each stage to each other one, within a time and ever."""
    past = models.past(house, workspace)
    return timing.conversions(_whole(house, past, source, by), list(past.definitions.stages), within, past)


def ways(house: House, workspace: str, limit: int, source: Source = "recorded", by: Unit = "week") -> Paths:
    """The most frequent paths."""
    past = models.past(house, workspace)
    return paths.ways(_whole(house, past, source, by), past, limit)


def path(house: House, workspace: str, customer: str) -> tuple[int, list[Station]]:
    """One customer's number, and the path through the stages as recorded, with the reasons. Raises NotFound."""
    number = views.find(house, workspace, customer).id
    rows = house.query(
        workspace,
        """select customer_id, "at", value, why from changes where kind = 'stage' order by log_offset, "at" """,
        customer=number,
        as_known="then",
    ).to_pylist()
    reasons = {(row["at"], row["value"]): msgspec.json.decode(row["why"], type=list[Words]) for row in rows}
    found = paths.spells([(number, row["at"], row["value"]) for row in rows if row["customer_id"] == number])
    return number, [
        Station(
            spell.stage, spell.start, None if spell.end == NEVER else spell.end, reasons.get((spell.start, spell.stage), [])
        )
        for spell in found
    ]


def following(
    house: House, workspace: str, of: markov.Steps, order: int, within: int, limit: int, source: Source = "recorded"
) -> markov.Chain:
    """The Markov chain of stages or of events."""
    past = models.past(house, workspace)
    steps = None if of == "events" else markov.of_stages(_whole(house, past, source, "week"))
    return markov.chain(past, steps, order, within, limit)


def latest(house: House, workspace: str, of: markov.Steps, customer: str, order: int) -> list[str]:
    """The latest steps of one customer, the latest last. Raises NotFound."""
    number = views.find(house, workspace, customer).id
    if of == "events":
        return markov.latest(models.past(house, workspace), number, order)
    return [station.stage for station in path(house, workspace, customer)[1]][-order:]


def purchase(house: House, workspace: str, goal: str, pause: int, limit: int) -> Decision:
    """The way to the goal. Raises TooThin where nobody ever reached it."""
    return decision(models.past(house, workspace), goal, pause, limit)


def hidden(house: House, workspace: str, by: Unit, states: int | None, seed: int = 0) -> Hidden:
    """The learnt states over whole periods. Raises Absent without the extra `learn`, TooThin, RegularsError."""
    need("sklearn", "learn")
    learnt = importlib.import_module("regulars.learn.lifecycle.hidden")
    past = models.past(house, workspace)
    first = _first(past)
    whole = [period for period in _periods(by, first, past.at, _calendar(house, workspace)) if period[2] <= past.at]
    if first == past.at or not whole:
        raise TooThin("hidden states", [Floor(Said("whole periods", "完整的周期"), len(whole), 4)])
    seen, names, unit = learnt.gather(past, whole[-MOST_PERIODS:])
    found, where = learnt.fit(seen, names, unit, past.at, states, seed)
    stages = {spell.customer: spell.stage for spell in paths.recorded(past) if spell.start < whole[-1][2] <= spell.end}
    told: Hidden = msgspec.structs.replace(found, compared=learnt.compared(where, stages))
    return told


def _whole(house: House, past: Past, source: Source, by: Unit) -> list[Spell]:
    """The spells from the first event on."""
    spans: list[Period] = []
    if source == "recomputed" and past.program.scope.stages and not past.program.scope.remembered:
        spans = _periods(by, _first(past), past.at + 1, _calendar(house, past.workspace))[-MOST_PERIODS:]
    return _spells(house, past, source, spans)


def _spells(house: House, past: Past, source: Source, spans: Sequence[Period]) -> list[Spell]:
    if source == "recorded" or not past.program.scope.stages:
        return paths.recorded(past)
    stages = house.world(past.workspace).pipeline.stages
    if stages is None:
        ends = [end - 1 for _, _, end in spans]
        return paths.recomputed(past, [min(at, past.at) for at in ([spans[0][1] - 1, *ends] if spans else ends)])
    told = Relived(stages)
    for customer in relive(past.program, lived(house, past.workspace), told.after, told.before):
        told.until(customer, past.at)
    return paths.spells(told.moves)


def _first(past: Past) -> int:
    """When the first event was received: from then on something was known."""
    found = past.ask("select min(received_at) as first from events where customer_id > 0").to_pylist()[0]["first"]
    return past.at if found is None else int(found)


def _calendar(house: House, workspace: str) -> Calendar:
    return house.world(workspace).program.calendar


def _periods(by: Unit, start: int, end: int, days: Calendar) -> list[Period]:
    return [(period.date, period.start, period.end) for period in periods(by, start, end, days)]
