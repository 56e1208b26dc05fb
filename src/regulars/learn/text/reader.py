"""The contract of whatever reads texts, and the reader that is built in."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from regulars.learn.text.analysis import Analysis, analyze
from regulars.learn.text.aspect_words import ASPECTS
from regulars.learn.text.aspects import Listener
from regulars.learn.text.intent_words import INTENTS
from regulars.learn.text.keywords import ShopWords
from regulars.learn.text.linear import Linear


class Asked(msgspec.Struct, frozen=True):
    """What to look for: closed lists, which nothing in a text can lengthen."""

    aspects: dict[str, list[str]] = {}
    """Further words by aspect."""
    intents: Linear | None = None
    """A workspace's own model of intents."""
    shop: ShopWords | None = None
    """The words of its own texts."""

    @property
    def aspect_names(self) -> list[str]:
        """All aspects that may be named."""
        return [*ASPECTS, *(name for name in self.aspects if name not in ASPECTS)]

    @property
    def intent_names(self) -> list[str]:
        """All intents that may be named."""
        return list(self.intents.labels if self.intents else INTENTS)


class Reader(Protocol):
    """Reads texts. Safe from any thread."""

    name: str
    """`builtin`, or the name of a model elsewhere."""
    batch: int
    """How many texts to give at once, so that one call takes a second or a few."""

    def read(self, texts: Sequence[str], asked: Asked) -> list[Analysis]:
        """An answer for each text, in order. Never raises for what a text holds; may block as long as its time-outs allow."""
        ...


class BuiltIn:
    """Reads with the shipped models, in this process.

    >>> BuiltIn().read(["I love it"], Asked())[0].side
    'positive'
    """

    name = "builtin"
    batch = 500

    def read(self, texts: Sequence[str], asked: Asked) -> list[Analysis]:
        listener = Listener(asked.aspects)
        return [analyze(text, listener, asked.intents, asked.shop) for text in texts]
