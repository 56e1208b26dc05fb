"""Instants in requests (ISO 8601, or a date), and the periods by which figures are told."""

from typing import Annotated

from litestar.params import QueryParameter

from regulars.app.api.problems import Fault, Unfit
from regulars.collect.rejection import Rejection
from regulars.collect.timestamps import load
from regulars.measure.period import Unit

AsOf = Annotated[
    str | None,
    QueryParameter(
        max_length=40, description="An instant (ISO 8601; without a zone it is UTC), or a date. Default: now.", examples=[]
    ),
]
By = Annotated[Unit, QueryParameter(description="The period.")]
From = Annotated[
    str | None, QueryParameter(name="from", max_length=40, description="First instant or date; default: 12 periods ago.")
]
To = Annotated[str | None, QueryParameter(max_length=40, description="Last instant or date; default: now.")]
LAST = 253_402_300_799_999_999
"""The end of the year 9999 (µs)."""


def instant(name: str, text: str | None, default: int) -> int:
    """The instant in µs. Raises Unfit where the text is none, or lies before 1970."""
    if text is None:
        return default
    try:
        at = load(text)[0]
        if 0 <= at <= LAST:
            return at
    except Rejection:
        pass
    sentence = f"{name} must be an instant like 2026-06-01T00:00:00Z, or a date like 2026-06-01, from 1970 on"
    raise Unfit(400, "invalid_request", sentence, [Fault(name, "no such instant")])
