"""The whole of a workspace: SQL over its history, the proof that live equals history, and where every event is."""

from typing import Annotated, Any

import msgspec
from litestar.params import JSONBody
from msgspec import Meta

from regulars.app import views
from regulars.app.api.given import TheCaller, TheHouse
from regulars.app.api.plain import plain
from regulars.app.api.route import get, post
from regulars.app.personal import personal, tables
from regulars.kit.clock import to_text
from regulars.know.verify import Difference
from regulars.lake.lake import Limits


class Sql(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question to the history."""

    sql: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=20_000,
            description="One SELECT (DuckDB) over `timeline`, `conclusions`, `identity`, `events`, `changes` and `moves`.",
            examples=["select event, count(*) as n from events group by 1 order by 2 desc"],
        ),
    ]
    limit: Annotated[int, Meta(ge=1, le=10_000, description="How many rows to give at most.")] = 1000


class Rows(msgspec.Struct, frozen=True):
    """The answer, row by row. Integers beyond 2⁵³ are strings; instants are ISO 8601."""

    columns: list[str]
    rows: list[list[Any]]
    more: bool
    """Whether the limit cut rows off."""


class Verification(msgspec.Struct, frozen=True):
    """What a verification found."""

    as_of: str
    customers: int
    values: int
    """How many values were compared."""
    count: int
    """How many differ: there should be none."""
    differences: list[Difference]
    """The first hundred."""


@post("/v1/sql", tag="history", scope="read", may="sql", errors=(503,), heavy=True)
def ask_sql(house: TheHouse, caller: TheCaller, data: JSONBody[Sql]) -> Rows:
    """Ask the history one question in SQL.

    It runs walled in: no files, no network, one statement, bounded in rows, time and memory, over the rows of this workspace
    alone. For members of the console personal fields are covered.
    """
    covers = tables(personal(house.world(caller.workspace))) if caller.member else {}
    answer = house.ask(caller.workspace, data.sql, Limits(rows=data.limit, covers=covers))
    columns = [plain(column) for column in answer.table.columns]
    return Rows(answer.table.column_names, [list(row) for row in zip(*columns, strict=True)], answer.more)


@post("/v1/verify", tag="history", scope="manage", errors=(503,), heavy=True)
def verify_workspace(house: TheHouse, caller: TheCaller) -> Verification:
    """Recompute every live value from history and list each difference."""
    found = house.verify(caller.workspace)
    return Verification(to_text(found.as_of), found.customers, found.values, found.count, found.differences)


@get("/v1/accounting", tag="history", scope="read", errors=(503,))
def get_accounting(house: TheHouse, caller: TheCaller) -> views.Accounting:
    """Say where every accepted event is: accepted = lake + failed + duplicate + in_flight, at every instant."""
    return views.accounting(house, caller.workspace)
