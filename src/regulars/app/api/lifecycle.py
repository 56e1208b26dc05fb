"""The lifecycle: flows between stages, times in them, conversion, paths, what comes next, learnt states."""

from typing import Annotated

import msgspec
from litestar.params import QueryParameter

from regulars.app import lifecycle
from regulars.app.api.basis import Basis, basis
from regulars.app.api.cursor import Limit
from regulars.app.api.customers import Identifier
from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.instants import By, From, To, instant
from regulars.app.api.path import whole
from regulars.app.api.route import get
from regulars.app.lifecycle import Source
from regulars.kit import durations
from regulars.kit.clock import to_text
from regulars.kit.said import Words
from regulars.learn.lifecycle import markov
from regulars.learn.lifecycle.decision import Loop, Sign, Way
from regulars.learn.lifecycle.flows import Flow
from regulars.learn.lifecycle.hidden_states import Compared, Place, State
from regulars.learn.lifecycle.markov import Context, Run, Transition
from regulars.learn.lifecycle.paths import Path
from regulars.learn.lifecycle.times import Conversion, Time
from regulars.measure.period import Unit

Told = Annotated[
    Source,
    QueryParameter(description="`recorded`: as concluded at the time; `recomputed`: as today's definitions see the past."),
]
Within = Annotated[str, QueryParameter(max_length=20, description="A length of time such as `30d`.")]


class Station(msgspec.Struct, frozen=True):
    """A customer in a stage."""

    stage: str
    title: dict[str, str]
    since: str
    until: str | None
    """None: still."""
    why: list[Words]


class CustomerPath(msgspec.Struct, frozen=True):
    """The path of one customer through the stages, the earliest first."""

    customer_id: int
    stations: list[Station]


class StageName(msgspec.Struct, frozen=True):
    """A stage and its names for people, in the order of the definitions."""

    name: str
    title: dict[str, str]


class Flows(msgspec.Struct, frozen=True):
    """Stocks and flows by period: all that a Sankey diagram needs."""

    by: Unit
    source: Source
    stages: list[StageName]
    flows: list[Flow]
    basis: Basis


class Times(msgspec.Struct, frozen=True):
    """How long customers stay in each stage."""

    stages: list[StageName]
    times: list[Time]
    basis: Basis


class Conversions(msgspec.Struct, frozen=True):
    """How many of those in one stage come to another."""

    stages: list[StageName]
    within: str
    conversions: list[Conversion]
    basis: Basis


class Paths(msgspec.Struct, frozen=True):
    """The ways that customers took, the most frequent first."""

    stages: list[StageName]
    distinct: int
    """How many different ways there are."""
    paths: list[Path]
    basis: Basis


class Next(msgspec.Struct, frozen=True):
    """What comes next."""

    of: markov.Steps
    order: int
    after: list[str]
    """The latest steps of the customer, or those that were asked for; empty: all."""
    contexts: list[Context]
    transitions: list[Transition]
    """The most frequent ones, of each context the most probable first."""
    sequences: list[Run]
    basis: Basis


class DecisionPath(msgspec.Struct, frozen=True):
    """The way to a goal."""

    goal: str
    tries: int
    succeeded: int
    rate: float | None
    signs: list[Sign]
    ways: list[Way]
    loops: list[Loop]
    basis: Basis


class HiddenStates(msgspec.Struct, frozen=True):
    """What a hidden Markov model learnt."""

    by: Unit
    states: list[State]
    bic: dict[str, float]
    compared: Compared | None
    customers: list[Place]
    """A page, by number; `after` gives the next one."""
    basis: Basis


@get("/v1/customers/{identifier:str}/path", tag="lifecycle", scope="read", errors=(404,))
def get_path(house: TheHouse, caller: TheCaller, identifier: Identifier) -> CustomerPath:
    """Read a customer's path through the stages of the lifecycle, with the reason of each move."""
    number, stations = lifecycle.path(house, caller.workspace, whole(identifier))
    titles = {stage.name: stage.title for stage in _stages(house, caller)}
    return CustomerPath(
        number,
        [
            Station(
                one.stage,
                titles.get(one.stage, {}),
                to_text(one.since),
                None if one.until is None else to_text(one.until),
                one.why,
            )
            for one in stations
        ],
    )


@get("/v1/lifecycle/flows", tag="lifecycle", scope="read", errors=(422, 503), heavy=True)
def get_flows(
    house: TheHouse, caller: TheCaller, by: By = "month", from_: From = None, to: To = None, source: Told = "recorded"
) -> Flows:
    """Read the flows between stages by period: who was in which before and after, how many moves in and out.

    Of each stage, `before + entered - left = after`; `after` is the next period's `before`.
    """
    now = house.clock.now()
    start = None if from_ is None else instant("from", from_, now)
    spans = lifecycle.span(house, caller.workspace, by, start, instant("to", to, now))
    found = lifecycle.flows(house, caller.workspace, spans, source)
    return Flows(by, source, _stages(house, caller), found.flows, basis(found.evidence))


@get("/v1/lifecycle/times", tag="lifecycle", scope="read", errors=(422, 503), heavy=True)
def get_times(house: TheHouse, caller: TheCaller, source: Told = "recorded", by: By = "week") -> Times:
    """Read how long customers stay in each stage: median and quartiles, those who are still in it counted rightly.

    `by`: where stages are recomputed, how often the past is looked at.
    """
    found = lifecycle.times(house, caller.workspace, source, by)
    return Times(_stages(house, caller), found.times, basis(found.evidence))


@get("/v1/lifecycle/conversion", tag="lifecycle", scope="read", errors=(422, 503), heavy=True)
def get_conversion(
    house: TheHouse, caller: TheCaller, within: Within = "30d", source: Told = "recorded", by: By = "week"
) -> Conversions:
    """Read how many of those who entered a stage came to each other one: within a time, and ever."""
    found = lifecycle.conversions(house, caller.workspace, durations.parse(within), source, by)
    return Conversions(_stages(house, caller), within, found.conversions, basis(found.evidence))


@get("/v1/lifecycle/paths", tag="lifecycle", scope="read", errors=(422, 503), heavy=True)
def get_paths(house: TheHouse, caller: TheCaller, limit: Limit = 20, source: Told = "recorded", by: By = "week") -> Paths:
    """Read the most frequent ways through the stages."""
    found = lifecycle.ways(house, caller.workspace, limit, source, by)
    return Paths(_stages(house, caller), found.distinct, found.paths, basis(found.evidence))


@get("/v1/lifecycle/next", tag="lifecycle", scope="read", errors=(404, 422, 503), heavy=True)
def get_next(
    house: TheHouse,
    caller: TheCaller,
    of: Annotated[markov.Steps, QueryParameter(description="Steps are entries into stages, or events.")] = "stages",
    order: Annotated[int, QueryParameter(ge=1, le=2, description="How many steps what comes next depends on.")] = 1,
    customer: Annotated[str | None, QueryParameter(max_length=500, description="What follows this customer's steps.")] = None,
    after: Annotated[
        list[str] | None, QueryParameter(max_items=2, description="What follows these steps, the latest last.")
    ] = None,
    within: Within = "365d",
    limit: Limit = 50,
) -> Next:
    """Read what comes next, with probabilities (a Markov chain), and the most frequent sequences of three steps."""
    steps = list(after or [])
    if customer is not None:
        steps = lifecycle.latest(house, caller.workspace, of, customer, order)
    found = lifecycle.following(house, caller.workspace, of, order, durations.parse(within), limit)
    told = markov.after(found, steps) if steps or customer is not None else found.transitions
    kept = {id(one) for one in sorted(told, key=lambda one: -one.count)[:limit]}
    transitions = [one for one in told if id(one) in kept]
    contexts = [one for one in found.contexts if any(one.after == each.after for each in transitions)]
    return Next(of, order, steps, contexts, transitions, found.sequences, basis(found.evidence))


@get("/v1/lifecycle/decision", tag="lifecycle", scope="read", errors=(422, 503), heavy=True)
def get_decision_path(
    house: TheHouse,
    caller: TheCaller,
    goal: Annotated[str, QueryParameter(min_length=1, max_length=200, description="The name of an event.")] = "Order Completed",
    pause: Annotated[str, QueryParameter(max_length=20, description="So long a pause ends a try.")] = "7d",
    limit: Limit = 20,
) -> DecisionPath:
    """Read how customers come to a purchase: which steps lead there, with lift, the usual ways, loops on them."""
    found = lifecycle.purchase(house, caller.workspace, goal, durations.parse(pause), limit)
    return DecisionPath(
        found.goal, found.tries, found.succeeded, found.rate, found.signs, found.ways, found.loops, basis(found.evidence)
    )


@get("/v1/lifecycle/hidden", tag="lifecycle", scope="read", errors=(422, 501, 503), heavy=True)
def get_hidden(
    house: TheHouse,
    caller: TheCaller,
    by: By = "week",
    states: Annotated[
        int | None, QueryParameter(ge=2, le=8, description="How many states; default: as many as the data speak for.")
    ] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=10_000, description="Customers of a page.")] = 50,
    after: Annotated[int, QueryParameter(ge=0, le=2**62, description="The last customer of the page before.")] = 0,
) -> HiddenStates:
    """Learn states from what customers do in each period (a hidden Markov model), and compare them with the stages."""
    found = lifecycle.hidden(house, caller.workspace, by, states)
    page = [place for place in found.places if place.customer > after][:limit]
    return HiddenStates(by, found.states, found.bic, found.compared, page, basis(found.evidence))


def _stages(house: TheHouse, caller: TheCaller) -> list[StageName]:
    return [StageName(stage.name, stage.title) for stage in house.world(caller.workspace).definitions.stages.values()]
