"""What a hidden Markov model tells of customers: its states, who is in which, how they agree with the defined stages."""

import msgspec

from regulars.learn.evidence import Evidence


class Emission(msgspec.Struct, frozen=True):
    """How much of something a customer in a state does in a period."""

    of: str
    """The event, or `spend`."""
    rate: float
    """Times a period; of spend, money."""
    typical: float
    """The same over all customers and periods."""


class State(msgspec.Struct, frozen=True):
    """One hidden state."""

    name: str
    title: dict[str, str]
    emissions: list[Emission]
    customers: int
    """Who is in it now."""
    share: float
    stays: float
    """The probability to be in it in the next period, too."""
    next: dict[str, float]
    """State → its probability in the next period."""


class Place(msgspec.Struct, frozen=True):
    """Where one customer is now."""

    customer: int
    state: str
    probability: float


class Cell(msgspec.Struct, frozen=True):
    """Customers of one state and one stage."""

    state: str
    stage: str
    customers: int


class Compared(msgspec.Struct, frozen=True):
    """How the states agree with the stages that the rules give, among customers now."""

    agreement: float
    """Adjusted mutual information (Vinh, Epps, Bailey, JMLR 11 (2010) 2837): 1 the same, 0 as good as chance."""
    table: list[Cell]


class Hidden(msgspec.Struct, frozen=True):
    """What was learnt."""

    states: list[State]
    """From the least to the most active."""
    bic: dict[str, float]
    """Number of states → BIC; the least was taken."""
    places: list[Place]
    """By customer."""
    compared: Compared | None
    """None where there are no stages."""
    evidence: Evidence
