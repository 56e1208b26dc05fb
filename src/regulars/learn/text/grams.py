"""The pieces of a text that models weigh, as hashes: runs of characters for Chinese, words and their parts for English.

A hash is CRC-32 of the piece: the same on every machine, and quick without any library. Models keep its lowest bits.
"""

import re
from collections import Counter
from collections.abc import Callable
from zlib import crc32

Grams = Callable[[str, int], Counter[int]]
"""From a `plain` text, and the mask of the bits to keep, to hash → how often."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|[^\sa-z0-9]+")
_DENIED = 3
"""How many words after `not` are marked as denied (until punctuation)."""

_NEGATIONS_WORDS = (
    "not no never none nobody nothing neither nor cannot can't cant don't dont doesn't doesnt didn't didnt isn't isnt "
    "wasn't wasnt aren't arent weren't won't wont wouldn't wouldnt couldn't couldnt shouldn't hasn't haven't hadn't "
    "without hardly barely ain't"
)
NEGATIONS = frozenset(_NEGATIONS_WORDS.split())


def words(text: str) -> list[str]:
    """Words, and runs of punctuation, of a `plain` text.

    >>> words("don't buy 2 of them!!")
    ["don't", 'buy', '2', 'of', 'them', '!!']
    """
    return _WORD.findall(text)


def characters(text: str, mask: int) -> Counter[int]:
    """Runs of one to three UTF-16 units, with marks at both ends."""
    units = f"\x02{text}\x03".encode("utf-16-le")
    end = len(units)
    return Counter([crc32(units[at : at + size]) & mask for size in (2, 4, 6) for at in range(0, end - size + 1, 2)])


def opinions(text: str, mask: int) -> Counter[int]:
    """Words (those after a negation marked), pairs of words, and parts of words of four and five letters."""
    said = words(text)
    pieces, denied = [], 0
    for word in said:
        if not word[0].isalnum():
            denied = 0
        pieces.append(f"w!{word}" if denied > 0 else f"w{word}")
        denied = _DENIED if word in NEGATIONS else denied - 1
    pieces += [*_pairs(said), *_parts(said, (4, 5))]
    return Counter([crc32(piece.encode()) & mask for piece in pieces])


def requests(text: str, mask: int) -> Counter[int]:
    """Words, pairs of words, parts of words of three to five letters; Chinese, which has no spaces, in runs of one to three."""
    said = words(text)
    pieces = [f"w{word}" for word in said]
    pieces += [*_pairs(said), *_parts(said, (3, 4, 5))]
    for word in said:
        if not word.isascii():
            pieces += [f"z{word[at : at + n]}" for n in (1, 2, 3) for at in range(len(word) - n + 1)]
    return Counter([crc32(piece.encode()) & mask for piece in pieces])


def _pairs(said: list[str]) -> list[str]:
    return [f"b{left} {right}" for left, right in zip(["<", *said], [*said, ">"])]


def _parts(said: list[str], sizes: tuple[int, ...]) -> list[str]:
    """Parts of each word, with marks at its ends."""
    marked = [f"<{word}>" for word in said if word.isascii()]
    return [f"c{word[at : at + n]}" for word in marked for n in sizes if n < len(word) for at in range(len(word) - n + 1)]


GRAMS: dict[str, Grams] = {"characters": characters, "opinions": opinions, "requests": requests}
"""By the name under which a model's file asks for them."""
