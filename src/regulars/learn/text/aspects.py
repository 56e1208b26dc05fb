"""Which aspects a text names, and what its clause says of each."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from regulars.learn.text.aspect_words import ASPECTS, BAD, GOOD
from regulars.learn.text.clean import clauses, plain
from regulars.learn.text.language import detect
from regulars.learn.text.sentiment import positive

QUOTED_CHARACTERS = 120
MOST = 20
"""The most mentions of aspects that are told of one text."""

_NOT = re.compile(
    r"(?:不|没|没有|不是|并不|不算|不太|not|n't|isn't|never|no)\s*(?:够|很|太|那么|是|very|too|so|that|at all)?\s*$"
)
_NEAR = 20
"""How many characters before a word are looked at for a negation."""
_OWN_WORD = 0.9
"""How sure a word makes that is good or bad for its aspect."""


class Aspect(msgspec.Struct, frozen=True):
    """What a text says of one aspect."""

    aspect: str
    sentiment: float
    """From −1 (bad) to 1 (good), of the clause in which it stands."""
    quote: str
    """The clause, cut to 120 characters."""


class Listener:
    """Listens for the built-in aspects, and for further words by aspect. Build once, use for many texts.

    >>> [(one.aspect, one.sentiment > 0) for one in Listener().heard("质量很好，但是物流太慢了")]
    [('quality', True), ('delivery', False)]
    """

    def __init__(self, more: Mapping[str, Sequence[str]] | None = None) -> None:
        known = {aspect: said.split() for aspect, said in ASPECTS.items()}
        for aspect, words in (more or {}).items():
            known[aspect] = [*known.get(aspect, []), *(plain(word) for word in words)]
        self._patterns = {aspect: _pattern(tuple(words)) for aspect, words in known.items()}

    def heard(self, text: str) -> list[Aspect]:
        """The aspects of a tidy text in the order of their clauses; each once, with the clause that says most of it."""
        found: dict[str, Aspect] = {}
        for clause in clauses(text):
            spoken = plain(clause)
            named = [aspect for aspect, pattern in self._patterns.items() if pattern.search(spoken)]
            if not named:
                continue
            language = detect(spoken)
            whole = positive(spoken, language if language != "other" else "en")
            for aspect in named:
                own = _own(aspect, spoken)
                value = round(2 * (whole if own is None else own) - 1, 3)
                before = found.get(aspect)
                if before is None or abs(value) > abs(before.sentiment):
                    found[aspect] = Aspect(aspect, value, clause[:QUOTED_CHARACTERS])
        return list(found.values())[:MOST]


def _own(aspect: str, clause: str) -> float | None:
    """The probability of praise by the words that are good or bad for this aspect; None where there are none, or both."""
    said = {side for side, table in ((True, GOOD), (False, BAD)) for side in _sides(table.get(aspect, ""), clause, side)}
    return (_OWN_WORD if said.pop() else 1 - _OWN_WORD) if len(said) == 1 else None


def _sides(words: str, clause: str, side: bool) -> set[bool]:
    if not words:
        return set()
    near = (
        (match, clause[max(0, match.start() - _NEAR) : match.start()])
        for match in _pattern(tuple(words.split())).finditer(clause)
    )
    return {side != bool(_NOT.search(before)) for _, before in near}


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words: ASCII ones as whole words, longer ones first."""
    ranked = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    spelled = [rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" if word.isascii() else re.escape(word) for word in ranked]
    return re.compile("|".join(spelled) or "(?!)")
