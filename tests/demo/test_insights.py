"""What the report says of what was learnt; what cannot be told says why, and the rest goes on."""

import io
import re
from string import Formatter

import pytest
from rich.console import Console

from regulars.app import models, views
from regulars.demo import corner, learning
from regulars.demo.insights import insights
from regulars.demo.page import page
from regulars.demo.words import _WORDS, Speaker
from regulars.kit.errors import RegularsError

pytest.importorskip("lightgbm", reason="the models of the demo need regulars[learn]")


def test_a_small_house_says_what_it_knows_and_what_it_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with corner(60) as house:
        told = io.StringIO()
        console = Console(file=told, width=120, highlight=False)
        real = models.run
        tried: list[object] = []

        def run(*given: object) -> models.Standing:
            tried.append(given[2])
            if given[2] == "habits":
                raise RegularsError("it went wrong", code="training_failed")
            return real(house.house, "main", "rfm") if given[2] == "rfm" else models.Standing("refused", "too thin")

        monkeypatch.setattr(models, "run", run)
        monkeypatch.setattr(learning, "settle", lambda house: house.run())  # no outbox runs here: nothing would be sent
        learning.learn(console, house.house, Speaker("en"))
        assert tried == list(house.house.world("main").definitions.models)
        said = told.getvalue()
        assert re.search(r"Learnt: Recency, frequency, money \(60 customers", said)
        assert "Ways of shopping: it went wrong" in said
        assert "Leaves within 30 days: too thin" in said

        insights(console, house.house, Speaker("zh"))
        said = told.getvalue()
        assert "2025-12 的阶段流转" in said
        assert re.search(r"冠军客户 .* \d+%", said)
        assert "value: the data are too thin for an honest answer: customers who bought: 60, needed 500" in said
        assert "依据 60 位客户" in said
        assert "未来几周的销售额" in said

        customer = next(iter(house.house.customers("main")))
        console.print(page(house.house, customer, "somebody", Speaker("en")))
        said = told.getvalue()
        assert "The page of somebody" in said
        assert re.search(r"\(\d{3}\)", said), "the three scores of RFM"
        assert "of 5" in said, "with their reasons"
        assert house.verify().count == 0


def test_both_languages_say_the_same_things() -> None:
    def named(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for key, (english, chinese) in _WORDS.items():
        assert named(english) == named(chinese), key


def test_every_kind_of_line_in_a_story_has_a_word() -> None:
    told = set(re.findall(r"(?:then|else) '(\w+)'", views._TIMELINE)) - {"score"}
    assert {"event", "decision"} <= told
    for kind in told | {"journey", "identity", "message", "stage"}:
        assert Speaker("en")(kind)
