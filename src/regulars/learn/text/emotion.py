"""Which emotion a text shows: words and emoji counted, turned about by negations, weighed by intensifiers."""

import re
from collections import defaultdict
from functools import cache
from typing import get_args

from regulars.learn.text.emotion_words import EMOJI, WORDS, Emotion
from regulars.learn.text.grams import NEGATIONS, words

_ZH_NOT = re.compile(
    "(?:不|没|没有|无|别|未|并非|不是|不太|不怎么|从不|毫不|毫无|谈不上|算不上)[很太是会用让觉得感到那么怎]{0,2}$"
)
_ZH_MORE = re.compile("(?:非常|特别|十分|超级|超|极其|极|太|真|相当|好|最|很|无比|格外)$")
_ZH_LESS = re.compile("(?:有点|有些|稍微|略|还算|比较)$")
_EN_MORE_WORDS = "very really extremely absolutely so too totally highly incredibly super completely utterly"
_EN_MORE = frozenset(_EN_MORE_WORDS.split())
_EN_LESS_WORDS = "slightly somewhat kinda bit little fairly"
_EN_LESS = frozenset(_EN_LESS_WORDS.split())
_DENIED: dict[Emotion, Emotion] = {"joy": "sadness"}
"""Who is not happy is disappointed; who is not angry shows nothing."""
_NEAR = 4
"""How many characters before a Chinese word are looked at."""
_ORDER: tuple[Emotion, ...] = get_args(Emotion)


@cache
def _english() -> dict[str, Emotion]:
    return {word: emotion for emotion, said in WORDS.items() for word in said.split() if word.isascii()}


@cache
def _chinese() -> tuple[re.Pattern[str], dict[str, Emotion]]:
    """One pattern of all words, longer ones first, and the emotion of each."""
    known = {word: emotion for emotion, said in WORDS.items() for word in said.split() if not word.isascii()}
    ranked = sorted(known, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ranked))), known


def emotion(text: str, positive: float) -> Emotion:
    """The emotion of a `plain` text that praises with probability `positive`; `none` where none is shown.

    What the words say must not contradict the whole: joy in a text that complains, or anger in one that praises, counts little.

    >>> emotion("太失望了，包装破损", 0.1), emotion("not happy at all", 0.2), emotion("it is a phone", 0.5)
    ('sadness', 'sadness', 'none')
    """
    felt: dict[Emotion, float] = defaultdict(float)
    for character in text:
        if character in EMOJI:
            felt[EMOJI[character][1]] += 1
    if not text.isascii():
        _feel_chinese(text, felt)
    _feel_english(text, felt)
    for one in felt:
        agrees = positive if one == "joy" else 1.0 if one == "surprise" else 1.0 - positive
        felt[one] *= max(0.1, agrees)
    if not felt or max(felt.values()) < 0.25:
        return "none"
    return min(felt, key=lambda one: (-felt[one], _ORDER.index(one)))


def _feel_chinese(text: str, felt: dict[Emotion, float]) -> None:
    pattern, known = _chinese()
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - _NEAR) : match.start()]
        weight = 1.5 if _ZH_MORE.search(before) else 0.5 if _ZH_LESS.search(before) else 1.0
        _add(felt, known[match.group()], weight, bool(_ZH_NOT.search(_ZH_MORE.sub("", before))))


def _feel_english(text: str, felt: dict[Emotion, float]) -> None:
    said, known = words(text), _english()
    for place, word in enumerate(said):
        if word in known:
            before = said[max(0, place - 3) : place]
            weight = 1.5 if _EN_MORE.intersection(before) else 0.5 if _EN_LESS.intersection(before) else 1.0
            _add(felt, known[word], weight, bool(NEGATIONS.intersection(before)))


def _add(felt: dict[Emotion, float], one: Emotion, weight: float, denied: bool) -> None:
    if not denied:
        felt[one] += weight
    elif one in _DENIED:
        felt[_DENIED[one]] += weight
