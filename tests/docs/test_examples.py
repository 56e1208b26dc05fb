"""The examples run, and say what their texts promise."""

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_first_days(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(EXAMPLES / "first_days.py"))["main"](1)
    said = capsys.readouterr().out
    assert "verify: 0 differences" in said
    assert "journey welcome started" in said
    assert "home_hero for household-" in said
