"""From the spool to the lake: each row once, whenever it is flushed, whatever fails, whoever asks meanwhile."""

import threading
from typing import Any

import pyarrow as pa
import pytest

from regulars.app import views
from regulars.app.house import House
from regulars.app.wire import in_folder, in_memory
from regulars.define.load import assemble
from regulars.kit.clock import DAY, ManualClock
from regulars.testing.events import NOON, envelope, event

from .conftest import Known


def _ids(house: House, workspace: str = "shop") -> list[str]:
    return sorted(row["id"] for row in house.query(workspace, "select id from events").to_pylist())


def _send(house: House, number: int) -> None:
    house.append(envelope([event(id=f"e{number:04}-{n}", user=f"u{n}") for n in range(2)]))


def test_nothing_is_lost_or_doubled_while_the_loop_goes_on(tmp_path: Any) -> None:
    house = House(in_folder(tmp_path), ManualClock(NOON))
    stop = threading.Event()
    wrong: list[object] = []

    def guarded(work: Any) -> threading.Thread:
        def run() -> None:
            try:
                while not stop.is_set():
                    work()
            except Exception as error:
                wrong.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def look() -> None:
        account = views.accounting(house, "shop")
        total = account.lake + account.failed + account.duplicate + account.in_flight
        rows = house.query("shop", "select count(*) as n, count(distinct id) as once from events").to_pylist()[0]
        if account.accepted != total or rows["n"] != rows["once"]:
            wrong.append((account, rows))

    threads = [guarded(house.flush), guarded(look)]
    for number in range(150):
        _send(house, number)
        house.run()
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert _ids(house) == sorted(f"e{number:04}-{n}" for number in range(150) for n in range(2))
    house.flush()
    assert house.archive.waiting == 0
    assert house.backends.state.query("spool", "") == []
    house.close()
    again = House(in_folder(tmp_path), ManualClock(NOON))
    assert len(_ids(again)) == 300
    again.close()


@pytest.mark.parametrize("written", [False, True])
def test_a_lake_that_fails_is_tried_again_and_gets_each_row_once(monkeypatch: pytest.MonkeyPatch, written: bool) -> None:
    house = House(in_memory(), ManualClock(NOON))
    append, lake = house.backends.lake.append, house.backends.lake
    fails = 2

    def failing(workspace: str, tables: dict[str, pa.Table], offset: int) -> None:
        nonlocal fails
        fails -= 1
        if fails >= 0 and not written:
            raise OSError("no space")
        append(workspace, tables, offset)
        if fails >= 0:
            raise OSError("no space, though all is written")

    monkeypatch.setattr(lake, "append", failing)
    for number in range(3):
        _send(house, number)
        house.run()
        if number < 2:
            with pytest.raises(OSError, match="no space"):
                house.flush()
        assert len(_ids(house)) == 2 * (number + 1), "what waits, what is on its way and what has landed: each once"
    house.flush()
    house.flush()
    assert lake.rows("shop", "events") == 6
    assert len(_ids(house)) == 6


def test_commits_between_gathering_and_settling_stay_in_the_spool() -> None:
    house = House(in_memory(), ManualClock(NOON))
    _send(house, 0)
    house.run()
    house.archive.pull()
    house.archive.gather()
    house.archive.carry()
    _send(house, 1)
    house.run()
    house.archive.pull()
    house.archive.settle()
    again = House(house.backends, house.clock)
    assert _ids(again) == _ids(house) == ["e0000-0", "e0000-1", "e0001-0", "e0001-1"]
    again.flush()
    assert again.backends.lake.rows("shop", "events") == 4


def test_a_log_that_cannot_be_read_just_now_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(in_memory(), ManualClock(NOON))
    for number in range(3):
        _send(house, number)
    house.run()
    read, calls = house.backends.log.read, 0

    def failing(after: int, limit: int) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OSError("not now")
        return read(after, limit)

    monkeypatch.setattr(house.backends.log, "read", failing)
    with pytest.raises(OSError, match="not now"):
        house.archive.pull()
    assert len(_ids(house)) == 6


def test_conclusions_without_events_count_as_waiting() -> None:
    known = Known('segments: {recent: "max(timestamp) > now() - interval 1 day"}')
    known.call("ann")
    known.house.flush()
    assert known.house.archive.waiting == 0
    known.clock.move(NOON + 3 * DAY)
    known.house.catch_up()
    known.house.archive.pull()
    assert known.house.archive.waiting == 1
    assert known.house.archive.held("main") == 0, "no event waits"
    known.house.flush()
    assert known.house.backends.lake.rows("main", "changes") == 2


def test_two_workspaces_share_nothing_but_the_clock() -> None:
    house = House(in_memory(), ManualClock(NOON))
    text = 'segments: {recent: "max(timestamp) > now() - interval 1 day", big: "sum(properties.total) > 5"}'
    house.define("a", assemble([("house.yml", text)]))
    house.define("b", assemble([("house.yml", text.replace("> 5", "> 50"))]))
    same = [event(id="same", user="ann", total=20)]
    house.append(envelope(same, workspace="a"))
    house.flush()
    house.append(envelope(same, workspace="b"))
    house.append(envelope([event(id="only b", user="bob")], workspace="b"))
    house.run()
    assert _ids(house, "a") == ["same"]
    assert _ids(house, "b") == ["only b", "same"]
    assert [len(list(house.members(name, "big"))) for name in "ab"] == [1, 0]
    assert [len(list(house.members(name, "recent"))) for name in "ab"] == [1, 2]
    house.flush()
    assert isinstance(house.clock, ManualClock)
    house.clock.move(NOON + 2 * DAY)
    assert house.tick()
    house.run()
    assert [list(house.members(name, "recent")) for name in "ab"] == [[], []], "one tick is everybody's"
    assert not house.tick()
    for name, accepted in (("a", 1), ("b", 2)):
        account = views.accounting(house, name)
        assert (account.accepted, account.lake, account.in_flight) == (accepted, accepted, 0)
        assert house.verify(name).differences == []
    house.append(envelope(same, workspace="a"))
    house.run()
    assert views.accounting(house, "a").duplicate == 1
    assert views.accounting(house, "b").duplicate == 0
