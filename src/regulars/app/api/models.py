"""Models: what each foretells, how good it is, whom it speaks of and why; and what stands out."""

from typing import Annotated, Any, Literal

import msgspec
from litestar.params import QueryParameter

from regulars.app import models
from regulars.app.api.basis import Basis, basis
from regulars.app.api.cursor import Limit
from regulars.app.api.given import Name, TheCaller, TheHouse
from regulars.app.api.route import get, post
from regulars.app.house import House
from regulars.app.models import Alarm, Status
from regulars.app.tops import Scored, tops
from regulars.define.definitions import Definitions, Model, plain
from regulars.define.models import outputs
from regulars.kit.clock import to_text
from regulars.kit.said import Words
from regulars.learn.anomaly.method import orders


class Fit(msgspec.Struct, frozen=True):
    """One fit of a model."""

    version: int
    fitted_at: str
    """As of when."""
    seconds: float
    customers: int
    """How many have a score by it."""
    written: int
    """How many records in the log it took: scores that hardly moved are not written again."""
    headline: dict[str, float | None]
    """The figures by which fits are compared."""
    alarms: list[Alarm]


class ModelLine(msgspec.Struct, frozen=True):
    """A model and where it stands."""

    name: str
    title: dict[str, str]
    kind: str
    scores: dict[str, str]
    """Score → its type: `scores.NAME` in expressions."""
    every: str
    status: Status
    """`waiting`: not tried yet; `refused`: the data are too thin, `detail` says of what; `failed`: it is tried again."""
    detail: Words
    next_at: str | None
    """When it is fitted next; null: as soon as possible."""
    latest: Fit | None
    """The fit whose scores hold."""
    alarms: int


class ModelList(msgspec.Struct, frozen=True):
    """All models."""

    items: list[ModelLine]


class ModelDetail(msgspec.Struct, frozen=True):
    """Everything about a model."""

    model: ModelLine
    definition: dict[str, Any]
    card: dict[str, Any] | None
    """The model card of the latest fit: what it is for, from what, how well it did on a time that it had not seen, what weighs
    most, its limits; null before the first."""
    evidence: Basis | None
    alarms: list[Alarm]
    versions: list[Fit]
    """The latest first."""


class Tops(msgspec.Struct, frozen=True):
    """The customers with the greatest, or least, score of a model."""

    score: str
    customers: list[Scored]


class ModelAlarm(msgspec.Struct, frozen=True):
    """Something about a model that somebody should look at."""

    model: str
    kind: str
    text: Words
    about: str
    value: float | None
    limit: float | None


class Alarms(msgspec.Struct, frozen=True):
    """Everything about models that somebody should look at."""

    alarms: list[ModelAlarm]


class UnusualOrder(msgspec.Struct, frozen=True):
    """An order that stands out."""

    customer_id: int
    at: str
    id: str
    """The message id of its event."""
    score: float
    """Near 1: unusual; .5 and below: ordinary."""
    why: list[str]


class UnusualOrders(msgspec.Struct, frozen=True):
    """Orders that stand out, most first."""

    orders: list[UnusualOrder]
    evidence: Basis


@get("/v1/models", tag="models", scope="read")
def list_models(house: TheHouse, caller: TheCaller) -> ModelList:
    """List the models, with where each stands."""
    definitions = house.world(caller.workspace).definitions
    return ModelList([_line(house, caller.workspace, definitions, model) for model in definitions.models.values()])


@get("/v1/models/{name:str}", tag="models", scope="read", errors=(404,))
def get_model(house: TheHouse, caller: TheCaller, name: Name) -> ModelDetail:
    """Read a model: its definition, its card, its versions, and what drifts."""
    return _detail(house, caller.workspace, name)


@post(
    "/v1/models/{name:str}/run",
    tag="models",
    scope="write",
    may="train",
    audit=lambda given: (f"model:{given['name']}", "run"),
    errors=(404, 422, 501, 503),
    heavy=True,
)
def run_model(house: TheHouse, caller: TheCaller, name: Name) -> ModelDetail:
    """Fit a model now, and write its scores to the log.

    The answer comes when it is done. Where the data are too thin the status is `refused`, `detail` says of what there is too
    little, and former scores stay. One model is fitted at a time.
    """
    models.run(house, caller.workspace, name)
    return _detail(house, caller.workspace, name)


@get("/v1/models/{name:str}/customers", tag="models", scope="read", errors=(404,), heavy=True)
def list_scored(
    house: TheHouse,
    caller: TheCaller,
    name: Name,
    order: Annotated[Literal["top", "bottom"], QueryParameter(description="The greatest scores first, or the least.")] = "top",
    score: Annotated[
        str | None, QueryParameter(min_length=1, max_length=200, description="Which of the model's scores; default: the first.")
    ] = None,
    limit: Limit = 50,
) -> Tops:
    """List the customers with the greatest or least score of a model, each with why."""
    model = models.defined(house.world(caller.workspace).definitions, name)
    which, found = tops(house, caller.workspace, model, score, order == "top", limit)
    return Tops(which, found)


@get("/v1/alarms", tag="models", scope="read")
def list_alarms(house: TheHouse, caller: TheCaller) -> Alarms:
    """List what somebody should look at: models that were refused or failed, drift, promises that did not come true, leaks."""
    found = models.alarms(house, caller.workspace)
    return Alarms([ModelAlarm(name, a.kind, a.text, a.about, a.value, a.limit) for name, a in found])


@get("/v1/anomalies/orders", tag="models", scope="read", errors=(422, 501, 503), heavy=True)
def list_unusual_orders(
    house: TheHouse,
    caller: TheCaller,
    event: Annotated[
        str, QueryParameter(min_length=1, max_length=200, description="Which events are orders.")
    ] = "Order Completed",
    amount: Annotated[
        str, QueryParameter(min_length=1, max_length=500, description="What an order is worth: an expression over its event.")
    ] = "properties.total",
    days: Annotated[int, QueryParameter(ge=1, le=3660, description="Only orders of so many days.")] = 30,
    limit: Limit = 50,
) -> UnusualOrders:
    """List the orders that stand out most against all others, each with in what (isolation forest)."""
    found = orders(models.past(house, caller.workspace), event, amount, days, limit)
    return UnusualOrders(
        [UnusualOrder(o.customer_id, to_text(o.at), o.id, o.score, o.why) for o in found.orders], basis(found.evidence)
    )


def _detail(house: House, workspace: str, name: str) -> ModelDetail:
    definitions = house.world(workspace).definitions
    model = models.defined(definitions, name)
    known, card = models.standing(house, workspace, name), models.card(house, workspace, name)
    return ModelDetail(
        model=_line(house, workspace, definitions, model),
        definition=plain(model),
        card=card.card if card else None,
        evidence=basis(card.evidence) if card else None,
        alarms=known.alarms(),
        versions=[_fit(version) for version in reversed(known.versions)],
    )


def _line(house: House, workspace: str, definitions: Definitions, model: Model) -> ModelLine:
    known = models.standing(house, workspace, model.name)
    due = models.due_at(model, definitions, known)
    return ModelLine(
        name=model.name,
        title=model.title,
        kind=model.kind,
        scores=outputs(model),
        every=model.every,
        status=known.status,
        detail=known.detail,
        next_at=to_text(due) if due else None,
        latest=_fit(known.latest) if known.latest else None,
        alarms=len(known.alarms()),
    )


def _fit(version: models.Version) -> Fit:
    return Fit(
        version=version.number,
        fitted_at=to_text(version.fitted_at),
        seconds=version.seconds,
        customers=version.customers,
        written=version.written,
        headline=version.headline,
        alarms=version.alarms,
    )
