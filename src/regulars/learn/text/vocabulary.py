"""Chinese words without a dictionary: runs of characters that hold together and stand in many different surroundings.

Cohesion is the smallest pointwise mutual information over the ways to cut a run in two, freedom the smaller entropy of its
left and right neighbours (as in Sornlertlamvanich et al. 2000 and Matrix67's well-known write-up of 2012).
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

LONGEST = 4
_HAN_RUNS = re.compile("[\u4e00-\u9fff]+")
_EDGE = "\n"

GLUE = frozenset(
    "的了是我你他她它们也都就还在和与及或很太不没有这那个一上下来去说要会能可着过到把被让给对为以之而但又再吧吗呢啊哦呀嘛么"
)
"""Characters that are words of their own kind, or endings: no word for us begins or ends with one."""
_JOINTS = frozenset("很太的了就还也都")
"""Nor has it one of these inside: it would be a sentence."""


def discover(
    texts: Sequence[str], least: int = 12, cohesion: float = 3.0, freedom: float = 1.4, most: int = 12_000
) -> dict[str, int]:
    """Word → in how many of the `plain` texts it stands. Words have two to four characters.

    `least`: in how many texts at least. `cohesion` and `freedom` are in nats. Of more than `most` words the most frequent stay.
    """
    often: Counter[str] = Counter()
    for run in _runs(texts):
        for size in range(1, LONGEST + 1):
            often.update([run[at : at + size] for at in range(len(run) - size + 1)])
    letters = sum(count for piece, count in often.items() if len(piece) == 1)
    held = {word for word, count in often.items() if count >= least and _holds(word, often, letters, cohesion)}
    words = {word for word, entropy in _freedom(texts, held).items() if entropy >= freedom}
    holding: Counter[str] = Counter()
    for text in texts:
        holding.update(
            {run[at : at + n] for run in _HAN_RUNS.findall(text) for n in (2, 3, 4) for at in range(len(run) - n + 1)} & words
        )
    ranked = sorted(((count, word) for word, count in holding.items() if count >= least), key=lambda one: (-one[0], one[1]))
    return {word: count for count, word in ranked[:most]}


def segmented(text: str, words: Collection[str]) -> list[str]:
    """The words of a `plain` text: always the longest that is known; characters between them are left out.

    >>> segmented("物流速度很快", {"物流", "速度"})
    ['物流', '速度']
    """
    found = []
    for run in _HAN_RUNS.findall(text):
        at = 0
        while at < len(run) - 1:
            for size in range(min(LONGEST, len(run) - at), 1, -1):
                if run[at : at + size] in words:
                    found.append(run[at : at + size])
                    at += size
                    break
            else:
                at += 1
    return found


def _runs(texts: Iterable[str]) -> Iterable[str]:
    return (run for text in texts for run in _HAN_RUNS.findall(text))


def _holds(word: str, often: Counter[str], letters: int, cohesion: float) -> bool:
    if len(word) < 2 or word[0] in GLUE or word[-1] in GLUE or not _JOINTS.isdisjoint(word):
        return False
    together = math.log(often[word] * letters)
    return all(together - math.log(often[word[:cut]] * often[word[cut:]]) >= cohesion for cut in range(1, len(word)))


def _freedom(texts: Sequence[str], words: set[str]) -> dict[str, float]:
    """The smaller entropy (nats) of what stands before and after each word. An edge is another neighbour each time."""
    before: defaultdict[str, Counter[str]] = defaultdict(Counter)
    after: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for number, run in enumerate(_runs(texts)):
        for at in range(len(run)):
            for size in range(2, min(LONGEST, len(run) - at) + 1):
                word = run[at : at + size]
                if word in words:
                    before[word][run[at - 1] if at else f"{_EDGE}{number}"] += 1
                    after[word][run[at + size] if at + size < len(run) else f"{_EDGE}{number}"] += 1
    return {word: min(_entropy(before[word]), _entropy(after[word])) for word in words}


def _entropy(counts: Counter[str]) -> float:
    whole = sum(counts.values())
    return -math.fsum(count / whole * math.log(count / whole) for count in counts.values()) if whole else 0.0
