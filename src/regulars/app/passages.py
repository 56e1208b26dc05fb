"""Journeys as they run: how many customers wait at each step, have passed it, were written to, held back or not reached."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from regulars.algebra.dialect import quoted
from regulars.app.house import House
from regulars.define.definitions import Journey, Step, plain
from regulars.kit.named import named

Shape = Literal["wait", "until", "branch", "message", "exit"]


class Counts(msgspec.Struct, frozen=True):
    """One step of a journey."""

    name: str
    kind: Shape
    waiting: int = 0
    """Customers who stand at it now."""
    passed: int = 0
    """How often it was reached, of all versions of the journey."""
    sent: int = 0
    held_back: int = 0
    """Without consent, capped, outdated …"""
    failed: int = 0
    """Bounced, or failed."""


class Traffic(msgspec.Struct, frozen=True):
    """A journey with what happened on it."""

    name: str
    title: dict[str, str]
    definition: dict[str, Any]
    started: int
    ended: int
    exited: int
    """Ended by an event that matched `exit_on`."""
    running: int
    steps: list[Counts]


def traffic(house: House, workspace: str, name: str | None = None) -> list[Traffic]:
    """All journeys, or the one of that name (raises NotFound), with counts over the whole history as known now."""
    journeys = house.world(workspace).definitions.journeys
    wanted = [named("journey", name, journeys)] if name is not None else list(journeys.values())
    names = ", ".join(quoted(journey.name) for journey in wanted) or "''"
    lines: dict[tuple[str, str], int] = {}
    standing: dict[tuple[str, str], int] = {}
    for row in house.query(workspace, _LINES.format(names=names)).to_pylist():
        lines[row["name"], row["value"]] = row["times"]
        standing[row["name"], row["value"]] = row["standing"]
    answers: dict[tuple[str, str, str], int] = {}
    for row in house.query(workspace, _ANSWERS.format(names=names)).to_pylist():
        answers[row["journey"], row["step"], row["event"]] = row["times"]
    branched = _branched(house, workspace, wanted)
    return [_traffic(journey, lines, standing, answers, branched) for journey in wanted]


# `standing`: customers for whom this is the last that is known of them on the journey.
_LINES = """
select name, value, count(*) as times, count(*) filter (where latest) as standing from (
    select name, value, row_number() over (partition by customer_id, name order by log_offset desc, "at" desc,
        case when value like 'waits at %' then 0 when value = 'started' then 2 else 1 end) = 1 as latest
    from changes where kind = 'journey' and name in ({names})
) group by name, value
"""
_ANSWERS = """
select properties->>'$.journey' as journey, properties->>'$.step' as step, event, count(*) as times
from events where source = 'regulars' and event like 'Email %' and properties->>'$.journey' in ({names}) group by all
"""
_REASONS = """
select count(distinct (customer_id, "at", log_offset)) as times from changes
where kind in ('journey', 'message') and (contains(why, {held}) or contains(why, {nothing}))
"""


def _branched(house: House, workspace: str, journeys: Iterable[Journey]) -> dict[tuple[str, str], int]:
    """How often branches were passed: they leave no line of their own, but a reason on the next one."""
    found: dict[tuple[str, str], int] = {}
    for journey in journeys:
        for step in journey.steps:
            if step.branch is not None:
                said = [quoted(f"{words} '{step.name}'") for words in ("held at", "else held at")]
                rows = house.query(workspace, _REASONS.format(held=said[0], nothing=said[1])).to_pylist()
                found[journey.name, step.name] = rows[0]["times"]
    return found


def _traffic(
    journey: Journey,
    lines: Mapping[tuple[str, str], int],
    standing: Mapping[tuple[str, str], int],
    answers: Mapping[tuple[str, str, str], int],
    branches: Mapping[tuple[str, str], int],
) -> Traffic:
    name = journey.name

    def counts(step: Step) -> Counts:
        sent = answers.get((name, step.name, "Email Delivered"), 0)
        held = answers.get((name, step.name, "Email Suppressed"), 0)
        failed = sum(answers.get((name, step.name, f"Email {word}"), 0) for word in ("Bounced", "Failed"))
        passed = {
            "message": sent + held + failed,
            "branch": branches.get((name, step.name), 0),
        }.get(shape(step), lines.get((name, f"waits at {step.name}"), 0))
        waiting = standing.get((name, f"waits at {step.name}"), 0)
        return Counts(step.name, shape(step), waiting, passed, sent, held, failed)

    steps = [counts(step) for step in journey.steps]
    return Traffic(
        name=name,
        title=journey.title,
        definition=plain(journey),
        started=lines.get((name, "started"), 0),
        ended=lines.get((name, "ended"), 0),
        exited=lines.get((name, "exited"), 0),
        running=sum(step.waiting for step in steps),
        steps=steps,
    )


def shape(step: Step) -> Shape:
    """What a step does."""
    if step.message is not None:
        return "message"
    if step.branch is not None:
        return "branch"
    if step.until is not None:
        return "until"
    return "wait" if step.wait is not None else "exit"
