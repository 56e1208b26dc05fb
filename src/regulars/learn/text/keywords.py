"""The words that a text is about: its terms, the rarest and most repeated first (tf · idf).

Terms are English words without the little ones, and Chinese words of a vocabulary that was found in review lines. A shop's own
texts, once there are enough, tell which words it uses besides (its brands, its goods), and how rare each word is there.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache

import msgspec

from regulars.learn.text.clean import plain
from regulars.learn.text.grams import words
from regulars.learn.text.sentiment import MODELS
from regulars.learn.text.vocabulary import discover, segmented

MOST = 5
_TEXTS = 35_123
"""The lines in which the vocabulary was counted."""
_EN_IDF = 5.0
"""The idf of an English word, where nothing better is known: as of one in 150 texts."""
_LETTERS = range(3, 31)
_LEAST_HOLDING = 5
_MOST_TERMS = 8_000
_MOST_CHARACTERS = 500_000
CUT_CHARACTERS = 1_000
"""Where many texts are looked at together, each counts up to here."""

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


class ShopWords:
    """What is known of a shop's own texts: in how many of them each term stands, and Chinese words that only it uses."""

    def __init__(self, texts: int, often: Mapping[str, int]) -> None:
        self.texts = texts
        self.often = often
        self.known = vocabulary().keys() | {term for term in often if not term.isascii()}

    @classmethod
    def of(cls, texts: Sequence[str]) -> "ShopWords":
        """From the texts themselves; one in 150 of them, and at least five, must hold a new word.

        It takes the beginnings of the first ones: at most 1,000 characters of each, half a million together.
        """
        spoken: list[str] = []
        left = _MOST_CHARACTERS
        for text in texts:
            spoken.append(plain(text[:CUT_CHARACTERS])[:left])
            left -= len(spoken[-1])
            if not left:
                break
        found = discover(spoken, least=max(_LEAST_HOLDING, len(spoken) // 150))
        known = vocabulary().keys() | found.keys()
        often = Counter(term for text in spoken for term in set(terms(text, known)))
        ranked = sorted(often, key=lambda term: (-often[term], term))[:_MOST_TERMS]
        return cls(len(spoken), {term: often[term] for term in ranked if often[term] > 1})

    @classmethod
    def load(cls, data: bytes) -> "ShopWords":
        """From what `dump` gave."""
        return cls(*msgspec.msgpack.decode(data, type=tuple[int, dict[str, int]]))

    def dump(self) -> bytes:
        """As bytes."""
        return msgspec.msgpack.encode((self.texts, self.often))


def terms(text: str, known: Collection[str] | None = None) -> list[str]:
    """The terms of a `plain` text, in order, with repeats. `known`: the Chinese words, in place of the shipped ones.

    >>> terms("the battery 电池续航很好 and the battery!")
    ['battery', 'battery', '电池']
    """
    english = [word for word in words(text) if word.isascii() and len(word) in _LETTERS and word[0].isalpha()]
    chinese = [] if text.isascii() else segmented(text, vocabulary().keys() if known is None else known)
    return [word for word in (*english, *chinese) if word not in STOP]


def keywords(text: str, shop: ShopWords | None = None, most: int = MOST) -> list[str]:
    """The terms of a `plain` text that tell most of it. `shop`: its words and how rare they are there."""
    counted = Counter(terms(text, shop.known if shop else None))
    weight = {term: n * _idf(term, shop) for term, n in counted.items()}
    return sorted(weight, key=lambda term: (-weight[term], term))[:most]


def _idf(term: str, shop: ShopWords | None) -> float:
    if shop is not None:
        return math.log((1 + shop.texts) / (1 + shop.often.get(term, 0))) + 1
    held = vocabulary().get(term)
    return _EN_IDF if held is None else math.log(_TEXTS / held)
