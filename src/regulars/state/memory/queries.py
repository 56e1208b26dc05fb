"""How the state in memory answers each question of `regulars.state.queries`."""

from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Any

import msgspec

from regulars.state.memory.store import Store
from regulars.state.outbox import OutboxRow
from regulars.state.state import Failure


def _members(store: Store, workspace: str, segment: str, after: int, limit: int) -> list[tuple[int, int]]:
    members = store.look(workspace).members.get(segment, {})
    return sorted((customer, since) for customer, since in members.items() if customer > after)[:limit]


def _member_counts(store: Store, workspace: str) -> dict[str, int]:
    return {segment: len(members) for segment, members in store.look(workspace).members.items() if members}


def _alive(store: Store, workspace: str) -> list[int]:
    return sorted(row.id for row in store.look(workspace).customers.values() if not row.merged_into)


def _customers(store: Store, workspace: str, after: int, limit: int) -> list[int]:
    return list(islice((id for id in _alive(store, workspace) if id > after), limit))


def _count_customers(store: Store, workspace: str) -> int:
    return len(_alive(store, workspace))


def _identifiers(store: Store, workspace: str, customer: int) -> list[tuple[str, str]]:
    return sorted(pair for pair, holder in store.look(workspace).identifiers.items() if holder == customer)


def _starting(store: Store, workspace: str, kind: str, prefix: str, limit: int) -> list[tuple[str, int]]:
    held = store.look(workspace).identifiers.items()
    return sorted((value, holder) for (of, value), holder in held if of == kind and value.startswith(prefix))[:limit]


def _counts(store: Store, workspace: str) -> dict[str, int]:
    return dict(store.look(workspace).counts)


def _shared(store: Store, workspace: str) -> dict[str, bytes]:
    return dict(store.look(workspace).shared)


def _failures(
    store: Store, workspace: str, after: tuple[int, int], limit: int, code: str | None, latest: bool
) -> list[Failure]:
    failures = sorted(store.look(workspace).failures.items(), reverse=latest)
    wanted = (
        one
        for place, one in failures
        if (place > tuple(after) if not latest else place < tuple(after) or after[1] < 0) and code in (None, one.code)
    )
    return list(islice(wanted, limit))


def _failure_counts(store: Store, workspace: str) -> dict[str, int]:
    failures = store.look(workspace).failures.values()
    return dict(Counter(failure.code for failure in failures if not failure.reprocessed_at))


def _messages(
    store: Store, workspace: str, status: str | None, customer: int | None, after: int, limit: int, latest: bool
) -> list[OutboxRow]:
    family = None if customer is None else store.look(workspace).family(customer)
    wanted = (
        row
        for row in (reversed(store.messages) if latest else store.messages)
        if row.workspace == workspace
        and (row.id > after if not latest else row.id < after or not after)
        and status in (None, row.status)
        and (family is None or row.message.customer in family)
    )
    return [msgspec.structs.replace(row) for row in islice(wanted, limit)]


def _message_counts(store: Store, workspace: str) -> dict[str, int]:
    return dict(Counter(row.status for row in store.messages if row.workspace == workspace))


def _spool(store: Store, workspace: str, after: int, limit: int) -> list[tuple[int, str, bytes]]:
    return list(islice((entry for entry in store.spool if entry[0] > after), limit))


def _workspaces(store: Store, workspace: str) -> list[str]:
    return list(store.spaces)


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
