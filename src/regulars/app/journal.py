"""The log of the program: one JSON object a line, so that no text of a customer can pretend to be a line of ours."""

import logging
import sys
from typing import Any

import msgspec

from regulars.kit.clock import to_text

_encode = msgspec.json.Encoder().encode


class JsonLines(logging.Formatter):
    """A record as one line of JSON: `at`, `level`, `part`, `text`, and `error` with the traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": to_text(int(record.created * 1_000_000)),
            "level": record.levelname.lower(),
            "part": record.name,
            "text": record.getMessage(),
        }
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return _encode(said).decode()


def to_stderr(level: int) -> None:
    """Let all of the program's records of this level and above go to the error stream as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger("regulars")
    root.handlers[:] = [handler]
    root.setLevel(level)
    root.propagate = False
