"""Text as every model sees it: one spelling of equal characters, nothing invisible, bounded, cut into clauses."""

import re
import unicodedata

from regulars.learn.text.simplified import simplified

LIMIT_CHARACTERS = 10_000
"""What is longer is read up to here: a review that long has said what it says."""

_SPACE = re.compile(r"\s+")
_SILENT = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LONE = re.compile("[\ud800-\udfff]")
_ENDS = re.compile(
    r"[。！？!?；;…\n]+|(?<!\d)[，,、]|[，,、](?!\d)|\.(?=\s|$)|(?:但是|但|不过|不過|可是|然而|就是|只是)|\b(?:but|however|although|though|yet)\b",
    re.IGNORECASE,
)


def tidy(text: str) -> str:
    """The text as it can be shown and kept: no control or invisible characters, no broken surrogates, bounded.

    >>> tidy("fine\\x00\\u202e \\ud800!")
    'fine \ufffd!'
    """
    return _LONE.sub("\ufffd", _SILENT.sub("", text[:LIMIT_CHARACTERS])).strip()


def plain(text: str) -> str:
    """The text as models see it: full-width letters as narrow ones, small letters, simplified characters, single spaces.

    >>> plain("ＧＯＯＤ　 質量\\n好")
    'good 质量 好'
    """
    folded = unicodedata.normalize("NFKC", tidy(text)).lower().replace("’", "'")[:LIMIT_CHARACTERS]
    return _SPACE.sub(" ", simplified(folded)).strip()


def clauses(text: str) -> list[str]:
    """The parts of a text between punctuation and words like `but`, in order; each says one thing.

    >>> clauses("质量很好，但是物流太慢了。 Nice, but 1,000 too expensive")
    ['质量很好', '物流太慢了', 'Nice', '1,000 too expensive']
    """
    return [part for part in (piece.strip() for piece in _ENDS.split(text)) if part]
