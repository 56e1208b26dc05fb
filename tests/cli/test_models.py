"""`regulars know models, fit, card, top, unusual`, as a user types them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import regulars as rg
from regulars.cli.main import main
from regulars.kit.clock import SystemClock
from regulars.kit.ids import uuid7

DEFINITIONS = """
features: {orders: {title: 订单数, of: "count(*) filter (where event = 'Order Completed')"}, spend: sum(properties.total)}
models:
  odd: {kind: anomaly, floors: {profiles: 3}}
  buys: {kind: propensity, label: count(*) > 0, horizon: 30d}
"""

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a house in which Ann has bought far more than the others."""
    monkeypatch.setenv("COLUMNS", "200")
    with rg.Local(rg.load(DEFINITIONS), folder=tmp_path) as house:
        house.house.backends.desk.open_workspace("main", "", SystemClock().now())
        for number in range(30):
            house.track(f"u{number % 6}", "Order Completed", total=20 + number % 3)
        for number in range(40):
            house.call(
                {
                    "type": "track",
                    "userId": "ann",
                    "event": "Order Completed",
                    "messageId": uuid7(number, number),
                    "properties": {"total": 900},
                }
            )

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["know", *arguments, "--dir", str(tmp_path)])
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out + captured.err

    return run


@pytest.mark.slow
def test_models_are_listed_fitted_shown_and_ranked(run: Run) -> None:
    status, said = run("models")
    assert (status, "odd" in said, "waiting" in said) == (0, True, True)
    status, said = run("fit", "odd")
    assert status == 0, said
    assert "odd: version 1" in said
    assert "7 customers have a score" in said
    assert "isolation forest · 7 customers" in run("card", "odd")[1]
    status, said = run("top", "odd", "--limit", "1", "--json")
    [top] = json.loads(said)["customers"]
    assert top["identifiers"] == {"user_id": ["ann"]}
    assert "user_id:ann" in run("top", "odd")[1]


def test_refusals_and_wrong_names_are_said(run: Run) -> None:
    status, said = run("fit", "buys")
    assert (status, "history in horizons of 30d: 0, needed 3" in said) == (1, True)
    assert "! buys: buys: the data are too thin" in run("models")[1]
    status, said = run("card", "bys")
    assert (status, "did you mean 'buys'?" in said) == (1, True)
    status, said = run("unusual")
    assert (status, "orders to compare: 70, needed 100" in said) == (1, True)
