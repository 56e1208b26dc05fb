"""What commands that show an answer of the API have in common: `--json`, what it rests on, bars."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from cyclopts import Parameter

from regulars.cli.place import Common
from regulars.cli.show import cell, line

Json = Annotated[bool, Parameter(help="Print the answer as JSON.", negative="")]

_EIGHTHS = " ▏▎▍▌▋▊▉"


def as_json(answer: Any) -> int:
    """Print the answer as it is. Gives the exit status."""
    print(msgspec.json.encode(answer).decode())
    return 0


def basis(rests_on: Mapping[str, Any], common: Common) -> int:
    """From how much, as of when, by which method; and what a careful reader must know. Gives the exit status."""
    counts = f"{cell(rests_on['customers'])} customers · {cell(rests_on['events'])} rows"
    line(f"{counts} · {rests_on['as_of']} · {common.told(rests_on['method'])}", "dim")
    for note in rests_on["notes"]:
        line(f"  {common.told(note)}", "dim")
    return 0


def bar(value: float, most: float, width: int = 10) -> str:
    """A bar whose full length of `width` characters stands for `most`.

    >>> bar(5, 10, 4), bar(0, 10), bar(3, 0)
    ('██', '', '')
    """
    eighths = round(8 * width * value / most) if most else 0
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
