"""What comes next: Markov chains over steps (stages, or events), counted in the lake. First or second order.

A step is followed by the next one of the same customer within a time (`within`); what comes later is no continuation. The
probability of a transition is its maximum-likelihood estimate, the share among those that were continued, with Wilson's
interval. Steps that are the last so far say nothing about what follows: they are counted apart.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
import pyarrow as pa

from regulars.algebra.dialect import quoted
from regulars.define.meaning import HOUSE_EVENTS
from regulars.kit.clock import DAY, NEVER
from regulars.kit.said import Said, Words
from regulars.learn.evidence import Evidence
from regulars.learn.lifecycle.paths import Spell
from regulars.learn.past import Past
from regulars.learn.wilson import wilson

Steps = Literal["stages", "events"]
MOST = 200
"""Names of events, the most frequent, that are told apart; clients may invent names without end."""


class Transition(msgspec.Struct, frozen=True):
    """From one step (or the two last ones) to the next."""

    after: list[str]
    """What came before, the latest last."""
    next: str
    count: int
    probability: float
    low: float
    high: float


class Context(msgspec.Struct, frozen=True):
    """One step, or two, and how often anything followed."""

    after: list[str]
    continued: int
    open: int
    """Times that it is the last so far, or nothing followed in time."""


class Run(msgspec.Struct, frozen=True):
    """Steps one after another."""

    steps: list[str]
    count: int
    customers: int


class Chain(msgspec.Struct, frozen=True):
    """The transitions, of each context the most probable first; and the most frequent sequences."""

    order: int
    contexts: list[Context]
    transitions: list[Transition]
    sequences: list[Run]
    evidence: Evidence


OWN = f"\"type\" = 'track' and source <> 'regulars' and event not in ({', '.join(map(quoted, sorted(HOUSE_EVENTS)))})"
"""What customers did, as a condition on `events`: not what the house wrote of them."""
_LENGTH = 3
"""Steps of a sequence that is counted."""
STEPS = pa.schema([("customer_id", pa.int64()), ("at", pa.int64()), ("tie", pa.int64()), ("step", pa.string())])
"""What chains are counted over, where it is no query over `events`."""


def of_stages(found: Sequence[Spell]) -> pa.Table:
    """The entries into stages as steps."""
    rows = [(spell.customer, spell.start, number, spell.stage) for number, spell in enumerate(found)]
    columns = zip(*rows, strict=True) if rows else ([], [], [], [])
    return pa.Table.from_arrays([pa.array(column, field.type) for column, field in zip(columns, STEPS)], schema=STEPS)


def of_events(at: int) -> str:
    """A query that gives the calls of customers by name as steps; what the house itself wrote is none of theirs."""
    made = f"{OWN} and received_at <= {at} and customer_id > 0"
    often = f"select event from events where {made} group by event order by count(*) desc, event limit {MOST}"
    return f"""select customer_id, "timestamp" as "at", event_id as tie, event as step
from events where {made} and event in ({often})"""


def chain(past: Past, steps: pa.Table | None = None, order: int = 1, within: int = NEVER, limit: int = 20) -> Chain:
    """The chain over `steps` (default: the events of all customers up to `past.at`) of first or second order.

    `limit`: how many sequences, of three steps each; `within` µs from each step to the next.
    """
    tables = {} if steps is None else {"steps_given": steps}
    source = of_events(past.at) if steps is None else 'select customer_id, "at", tie, step from steps_given'
    window = 'window w as (partition by customer_id order by "at", tie)'
    ahead = ", ".join(f'lead(step, {n}) over w as step_{n}, lead("at", {n}) over w as at_{n}' for n in range(1, _LENGTH))
    lined = f'with lined as (select customer_id, "at" as at_0, step as step_0, {ahead} from ({source}) {window})'
    keys = [f"step_{n}" for n in range(order)]
    whole = _near(range(1, order), within)
    follows = f"step_{order} is not null and {_near([order], within)}"
    told = past.ask(
        f"""{lined} select {", ".join(keys)}, case when {follows} then step_{order} end as following, count(*) as n
        from lined where {whole} and {" and ".join(f"{key} is not null" for key in keys)}
        group by all order by {", ".join(keys)}, n desc, following""",
        tables=tables,
    ).to_pylist()
    contexts: dict[tuple[str, ...], list[tuple[str | None, int]]] = {}
    for row in told:
        contexts.setdefault(tuple(row[key] for key in keys), []).append((row["following"], row["n"]))
    runs = _near(range(1, _LENGTH), within)
    some = ", ".join(f"step_{n}" for n in range(_LENGTH))
    frequent = past.ask(
        f"""{lined} select {some}, count(*) as n, count(distinct customer_id) as customers from lined
        where step_{_LENGTH - 1} is not null and {runs} group by all order by n desc, {some} limit {limit}""",
        tables=tables,
    ).to_pylist()
    seen = past.ask(
        f"""select count(*) as n, count(distinct customer_id) as customers, min("at") as since, max("at") as until
        from ({source})""",
        tables=tables,
    ).to_pylist()[0]
    return Chain(
        order=order,
        contexts=[_context(after, found) for after, found in contexts.items()],
        transitions=[one for after, found in contexts.items() for one in _transitions(after, found)],
        sequences=[Run([row[f"step_{n}"] for n in range(_LENGTH)], row["n"], row["customers"]) for row in frequent],
        evidence=Evidence(
            customers=seen["customers"],
            events=seen["n"],
            since=seen["since"],
            until=seen["until"],
            as_of=past.at,
            method=Said(f"Markov chain of order {order}", f"{order} 阶马尔可夫链"),
            notes=_notes(seen["n"], within),
        ),
    )


def latest(past: Past, customer: int, order: int) -> list[str]:
    """The latest steps of one customer (events), the latest last."""
    rows = past.ask(
        f"""select step from ({of_events(past.at)}) where customer_id = {int(customer)}
        order by "at" desc, tie desc limit {order}"""
    )
    found: list[str] = rows.column("step").to_pylist()
    return found[::-1]


def after(chain_: Chain, steps: Sequence[str]) -> list[Transition]:
    """What may follow these steps (the latest last), the most probable first."""
    wanted = list(steps)[-chain_.order :]
    return [one for one in chain_.transitions if one.after == wanted]


def _near(places: Sequence[int] | range, within: int) -> str:
    """No step is farther from the one before than `within`."""
    return " and ".join(f"at_{n} - at_{n - 1} <= {within}" for n in places) or "true"


def _context(after_: tuple[str, ...], found: Sequence[tuple[str | None, int]]) -> Context:
    continued = sum(count for following, count in found if following is not None)
    return Context(list(after_), continued, sum(count for _, count in found) - continued)


def _transitions(after_: tuple[str, ...], found: Sequence[tuple[str | None, int]]) -> list[Transition]:
    continued = sum(count for following, count in found if following is not None)
    told = []
    for following, count in found:
        if following is not None:
            low, high = wilson(count, continued)
            told.append(Transition(list(after_), following, count, count / continued, low, high))
    return told


def _notes(count: int, within: int) -> list[Words]:
    if not count:
        return [Said("nothing has happened by then", "截至当时没有任何事件")]
    days = f"{within / DAY:g}"
    return [Said(f"a step counts as the next one within {days} days", f"{days} 天之内的才算下一步")] if within < NEVER else []
