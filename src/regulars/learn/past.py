"""A workspace's history, as a learner may ask it: SQL over the lake's views, features as of any instant."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec
import pyarrow as pa

from regulars.algebra import Program, history
from regulars.define.definitions import Definitions
from regulars.lake.lake import AsKnown


class Ask(Protocol):
    """Runs one SELECT that the house wrote over the views `events`, `changes`, `identity` (see `lake.Engine.run`)."""

    def __call__(self, sql: str, *, tables: Mapping[str, pa.Table] | None = None, as_known: AsKnown = "now") -> pa.Table: ...


class Past(msgspec.Struct, frozen=True):
    """Everything known of a workspace at `at`."""

    workspace: str
    definitions: Definitions
    program: Program
    at: int
    """As of when: µs since the epoch."""
    ask: Ask

    def values(self, names: Sequence[str], at: int | None = None, as_known: AsKnown = "now") -> pa.Table:
        """`customer_id` and the value of each feature, segment or `stage` as of `at` (default: now), one row a customer."""
        return self.ask(history.sql(self.program, names, self.at if at is None else at), as_known=as_known)
