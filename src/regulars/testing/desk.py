"""The batteries that every desk, shelf and store of versions pass."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regulars.kit.errors import NotFound, RegularsError
from regulars.kit.ids import secret
from regulars.state.desk import Desk, Taken, Workspace
from regulars.state.shelf import Job, Shelf, Versions
from regulars.state.state import Changes, CustomerRow, State


class DeskContract:
    """What `Desk`, `Versions` and `Shelf` promise, as tests."""

    durable = True
    """Whether opening the same path again finds what was there."""

    def open(self, path: Path) -> tuple[State, Desk, Versions, Shelf]:
        """A state at this path with its desk, versions and shelf."""
        raise NotImplementedError

    @pytest.fixture
    def opened(self, tmp_path: Path) -> Iterator[tuple[State, Desk, Versions, Shelf]]:
        opened = self.open(tmp_path / "state")
        yield opened
        opened[0].close()

    @pytest.fixture
    def desk(self, opened: tuple[State, Desk, Versions, Shelf]) -> Desk:
        desk = opened[1]
        desk.open_workspace("shop", "The shop", 5)
        return desk

    def test_opens_workspaces_once(self, opened: tuple[State, Desk, Versions, Shelf]) -> None:
        state, desk, _, _ = opened
        assert desk.workspaces() == []
        # Events may have come before anybody opened the workspace.
        state.commit(Changes(1, 1, [CustomerRow("shop", 1, b"x")]))
        assert desk.workspaces() == []
        assert desk.open_workspace("shop", "The shop", 0) == Workspace("shop", "The shop", 0)
        assert desk.open_workspace("other", "", 7) == Workspace("other", "", 7)
        assert desk.open_workspace("shop", "Another title", 9) == Workspace("shop", "The shop", 0)
        assert desk.workspaces() == [Workspace("shop", "The shop", 0), Workspace("other", "", 7)]

    def test_a_key_opens_its_workspace_until_it_is_revoked(self, desk: Desk) -> None:
        writes, reads = secret("wk"), secret("sk")
        write = desk.create_key("shop", writes, kind="write", source="web", label="browser", at=6)
        read = desk.create_key("shop", reads, kind="secret", scopes=("read", "manage"), at=7)
        assert (write.source, write.scopes, write.hint, write.label) == ("web", (), writes[-4:], "browser")
        assert (read.source, read.scopes, read.kind) == ("", ("read", "manage"), "secret")
        assert (desk.look_up(writes), desk.look_up(reads)) == (write, read)
        assert desk.keys("shop") == [write, read]
        assert desk.revoke_key("shop", write.id, 8).revoked_at == 8
        assert (desk.look_up(writes), desk.look_up(reads)) == (None, read)
        assert desk.revoke_key("shop", write.id, 9).revoked_at == 8, "the first time counts"
        assert [key.revoked_at for key in desk.keys("shop")] == [8, 0]

    def test_unknown_secrets_open_nothing(self, desk: Desk) -> None:
        desk.create_key("shop", known := secret("wk"), kind="write", source="web", at=6)
        for wrong in ("", known[:-1], known + " ", known.upper(), "wk_", "\ud800", "x" * 100_000):
            assert desk.look_up(wrong) is None

    def test_refuses_keys_that_make_no_sense(self, desk: Desk) -> None:
        desk.create_key("shop", known := secret("sk"), kind="secret", scopes=["read"], at=6)
        cases: list[tuple[type[RegularsError], str, str, dict[str, Any]]] = [
            (Taken, "in use already", known, {"kind": "secret", "scopes": ["write"]}),
            (RegularsError, "no scope 'raed'", secret("sk"), {"kind": "secret", "scopes": ["raed"]}),
            (RegularsError, "names its scopes", secret("sk"), {"kind": "secret"}),
            (RegularsError, "names its source", secret("wk"), {"kind": "write"}),
            (RegularsError, "has no scopes", secret("wk"), {"kind": "write", "source": "web", "scopes": ["read"]}),
            (RegularsError, "too short", "sk_1234", {"kind": "secret", "scopes": ["read"]}),
        ]
        for kind, says, text, arguments in cases:
            with pytest.raises(kind, match=says):
                desk.create_key("shop", text, at=7, **arguments)
        with pytest.raises(NotFound, match="no workspace 'nowhere'"):
            desk.create_key("nowhere", secret("wk"), kind="write", source="web", at=7)
        assert len(desk.keys("shop")) == 1

    def test_keys_of_another_workspace_cannot_be_seen_or_revoked(self, desk: Desk) -> None:
        desk.open_workspace("other", "", 6)
        key = desk.create_key("shop", text := secret("wk"), kind="write", source="web", at=6)
        assert desk.keys("other") == []
        for workspace, id in (("other", key.id), ("shop", "nothing"), ("nowhere", key.id)):
            with pytest.raises(NotFound, match="there is no key"):
                desk.revoke_key(workspace, id, 7)
        assert desk.look_up(text) == key

    def test_versions_count_up_and_repeats_are_none(self, opened: tuple[State, Desk, Versions, Shelf]) -> None:
        versions = opened[2]
        assert (versions.latest("shop"), versions.history("shop")) == (None, [])
        first = versions.put("shop", b"a: 1", 5, 10)
        assert (first.number, first.bundle, first.applied_at, first.offset) == (1, b"a: 1", 5, 10)
        assert versions.put("shop", b"a: 1", 6, 11) == first
        second = versions.put("shop", b"a: 2", 7, 12)
        third = versions.put("shop", b"a: 1", 8, 13)
        assert (second.number, third.number) == (2, 3)
        assert versions.put("other", b"a: 1", 9, 14).number == 1
        assert versions.latest("shop") == third
        assert versions.history("shop") == [first, second, third]

    def test_jobs_and_notes_are_replaced(self, opened: tuple[State, Desk, Versions, Shelf]) -> None:
        shelf = opened[3]
        assert (shelf.job("shop", "1"), shelf.jobs("shop"), shelf.note("shop", "seen")) == (None, [], None)
        early = Job("1", "import", "running", 5, 6, {"row": 10}, {"accepted": 9})
        late = Job("2", "import", "running", 8, 8)
        for job in (early, late):
            shelf.put_job("shop", job)
        shelf.put_job("shop", done := Job("1", "import", "done", 5, 9, {"row": 20}, {"accepted": 19, "rejected": 1}))
        assert (shelf.job("shop", "1"), shelf.job("other", "1")) == (done, None)
        assert (shelf.jobs("shop"), shelf.jobs("other")) == ([late, done], [])
        shelf.put_note("shop", "seen", b"1")
        shelf.put_note("shop", "seen", b"")
        shelf.put_note("shop", "gone", b"x")
        shelf.put_note("shop", "gone", None)
        assert [shelf.note(*place) for place in (("shop", "seen"), ("shop", "gone"), ("other", "seen"))] == [b"", None, None]

    def test_everything_survives_being_reopened(self, tmp_path: Path) -> None:
        if not self.durable:
            pytest.skip("this desk lives in memory: nothing is left of it")
        state, desk, versions, shelf = self.open(tmp_path / "state")
        desk.open_workspace("shop", "The shop", 5)
        live, dead = secret("wk"), secret("wk")
        kept = desk.create_key("shop", live, kind="write", source="web", at=6)
        desk.revoke_key("shop", desk.create_key("shop", dead, kind="write", source="web", at=7).id, 8)
        version = versions.put("shop", b"a: 1", 5, 10)
        shelf.put_job("shop", job := Job("1", "import", "running", 5, 6, {"row": 10}))
        shelf.put_note("shop", "seen", b"1")
        state.close()
        for file in tmp_path.iterdir():
            assert live.encode() not in file.read_bytes(), "a secret stands in a file"
        state, desk, versions, shelf = self.open(tmp_path / "state")
        assert desk.workspaces() == [Workspace("shop", "The shop", 5)]
        assert (desk.look_up(live), desk.look_up(dead)) == (kept, None)
        assert [key.revoked_at for key in desk.keys("shop")] == [0, 8]
        assert (versions.latest("shop"), shelf.job("shop", "1"), shelf.note("shop", "seen")) == (version, job, b"1")
        state.close()
