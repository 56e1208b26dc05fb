"""How much memory this process has taken."""

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_mb() -> float:
    """The most memory that this process has had resident, in MiB.

    Linux is asked for the high-water mark of the program itself: `ru_maxrss` also counts what its parent had before `exec`.
    """
    if _STATUS.exists():
        return int(_STATUS.read_text("utf-8").partition("VmHWM:")[2].split()[0]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 / (1024 if sys.platform == "darwin" else 1)
