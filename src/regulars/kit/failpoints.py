"""Failpoints: named places where a test can kill, fail or delay the process. Off unless the environment says otherwise.

`REGULARS_FAILPOINT=F2:kill@3` kills the process (SIGKILL) the third time that it reaches F2;
`:err` raises OSError(EIO), `:full` raises OSError(ENOSPC), `:sleep` waits a second. The names are those of the fault list
in the docs (F1 … F17). `reach` costs one comparison when no failpoint is set.
"""

import errno
import os
import signal
import time

_name = _action = ""
_left = 0


def arm(failpoint: str) -> None:
    """Arm one failpoint (`F2:kill@3`), disarming any other; an empty text disarms."""
    global _name, _action, _left
    _name, _, action = failpoint.partition(":")
    _action, _, nth = action.partition("@")
    _left = int(nth or 1)


arm(os.environ.get("REGULARS_FAILPOINT", ""))


def reach(name: str) -> None:
    """Say that execution reached the failpoint `name`; the armed action happens at its n-th reach."""
    if name != _name:
        return
    global _left
    _left -= 1
    if _left != 0:
        return
    if _action in ("", "kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    elif _action == "err":
        raise OSError(errno.EIO, f"failpoint {name}")
    elif _action == "full":
        raise OSError(errno.ENOSPC, f"failpoint {name}")
    elif _action == "sleep":
        time.sleep(1)
