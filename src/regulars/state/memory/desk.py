"""The desk in memory."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from regulars.kit.errors import NotFound
from regulars.state.desk import Key, Taken, Workspace, digest, new_key
from regulars.state.memory.state import MemoryState


class MemoryDesk:
    """Keeps the contract of `Desk` beside a MemoryState."""

    def __init__(self, state: MemoryState) -> None:
        self._store = state.store
        self._open: dict[str, Workspace] = {}
        self._keys: dict[bytes, Key] = {}

    def open_workspace(self, name: str, title: str, at: int) -> Workspace:
        with self._store.mutex:
            self._store.space(name)
            return self._open.setdefault(name, Workspace(name, title, at))

    def workspaces(self) -> list[Workspace]:
        with self._store.mutex:
            return sorted(self._open.values(), key=lambda workspace: workspace.created_at)

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
        with self._store.mutex:
            if workspace not in self._open:
                raise NotFound(f"there is no workspace '{workspace}'")
            if digest(secret) in self._keys:
                raise Taken("this secret is in use already; make a new one")
            self._keys[digest(secret)] = key
        return key

    def revoke_key(self, workspace: str, key_id: str, at: int) -> Key:
        with self._store.mutex:
            for hash, key in self._keys.items():
                if key.workspace == workspace and key.id == key_id:
                    if not key.revoked_at:
                        key = self._keys[hash] = msgspec.structs.replace(key, revoked_at=at)
                    return key
        raise NotFound(f"there is no key '{key_id}'")

    def keys(self, workspace: str) -> list[Key]:
        with self._store.mutex:
            return sorted((key for key in self._keys.values() if key.workspace == workspace), key=lambda key: key.created_at)

    def look_up(self, secret: str) -> Key | None:
        key = self._keys.get(digest(secret))
        return key if key and not key.revoked_at else None
