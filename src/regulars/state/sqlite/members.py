"""Members, their passes and the audit trail beside the SQLite state, in the same file."""

import threading

import msgspec

from regulars.state.members import Member, Pass, checked, digest
from regulars.state.sqlite.state import SqliteState
from regulars.state.sqlite.store import found
from regulars.state.trail import START, Act, Entry, chained

_encode = msgspec.msgpack.encode
_member = msgspec.msgpack.Decoder(Member).decode
_pass = msgspec.msgpack.Decoder(Pass).decode
_act = msgspec.msgpack.Decoder(Act).decode


class SqliteMembers:
    """Keeps the contract of `Members` in the file of a SqliteState. All are held in memory: each request asks for them."""

    def __init__(self, state: SqliteState) -> None:
        self._store = state.store
        self._mutex = threading.Lock()
        known = [_member(encoded) for (encoded,) in self._store.rows("select member from people")]
        self._members = {(member.workspace, member.id): member for member in known}
        passes = [_pass(encoded) for (encoded,) in self._store.rows("select pass from passes")]
        self._passes = {each.hash: each for each in passes}

    def put(self, member: Member) -> None:
        with self._mutex:
            checked(member, self.members(member.workspace))
            with self._store.write() as writer:
                place = (self._store.numbered(writer, member.workspace), member.id)
                writer.execute("insert or replace into people values (?, ?, ?)", (*place, _encode(member)))
            self._members = {**self._members, (member.workspace, member.id): member}

    def member(self, workspace: str, id: str) -> Member | None:
        return self._members.get((workspace, id))

    def members(self, workspace: str) -> list[Member]:
        mine = [member for member in self._members.values() if member.workspace == workspace]
        return sorted(mine, key=lambda member: (member.created_at, member.id))

    def grant(self, pass_: Pass) -> None:
        with self._mutex:
            with self._store.write() as writer:
                writer.execute("insert or replace into passes values (?, ?)", (pass_.hash, _encode(pass_)))
            self._passes[pass_.hash] = pass_

    def look_up(self, secret: str) -> Pass | None:
        return self._passes.get(digest(secret))

    def take(self, hash: bytes) -> bool:
        with self._mutex:
            return self._drop([hash] if hash in self._passes else []) > 0

    def withdraw(self, workspace: str, member: str, ended_at: int) -> int:
        with self._mutex:
            return self._drop(
                [
                    each.hash
                    for each in self._passes.values()
                    if each.ends_at <= ended_at or (each.workspace, each.member) == (workspace, member)
                ]
            )

    def _drop(self, hashes: list[bytes]) -> int:
        if hashes:
            with self._store.write() as writer:
                writer.executemany("delete from passes where hash = ?", [(hash,) for hash in hashes])
            for hash in hashes:
                del self._passes[hash]
        return len(hashes)


class SqliteTrail:
    """Keeps the contract of `Trail` in the file of a SqliteState, whose triggers refuse any change of it."""

    def __init__(self, state: SqliteState) -> None:
        self._store = state.store

    def append(self, act: Act) -> Entry:
        with self._store.write() as writer:
            workspace = self._store.numbered(writer, act.workspace)
            sql = "select number, hash from trail where workspace = ? order by number desc limit 1"
            last = found(writer, sql, (workspace,))
            number, hash = last[0] if last else (0, START)
            entry = Entry(number + 1, act, chained(hash, number + 1, act))
            writer.execute("insert into trail values (?, ?, ?, ?)", (workspace, entry.number, _encode(act), entry.hash))
        return entry

    def entries(self, workspace: str, before: int, limit: int) -> list[Entry]:
        sql = "select number, act, hash from trail where workspace = ? and number < ? order by number desc limit ?"
        rows = self._store.rows(sql, (self._store.number(workspace), before, limit))
        return [Entry(number, _act(act), bytes(hash)) for number, act, hash in rows]
