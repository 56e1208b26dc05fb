import pytest

from regulars.define.load import load
from regulars.define.meaning import check_meaning

HOUSE = """
events:
  Order Completed: {{properties: {{total: number, products: list, products.price: number}}}}
  Product Viewed:
traits: {{city: text}}
features: {{spend: "sum(properties.total) filter (where event = 'Order Completed')"}}
segments: {{vip: spend > 500}}
catalogs: {{offers: {{file: a.csv, types: {{price: number}}}}}}
policies: {{p: {{kind: thompson, reward: "event = 'Order Completed'"}}}}
{more}
"""


def findings(more: str) -> list[str]:
    return [f"{finding.level}: {finding.text}" for finding in check_meaning(load(HOUSE.format(more=more)))]


@pytest.mark.parametrize(
    "more",
    [
        "",
        "slots: {s: {catalog: offers, policy: p, eligible: 'item.price < spend and vip'}}",
        "metrics: {m: {of: sum(properties.total), per: customer}}",
        "metrics: {m: {of: sum(line.price), each: properties.products as line, per: count(*)}}",
        "stages: {x: \"vip and traits.city = '上海'\", y: 'true'}",
        "journeys: {j: {on_event: event = 'Email Delivered', when: vip, steps: [{exit: true}]}}",
        "journeys: {j: {on_event: event = 'Product Viewed' and properties.anything = 'x', steps: [{exit: true}]}}",
    ],
)
def test_what_means_something(more: str) -> None:
    assert findings(more) == []


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            "journeys: {j: {on_event: Order Completed, steps: [{exit: true}]}}",
            "'Completed' has no operator before it; a text stands in single quotes, like 'Berlin'. "
            "For the event of this name write: event = 'Order Completed'",
        ),
        (
            "journeys: {j: {on_event: Signup, steps: [{exit: true}]}}",
            "For the event of this name write: event = 'Signup'",
        ),
        ("stages: {x: spnd > 1}", "error: stage 'x', when: there is no name 'spnd' here"),
        ("stages: {x: spend}", "error: stage 'x', when: this is a number where a boolean is needed"),
        (
            "slots: {s: {catalog: offers, policy: p, eligible: \"event = 'Product Viewed'\"}}",
            "error: slot 's', eligible: there is no event here",
        ),
        ("slots: {s: {catalog: offers, policy: p, eligible: 'count(*) > 1'}}", "define a feature"),
        ("stages: {x: item.price > 1}", "error: stage 'x', when: there is no item here"),
        ("journeys: {j: {on_event: item.price > 1, steps: []}}", "journey 'j', on_event: there is no item here"),
        (
            "journeys: {j: {on_event: vip, steps: [{until: count(*) > 1}]}}",
            "journey 'j', step 'step_1', until: a condition holds no",
        ),
        (
            "journeys: {j: {on_event: vip, steps: [{branch: [{if: spend, to: x}]}]}}",
            "journey 'j', step 'step_1', branch 1: this is a",
        ),
        (
            "journeys: {j: {on_segment: vip, when: event = 'Product Viewed', steps: []}}",
            "journey 'j', when: there is no event here",
        ),
        ("metrics: {m: spend}", "metric 'm', of: 'spend' is known of one customer"),
        ("metrics: {m: sum(properties.total) * traits.age}", "metric 'm', of: 'traits.age' is known of one customer"),
        ("metrics: {m: {of: count(*), per: 1}}", "metric 'm', per: nothing is counted or added up"),
        ("metrics: {m: \"'x'\"}", "metric 'm', of: this is a text where a number is needed"),
        ("stages: {x: \"count(*) filter (where event = 'Order Complete') > 0\"}", "did you mean 'Order Completed'?"),
        (
            "stages: {x: \"count(*) filter (where event in ('Product Viewd')) > 0\"}",
            "warning: stage 'x', when: no event 'Product Viewd'",
        ),
        (
            "stages: {x: \"sum(properties.totl) filter (where event = 'Order Completed') > 0\"}",
            "warning: stage 'x', when: none of its events declares a property 'totl'; did you mean 'total'?",
        ),
        (
            "stages: {x: \"max(traits.citi) filter (where event = 'Order Completed') is null\"}",
            "warning: stage 'x', when: no trait 'citi' is declared; did you mean 'city'?",
        ),
    ],
)
def test_what_does_not(more: str, sentence: str) -> None:
    [found] = findings(more)
    assert sentence in found


def test_a_wrong_feature_is_reported_once_and_with_its_place() -> None:
    house = load("features:\n  a: summ(properties.total)\nsegments:\n  b: a > 1\n  c: a > 2\n")
    [found] = check_meaning(house)
    assert found.at.startswith("text:2:")
    assert "feature 'a', of: " in found.text
    assert "'sum'" in found.text


def test_a_circle_is_a_path() -> None:
    sentences = [finding.text for finding in check_meaning(load("features: {a: b + 1, b: c, c: a}\n"))]
    assert any("a → b → c → a" in sentence for sentence in sentences)


def test_catalogs_that_disagree() -> None:
    text = "catalogs:\n  a: {types: {price: number}}\n  b: {types: {name: text}}\n  c: {types: {price: text}}\n"
    found = list(check_meaning(load(text)))
    assert [finding.at for finding in found] == ["text:2", "text:4"]
    assert "'item.price' has another type in another catalog" in found[0].text
