"""A sentence of the house in every language that it speaks, so that whoever shows it chooses, also years later."""

from typing import TypeAlias

import msgspec


class Said(msgspec.Struct, frozen=True):
    """One sentence, said in each language with the same values in it. As text it is English.

    >>> print(Said(f"{12:,} customers bought", f"{12:,} 位客户买过"))
    12 customers bought
    """

    en: str
    zh: str

    def __str__(self) -> str:
        return self.en

    def to(self, language: str) -> str:
        """The sentence in this language; English where it does not stand in it."""
        return self.zh if language == "zh" else self.en

    def plain(self) -> dict[str, str]:
        """As JSON data: text by language."""
        return {"en": self.en, "zh": self.zh}


Words: TypeAlias = Said | str
"""What is shown to people: a sentence of the house, or (as a plain text) somebody's own words, the same in all."""


def said(words: Words) -> Said:
    """The words in every language: those of somebody else are the same in each.

    >>> said("550 no such box").zh
    '550 no such box'
    """
    return words if isinstance(words, Said) else Said(words, words)
