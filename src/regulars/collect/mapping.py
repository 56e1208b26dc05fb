"""From a row of a file to a call: the mapping that a user writes in YAML.

```yaml
type: track
event: Order Completed
user_id: "{CustomerID}"
message_id: "{InvoiceNo}-{StockCode}"
timestamp: {column: InvoiceDate, format: "%Y/%m/%d %H:%M", zone: Europe/London}
properties:
  total: {column: Total, as: number}
  shop: online
rest: properties
```

A text is a constant or, with `{column}` in it, a template; `{column: …}` takes one column as it is, or converted. A field whose
column is empty is left out. Without any field, the rows (JSON lines, Parquet) are calls already; CSV needs a mapping.
"""

import string
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec
import yaml

from regulars.collect.convert import ABSENT, Conversion, Convert
from regulars.kit.errors import RegularsError, nearest

FIELDS = {
    "type": "type",
    "event": "event",
    "name": "name",
    "message_id": "messageId",
    "user_id": "userId",
    "anonymous_id": "anonymousId",
    "group_id": "groupId",
    "previous_id": "previousId",
    "timestamp": "timestamp",
    "properties": "properties",
    "traits": "traits",
    "context": "context",
}
"""Fields of a mapping → fields of a call."""

Row = Mapping[str, Any]
_Read = Callable[[Row], Any]


class MappingError(RegularsError):
    """A mapping cannot be understood, or does not fit the file."""

    code = "bad_mapping"


class Plan(msgspec.Struct, frozen=True):
    """A mapping, ready to use. Build it with `load`."""

    fields: dict[str, Any] = {}
    rest: Literal["", "properties", "traits"] = ""
    """Where columns go that no field names; empty: nowhere."""
    format: Literal["", "csv", "jsonl", "parquet"] = ""
    """Empty: by the file's name."""
    encoding: str = ""
    """Empty: detected."""
    delimiter: str = ""
    """Of CSV: one character or `whitespace`; empty: detected."""
    columns: list[str] = []
    """Names of the columns of a CSV file without a header line."""
    empty: tuple[str, ...] = ("",)
    """Cells that mean that there is no value."""

    def used(self) -> list[str]:
        """The columns that the fields name, in their order."""
        found: list[str] = []
        _collect(self.fields, found)
        return list(dict.fromkeys(found))

    def check_columns(self, columns: list[str], where: str) -> None:
        """Raises MappingError if a field names a column that the file does not have."""
        for name in self.used():
            if name not in columns and name.split(".")[0] not in columns:
                raise MappingError(
                    f"there is no column '{name}'{nearest(name, columns) or '.'} There are: {_listed(columns)}", where=where
                )

    def compile(self) -> Callable[[Row], dict[str, Any]]:
        """A function from a row to a call. It raises Unfit for a cell that cannot be converted."""
        reads = {FIELDS[name]: _reader(value, name, self.empty) for name, value in self.fields.items()}
        used = frozenset(self.used())
        rest, empty, plain = self.rest, frozenset(self.empty), Convert(Conversion(""))

        def call(row: Row) -> dict[str, Any]:
            made = {name: value for name, read in reads.items() if (value := read(row)) is not ABSENT}
            if rest:
                others = {key: plain(cell, key) for key, cell in row.items() if key not in used and not _is_empty(cell, empty)}
                made[rest] = {**others, **made.get(rest, {})}
            return made

        return call


def load(text: str, where: str = "mapping") -> Plan:
    """The mapping in a YAML text. Raises MappingError with what is wrong and what was perhaps meant."""
    try:
        data = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise MappingError(f"this is not YAML: {str(error).splitlines()[0]}", where=where) from None
    if not isinstance(data, dict):
        raise MappingError("a mapping is a list of fields and what they are made of", where=where)
    options = set(Plan.__struct_fields__) - {"fields"}
    for name in data:
        if name not in FIELDS and name not in options:
            known = [*FIELDS, *sorted(options)]
            raise MappingError(
                f"there is no field '{name}'{nearest(str(name), known) or '.'} There are: {', '.join(known)}", where=where
            )
    fields = {name: value for name, value in data.items() if name in FIELDS}
    try:
        plan = msgspec.convert({"fields": fields} | {name: data[name] for name in data if name in options}, Plan)
    except msgspec.ValidationError as error:
        raise MappingError(str(error), where=where) from None
    for name, value in fields.items():
        _check(value, name, where)
    if fields and "type" not in fields:
        raise MappingError("the mapping needs a `type`, such as `type: track`", where=where)
    if len(plan.delimiter) > 1 and plan.delimiter != "whitespace":
        raise MappingError("`delimiter` is one character, or `whitespace`", where=where)
    return plan


def _listed(names: list[str]) -> str:
    return ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")


def _check(value: Any, name: str, where: str) -> None:
    if isinstance(value, dict) and "column" not in value and name.partition(".")[0] in ("properties", "traits", "context"):
        for key, inner in value.items():
            _check(inner, f"{name}.{key}", where)
        return
    if name in ("properties", "traits", "context"):
        raise MappingError(f"`{name}` is a list of names and what they are made of", where=where)
    try:
        if isinstance(value, dict):
            Convert(msgspec.convert(value, Conversion))
        elif isinstance(value, str):
            _template(value)
    except (msgspec.ValidationError, RegularsError, ValueError) as error:
        raise MappingError(f"`{name}`: {error}", where=where) from None


def _template(text: str) -> list[tuple[str, str | None]]:
    """The literal texts of a template, each with the column that follows it (None after the last)."""
    parts = []
    for literal, column, spec, conversion in string.Formatter().parse(text):
        if column == "" or spec or conversion:
            raise ValueError("a template names columns in braces, like '{order_id}'; write '{{' for a brace")
        parts.append((literal, column))
    return parts


def _collect(value: Any, found: list[str]) -> None:
    if isinstance(value, str):
        found.extend(column for _, column in _template(value) if column)
    elif isinstance(value, dict):
        if "column" in value:
            found.append(value["column"])
        else:
            for inner in value.values():
                _collect(inner, found)


def _reader(value: Any, name: str, empty: tuple[str, ...]) -> _Read:
    nothing = frozenset(empty)
    if isinstance(value, dict) and "column" in value:
        convert, column = Convert(msgspec.convert(value, Conversion)), value["column"]
        default = value.get("default", ABSENT)

        def one(row: Row) -> Any:
            cell = look_up(row, column)
            return default if _is_empty(cell, nothing) else convert(cell, column)

        return one
    if isinstance(value, dict):
        inner = {key: _reader(each, f"{name}.{key}", empty) for key, each in value.items()}

        def several(row: Row) -> Any:
            return {key: made for key, read in inner.items() if (made := read(row)) is not ABSENT}

        return several
    if isinstance(value, str) and any(column for _, column in _template(value)):
        parts = _template(value)

        def text(row: Row) -> Any:
            said = []
            for literal, column in parts:
                said.append(literal)
                if column is not None:
                    cell = look_up(row, column)
                    if _is_empty(cell, nothing):
                        return ABSENT
                    said.append(cell if isinstance(cell, str) else msgspec.json.encode(cell).decode().strip('"'))
            return "".join(said)

        return text
    constant = value.format() if isinstance(value, str) else value
    return lambda row: constant


def look_up(row: Row, column: str) -> Any:
    """A cell by the name of its column, or by a path into an object (`user.id`); None where it is absent."""
    if column in row:
        return row[column]
    value: Any = row
    for part in column.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _is_empty(cell: Any, empty: frozenset[str]) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip() in empty)
