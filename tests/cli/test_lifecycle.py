"""`regulars know flows | times | conversion | paths | next | decision | hidden`, as a user types them on a folder."""

import json
from pathlib import Path

import msgspec
import pytest

from regulars.app.house import House
from regulars.app.wire import in_folder
from regulars.cli.main import main
from regulars.define.load import load
from regulars.kit.clock import DAY, ManualClock, SystemClock
from regulars.records import Event


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house in which 40 customers came in the last 60 days: all look, every second one buys."""
    place = tmp_path_factory.mktemp("house")
    begin = SystemClock().now() - 60 * DAY
    clock = ManualClock(begin)
    house = House(in_folder(place), clock)
    house.define("main", load("use: lifecycle"))
    house.run()
    for day in range(60):
        at = begin + day * DAY
        clock.move(at)
        names = ("Product Viewed", "Product Added", "Order Completed")
        events = [
            Event(id=f"{day}-{user}-{name}", type="track", event=name, source="web", timestamp=at + n, received_at=at + n)
            for user in range(40)
            if (user + day) % 9 == 0
            for n, name in enumerate(names if user % 2 and day > 15 else names[:1])
        ]
        users = [event.id.split("-")[1] for event in events]
        if events:
            found = [msgspec.structs.replace(event, user_id=f"u{user}") for event, user in zip(events, users, strict=True)]
            house.take("main", "web", found)
        house.run()
        house.catch_up()
    house.close()
    return place


def run(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["know", *arguments, "--dir", str(folder)])
    said = capsys.readouterr()
    assert not ended.value.code, said.err
    return said.out


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setattr("regulars.cli.show.console.width", 200, raising=False)


def test_flows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(folder, capsys, "flows", "--by", "week", "--lang", "zh")
    assert "兴趣" in said
    assert "▶" in run(folder, capsys, "flows")
    answer = json.loads(run(folder, capsys, "flows", "--by", "week", "--json"))
    assert sum(stock["after"] for stock in answer["flows"][-1]["stocks"]) == 40
    assert "Interest" in run(folder, capsys, "flows", "--source", "recomputed")


def test_times_and_conversion(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Purchase" in run(folder, capsys, "times")
    assert "within 20d" in run(folder, capsys, "conversion", "--within", "20d")


def test_paths(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Interest → Purchase" in run(folder, capsys, "paths")
    assert "stage = " in run(folder, capsys, "paths", "u1")


def test_next_and_decision(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "purchase" in run(folder, capsys, "next")
    said = run(folder, capsys, "next", "Product Viewed", "Product Added", "--of", "events", "--order", "2")
    assert "Product Viewed → Product Added" in said
    assert "Order Completed" in said
    assert "Product Viewed → Product Added → Order Completed" in run(folder, capsys, "decision", "--pause", "1d")


@pytest.mark.slow
def test_hidden(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(folder, capsys, "hidden", "--states", "2")
    assert "adjusted mutual information" in said
