"""The rows of a file, one after the other, in bounded memory: CSV, JSON lines, Parquet, each possibly gzipped (Parquet not)."""

import codecs
import gzip
import io
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

import msgspec

from regulars.collect.lines import LINE, Bad, Cells, Lines, Records, TooLong
from regulars.collect.mapping import Plan
from regulars.collect.screen import shallow
from regulars.collect.tree import depth
from regulars.kit.errors import RegularsError

COLUMNS = 2_000
DEPTH = 200
"""Levels in a line of JSON: far more than any limit of an event, far less than a parser can bear."""
_CHUNK = 1 << 20
_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class FileError(RegularsError):
    """A file cannot be imported at all."""

    code = "bad_file"


class Facts(msgspec.Struct, frozen=True):
    """What a file is, found by one pass over its bytes."""

    digest: str
    """BLAKE2b of its content, hexadecimal."""
    format: str
    encoding: str
    """As Python names it; empty for Parquet."""
    zipped: bool


def inspect(path: Path, plan: Plan) -> Facts:
    """Look at the whole file once. Raises FileError where it is of no known kind."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
            digest = blake2b(start, digest_size=16)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None
    if start == b"PK\x03\x04":
        raise FileError(f"{path} is a ZIP archive (or a spreadsheet); unpack it, or save it as CSV, and import that")
    zipped = start.startswith(b"\x1f\x8b")
    name = path.name.lower().removesuffix(".gz")
    kind = plan.format or _SUFFIXES.get(Path(name).suffix, "parquet" if start == b"PAR1" else "")
    if not kind:
        raise FileError(f"{path} is none of .csv, .tsv, .jsonl, .parquet; say which by `format` in the mapping")
    if kind == "csv" and not plan.fields:
        raise FileError(f"{path} needs a mapping, a YAML file that says what a row means: --mapping map.yml")
    encoding = "" if kind == "parquet" else plan.encoding or _encoding(path, zipped)
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError:
        raise FileError(f"there is no encoding '{encoding}'; write one like gb18030") from None
    return Facts(digest.hexdigest(), kind, encoding, zipped)


def read(path: Path, facts: Facts, plan: Plan) -> Iterator[dict[str, Any] | bytes | Bad]:
    """The rows in order: by column, or (JSON lines) the line's bytes where the plan has no fields, or Bad.

    Raises FileError where the whole file does not fit the plan.
    """
    if facts.format == "parquet":
        return _parquet(path, plan)
    return _csv(path, facts, plan) if facts.format == "csv" else _jsonl(path, facts, plan)


def _open(path: Path, zipped: bool) -> IO[bytes]:
    return gzip.open(path) if zipped else path.open("rb")  # type: ignore[return-value]


def _encoding(path: Path, zipped: bool) -> str:
    with _open(path, zipped) as file:
        start = file.read(4096)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    if start[::2].count(0) > len(start) // 4:
        return "utf-16-be"
    for name in ("utf-8", "gb18030"):
        if _decodes(path, zipped, name):
            return name
    return "cp1252"


def _decodes(path: Path, zipped: bool, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with _open(path, zipped) as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except (OSError, EOFError) as error:
        raise FileError(f"{path} is damaged: {error}") from None
    return True


def _text(path: Path, facts: Facts, newline: str | None) -> IO[str]:
    # What cannot be decoded is kept as it is (PEP 383), and makes its row bad, not the file.
    errors = "surrogateescape" if facts.encoding in ("utf-8", "utf-8-sig") else "replace"
    return io.TextIOWrapper(_open(path, facts.zipped), facts.encoding, errors=errors, newline=newline)


def _csv(path: Path, facts: Facts, plan: Plan) -> Iterator[dict[str, Any] | bytes | Bad]:
    with _text(path, facts, "") as file:
        delimiter = plan.delimiter
        header = list(plan.columns)
        if not delimiter:
            delimiter = max(",;\t|", key=file.readline(LINE).count)
            file.seek(0)
        records = Cells(Lines(file)) if delimiter == "whitespace" else Records(Lines(file), delimiter)
        if not header:
            header = _header(records, path)
        _check_header(header, path, plan)
        for cells in records:
            if isinstance(cells, Bad):
                yield cells
            elif not cells:
                continue
            elif len(cells) != len(header):
                yield Bad("ragged_row", msgspec.json.encode([_printable(cell) for cell in cells[:COLUMNS]]))
            elif not all(map(_decoded, cells)):
                yield Bad("invalid_encoding", msgspec.json.encode(dict(zip(header, map(_printable, cells), strict=True))))
            else:
                yield dict(zip(header, cells, strict=True))


def _header(records: Iterator[list[str] | Bad], path: Path) -> list[str]:
    names = next(records, [])
    if isinstance(names, Bad):
        raise FileError(f"{path} does not start with a line of column names; give them as `columns` in the mapping")
    return [name.strip() for name in names]


def _check_header(header: list[str], path: Path, plan: Plan) -> None:
    if not header:
        raise FileError(f"{path} is empty")
    if len(header) > COLUMNS:
        raise FileError(f"{path} has {len(header)} columns; at most {COLUMNS} are read")
    wanted = header if plan.rest else plan.used()
    twice = next((name for name in wanted if header.count(name) > 1), None)
    if twice is not None:
        raise FileError(f"{path} has the column '{twice}' more than once; rename one of them")
    plan.check_columns(header, str(path))


def _jsonl(path: Path, facts: Facts, plan: Plan) -> Iterator[dict[str, Any] | bytes | Bad]:
    with _text(path, facts, None) as file:
        lines = Lines(file)
        while True:
            try:
                line = next(lines).strip()
            except StopIteration:
                return
            except TooLong as error:
                yield error.bad()
                continue
            if not line:
                continue
            if not _decoded(line):
                yield Bad("invalid_encoding", line.encode("utf-8", "surrogateescape"))
                continue
            raw = line.encode()
            try:
                row = _decode(raw)
            except (msgspec.DecodeError, RecursionError):
                yield Bad("invalid_json", raw)
                continue
            if not shallow(raw, DEPTH) and depth(raw) > DEPTH:
                yield Bad("too_deep", raw)
                continue
            yield row if plan.fields else raw


_decode = msgspec.json.Decoder(dict[str, Any]).decode


def _parquet(path: Path, plan: Plan) -> Iterator[dict[str, Any] | bytes | Bad]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(path)
        names = file.schema_arrow.names
        _check_header(names, path, plan)
        wanted = {used.split(".")[0] for used in plan.used()} | set(plan.used())
        columns = names if plan.rest or not plan.fields else [name for name in names if name in wanted]
        schema = pa.schema([_micros(field, pa) for field in file.schema_arrow if field.name in columns])
        for batch in file.iter_batches(batch_size=1_000, columns=columns):
            for row in batch.select(schema.names).cast(schema, safe=False).to_pylist():
                yield row if plan.fields else msgspec.json.encode(row)
    except (pa.ArrowException, OSError) as error:
        raise FileError(f"{path} is no readable Parquet file: {str(error).splitlines()[0]}") from None


def _micros(field: Any, pa: Any) -> Any:
    """Python's times have no nanoseconds, nor has the log."""
    return field.with_type(pa.timestamp("us", field.type.tz)) if pa.types.is_timestamp(field.type) else field


def _decoded(text: str) -> bool:
    if text.isascii():
        return True
    return "\ufffd" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
