"""What an outbox must keep while many work at once, and when the process dies: a part of `OutboxContract`."""

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regulars.kit.failpoints import reach
from regulars.records import Message, Receipt, Verdict
from regulars.state.outbox import Claimed, Outbox, OutboxRow
from regulars.state.state import Changes, CustomerRow, State
from regulars.testing.commits import message
from regulars.testing.faults import run_killed


def send(workspace: str, message: Message, customer: CustomerRow | None, earlier: list[tuple[int, str, str]]) -> Verdict:
    """The judge that lets everything out."""
    return "send"


def consented(workspace: str, message: Message, customer: CustomerRow | None, earlier: list[tuple[int, str, str]]) -> Verdict:
    """The judge that asks the customer's record: `yes` or not."""
    return "send" if customer and customer.record == b"yes" else "no_consent"


def post(state: State, *messages: Message) -> None:
    """Put messages into the outbox."""
    position = state.position()
    state.commit(Changes(position.offset + 1, position.at + 1, messages=[("shop", one) for one in messages]))


def statuses(state: State) -> dict[str, str]:
    """key → status of all messages."""
    rows: list[OutboxRow] = state.query("messages", "shop", limit=10_000)
    return {row.message.key: row.status for row in rows}


class OutboxRaces:
    """An outbox that is opened, and its tests under load."""

    survives: str | None = None
    """`module:State module:Outbox` of an outbox that survives its process; called with the path, and with that state."""

    def open(self, path: Path) -> tuple[State, Outbox]:
        """A state at this path and its outbox."""
        raise NotImplementedError

    @pytest.fixture
    def both(self, tmp_path: Path) -> Iterator[tuple[State, Outbox]]:
        state, outbox = self.open(tmp_path / "state")
        yield state, outbox
        state.close()

    def test_many_claim_each_message_once(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        post(state, *(message(str(n), n) for n in range(1, 201)))
        claimed: list[Claimed] = []

        def work() -> None:
            while some := outbox.claim(20, 7, send):
                claimed.extend(some)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert Counter(one.message.key for one in claimed) == Counter(str(n) for n in range(1, 201))

    def test_a_withdrawal_waits_for_the_claim_that_runs(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        post(state, message("a"), message("b"))
        state.commit(Changes(2, 2, [CustomerRow("shop", 1, b"yes")]))
        judging, asked, withdrawn = threading.Event(), threading.Event(), threading.Event()
        early: list[bool] = []

        def judge(space: str, one: Message, row: CustomerRow | None, earlier: list[tuple[int, str, str]]) -> Verdict:
            judging.set()
            asked.wait(10)
            early.append(withdrawn.wait(0.05))
            return consented(space, one, row, earlier)

        claimer = threading.Thread(target=outbox.claim, args=(20, 1, judge))
        claimer.start()
        assert judging.wait(10)
        asked.set()
        state.commit(Changes(3, 3, [CustomerRow("shop", 1, b"no")]))
        withdrawn.set()
        claimer.join()
        assert early == [False], "the withdrawal was committed between judging and claiming"
        assert [one.verdict for one in outbox.claim(20, 1, consented)] == ["no_consent"]
        assert statuses(state) == {"a": "claimed", "b": "suppressed"}

    def test_nothing_is_claimed_after_a_withdrawal_was_committed(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        post(state, *(message(str(n)) for n in range(400)))
        state.commit(Changes(2, 2, [CustomerRow("shop", 1, b"yes")]))
        withdrawn = threading.Event()
        wrong: list[str] = []

        def judge(space: str, one: Message, row: CustomerRow | None, earlier: list[tuple[int, str, str]]) -> Verdict:
            over = withdrawn.is_set()
            verdict = consented(space, one, row, earlier)
            if over and verdict == "send":
                wrong.append(one.key)
            return verdict

        def work() -> None:
            while outbox.claim(20, 3, judge):
                pass

        claimers = [threading.Thread(target=work) for _ in range(2)]
        for claimer in claimers:
            claimer.start()
        state.commit(Changes(3, 3, [CustomerRow("shop", 1, b"no")]))
        withdrawn.set()
        for claimer in claimers:
            claimer.join()
        assert not wrong
        assert state.query("message_counts", "shop").keys() <= {"claimed", "suppressed"}

    @pytest.mark.parametrize("failpoint", ["F10@1", "F10@3"])
    def test_a_crash_after_the_claim_sends_nothing_twice(self, tmp_path: Path, failpoint: str) -> None:
        # The process claims by twos and hands the first of each two over; F10 lies between the claim and the first byte.
        if self.survives is None:
            pytest.skip("this outbox lives in memory: nothing is left of it")
        name, _, nth = failpoint.partition("@")
        told = run_killed(
            "regulars.testing.outbox_races", *self.survives.split(), str(tmp_path / "state"), failpoint=f"{name}:kill@{nth}"
        )
        sent = told.split()
        state, outbox = self.open(tmp_path / "state")
        assert outbox.recover(30) == (2, 0)
        rest = []
        while claimed := outbox.claim(30, 2, send):
            rest += [one.message.key for one in claimed]
        assert sorted([*sent, *rest]) == sorted(str(n) for n in range(10))
        state.close()


def _work(of_state: str, of_outbox: str, path: str) -> None:
    """What the process does that is killed: claim, hand over, settle, and say what went out."""

    def made(name: str, argument: Any) -> Any:
        module, _, attribute = name.partition(":")
        return getattr(__import__(module, fromlist=[attribute]), attribute)(argument)

    state: State = made(of_state, Path(path))
    outbox: Outbox = made(of_outbox, state)
    post(state, *(message(str(n)) for n in range(10)))
    while claimed := outbox.claim(20, 2, send):
        reach("F10")
        for one in claimed:
            outbox.mark(one.id, "handing_over")
            print(one.message.key, flush=True)
            outbox.settle(one.id, Receipt("delivered"), 21)


if __name__ == "__main__":
    _work(*sys.argv[1:])
