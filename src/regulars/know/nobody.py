"""Events that name nobody: they count in the history of the house, each once, and belong to no customer."""

import msgspec

from regulars.flow.effects import Effects
from regulars.know.dedupe import is_repeat
from regulars.records import Seen
from regulars.state.state import State

NAME = "nobody"
"""Where the hashes of such events stand in the shared state: there is no customer to keep them."""


class Nobody:
    """Recognises repeats of a workspace's events that go to no customer (with the guarantee of `records.customer.Seen`)."""

    def __init__(self, workspace: str, state: State) -> None:
        self._workspace = workspace
        self._state = state
        self._seen: Seen | None = None

    def is_repeat(self, key: bytes, at: int, effects: Effects) -> bool:
        """True if the 8-byte `key` was noted before; notes it otherwise."""
        if self._seen is None:
            stored = self._state.query("shared", self._workspace).get(NAME)
            self._seen = msgspec.msgpack.decode(stored, type=Seen) if stored else Seen()
        if is_repeat(self._seen, key, at):
            return True
        effects.shared[NAME] = self._seen
        return False

    def forget(self) -> None:
        """The batch was not committed."""
        self._seen = None
