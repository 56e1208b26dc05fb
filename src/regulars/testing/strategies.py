"""Hypothesis strategies for events as they come in the wild: late, shuffled, repeated, odd values."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from regulars.kit.clock import DAY, MINUTE
from regulars.records import Event
from regulars.testing.events import NOON, event

NAMES = ("Order Completed", "Product Viewed", "Cart Viewed")
USERS = ("ann", "bob", "eve")

numbers = st.one_of(
    st.integers(-1000, 1000),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 2)),
    st.sampled_from([0, -0.0, 1e15, 0.1, 2**53 + 1]),
)
"""Numbers of a property, the awkward ones included."""
values: st.SearchStrategy[Any] = st.one_of(numbers, st.text(max_size=8), st.booleans(), st.none(), st.just("12"))
"""What clients put where a number or a text was meant."""


@st.composite
def events(
    draw: st.DrawFn, /, names: Sequence[str] = NAMES, users: Sequence[str] = USERS, days: int = 30, property: str = "total"
) -> Event:
    """One event of the last `days` days before NOON, received up to two days after it happened."""
    at = NOON - draw(st.integers(0, days * 24 * 60)) * MINUTE
    late = draw(st.sampled_from([0, 0, 0, MINUTE, DAY, 2 * DAY]))
    return event(
        draw(st.sampled_from(list(names))),
        user=draw(st.sampled_from(list(users))),
        at=at,
        received_at=at + late,
        **{property: draw(values)},
    )


@st.composite
def histories(draw: st.DrawFn, /, max_size: int = 40, **of_events: Any) -> list[Event]:
    """A shuffled list of events in which some come twice."""
    found = draw(st.lists(events(**of_events), max_size=max_size))
    again = draw(st.lists(st.sampled_from(found), max_size=5)) if found else []
    return draw(st.permutations(found + again))
