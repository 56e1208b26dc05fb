"""One spelling, nothing invisible, bounded."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.learn.text.clean import LIMIT_CHARACTERS, clauses, plain, tidy

_anything = st.text(st.characters(exclude_categories=[]), max_size=300)


@settings(max_examples=60)
@given(_anything)
def test_what_is_left_can_be_shown_and_sent(text: str) -> None:
    for clean in (tidy(text), plain(text)):
        clean.encode("utf-8")  # no lone surrogates
        assert not set(clean) & {"\0", "\x1b", "\u202e", "\ufeff"}
        assert len(clean) <= LIMIT_CHARACTERS


@settings(max_examples=40)
@given(_anything)
def test_plain_is_settled(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_widths_and_cases_are_one() -> None:
    assert plain("ＡＢＣ１２３　Ｇｏｏｄ") == plain("abc123 good")
    assert plain("it’s") == "it's"
    assert plain("東西質量不錯 客服態度很差") == "东西质量不错 客服态度很差"
    assert plain("原著 乾坤") == "原著 乾坤", "what is written so in simplified Chinese as well stays"


def test_a_text_that_grows_when_folded_stays_bounded() -> None:
    assert len(plain("\ufdfa" * LIMIT_CHARACTERS)) <= LIMIT_CHARACTERS  # one ligature becomes eighteen letters


def test_clauses_part_at_turns_and_keep_numbers_whole() -> None:
    assert clauses("屏幕好，但是电池差；只要1,299元") == ["屏幕好", "电池差", "只要1,299元"]
    assert clauses("Good screen. But version 2.5 is slow, really") == ["Good screen", "version 2.5 is slow", "really"]
    assert clauses("螢幕好不過電池差") == ["螢幕好", "電池差"]
    assert clauses("，。！") == []


def test_a_megabyte_is_read_in_bounded_time() -> None:
    began = time.perf_counter()
    for text in ("，" * 1_000_000, "a b " * 250_000, "\u200b" * 1_000_000):
        clauses(plain(text))
    assert time.perf_counter() - began < 2
