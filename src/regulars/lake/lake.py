"""The contract of the lake: append once per log offset, read as Arrow or through an engine."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol

import msgspec
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
    [
        ("customer_id", pa.int64()),
        ("into_id", pa.int64()),
        ("at", pa.int64()),
        ("log_offset", pa.int64()),
        ("why", pa.string()),
        ("by", pa.string()),
    ]
)
"""Merges: from `at` on, `customer_id` is known as `into_id`; as itself where the merge is undone. `by`: the member or key that
asked for it; empty where identifiers came together. `log_offset` is the number of the commit."""

MOVES = pa.schema(
    [
        ("customer_id", pa.int64()),
        ("event_id", pa.int64()),
        ("event_offset", pa.int64()),
        ("into_id", pa.int64()),
        ("at", pa.int64()),
        ("log_offset", pa.int64()),
    ]
)
"""Events of a time when two were one that turned out to be the other's: from `at` on, the row of `events` with this
`customer_id` (as archived), `event_id` and log offset (`event_offset`) reads as one of `into_id`. `log_offset`: as above."""

TABLES: dict[str, pa.Schema] = {"events": EVENTS, "changes": CHANGES, "identity": IDENTITY, "moves": MOVES}


class Lake(Protocol):
    """Append-only tables of one workspace each. One writer; readers in any thread.

    `tests/contracts` runs `regulars.testing.LakeContract` on each implementation.
    """

    def append(self, workspace: str, tables: dict[str, pa.Table], offset: int) -> None:
        """Append rows to all tables at once, and remember `offset`: what the writer counts by (log offsets, or commits).

        Nothing happens where the lake is at `offset` or beyond, so a repeat after a crash does nothing; after a failure the
        writer goes on after `offset()`, cut into whatever batches. Absent columns are null. Raises OSError where storage
        fails (nothing of the append is then visible), ValueError where the rows do not fit.
        """
        ...

    def offset(self, workspace: str) -> int:
        """Up to which offset the workspace is complete; 0 where there is none."""
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


AsKnown = Literal["now", "then"] | int
"""As which customer a row counts: `now`: all merges applied, and those undone forgotten; `then`: as archived, each row at its
own time; an instant (µs): with what was made and undone up to it."""

Pending = Mapping[str, pa.Table] | Callable[[], Mapping[str, pa.Table]]
"""Rows that are committed but not yet in the lake, or how to get them."""


class Limits(msgspec.Struct, frozen=True):
    """What one question of a user may take."""

    rows: int = 10_000
    seconds: float = 15.0
    memory_bytes: int = 512 << 20
    answer_bytes: int = 64 << 20
    threads: int = 2
    covers: dict[str, dict[str, str]] = {}
    """Table → column → the SQL expression that stands in place of the column: who asks may not see all of it."""


class Answer(msgspec.Struct, frozen=True):
    """The first rows of the result; `more` says that the limit cut some off."""

    table: pa.Table
    more: bool


class Engine(Protocol):
    """Runs SQL over one workspace's history: views `events`, `changes`, `identity`, `moves`, with `customer_id` resolved as
    known now (the last two show what was made, as it was made); and for people `timeline` and `conclusions`, which are `events`
    and `changes` with UTC timestamps and JSON values. `at` is a keyword of DuckDB: write "at".

    `pending` rows are part of the views. Where it is a function, no row is missing or twice although the lake may grow
    meanwhile; the function must then be serialised with the append that moves its rows into the lake.
    """

    def run(
        self,
        workspace: str,
        sql: str,
        pending: Pending | None = None,
        parameters: Sequence[Any] = (),
        *,
        as_known: AsKnown = "now",
        customer: int | None = None,
        tables: Mapping[str, pa.Table] | None = None,
    ) -> pa.Table:
        """The result of one SELECT that the house wrote. Raises RegularsError with the engine's message where it is wrong.

        `customer` leaves only the rows of this customer in the views, and reads only the parts of files that may hold them.
        `tables` are further tables that the SQL names.
        """
        ...

    def ask(self, workspace: str, sql: str, pending: Pending | None = None, limits: Limits | None = None) -> Answer:
        """The answer to one SELECT that a user wrote, who can reach nothing but the views of the workspace.

        Raises RegularsError: the SQL is wrong, not allowed, or takes too much.
        """
        ...

    def close(self) -> None: ...
