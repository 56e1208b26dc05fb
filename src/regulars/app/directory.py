"""Finds customers by what people remember of them: a part of a name in any script, its pinyin or initials, an identifier.

Names are gathered from the history (what `identify` calls said) into memory at the first search, and kept up to date by what
came since. E-mail addresses and numbers are not in it: those are looked up as identifiers.
"""

import re
import threading
import unicodedata
from functools import cache

from regulars.app import views
from regulars.app.house import House
from regulars.kit.errors import NotFound

MOST = 1000
"""How many customers one search gives."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_READINGS = 3
"""Of the first character of a name, which is mostly the surname, so many readings are kept (单 is dan, chan and shan)."""
_LONGEST = 200


class Directory:
    """The names of all workspaces of a house. Safe from any thread."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._books: dict[str, _Book] = {}
        self._mutex = threading.Lock()

    def search(self, workspace: str, text: str, prefixes: bool) -> list[int]:
        """Customers whom the text may mean, those it names outright first; at most `MOST`.

        `prefixes`: whether the beginning of an identifier is enough. It is not for those who may not see identifiers: else they
        could be found out letter by letter.
        """
        found = dict.fromkeys(self._named(workspace, text))
        if prefixes:
            for kind in self._house.world(workspace).pipeline.kinds:
                rows = self._house.backends.state.query("starting", workspace, kind=kind, prefix=text, limit=MOST)
                found |= dict.fromkeys(customer for _, customer in rows)
        needle = plain(text)
        if needle:
            with self._mutex:
                book = self._books.setdefault(workspace, _Book())
            found |= dict.fromkeys(book.find(self._house, workspace, needle))
        return list(found)[:MOST]

    def _named(self, workspace: str, text: str) -> list[int]:
        kinds = self._house.world(workspace).pipeline.kinds
        found = []
        for spelt in (text, *(f"{kind}:{text}" for kind in kinds)):
            try:
                found.append(views.find(self._house, workspace, spelt).id)
            except NotFound:
                continue
        return found


class _Book:
    """Customer → names, each in the forms in which it may be asked for, on lines of their own."""

    def __init__(self) -> None:
        self._lines: dict[int, str] = {}
        self._offset = 0
        self._mutex = threading.Lock()

    def find(self, house: House, workspace: str, needle: str) -> list[int]:
        """Customers with this in a name, by how early it stands there."""
        with self._mutex:
            self._read(house, workspace)
            placed = [(lines.find(needle), customer) for customer, lines in self._lines.items() if needle in lines]
        return [customer for _, customer in sorted(placed)[:MOST]]

    def _read(self, house: House, workspace: str) -> None:
        until = house.loop.offset
        if until <= self._offset:
            return
        sql = _NAMES.format(since=self._offset, until=until)
        for row in house.query(workspace, sql).to_pylist():
            known = self._lines.get(row["customer_id"], "")
            fresh = [form for name in row["names"] for form in forms(name) if form not in known]
            if fresh:
                self._lines[row["customer_id"]] = "\n".join([*([known] if known else []), *dict.fromkeys(fresh)])
        self._offset = until


# What looks like an address or a number is no name. The values of the traits stand on the top level of their JSON text.
_NAMES = r"""
select customer_id, list_distinct(flatten(list(names))) as names from (
    select customer_id, list_filter(
        json_extract_string(traits, '$.*'), lambda v: v is not null and length(v) between 1 and 200 and not contains(v, '@')
        and not regexp_matches(v, '[0-9]{{5}}|^[\[{{]|^https?:|^(true|false|[0-9.-]+)$')
    ) as names
    from events where type = 'identify' and log_offset > {since} and log_offset <= {until} and traits <> '{{}}'
) where len(names) > 0 group by customer_id
"""


def forms(name: str) -> list[str]:
    """The forms in which a name may be asked for.

    >>> forms("Ann Lee"), forms("张小明")
    (['annlee'], ['张小明', 'zhangxiaoming', 'zxm'])
    """
    text = plain(name[:_LONGEST])
    if not _CHINESE.search(text):
        return [text] if text else []
    first, *rest = [_readings(character) for character in text]
    found = [text]
    for start in first[:_READINGS]:
        syllables = [start, *(readings[0] for readings in rest)]
        found += ["".join(syllables), "".join(syllable[:1] for syllable in syllables)]
    return list(dict.fromkeys(found))


def plain(text: str) -> str:
    """The text as it is compared: full-width letters narrow, no case, no accents, no spaces or signs.

    >>> plain("Ｊosé  O'Neil-Díaz")
    'joseoneildiaz'
    """
    split = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in split if character.isalnum())


@cache
def _readings(character: str) -> list[str]:
    """The syllables of a Chinese character without tones, the commonest first; any other character stands for itself."""
    found = _table().get(ord(character), character).split(",")
    return list(dict.fromkeys(plain(reading.replace("ü", "v")) for reading in found))


@cache
def _table() -> dict[int, str]:
    from pypinyin.constants import PINYIN_DICT  # a large table, read when somebody searches

    table: dict[int, str] = PINYIN_DICT
    return table
