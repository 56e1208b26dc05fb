"""Praise or complaint, and how sure: one model a language, emoji for both."""

from functools import cache
from pathlib import Path

from regulars.learn.text.emotion_words import EMOJI
from regulars.learn.text.language import Language
from regulars.learn.text.linear import Linear, logistic
from regulars.learn.text.valence import valence

MODELS = Path(__file__).parent / "models"

_EMOJI_ODDS = 0.8
"""What an emoji of valence 1 adds to the log odds: about as much as a plain word of praise."""
_MOST_EMOJI = 4.0


@cache
def model(language: str) -> Linear:
    """The shipped model of a language, read when first asked for."""
    return Linear.load(MODELS / f"{language}_opinion.bin")


def positive(text: str, language: Language) -> float:
    """The probability that a `plain` text praises. 0.5 where nothing can be said of its language.

    >>> positive("质量很好，很满意", "zh") > 0.9 > 0.1 > positive("terrible quality, it broke", "en")
    True
    """
    odds = _emoji(text)
    if language in ("zh", "mixed"):
        odds += model("zh").scores(text)[0]
    if language in ("en", "mixed"):
        english = model("en")
        odds += english.scores(text)[0] + english.header.extra["valence"] * valence(text)
    return logistic(odds / 2 if language == "mixed" else odds)


def _emoji(text: str) -> float:
    if text.isascii():
        return 0.0
    said = sum(EMOJI[character][0] for character in text if character in EMOJI)
    return _EMOJI_ODDS * max(-_MOST_EMOJI, min(_MOST_EMOJI, said))
