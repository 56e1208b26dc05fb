"""From a figure to its customers."""

from datetime import date
from typing import Annotated

import msgspec
from litestar.params import QueryParameter

from regulars.app.api.given import Name, TheCaller, TheHouse
from regulars.app.api.instants import By
from regulars.app.api.problems import Fault, Unfit
from regulars.app.api.route import get
from regulars.app.behind import behind

_LAST = 2198
"""Days of later years are no timestamps of expressions."""


class CustomersBehind(msgspec.Struct, frozen=True):
    """The customers of one point of a metric, as conditions: to preview, or to keep as a segment."""

    name: str
    by: str
    counted: str | None
    """Who did in that period what the metric counts; null where that cannot be said of a customer."""
    active: str
    """Who did anything in that period."""


@get("/v1/metrics/{name:str}/customers", tag="metrics", scope="read", errors=(404, 422))
def get_customers_behind(
    house: TheHouse,
    caller: TheCaller,
    name: Name,
    period: Annotated[str, QueryParameter(max_length=10, description="A day of the period, `2026-05-04`; best its first.")],
    by: By = "week",
    part: Annotated[str | None, QueryParameter(max_length=200, description="Of this segment or stage.")] = None,
) -> CustomersBehind:
    """Say by which condition one finds the customers behind a figure: those that were counted, and those that were active."""
    found = behind(house, caller.workspace, name, by, _day(period), part)
    return CustomersBehind(name, by, found.counted, found.active)


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
        if 1970 <= found.year <= _LAST:
            return found
    except ValueError:
        pass
    raise Unfit(400, "invalid_request", "period must be a day like 2026-05-04", [Fault("period", "no such day")])
