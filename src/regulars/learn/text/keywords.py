"""The words that a text is about: its terms, the rarest and most repeated first (tf · idf).

Terms are English words without the little ones, and Chinese words of the vocabulary that was found in review lines. How rare
a Chinese word is comes from there too, unless the frequencies of the shop's own texts are given.
"""

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache

from regulars.learn.text.grams import words
from regulars.learn.text.sentiment import MODELS
from regulars.learn.text.vocabulary import segmented

MOST = 5
_TEXTS = 35_123
"""The lines in which the vocabulary was counted."""
_EN_IDF = 5.0
"""The idf of an English word, where nothing better is known: as of one in 150 texts."""
_LETTERS = range(3, 31)

_STOP_WORDS = (
    "the and for are but not you all any can had her was one our out day get has him his how its may new now old see two "
    "way who did she use that this with have from they will would there their what about which when make like time just "
    "know take into your some could them other than then look only come over also back after very really more much been "
    "being were does doing don't didn't doesn't isn't wasn't can't won't i'm it's i've i'll that's too got gets getting "
    "thing things still even ever again because before here where while these those such same own both each few most off "
    "down through during please thank thanks great good nice bad well better best love loved happy want wanted need "
    "needed ones lot lots going went 一个 没有 可以 就是 还是 不是 这个 我们 他们 什么 自己 不错 非常 感觉 觉得 真的 比较 "
    "但是 因为 所以 如果 虽然 而且 已经 怎么 这样 这么 那么 知道 现在 时候 东西 问题 不能 不好 很好 喜欢 满意 希望 一般 "
    "有点 一次 还有 不过 只是 这本 一下 这种 起来 出来 看到 里面 以后 之后 之前 第一 一直 应该 可能 居然 简直 根本 完全 "
    "确实 总体 总的来说 个人 推荐 失望 一些 很多 特别 十分 其实 建议 每次 一样 一点 今天 昨天 大家 朋友"
)
STOP = frozenset(_STOP_WORDS.split())
"""Words that say nothing of what a text is about."""


@cache
def vocabulary() -> dict[str, int]:
    """Chinese word → in how many of the counted lines it stands."""
    lines = (MODELS / "zh_words.tsv").read_text("utf-8").splitlines()
    return {word: int(often) for word, _, often in (line.partition("\t") for line in lines if not line.startswith("# "))}


def terms(text: str) -> list[str]:
    """The terms of a `plain` text, in order, with repeats.

    >>> terms("the battery 电池续航很好 and the battery!")
    ['battery', 'battery', '电池']
    """
    english = [word for word in words(text) if word.isascii() and len(word) in _LETTERS and word[0].isalpha()]
    chinese = [] if text.isascii() else segmented(text, vocabulary())
    return [word for word in (*english, *chinese) if word not in STOP]


def keywords(text: str, often: Mapping[str, int] | None = None, texts: int = 0, most: int = MOST) -> list[str]:
    """The terms of a `plain` text that tell most of it.

    `often`: term → in how many of the shop's own `texts` it stands; without it the shipped frequencies count.
    """
    counted = Counter(terms(text))
    weight = {term: n * _idf(term, often, texts) for term, n in counted.items()}
    return sorted(weight, key=lambda term: (-weight[term], term))[:most]


def _idf(term: str, often: Mapping[str, int] | None, texts: int) -> float:
    if often is not None:
        return math.log((1 + texts) / (1 + often.get(term, 0))) + 1
    held = vocabulary().get(term)
    return _EN_IDF if held is None else math.log(_TEXTS / held)
