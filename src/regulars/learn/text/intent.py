"""What a text is about to bring about: patterns, then a model of requests, then what is left: complaint, praise, question.

A pattern and a model can only name an intent of a closed list; whatever a text says, it is never obeyed.
"""

import re
from collections import defaultdict
from functools import cache

import msgspec

from regulars.learn.text.intent_words import ASKS, OF_REQUEST, PATTERNS
from regulars.learn.text.language import Language
from regulars.learn.text.linear import Linear
from regulars.learn.text.sentiment import MODELS

_HEARD = 0.9
"""How sure a pattern makes: a setting, not a measurement."""
_LEAST = 0.5
"""Below this the model is not believed."""
_OPINION = 0.7
"""From which probability of one side a text that asks for nothing is praise or a complaint."""
_LONGEST_REQUEST = 240
"""A request is short; what is longer (in bytes of UTF-8: 80 Chinese characters) tells a story, in which `refund` is a word."""

_PATTERNS = tuple((intent, re.compile(pattern)) for intent, pattern in PATTERNS)
_ASKS = re.compile(ASKS)


class Meant(msgspec.Struct, frozen=True):
    """An intent and how likely it is."""

    intent: str
    probability: float


@cache
def requests() -> Linear:
    """The shipped English model of requests, read when first asked for."""
    return Linear.load(MODELS / "en_intents.bin")


def intent(text: str, language: Language, positive: float, own: Linear | None = None) -> Meant:
    """The intent of a `plain` text that praises with probability `positive`.

    `own`: a workspace's model; its labels are then the only ones, and it always names one.

    >>> intent("我要退款", "zh", 0.3).intent, intent("how do i get an invoice?", "en", 0.5).intent
    ('refund', 'invoice')
    """
    if own is not None:
        label, probability = next(iter(own.probabilities(text).items()))
        return Meant(label, probability)
    if len(text.encode()) <= _LONGEST_REQUEST:
        heard = next((name for name, pattern in _PATTERNS if pattern.search(text)), None)
        if heard is not None:
            return Meant(heard, _HEARD)
        if language in ("en", "mixed"):
            asked = _asked(text)
            if asked.probability >= _LEAST and asked.intent != "none":
                return asked
    if _ASKS.search(text):
        return Meant("question", _HEARD)
    if language in ("none", "other") and abs(positive - 0.5) < _OPINION - 0.5:
        return Meant("none", 1.0)
    if positive >= _OPINION:
        return Meant("praise", positive)
    return Meant("complaint", 1 - positive) if 1 - positive >= _OPINION else Meant("none", 1 - abs(2 * positive - 1))


def _asked(text: str) -> Meant:
    """The likeliest of our intents by the model, whose finer ones are added up."""
    shares: dict[str, float] = defaultdict(float)
    for label, probability in requests().probabilities(text).items():
        shares[OF_REQUEST.get(label, "none")] += probability
    name = min(shares, key=lambda one: (-shares[one], one))
    return Meant(name, shares[name])
