"""The desk beside the SQLite state, in the same file."""

import threading
from collections.abc import Sequence
from typing import Literal

import msgspec

from regulars.kit.errors import NotFound
from regulars.state.desk import Key, Taken, Workspace, digest, new_key
from regulars.state.sqlite.state import SqliteState

_encode = msgspec.json.encode
_key = msgspec.json.Decoder(Key).decode


class SqliteDesk:
    """Keeps the contract of `Desk` in the file of a SqliteState. All live keys are held in memory."""

    def __init__(self, state: SqliteState) -> None:
        self._store = state.store
        self._mutex = threading.Lock()
        keys = [(hash, _key(key)) for hash, key in self._store.rows("select hash, key from keys")]
        self._live = {hash: key for hash, key in keys if not key.revoked_at}

    def open_workspace(self, name: str, title: str, at: int) -> Workspace:
        with self._store.write() as writer:
            number = self._store.numbered(writer, name)
            # A workspace may have got its number from its first event, before anybody opened it here.
            sql = "update workspaces set title = ?, created_at = ? where number = ? and created_at is null"
            writer.execute(sql, (title, at, number))
        return next(workspace for workspace in self.workspaces() if workspace.name == name)

    def workspaces(self) -> list[Workspace]:
        rows = self._store.rows(
            "select name, title, created_at from workspaces where created_at is not null order by created_at, number"
        )
        return [Workspace(*row) for row in rows]

    def create_key(
        self,
        workspace: str,
        secret: str,
        *,
        kind: Literal["write", "secret"],
        source: str = "",
        scopes: Sequence[str] = (),
        label: str = "",
        at: int,
    ) -> Key:
        key = new_key(workspace, secret, kind, source, scopes, label, at)
        hash = digest(secret)
        with self._mutex:
            if all(known.name != workspace for known in self.workspaces()):
                raise NotFound(f"there is no workspace '{workspace}'")
            with self._store.write() as writer:
                number = self._store.numbered(writer, workspace)
                writer.execute("insert into keys values (?, ?, ?, ?) on conflict do nothing", (hash, number, at, _encode(key)))
                if not writer.changes():
                    raise Taken("this secret is in use already; make a new one")
            self._live[hash] = key
        return key

    def revoke_key(self, workspace: str, key_id: str, at: int) -> Key:
        with self._mutex:
            rows = self._store.rows("select hash, key from keys where workspace = ?", (self._store.number(workspace),))
            for hash, encoded in rows:
                key = _key(encoded)
                if key.id != key_id:
                    continue
                if not key.revoked_at:
                    key = msgspec.structs.replace(key, revoked_at=at)
                    with self._store.write() as writer:
                        writer.execute("update keys set key = ? where hash = ?", (_encode(key), hash))
                    self._live.pop(hash, None)
                return key
        raise NotFound(f"there is no key '{key_id}'")

    def keys(self, workspace: str) -> list[Key]:
        sql = "select key from keys where workspace = ? order by created_at, rowid"
        return [_key(encoded) for (encoded,) in self._store.rows(sql, (self._store.number(workspace),))]

    def look_up(self, secret: str) -> Key | None:
        return self._live.get(digest(secret))
