"""Versions of definitions, jobs and notes in memory."""

from regulars.state.memory.state import MemoryState
from regulars.state.shelf import Job, Version


class MemoryVersions:
    """Keeps the contract of `Versions` beside a MemoryState."""

    def __init__(self, state: MemoryState) -> None:
        self._mutex = state.store.mutex
        self._kept: dict[str, list[Version]] = {}

    def put(self, workspace: str, bundle: bytes, at: int, offset: int) -> Version:
        with self._mutex:
            kept = self._kept.setdefault(workspace, [])
            if not kept or kept[-1].bundle != bundle:
                kept.append(Version(workspace, len(kept) + 1, bundle, at, offset))
            return kept[-1]

    def latest(self, workspace: str) -> Version | None:
        kept = self._kept.get(workspace)
        return kept[-1] if kept else None

    def history(self, workspace: str) -> list[Version]:
        return list(self._kept.get(workspace, []))


class MemoryShelf:
    """Keeps the contract of `Shelf` beside a MemoryState."""

    def __init__(self, state: MemoryState) -> None:
        self._mutex = state.store.mutex
        self._jobs: dict[tuple[str, str], Job] = {}
        self._notes: dict[tuple[str, str], bytes] = {}

    def put_job(self, workspace: str, job: Job) -> None:
        with self._mutex:
            self._jobs[workspace, job.id] = job

    def job(self, workspace: str, id: str) -> Job | None:
        return self._jobs.get((workspace, id))

    def jobs(self, workspace: str) -> list[Job]:
        with self._mutex:
            mine = [job for (space, _), job in self._jobs.items() if space == workspace]
        return sorted(mine, key=lambda job: (-job.started_at, job.id))

    def put_note(self, workspace: str, name: str, value: bytes | None) -> None:
        with self._mutex:
            if value is None:
                self._notes.pop((workspace, name), None)
            else:
                self._notes[workspace, name] = value

    def note(self, workspace: str, name: str) -> bytes | None:
        return self._notes.get((workspace, name))
