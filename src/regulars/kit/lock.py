"""One process per file: an advisory lock that says who holds it."""

import fcntl
import os
from pathlib import Path

from regulars.kit.errors import RegularsError


class InUse(RegularsError):
    """Another process (or another object of this one) works on the same file."""

    code = "in_use"


class FileLock:
    """Holds `<path>.lock` from construction to `release`; the system frees it when the process dies, however it dies.

    Raises InUse at once, naming the process that holds it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + ".lock")
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._file, 32, 0).decode(errors="replace").strip() or "unknown"
            os.close(self._file)
            raise InUse(
                f"{path} is in use by process {holder}; stop that process first, or give this one its own folder"
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let others in. The lock file stays: deleting it would let two processes hold two different files."""
        os.close(self._file)
