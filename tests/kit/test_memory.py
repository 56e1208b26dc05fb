"""The peak is the program's own, not its parent's."""

import subprocess
import sys

from regulars.kit.memory import peak_mb


def test_what_was_taken_and_given_back_stays_in_the_peak() -> None:
    before = peak_mb()
    block = bytearray(300_000_000)
    block[::4096] = b"x" * len(range(0, len(block), 4096))
    del block
    assert peak_mb() >= before
    assert peak_mb() > 280


def test_a_child_does_not_count_its_parent() -> None:
    block = bytearray(300_000_000)
    block[::4096] = b"x" * len(range(0, len(block), 4096))
    command = "from regulars.kit.memory import peak_mb; print(peak_mb())"
    child = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert 5 < float(child.stdout) < 280, len(block)
