"""Faults on purpose: an armed failpoint in this process, a child that is killed at one, and a disk whose writes fail.

They need neither root nor a special file system, and happen at the same place on every run.
"""

import ctypes
import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import apsw
import pytest

from regulars.kit import failpoints


def arm(monkeypatch: pytest.MonkeyPatch, failpoint: str) -> None:
    """Arm `name:action[@n]` in this process until the test ends; the action is `err`, `full` or `sleep`."""
    name, _, rest = failpoint.partition(":")
    action, _, nth = rest.partition("@")
    monkeypatch.setattr(failpoints, "_name", name)
    monkeypatch.setattr(failpoints, "_action", action)
    monkeypatch.setattr(failpoints, "_left", int(nth or 1))


def run_killed(module: str, *args: str, failpoint: str) -> str:
    """Run `python -m module args…` until the failpoint kills it; gives what it wrote. Fails where it ends otherwise."""
    ended = subprocess.run(
        [sys.executable, "-m", module, *args],
        env={**os.environ, "REGULARS_FAILPOINT": failpoint},
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, f"{failpoint} was not reached (exit status {ended.returncode})"
    return ended.stdout


class BadDisk:
    """Counts SQLite's writes in this process; from the one that `fail` names, they fail, until `heal`."""

    def __init__(self) -> None:
        self.writes = 0
        self._from = 0
        self._until = 0
        self._errno = 0

    def fail(self, nth: int, error: int = errno.ENOSPC, times: int = 1 << 60) -> None:
        """Let the nth write from now (1 is the next one) and those after it fail with this error, `times` in all."""
        self._from, self._until, self._errno = self.writes + nth, self.writes + nth + times, error

    def heal(self) -> None:
        """Let every write succeed again."""
        self._from = self._until = 0

    def meets(self) -> int:
        """Count one write; gives the error that it must fail with, or 0."""
        self.writes += 1
        return self._errno if self._from <= self.writes < self._until else 0


@contextmanager
def bad_disk() -> Iterator[BadDisk]:
    """Put a BadDisk under SQLite: its own test hook (`xSetSystemCall`) replaces pwrite."""
    vfs: Any = apsw.VFS("regulars-bad-disk", base="")
    name = "pwrite64" if vfs.xGetSystemCall("pwrite64") else "pwrite"
    pointer = vfs.xGetSystemCall(name)
    kind = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64, use_errno=True)
    assert pointer is not None
    real = kind(pointer)
    disk = BadDisk()

    def pwrite(file: int, data: int, size: int, at: int) -> int:
        error = disk.meets()
        if error:
            ctypes.set_errno(error)
            return -1
        return int(real(file, data, size, at))

    hook = kind(pwrite)
    vfs.xSetSystemCall(name, ctypes.cast(hook, ctypes.c_void_p).value)
    try:
        yield disk
    finally:
        vfs.xSetSystemCall(name, pointer)
