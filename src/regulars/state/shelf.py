"""The contracts of two small shelves: the versions of a workspace's definitions, and its jobs and notes."""

from typing import Any, Protocol

import msgspec


class Version(msgspec.Struct, frozen=True):
    """The definitions of a workspace as they were applied at one time."""

    workspace: str
    number: int
    """1, 2, 3 … within the workspace."""
    bundle: bytes
    applied_at: int
    offset: int
    """The log offset from which they hold."""


class Job(msgspec.Struct, frozen=True):
    """A piece of work that outlives a process, such as an import."""

    id: str
    kind: str
    status: str
    started_at: int
    updated_at: int
    progress: dict[str, Any] = {}
    """Where to go on: what the job itself understands."""
    counts: dict[str, int] = {}


class Versions(Protocol):
    """The versions of definitions, kept for ever."""

    def put(self, workspace: str, bundle: bytes, at: int, offset: int) -> Version:
        """Store a new version; where the bundle equals the latest one, that one is given back."""
        ...

    def latest(self, workspace: str) -> Version | None:
        """The newest version."""
        ...

    def history(self, workspace: str) -> list[Version]:
        """All versions, oldest first."""
        ...


class Shelf(Protocol):
    """Jobs and notes of a workspace."""

    def put_job(self, workspace: str, job: Job) -> None:
        """Store it over the one of the same id."""
        ...

    def job(self, workspace: str, id: str) -> Job | None:
        """One job."""
        ...

    def jobs(self, workspace: str) -> list[Job]:
        """All jobs, latest start first."""
        ...

    def put_note(self, workspace: str, name: str, value: bytes | None) -> None:
        """Store a small value under a name, or delete it with None."""
        ...

    def note(self, workspace: str, name: str) -> bytes | None:
        """The value under a name."""
        ...
