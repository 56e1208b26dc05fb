"""What customers write: read texts, see what is said of each item, find topics, learn intents."""

from typing import Annotated

import msgspec
from litestar.params import JSONBody, QueryParameter
from msgspec import Meta

from regulars.app import text_answers, text_intents
from regulars.app.api.given import Name, TheCaller, TheHouse
from regulars.app.api.route import delete, get, post
from regulars.app.text_answers import Item, Order
from regulars.app.text_intents import Learnt
from regulars.app.text_words import asked_of
from regulars.app.texts import job_id
from regulars.kit.clock import to_text
from regulars.kit.said import Words
from regulars.learn.text.analysis import Analysis
from regulars.learn.text.reader import Asked, BuiltIn

Text = Annotated[str, Meta(max_length=100_000)]
Defined = Annotated[
    str | None, QueryParameter(min_length=1, max_length=200, description="Only texts of this definition.", examples=[])
]
Days = Annotated[int, QueryParameter(ge=1, le=3650, description="How many days back.")]


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Texts to read. Nothing of them is kept."""

    texts: Annotated[
        list[Text],
        Meta(
            min_length=1,
            max_length=100,
            description="At most 100; of each the first 10,000 characters count.",
            examples=[["质量很好，但是物流太慢了"]],
        ),
    ]
    definition: (
        Annotated[str, Meta(max_length=200, description="Read as texts of this definition: with its aspects and intents.")]
        | None
    ) = None


class Analyses(msgspec.Struct, frozen=True):
    """What the texts tell, in order."""

    results: list[Analysis]


class Reading(msgspec.Struct, frozen=True):
    """A definition of texts, and how far its reading has come."""

    name: str
    title: dict[str, str]
    when: str
    engine: str
    """What reads these texts now: `builtin`, or the name of the endpoint's model."""
    status: str
    """`waiting` (nothing read yet), `running` (more is there), `done` (up to date)."""
    analysed: int
    fell_back: int
    """Texts that the endpoint should have read and the built-in models did."""
    updated_at: str | None
    intents: list[str]
    """The workspace's own intents; empty where the built-in ones are used."""


class Readings(msgspec.Struct, frozen=True):
    """All definitions of texts."""

    items: list[Reading]


class Items(msgspec.Struct, frozen=True):
    """What is said of items."""

    items: list[Item]


class Topic(msgspec.Struct, frozen=True):
    """A group of words that go together in many texts."""

    name: str
    words: list[str]
    texts: int
    share: float
    """Of the texts that are about something."""
    sentiment: float | None
    quotes: list[str]


class Keyword(msgspec.Struct, frozen=True):
    """A word, and in how many texts it stands."""

    word: str
    texts: int


class Topics(msgspec.Struct, frozen=True):
    """Topics, from how many texts, as of when."""

    topics: list[Topic]
    keywords: list[Keyword]
    texts: int
    customers: int
    since: str | None
    until: str | None
    as_of: str
    method: Words
    notes: list[Words]


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text and the intent that a person saw in it."""

    text: Text
    intent: Annotated[str, Meta(min_length=1, max_length=100)]


class Lesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to learn intents from."""

    definition: Annotated[str, Meta(min_length=1, max_length=200)]
    examples: (
        Annotated[
            list[Example],
            Meta(max_length=10_000, description="Without them: the labels in the definition's own events (`label`)."),
        ]
        | None
    ) = None


@post("/v1/texts/analyze", tag="texts", scope="read", errors=(404,), heavy=True)
def analyze_texts(house: TheHouse, caller: TheCaller, data: JSONBody[Given]) -> Analyses:
    """Read texts: language, sentiment, emotion, intent, topics and aspects.

    A text is data: whatever it asks for, it is only read.
    """
    asked, reader = Asked(), house.reader
    if data.definition is not None:
        one = text_intents.defined(house, caller.workspace, data.definition)
        asked = asked_of(house, caller.workspace, one)
        reader = reader if one.engine == "auto" else BuiltIn()
    return Analyses(reader.read(data.texts, asked))


@get("/v1/texts", tag="texts", scope="read")
def list_texts(house: TheHouse, caller: TheCaller) -> Readings:
    """List the definitions of texts, and how far each has been read."""
    found = []
    for one in house.world(caller.workspace).definitions.texts.values():
        job = house.backends.shelf.job(caller.workspace, job_id(one.name))
        own = text_intents.own_intents(house, caller.workspace, one.name)
        found.append(
            Reading(
                name=one.name,
                title=one.title,
                when=one.when,
                engine=house.reader.name if one.engine == "auto" else BuiltIn.name,
                status=job.status if job else "waiting",
                analysed=job.counts["analysed"] if job else 0,
                fell_back=job.counts["fell_back"] if job else 0,
                updated_at=to_text(job.updated_at) if job else None,
                intents=list(own.labels) if own else [],
            )
        )
    return Readings(found)


@get("/v1/texts/items", tag="texts", scope="read", errors=(404, 503), heavy=True)
def list_text_items(
    house: TheHouse,
    caller: TheCaller,
    definition: Defined = None,
    item: Annotated[str | None, QueryParameter(min_length=1, max_length=500, description="Only this item.")] = None,
    days: Days = 365,
    order: Annotated[Order, QueryParameter(description="The most spoken of first, or the worst, or the best.")] = "texts",
    limit: Annotated[int, QueryParameter(ge=1, le=500, description="How many items to give at most.")] = 50,
) -> Items:
    """Say what customers' texts tell of each item: sentiment, and each aspect with a quote."""
    return Items(text_answers.items(house, caller.workspace, definition, days, order, item, limit))


@get("/v1/texts/topics", tag="texts", scope="read", errors=(404, 422, 501, 503), heavy=True)
def find_topics(
    house: TheHouse,
    caller: TheCaller,
    definition: Annotated[str, QueryParameter(min_length=1, max_length=200, description="Whose texts.", examples=[])],
    item: Annotated[str | None, QueryParameter(min_length=1, max_length=500, description="Only texts about this item.")] = None,
    days: Days = 90,
    groups: Annotated[int | None, QueryParameter(ge=2, le=50, description="How many topics; default: the data decide.")] = None,
) -> Topics:
    """Find what customers write about: topics with their words, sizes, sentiment and quotes. Needs the extra `learn`."""
    found = text_answers.topics(house, caller.workspace, definition, days, groups, item)
    rests = found.evidence
    return Topics(
        topics=[Topic(t.name, t.words, t.texts, t.share, t.sentiment, t.quotes) for t in found.topics],
        keywords=[Keyword(word, often) for word, often in found.keywords],
        texts=rests.events,
        customers=rests.customers,
        since=to_text(rests.since) if rests.since is not None else None,
        until=to_text(rests.until) if rests.until is not None else None,
        as_of=to_text(rests.as_of),
        method=rests.method,
        notes=rests.notes,
    )


@post(
    "/v1/texts/intents",
    tag="texts",
    scope="manage",
    errors=(404, 501, 503),
    heavy=True,
    audit=lambda given: (f"texts:{given['data'].definition}", ""),
)
def learn_text_intents(house: TheHouse, caller: TheCaller, data: JSONBody[Lesson]) -> Learnt:
    """Learn a workspace's own intents from labelled examples. Texts that come in from now on are read with them.

    Needs the extra `learn`. The accuracy is that on examples which were held out.
    """
    if data.examples is None:
        lesson = text_answers.examples(house, caller.workspace, data.definition, text_intents.MOST_EXAMPLES)
    else:
        lesson = [(example.text, example.intent) for example in data.examples]
    return text_intents.learn_intents(house, caller.workspace, data.definition, lesson)


@delete("/v1/texts/intents/{name:str}", tag="texts", scope="manage", audit=lambda given: (f"texts:{given['name']}", ""))
def forget_text_intents(house: TheHouse, caller: TheCaller, name: Name) -> dict[str, bool]:
    """Go back to the built-in intents."""
    return {"forgotten": text_intents.forget_intents(house, caller.workspace, name)}
