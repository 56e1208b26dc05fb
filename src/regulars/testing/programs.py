"""Hypothesis strategies for the law: programs of definitions of every kind, and the events that try them."""

from typing import Any

from hypothesis import strategies as st

from regulars.algebra import Program, Spec
from regulars.kit.clock import DAY, HOUR, MINUTE, SECOND
from regulars.records import Event

START = 1_772_900_000_000_000
"""2026-03-07: New York's clocks go forward the next day."""
ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
TYPES = {
    "properties.total": "number",
    "properties.at": "timestamp",
    "traits.vip": "boolean",
    "properties.lines[].price": "number",
}

# -- definitions --------------------------------------------------------------------------------------------------

_row_numbers = st.sampled_from(
    [
        "properties.total",
        "properties.n",
        "properties.deep.n",
        "length(event)",
        "properties.total / properties.n",
        "-properties.n",
        "properties.total * 1e300",
        "cast(properties.s as number)",
        "round(properties.n, 1)",
        "coalesce(properties.n, 7)",
        "case when properties.flag then properties.n else 0 end",
        "least(properties.n, properties.total)",
        "properties.n % 3",
    ]
)
_row_texts = st.sampled_from(
    [
        "event",
        "properties.s",
        "lower(properties.s)",
        "properties.n",
        "source",
        "context.page.url",
        "traits.city",
        "user_id",
        "event || properties.s",
        "substr(properties.s, 2, 2)",
        "cast(properties.n as text)",
    ]
)
_row_times = st.sampled_from(
    ["timestamp", "received_at", "properties.at", "date_trunc('week', timestamp)", "timestamp + interval 36 hour"]
)
_conditions = st.sampled_from(
    [
        "event = 'a'",
        "event in ('a', 'b')",
        "type = 'track' and event <> 'c'",
        "event = 'a' and properties.n > 1",
        "properties.flag",
        "properties.total > properties.n",
        "properties.s like 'x%'",
        "not properties.flag",
        "properties.n is null",
        "event = 'a' or source = 's2'",
        "properties.n between 0 and 2",
        "date_part('hour', timestamp) < 12",
        "properties.n in (1, null)",
        "properties.s = context.page.url",
        "properties.at > '2026-03-01'",
        "(properties.flag or properties.n > 0) is true",
        "event = 'b' and type = 'track'",
        "contains(properties.s, 'x')",
    ]
)
_windows = st.sampled_from(
    [
        "",
        "",
        " over (range interval 3 day preceding)",
        " over (range interval 1 week preceding)",
        " over (range interval 5 hour preceding)",
    ]
)


@st.composite
def aggregates(draw: st.DrawFn, of: str) -> str:
    """The text of an aggregate whose value is a number, a text, an instant or a list."""
    if of == "number":
        kind = draw(
            st.sampled_from(
                [
                    "count(*)",
                    "count({any})",
                    "count(distinct {any})",
                    "sum({n})",
                    "avg({n})",
                    "min({n})",
                    "max({n})",
                    "stddev({n})",
                    "first({n} + 0)",
                    "last({n} + 0)",
                    "mode({n} + 0)",
                ]
            )
        )
    elif of == "text":
        kind = draw(st.sampled_from(["first({t})", "last({t})", "min({t} || '')", "max({t} || '')", "mode({t})"]))
    elif of == "instant":
        kind = draw(st.sampled_from(["min({i})", "max({i})", "last({i})"]))
    else:
        kind = draw(st.sampled_from(["list(distinct {t} || '')", "list(distinct {n} + 0)"]))
    if "{any}" in kind:
        kind = kind.replace("{any}", draw(st.one_of(_row_numbers, _row_texts)))
    text = kind.replace("{n}", draw(_row_numbers)).replace("{t}", draw(_row_texts)).replace("{i}", draw(_row_times))
    where = draw(st.one_of(st.just(""), _conditions.map(" filter (where {})".format)))
    return text + where + draw(_windows)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Features of every type, features of features, features of lines, segments, stages."""
    zone = draw(st.sampled_from(ZONES))
    over = st.sampled_from([None, None, "2d", "1w", "6h"])
    names = {
        "n1": Spec(draw(aggregates("number")), over=draw(over)),
        "n2": Spec(draw(aggregates("number"))),
        "t": Spec(draw(aggregates("text")), over=draw(over)),
        "i": Spec(draw(aggregates("instant"))),
        "l": Spec(draw(aggregates("list"))),
        "made": Spec(
            draw(
                st.sampled_from(
                    [
                        "n1 / n2",
                        "n1 + n2 * 2",
                        "coalesce(n1, 0) - 1",
                        "round(n1 * 1.005, 2)",
                        "len(l)",
                        "date_diff('day', i, today())",
                        "date_trunc('month', i)",
                        "case when n1 > 2 then 'many' when n1 is null then traits.city else t end",
                        "least(n1, n2, 3)",
                        "nullif(n1, n2)",
                        "upper(t) || '!'",
                        "sqrt(n1) + ln(n2)",
                        "power(n1, n2)",
                        "scores.churn * 2",
                        "cast(n2 as text)",
                        "date_part('hour', now())",
                        "traits.address.zip",
                        "last(properties.n) > 1",
                        "first(properties.s) is null",
                        "len(last(properties.lines))",
                    ]
                )
            )
        ),
        "lines": Spec(
            draw(
                st.sampled_from(
                    [
                        "sum(line.price)",
                        "count(*)",
                        "list(distinct line.sku)",
                        "first(line.sku)",
                        "last(line.price) filter (where line.price > 1)",
                        "count(distinct line.sku) filter (where event = 'a')",
                        "max(line.price * line.price)",
                        "mode(line.sku)",
                    ]
                )
            ),
            each="properties.lines as line",
            over=draw(over),
        ),
    }
    tests = st.sampled_from(
        [
            "n1 >= 2",
            "n1 > n2",
            "t = 'xy'",
            "i < now() - interval 2 day",
            "i >= today() - interval 1 week",
            "traits.city in ('上海', 'Berlin')",
            "traits.vip",
            "scores.churn > 0.5",
            "t like '%x%'",
            "i is null",
            "count(*) filter (where event = 'b') over (range interval 2 day preceding) > 0",
            "list_contains(l, 'xy')" if _texts(names["l"].text) else "list_contains(l, 1)",
            "i > '2026-03-08'",
            "i = today() - interval 1 day",
            "i between today() - interval 1 month and now() - interval 1 hour",
            "not n2 = 0",
            "(n1 > 1) is not true",
            "n1 = 0",
            "n1 <> 0",
            "n1 <= 1.5",
            "not 2 < n1",
            "n1 < -1",
            "n1 between 1 and 3",
            "n1 in (0, 2)",
            "n1 / n2 > 0.5",
            "n1 - n2 >= 0",
            "coalesce(n1, 1) > 1",
            "n1 > scores.churn",
            "t > 'x'",
            "t <= 'xy'",
        ]
    )
    joint = st.sampled_from([" and ", " or ", " and not "])
    names["s1"] = Spec(draw(tests) + draw(joint) + draw(tests), kind="segment")
    names["s2"] = Spec(draw(tests) + draw(joint) + "s1", kind="segment")
    names["first_stage"] = Spec(draw(tests), kind="stage")
    names["second_stage"] = Spec("s2" + draw(joint) + draw(tests), kind="stage")
    names["s3"] = Spec("stage = 'second_stage' or stage is null", kind="segment")
    return Program(names, zone=zone, types=TYPES, stages=["first_stage", "second_stage"])


def _texts(text: str) -> bool:
    return " || ''" in text


# -- events -------------------------------------------------------------------------------------------------------

_numbers = st.one_of(
    st.sampled_from([0, 1, 2, -1, 0.5, 1.0, -0.0, 0.1, 1e15, 1e16, 1e-7, 2**53 + 1, -(2**63), 2**64 - 1]),
    st.integers(-5, 5),
    st.floats(-99, 99),
)
_odd = st.sampled_from([None, True, False, "12", "x", "", [], [1], {}, {"a": 1}])
_texts_drawn = st.sampled_from(["xy", "Xy", "上海", "", "x" * 3, "ß", "a\nb", 'q"\\', "12", "1e3", "nan", "😀x", "2026-03-08"])
_instants = st.sampled_from(["2026-03-08T10:00:00Z", "2026-03-08", "2026-03-08T02:30:00-05:00", "2026-02-29", "x", 5])
_lines = st.lists(
    st.one_of(
        st.fixed_dictionaries({}, optional={"sku": st.one_of(_texts_drawn, _odd), "price": st.one_of(_numbers, _odd)}), _odd
    ),
    max_size=4,
)
_properties = st.fixed_dictionaries(
    {},
    optional={
        "total": st.one_of(_numbers, _odd),
        "n": st.one_of(_numbers, _odd),
        "s": st.one_of(_texts_drawn, _odd),
        "flag": st.one_of(st.booleans(), _odd),
        "deep": st.one_of(st.fixed_dictionaries({}, optional={"n": _numbers}), _odd),
        "at": _instants,
        "lines": st.one_of(_lines, _odd),
    },
)
_traits = st.fixed_dictionaries(
    {},
    optional={
        "city": st.one_of(st.sampled_from(["上海", "Berlin"]), _odd),
        "vip": st.one_of(st.booleans(), _odd),
        "address": st.one_of(st.fixed_dictionaries({"zip": st.integers(1, 9)}), _odd),
    },
)


@st.composite
def histories(draw: st.DrawFn, users: tuple[str, ...] = ("ann", "bob"), max_size: int = 14) -> list[Event]:
    """Events of a few days in the order in which they were received; late, ahead of time, at equal instants, some twice."""
    events: list[Event] = []
    at = START
    for number in range(draw(st.integers(0, max_size))):
        at += draw(st.sampled_from([0, SECOND, MINUTE, HOUR, 7 * HOUR, DAY, 2 * DAY]))
        kind = draw(st.sampled_from(["track", "track", "track", "track", "identify", "score"]))
        properties: dict[str, Any] = (
            {"churn": draw(st.one_of(st.sampled_from([0.2, 0.9, 1]), _odd))} if kind == "score" else draw(_properties)
        )
        events.append(
            Event(
                id=f"m{number}",
                type=kind,
                event=draw(st.sampled_from(["a", "b", "c"])) if kind == "track" else "",
                source=draw(st.sampled_from(["s1", "s2"])),
                user_id=draw(st.sampled_from(users)),
                timestamp=at + draw(st.sampled_from([0, 0, 0, -SECOND, -3 * HOUR, -DAY, -10 * DAY, 4 * MINUTE])),
                received_at=at,
                properties=properties,
                traits=draw(_traits),
                context=draw(st.sampled_from([{}, {"page": {"url": "xy"}}])),
            )
        )
    return events
