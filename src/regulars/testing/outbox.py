"""The battery that every outbox passes: `class TestMine(OutboxContract)` with `open` (and `survives`) is a whole test file."""

from typing import Any

import pytest

from regulars.kit.clock import DAY
from regulars.kit.errors import NotFound
from regulars.records import Message, Receipt, Verdict
from regulars.state.outbox import NotClaimed, Outbox
from regulars.state.state import Changes, CustomerRow, State
from regulars.testing.commits import message
from regulars.testing.outbox_races import OutboxRaces, post, send, statuses


class OutboxContract(OutboxRaces):
    """What `regulars.state.outbox.Outbox` promises, as tests."""

    def test_claims_what_is_due_earliest_first(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        post(state, message("late", at=30), message("soon", at=10), message("also", at=10), message("later", at=31))
        assert outbox.claim(9, 10, send) == []
        first = outbox.claim(30, 2, send)
        assert [(one.message.key, one.workspace, one.verdict, one.attempt) for one in first] == [
            ("soon", "shop", "send", 1),
            ("also", "shop", "send", 1),
        ]
        assert [one.message for one in outbox.claim(30, 10, send)] == [message("late", at=30)]
        assert outbox.claim(30, 10, send) == []
        assert statuses(state) == {"late": "claimed", "soon": "claimed", "also": "claimed", "later": "pending"}
        assert [row.claimed_at for row in state.query("messages", "shop", status="claimed")] == [30, 30, 30]

    def test_a_verdict_against_it_suppresses(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        post(state, message("a"))
        (claimed,) = outbox.claim(20, 10, lambda *_: "capped")
        assert (claimed.verdict, claimed.attempt) == ("capped", 0)
        (row,) = state.query("messages", "shop")
        assert (row.status, row.verdict, row.settled_at, row.claimed_at) == ("suppressed", "capped", 20, 0)
        assert outbox.claim(99, 10, send) == []
        with pytest.raises(NotClaimed):
            outbox.mark(row.id, "handing_over")

    def test_the_judge_sees_the_customer_of_today(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        rows = [
            CustomerRow("shop", 1, b"", merged_into=2),
            CustomerRow("shop", 2, b"", merged_into=3),
            CustomerRow("shop", 3, b"today"),
            CustomerRow("other", 1, b"other's"),
        ]
        state.commit(
            Changes(1, 1, rows, messages=[("shop", message("a", 1)), ("other", message("a", 1)), ("shop", message("b", 9))])
        )
        seen: list[Any] = []
        claimed = outbox.claim(20, 10, lambda space, one, row, earlier: seen.append((space, one.key, row)) or "send")  # type: ignore[func-returns-value]
        assert seen == [("shop", "a", rows[2]), ("other", "a", rows[3]), ("shop", "b", None)]
        assert [(one.customer, one.record) for one in claimed] == [(3, b"today"), (1, b"other's"), (9, b"")]

    def test_the_judge_sees_what_the_customer_already_got(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        start = 100 * DAY
        rows = [CustomerRow("shop", 1, b"x"), CustomerRow("shop", 2, b"", merged_into=1), CustomerRow("shop", 3, b"x")]
        state.commit(Changes(1, 1, rows))
        outcomes = {"delivered": 1, "failed": 2, "bounced": 3, "ambiguous": 4, "deferred": 5, "handing": 6, "claimed": 7}
        for key, day in outcomes.items():
            post(state, message(key, 2 if key == "bounced" else 1, at=start, channel=key))
            (claimed,) = outbox.claim(start + day, 10, send)
            if key in ("delivered", "failed", "bounced", "ambiguous", "deferred"):
                retry_at = start + 900 * DAY if key == "deferred" else None
                outbox.settle(claimed.id, Receipt(key), start + day, retry_at)  # type: ignore[arg-type]
            elif key == "handing":
                outbox.mark(claimed.id, "handing_over")
        post(state, message("suppressed", 1, at=start))
        outbox.claim(start + 8, 10, lambda *_: "capped")
        post(state, message("someone else's", 3, at=start), message("now", 1, at=start), message("also now", 1, at=start))
        seen: dict[str, list[str]] = {}

        def judge(space: str, one: Message, row: CustomerRow | None, earlier: list[tuple[int, str, str]]) -> Verdict:
            seen[one.key] = [channel for _, channel, _ in earlier]
            assert earlier == sorted(earlier)
            assert all(template == "welcome" for _, _, template in earlier)
            return "send"

        outbox.claim(start + 31 * DAY, 10, judge)
        got = ["delivered", "bounced", "ambiguous", "handing", "claimed"]
        assert seen == {"someone else's": [], "now": got, "also now": [*got, "email"]}
        post(state, message("later", 1, at=start))
        outbox.claim(start + 31 * DAY + 3, 10, judge)
        assert seen["later"] == ["ambiguous", "handing", "claimed", "email", "email"]

    def test_a_judge_that_fails_claims_nothing(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        post(state, message("a"), message("b"))
        calls = iter(["send", ""])

        def judge(*_: Any) -> Verdict:
            verdict = next(calls)
            if not verdict:
                raise KeyError("unknown template")
            return "send"

        with pytest.raises(KeyError):
            outbox.claim(20, 10, judge)
        assert statuses(state) == {"a": "pending", "b": "pending"}
        assert [(one.message.key, one.attempt) for one in outbox.claim(20, 10, send)] == [("a", 1), ("b", 1)]

    @pytest.mark.parametrize(
        ("outcome", "status"),
        [("delivered", "delivered"), ("bounced", "bounced"), ("failed", "failed"), ("ambiguous", "parked")],
    )
    def test_settles(self, both: tuple[State, Outbox], outcome: Any, status: str) -> None:
        state, outbox = both
        post(state, message("a"))
        (claimed,) = outbox.claim(20, 10, send)
        outbox.mark(claimed.id, "handing_over")
        assert statuses(state) == {"a": "handing_over"}
        outbox.settle(claimed.id, Receipt(outcome, "550 no such box", "p-1"), 30)
        (row,) = state.query("messages", "shop")
        assert (row.status, row.detail, row.provider_id, row.settled_at) == (status, "550 no such box", "p-1", 30)
        assert (row.claimed_at, row.attempt) == (20, 1)
        assert outbox.claim(1 << 60, 10, send) == []
        assert state.query("message_counts", "shop") == {status: 1}

    def test_a_deferred_message_comes_again_until_it_is_given_up(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        post(state, message("a"))
        (claimed,) = outbox.claim(20, 10, send)
        outbox.settle(claimed.id, Receipt("deferred", "421 later"), 30, retry_at=60)
        (row,) = state.query("messages", "shop")
        assert (row.status, row.due, row.claimed_at, row.settled_at, row.detail) == ("pending", 60, 0, 0, "421 later")
        assert outbox.claim(59, 10, send) == []
        (again,) = outbox.claim(60, 10, send)
        assert (again.id, again.attempt) == (claimed.id, 2)
        outbox.settle(claimed.id, Receipt("deferred", "421 later"), 70)
        assert statuses(state) == {"a": "failed"}

    def test_steps_out_of_turn_change_nothing(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        post(state, message("a"))
        (row,) = state.query("messages", "shop")
        for id in (row.id, row.id + 1, 0, -1):
            with pytest.raises(NotClaimed, match="do not send it"):
                outbox.mark(id, "handing_over")
            with pytest.raises(NotClaimed):
                outbox.settle(id, Receipt("delivered"), 5)
        outbox.claim(20, 10, send)
        outbox.mark(row.id, "handing_over")
        with pytest.raises(NotClaimed):
            outbox.mark(row.id, "handing_over")
        outbox.settle(row.id, Receipt("delivered"), 30)
        with pytest.raises(NotClaimed):
            outbox.settle(row.id, Receipt("bounced"), 40)
        assert statuses(state) == {"a": "delivered"}

    def test_recovers_after_a_crash(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        post(state, *(message(key) for key in ("pending", "claimed", "handed", "sent")))
        ids = {row.message.key: row.id for row in state.query("messages", "shop")}
        held = message("pending")
        outbox.claim(20, 10, lambda space, one, *_: "send")
        outbox.settle(ids["pending"], Receipt("deferred"), 20, retry_at=25)
        outbox.settle(ids["sent"], Receipt("delivered"), 20)
        outbox.mark(ids["handed"], "handing_over")
        assert outbox.recover(30) == (1, 1)
        assert statuses(state) == {"pending": "pending", "claimed": "pending", "handed": "parked", "sent": "delivered"}
        assert outbox.recover(31) == (0, 0)
        assert [one.message.key for one in outbox.claim(30, 10, send)] == [held.key, "claimed"]

    def test_releases_a_parked_message_of_this_workspace_only(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        post(state, message("a"))
        (claimed,) = outbox.claim(20, 10, send)
        with pytest.raises(NotClaimed, match="is claimed; only a parked message"):
            outbox.release("shop", claimed.id, 30)
        outbox.settle(claimed.id, Receipt("ambiguous"), 25)
        for workspace, id in (("other", claimed.id), ("shop", claimed.id + 7)):
            with pytest.raises(NotFound, match=f"there is no message {id}"):
                outbox.release(workspace, id, 30)
        outbox.release("shop", claimed.id, 30)
        (again,) = outbox.claim(30, 10, send)
        assert (again.id, again.attempt) == (claimed.id, 2)

    def test_a_late_word_settles_a_parked_message(self, both: tuple[State, Outbox]) -> None:
        state, outbox = both
        post(state, message("a"))
        (claimed,) = outbox.claim(20, 10, send)
        outbox.settle(claimed.id, Receipt("ambiguous"), 25)
        outbox.settle(claimed.id, Receipt("delivered", provider_id="p"), 40)
        assert statuses(state) == {"a": "delivered"}
