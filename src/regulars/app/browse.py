"""Lists of customers as people look through them: searched, of one segment or stage, sorted, with columns of their choice."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from regulars.algebra import history
from regulars.app import views
from regulars.app.directory import Directory
from regulars.app.house import House
from regulars.kit.clock import to_text
from regulars.kit.errors import RegularsError, nearest
from regulars.know.active import last_active
from regulars.records import Customer
from regulars.records.customer import decode_customer

LIVE = 5_000
"""Up to so many customers are sorted by their live values; more by those of the history: seconds instead of minutes."""

_OWN = ("last_seen", "first_seen", "stage_since")
_PORTION = 1000


class Asked(msgspec.Struct, frozen=True):
    """Which customers, in which order."""

    text: str | None = None
    group: str = ""
    """A segment, `stage:NAME`, or empty."""
    sort: str | None = None
    """A column; with `-` before it the greatest first."""

    @property
    def plainly(self) -> bool:
        """Whether the order of the store is enough."""
        return self.text is None and self.sort is None


def check_columns(house: House, workspace: str, columns: Sequence[str]) -> None:
    """Raise RegularsError for a column that there is not."""
    definitions = house.world(workspace).definitions
    known = [*definitions.features, *_OWN]
    for column in columns:
        root, dot, name = column.partition(".")
        if column not in known and not (dot and name and root in ("traits", "scores")):
            there = ", ".join((*_OWN, "traits.…", "scores.…"))
            raise RegularsError(
                f"there is no column '{column}'{nearest(column, known)}; columns are features, {there}", code="unknown_column"
            )


def values(house: House, customer: Customer, workspace: str, columns: Sequence[str], at: int) -> dict[str, Any]:
    """The columns of one customer, as of now."""
    world = house.world(workspace)
    frame = world.program.frame(customer, at)
    found: dict[str, Any] = {}
    for column in columns:
        root, dot, name = column.partition(".")
        if dot:
            found[column] = (customer.traits if root == "traits" else customer.scores).get(name, [None])[0]
        elif column in _OWN:
            last, first = last_active(customer), customer.born_at
            instant = {"last_seen": last, "first_seen": first, "stage_since": customer.stage_at}[column]
            found[column] = to_text(instant) if instant else None
        else:
            found[column] = views.told(world.program, column, world.program.read(column, frame))
    return found


def ordered(house: House, directory: Directory, workspace: str, asked: Asked, prefixes: bool) -> list[int]:
    """The numbers of all customers that are asked for, in order. Raises RegularsError where there are too many to sort."""
    state = house.backends.state
    if asked.text is not None:
        ids = directory.search(workspace, asked.text, prefixes)
        people = {customer.id: customer for customer in read(house, workspace, ids) if _within(customer, asked.group)}
        return _sorted(house, workspace, list(people.values()), asked.sort) if asked.sort else list(people)
    counts = state.query("member_counts", workspace)
    many = counts.get(asked.group, 0) if asked.group else state.query("count_customers", workspace)
    if many <= LIVE or asked.sort is None:
        return _sorted(house, workspace, list(read(house, workspace, _ids(house, workspace, asked.group))), asked.sort)
    return _from_history(house, workspace, asked)


def read(house: House, workspace: str, ids: Sequence[int]) -> Iterator[Customer]:
    """The customers with these numbers (or those that they became), in this order, each once."""
    state = house.backends.state
    given: set[int] = set()
    for start in range(0, len(ids), _PORTION):
        portion = ids[start : start + _PORTION]
        rows = state.read(workspace, portion)
        for number in portion:
            row = rows.get(number)
            while row is not None and row.merged_into:
                row = state.read(workspace, [row.merged_into]).get(row.merged_into)
            if row is not None and row.id not in given:
                given.add(row.id)
                yield decode_customer(row.record)


def _ids(house: House, workspace: str, group: str) -> list[int]:
    if group:
        return [customer for customer, _ in house.members(workspace, group)]
    return list(house.backends.state.query("customers", workspace, limit=LIVE))


def _within(customer: Customer, group: str) -> bool:
    if group.startswith("stage:"):
        return customer.stage == group.removeprefix("stage:")
    return not group or group in customer.segments


def _sorted(house: House, workspace: str, people: list[Customer], sort: str | None) -> list[int]:
    if sort is None:
        return sorted(customer.id for customer in people)
    column, at = sort.removeprefix("-"), house.clock.now()
    keyed = [(values(house, customer, workspace, [column], at)[column], customer.id) for customer in people]
    known = [(_comparable(value), number) for value, number in keyed if value is not None]
    known.sort(key=lambda pair: pair[0], reverse=sort.startswith("-"))
    return [number for _, number in known] + sorted(number for value, number in keyed if value is None)


def _comparable(value: Any) -> tuple[int, Any]:
    """Numbers before texts: a trait may be either."""
    return (0, float(value)) if isinstance(value, (bool, int, float)) else (1, str(value).casefold())


def _from_history(house: House, workspace: str, asked: Asked) -> list[int]:
    """Sorted by a feature of all customers, as the history has it now."""
    column = (asked.sort or "").removeprefix("-")
    world = house.world(workspace)
    if column not in world.definitions.features:
        raise RegularsError(
            f"more than {LIVE:,} customers can be sorted by a feature only; search, or choose a segment, to sort by '{column}'",
            code="too_many_to_sort",
        )
    rows = history.sql(world.program, [column], house.clock.now())
    direction = "desc" if (asked.sort or "").startswith("-") else "asc"
    members = {"_members": pa.table({"id": pa.array(_ids(house, workspace, asked.group), pa.int64())})} if asked.group else None
    among = "where customer_id in (select id from _members)" if members else ""
    sql = f'select customer_id from ({rows}) {among} order by "{column}" {direction} nulls last, customer_id'
    found: list[int] = house.query(workspace, sql, members)["customer_id"].to_pylist()
    return found
