"""Topics over many texts."""

import time

import pytest

from regulars.learn.evidence import TooThin
from regulars.learn.text.topics import find

DELIVERY = "the courier delivered the parcel {n} days late"
SCREEN = "the screen cracked and the display flickers, case {n}"
FRUIT = "苹果口感新鲜，水果包装完好 {n}"
TEXTS = [text.format(n=n) for n in range(20) for text in (DELIVERY, SCREEN, FRUIT)]


def test_what_goes_together_becomes_a_topic() -> None:
    found = find(TEXTS, 3)
    words = [set(topic.words) for topic in found.topics]
    assert len(words) == 3
    for group in ({"courier", "parcel"}, {"screen", "display"}, {"苹果", "水果"}):
        assert any(group <= one for one in words)
    assert [topic.texts for topic in found.topics] == [20, 20, 20]
    assert sum(topic.share for topic in found.topics) == pytest.approx(1, abs=1e-3)
    assert found == find(TEXTS, 3)


def test_places_lead_back_to_the_texts() -> None:
    for topic in find(TEXTS, 3).topics:
        assert all(any(word in TEXTS[place] for word in topic.words) for place in topic.places)


def test_texts_that_share_nothing_are_counted() -> None:
    assert find([*TEXTS, "", "12345", "zyzzyva"], 3).left_out == 3


@pytest.mark.parametrize("texts", [[], ["only one"], ["", " "] * 40, [f"word{n}" for n in range(50)]])
def test_too_little_is_refused(texts: list[str]) -> None:
    with pytest.raises(TooThin):
        find(texts)


def test_long_texts_are_looked_at_in_bounded_time() -> None:
    began = time.process_time()
    find([("苹果新鲜，水果。", "屏幕清晰，电池。")[n % 2] * 1_000 for n in range(300)], 2)
    assert time.process_time() - began < 5


def test_more_groups_than_words_are_not_asked_for() -> None:
    assert 1 <= len(find(TEXTS, 50).topics) <= 50
