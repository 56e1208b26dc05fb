"""Killed anywhere, nothing that was acknowledged is missing, nothing is twice, and live equals history."""

import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from regulars.app import views
from regulars.app.house import House
from regulars.app.wire import in_folder
from regulars.kit.clock import DAY, ManualClock
from tests.trips.crash import START, identifiers

NAMED = ["F1", "F2", "F3", "F4", "F7", "F8", "F9", "F16", "F17"]


class Lives:
    """A forge of lives: one process imports the house once and forks a child for each life."""

    def __init__(self) -> None:
        self._forge = subprocess.Popen(
            [sys.executable, "-m", "tests.trips.forge"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert self._forge.stdout is not None
        assert self._forge.stdin is not None
        self._out, self._in = self._forge.stdout, self._forge.stdin
        self._rest = b""

    def live(
        self, folder: Path, first: int, requests: int, failpoint: str = "", after: tuple[int, float] | None = None
    ) -> tuple[int, bool]:
        """One life, killed so many answers and then so many seconds `after` its begin: the first request not acknowledged, and
        whether it finished."""
        self._in.write(f"{folder}\t{first}\t{requests}\t{failpoint}\n".encode())
        self._in.flush()
        pid, finished, answers, deadline = 0, False, 0, None
        while True:
            wait = None if deadline is None else max(0.0, deadline - time.monotonic())
            word = self._word(wait if pid else None)
            if word is None:
                os.kill(pid, signal.SIGKILL)
                after = deadline = None
            elif word.startswith("pid "):
                pid = int(word[4:])
            elif word.startswith("ack "):
                first = int(word[4:]) + 1
                answers += 1
            elif word == "done":
                finished = True
            elif word.startswith("error "):
                raise AssertionError(word)
            elif word == "dead":
                return first, finished
            if after is not None and deadline is None and pid and answers >= after[0]:
                deadline = time.monotonic() + after[1]

    def _word(self, wait: float | None) -> str | None:
        while b"\n" not in self._rest:
            if wait is not None and not select.select([self._out], [], [], wait)[0]:
                return None
            piece = os.read(self._out.fileno(), 65536)
            assert piece, "the forge has ended"
            self._rest += piece
        word, _, self._rest = self._rest.partition(b"\n")
        return word.decode()

    def close(self) -> None:
        self._in.close()
        self._forge.wait(10)


@pytest.fixture(scope="module")
def lives() -> Iterator[Lives]:
    forge = Lives()
    yield forge
    forge.close()


def judge(folder: Path, requests: int) -> None:
    """The oracle."""
    house = House(in_folder(folder), ManualClock(START + 400 * DAY))
    try:
        house.run()
        found = house.query("main", "select id, count(*) as n from events group by id").to_pylist()
        assert {row["id"] for row in found} == identifiers(requests), "what was acknowledged is there"
        assert [row for row in found if row["n"] != 1] == [], "and once"
        verified = house.verify("main")
        assert verified.differences == []
        assert verified.customers > 0
        account = views.accounting(house, "main")
        assert account.accepted == account.lake + account.failed + account.duplicate + account.in_flight
        keys = [row.message.key for row in house.backends.state.query("messages", "main", limit=100_000)]
        assert keys, "journeys have run"
        assert len(keys) == len(set(keys))
    finally:
        house.close()


@pytest.mark.slow
@pytest.mark.parametrize("nth", [1, 2, 5])
@pytest.mark.parametrize("failpoint", NAMED)
def test_killed_at_a_failpoint(lives: Lives, tmp_path: Path, failpoint: str, nth: int) -> None:
    requests = 180 if failpoint == "F17" else 60
    first, finished = lives.live(tmp_path, 0, requests, f"{failpoint}:kill@{nth}")
    died = not finished
    while not finished:
        first, finished = lives.live(tmp_path, first, requests)
    judge(tmp_path, requests)
    assert died or (failpoint, nth) in UNREACHED, "the failpoint was reached"


UNREACHED = {("F17", 2), ("F17", 5), ("F9", 5)}
"""Places that a life of this length does not reach so often."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_killed_at_random(lives: Lives, tmp_path: Path, seed: int) -> None:
    """25 kills for each of eight houses, 200 in all: at the start, in between, and between two answers."""
    chance = random.Random(seed)
    requests, first, kills = 1500, 0, 0
    finished = False
    while not finished:
        after = (chance.randrange(40), chance.choice([0.0, chance.uniform(0.0, 0.05)])) if kills < 25 else None
        first, finished = lives.live(tmp_path, first, requests, after=after)
        kills += not finished
    judge(tmp_path, requests)
    assert kills == 25, "the load must outlast the kills"
