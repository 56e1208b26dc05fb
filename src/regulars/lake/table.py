"""One Delta table in one folder: files are written by us and then committed, and merged without losing a row."""

import os
import threading
import uuid
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Schema, Transaction
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, RemoveAction

from regulars.kit import failpoints
from regulars.lake import parquet

WRITER = "archive"
"""The application id of our Delta transactions; its version is the offset of the last append."""

TIER = 8
"""A tier of file sizes is merged when it has this many files; tiers lie this factor apart: a row is rewritten once a tier."""

LARGE_BYTES = 128 << 20
"""Files from this size on are left alone."""


class Table:
    """A Delta table whose files carry the offset of their append in their names.

    So a file that is newer than what a reader accepts (`until`) is told from its name alone. Reading is safe from any
    thread; one thread at a time appends, merges or sweeps. Everything raises OSError where storage fails.
    """

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        """Open the table, or create an empty one."""
        self._folder = folder
        self._schema = schema
        self._lock = threading.Lock()
        self._files: list[_File] = []
        self._listed = -1
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._delta = DeltaTable.create(
                folder.absolute().as_uri(),
                schema=schema,
                mode="ignore",
                configuration={
                    "delta.dataSkippingStatsColumns": ",".join(name for name in parquet.STATED if name in schema.names),
                    "delta.logRetentionDuration": "interval 7 days",
                },
            )
            held = {field.name for field in self._delta.schema().fields}
            if added := [field for field in Schema.from_arrow(schema).fields if field.name not in held]:
                self._delta.alter.add_columns(added)  # a table of an earlier version; its files read as null there
        except DeltaError as error:
            raise OSError(f"cannot open the lake table {folder}: {error}") from error

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether a table stands in this folder."""
        return any((folder / "_delta_log").glob("*.json"))

    def offset(self) -> int:
        """The offset of the last append; 0 if none."""
        with self._lock:
            return self._fresh().transaction_version(WRITER) or 0

    def rows(self, until: int) -> int:
        """Number of rows appended up to this offset, from the statistics in the Delta log."""
        return sum(file.rows for file in self._live() if file.offset <= until)

    def files(self, until: int) -> list[Path]:
        """The live files of appends up to this offset, oldest first."""
        return [file.path for file in self._live() if file.offset <= until]

    def append(self, rows: pa.Table, offset: int, after: int, always: bool) -> None:
        """Commit the rows under `offset`, in place of what an append left here that got beyond `after` and was not finished.

        `always`: commit the offset even where there is nothing to write.
        """
        stale = [file.removal(changed=True) for file in self._live() if file.offset > after]
        if not (rows.num_rows or stale or always):
            return
        added = [self._write([rows], offset)] if rows.num_rows else []
        failpoints.reach("F16")
        self._commit([*added, *stale], Transaction(WRITER, offset))

    def merge(self, until: int) -> None:
        """Rewrite each full tier of files as one file; queries that have begun keep the files that they know."""
        tiers: dict[int, list[_File]] = {}
        for file in self._live():
            if file.offset <= until and file.size < LARGE_BYTES:
                tiers.setdefault(_tier(file.size), []).append(file)
        for found in tiers.values():
            if len(found) < TIER:
                continue
            rows = parquet.read([file.path for file in found], self._schema)
            added = self._write(rows, found[-1].offset, changed=False)
            failpoints.reach("F16")
            self._commit([added, *(file.removal(changed=False) for file in found)])
            failpoints.reach("F17")

    def sweep(self, keep_hours: int) -> None:
        """Delete files that nobody needs: those merged away more than `keep_hours` ago, and orphans of crashes as old."""
        with self._lock:
            delta = self._fresh()
            try:
                # A sweep writes two commits of its own, so look first.
                if delta.vacuum(keep_hours, dry_run=True, enforce_retention_duration=False, full=True):
                    delta.vacuum(keep_hours, dry_run=False, enforce_retention_duration=False, full=True)
            except DeltaError as error:
                raise OSError(f"cannot sweep the lake table {self._folder}: {error}") from error

    def _fresh(self) -> DeltaTable:
        version = self._delta.version()
        # Two stats instead of a listing: there is nothing new while our entry is there and the next one is not.
        if self._entry(version).exists() and not self._entry(version + 1).exists():
            return self._delta
        try:
            self._delta.update_incremental()
        except DeltaError as error:
            raise OSError(f"cannot read the lake table {self._folder}: {error}") from error
        return self._delta

    def _entry(self, version: int) -> Path:
        return self._folder / "_delta_log" / f"{version:020d}.json"

    def _live(self) -> list["_File"]:
        with self._lock:
            delta = self._fresh()
            if delta.version() != self._listed:
                actions = pa.table(delta.get_add_actions(flatten=True)).select(["path", "size_bytes", "num_records"])
                files = [
                    _File(self._folder / row["path"], row["size_bytes"], row["num_records"]) for row in actions.to_pylist()
                ]
                self._files = sorted(files, key=lambda file: file.path)
                self._listed = delta.version()
            return self._files

    def _write(self, tables: Iterable[pa.Table], offset: int, changed: bool = True) -> AddAction:
        path = self._folder / f"{offset:020d}-{uuid.uuid4().hex}.parquet"
        extent = parquet.write(path, self._schema, tables)
        parquet.flush(self._folder)
        found = path.stat()
        return AddAction(path.name, found.st_size, {}, found.st_mtime_ns // 1_000_000, changed, extent.json())

    def _commit(self, actions: list[AddAction | RemoveAction], transaction: Transaction | None = None) -> None:
        with self._lock:
            properties = CommitProperties(app_transactions=[transaction] if transaction else None)
            try:
                self._fresh().create_write_transaction(actions, "append", self._schema, commit_properties=properties)
                self._delta.update_incremental()
            except DeltaError as error:
                raise OSError(f"cannot commit to the lake table {self._folder}: {error}") from error
            entry = self._entry(self._delta.version())
            with entry.open("rb") as written:
                os.fsync(written.fileno())
            parquet.flush(entry.parent)


class _File:
    """A live data file: `offset` is that of the (last) append whose rows it holds."""

    def __init__(self, path: Path, size: int, rows: int) -> None:
        self.path = path
        self.size = size
        self.rows = rows
        self.offset = int(path.name.partition("-")[0])

    def removal(self, changed: bool) -> RemoveAction:
        """The commit action that takes the file out; `changed`: its rows go too (they were not rewritten elsewhere)."""
        touched = self.path.parent / "_delta_log"
        return RemoveAction(self.path.name, changed, touched.stat().st_mtime_ns // 1_000_000, self.size, {})


def _tier(size: int) -> int:
    tier = 0
    while size >= 1 << 16:
        size //= TIER
        tier += 1
    return tier
