"""CDNOW's customers as the papers cut them: by the end of 30 September 1997, in weeks."""

import gzip
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from regulars.learn.value.buying import Buying
from regulars.learn.value.maximum import Array

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "cdnow"
needs_cdnow = pytest.mark.skipif(not FOLDER.is_dir(), reason="the CDNOW data are not beside the project (shared/data/cdnow)")
END = date(1997, 9, 30)
LAST = date(1998, 6, 30)


class Cut(NamedTuple):
    """One row a customer."""

    x: Array
    t_x: Array
    T: Array
    mean: Array
    """Of the amounts after the first purchase; 0 where there is none."""
    later: Array
    """Purchases in the 39 weeks that follow."""

    @property
    def buying(self) -> Buying:
        return Buying.of(self.x, self.t_x, self.T)


def orders(kind: str) -> list[tuple[str, date, float]]:
    """(customer, day, dollars) of the `sample` or the `master`."""
    found = []
    with gzip.open(FOLDER / f"CDNOW_{kind}.txt.gz", "rt") as file:
        for line in file:
            parts = line.split()
            if parts and parts[0].isdigit():
                day = date(int(parts[-3][:4]), int(parts[-3][4:6]), int(parts[-3][6:]))
                found.append((parts[0 if kind == "master" else 1], day, float(parts[-1])))
    return found


def cut(kind: str) -> Cut:
    """Orders of one day are one purchase."""
    days: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for customer, day, dollars in orders(kind):
        days[customer][day.toordinal()] += dollars
    rows = []
    end, last = END.toordinal(), LAST.toordinal()
    for _, bought in sorted(days.items()):
        past = sorted(day for day in bought if day <= end)
        mean = float(np.mean([bought[day] for day in past[1:]])) if len(past) > 1 else 0.0
        later = sum(end < day <= last for day in bought)
        rows.append(((len(past) - 1), (past[-1] - past[0]) / 7, (end - past[0]) / 7, mean, later))
    return Cut(*np.array(rows, dtype=np.float64).T)
