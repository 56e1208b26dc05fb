"""A corner of the year: some of its households in a house of one's own, in seconds. For notebooks and experiments."""

import tempfile
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from regulars.app.local import WORKSPACE, Local
from regulars.collect.checks import Call
from regulars.collect.limits import Limits
from regulars.collect.parse import parse
from regulars.define.load import load
from regulars.demo.journey_year import first_instant, year
from regulars.demo.shop import lay_out
from regulars.demo.tables import ZONE
from regulars.kit.clock import DAY, ManualClock, from_datetime
from regulars.records import Envelope

LAST_DAY = date(2025, 12, 31)
"""On which the corner's year ends, whenever it is loaded: what is said of it today can be said again."""


def corner(households: int = 200) -> Local:
    """A house in memory, with the demo's definitions, in which so many of its households have lived through the year.

    The same ones each time, with the same events at the same times; the clock stands at noon after the year. Nothing is sent:
    messages that the year caused wait in the outbox. Raises Missing where the data are not installed.

    >>> with corner(10) as house:  # doctest: +SKIP
    ...     house.metric("revenue", by="month")
    """
    clock = ManualClock(first_instant(LAST_DAY))
    with tempfile.TemporaryDirectory() as definitions:
        local = Local(load(lay_out(Path(definitions))), clock=clock)
    house = local.house
    for day, chunks in groupby(year(LAST_DAY, households), key=lambda chunk: (chunk.at - 1) // DAY):
        for chunk in chunks:
            found = parse(chunk.body(), Call(chunk.source, chunk.at), True, Limits())
            house.append(Envelope(WORKSPACE, "events", chunk.source, chunk.at, found.count, found.body))
        clock.move(min((day + 1) * DAY, _noon()))
        house.run()
        house.catch_up()
    clock.move(_noon())
    house.catch_up()
    house.flush()
    return local


def _noon() -> int:
    """The first noon after the year, at the stores."""
    return from_datetime(datetime.combine(LAST_DAY + timedelta(days=1), time(12), ZoneInfo(ZONE)))
