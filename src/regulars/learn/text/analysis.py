"""Everything that is read out of one text."""

from typing import Literal, get_args

import msgspec

from regulars.kit.said import Words
from regulars.learn.text.aspects import Aspect, Listener
from regulars.learn.text.clean import plain, tidy
from regulars.learn.text.emotion import emotion
from regulars.learn.text.emotion_words import Emotion
from regulars.learn.text.intent import intent
from regulars.learn.text.keywords import ShopWords, keywords
from regulars.learn.text.language import Language, detect
from regulars.learn.text.linear import Linear
from regulars.learn.text.sentiment import positive

Side = Literal["positive", "neutral", "negative"]
EMOTIONS: tuple[str, ...] = get_args(Emotion)
LANGUAGES: tuple[str, ...] = get_args(Language)

NEUTRAL = 0.3
"""A sentiment between −0.3 and 0.3 takes no side: there the model is right in two of three cases at most."""


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """What a text says, as far as can be told."""

    language: Language
    """`zh`, `en`, `mixed`, `other` (nothing more can be told of it), `none` (no letters)."""
    sentiment: float
    """From −1 (complains) to 1 (praises): 2 · probability of praise − 1."""
    side: Side
    """What that comes to."""
    probability: float
    """How likely the likelier of praise and complaint is: 0.5 to 1, calibrated."""
    emotion: Emotion
    intent: str
    intent_probability: float | None
    """How likely that is; None where whoever read the text does not say."""
    topics: list[str] = []
    """The words that it is about, at most five."""
    aspects: list[Aspect] = []
    engine: str = "builtin"
    """What read it: `builtin`, or the name of the endpoint's model."""
    note: Words = ""
    """Why it was not read by what should have read it."""


def side_of(sentiment: float) -> Side:
    """The side that a sentiment takes.

    >>> side_of(0.8), side_of(-0.1)
    ('positive', 'neutral')
    """
    return "positive" if sentiment >= NEUTRAL else "negative" if sentiment <= -NEUTRAL else "neutral"


def analyze(
    text: str, listener: Listener | None = None, intents: Linear | None = None, shop: ShopWords | None = None
) -> Analysis:
    """Read a text with the built-in models: any text, in bounded time, always the same answer.

    `listener`: the aspects to listen for; `intents`: a workspace's own model of intents; `shop`: its own words.

    >>> read = analyze("质量很好，但是物流太慢了")
    >>> read.language, read.side, [(one.aspect, one.sentiment > 0) for one in read.aspects]
    ('zh', 'positive', [('quality', True), ('delivery', False)])
    """
    shown, spoken = tidy(text), plain(text)
    language = detect(spoken)
    praise = positive(spoken, language)
    meant = intent(spoken, language, praise, intents)
    told = language in ("zh", "en", "mixed")
    sentiment = round(2 * praise - 1, 4)
    return Analysis(
        language=language,
        sentiment=sentiment,
        side=side_of(sentiment),
        probability=round(max(praise, 1 - praise), 4),
        emotion=emotion(spoken, praise),
        intent=meant.intent,
        intent_probability=round(meant.probability, 4),
        topics=keywords(spoken, shop) if told else [],
        aspects=(listener or _built_in()).heard(shown) if told else [],
    )


_listeners: list[Listener] = []


def _built_in() -> Listener:
    if not _listeners:
        _listeners.append(Listener())
    return _listeners[0]
