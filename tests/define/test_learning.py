"""Models as definitions: what is refused, what needs what, what a change means."""

import msgspec
import pytest

from regulars.define.definitions import Definitions
from regulars.define.graph import Graph
from regulars.define.learning import meaning
from regulars.define.lint import check
from regulars.define.load import load
from regulars.define.plan import plan

HOUSE = """
purposes: {research: consent}
features:
  orders: {of: "count(*) filter (where event = 'Order Completed')"}
  spend: {of: sum(properties.total)}
  last_order: {of: "max(timestamp) filter (where event = 'Order Completed')"}
segments: {leaving: scores.churn > 0.7}
models:
"""
CHURN = "  churn: {kind: propensity, label: \"count(*) filter (where event = 'Order Completed') = 0\", horizon: 30d}\n"


def findings(models: str, level: str = "error") -> list[str]:
    return [found.text for found in check(load(HOUSE + models)) if found.level == level]


def test_a_right_model_has_no_findings() -> None:
    assert check(load(HOUSE + CHURN + "  worth: {kind: value}\n  rfm: {kind: rfm}\n  odd: {kind: anomaly}\n")) == []


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        ("{kind: propensity}", "'label' is missing; it says what to foretell"),
        ("{kind: propensity, label: count(*)}", "label: this is a integer"),
        ("{kind: regression, label: count(*) > 1}", "label: this is a boolean"),
        ("{kind: propensity, label: spent > 1}", "there is no name 'spent' here"),
        ("{kind: propensity, label: 'true'}", "nothing is counted or added up"),
        (
            "{kind: propensity, label: count(*) > 0 and traits.city = 'x'}",
            "'traits.city' says nothing about what happens within",
        ),
        ("{kind: propensity, label: last_order > now()}", "'now()' says nothing about what happens within the horizon"),
        ("{kind: propensity, label: count(*) over (range interval 7 day preceding) > 0}", "takes no window of its own"),
        ("{kind: propensity, label: count(*) > 0, horizon: 1 month}", "horizon: '1 month' is no length of time"),
        ("{kind: propensity, label: count(*) > 0, horizon: 36h}", "horizon: '36h' is not a number of whole days"),
        ("{kind: propensity, label: count(*) > 0, every: weekly}", "every: 'weekly' is no length of time"),
        ("{kind: propensity, label: count(*) > 0, purpose: reserch}", "no purpose 'reserch'; did you mean 'research'?"),
        ("{kind: propensity, label: count(*) > 0, among: orders}", "among: this is a integer"),
        ("{kind: propensity, label: count(*) > 0, features: [ordres]}", "feature 'ordres': there is no name 'ordres' here"),
        ("{kind: propensity, label: count(*) > 0, features: [orders / 2]}", "'orders / 2' is no name of a feature"),
        ("{kind: propensity, label: count(*) > 0, floors: {positives: -1}}", "floors, positives is -1"),
        ("{kind: propensity, label: count(*) > 0, among: scores.m > 1}", "learns from what it says itself: m → m"),
        ("{kind: rfm, recency: orders}", "recency: this is a integer"),
        ("{kind: rfm, monetary: money}", "monetary: there is no name 'money' here"),
        ("{kind: value, amount: properties.total > 1}", "amount: this is a boolean"),
        ("{kind: value, tiers: [0.8, 0.5]}", "tiers are shares of customers between 0 and 1 that grow"),
        ("{kind: value, discount: 1}", "discount is what a year takes off, from 0 to less than 1, not 1"),
        ("{kind: value, discount: -0.1}", "discount is what a year takes off, from 0 to less than 1, not -0.1"),
        ("{kind: groups, groups: 1}", "groups is 1; allowed are 2 to 100"),
    ],
)
def test_what_is_wrong_is_said(model: str, sentence: str) -> None:
    said = findings(f"{CHURN}  m: {model}\n")
    assert any(sentence in one for one in said), said


def test_names_of_scores_are_words_and_nobody_elses() -> None:
    assert any("expressions name its score" in one for one in findings(CHURN + "  my-model: {kind: anomaly}\n"))
    twice = findings(CHURN + "  worth: {kind: value}\n  worth_tier: {kind: anomaly}\n")
    assert twice == ["model 'worth_tier' and model 'worth' both write the score 'worth_tier'; rename one of them"]


def test_models_that_learn_from_each_other_go_in_a_circle() -> None:
    said = findings(
        CHURN + "  a: {kind: anomaly, among: scores.b > 0}\n  b: {kind: anomaly, among: scores.a > 0 and scores.churn > 0}\n"
    )
    assert said == ["model 'a' learns from what it says itself: a → b → a"]


def test_what_has_no_effect_is_doubted() -> None:
    assert findings(CHURN + "  odd: {kind: anomaly, groups: 3}\n", "warning") == [
        "model 'odd': 'groups' has no effect on a model of kind 'anomaly'"
    ]


def test_what_needs_what() -> None:
    graph = Graph(load(HOUSE + CHURN + "  odd: {kind: anomaly, features: [spend], purpose: research, among: leaving}\n"))
    assert graph.needs["models", "odd"] == {("features", "spend"), ("purposes", "research"), ("segments", "leaving")}
    assert {("features", name) for name in ("orders", "spend", "last_order")} <= graph.needs["models", "churn"]
    assert graph.needs["segments", "leaving"] == {("models", "churn")}
    assert ("models", "odd") in graph.users([("features", "orders")]), "by way of the churn score"


def test_a_change_says_what_is_fitted_anew() -> None:
    old = load(HOUSE + CHURN)
    assert plan(load(HOUSE + CHURN.replace("30d", "60d")), old).sentences[-1] == "model churn is fitted anew"
    renamed = HOUSE + CHURN.replace("horizon", "every: 1d, title: Churn, horizon")
    assert plan(old, load(renamed)).refit == []
    other = HOUSE.replace("sum(properties.total)", "avg(properties.total)") + CHURN
    assert plan(old, load(other)).refit == ["churn"], "it looks at every feature, and one means something else"
    assert plan(Definitions(), old).refit == ["churn"]


def test_what_a_model_means_stays_where_only_spelling_changes() -> None:
    old = load(HOUSE + CHURN)
    spelled = load((HOUSE + CHURN).replace("sum(properties.total)", "SUM( properties.total )"))
    assert meaning(old.models["churn"], old) == meaning(spelled.models["churn"], spelled)
    zone = msgspec.structs.replace(old, workspace=msgspec.structs.replace(old.workspace, zone="Asia/Shanghai"))
    assert meaning(old.models["churn"], old) != meaning(zone.models["churn"], zone), "days begin elsewhere"
