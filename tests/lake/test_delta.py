import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from regulars.kit.errors import RegularsError
from regulars.lake import parquet
from regulars.lake.delta import DeltaLake
from regulars.lake.duck import DuckEngine
from regulars.lake.lake import EVENTS, IDENTITY, TABLES
from regulars.lake.table import Table
from regulars.testing.lake import EACH, tables


def grown(folder: Path, appends: int, keep_hours: int = 1) -> DeltaLake:
    lake = DeltaLake(folder, keep_hours)
    for offset in range(1, appends + 1):
        lake.append("main", tables(offset, offset), offset)
    return lake


def test_other_readers_of_delta_see_the_same_rows(tmp_path: Path) -> None:
    lake = grown(tmp_path, 10)
    lake.tidy("main")
    outside = DeltaTable(str(tmp_path / "main" / "events"))
    assert outside.to_pyarrow_table().num_rows == lake.rows("main", "events") == 10 * EACH
    assert outside.transaction_version("archive") == 10


def test_another_process_that_reads_follows_the_writer(tmp_path: Path) -> None:
    reader = DeltaLake(tmp_path)
    assert reader.offset("main") == 0
    writer = grown(tmp_path, 3)
    assert (reader.offset("main"), reader.rows("main", "changes")) == (3, 3 * EACH)
    writer.append("main", tables(4, 9), 9)
    assert (reader.offset("main"), reader.rows("main", "changes")) == (9, 9 * EACH)
    assert reader.files("main", "events") == writer.files("main", "events")


def test_opens_from_a_checkpoint(tmp_path: Path) -> None:
    lake = DeltaLake(tmp_path)
    for offset in range(1, 130):
        lake.append("main", tables(offset, offset) if offset % 40 == 0 else {}, offset)
    assert list((tmp_path / "main" / "events" / "_delta_log").glob("*.checkpoint.parquet"))
    again = DeltaLake(tmp_path)
    assert (again.offset("main"), again.rows("main", "events")) == (129, 3 * EACH)


def test_an_append_cut_short_shows_nothing_and_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = grown(tmp_path, 2)
    reached = iter([None, None, OSError(28, "no space left on device")])

    def fail(name: str) -> None:
        error = next(reached, None) if name == "F16" else None
        if error:
            raise error

    # The third table of the append fails: two have committed their rows already.
    monkeypatch.setattr("regulars.kit.failpoints.reach", fail)
    with pytest.raises(OSError, match="no space"):
        lake.append("main", tables(3, 4), 4)
    assert lake.offset("main") == 2
    assert [lake.rows("main", name) for name in ("events", "changes", "identity")] == [2 * EACH] * 3
    assert DeltaTable(str(tmp_path / "main" / "changes")).count() == 4 * EACH
    lake.append("main", tables(3, 7), 7)
    assert [lake.rows("main", name) for name in ("events", "changes", "identity")] == [7 * EACH] * 3
    assert DeltaTable(str(tmp_path / "main" / "changes")).count() == 7 * EACH


def test_two_writers_do_not_both_commit(tmp_path: Path) -> None:
    first, second = DeltaLake(tmp_path), DeltaLake(tmp_path)
    first.append("main", tables(1, 1), 1)
    second.append("main", tables(1, 1), 1)
    second.append("main", tables(2, 3), 3)
    first.append("main", tables(2, 3), 3)
    assert first.rows("main", "events") == second.rows("main", "events") == 3 * EACH


def test_tidying_merges_a_full_tier_and_nothing_less(tmp_path: Path) -> None:
    lake = grown(tmp_path, 7)
    lake.tidy("main")
    assert len(lake.files("main", "events")) == 7
    lake.append("main", tables(8, 8), 8)
    lake.tidy("main")
    assert len(lake.files("main", "events")) == 1


def test_merged_files_stay_for_queries_that_have_begun(tmp_path: Path) -> None:
    lake = grown(tmp_path, 8)
    before = lake.files("main", "events")
    lake.tidy("main")
    assert pa.concat_tables(pq.ParquetFile(path).read() for path in before).num_rows == 8 * EACH


def test_sweeping_leaves_only_what_is_live(tmp_path: Path) -> None:
    lake = grown(tmp_path, 8, keep_hours=0)
    orphan = tmp_path / "main" / "events" / "00000000000000000009-orphan.parquet"
    orphan.write_bytes(b"what a crash left")
    os.utime(orphan, (1_000_000_000, 1_000_000_000))
    lake.tidy("main")
    left = {str(path) for path in (tmp_path / "main" / "events").glob("*.parquet")}
    assert left == set(lake.files("main", "events"))
    assert lake.rows("main", "events") == 8 * EACH


def test_sweeping_nothing_commits_nothing(tmp_path: Path) -> None:
    lake = grown(tmp_path, 2)
    log = tmp_path / "main" / "events" / "_delta_log"
    before = sorted(log.iterdir())
    lake.tidy("main")
    assert sorted(log.iterdir()) == before


def test_the_delta_log_holds_ranges_of_instants_and_offsets_only(tmp_path: Path) -> None:
    lake = grown(tmp_path, 9)
    lake.tidy("main")
    lines = [line for entry in (tmp_path / "main").glob("*/_delta_log/*.json") for line in entry.read_text().splitlines()]
    added = [json.loads(action["add"]["stats"]) for line in lines if "add" in (action := json.loads(line))]
    assert len(added) == len(TABLES) * 10
    assert {name for stats in added for name in stats["minValues"] | stats["maxValues"]} <= set(parquet.STATED)
    assert not any("user 1" in line or "Order Completed" in line for line in lines)


def test_a_torn_last_entry_was_never_confirmed(tmp_path: Path) -> None:
    grown(tmp_path, 3)
    log = tmp_path / "main" / "events" / "_delta_log"
    last = max(log.glob("*.json"))
    last.write_bytes(b"")  # what a power cut may leave of a file that was not yet on disk
    lake = DeltaLake(tmp_path)
    assert (lake.offset("main"), lake.rows("main", "events")) == (2, 2 * EACH)
    lake.append("main", tables(3, 5), 5)
    assert [lake.rows("main", name) for name in ("events", "changes", "identity")] == [5 * EACH] * 3


def test_folders_with_spaces_and_letters_of_any_script(tmp_path: Path) -> None:
    folder = tmp_path / "my shop é 熟客 ~41 'x'"
    grown(folder, 2)
    assert DeltaLake(folder).rows("main", "events") == 2 * EACH


def test_a_folder_that_delta_cannot_take_is_refused() -> None:
    with pytest.raises(RegularsError, match="a '%' in the path"):
        DeltaLake("/tmp/100%25")


@pytest.mark.parametrize("name", ["", "熟" * 40])
def test_names_too_long_or_empty_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RegularsError, match="a workspace name has 1 to 200 characters"):
        DeltaLake(tmp_path).append(name, {}, 1)


def test_storage_that_fails_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "main").write_text("a file where a folder should be")
    with pytest.raises(OSError, match="main"):
        DeltaLake(tmp_path).append("main", tables(1, 1), 1)


def test_a_table_of_an_earlier_version_gets_its_new_columns(tmp_path: Path) -> None:
    old = pa.schema([field for field in IDENTITY if field.name != "by"])
    merge = pa.table([[2], [1], [5], [1], ["said so"]], schema=old)
    Table(tmp_path / "main" / "identity", old).append(merge, 1, 0, always=False)
    Table(tmp_path / "main" / "events", EVENTS).append(EVENTS.empty_table(), 1, 0, always=True)
    lake = DeltaLake(tmp_path)
    ask = 'select customer_id, "by" from identity order by all'
    assert DuckEngine(lake).run("main", ask).to_pylist() == [{"customer_id": 2, "by": None}]
    lake.append("main", {"identity": pa.table([[3], [1], [6], [2], ["so"], ["key:k"]], schema=IDENTITY)}, 2)
    assert DuckEngine(lake).run("main", ask).to_pylist() == [{"customer_id": 2, "by": None}, {"customer_id": 3, "by": "key:k"}]
