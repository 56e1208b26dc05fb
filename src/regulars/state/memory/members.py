"""Members, their passes and the audit trail in memory."""

from regulars.state.members import Member, Pass, checked, digest
from regulars.state.memory.state import MemoryState
from regulars.state.trail import START, Act, Entry, chained


class MemoryMembers:
    """Keeps the contract of `Members` beside a MemoryState."""

    def __init__(self, state: MemoryState) -> None:
        self._mutex = state.store.mutex
        self._members: dict[tuple[str, str], Member] = {}
        self._passes: dict[bytes, Pass] = {}

    def put(self, member: Member) -> None:
        with self._mutex:
            self._members[member.workspace, member.id] = checked(member, self.members(member.workspace))

    def member(self, workspace: str, id: str) -> Member | None:
        return self._members.get((workspace, id))

    def members(self, workspace: str) -> list[Member]:
        with self._mutex:
            mine = [member for member in self._members.values() if member.workspace == workspace]
        return sorted(mine, key=lambda member: (member.created_at, member.id))

    def grant(self, pass_: Pass) -> None:
        with self._mutex:
            self._passes[pass_.hash] = pass_

    def look_up(self, secret: str) -> Pass | None:
        return self._passes.get(digest(secret))

    def take(self, hash: bytes) -> bool:
        with self._mutex:
            return self._passes.pop(hash, None) is not None

    def withdraw(self, workspace: str, member: str, ended_at: int) -> int:
        with self._mutex:
            gone = [
                each.hash
                for each in self._passes.values()
                if each.ends_at <= ended_at or (each.workspace, each.member) == (workspace, member)
            ]
            for hash in gone:
                del self._passes[hash]
        return len(gone)


class MemoryTrail:
    """Keeps the contract of `Trail` beside a MemoryState."""

    def __init__(self, state: MemoryState) -> None:
        self._mutex = state.store.mutex
        self._entries: dict[str, list[Entry]] = {}

    def append(self, act: Act) -> Entry:
        with self._mutex:
            kept = self._entries.setdefault(act.workspace, [])
            number = len(kept) + 1
            entry = Entry(number, act, chained(kept[-1].hash if kept else START, number, act))
            kept.append(entry)
        return entry

    def entries(self, workspace: str, before: int, limit: int) -> list[Entry]:
        with self._mutex:
            kept = self._entries.get(workspace, [])
            end = min(max(before - 1, 0), len(kept))
            return kept[max(0, end - limit) : end][::-1]
