"""The battery that every book of members, and every audit trail, passes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from regulars.kit.ids import secret
from regulars.state.desk import Taken
from regulars.state.members import Member, Members, Pass, digest
from regulars.state.state import State
from regulars.state.trail import Act, Entry, Trail, broken

Opened = tuple[State, Members, Trail]
ANN = Member("shop", "1", "ann@example.com", "Ann", "owner", "hash", 5)
BOB = Member("shop", "2", "bob@example.com", "Bob", "viewer", "", 6)


def session(text: str, member: str = "1", ends_at: int = 100, workspace: str = "shop") -> Pass:
    """A session of a member."""
    return Pass(digest(text), "session", workspace, member, 1, 1, ends_at)


class MembersContract:
    """What `Members` and `Trail` promise, as tests."""

    durable = True
    """Whether opening the same path again finds what was there."""

    def open(self, path: Path) -> Opened:
        """A state at this path with its members and its trail."""
        raise NotImplementedError

    @pytest.fixture
    def opened(self, tmp_path: Path) -> Iterator[Opened]:
        opened = self.open(tmp_path / "state")
        yield opened
        opened[0].close()

    def test_members_are_stored_and_replaced(self, opened: Opened) -> None:
        members = opened[1]
        assert (members.members("shop"), members.member("shop", "1")) == ([], None)
        members.put(BOB)
        members.put(ANN)
        assert members.members("shop") == [ANN, BOB]
        members.put(changed := msgspec.structs.replace(BOB, role="analyst", disabled_at=9))
        assert members.member("shop", "2") == changed
        assert (members.member("other", "2"), members.members("other")) == (None, [])

    def test_an_email_belongs_to_one_member_of_a_workspace(self, opened: Opened) -> None:
        members = opened[1]
        members.put(ANN)
        with pytest.raises(Taken, match="has this e-mail"):
            members.put(msgspec.structs.replace(BOB, email=ANN.email))
        members.put(msgspec.structs.replace(ANN, name="Anna"))
        members.put(elsewhere := msgspec.structs.replace(ANN, workspace="other"))
        assert members.members("other") == [elsewhere]

    def test_a_pass_opens_until_it_is_taken(self, opened: Opened) -> None:
        members = opened[1]
        text = secret("rs")
        assert members.look_up(text) is None
        members.grant(session(text))
        members.grant(later := session(text, ends_at=200))
        assert members.look_up(text) == later
        assert members.look_up(text[:-1]) is None
        assert (members.take(digest(text)), members.take(digest(text))) == (True, False)
        assert members.look_up(text) is None

    def test_of_many_who_take_one_gets_it(self, opened: Opened) -> None:
        members = opened[1]
        members.grant(session("x"))
        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(lambda _: members.take(digest("x")), range(20))) == 1

    def test_withdraws_all_of_a_member_and_what_has_ended(self, opened: Opened) -> None:
        members = opened[1]
        members.grant(session("a"))
        members.grant(session("b"))
        members.grant(session("bobs", "2"))
        members.grant(session("bobs-ended", "2", ends_at=10))
        members.grant(session("elsewhere", workspace="other"))
        assert members.withdraw("shop", "1", 10) == 3
        left = [text for text in ("a", "b", "bobs", "bobs-ended", "elsewhere") if members.look_up(text)]
        assert left == ["bobs", "elsewhere"]
        assert members.withdraw("shop", "1", 10) == 0

    def test_the_trail_is_a_chain_in_each_workspace(self, opened: Opened) -> None:
        trail = opened[2]
        acts = [Act("shop", at, "member:1", "reveal", f"customer:{at}", "127.0.0.1", "email") for at in range(5)]
        made = [trail.append(act) for act in acts]
        trail.append(Act("other", 9, "nobody", "sign_in"))
        assert [entry.number for entry in made] == [1, 2, 3, 4, 5]
        assert trail.entries("shop", 1 << 62, 10) == made[::-1]
        assert trail.entries("shop", 5, 2) == [made[3], made[2]]
        assert (trail.entries("shop", 1, 10), trail.entries("nowhere", 1 << 62, 10)) == ([], [])
        assert broken(made) is None
        assert broken([]) is None

    def test_a_change_of_the_trail_shows(self, opened: Opened) -> None:
        trail = opened[2]
        made = [trail.append(Act("shop", at, "member:1", "reveal")) for at in range(4)]
        other = msgspec.structs.replace(made[1].act, who="member:2")
        assert broken([made[0], Entry(2, other, made[1].hash), *made[2:]]) == 2
        assert broken([made[0], *made[2:]]) == 2
        assert broken(made[1:]) == 1
        assert broken([made[0], made[2], made[1], made[3]]) == 2

    def test_everything_survives_being_reopened(self, tmp_path: Path) -> None:
        if not self.durable:
            pytest.skip("these members live in memory: nothing is left of them")
        state, members, trail = self.open(tmp_path / "state")
        members.put(ANN)
        text, gone = secret("rs"), secret("rs")
        members.grant(kept := session(text))
        members.grant(session(gone))
        members.take(digest(gone))
        entry = trail.append(Act("shop", 5, "member:1", "sign_in"))
        state.close()
        for file in tmp_path.iterdir():
            assert text.encode() not in file.read_bytes(), "a secret stands in a file"
        state, members, trail = self.open(tmp_path / "state")
        assert members.members("shop") == [ANN]
        assert (members.look_up(text), members.look_up(gone)) == (kept, None)
        assert trail.entries("shop", 1 << 62, 10) == [entry]
        assert trail.append(Act("shop", 6, "member:1", "sign_out")).number == 2
        state.close()
