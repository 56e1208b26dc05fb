"""What all texts together tell: of each item, of each aspect, and which topics there are."""

from typing import Any, Literal

import msgspec

from regulars.algebra.dialect import quoted
from regulars.app.house import House
from regulars.app.text_intents import defined
from regulars.app.texts import ANALYZED, SOURCE, selected
from regulars.kit.clock import DAY, to_text
from regulars.kit.said import Said, Words
from regulars.learn.evidence import Evidence

Order = Literal["texts", "worst", "best"]
MOST_TEXTS = 10_000
"""Topics are found in the latest texts, at most so many."""

_TELLING = 5
"""Pseudo-texts of sentiment 0 that every item is given before it is ranked best or worst: one angry text is no verdict."""
_TOLD = f"""SELECT customer_id, "timestamp",
  json_extract_string(properties, '$.definition') AS definition, json_extract_string(properties, '$.item_id') AS item,
  CAST(json_extract(properties, '$.sentiment') AS DOUBLE) AS sentiment,
  json_extract_string(properties, '$.of_source') AS of_source, json_extract_string(properties, '$.of_id') AS of_id,
  json_extract(properties, '$.aspects') AS aspects
FROM events WHERE "source" = '{SOURCE}' AND "event" = '{ANALYZED}'"""


class AspectFigure(msgspec.Struct, frozen=True):
    """What the texts about an item say of one aspect."""

    aspect: str
    texts: int
    sentiment: float
    """The mean, from −1 to 1."""
    quote: str
    """The words of the text that takes the clearest side."""


class Item(msgspec.Struct, frozen=True):
    """What the texts about an item say."""

    item: str
    texts: int
    customers: int
    sentiment: float
    """The mean, from −1 to 1."""
    positive: int
    negative: int
    """Texts that take a side."""
    latest: str
    aspects: list[AspectFigure]


class Told(msgspec.Struct, frozen=True):
    """A topic in customers' texts."""

    name: str
    words: list[str]
    texts: int
    share: float
    sentiment: float | None
    """The mean over its texts that have been analysed."""
    quotes: list[str]
    """The beginnings of the texts that are about it most."""


class Answer(msgspec.Struct, frozen=True):
    """The topics of a definition's texts, and what that rests on."""

    topics: list[Told]
    keywords: list[tuple[str, int]]
    evidence: Evidence


def items(house: House, workspace: str, name: str | None, days: int, order: Order, item: str | None, limit: int) -> list[Item]:
    """Items by how many texts there are about them in the last `days`, or by how good or bad those are. Raises NotFound."""
    if name is not None:
        defined(house, workspace, name)
    since = house.clock.now() - days * DAY
    only = f" AND definition = {quoted(name)}" if name is not None else ""
    only += f" AND item = {quoted(item)}" if item is not None else ""
    told = f'SELECT * FROM ({_TOLD}) WHERE item IS NOT NULL AND sentiment IS NOT NULL AND "timestamp" >= {since}{only}'
    ranks = {
        "texts": "texts DESC",
        "worst": f"sum(sentiment) / (count(*) + {_TELLING})",
        "best": f"sum(sentiment) / (count(*) + {_TELLING}) DESC",
    }
    sql = f"""SELECT item, count(*) AS texts, count(DISTINCT customer_id) AS customers, avg(sentiment) AS sentiment,
  count(*) FILTER (WHERE sentiment >= 0.3) AS positive, count(*) FILTER (WHERE sentiment <= -0.3) AS negative,
  max("timestamp") AS latest FROM ({told}) GROUP BY item ORDER BY {ranks[order]}, item LIMIT {int(limit)}"""
    found = house.query(workspace, sql).to_pylist()
    if not found:
        return []
    names = ", ".join(quoted(row["item"]) for row in found)
    shape = '[{"aspect":"VARCHAR","sentiment":"DOUBLE","quote":"VARCHAR"}]'
    sql = f"""SELECT item, a.aspect AS aspect, count(*) AS texts, avg(a.sentiment) AS sentiment,
  arg_max(a.quote, (abs(a.sentiment), "timestamp")) AS quote
FROM (SELECT item, "timestamp", unnest(from_json(aspects, '{shape}')) AS a FROM ({told}) WHERE item IN ({names}))
WHERE a.sentiment IS NOT NULL GROUP BY 1, 2 ORDER BY texts DESC, aspect"""
    aspects: dict[str, list[AspectFigure]] = {}
    for row in house.query(workspace, sql).to_pylist():
        figure = AspectFigure(row["aspect"], row["texts"], round(row["sentiment"], 3), row["quote"] or "")
        aspects.setdefault(row["item"], []).append(figure)
    return [
        Item(
            item=row["item"],
            texts=row["texts"],
            customers=row["customers"],
            sentiment=round(row["sentiment"], 3),
            positive=row["positive"],
            negative=row["negative"],
            latest=to_text(row["latest"]),
            aspects=aspects.get(row["item"], []),
        )
        for row in found
    ]


def topics(house: House, workspace: str, name: str, days: int, groups: int | None, item: str | None = None) -> Answer:
    """The topics of a definition's texts of the last `days`. Raises NotFound, TooThin, Absent (without the extra `learn`)."""
    from regulars.learn.text.topics import find

    one = defined(house, workspace, name)
    definitions = house.world(workspace).definitions
    at = house.clock.now()
    only = f" AND e._item = {quoted(item)}" if item is not None else ""
    mine = f"({_TOLD}) WHERE definition = {quoted(name)} GROUP BY 1, 2"
    done = f"SELECT of_source, of_id, any_value(sentiment) AS sentiment FROM {mine}"
    sql = f"""SELECT e.customer_id, e."timestamp", e._text AS text, d.sentiment
FROM ({selected(definitions, one)}) e LEFT JOIN ({done}) d ON d.of_source = e."source" AND d.of_id = e.id
WHERE trim(e._text) <> '' AND e."timestamp" >= {at - days * DAY} AND e."timestamp" <= {at}{only}
ORDER BY e."timestamp" DESC, e.event_id LIMIT {MOST_TEXTS}"""
    rows: list[dict[str, Any]] = house.query(workspace, sql).to_pylist()
    found = find([row["text"] for row in rows], groups)
    notes: list[Words] = []
    if found.left_out:
        alone = f"{found.left_out} texts share no word with others and are in no topic"
        notes.append(Said(alone, f"{found.left_out} 条文字与其他文字没有共同词语，不属于任何主题"))
    if len(rows) == MOST_TEXTS:
        notes.append(Said(f"only the latest {MOST_TEXTS:,} texts were looked at", f"只分析了最近的 {MOST_TEXTS:,} 条文字"))
    told = []
    for topic in found.topics:
        felt = [rows[place]["sentiment"] for place in topic.places if rows[place]["sentiment"] is not None]
        mean = round(sum(felt) / len(felt), 3) if felt else None
        quotes = [" ".join(rows[place]["text"].split())[:120] for place in topic.places[:3]]
        told.append(Told(topic.name, topic.words, topic.texts, topic.share, mean, quotes))
    return Answer(
        told,
        found.keywords,
        Evidence(
            customers=len({row["customer_id"] for row in rows}),
            events=len(rows),
            since=min((row["timestamp"] for row in rows), default=None),
            until=max((row["timestamp"] for row in rows), default=None),
            as_of=at,
            method=Said(
                "non-negative matrix factorisation of tf-idf (Lee & Seung 1999)",
                "对 tf-idf 的非负矩阵分解（Lee & Seung 1999）",
            ),
            notes=notes,
        ),
    )


def examples(house: House, workspace: str, name: str, most: int) -> list[tuple[str, str]]:
    """(text, intent) of the latest events of a definition on which a person's label stands. Raises NotFound."""
    one = defined(house, workspace, name)
    definitions = house.world(workspace).definitions
    sql = f"""SELECT e._text AS text, e._label AS label FROM ({selected(definitions, one)}) e
WHERE trim(e._text) <> '' AND trim(e._label) <> '' AND length(e._label) <= 100
ORDER BY e."timestamp" DESC, e.event_id LIMIT {int(most)}"""
    return [(row["text"], row["label"]) for row in house.query(workspace, sql).to_pylist()]
