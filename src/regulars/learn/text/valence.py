"""How good or bad the words of an English text are, by the VADER lexicon (Hutto & Gilbert 2014, MIT): see `models/NOTICE`.

The rules are fewer than VADER's own, as the learnt model beside it knows words in their places: a negation among the three
words before turns a word about (· −0.74), intensifiers and softeners scale it, what stands before `but` counts half.
"""

import math
from functools import cache
from pathlib import Path

from regulars.learn.text.grams import NEGATIONS, words

LEXICON = Path(__file__).parent / "models" / "en_words.tsv"

_NEGATED = -0.74
_STRONGER_WORDS = "very really extremely absolutely so too totally highly incredibly super completely most especially quite"
_STRONGER = frozenset(_STRONGER_WORDS.split())
_WEAKER_WORDS = "slightly somewhat kinda little partly sort kind marginally"
_WEAKER = frozenset(_WEAKER_WORDS.split())


@cache
def lexicon() -> dict[str, float]:
    """Word → valence, from −4 to 4."""
    lines = LEXICON.read_text("utf-8").splitlines()
    return {word: float(value) for word, _, value in (line.partition("\t") for line in lines if not line.startswith("# "))}


def valence(text: str) -> float:
    """The sum over the words of a `plain` text, over the root of one more than there are words that count.

    >>> valence("good") > 0 > valence("not good"), valence("the table")
    (True, 0.0)
    """
    known = lexicon()
    values: list[float] = []
    said = words(text)
    for place, word in enumerate(said):
        value = known.get(word, 0.0)
        if value:
            for before in reversed(said[max(0, place - 3) : place]):
                if before in NEGATIONS:
                    value *= _NEGATED
                    break
                value *= 1.25 if before in _STRONGER else 0.75 if before in _WEAKER else 1.0
        values.append(value)
        if word == "but":
            values = [one / 2 for one in values]
    return sum(values) / math.sqrt(1 + sum(value != 0 for value in values))
