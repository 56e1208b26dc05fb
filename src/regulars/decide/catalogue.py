"""The items that slots choose from: read from CSV, JSON lines or Parquet, typed as declared, found by key or attribute."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq

from regulars.define.definitions import Catalog
from regulars.kit.errors import RegularsError, nearest

LIMIT_ITEMS = 1_000_000
LIMIT_PROBLEMS = 100
"""More problems with single items than this are not kept."""

_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})


class CatalogError(RegularsError):
    """A catalogue that cannot be read at all. Problems of single items are kept in `Items.problems` instead."""

    code = "bad_catalog"


class Items:
    """The items of one catalogue, in the order of the file. Immutable.

    >>> items = Items(Catalog(name="offers", types={"price": "number"}), [{"id": "a", "price": "3.5"}, {"id": "b"}])
    >>> items.keys, items.attributes[0]["price"], items.position["b"]
    (['a', 'b'], 3.5, 1)
    """

    def __init__(self, catalog: Catalog, rows: Iterable[Mapping[str, Any]]) -> None:
        self.name = catalog.name
        self.keys: list[str] = []
        self.attributes: list[dict[str, Any]] = []
        self.position: dict[str, int] = {}
        self.problems: list[str] = []
        """Sentences about rows that were left out and values that do not fit their declared type (they are NULL)."""
        for number, row in enumerate(rows, 1):
            key = _text(row.get(catalog.key))
            if not key:
                self._problem(f"row {number} has no '{catalog.key}'")
            elif key in self.position:
                self._problem(f"row {number}: '{key}' is there already; the first holds")
            elif len(self.keys) == LIMIT_ITEMS:
                raise CatalogError(f"catalog '{catalog.name}' holds more than {LIMIT_ITEMS:,} items")
            else:
                self.position[key] = len(self.keys)
                self.keys.append(key)
                self.attributes.append(self._typed(row, catalog, number) | {catalog.key: key})

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, key: str) -> dict[str, Any] | None:
        """The attributes of an item; None for a key that is not there."""
        position = self.position.get(key)
        return None if position is None else self.attributes[position]

    def _typed(self, row: Mapping[str, Any], catalog: Catalog, number: int) -> dict[str, Any]:
        typed: dict[str, Any] = {}
        for name, value in row.items():
            declared = catalog.types.get(name)
            fits = _fit(value, declared) if declared is not None and value is not None else value
            if fits is None and value not in (None, ""):
                self._problem(f"row {number}: {name} is no {declared}: '{str(value)[:40]}'")
            typed[name] = _plain(fits)
        return typed

    def _problem(self, sentence: str) -> None:
        if len(self.problems) < LIMIT_PROBLEMS:
            self.problems.append(sentence)


def load_items(catalog: Catalog, folder: Path | None) -> Items:
    """The items of a catalogue; its file stands relative to `folder`, that of the definitions.

    A catalogue without a file is empty. Raises CatalogError where the file cannot be read, has no column of the key, or
    stands outside of the folder (definitions may come from elsewhere than this machine; what they name must not).
    """
    if not catalog.file:
        return Items(catalog, [])
    if folder is None:
        raise CatalogError(f"catalog '{catalog.name}' names a file, but these definitions stand in no folder", where=catalog.at)
    path = (folder / catalog.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise CatalogError(
            f"catalog '{catalog.name}': '{catalog.file}' lies outside of the definitions' folder", where=catalog.at
        )
    readers = {".csv": _csv, ".jsonl": _json_lines, ".ndjson": _json_lines, ".parquet": _parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        text = f"catalog '{catalog.name}': '{catalog.file}' is no file of items; allowed are {', '.join(readers)}"
        raise CatalogError(text, where=catalog.at)
    try:
        return Items(catalog, _checked(reader(path), catalog))
    except FileNotFoundError:
        text = f"catalog '{catalog.name}': there is no file '{catalog.file}'"
        raise CatalogError(text + nearest(path.name, (other.name for other in folder.glob("*"))), where=catalog.at) from None
    except (OSError, UnicodeDecodeError, csv.Error, msgspec.DecodeError, ValueError) as problem:
        raise CatalogError(f"catalog '{catalog.name}': '{catalog.file}' cannot be read: {problem}", where=catalog.at) from None


def _checked(rows: Iterator[Mapping[str, Any]], catalog: Catalog) -> Iterator[Mapping[str, Any]]:
    for number, row in enumerate(rows):
        if number == 0 and catalog.key not in row:
            hint = nearest(catalog.key, row) or f"; there are {', '.join(row)}"
            raise CatalogError(
                f"catalog '{catalog.name}': '{catalog.file}' has no column '{catalog.key}'{hint}", where=catalog.at
            )
        yield row


def _csv(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey="", strict=True)
        names = reader.fieldnames or []
        if len(set(names)) < len(names):
            raise ValueError(f"two columns are called '{next(name for name in names if names.count(name) > 1)}'")
        for row in reader:
            row.pop("", None)
            yield {name: value or None for name, value in row.items()}


def _json_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield decode(line.strip(b"\xef\xbb\xbf \t\r\n"))
                except msgspec.DecodeError as problem:
                    raise ValueError(f"line {number}: {problem}") from None


def _parquet(path: Path) -> Iterator[Mapping[str, Any]]:
    for batch in pq.ParquetFile(path).iter_batches(10_000):
        yield from batch.to_pylist()


def _plain(value: Any) -> Any:
    """What Parquet knows and JSON does not, as JSON would say it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return None if isinstance(value, bytes) else value


def _text(value: Any) -> str:
    """A key as text: what CSV says as text, JSON and Parquet may say as a number."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    return str(value).strip()


def _fit(value: Any, declared: str) -> Any:
    """The value as its declared type; None where it does not fit."""
    if declared == "text":
        return value if isinstance(value, str) else _text(value) or None
    if declared == "number":
        return _number(value)
    if declared == "boolean":
        word = str(value).strip().lower()
        return True if word in _TRUE else False if word in _FALSE else None
    if declared == "timestamp":
        return value.isoformat() if isinstance(value, date | datetime) else value if isinstance(value, str) else None
    if isinstance(value, str):
        try:
            value = msgspec.json.decode(value)
        except msgspec.DecodeError:
            return None
    return value if isinstance(value, list if declared == "list" else dict) else None


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < float("inf") else None
