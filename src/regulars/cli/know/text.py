"""`regulars know text …`: what customers write, read: one text, what is said of items, topics, intents."""

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

import msgspec
from cyclopts import App, Parameter

from regulars.cli.answers import Json, as_json
from regulars.cli.place import Common, Failed
from regulars.cli.show import line, printable, table

Of = Annotated[str | None, Parameter(name="--of", help="A definition of texts; of several, name one.")]
_MOST_BYTES = 8 << 20


def add(know: App) -> None:
    """Add the commands."""
    know.command(text)
    know.command(topics)
    know.command(items)
    know.command(intents)


def text(
    *texts: Annotated[str, Parameter(help="What somebody wrote.")],
    of: Of = None,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Read texts: language, sentiment, emotion, intent, topics and aspects."""
    if not texts:
        raise Failed("write a text after the command, in quotes", 2)
    with common.look() as place:
        found = place.post("/v1/texts/analyze", texts=list(texts), definition=of)["results"]
    if json:
        return as_json(found)
    words = common.say("text_fields").split("|")
    for one in found:
        aspects = "; ".join(f"{a['aspect']} {a['sentiment']:+.2f} “{printable(a['quote'])}”" for a in one["aspects"])
        sure = "" if one["intent_probability"] is None else f" ({one['intent_probability']:.0%})"
        said = (
            one["language"],
            f"{one['sentiment']:+.2f} {one['side']}",
            f"{one['probability']:.0%}",
            one["emotion"],
            f"{one['intent']}{sure}",
            ", ".join(map(printable, one["topics"])),
            aspects,
        )
        table(["", ""], [(word, value) for word, value in zip(words, said) if value])
        line(common.say("text_read", engine=printable(one["engine"])), "dim")
        if one["note"]:
            line(common.told(one["note"]), "yellow")
    return 0


def topics(
    *,
    of: Of = None,
    item: Annotated[str | None, Parameter(help="Only texts about this item.")] = None,
    days: Annotated[int, Parameter(help="How many days back.")] = 90,
    groups: Annotated[int | None, Parameter(help="How many topics; default: the data decide.")] = None,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Find what customers write about, with the words, the size and the sentiment of each topic."""
    with common.open() as place:
        name = of or _only(place)
        found = place.get("/v1/texts/topics", definition=name, item=item, days=days, groups=groups)
    if json:
        return as_json(found)
    counts = {name: f"{found[name]:,}" for name in ("texts", "customers")}
    line(common.say("text_topics", since=(found["since"] or "")[:10], until=(found["until"] or "")[:10], **counts), "bold")
    rows = [
        (printable(t["name"]), t["texts"], f"{t['share']:.0%}", _signed(t["sentiment"]), ", ".join(map(printable, t["words"])))
        for t in found["topics"]
    ]
    table(common.say("text_columns").split("|"), rows)
    for note in found["notes"]:
        line(common.told(note), "dim")
    return 0


def items(
    *,
    of: Of = None,
    item: Annotated[str | None, Parameter(help="Only this item.")] = None,
    days: Annotated[int, Parameter(help="How many days back.")] = 365,
    order: Literal["texts", "worst", "best"] = "texts",
    limit: Annotated[int, Parameter(help="How many items to show at most.")] = 20,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Show what customers' texts tell of each item."""
    with common.open() as place:
        found = place.get("/v1/texts/items", definition=of, item=item, days=days, order=order, limit=limit)["items"]
    if json:
        return as_json(found)
    rows = [
        (
            printable(one["item"]),
            one["texts"],
            one["customers"],
            _signed(one["sentiment"]),
            one["positive"],
            one["negative"],
            ", ".join(f"{printable(a['aspect'])} {_signed(a['sentiment'])}" for a in one["aspects"][:5]),
        )
        for one in found
    ]
    if rows:
        table(common.say("text_items").split("|"), rows)
    else:
        line(common.say("no_rows"))
    return 0


def intents(
    *,
    of: Of = None,
    file: Annotated[
        Path | None, Parameter(help='JSON lines of {"text": …, "intent": …}; default: the labels in the definition\'s events.')
    ] = None,
    forget: Annotated[bool, Parameter(help="Go back to the built-in intents.", negative="")] = False,
    json: Json = False,
    common: Common = Common(),  # noqa: B008
) -> int:
    """Learn your own intents from texts that people labelled. Texts that come in from now on are read with them."""
    examples = _examples(file) if file is not None else None
    with common.open() as place:
        name = of or _only(place)
        if forget:
            return as_json(place.delete(f"/v1/texts/intents/{quote(name, safe='')}"))
        found = place.post("/v1/texts/intents", definition=name, examples=examples)
    if json:
        return as_json(found)
    accuracy = f"{found['accuracy']:.1%}"
    line(common.say("text_learnt", intents=len(found["intents"]), examples=f"{found['examples']:,}", accuracy=accuracy), "bold")
    line(", ".join(map(printable, found["intents"])))
    return 0


def _only(place: Any) -> str:
    """The name of the only definition of texts. Raises Failed where there are none, or several."""
    names = [one["name"] for one in place.get("/v1/texts")["items"]]
    if len(names) != 1:
        known = ", ".join(map(printable, names)) or "there are none; begin with `use: text`"
        raise Failed(f"name the definition of texts with --of: {known}", 2)
    name: str = names[0]
    return name


def _examples(file: Path) -> list[dict[str, str]]:
    """The examples of a file. Raises Failed."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise Failed(f"{file} is larger than {_MOST_BYTES >> 20} MB")
        return [msgspec.json.decode(row, type=dict[str, str]) for row in file.read_bytes().splitlines() if row.strip()]
    except OSError as error:
        raise Failed(f"{file} cannot be read: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Failed(f"{file}: each line is a JSON object with `text` and `intent`: {error}") from None


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}"
