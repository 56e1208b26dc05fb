"""An error is a sentence: what was seen, what is allowed, where, and what to do next."""

import difflib
from collections.abc import Iterable

from regulars.kit.said import Said, Words


class RegularsError(Exception):
    """The base of every error that a user may see.

    `code` is a stable snake_case name (also in the API's answer), `where` is `file:line` or a path in the input. `sentence` is
    English; `said` is the same in every language, where it was said in more than one.
    """

    code = "error"

    def __init__(self, sentence: Words, *, where: str = "", code: str = "") -> None:
        super().__init__(f"{where}: {sentence}" if where else str(sentence))
        self.sentence = str(sentence)
        self.said = sentence if isinstance(sentence, Said) else None
        self.where = where
        if code:
            self.code = code


class NotFound(RegularsError):
    """What was asked for is not there (or not in this workspace: the two cannot be told apart)."""

    code = "not_found"


class Missing(RegularsError):
    """An optional library is not installed."""

    code = "not_installed"


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for the closest known name, or an empty string.

    >>> nearest("cuont", ["count", "sum"])
    "; did you mean 'count'?"
    """
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""
