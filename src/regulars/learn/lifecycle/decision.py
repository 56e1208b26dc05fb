"""The way to a purchase: which steps lead to the goal, with lift; the most frequent ways; loops on them.

A *try* is what one customer does up to the goal, or until a pause longer than `pause` ends it without; the goal and such a
pause begin a new one. The last try of a customer is left out while it may still end well.
"""

import msgspec

from regulars.algebra.dialect import quoted
from regulars.kit.clock import DAY, MINUTE
from regulars.kit.said import Said, Words
from regulars.learn.evidence import Evidence, Floor, hold
from regulars.learn.lifecycle.markov import of_events
from regulars.learn.past import Past
from regulars.learn.wilson import wilson

LENGTH = 6
"""Steps of a way that are told, those before the goal; a step repeated at once is one."""


class Sign(msgspec.Struct, frozen=True):
    """A step on the way, and how much more often tries with it succeed."""

    step: str
    tries: int
    """Tries in which it occurred."""
    succeeded: int
    rate: float
    low: float
    high: float
    """The 95 % interval of the rate."""
    without: float | None
    """The rate of the tries without it; None: there is none."""
    lift: float | None
    """The rate over the rate of all tries; None where none succeeds."""


class Way(msgspec.Struct, frozen=True):
    """The steps that led to the goal, the last ones before it."""

    steps: list[str]
    count: int
    share: float
    """Of all tries that succeeded."""
    minutes: float
    """The median time from the first step of the try to the goal."""


class Loop(msgspec.Struct, frozen=True):
    """Steps that are gone back to on the way: `steps` leads from a step back to itself."""

    steps: list[str]
    count: int
    tries: int
    rate: float
    """The share of tries with it that succeed."""


class Decision(msgspec.Struct, frozen=True):
    """The way to the goal."""

    goal: str
    tries: int
    succeeded: int
    rate: float | None
    signs: list[Sign]
    ways: list[Way]
    loops: list[Loop]
    evidence: Evidence


def decision(past: Past, goal: str = "Order Completed", pause: int = 7 * DAY, limit: int = 20) -> Decision:
    """How customers come to `goal` (the name of an event), up to `past.at`. Raises TooThin where nobody ever did."""
    tries = _tries(past.at, goal, pause)
    whole = past.ask(
        f"""{tries} select count(*) as tries, coalesce(sum(reached::int), 0)::bigint as succeeded,
        count(distinct customer_id) as customers, coalesce(sum(steps), 0)::bigint as n, min(since) as since, max(until) as until
        from tries"""
    ).to_pylist()[0]
    hold(f"the way to {goal}", Floor(Said(f"tries that ended with {goal}", f"以 {goal} 结束的尝试"), whole["succeeded"], 1))
    signs = past.ask(
        f"""{tries} select step, count(distinct (customer_id, attempt)) as tries,
        count(distinct (customer_id, attempt)) filter (where reached) as succeeded
        from lined join tries using (customer_id, attempt) where not is_goal
        group by step order by succeeded desc, step limit 200"""
    ).to_pylist()
    ways = past.ask(
        f"""{tries}, kept as (select customer_id, attempt, step, place, lag(step) over t as former from lined
          window t as (partition by customer_id, attempt order by place)),
        ended as (select customer_id, attempt, list(step order by place)[-{LENGTH + 1}:] as way from kept
          where step is distinct from former group by customer_id, attempt)
        select way, count(*) as n, median(until - since) as took from ended join tries using (customer_id, attempt)
        where reached group by way order by n desc, way limit {limit}"""
    ).to_pylist()
    loops = past.ask(
        f"""{tries}, kept as (select customer_id, attempt, step, lead(step) over t as one, lead(step, 2) over t as two
          from lined window t as (partition by customer_id, attempt order by place)),
        looped as (select customer_id, attempt, [step, step] as way from kept where step = one
          union all select customer_id, attempt, [step, one, step] from kept where step = two and step <> one)
        select way, count(*) as n, count(distinct (customer_id, attempt)) as tries,
        count(distinct (customer_id, attempt)) filter (where reached) as succeeded
        from looped join tries using (customer_id, attempt) group by way order by n desc, way limit {limit}"""
    ).to_pylist()
    return Decision(
        goal=goal,
        tries=whole["tries"],
        succeeded=whole["succeeded"],
        rate=whole["succeeded"] / whole["tries"],
        signs=[_sign(row["step"], row["tries"], row["succeeded"], whole["tries"], whole["succeeded"]) for row in signs],
        ways=[Way(row["way"], row["n"], row["n"] / whole["succeeded"], row["took"] / MINUTE) for row in ways],
        loops=[Loop(row["way"], row["n"], row["tries"], row["succeeded"] / row["tries"]) for row in loops],
        evidence=Evidence(
            customers=whole["customers"],
            events=whole["n"],
            since=whole["since"],
            until=whole["until"],
            as_of=past.at,
            method=Said("tries with and without each step", "比较有无各步骤的尝试"),
            notes=_notes(pause, whole["succeeded"]),
        ),
    )


def _tries(at: int, goal: str, pause: int) -> str:
    """`lined`: every step with the number of its try and its place there; `tries`: every try that is over."""
    return f"""with marked as (
      select customer_id, "at", step, step = {quoted(goal)} as is_goal, row_number() over w as place,
        coalesce(lag(step) over w = {quoted(goal)} or "at" - lag("at") over w > {pause}, true) as begins
      from ({of_events(at)}) window w as (partition by customer_id order by "at", tie)),
    lined as (select *, sum(begins::int) over (partition by customer_id order by place) as attempt from marked),
    every as (select customer_id, attempt, bool_or(is_goal) as reached, min("at") as since, max("at") as until,
      count(*) as steps from lined group by customer_id, attempt),
    tries as (select * from every where reached or until + {pause} < {at})"""


def _sign(step: str, tries: int, succeeded: int, all_tries: int, all_succeeded: int) -> Sign:
    low, high = wilson(succeeded, tries)
    others = all_tries - tries
    rate = succeeded / tries
    return Sign(
        step=step,
        tries=tries,
        succeeded=succeeded,
        rate=rate,
        low=low,
        high=high,
        without=(all_succeeded - succeeded) / others if others else None,
        lift=rate * all_tries / all_succeeded if all_succeeded else None,
    )


def _notes(pause: int, succeeded: int) -> list[Words]:
    told: list[Words] = [
        Said(
            f"a try ends with the goal, or without it after {pause / DAY:g} days in which nothing happens",
            f"一次尝试以达成目标结束，或在 {pause / DAY:g} 天内没有任何动作后结束",
        ),
        Said(
            "lift says what goes together, not what causes: an experiment tells that",
            "提升度只说明同时出现，不说明因果：因果要靠实验",
        ),
    ]
    few = Said(f"only {succeeded} tries succeeded: the figures are uncertain", f"只有 {succeeded} 次成功：数字不够确定")
    return told if succeeded >= 100 else [*told, few]
