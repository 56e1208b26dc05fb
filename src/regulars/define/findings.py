"""What is wrong, or doubtful, in a house: one sentence each, with its place."""

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from regulars.kit.errors import RegularsError

SHOWN = 100
"""More findings than this are counted, not shown."""


class Finding(msgspec.Struct, frozen=True):
    """One thing that somebody should look at. An `error` keeps the definitions from being applied, a `warning` does not."""

    level: Literal["error", "warning"]
    code: str
    """A stable snake_case name, e.g. `unknown_key`."""
    text: str
    """What was seen, what is allowed, the nearest right name."""
    at: str = ""
    """`file:line`."""

    def __str__(self) -> str:
        return f"{self.at}: {self.level}: {self.text}" if self.at else f"{self.level}: {self.text}"


class DefinitionErrors(RegularsError):
    """All that is wrong with the definitions, at once; `findings` holds them one by one."""

    code = "bad_definitions"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        lines = [f"{finding.at}: {finding.text}" if finding.at else finding.text for finding in self.findings[:SHOWN]]
        if len(self.findings) > SHOWN:
            lines.append(f"… and {len(self.findings) - SHOWN} more")
        super().__init__("\n".join(lines))


def place(finding: Finding) -> tuple[str, int, int]:
    """What findings are ordered by: file, line, column (0 where there is none).

    >>> place(error("x", "…", "shop.yml:12:3")), place(error("x", "…", "shop.yml:2")), place(error("x", "…"))
    (('shop.yml', 12, 3), ('shop.yml', 2, 0), ('', 0, 0))
    """
    match = re.fullmatch(r"(.*?)(?::(\d+))?(?::(\d+))?", finding.at, re.DOTALL)
    assert match
    return match[1], int(match[2] or 0), int(match[3] or 0)


def error(code: str, text: str, at: str = "") -> Finding:
    """A finding that must be put right."""
    return Finding("error", code, text, at)


def warning(code: str, text: str, at: str = "") -> Finding:
    """A finding that may be meant."""
    return Finding("warning", code, text, at)
