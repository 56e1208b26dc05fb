"""The battery that every state passes: `class TestMine(StateContract)` with `open` (and `survives`) is a whole test file."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from regulars.kit.clock import NEVER
from regulars.kit.errors import RegularsError
from regulars.state.outbox import OutboxRow
from regulars.state.queries import QUESTIONS
from regulars.state.state import Changes, CustomerRow, Position, State, StateBroken
from regulars.state.upkeep import Upkeep
from regulars.testing.commits import check_steps, failure, message, step
from regulars.testing.faults import run_killed

HOSTILE = ("", "熟客 🛍️", "'; drop table customers; --", "a|b", "a\0b", "a\0c", "line\nbreak", "x" * 5000)
"""Names and values that have broken somebody's storage."""


class KeptState(State, Upkeep, Protocol):
    """A state of the house."""


class StateContract:
    """What `regulars.state.state.State` and `Upkeep` promise, as tests."""

    survives: str | None = None
    """`module:Class` of a state that survives its process; called with the path. None: it lives in memory."""

    def open(self, path: Path) -> KeptState:
        """The state at this path: a new one where there is nothing."""
        raise NotImplementedError

    @pytest.fixture
    def state(self, tmp_path: Path) -> Iterator[KeptState]:
        state = self.open(tmp_path / "state")
        yield state
        state.close()

    def test_is_empty_at_first(self, state: KeptState) -> None:
        check_steps(state, 0)
        assert (state.find("shop", [("user", "ann")]), state.read("shop", [1]), state.due(NEVER, 10)) == ({}, {}, [])
        for what, arguments in QUESTIONS.items():
            texts = ("segment", "kind", "prefix")
            needed = {name: 1 if name == "customer" else "vip" for name in arguments if name in ("customer", *texts)}
            assert state.query(what, "nowhere", **needed) in ([], {}, 0)
        assert (state.drop_spool(10), state.reprocessed("shop", [(1, 1)], 5)) == (0, 0)

    def test_holds_what_was_committed_in_every_part(self, state: KeptState) -> None:
        for n in range(1, 8):
            state.commit(step(n))
            check_steps(state, n)

    def test_an_empty_commit_moves_the_position(self, state: KeptState) -> None:
        state.commit(Changes(5, 50))
        assert state.position() == Position(5, 50, {})
        state.commit(Changes(5, 60))
        assert state.position() == Position(5, 60, {})

    def test_refuses_to_go_back(self, state: KeptState) -> None:
        state.commit(step(1))
        state.commit(step(2))
        with pytest.raises(StateBroken, match="stands at log offset 2"):
            state.commit(step(1))
        check_steps(state, 2)

    def test_keeps_every_name_as_it_is(self, state: KeptState) -> None:
        changes = Changes(1, 1)
        for id, name in enumerate(HOSTILE, 1):
            changes.customers.append(CustomerRow(name, id, name.encode()))
            changes.identifiers += [(name, "user", name, id), ("shop", name, "one", id), ("shop", "user", name, id)]
            changes.joined.append((name, name, id, -5))
            changes.counts[name, name] = 3
            changes.shared[name, name] = name.encode() or b"-"
        state.commit(changes)
        for id, name in enumerate(HOSTILE, 1):
            assert state.find(name, [("user", name), ("user", "else")]) == {("user", name): id}
            assert state.read(name, [id]) == {id: CustomerRow(name, id, name.encode())}
            assert state.query("members", name, segment=name) == [(id, -5)]
            assert state.query("counts", name) == {name: 3}
            assert state.query("shared", name) == {name: name.encode() or b"-"}
        pairs = [(name, "one") for name in HOSTILE] + [("user", name) for name in HOSTILE]
        assert state.find("shop", pairs) == {pair: 1 + n % len(HOSTILE) for n, pair in enumerate(pairs)}
        assert sorted(state.query("workspaces", "")) == sorted([*HOSTILE, "shop"])

    def test_workspaces_see_nothing_of_each_other(self, state: KeptState) -> None:
        state.commit(step(1))
        other = Changes(2, 20, customers=[CustomerRow("other", 1, b"other's", due=3)])
        other.identifiers.append(("other", "user", "u1", 9))
        other.joined.append(("other", "vip", 1, 7))
        other.messages.append(("other", message("k1")))
        state.commit(other)
        assert state.read("shop", [1])[1].record == b"1"
        assert state.read("other", [1, 1000]) == {1: CustomerRow("other", 1, b"other's", due=3)}
        assert state.find("other", [("user", "u1"), ("user", "all")]) == {("user", "u1"): 9}
        assert state.query("members", "other", segment="vip") == [(1, 7)]
        assert [row.workspace for row in state.query("messages", "other")] == ["other"]
        assert (state.query("failures", "other"), state.query("counts", "other")) == ([], {})
        assert state.position().tops == {"shop": 1000, "other": 1}
        assert state.due(100, 10) == [("shop", 1, 1), ("other", 1, 3)]

    def test_points_identifiers_elsewhere_and_forgets_them(self, state: KeptState) -> None:
        state.commit(Changes(1, 1, identifiers=[("shop", "user", "a", 1), ("shop", "user", "b", 1), ("shop", "mail", "a", 1)]))
        state.commit(Changes(2, 2, identifiers=[("shop", "user", "a", 2), ("shop", "user", "b", 3), ("shop", "user", "b", 0)]))
        assert state.find("shop", [("user", "a"), ("user", "b"), ("mail", "a")]) == {("user", "a"): 2, ("mail", "a"): 1}
        assert state.query("identifiers", "shop", customer=1) == [("mail", "a")]
        assert state.query("starting", "shop", kind="user", prefix="") == [("a", 2)]
        assert state.query("starting", "shop", kind="user", prefix="b") == []
        assert state.query("identifiers", "shop", customer=2) == [("user", "a")]

    def test_reads_and_finds_thousands_at_once(self, state: KeptState) -> None:
        rows = [CustomerRow("shop", id, b"%d" % id) for id in range(3000, 0, -1)]
        state.commit(Changes(1, 1, rows, [("shop", "user", f"u{row.id}", row.id) for row in rows]))
        assert state.read("shop", range(4000)) == {row.id: row for row in rows}
        found = state.find("shop", [("user", f"u{id}") for id in range(4000)])
        assert found == {("user", f"u{id}"): id for id in range(1, 3001)}

    def test_gives_timers_earliest_first(self, state: KeptState) -> None:
        dues = {1: 30, 2: 10, 3: 20, 4: NEVER, 5: 10, 6: 31}
        state.commit(Changes(1, 1, [CustomerRow("shop", id, b"", due) for id, due in dues.items()]))
        assert state.due(30, 10) == [("shop", 2, 10), ("shop", 5, 10), ("shop", 3, 20), ("shop", 1, 30)]
        assert state.due(30, 3) == [("shop", 2, 10), ("shop", 5, 10), ("shop", 3, 20)]
        assert (state.due(9, 10), state.due(30, 0)) == ([], [])
        state.commit(Changes(2, 2, [CustomerRow("shop", 2, b"", 40), CustomerRow("shop", 5, b"", NEVER)]))
        state.commit(Changes(3, 3, [CustomerRow("shop", 2, b"", 10), CustomerRow("shop", 4, b"", 5)]))
        assert state.due(20, 10) == [("shop", 4, 5), ("shop", 2, 10), ("shop", 3, 20)]
        assert len(state.due(NEVER, 10)) == 5

    def test_members_join_leave_and_are_counted(self, state: KeptState) -> None:
        state.commit(Changes(1, 1, joined=[("shop", "vip", id, id) for id in (3, 1, 2)] + [("shop", "stage:new", 1, 5)]))
        assert state.query("members", "shop", segment="vip") == [(1, 1), (2, 2), (3, 3)]
        assert state.query("members", "shop", segment="vip", after=1, limit=1) == [(2, 2)]
        assert state.query("member_counts", "shop") == {"vip": 3, "stage:new": 1}
        again = [("shop", "vip", 1, 9), ("shop", "vip", 2, 8)]
        state.commit(Changes(2, 2, joined=again, left=[("shop", "vip", 3), ("shop", "vip", 2), ("shop", "vip", 77)]))
        assert state.query("members", "shop", segment="vip") == [(1, 9), (2, 8)]
        state.commit(Changes(3, 3, left=[("shop", "vip", 1), ("shop", "vip", 2)]))
        assert state.query("member_counts", "shop") == {"stage:new": 1}

    def test_merged_customers_are_read_but_not_counted(self, state: KeptState) -> None:
        state.commit(Changes(1, 1, [CustomerRow("shop", id, b"x") for id in (1, 2, 3)]))
        merged = CustomerRow("shop", 2, b"", merged_into=1)
        state.commit(Changes(2, 2, [merged]))
        assert state.read("shop", [2]) == {2: merged}
        assert (state.query("customers", "shop"), state.query("count_customers", "shop")) == ([1, 3], 2)
        assert state.position().tops == {"shop": 3}
        state.commit(Changes(3, 3, [CustomerRow("shop", 2, b"back")]))
        assert state.query("count_customers", "shop") == 3
        assert state.query("customers", "shop", after=1, limit=1) == [2]

    def test_messages_are_unique_by_key(self, state: KeptState) -> None:
        state.commit(Changes(1, 1, messages=[("shop", message("a", 1)), ("shop", message("a", 2)), ("other", message("a", 3))]))
        state.commit(Changes(2, 2, messages=[("shop", message("a", 4)), ("shop", message("b", 1, at=20))]))
        rows: list[OutboxRow] = state.query("messages", "shop")
        assert [(row.message.key, row.message.customer, row.status, row.due) for row in rows] == [
            ("a", 1, "pending", 10),
            ("b", 1, "pending", 20),
        ]
        assert state.query("messages", "shop", after=rows[0].id) == rows[1:]
        assert state.query("messages", "shop", limit=1) == rows[:1]
        assert state.query("messages", "shop", latest=True) == rows[::-1]
        assert state.query("messages", "shop", latest=True, limit=1) == rows[1:]
        assert state.query("messages", "shop", latest=True, after=rows[1].id) == rows[:1]
        assert state.query("messages", "shop", status="delivered") == []
        assert state.query("message_counts", "shop") == {"pending": 2}
        assert state.query("messages", "shop", customer=2) == []

    def test_messages_of_a_customer_include_those_of_the_merged(self, state: KeptState) -> None:
        rows = [
            CustomerRow("shop", 1, b"x"),
            CustomerRow("shop", 2, b"", merged_into=1),
            CustomerRow("shop", 3, b"", merged_into=2),
        ]
        posted = [("shop", message(f"k{id}", id)) for id in (1, 2, 3, 4)]
        state.commit(Changes(1, 1, rows, messages=posted))
        assert [row.message.key for row in state.query("messages", "shop", customer=1)] == ["k1", "k2", "k3"]
        found = state.query("messages", "shop", customer=1, status="pending", limit=2)
        assert [row.message.key for row in found] == ["k1", "k2"]

    def test_failures_are_kept_once_and_marked(self, state: KeptState) -> None:
        state.commit(
            Changes(3, 1, failures=[failure(3, 1, code="bad"), failure(2), failure(3, 0), failure(2, workspace="other")])
        )
        state.commit(Changes(3, 1, failures=[failure(2, code="else")]))
        assert state.query("failures", "shop") == [failure(2), failure(3, 0), failure(3, 1, code="bad")]
        assert state.query("failures", "shop", after=(2, 0), limit=1) == [failure(3, 0)]
        assert [f.index for f in state.query("failures", "shop", limit=2, latest=True)] == [1, 0]
        assert state.query("failures", "shop", after=(3, 0), latest=True) == [failure(2)]
        assert state.query("failures", "shop", code="bad") == [failure(3, 1, code="bad")]
        assert state.query("failure_counts", "shop") == {"unknown_type": 2, "bad": 1}
        assert state.reprocessed("shop", [(2, 0), (3, 1), (9, 9)], 77) == 2
        assert state.reprocessed("shop", [(2, 0)], 78) == 0
        assert [one.reprocessed_at for one in state.query("failures", "shop")] == [77, 0, 77]
        assert state.query("failure_counts", "shop") == {"unknown_type": 1}
        assert state.query("failure_counts", "other") == {"unknown_type": 1}

    def test_spool_numbers_only_grow(self, state: KeptState) -> None:
        state.commit(Changes(4, 1, spool=[("shop", b"a"), ("other", b"b"), ("shop", b"c")]))
        found = state.query("spool", "", limit=2)
        assert [entry[1:] for entry in found] == [("shop", b"a"), ("other", b"b")]
        rest = state.query("spool", "", after=found[-1][0])
        assert [entry[1:] for entry in rest] == [("shop", b"c")]
        last = rest[-1][0]
        assert state.drop_spool(found[-1][0]) == 2
        assert state.query("spool", "") == rest
        assert state.drop_spool(last) == 1
        state.commit(Changes(4, 1, spool=[("shop", b"d")]))
        assert state.query("spool", "")[0][0] > last, "a number came twice: the lake would leave this one out"

    def test_counts_add_and_shared_values_are_replaced(self, state: KeptState) -> None:
        state.commit(Changes(1, 1, counts={("shop", "a"): 2}, shared={("shop", "p"): b"1", ("shop", "q"): b"2"}))
        state.commit(
            Changes(1, 1, counts={("shop", "a"): 3, ("shop", "b"): -1}, shared={("shop", "p"): b"", ("shop", "q"): b"3"})
        )
        assert state.query("counts", "shop") == {"a": 5, "b": -1}
        assert state.query("shared", "shop") == {"q": b"3"}

    @pytest.mark.parametrize(
        ("what", "where", "says"),
        [
            ("memebrs", {}, "did you mean 'members'"),
            ("members", {"segmnet": "vip"}, "did you mean 'segment'"),
            ("members", {}, "needs 'segment'"),
            ("counts", {"limit": 1}, "has no argument 'limit'"),
        ],
    )
    def test_refuses_unknown_questions(self, state: KeptState, what: str, where: dict[str, Any], says: str) -> None:
        with pytest.raises(RegularsError, match=says):
            state.query(what, "shop", **where)

    def test_readers_see_whole_commits(self, state: KeptState) -> None:
        done = threading.Event()
        torn: list[dict[int, CustomerRow]] = []
        looks = [0]

        def look() -> None:
            while not done.is_set():
                rows = state.read("shop", range(1, 101))
                looks[0] += 1
                if len({row.record for row in rows.values()}) > 1 or len(rows) not in (0, 100):
                    torn.append(rows)

        readers = [threading.Thread(target=look) for _ in range(2)]
        for reader in readers:
            reader.start()
        for n in range(1, 40):
            state.commit(Changes(n, n, [CustomerRow("shop", id, b"%d" % n) for id in range(1, 101)]))
        done.set()
        for reader in readers:
            reader.join()
        assert looks[0]
        assert not torn

    def test_a_closed_state_says_so(self, tmp_path: Path) -> None:
        state = self.open(tmp_path / "state")
        state.commit(step(1))
        state.close()
        state.close()
        for call in (
            lambda: state.position(),
            lambda: state.commit(step(2)),
            lambda: state.read("shop", [1]),
            lambda: state.query("counts", "shop"),
            lambda: state.due(1, 1),
        ):
            with pytest.raises(StateBroken, match="closed"):
                call()

    # What only a state on disk can keep

    def test_survives_being_reopened(self, tmp_path: Path) -> None:
        self._on_disk()
        for n in range(1, 4):
            state = self.open(tmp_path / "state")
            state.commit(step(n))
            state.close()
        state = self.open(tmp_path / "state")
        check_steps(state, 3)
        state.close()

    @pytest.mark.parametrize("failpoint", ["F7@1", "F7@6", "F8@1", "F8@6", "F9@1", "F9@6"])
    def test_is_exact_after_a_crash(self, tmp_path: Path, failpoint: str) -> None:
        survives = self._on_disk()
        name, _, nth = failpoint.partition("@")
        run_killed("regulars.testing.commits", survives, str(tmp_path / "state"), failpoint=f"{name}:kill@{nth}")
        state = self.open(tmp_path / "state")
        done = int(nth) - 1
        check_steps(state, done)
        for n in range(done + 1, done + 4):
            state.commit(step(n))
        check_steps(state, done + 3)
        state.close()

    def _on_disk(self) -> str:
        if self.survives is None:
            pytest.skip("this state lives in memory: nothing is left of it")
        return self.survives
