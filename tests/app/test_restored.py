"""A house whose files do not belong together says so instead of going on."""

from pathlib import Path

import pytest

from regulars.app.house import House
from regulars.app.wire import in_folder
from regulars.kit.clock import ManualClock
from regulars.kit.errors import RegularsError
from regulars.testing.events import envelope, event


def test_a_log_that_was_lost_is_noticed(tmp_path: Path) -> None:
    house = House(in_folder(tmp_path), ManualClock(0))
    house.append(envelope([event("Order Completed", user="ann", at=1)]))
    house.run()
    house.close()
    for file in tmp_path.glob("log.db*"):
        file.unlink()
    backends = in_folder(tmp_path)
    with pytest.raises(RegularsError, match="the log ends at record 0, but the state holds what followed up to record 1"):
        House(backends, ManualClock(0))
    backends.close()
