"""The closed table of questions that `State.query` answers.

| question | gives |
| --- | --- |
| `members(segment, after, limit)` | [(customer, since)] by customer; `segment` is a segment's name or `stage:NAME` |
| `member_counts()` | {segment or `stage:NAME`: members} |
| `customers(after, limit)` | [id] of the customers that are not merged away |
| `count_customers()` | how many those are |
| `identifiers(customer)` | [(kind, value)] |
| `starting(kind, prefix, limit)` | [(value, customer)] of the identifiers of a kind that begin so, by value |
| `counts()` | {name: total} |
| `shared()` | {name: bytes} |
| `failures(after, limit, code)` | [Failure] by (offset, index); `after` is such a pair |
| `failure_counts()` | {code: failures that have not been reprocessed} |
| `messages(status, customer, after, limit, latest)` | [OutboxRow] by id; `latest`: the newest first, those before `after` |
| `message_counts()` | {status: messages} |
| `spool(after, limit)` | [(sequence, workspace, blob)] of all workspaces by sequence number |
| `workspaces()` | [name] of all workspaces, oldest first |
"""

from typing import Any

from regulars.kit.errors import RegularsError, nearest

_REQUIRED = object()

QUESTIONS: dict[str, dict[str, Any]] = {
    "members": {"segment": _REQUIRED, "after": 0, "limit": 100},
    "member_counts": {},
    "customers": {"after": 0, "limit": 1000},
    "count_customers": {},
    "identifiers": {"customer": _REQUIRED},
    "starting": {"kind": _REQUIRED, "prefix": _REQUIRED, "limit": 100},
    "counts": {},
    "shared": {},
    "failures": {"after": (0, -1), "limit": 100, "code": None, "latest": False},
    "failure_counts": {},
    "messages": {"status": None, "customer": None, "after": 0, "limit": 100, "latest": False},
    "message_counts": {},
    "spool": {"after": 0, "limit": 1000},
    "workspaces": {},
}


def completed(what: str, where: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a question with the defaults filled in. Raises RegularsError for a name outside the table.

    >>> completed("members", {"segment": "vip"})
    {'segment': 'vip', 'after': 0, 'limit': 100}
    """
    if what not in QUESTIONS:
        raise RegularsError(f"the state knows no question '{what}'{nearest(what, QUESTIONS)}", code="unknown_question")
    known = QUESTIONS[what]
    for name in where:
        if name not in known:
            raise RegularsError(
                f"the question '{what}' has no argument '{name}'{nearest(name, known)}; it takes: {', '.join(known) or 'none'}",
                code="unknown_argument",
            )
    full = {**known, **where}
    for name, value in full.items():
        if value is _REQUIRED:
            raise RegularsError(f"the question '{what}' needs '{name}'", code="missing_argument")
    return full
