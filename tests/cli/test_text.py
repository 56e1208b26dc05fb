"""`regulars know text`, as a user types it."""

import json
from pathlib import Path

import pytest

from .test_main import Run, run

__all__ = ["run"]

DEFINITIONS = "texts: {reviews: {when: \"event = 'Reviewed'\", text: properties.body}}\n"


def test_a_text_is_read(run: Run) -> None:
    status, said = run("know", "text", "质量很好，但是物流太慢了", "where is my order?")
    assert status == 0
    for word in ("quality +", "delivery -", "物流太慢了", "track_order", "builtin"):
        assert word in said
    status, said = run("know", "text", "不错", "--json")
    assert json.loads(said)[0]["side"] == "positive"
    assert run("know", "text")[0] == 2


def test_what_stands_in_a_text_does_not_reach_the_terminal_raw(run: Run) -> None:
    assert "\x1b" not in run("know", "text", "质量\x1b[2J很好 \x1b]0;owned\x07")[1]


def test_without_a_definition_or_texts_it_says_so(run: Run) -> None:
    run("apply", "shop.yml")
    status, said = run("know", "topics")
    assert (status, "use: text" in said) == (2, True)
    Path("texts.yml").write_text(DEFINITIONS)
    assert run("apply", "texts.yml")[0] == 0
    status, said = run("know", "topics")
    assert (status, "too thin" in said) == (1, True)
    status, said = run("know", "items")
    assert (status, said.strip()) == (0, "No rows.")


def test_intents_from_a_file(run: Run) -> None:
    Path("texts.yml").write_text(DEFINITIONS)
    run("apply", "texts.yml")
    taught = {"ask": "where can i find the manual", "sell": "i want to buy more"}
    rows = [{"text": f"{text} {n}", "intent": intent} for n in range(25) for intent, text in taught.items()]
    Path("taught.jsonl").write_text("\n".join(map(json.dumps, rows)))
    status, said = run("know", "intents", "--file", "taught.jsonl")
    assert (status, "2 intents from 50 examples" in said) == (0, True)
    _, said = run("know", "text", "the manual please", "--of", "reviews", "--json")
    assert json.loads(said)[0]["intent"] == "ask"
    assert run("know", "intents", "--forget")[0] == 0


@pytest.mark.parametrize("text", ["", "[1]", '{"text": 1}', "\x00"])
def test_a_file_of_something_else(run: Run, text: str) -> None:
    Path("texts.yml").write_text(DEFINITIONS)
    run("apply", "texts.yml")
    Path("bad.jsonl").write_text(text)
    assert run("know", "intents", "--file", "bad.jsonl")[0] == 1
    assert run("know", "intents", "--file", "nowhere.jsonl")[0] == 1


def test_a_wrong_endpoint_is_said_before_anything_starts(run: Run) -> None:
    status, said = run("serve", "--text-endpoint", "file:///etc/passwd", "--text-model", "m", "--port", "0")
    assert (status, "http:// or https://" in said) == (1, True)
