"""Praise or complaint: right often enough, and as sure as it is right."""

import math
import sys
import time

import pytest

from regulars.learn.text.clean import plain
from regulars.learn.text.language import detect
from regulars.learn.text.sentiment import positive

from .lines import TRAINING, held_out, with_data


def _measured(lines: list[tuple[str, bool]]) -> tuple[float, float]:
    """Accuracy and expected calibration error."""
    sys.path.insert(0, str(TRAINING))
    try:
        from measure import calibration_error
    finally:
        sys.path.remove(str(TRAINING))
    said = [positive(plain(text), "zh") for text, _ in lines]
    right = sum((one > 0.5) == side for one, (_, side) in zip(said, lines, strict=True))
    return right / len(lines), calibration_error(said, [side for _, side in lines])


@with_data
def test_a_sample_of_chinese_reviews() -> None:
    lines = held_out()[::20]
    accuracy, error = _measured(lines)
    assert accuracy >= 0.895 - 2.6 * math.sqrt(0.895 * 0.105 / len(lines))  # room for chance in a sample
    assert error <= 0.05


@pytest.mark.slow
@with_data
def test_all_chinese_reviews_that_were_not_trained_on() -> None:
    lines = held_out()
    accuracy, error = _measured(lines)
    assert len(lines) == 53_340
    assert accuracy >= 0.895
    assert error <= 0.03


@pytest.mark.parametrize(
    ("text", "praises"),
    [
        ("I love it, works perfectly", True),
        ("excellent quality and fast delivery", True),
        ("terrible, broke after one day", False),
        ("not good at all, very disappointed", False),
        ("waste of money", False),
        ("非常满意，下次还来", True),
        ("质量太差了，再也不买了", False),
        ("good 质量很好 recommended", True),
        ("👍👍👍", True),
        ("😡😡", False),
    ],
)
def test_plain_cases(text: str, praises: bool) -> None:
    spoken = plain(text)
    assert (positive(spoken, detect(spoken)) > 0.6) == praises
    assert (positive(spoken, detect(spoken)) < 0.4) != praises


def test_where_nothing_can_be_told_the_odds_are_even() -> None:
    assert positive(plain("товар хороший"), "other") == 0.5
    assert positive("", "none") == 0.5


def test_a_question_takes_less_side_than_an_opinion() -> None:
    asked, felt = positive("where is my order", "en"), positive("this is garbage and i hate it", "en")
    assert abs(asked - 0.5) < abs(felt - 0.5)


def test_a_review_takes_far_less_than_a_millisecond() -> None:
    """Loose by a factor of ten or more, so that only another order of cost fails."""
    text = plain("房间不错，只是上网速度慢得无法忍受，打开一个网页要等半小时。前台的服务态度是很好，只是效率有待改善。")
    positive(text, "zh")
    began = time.process_time()
    for _ in range(200):
        positive(text, "zh")
    assert (time.process_time() - began) / 200 < 0.002
