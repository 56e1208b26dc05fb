"""Stages with an exit or a minimum stay: the stage depends on the one before. One pure step, driven live and over the past.

The live driver is the pipeline, which asks whenever a condition may have changed or a stay ends; `Relived` drives the same
step over a customer's history, event by event and timer by timer.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from regulars.algebra import Program
from regulars.algebra.tree import text
from regulars.define.definitions import Definitions, Stage
from regulars.flow.effects import Effects, Note
from regulars.kit import durations
from regulars.kit.clock import HOUR, NEVER
from regulars.kit.said import Said
from regulars.records import Customer, Event

Entered = list[tuple[str, str]]
"""What a customer came into: (`segment` or `stage`, its name)."""


class Rule(msgspec.Struct, frozen=True):
    """How one stage is entered, kept and left."""

    name: str
    """Also the name of its condition of entry in the program; that of its exit is `NAME.exit`."""
    exit: str | None = None
    stay: int = 0
    """µs."""


def rule(stage: Stage) -> Rule:
    """The rule of a stage as it is defined."""
    stay = 0 if stage.stay is None else durations.parse(stage.stay)
    return Rule(stage.name, None if stage.exit is None else f"{stage.name}.exit", stay)


def step(rules: Sequence[Rule], stage: str, since: int, holds: Mapping[str, Any], at: int) -> str:
    """The stage at `at` (empty: none) of a customer who has been in `stage` since `since`; `holds`: condition → its value.

    Nothing moves before the present stage's stay is over. Then the first rule counts that can be entered (its `when` holds and
    its exit does not), or that is the present one and is not left: so earlier stages take over at once, later ones only after
    an exit. A second step at the same instant changes nothing.

    >>> rules = [Rule("loyal", "loyal.exit"), Rule("other")]
    >>> step(rules, "loyal", 0, {"loyal": False, "loyal.exit": False, "other": True}, 1)
    'loyal'
    >>> step(rules, "loyal", 0, {"loyal": False, "loyal.exit": True, "other": True}, 1)
    'other'
    """
    if any(one.name == stage and at < since + one.stay for one in rules):
        return stage
    for one in rules:
        leaves = one.exit is not None and holds[one.exit] is True
        kept = one.exit is not None and one.name == stage
        if not leaves and (kept or holds[one.name] is True):
            return one.name
    return ""


class Stages:
    """The remembered stages of one house, compiled."""

    def __init__(self, definitions: Definitions, program: Program) -> None:
        self._program = program
        self.rules = [rule(stage) for stage in definitions.stages.values()]
        self._stays = {one.name: one.stay for one in self.rules}
        self.conditions = tuple(name for one in self.rules for name in (one.name, one.exit) if name is not None)
        """Names of the program on which the stage rests."""
        self.timed = any(self._stays.values()) or not program.timed.isdisjoint(self.conditions)
        """Whether time alone can change the stage."""
        self.meaning = (program.scope.zone, *self.rules, *(text(program.trees[name]) for name in self.conditions))
        """Equal for houses whose customers are in the same stages, always."""

    def move(self, customer: Customer, at: int) -> tuple[str, int]:
        """The customer's stage at `at`, and the earliest instant after it at which it may be another without an event."""
        values, due = self._program.judge(self.conditions, customer, at)
        stage = step(self.rules, customer.stage, customer.stage_at, dict(zip(self.conditions, values, strict=True)), at)
        return stage, min(due, self.over(stage, customer.stage_at if stage == customer.stage else at, at))

    def over(self, stage: str, since: int, at: int) -> int:
        """When the stay in a stage is over: an instant after `at`, else NEVER."""
        end = since + self._stays.get(stage, 0)
        return end if end > at else NEVER

    def why(self, former: str, customer: Customer, at: int) -> list[str]:
        """Why the customer came into the present stage: what let the former one end, if it has an exit, and the entry."""
        left = f"{former}.exit"
        ended = self._program.explain(left, customer, at) if left in self.conditions else []
        return [*self._program.explain("stage", customer, at), *ended]


def restate(customer: Customer, effects: Effects) -> None:
    """If customers became this one just now, its stage goes on: say so after what was recorded of the others."""
    others = {merge.customer for merge in effects.merges if merge.into == customer.id}
    if not others:
        return
    withdraw(effects.notes, others)
    why = [Said("the stage goes on after customers were merged", "客户合并后阶段延续")]
    effects.note(customer.id, customer.stage_at, "stage", "stage", customer.stage, why)


def withdraw(notes: list[Note], customers: Collection[int], at: int | None = None) -> None:
    """Take back what this batch has noted of these customers' stage (at that instant): what lasted no time was no stage."""
    notes[:] = [
        note for note in notes if note.kind != "stage" or note.customer not in customers or (at is not None and note.at != at)
    ]


RECORDED = """select customer_id, max_by(value, (log_offset, "at")) as stage, max_by("at", (log_offset, "at")) as since
from changes where kind = 'stage' group by customer_id"""
"""Which stage was recorded last of each customer, and since when."""


_HASTY = 3
"""Timers one after another, each due at the very next microsecond, that are followed."""


class Relived:
    """Drives the stages of customers over their past: hooks for `backfill.relive`, which keeps one customer after another.

    The customer's `stage`, `stage_at` and `due` are the state. Timers fire at their very instants.
    """

    def __init__(self, stages: Stages) -> None:
        self._stages = stages
        self.moves: list[tuple[int, int, str]] = []
        """(customer, at, stage), in order: every change of stage."""
        self._hasty = 0

    def before(self, customer: Customer, event: Event) -> None:
        """All that time changed before this event came."""
        self.until(customer, event.received_at - 1)

    def after(self, customer: Customer, event: Event) -> None:
        """The event has been taken."""
        self._turn(customer, event.received_at)

    def until(self, customer: Customer, at: int) -> None:
        """All that time changed up to `at`."""
        while customer.due <= at:
            self._turn(customer, customer.due)

    def _turn(self, customer: Customer, at: int) -> None:
        stage, due = self._stages.move(customer, at)
        # A clock that stands in a value asks to be looked at at every instant: after a few, every hour must do.
        self._hasty = self._hasty + 1 if due == at + 1 else 0
        customer.due = due if self._hasty <= _HASTY else at + HOUR
        if stage != customer.stage:
            if self.moves and self.moves[-1][:2] == (customer.id, at):
                self.moves.pop()
            customer.stage, customer.stage_at = stage, at
            self.moves.append((customer.id, at, stage))
