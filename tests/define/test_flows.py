import pytest

from regulars.define.flows import check_journey, leads_to
from regulars.define.load import load

HOUSE = """
segments: {{vip: 'true'}}
stages: {{active: 'true'}}
purposes: {{news: consent}}
templates: {{hi: {{subject: hi, body: hi}}}}
journeys: {{j: {{{start}, steps: {steps}}}}}
"""


def findings(steps: str, start: str = "on_segment: vip") -> list[str]:
    house = load(HOUSE.format(start=start, steps=steps))
    return [f"{finding.level}: {finding.text}" for finding in check_journey(house.journeys["j"], house)]


RIGHT = [
    "[{wait: 1d}, {message: hi, purpose: news}, {exit: true}]",
    "[{name: a, until: event = 'x', timeout: 3d, on_timeout: c}, {name: b, exit: true}, {name: c, message: hi, purpose: news}]",
    "[{name: a, branch: [{if: vip, to: c}, {to: b}]}, {name: b, exit: true}, {name: c, exit: true}]",
    "[{name: a, message: hi, purpose: news}, {name: b, wait: 1d, to: a}]",
]


@pytest.mark.parametrize("steps", RIGHT)
def test_a_right_journey(steps: str) -> None:
    assert findings(steps) == []


WRONG = [
    ("[]", "error: journey 'j' has no steps"),
    ("[{name: a}]", "it does nothing; a step has exactly one of"),
    ("[{name: a, wait: 1d, exit: true}]", "wait and exit stand together"),
    ("[{wait: 1 month}]", "wait: '1 month' is no length of time"),
    ("[{until: x, timeout: soon}]", "timeout: 'soon' is no length of time"),
    ("[{wait: 1d, timeout: 1d}]", "'timeout' and 'on_timeout' belong to 'until'"),
    ("[{until: x}]", "warning: journey 'j', step 'step_1': waits for ever"),
    ("[{wait: 1d, to: grete}, {name: greet, exit: true}]", "'to' leads to 'grete', which is no step; did you mean 'greet'?"),
    ("[{until: x, timeout: 1d, on_timeout: b}]", "'on_timeout' leads to 'b', which is no step"),
    ("[{branch: [{if: vip, to: b}]}]", "'branch' leads to 'b', which is no step"),
    ("[{name: a, branch: [{to: b}, {if: vip, to: b}]}, {name: b, exit: true}]", "the ways after it are never taken"),
    ("[{name: a, branch: [{if: vip}]}]", "branch 1: 'to' is missing"),
    ("[{name: a, branch: [{when: vip, to: b}]}, {name: b, exit: true}]", "'when' is not known"),
    ("[{branch: []}]", "'branch' lists no way"),
    ("[{exit: true, to: a}, {name: a, exit: true}]", "nothing follows an exit"),
    ("[{message: hello, purpose: news}]", "there is no template 'hello'"),
    ("[{message: hi, purpose: newz}]", "there is no purpose 'newz'; did you mean 'news'?"),
    ("[{message: hi}]", "warning: journey 'j', step 'step_1': the message names no purpose"),
    ("[{wait: 1d, purpose: news}]", "'purpose' belongs to 'message'"),
    ("[{exit: true}, {name: b, exit: true}]", "warning: journey 'j', step 'b': no way leads to it"),
    (
        "[{name: a, message: hi, purpose: news, to: b}, {name: b, message: hi, purpose: news, to: a}]",
        "without waiting: a → b → a",
    ),
    ("[{name: a, branch: [{if: vip, to: b}, {to: a}]}, {name: b, exit: true}]", "in a circle without waiting: a → a"),
    ("[{wait: 1d}, {name: b, branch: [{if: vip, to: c}]}, {name: c, message: hi, purpose: news, to: b}]", "waiting: b → c → b"),
]


@pytest.mark.parametrize(("steps", "sentence"), WRONG, ids=[steps[:60] for steps, _ in WRONG])
def test_what_makes_no_sense(steps: str, sentence: str) -> None:
    found = findings(steps)
    assert [text for text in found if sentence in text], found


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("when: vip", "nothing starts it"),
        ("on_segment: vpi", "there is no segment 'vpi'; did you mean 'vip'?"),
        ("on_stage: activ", "there is no stage 'activ'; did you mean 'active'?"),
        ("on_segment: vip, reentry: sometimes", "reentry (never, always or a duration): 'sometimes' is no length of time"),
    ],
)
def test_the_start(start: str, sentence: str) -> None:
    [found] = findings("[{exit: true}]", start)
    assert sentence in found


def test_where_steps_lead() -> None:
    steps = "[{name: a, until: x, timeout: 1d, on_timeout: c}, {name: b, branch: [{if: vip, to: a}]}, {name: c, exit: true}]"
    house = load(HOUSE.format(start="on_segment: vip", steps=steps))
    assert leads_to(house.journeys["j"]) == {"a": ["b", "c"], "b": ["a", "c"], "c": [""]}
