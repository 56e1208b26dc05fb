"""Versions of definitions, jobs and notes beside the SQLite state, in the same file."""

import msgspec

from regulars.state.shelf import Job, Version
from regulars.state.sqlite.state import SqliteState
from regulars.state.sqlite.store import found

_job = msgspec.json.Decoder(Job).decode


class SqliteVersions:
    """Keeps the contract of `Versions` in the file of a SqliteState."""

    def __init__(self, state: SqliteState) -> None:
        self._store = state.store

    def put(self, workspace: str, bundle: bytes, at: int, offset: int) -> Version:
        with self._store.write() as writer:
            number = self._store.numbered(writer, workspace)
            sql = 'select number, bundle, applied_at, "offset" from versions where workspace = ? order by number desc limit 1'
            rows = found(writer, sql, (number,))
            latest = Version(workspace, *rows[0]) if rows else None
            if latest and latest.bundle == bundle:
                return latest
            new = Version(workspace, latest.number + 1 if latest else 1, bundle, at, offset)
            writer.execute("insert into versions values (?, ?, ?, ?, ?)", (number, new.number, bundle, at, offset))
            return new

    def latest(self, workspace: str) -> Version | None:
        versions = self._versions(workspace, "order by number desc limit 1")
        return versions[0] if versions else None

    def history(self, workspace: str) -> list[Version]:
        return self._versions(workspace, "order by number")

    def _versions(self, workspace: str, order: str) -> list[Version]:
        sql = f'select number, bundle, applied_at, "offset" from versions where workspace = ? {order}'
        return [Version(workspace, *row) for row in self._store.rows(sql, (self._store.number(workspace),))]


class SqliteShelf:
    """Keeps the contract of `Shelf` in the file of a SqliteState."""

    def __init__(self, state: SqliteState) -> None:
        self._store = state.store

    def put_job(self, workspace: str, job: Job) -> None:
        with self._store.write() as writer:
            number = self._store.numbered(writer, workspace)
            encoded = msgspec.json.encode(job)
            writer.execute("insert or replace into jobs values (?, ?, ?, ?)", (number, job.id, job.started_at, encoded))

    def job(self, workspace: str, id: str) -> Job | None:
        rows = self._store.rows("select job from jobs where workspace = ? and id = ?", (self._store.number(workspace), id))
        return _job(rows[0][0]) if rows else None

    def jobs(self, workspace: str) -> list[Job]:
        sql = "select job from jobs where workspace = ? order by started_at desc, id"
        return [_job(encoded) for (encoded,) in self._store.rows(sql, (self._store.number(workspace),))]

    def put_note(self, workspace: str, name: str, value: bytes | None) -> None:
        with self._store.write() as writer:
            place = (self._store.numbered(writer, workspace), name)
            if value is None:
                writer.execute("delete from notes where workspace = ? and name = ?", place)
            else:
                writer.execute("insert or replace into notes values (?, ?, ?)", (*place, value))

    def note(self, workspace: str, name: str) -> bytes | None:
        sql = "select value from notes where workspace = ? and name = ?"
        rows = self._store.rows(sql, (self._store.number(workspace), name))
        return bytes(rows[0][0]) if rows else None
