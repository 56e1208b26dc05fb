"""What customers are worth, as it is asked: the card of the last fit, or one made on the spot while there is none."""

from typing import Any, Literal

import msgspec

from regulars.app.house import House
from regulars.app.models import card, past
from regulars.app.training import Apart, here
from regulars.define.definitions import Model
from regulars.kit.errors import NotFound, RegularsError, nearest
from regulars.kit.extras import need
from regulars.learn.evidence import Evidence
from regulars.learn.method import method
from regulars.learn.rfm.flows import Movement

Kind = Literal["rfm", "value"]


class Told(msgspec.Struct, frozen=True):
    """The card of a model, and what it rests on."""

    model: Model
    version: int | None
    """Which fit it is of, whose scores customers have; None: made for this answer, of which customers know nothing."""
    card: dict[str, Any]
    evidence: Evidence


def one(house: House, workspace: str, kind: Kind, name: str | None = None) -> Model:
    """The model of this kind: the named one, or the first that is defined. Raises NotFound."""
    found = {model.name: model for model in house.world(workspace).definitions.models.values() if model.kind == kind}
    if name is None and found:
        return next(iter(found.values()))
    if name is None or not found:
        raise NotFound(f"no model of kind '{kind}' is defined; write one under models:, or `use: value`")
    if name not in found:
        raise NotFound(f"there is no such model of kind '{kind}'{nearest(name, found)}")
    return found[name]


def told(house: House, workspace: str, kind: Kind, name: str | None = None, at: int | None = None) -> Told:
    """What the model says of all customers: the last fit's card; where there is none, or for an instant, one made now.

    `at` asks for history as of then. Raises NotFound, Missing (an extra), TooThin, and what its method raises.
    """
    model = one(house, workspace, kind, name)
    kept = card(house, workspace, model.name) if at is None else None
    if kept is not None:
        return Told(model, kept.version, kept.card, kept.evidence)
    need("scipy", "learn")
    known = past(house, workspace, at, model.purpose)
    learner = method(kind)
    fit = here if kind == "rfm" else Apart()  # counting ranks is no work that could hurt the server
    fitted = fit(model, learner.gather(model, known), known.at)
    return Told(model, None, fitted.card, fitted.evidence)


def moves(house: House, workspace: str, name: str | None, then: int, now: int | None = None) -> Movement:
    """Who moved between the groups of RFM from `then` to `now` (default: this instant). Raises as `told` does."""
    model = one(house, workspace, "rfm", name)
    need("numpy", "learn")
    from regulars.learn.rfm.movement import rfm_movement

    known = past(house, workspace, now, model.purpose)
    if then >= known.at:
        raise RegularsError(
            "the instant to compare with lies before the other, which is not in the future", code="invalid_range"
        )
    return rfm_movement(model, known, then)
