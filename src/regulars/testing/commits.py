"""Commits for tests: a row of them that touches every part of a state, and the check that exactly some are in it."""

import sys
from pathlib import Path

from regulars.records import Message
from regulars.state.state import Changes, CustomerRow, Failure, Position, State


def message(key: str, customer: int = 1, *, at: int = 10, channel: str = "email") -> Message:
    """A message that waits from `at` on."""
    return Message(key, customer, channel, "welcome", "marketing", at, why=["a test asked for it"], data={"total": 1.5})


def failure(offset: int, index: int = 0, *, code: str = "unknown_type", workspace: str = "shop") -> Failure:
    """A failure at this place."""
    return Failure(workspace, offset, index, "web", code, "$.type", f"m{offset}-{index}", 5, b"\xff{}")


def step(n: int) -> Changes:
    """The nth of a row of commits that each touch everything; what must hold after it can be told from n."""
    return Changes(
        offset=n,
        at=10 * n,
        customers=[CustomerRow("shop", n, b"%d" % n, due=n), CustomerRow("shop", 1000, b"%d" % n)],
        identifiers=[("shop", "user", f"u{n}", n), ("shop", "user", "all", n)],
        joined=[("shop", "vip", n, n)],
        left=[("shop", "vip", n - 1)],
        messages=[("shop", message(f"k{n}", n))],
        failures=[failure(n)],
        spool=[("shop", b"%d" % n)],
        counts={("shop", "steps"): 1},
        shared={("shop", "policy"): b"%d" % n},
    )


def check_steps(state: State, n: int) -> None:
    """Assert that exactly the steps 1 to n are in the state, in every part of it."""
    assert state.position() == Position(n, 10 * n, {"shop": 1000} if n else {})
    if not n:
        assert state.query("count_customers", "shop") == 0
        return
    assert state.query("customers", "shop") == [*range(1, n + 1), 1000]
    assert state.query("count_customers", "shop") == n + 1
    assert {id: row.record for id, row in state.read("shop", [n, n + 1, 1000]).items()} == {n: b"%d" % n, 1000: b"%d" % n}
    found = state.find("shop", [("user", f"u{m}") for m in range(1, n + 2)] + [("user", "all")])
    assert found == {**{("user", f"u{m}"): m for m in range(1, n + 1)}, ("user", "all"): n}
    assert state.due(10 * n, 1000) == [("shop", m, m) for m in range(1, n + 1)]
    assert state.query("members", "shop", segment="vip") == [(n, n)]
    assert state.query("member_counts", "shop") == {"vip": 1}
    assert [row.message for row in state.query("messages", "shop")] == [message(f"k{m}", m) for m in range(1, n + 1)]
    assert state.query("failures", "shop") == [failure(m) for m in range(1, n + 1)]
    assert [(space, blob) for _, space, blob in state.query("spool", "")] == [("shop", b"%d" % m) for m in range(1, n + 1)]
    assert state.query("counts", "shop") == {"steps": n}
    assert state.query("shared", "shop") == {"policy": b"%d" % n}


def _work(survives: str, path: str) -> None:
    """What the process does that is killed: commit one step after the other."""
    module, _, name = survives.partition(":")
    state: State = getattr(__import__(module, fromlist=[name]), name)(Path(path))
    for n in range(1, 100):
        state.commit(step(n))


if __name__ == "__main__":
    _work(sys.argv[1], sys.argv[2])
