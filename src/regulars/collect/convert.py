"""One cell of a file as the value that a mapping asks for."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from regulars.collect import timestamps
from regulars.collect.rejection import Rejection
from regulars.kit.clock import to_datetime
from regulars.kit.errors import RegularsError

ABSENT: Any = msgspec.UNSET
"""A field that is left out."""

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_EPOCHS = {"seconds": 1_000_000, "milliseconds": 1_000, "microseconds": 1}
_TRUE = frozenset(("true", "t", "yes", "y", "1", "是"))
_FALSE = frozenset(("false", "f", "no", "n", "0", "否"))


class Unfit(Exception):
    """A cell cannot be what the mapping says it is."""

    def __init__(self, code: str, column: str) -> None:
        super().__init__(code)
        self.code = code
        self.column = column


class Conversion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a column becomes a value."""

    column: str
    kind: Literal["", "text", "number", "integer", "boolean", "time", "json"] = msgspec.field(default="", name="as")
    """Empty: as it is in the file (CSV: text)."""
    format: str = ""
    """Of a time: as Python's strptime reads it, or `seconds`, `milliseconds`, `microseconds` since 1970. Empty: ISO 8601."""
    zone: str = ""
    """Of times that name none; UTC if empty."""
    decimal: str = "."
    thousands: str = ""
    default: Any = None
    """Instead of an empty cell."""


class Convert:
    """A conversion, ready to use: `convert(cell, column)` gives the value or raises Unfit."""

    def __init__(self, conversion: Conversion) -> None:
        self._how = conversion
        kind = conversion.kind or ("time" if conversion.format or conversion.zone else "")
        try:
            self._zone = ZoneInfo(conversion.zone) if conversion.zone else UTC
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise RegularsError(f"there is no time zone '{conversion.zone}'; write one like Asia/Shanghai") from None
        conversions: dict[str, Callable[[Any], Any]] = {
            "": _as_is,
            "text": _text,
            "number": self._number,
            "integer": self._integer,
            "boolean": _boolean,
            "time": lru_cache(4096)(self._time),
            "json": _json,
        }
        self._convert = conversions[kind]
        self._code = f"invalid_{kind or 'value'}"

    def __call__(self, cell: Any, column: str) -> Any:
        try:
            return self._convert(cell)
        except (ValueError, TypeError, OverflowError, Rejection, msgspec.DecodeError):
            raise Unfit(self._code, column) from None

    def _number(self, cell: Any) -> int | float:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return cell
        text = str(cell).strip()
        if self._how.thousands:
            text = text.replace(self._how.thousands, "")
        text = text.replace(self._how.decimal, ".")
        if not _NUMBER.fullmatch(text):
            raise ValueError(text)
        return int(text) if text.lstrip("+-").isdigit() and len(text) < 19 else float(text)

    def _integer(self, cell: Any) -> int:
        value = self._number(cell)
        if value != int(value):
            raise ValueError(value)
        return int(value)

    def _time(self, cell: Any) -> str:
        """ISO 8601 in UTC, so that nothing is left to guess."""
        moment: datetime
        if isinstance(cell, datetime):
            moment = cell
        elif isinstance(cell, date):
            moment = datetime(cell.year, cell.month, cell.day)
        elif self._how.format in _EPOCHS:
            return _iso(to_datetime(round(self._number(cell) * _EPOCHS[self._how.format])))
        elif self._how.format:
            moment = datetime.strptime(str(cell).strip(), self._how.format)
        else:
            at, warning = timestamps.load(cell)
            moment = to_datetime(at)
            if warning == "timestamp_without_zone":
                moment = moment.replace(tzinfo=None)
        return _iso(moment.replace(tzinfo=self._zone) if moment.tzinfo is None else moment)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _as_is(cell: Any) -> Any:
    """Parquet's own types as JSON has them; what is inside lists and structs is left to the encoder."""
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, bytes):
        raise ValueError("bytes")
    return cell


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else msgspec.json.encode(_as_is(cell)).decode().strip('"')


def _boolean(cell: Any) -> bool:
    text = str(cell).strip().lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError(text)


def _json(cell: Any) -> Any:
    return msgspec.json.decode(cell) if isinstance(cell, str) else cell
