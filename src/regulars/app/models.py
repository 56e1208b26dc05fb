"""The machine that runs all models: gather, fit apart, keep the card, write the scores back, say what is wrong.

What is known of a model stands on the workspace's shelf: its standing (versions, what the last attempt came to), the card of
the latest fit, and the state that the next fit is given. Scores stand where everything known of customers does.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec
import pyarrow as pa

from regulars.app.house import House
from regulars.app.scores import may_learn, write
from regulars.app.training import Apart, Train
from regulars.define.definitions import Definitions, Model
from regulars.define.learning import meaning
from regulars.flow.loop import STORAGE
from regulars.kit import durations
from regulars.kit.clock import HOUR
from regulars.kit.errors import RegularsError
from regulars.kit.named import named
from regulars.kit.said import Words
from regulars.lake.identity import resolve
from regulars.lake.lake import TABLES, AsKnown
from regulars.learn.evidence import Evidence, Floor, TooThin
from regulars.learn.method import Fitted, check, method
from regulars.learn.past import Past

_log = logging.getLogger("regulars.models")

_VERSIONS = 50
"""Fits that are remembered, without their cards."""
_AGAIN = HOUR
"""How long after a failure it is tried again, or `every` where that is shorter."""

Status = Literal["waiting", "fitted", "refused", "failed"]
"""`waiting`: never tried; `refused`: the data are too thin; `failed`: something went wrong, it is tried again."""


class Alarm(msgspec.Struct, frozen=True):
    """Something about a model that somebody should look at."""

    kind: str
    """`refused`, `failed`, or what its card says: `feature_drift`, `score_drift`, `off_target`, `leak` …"""
    text: Words
    about: str = ""
    """The feature or score, where it is about one."""
    value: float | None = None
    """How far it went …"""
    limit: float | None = None
    """… and how far it may."""


class Version(msgspec.Struct, frozen=True):
    """One fit."""

    number: int
    fitted_at: int
    """As of when, µs."""
    meaning: str
    """A hash of what the definition, and all that it names, meant."""
    seconds: float
    customers: int
    """How many have a score by it."""
    written: int
    """How many records it took to say so."""
    headline: dict[str, float | None] = {}
    """The few figures of the card that are worth a comparison between versions (`card["headline"]`)."""
    alarms: list[Alarm] = []


class Standing(msgspec.Struct, frozen=True):
    """Where a model stands."""

    status: Status = "waiting"
    detail: Words = ""
    """Why it was refused, or what failed."""
    floors: list[Floor] = []
    """Where it was refused: of what there is too little."""
    tried_at: int = 0
    meaning: str = ""
    """Of the definition that was tried."""
    versions: list[Version] = []
    """The latest last."""

    @property
    def latest(self) -> Version | None:
        """The last fit that succeeded: its scores are the ones that hold."""
        return self.versions[-1] if self.versions else None

    def alarms(self) -> list[Alarm]:
        """What somebody should look at now."""
        own = [Alarm(self.status, self.detail)] if self.status in ("refused", "failed") else []
        return own + (self.latest.alarms if self.latest else [])


class Card(msgspec.Struct, frozen=True):
    """The model card of one fit."""

    version: int
    fitted_at: int
    card: dict[str, Any]
    evidence: Evidence


_standing = msgspec.json.Decoder(Standing).decode
_card = msgspec.json.Decoder(Card).decode
_running = threading.Lock()
"""One fit at a time in a process: each may take all the processor that there is."""


def defined(definitions: Definitions, name: str) -> Model:
    """The model of this name. Raises NotFound with the nearest one."""
    return named("model", name, definitions.models)


def standing(house: House, workspace: str, name: str) -> Standing:
    """Where a model stands: `waiting` where it was never tried."""
    found = house.backends.shelf.note(workspace, f"model:{name}")
    return _standing(found) if found else Standing()


def card(house: House, workspace: str, name: str) -> Card | None:
    """The card of the latest fit; None where there is none."""
    found = house.backends.shelf.note(workspace, f"model:{name}:card")
    return _card(found) if found else None


def past(house: House, workspace: str, at: int | None = None, purpose: str | None = None) -> Past:
    """The workspace's history as of `at` (default: now), for learners. Whoever does not allow `purpose` is not in it."""
    world = house.world(workspace)
    at = house.clock.now() if at is None else at
    shut = [c.id for c in house.customers(workspace) if not may_learn(world.definitions, purpose, c)] if purpose else []
    hidden = _with_former(house, workspace, shut)

    def ask(sql: str, *, tables: Mapping[str, pa.Table] | None = None, as_known: AsKnown = "now") -> pa.Table:
        if not hidden:
            return house.query(workspace, sql, tables, as_known=as_known)
        mine = {**(tables or {}), "_hidden": pa.table({"id": pa.array(hidden, pa.int64())})}
        return house.query(workspace, _without(sql), mine, as_known=as_known)

    return Past(workspace, world.definitions, world.program, at, ask)


def _with_former(house: House, workspace: str, customers: list[int]) -> list[int]:
    """The ids, and those under which their rows may stand in a past that did not know yet who they were."""
    if not customers:
        return []
    shut = set(customers)
    merged = resolve([house.query(workspace, "select * from identity")]).to_pylist()
    return sorted(shut | {row["customer_id"] for row in merged if row["into_id"] in shut})


def _without(sql: str) -> str:
    """The same question to views from which the customers of the table `_hidden` are missing."""
    views = [
        f"{name} as (select * from temp.main.{name} where customer_id not in (select id from _hidden))"
        for name in TABLES
        if name in sql.lower()
    ]
    return f"with {', '.join(views)} select * from ({sql})" if views else sql


def run(
    house: House, workspace: str, name: str, train: Train | None = None, seed: int = 0, wait_seconds: float = 30.0
) -> Standing:
    """Fit the model now, keep what came of it, and append its scores to the log (the loop takes them from there).

    Where the data are too thin the standing says so and the former scores stay. Raises NotFound, RegularsError `busy` where
    another model is still being fitted after `wait_seconds`, and what else goes wrong (which the standing then says, too).
    """
    definitions = house.world(workspace).definitions
    model = defined(definitions, name)
    if not _running.acquire(timeout=wait_seconds):
        raise RegularsError("another model is being fitted; try again when it is done", code="busy")
    try:
        at, began = house.clock.now(), time.monotonic()
        before = standing(house, workspace, name)
        tried = msgspec.structs.replace(before, tried_at=at, meaning=meaning(model, definitions), detail="", floors=[])
        try:
            fitted = _fit(house, workspace, model, at, train or Apart(), seed)
        except TooThin as thin:
            after = msgspec.structs.replace(tried, status="refused", detail=thin.said or str(thin), floors=thin.floors)
        except Exception as error:
            if getattr(error, "code", "") != "training_stopped":
                _keep(house, workspace, name, msgspec.structs.replace(tried, status="failed", detail=_sentence(error)))
            raise
        else:
            after = _taken(house, workspace, model, fitted, tried, began)
        _keep(house, workspace, name, after)
        return after
    finally:
        _running.release()


def _fit(house: House, workspace: str, model: Model, at: int, train: Train, seed: int) -> Fitted:
    tables = method(model.kind).gather(model, past(house, workspace, at, model.purpose))
    previous = house.backends.shelf.note(workspace, f"model:{model.name}:state") or b""
    fitted = train(model, tables, at, previous, seed)
    check(model, fitted)
    return fitted


def _taken(house: House, workspace: str, model: Model, fitted: Fitted, tried: Standing, began: float) -> Standing:
    """Write the scores, keep card and state. The standing comes last: what a crash interrupts is done again."""
    number = tried.latest.number + 1 if tried.latest else 1
    alarms = msgspec.convert(fitted.card.get("alarms", []), list[Alarm])
    done = write(house, workspace, model, number, tried.tried_at, fitted.scores)
    kept = Card(number, tried.tried_at, fitted.card, fitted.evidence)
    shelf = house.backends.shelf
    shelf.put_note(workspace, f"model:{model.name}:card", msgspec.json.encode(kept))
    shelf.put_note(workspace, f"model:{model.name}:state", fitted.state)
    headline: dict[str, Any] = fitted.card.get("headline", {})
    version = Version(
        number=number,
        fitted_at=tried.tried_at,
        meaning=tried.meaning,
        seconds=round(time.monotonic() - began, 3),
        customers=done.scored,
        written=done.written,
        headline={name: value for name, value in headline.items() if value is None or isinstance(value, int | float)},
        alarms=alarms,
    )
    versions = [*tried.versions, version][-_VERSIONS:]
    return msgspec.structs.replace(tried, status="fitted", versions=versions)


def _keep(house: House, workspace: str, name: str, value: Standing) -> None:
    house.backends.shelf.put_note(workspace, f"model:{name}", msgspec.json.encode(value))


def _sentence(error: Exception) -> Words:
    if isinstance(error, RegularsError) and error.said:
        return error.said
    return str(error) if isinstance(error, RegularsError) else f"{type(error).__name__}: {error}"


def due_at(model: Model, definitions: Definitions, known: Standing) -> int:
    """When the model is to be fitted next: µs since the epoch; 0 where it was never tried, or means something else now."""
    if not known.tried_at or known.meaning != meaning(model, definitions):
        return 0
    every = durations.parse(model.every)
    return known.tried_at + (min(every, _AGAIN) if known.status == "failed" else every)


Fitting = Callable[[str, str, Status, float], None]
"""Told of each attempt: workspace, model, what came of it, seconds."""


def run_due(house: House, workspace: str, train: Train, told: Fitting) -> list[str]:
    """Fit whatever is due by now. Gives a sentence for each model that fails (not for those that are refused)."""
    definitions = house.world(workspace).definitions
    troubles: list[str] = []
    for name, model in definitions.models.items():
        if due_at(model, definitions, standing(house, workspace, name)) > house.clock.now():
            continue
        began = time.monotonic()
        status: Status = "failed"
        try:
            status = run(house, workspace, name, train, wait_seconds=0).status
        except STORAGE:
            raise
        except Exception as error:
            if getattr(error, "code", "") in ("busy", "training_stopped"):
                return troubles
            troubles.append(f"model '{name}' of workspace '{workspace}': {_sentence(error)}")
            _log.warning("model '%s' of workspace '%s' failed", name, workspace, exc_info=error)
        told(workspace, name, status, time.monotonic() - began)
    return troubles


def alarms(house: House, workspace: str) -> list[tuple[str, Alarm]]:
    """Everything that somebody should look at, by model."""
    names = house.world(workspace).definitions.models
    return [(name, alarm) for name in names for alarm in standing(house, workspace, name).alarms()]
