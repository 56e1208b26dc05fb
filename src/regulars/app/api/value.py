"""What customers are worth: recency, frequency and money; purchases and value to come."""

from typing import Annotated, Any, TypeVar

import msgspec
from litestar.params import QueryParameter

from regulars.app.api.basis import Basis, basis
from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.instants import AsOf, instant
from regulars.app.api.route import get
from regulars.app.value import moves, told
from regulars.kit.clock import to_text
from regulars.kit.errors import RegularsError
from regulars.kit.said import Words
from regulars.learn.rfm.flows import Flow

T = TypeVar("T")
TheModel = Annotated[
    str | None, QueryParameter(name="model", max_length=63, description="Its name; default: the first one of this kind.")
]


class RfmCell(msgspec.Struct, frozen=True):
    """A cell of the grid."""

    recency: int
    value: int
    """The mean of the scores of frequency and money, halves upwards."""
    group: str
    customers: int
    revenue: float


class RfmGroup(msgspec.Struct, frozen=True):
    """One of the eleven groups."""

    group: str
    title: dict[str, str]
    about: dict[str, str]
    customers: int
    share: float
    """Of the customers that the model is about."""
    revenue: float
    revenue_share: float | None
    days_since_last: float | None
    orders: float | None
    spend: float | None
    """Means; null where nobody is in it, or nobody has bought."""


class RfmCuts(msgspec.Struct, frozen=True):
    """Where the scores 2, 3, 4 and 5 begin; null for a score that nobody has."""

    days_since_last: list[float | None]
    """Not longer ago than this."""
    orders: list[float | None]
    spend: list[float | None]


class RfmMovement(msgspec.Struct, frozen=True):
    """Who moved between the groups."""

    then: str
    flows: list[Flow]
    """`was` null: not known then."""
    stayed: int
    rose: int
    """In a better group than then; the groups are ordered from the best."""
    fell: int
    came: int


class Rfm(msgspec.Struct, frozen=True):
    """How recently, how often and for how much customers bought."""

    model: str
    version: int | None
    """The fit whose scores customers have; null: made for this answer."""
    currency: str
    grid: list[RfmCell]
    groups: list[RfmGroup]
    cuts: RfmCuts
    movement: RfmMovement | None
    limits: list[Words]
    basis: Basis


class ValueParameter(msgspec.Struct, frozen=True):
    """A parameter with its standard error; null where the data do not tell it."""

    name: str
    value: float
    error: float | None


class ValuePart(msgspec.Struct, frozen=True):
    """A fitted model."""

    model: str
    log_likelihood: float
    parameters: list[ValueParameter]
    at_bound: list[str]


class ValueExpected(msgspec.Struct, frozen=True):
    """All customers together."""

    purchases: float
    alive: float
    """How many still buy."""
    value: float
    low: float
    high: float


class ValueInterval(msgspec.Struct, frozen=True):
    """What the intervals promise."""

    share: float
    about: str


class ValueTier(msgspec.Struct, frozen=True):
    """A tier, the best first."""

    tier: str
    title: dict[str, str]
    from_: float | None = msgspec.field(name="from")
    """The least value in it; null where nobody is."""
    customers: int
    value: float
    share: float | None
    """Of all value."""


class ValueShare(msgspec.Struct, frozen=True):
    """A point of the distribution."""

    customers: float
    """So large a share of the customers, the least worth first …"""
    value: float
    """… is worth no more than this each …"""
    share: float
    """… and has so much of all value together."""


class ValueBin(msgspec.Struct, frozen=True):
    """Customers by how often they had bought again."""

    from_: int = msgspec.field(name="from")
    to: int
    customers: int
    expected: float
    actual: float
    """Mean purchases in the held-out time."""


class ValueCalibration(msgspec.Struct, frozen=True):
    """The last quarter of the history, as it would have been forecast, and as it came."""

    fitted_until: str
    """The last day that the forecast knew …"""
    days: float
    """… and how many it was compared with."""
    customers: int
    expected_purchases: float
    actual_purchases: float
    expected_value: float
    actual_value: float
    ratio: float | None
    value_ratio: float | None
    error: float
    """Mean absolute error of a customer's purchases …"""
    naive_error: float
    """… and of the guess that everybody goes on as before."""
    inside: float
    """How many customers' money fell into their interval."""
    bins: list[ValueBin]


class ValueIndependence(msgspec.Struct, frozen=True):
    """What the model of amounts rests on: that how much does not hang on how often."""

    correlation: float | None
    limit: float
    holds: bool


class CustomerValue(msgspec.Struct, frozen=True):
    """What customers will buy and be worth."""

    model: str
    version: int | None
    """The fit whose scores customers have; null: made for this answer."""
    currency: str
    horizon_days: float
    unit_days: float
    discount: float
    purchases: ValuePart
    amounts: ValuePart | None
    """Null: every purchase has the same amount."""
    mean_amount: float
    returns: float
    """The share of the money paid that was given back."""
    expected: ValueExpected
    interval: ValueInterval
    tiers: list[ValueTier]
    distribution: list[ValueShare]
    calibration: ValueCalibration | None
    """Null: the history is too short to hold a part of it out."""
    independence: ValueIndependence
    limits: list[Words]
    basis: Basis


@get("/v1/rfm", tag="analytics", scope="read", errors=(404, 422, 501, 503), heavy=True)
def get_rfm(
    house: TheHouse,
    caller: TheCaller,
    model: TheModel = None,
    as_of: AsOf = None,
    compared_to: Annotated[
        str | None, QueryParameter(max_length=40, description="An earlier instant or date: who moved between the groups since.")
    ] = None,
) -> Rfm:
    """Show the customers by recency, frequency and money: the grid, the eleven groups, and who moved.

    Without `as_of` it is the last fit, whose scores customers have.
    """
    now = house.clock.now()
    at = None if as_of is None else min(now, instant("as_of", as_of, now))
    found = told(house, caller.workspace, "rfm", model, at)
    movement = None
    if compared_to is not None:
        then = instant("compared_to", compared_to, 0)
        moved = moves(house, caller.workspace, model, then, at)
        movement = RfmMovement(to_text(then), moved.flows, moved.stayed, moved.rose, moved.fell, moved.came)
    whole = {"model": found.model.name, "version": found.version, "basis": basis(found.evidence), "movement": movement}
    return _read(found.card | whole, Rfm)


@get("/v1/value", tag="analytics", scope="read", errors=(404, 422, 501, 503), heavy=True)
def get_value(house: TheHouse, caller: TheCaller, model: TheModel = None) -> CustomerValue:
    """Show what customers will buy and be worth: in all, by tier, how it is spread, and how good the forecast has been."""
    found = told(house, caller.workspace, "value", model)
    whole = {"model": found.model.name, "version": found.version, "basis": basis(found.evidence)}
    return _read(found.card | whole, CustomerValue)


def _read(card: dict[str, Any], shape: type[T]) -> T:
    """The card as this version of the program tells it."""
    try:
        return msgspec.convert(card, shape, from_attributes=True)
    except msgspec.ValidationError:
        sentence = "the last fit is of another version of this program; fit the model again"
        raise RegularsError(sentence, code="stale_card") from None
