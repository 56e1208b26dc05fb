"""Lines of a text file and the records of a CSV in them, in bounded memory; what is broken costs its own line and no other."""

import csv
from collections import deque
from typing import IO

import msgspec

LINE = 1 << 20
"""Characters of the longest line; what is longer is a bad row, and memory stays bounded."""
_KEPT = 16_384
"""Characters kept of a line that cannot be read."""


class Bad(msgspec.Struct, frozen=True):
    """A row that cannot be read, with the reason and what there is of it."""

    code: str
    body: bytes = b""


class TooLong(Exception):
    """A line has more than LINE characters; `start` is how it begins."""

    def __init__(self, start: str) -> None:
        super().__init__(start)
        self.start = start

    def bad(self) -> Bad:
        """The row that it would have been."""
        return Bad("row_too_long", _bytes(self.start))


class Lines:
    """Lines of a text, each at most LINE long. It goes on after it has raised TooLong, as a generator could not."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(LINE)
        if not line:
            raise StopIteration
        if len(line) == LINE and not line.endswith("\n"):
            while (more := self._file.readline(LINE)) and not more.endswith("\n"):
                pass
            raise TooLong(line)
        return line


class Cells:
    """Records of lines whose cells stand between spaces, each a list of cells, or Bad."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def __iter__(self) -> "Cells":
        return self

    def __next__(self) -> list[str] | Bad:
        try:
            return next(self._lines).split()
        except TooLong as error:
            return error.bad()


class Records:
    """Records of a CSV, each a list of cells, or Bad.

    A quote that is opened and never closed would take all that follows into one cell. Such a line is Bad (`unclosed_quote`),
    and the line after it is read as a record of its own.

    >>> import io
    >>> list(Records(Lines(io.StringIO('a,b\\n1,"x\\n2,y\\n')), ","))
    [['a', 'b'], Bad(code='unclosed_quote', body=b'1,"x'), ['2', 'y']]
    """

    def __init__(self, lines: Lines, delimiter: str) -> None:
        self._taken = _Taken(lines)
        self._reader = csv.reader(self._taken, delimiter=delimiter, strict=False)

    def __iter__(self) -> "Records":
        return self

    def __next__(self) -> list[str] | Bad:
        taken = self._taken
        taken.begin()
        try:
            cells = next(self._reader)
        except TooLong as error:
            if not taken.lines:
                return error.bad()
            return taken.unclosed(error)
        except csv.Error:  # a cell has more characters than the reader takes
            return taken.unclosed() if len(taken.lines) > 1 else Bad("invalid_csv", _bytes(taken.lines[0]))
        return taken.unclosed() if taken.ended and taken.lines else cells


class _Taken:
    """Lines, with those of the record at hand remembered, so that they can be read again."""

    def __init__(self, source: Lines) -> None:
        self._source = source
        self._again: deque[str | TooLong] = deque()
        self.begin()

    def begin(self) -> None:
        """A record begins."""
        self.lines: list[str] = []
        self.ended = False
        """More was wanted than there is."""

    def unclosed(self, *after: TooLong) -> Bad:
        """The first line of the record at hand is no record: those after it, and what came then, are read again."""
        first, *others = self.lines
        self._again.extendleft(reversed([*others, *after]))
        return Bad("unclosed_quote", _bytes(first))

    def __iter__(self) -> "_Taken":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source, None)
        if isinstance(line, TooLong):
            raise line
        if line is None:
            self.ended = True
            raise StopIteration
        self.lines.append(line)
        return line


def _bytes(line: str) -> bytes:
    return line[:_KEPT].rstrip("\r\n").encode("utf-8", "replace")
