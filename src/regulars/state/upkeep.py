"""The contract of what the archive and the members' repairs change in the state, beside the pipeline."""

from collections.abc import Sequence
from typing import Protocol


class Upkeep(Protocol):
    """Every State of the house keeps this contract too."""

    def drop_spool(self, through: int) -> int:
        """Forget spooled blobs up to and with this sequence number: the lake has them. Gives how many."""
        ...

    def reprocessed(self, workspace: str, places: Sequence[tuple[int, int]], at: int) -> int:
        """Mark these failures, (offset, index), as sent through the door again. Gives how many were not marked before."""
        ...
