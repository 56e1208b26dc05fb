"""How the SQLite state answers each question of `regulars.state.queries`."""

from collections.abc import Callable
from typing import Any

import msgspec

from regulars.records import Message
from regulars.state.outbox import OutboxRow
from regulars.state.sqlite.schema import ID_MASK
from regulars.state.sqlite.store import Store
from regulars.state.state import Failure

FAMILY = """
with recursive family (key) as (select :customer union select c.key from customers c join family f on c.merged_into = f.key)
"""
"""A customer and all that were merged into it, by key."""

_message = msgspec.msgpack.Decoder(Message).decode


def _members(store: Store, workspace: str, segment: str, after: int, limit: int) -> list[tuple[int, int]]:
    sql = "select customer, since from members where workspace = ? and segment = ? and customer > ? order by customer limit ?"
    return store.rows(sql, (store.number(workspace), segment, after, limit))


def _member_counts(store: Store, workspace: str) -> dict[str, int]:
    return dict(
        store.rows("select segment, members from sizes where workspace = ? and members > 0", (store.number(workspace),))
    )


def _customers(store: Store, workspace: str, after: int, limit: int) -> list[int]:
    low, high = store.span(workspace)
    sql = "select key from customers where key > ? and key <= ? and merged_into = 0 order by key limit ?"
    return [key & ID_MASK for (key,) in store.rows(sql, (low | after, high, limit))]


def _count_customers(store: Store, workspace: str) -> int:
    low, high = store.span(workspace)
    sql = """select coalesce((select customers from tops where workspace = ?), 0)
        - (select count(*) from customers where merged_into > 0 and merged_into between ? and ?)"""
    return int(store.rows(sql, (store.number(workspace), low, high))[0][0])


def _identifiers(store: Store, workspace: str, customer: int) -> list[tuple[str, str]]:
    sql = "select kind, value from identifiers where workspace = ? and customer = ? order by kind, value"
    return store.rows(sql, (store.number(workspace), customer))


def _starting(store: Store, workspace: str, kind: str, prefix: str, limit: int) -> list[tuple[str, int]]:
    sql = """select value, customer from identifiers
        where workspace = ? and kind = ? and value >= ? and value < ? order by value limit ?"""
    # Values are compared as bytes of UTF-8, and the greatest character follows everything that begins so.
    return store.rows(sql, (store.number(workspace), kind, prefix, f"{prefix}\U0010ffff", limit))


def _counts(store: Store, workspace: str) -> dict[str, int]:
    return dict(store.rows("select name, total from counts where workspace = ?", (store.number(workspace),)))


def _shared(store: Store, workspace: str) -> dict[str, bytes]:
    return dict(store.rows("select name, value from shared where workspace = ?", (store.number(workspace),)))


def _failures(
    store: Store, workspace: str, after: tuple[int, int], limit: int, code: str | None, latest: bool
) -> list[Failure]:
    beyond, way = ('(("offset", place) < (?2, ?3) or ?3 < 0)', "desc") if latest else ('("offset", place) > (?2, ?3)', "asc")
    sql = f"""select "offset", place, source, code, path, message_id, received_at, body, reprocessed_at from failures
        where workspace = ?1 and {beyond} and (?5 is null or code = ?5) order by "offset" {way}, place {way} limit ?4"""
    rows = store.rows(sql, (store.number(workspace), *after, limit, code))
    return [Failure(workspace, *row) for row in rows]


def _failure_counts(store: Store, workspace: str) -> dict[str, int]:
    sql = "select code, count(*) from failures where workspace = ? and reprocessed_at = 0 group by code"
    return dict(store.rows(sql, (store.number(workspace),)))


def _messages(
    store: Store, workspace: str, status: str | None, customer: int | None, after: int, limit: int, latest: bool
) -> list[OutboxRow]:
    beyond, order = ("(id < :after or :after = 0)", "id desc") if latest else ("id > :after", "id")
    sql = f"""select id, message, status, due, attempt, claimed_at, settled_at, verdict, detail, provider_id from messages
        where workspace = :workspace and {beyond} and (:status is null or status = :status)"""
    if customer is not None:
        sql = f"{FAMILY} {sql} and customer in (select key from family)"
    where = {
        "workspace": store.number(workspace),
        "after": after,
        "status": status,
        "limit": limit,
        "customer": store.span(workspace)[0] | (customer or 0),
    }
    found = store.rows(f"{sql} order by {order} limit :limit", where)
    return [OutboxRow(row[0], workspace, _message(row[1]), *row[2:]) for row in found]


def _message_counts(store: Store, workspace: str) -> dict[str, int]:
    return dict(
        store.rows("select status, count(*) from messages where workspace = ? group by status", (store.number(workspace),))
    )


def _spool(store: Store, workspace: str, after: int, limit: int) -> list[tuple[int, str, bytes]]:
    sql = """select sequence, name, blob from spool join workspaces on number = workspace
        where sequence > ? order by sequence limit ?"""
    return store.rows(sql, (after, limit))


def _workspaces(store: Store, workspace: str) -> list[str]:
    return [name for (name,) in store.rows("select name from workspaces order by number")]


ANSWERS: dict[str, Callable[..., Any]] = {
    "members": _members,
    "member_counts": _member_counts,
    "customers": _customers,
    "count_customers": _count_customers,
    "identifiers": _identifiers,
    "starting": _starting,
    "counts": _counts,
    "shared": _shared,
    "failures": _failures,
    "failure_counts": _failure_counts,
    "messages": _messages,
    "message_counts": _message_counts,
    "spool": _spool,
    "workspaces": _workspaces,
}
