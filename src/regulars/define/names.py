"""Which names definitions may have. What expressions name must read as one word there; the rest must read well in paths."""

import re
from collections.abc import Iterator

from regulars.define.definitions import Definition, Definitions
from regulars.define.findings import Finding, error
from regulars.define.sections import ONE_SPACE, WORDS

FREE = frozenset({"events", "traits"})
"""Named by the clients that send them: any text."""
LONGEST = 200

_WORD = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_PLAIN = re.compile(r"[\w][\w.-]{0,62}")

RESERVED = frozenset(
    """
    all and anonymous_id any as asc between by case cast context cross current_date current_timestamp customer
    day desc distinct else end event except exists extract false filter for from full group having hour id
    ilike in inner intersect interval into is item join left like limit line minute month natural not now null
    offset on or order outer over partition properties quarter range received_at right row rows scores second
    select similar some source stage table then timestamp today traits true type union unique user_id using
    week when where window with year
    """.split()  # noqa: SIM905
)
"""Words that mean something else in an expression."""


def check_names(definitions: Definitions) -> Iterator[Finding]:
    """Names that expressions cannot say, that are taken, or that are too long."""
    holders: dict[str, Definition] = {}
    for section, word in WORDS.items():
        for name, value in getattr(definitions, section).items():
            at = getattr(value, "at", "")
            if getattr(value, "name", name) != name:
                yield error("two_names", f"{word} '{name}' calls itself '{value.name}'", at)
            if section in ONE_SPACE:
                yield from _check_word(name, word, at)
                if name in holders:
                    text = f"{word} '{name}' has the name of another definition (at {holders[name].at or 'another place'});"
                    yield error("duplicate_name", f"{text} features, segments and stages share their names", at)
                holders[name] = value
            elif section in FREE:
                if not name.strip() or len(name) > LONGEST:
                    yield error("bad_name", f"{word} '{name[:40]}': a name has 1 to {LONGEST} characters", at)
            elif not _PLAIN.fullmatch(name):
                yield error("bad_name", f"{word} '{name[:40]}': write letters, digits, '_', '-' and '.', at most 63", at)


def _check_word(name: str, word: str, at: str) -> Iterator[Finding]:
    if not _WORD.fullmatch(name):
        right = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:63]
        hint = f"; did you mean '{right}'?" if _WORD.fullmatch(right) else ""
        text = f"{word} '{name[:40]}': write small letters, digits and '_' (at most 63); names for people go into 'title'{hint}"
        yield error("bad_name", text, at)
    elif name in RESERVED:
        yield error("reserved_name", f"{word} '{name}': the word has another meaning in expressions; take another", at)
