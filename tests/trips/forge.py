"""Forks a child for each line on standard input: `folder TAB first TAB requests TAB failpoint`. See `test_crashes`."""

import os
import sys
from pathlib import Path

from tests.trips.crash import forked


def main() -> None:
    for line in sys.stdin:
        folder, first, requests, failpoint = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            forked(Path(folder), int(first), int(requests), failpoint, 1)
        os.write(1, f"pid {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main()
