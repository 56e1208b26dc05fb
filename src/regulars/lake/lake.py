"""The contract of the lake: append once per log offset, read as Arrow or through an engine."""

from collections.abc import Sequence
from typing import Any, Protocol

import pyarrow as pa

EVENTS = pa.schema(
    [
        ("customer_id", pa.int64()),
        ("event_id", pa.int64()),
        ("id", pa.string()),
        ("source", pa.string()),
        ("type", pa.string()),
        ("event", pa.string()),
        ("timestamp", pa.int64()),
        ("received_at", pa.int64()),
        ("log_offset", pa.int64()),
        ("user_id", pa.string()),
        ("anonymous_id", pa.string()),
        ("properties", pa.string()),
        ("traits", pa.string()),
        ("context", pa.string()),
    ]
)
"""One row an event, exactly once. `customer_id`: as known when it was archived. `event_id` = `hash64(source, id)`: the
tie-break among equal timestamps. Instants are int64 µs. The last three are canonical JSON
text (each key once), `{}` where empty."""

CHANGES = pa.schema(
    [
        ("customer_id", pa.int64()),
        ("at", pa.int64()),
        ("log_offset", pa.int64()),
        ("kind", pa.string()),
        ("name", pa.string()),
        ("value", pa.string()),
        ("why", pa.string()),
    ]
)
"""What the pipeline concluded, with its reasons: kind `segment` (value `in`/`out`), `stage` (value: the new stage), `journey`
(value: what happened), `message` (value: queued …), `identity`. `why` is a JSON list of sentences."""

IDENTITY = pa.schema(
    [("customer_id", pa.int64()), ("into_id", pa.int64()), ("at", pa.int64()), ("log_offset", pa.int64()), ("why", pa.string())]
)
"""Merges: from `at` on, `customer_id` is known as `into_id`."""

TABLES: dict[str, pa.Schema] = {"events": EVENTS, "changes": CHANGES, "identity": IDENTITY}


class Lake(Protocol):
    """Append-only tables of one workspace each. One writer; readers in any thread.

    `tests/contracts` runs `regulars.testing.LakeContract` on each implementation.
    """

    def append(self, workspace: str, tables: dict[str, pa.Table], offset: int) -> None:
        """Append rows that stem from log offsets up to `offset`. A table whose last offset is already ≥ `offset` is left
        as it is, so a repeat after a crash does nothing. Raises OSError where storage fails; the append may
        then be repeated."""
        ...

    def offset(self, workspace: str) -> int:
        """Up to which log offset every table of the workspace is complete; 0 where there is none."""
        ...

    def workspaces(self) -> list[str]:
        """Those that have tables."""
        ...

    def files(self, workspace: str, table: str) -> list[str]:
        """Paths of the live Parquet files of a table, from its Delta log (never by listing the folder)."""
        ...

    def rows(self, workspace: str, table: str) -> int:
        """Number of rows, from the Delta log's statistics."""
        ...

    def tidy(self, workspace: str) -> None:
        """Compact small files and remove what no reader needs."""
        ...

    def close(self) -> None: ...


class Engine(Protocol):
    """Runs SQL over one workspace's history: views `events`, `changes`, `identity`, with `customer_id` resolved as known now.

    `pending` are rows that are committed but not yet in the lake; they are part of the views.
    """

    def run(
        self, workspace: str, sql: str, pending: dict[str, pa.Table] | None = None, parameters: Sequence[Any] = ()
    ) -> pa.Table:
        """The result of one SELECT. Raises RegularsError with the engine's message where the SQL is wrong."""
        ...

    def close(self) -> None: ...
