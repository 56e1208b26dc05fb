"""The words of a workspace's own texts: which there are and how rare each is. Looked at again when there are half as many more.

They weigh the topics of a single text. What was analysed before stays as it was.
"""

import msgspec

from regulars.app.house import House
from regulars.app.text_intents import own_intents
from regulars.define.definitions import Texts
from regulars.learn.text.keywords import ShopWords
from regulars.learn.text.reader import Asked

LATEST = 5_000
"""So many of the latest texts are looked at."""
_ENOUGH = 200
_GROWN = 1.5


class _Kept(msgspec.Struct, array_like=True):
    """What is kept: after how many analysed texts it was looked, and what was found."""

    analysed: int
    words: bytes


def asked_of(house: House, workspace: str, one: Texts) -> Asked:
    """What to look for in texts of a definition: its aspects, its own intents and words."""
    kept = _kept(house, workspace, one.name)
    return Asked(one.aspects, own_intents(house, workspace, one.name), ShopWords.load(kept.words) if kept else None)


def refresh_words(house: House, workspace: str, name: str, analysed: int) -> bool:
    """Whether it is time to look again, now that so many texts have been analysed."""
    kept = _kept(house, workspace, name)
    return analysed >= (_GROWN * kept.analysed if kept else _ENOUGH)


def keep_words(house: House, workspace: str, name: str, analysed: int, texts: list[str]) -> None:
    """Look at the latest texts, and keep what they tell."""
    kept = _Kept(analysed, ShopWords.of(texts).dump())
    house.backends.shelf.put_note(workspace, _note(name), msgspec.msgpack.encode(kept))


def _kept(house: House, workspace: str, name: str) -> _Kept | None:
    data = house.backends.shelf.note(workspace, _note(name))
    return msgspec.msgpack.decode(data, type=_Kept) if data else None


def _note(name: str) -> str:
    return f"texts:{name}:words"
