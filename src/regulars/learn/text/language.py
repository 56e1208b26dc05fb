"""Which language a text is in, by its script and, among Latin scripts, by the little words that English cannot do without."""

import re
from typing import Literal

Language = Literal["zh", "en", "mixed", "other", "none"]
"""`none`: the text holds no letters at all (an emoji, a number)."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_KANA_HANGUL = re.compile("[\u3040-\u30ff\u31f0-\u31ff\u1100-\u11ff\uac00-\ud7af]")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LETTER = re.compile(r"[^\W\d_]")

_LITTLE_WORDS = (
    "about after all also am an and any are as at be because been before but by can can't could did do does don't for "
    "from get good great had has have he her here his how i i'm if in is isn't it it's its just like me more my need no "
    "not of on one only or our out she so some than thank thanks that the their them then there they this to too up us "
    "very was we well were what when where which who why will with would you your order please help want nice bad love "
    "hate fast slow price quality delivery refund return service product item works work broken never always really"
)
_LITTLE = frozenset(_LITTLE_WORDS.split())


def detect(text: str) -> Language:
    """The language of a `plain` text. Two Han characters weigh as much as one Latin word of about five letters.

    >>> [detect(t) for t in ("质量很好", "good quality", "物流 is really too slow", "très bien merci", "とても良い", "👍 100")]
    ['zh', 'en', 'mixed', 'other', 'other', 'none']
    """
    letters = len(_LETTER.findall(text))
    if not letters:
        return "none"
    han = len(_HAN.findall(text))
    foreign = len(_KANA_HANGUL.findall(text))
    words = _WORD.findall(text)
    latin = sum(map(len, words))
    if foreign * 5 > han + foreign:  # Japanese writes Han characters too, Korean sometimes
        return "other"
    chinese, english = han / 2, latin / 5
    if (han + latin) * 2 < letters:
        return "other"
    if chinese and english and min(chinese, english) * 4 >= max(chinese, english):
        return "mixed"
    if chinese >= english:
        return "zh"
    return "en" if _is_english(words) else "other"


def _is_english(words: list[str]) -> bool:
    """Every eighth word at least is a little word of English; of one or two words none need be."""
    return len(words) <= 2 or sum(word in _LITTLE for word in words) * 8 >= len(words)
