"""The benchmarks run, count right and write what they print, at sizes too small to say anything about speed."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TINY: dict[str, dict[str, int]] = {
    "collect": {"events": 200, "rounds": 1, "connections": 2},
    "pipeline": {"customers": 60, "past": 100, "slice": 100, "slices": 1, "rounds": 1},
    "endtoend": {"rate": 400, "seconds": 1, "customers": 50, "past": 50},
    "decide": {"rate": 20, "seconds": 1, "customers": 100, "items": 100},
    "history": {"customers": 50, "events": 300, "rounds": 1},
    "value": {"customers": 300},
    "identity": {"largest": 2000, "rounds": 1},
}


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a benchmark: its figures by name."""
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setattr(importlib.import_module("bench.report"), "OUT", tmp_path)

    def run(name: str) -> dict[str, dict[str, Any]]:
        importlib.import_module(f"bench.{name}").main(**TINY[name])
        return {figure["name"]: figure for figure in json.loads((tmp_path / f"{name}.json").read_text())["figures"]}

    return run


@pytest.mark.slow
@pytest.mark.parametrize("name", TINY)
def test_a_benchmark_runs(figures: Any, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = figures(name)
    said = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in said] == [figure.split(": ")[0] for figure in found]
    assert all(figure["value"] >= 0 for figure in found.values())
    exact = [figure for figure in found.values() if figure["bar"] == 0]
    assert [figure for figure in exact if not figure["ok"]] == []
    assert exact or name in ("collect", "pipeline")


def test_events_are_of_the_size_that_the_figures_speak_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    workload = importlib.import_module("bench.workload")
    (body,) = workload.bodies(1, 20, workload.START)
    assert 600 < len(body) / 20 < 800
    (first, second) = workload.stream(range(40), workload.START, 1_000_000)
    assert (first.count, second.received_at - first.received_at) == (20, 500_000)
    assert len(workload.definitions(20, 50, 450).segments) == 500


def test_a_bar_that_is_not_reached_is_said_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    report = importlib.import_module("bench.report").Report("none")
    assert not report.figure("speed", 0.0123, bar=0.02)
    assert report.figure("loss", 0, bar=0, at_most=True)
    assert capsys.readouterr().out == "speed: 0.0123 (bar ≥ 0.02) short\nloss: 0 (bar ≤ 0) ok\n"
