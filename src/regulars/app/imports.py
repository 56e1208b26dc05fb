"""Imports of files: where their progress is kept, in the words of the store."""

import msgspec

from regulars.app.house import House
from regulars.collect.importer import Progress
from regulars.state.shelf import Job


class ImportJobs:
    """Keeps the progress of one workspace's imports on its shelf."""

    def __init__(self, house: House, workspace: str) -> None:
        self._house = house
        self._workspace = workspace

    def get(self, id: str) -> Progress | None:
        """How far this import has come; None if it never started."""
        job = self._house.backends.shelf.job(self._workspace, id)
        return msgspec.convert(job.progress, Progress) if job else None

    def put(self, id: str, progress: Progress) -> None:
        """Remember it, durably."""
        at = self._house.clock.now()
        before = self._house.backends.shelf.job(self._workspace, id)
        job = Job(
            id=id,
            kind="import",
            status="done" if progress.done else "running",
            started_at=before.started_at if before else at,
            updated_at=at,
            progress=msgspec.to_builtins(progress),
            counts={"rows": progress.row, "accepted": progress.accepted, "rejected": progress.rejected},
        )
        self._house.backends.shelf.put_job(self._workspace, job)
