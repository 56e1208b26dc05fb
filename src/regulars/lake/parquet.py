"""The data files of the lake: how rows are laid out in Parquet, and what the Delta log is told of each file."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROW_GROUP = 16_384
"""Rows a row group. Measured on 600,000 rows: one customer's timeline costs 2.6 times less than with one group a file,
full scans cost the same."""

CHUNK = 8 * ROW_GROUP
"""Rows that are sorted together; it bounds what a merge of files holds in memory."""

STATED = ("timestamp", "received_at", "at", "log_offset")
"""The columns whose ranges go into the Delta log: instants and offsets only, never what identifies a person."""

_REPEATING = ("source", "type", "event", "user_id", "anonymous_id", "traits", "kind", "name", "value")
_ORDER = ("customer_id", "timestamp", "at", "log_offset")


class Extent(msgspec.Struct):
    """How many rows a file has, and the range of each stated column."""

    rows: int = 0
    low: dict[str, int] = {}
    high: dict[str, int] = {}

    def update(self, table: pa.Table) -> None:
        """Take in the rows of `table`."""
        self.rows += table.num_rows
        for name in STATED:
            if name not in table.column_names:
                continue
            span = pc.min_max(table[name]).as_py()
            if span["min"] is not None:
                self.low[name] = min(self.low.get(name, span["min"]), span["min"])
                self.high[name] = max(self.high.get(name, span["max"]), span["max"])

    def json(self) -> str:
        """As the Delta protocol writes statistics of a file."""
        return json.dumps({"numRecords": self.rows, "minValues": self.low, "maxValues": self.high})


def write(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> Extent:
    """Write the rows to a new file that survives a power cut on return; sorted by customer and time within each chunk."""
    extent = Extent()
    repeating = [name for name in _REPEATING if name in schema.names]
    with path.open("xb") as sink:
        with pq.ParquetWriter(sink, schema, compression="zstd", use_dictionary=repeating) as writer:
            for chunk in _chunks(schema, tables):
                extent.update(chunk)
                writer.write_table(_sorted(chunk), row_group_size=ROW_GROUP)
        sink.flush()
        os.fsync(sink.fileno())
    return extent


def read(paths: Iterable[Path], schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows of the files, a bounded piece at a time; columns that an older file lacks are null."""
    for path in paths:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=CHUNK):
                yield conform(pa.Table.from_batches([batch]), schema)


def conform(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the columns of `schema` in its order and types; those that it lacks are null.

    Raises ValueError for a column that the schema does not know or a value that its type cannot hold.
    """
    if table.schema.equals(schema):
        return table
    unknown = set(table.column_names) - set(schema.names)
    if unknown:
        raise ValueError(f"the lake has no column {sorted(unknown)[0]!r} here; it has {', '.join(schema.names)}")
    columns = [
        table[field.name].cast(field.type) if field.name in table.column_names else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def flush(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _chunks(schema: pa.Schema, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    held: list[pa.Table] = []
    rows = 0
    for table in tables:
        held.append(table)
        rows += table.num_rows
        while rows >= CHUNK:
            whole = pa.concat_tables(held)
            yield whole.slice(0, CHUNK)
            held = [whole.slice(CHUNK)]
            rows -= CHUNK
    if rows:
        yield pa.concat_tables(held)


def _sorted(table: pa.Table) -> pa.Table:
    keys = [(name, "ascending") for name in _ORDER if name in table.column_names]
    return table.take(pc.sort_indices(table, sort_keys=keys))
