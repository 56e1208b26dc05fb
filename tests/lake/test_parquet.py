import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.lake import parquet
from regulars.lake.lake import IDENTITY


def rows(first: int, count: int) -> pa.Table:
    numbers = list(range(first, first + count))
    columns = [
        [number % 7 for number in numbers],
        numbers,
        [-number for number in numbers],
        numbers,
        [""] * count,
        [""] * count,
    ]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, IDENTITY)], schema=IDENTITY)


def test_writes_every_row_sorted_by_customer_and_time_in_each_chunk(tmp_path: Path) -> None:
    pieces = [rows(0, 100_000), rows(100_000, 1), rows(100_001, 70_000)]
    extent = parquet.write(tmp_path / "a.parquet", IDENTITY, pieces)
    found = pq.read_table(tmp_path / "a.parquet")
    assert extent.rows == found.num_rows == 170_001
    assert sorted(found["into_id"].to_pylist()) == list(range(170_001))
    chunk = found.slice(0, parquet.CHUNK)
    assert chunk.equals(chunk.sort_by([("customer_id", "ascending"), ("at", "ascending"), ("log_offset", "ascending")]))
    assert pq.ParquetFile(tmp_path / "a.parquet").metadata.row_group(0).num_rows == parquet.ROW_GROUP


def test_tells_the_log_of_instants_and_offsets_only(tmp_path: Path) -> None:
    extent = parquet.write(tmp_path / "a.parquet", IDENTITY, [rows(1, 3), rows(4, 6)])
    assert json.loads(extent.json()) == {
        "numRecords": 9,
        "minValues": {"at": -9, "log_offset": 1},
        "maxValues": {"at": -1, "log_offset": 9},
    }


def test_never_writes_over_a_file(tmp_path: Path) -> None:
    parquet.write(tmp_path / "a.parquet", IDENTITY, [rows(1, 3)])
    with pytest.raises(FileExistsError):
        parquet.write(tmp_path / "a.parquet", IDENTITY, [rows(1, 3)])


def test_reads_an_older_file_with_the_columns_of_today(tmp_path: Path) -> None:
    pq.write_table(rows(1, 3).drop_columns(["why"]), tmp_path / "old.parquet")
    found = pa.concat_tables(parquet.read([tmp_path / "old.parquet"], IDENTITY))
    assert found.schema.equals(IDENTITY)
    assert found["why"].to_pylist() == [None] * 3
    assert found["into_id"].to_pylist() == [1, 2, 3]


def test_a_column_without_a_place_is_named() -> None:
    with pytest.raises(ValueError, match="the lake has no column 'whom' here; it has customer_id, into_id, at"):
        parquet.conform(pa.table({"whom": [1]}), IDENTITY)
