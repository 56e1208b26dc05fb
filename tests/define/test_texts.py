"""Definitions of texts: what they may say."""

import pytest

from regulars.define.dump import dump
from regulars.define.lint import check
from regulars.define.load import load
from regulars.define.plan import plan


def _codes(text: str) -> list[str]:
    return [finding.code for finding in check(load(text)) if finding.code]


def test_a_condition_is_enough() -> None:
    house = load("texts: {chats: \"event = 'Chat'\"}")
    assert house.texts["chats"].text == "properties.text"
    assert _codes(dump(house)) == []
    assert load(dump(house)).texts["chats"].when == "event = 'Chat'"


def test_the_ready_made_set_is_sound() -> None:
    house = load("use: text\nsegments: {}")
    assert check(house) == []
    assert {"reviews", "chats"} <= house.texts.keys()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("texts: {a: \"traits.city = 'x'\"}", "not_of_event"),
        ("features: {n: count(*)}\ntexts: {a: n > 1}", "not_of_event"),
        ("texts: {a: {when: \"event = 'x'\", item: traits.item}}", "not_of_event"),
        ("texts: {a: {when: \"event = 'x'\", aspects: {taste: []}}}", "bad_aspect"),
        ("texts: {a: {when: \"event = 'x'\", aspects: {taste: [' ']}}}", "bad_aspect"),
        ('texts: {a: {when: "event = \'x\'", aspects: {"a\\nb": [x]}}}', "bad_aspect"),
        ("texts: {a: timestamp > now() - interval 1 day}", ""),
        ("texts: {a: evnt = 'x'}", ""),
    ],
)
def test_what_cannot_be_is_said(text: str, code: str) -> None:
    found = check(load(text))
    assert any(finding.level == "error" and (not code or finding.code == code) for finding in found)


def test_plans_name_them() -> None:
    old, new = load("segments: {}"), load("texts: {chats: \"event = 'Chat'\"}")
    assert plan(old, new).sentences == ["+ text chats"]
