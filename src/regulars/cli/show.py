"""How results look in a terminal: tables, figures, times."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> None:
    """A table; numbers stand to the right. The first column names the rows: it is not broken, so that it can be copied."""
    shown = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        numeric = any(isinstance(row[index], (int, float)) and not isinstance(row[index], bool) for row in rows)
        whole = min(40, max((len(cell(row[0])) for row in rows), default=0)) if index == 0 else None
        shown.add_column(column, justify="right" if numeric else "left", overflow="fold", min_width=whole)
    for row in rows:
        shown.add_row(*(Text(cell(value)) for value in row))
    console.print(shown)


def records(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table where the terminal is wide enough for it, else one block a row, a column a line."""
    widths = (max(map(len, shown)) for shown in zip(columns, *(map(cell, row) for row in rows)))
    if sum(widths) + 2 * (len(columns) - 1) <= console.width:
        table(columns, rows)
        return
    for row in rows:
        table(["", ""], [(name, cell(value)) for name, value in zip(columns, row)])


def cell(value: Any) -> str:
    """A value as a person reads it; control characters of whoever wrote it do not reach the terminal.

    >>> cell(1234567.5), cell(None), cell("a\\x1b[2J")
    ('1,234,567.5', '–', 'a�[2J')
    """
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{cell(key)}={cell(item)}" for key, item in value.items())
    return printable(str(value))


def printable(text: str) -> str:
    """The text without what a terminal would obey: control and formatting characters become U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\t" else c for c in text)


def line(text: str = "", style: str | None = None) -> None:
    """One line, without markup."""
    console.print(Text(text, style or ""))


def complain(text: str) -> None:
    """One line on the error stream."""
    errors.print(Text(text, "red"))
