"""What is refused, with its place, what is allowed and the nearest name; and what texts mean the same."""

import pytest

from regulars.algebra import ExpressionError, Scope, Spec, parse
from regulars.algebra.tree import text

NAMES = {
    "spend": Spec("sum(properties.total) filter (where event = 'Order Completed')"),
    "city": Spec("traits.city"),
    "loyal": Spec("spend > 100", kind="stage"),
}
SCOPE = Scope({"properties.coupon": "text", "traits.vip": "boolean"}, NAMES, ["loyal"], "Asia/Shanghai")

REFUSED = [
    ("coutn(*) > 2", "shop.yml:7:1: 'coutn' is not among the functions and operators; did you mean 'count'?"),
    ("spent > 3",
     "shop.yml:7:1: there is no name 'spent' here; known: city, item, scores, spend, stage, traits; did you mean 'spend'?"),
    ("spend > 'x'",
     "shop.yml:7:1: these do not go together: number and text; bring one to the type of the other with cast(… as …)"),
    ("spend >\n  traits.city +", "shop.yml:8:15: this is no SQL expression"),
    ("spend > 1 and\n spent", "shop.yml:8:2: there is no name 'spent' here"),
    ("spend", "shop.yml:7:1: this is a number where a boolean is needed"),
    ("loyal", "shop.yml:7:1: 'loyal' is a stage; write stage = 'loyal'"),
    ("properties.total > 3",
     "shop.yml:7:1: properties.total belongs to single events; put it into an aggregate, such as last(properties.total)"),
    ("count(*) filter (where spend > 1) > 1", "shop.yml:7:24: 'spend' is known of the customer, not of one event"),
    ("count(*) filter (where propertys.x > 1) > 1", "shop.yml:7:24: an event has no 'propertys.x'; known: event, type, source"),
    ("sum(sum(properties.x)) > 1", "shop.yml:7:5: an aggregate cannot stand inside another one"),
    ("sum(properties.coupon) > 1", "shop.yml:7:1: this is a text where a number is needed; write cast(… as number)"),
    ("median(properties.x) > 1",
     "shop.yml:7:1: 'median' is not used like this; did you mean 'min'?; aggregates are count, sum"),
    ("sum(distinct properties.x) > 1",
     "shop.yml:7:1: 'sum' is not used like this; aggregates are count, sum, avg, min, max, first, last, mode, "
     "stddev, list, and distinct goes with count and list"),
    ("count(*) filter (where timestamp > now()) > 1",
     "shop.yml:7: now() and today() cannot stand inside an aggregate; give it a window"),
    ("coalesce(now(), spend) > 1", "shop.yml:7:1: these do not go together: number and timestamp"),
    ("coalesce(now(), today()) > today()",
     "shop.yml:7: now() may be compared with an instant, or stand in date_trunc, date_part or date_diff"),
    ("today() - interval 1 fortnight < now()", "shop.yml:7:1: an interval is a whole number of seconds"),
    ("max(timestamp) - interval 1 month < now()", "shop.yml:7:5: months and years can be added to today() only"),
    ("max(timestamp) > '2024-02-30'", "shop.yml:7:5: '2024-02-30' is no instant; write it like '2026-01-31'"),
    ("date_trunc('fortnight', max(timestamp)) > now()",
     "shop.yml:7:1: date_trunc() knows no 'fortnight'; allowed: hour, day, week"),
    ("max(timestamp) - min(timestamp) > 3", "shop.yml:7:5: instants are not subtracted; write date_diff('day', start, end)"),
    ("select 1", "shop.yml:7:8: 'select' is not among the functions and operators"),
    ("spend > 1; spend > 2", "'block' is not among the functions and operators"),
    ("spend in (select 1)", "in takes a list of values in brackets"),
    ("traits.city like traits.name", "shop.yml:7:1: like takes a pattern in quotes"),
    ("round(spend, 20) > 1", "round() takes a whole number of digits between 0 and 10"),
    ("count(*) over (partition by event) > 1", "a window is written over (range interval 90 day preceding)"),
    ("traits.\"a\"\"b\" = 'x'", "a key must not be empty or hold quotes, backslashes or stars"),
    ("list(distinct properties.x) = 3", "these do not go together: list<text> and number"),
    ("1e999 > spend", "is too large for a number"),
    ("", "this is no SQL expression"),
    ("(" * 400 + "1" + ")" * 400 + " = 1", "nests too deeply"),
    ("spend > 1" + " and spend > 1" * 3000, "the expression has 42009 characters; 20000 are allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "sentence"), REFUSED, ids=[wrong[:40] for wrong, _ in REFUSED])
def test_refused_with_place_and_reason(wrong: str, sentence: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(wrong, SCOPE, want="boolean", at="shop.yml:7")
    assert sentence in str(caught.value)


def test_a_circle_is_told_with_its_path() -> None:
    scope = Scope(names={"a": Spec("b + 1", at="f.yml:1"), "b": Spec("c"), "c": Spec("a * 2")})
    with pytest.raises(ExpressionError, match=r"f\.yml:1: these definitions go in a circle: a → b → c → a"):
        scope.tree("a")


def test_problems_lists_one_error_a_text() -> None:
    scope = Scope(names={"a": Spec("nope"), "b": Spec("count(*)"), "c": Spec("sum(*)", at="f.yml:3"), "d": Spec("a + 1")})
    assert [str(problem).split(";")[0] for problem in scope.problems()] == [
        "expression:1:1: there is no name 'nope' here",
        "f.yml:3:1: sum() needs a value, such as sum(properties.total)",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("spend > 1", "sum(properties.total) filter (where event = 'Order Completed') > 1.0"),
        ("COUNT(*)", "count( * )"),
        ("count(*) filter (where event = 'a') over (range interval 14 day preceding)",
         "count(*) filter (where (event) = 'a') over (range interval 2 week preceding)"),
        ("spend between 1 and 2", "spend >= 1 and spend <= 2"),
        ("not spend in (1, 2)", "spend not in (1, 2)"),
        ("extract(hour from max(timestamp))", "date_part('hour', max(timestamp))"),
        ("ifnull(spend, 0)", "coalesce(spend, 0)"),
        ("current_date - interval 7 day", "today() - interval 1 week"),
        ("max(timestamp) > '2026-01-31'", "max(timestamp) > '2026-01-30T16:00:00Z'"),
        ("traits.vip", "traits.vip -- a comment"),
    ],
)  # fmt: skip
def test_the_same_meaning_has_the_same_text(one: str, other: str) -> None:
    assert text(parse(one, SCOPE).tree) == text(parse(other, SCOPE).tree)


@pytest.mark.parametrize(
    ("expression", "type_"),
    [
        ("count(*)", "integer"),
        ("count(*) / 2", "number"),
        ("first(properties.x)", "text"),
        ("max(properties.x)", "number"),
        ("first(properties.x) > 3", "boolean"),
        ("list(distinct properties.coupon)", "list<text>"),
        ("list(distinct timestamp)", "list<timestamp>"),
        ("case when traits.vip then 1 end", "number"),
        ("traits.unknown", "text"),
        ("null", "text"),
        ("stage", "text"),
        ("scores.churn", "number"),
    ],
)
def test_types(expression: str, type_: str) -> None:
    assert parse(expression, SCOPE).type == type_


def test_an_events_own_declaration_wins_inside_its_filter() -> None:
    scope = Scope({"properties.total": "text", "Order Completed/properties.total": "number"})
    assert parse("max(properties.total) filter (where event = 'Order Completed')", scope).type == "number"
    assert parse("max(properties.total)", scope).type == "text"
