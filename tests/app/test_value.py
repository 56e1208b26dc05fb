"""RFM and value as they are asked: of a house, over the API, from the command line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

import regulars as rg
from regulars.app import models
from regulars.app.api.examples import EXAMPLES
from regulars.app.api.value import CustomerValue, Rfm, _read
from regulars.app.house import House
from regulars.app.training import here
from regulars.app.value import moves, one, told
from regulars.cli.main import main
from regulars.kit.clock import DAY, ManualClock, to_text
from regulars.kit.errors import Missing, NotFound, RegularsError
from regulars.learn.evidence import TooThin
from regulars.testing.events import event
from tests.learn.buyers import DEFINITIONS, instant, simulated

MODELS = """
models:
  rfm: {kind: rfm}
  value: {kind: value, horizon: 60d, floors: {customers: 100, repeaters: 30}}
"""
DAYS = 280
BUYERS = simulated(400)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house on disk that has seen the shop."""
    folder = tmp_path_factory.mktemp("house")
    with rg.Local(rg.load(DEFINITIONS + MODELS), folder=folder, clock=ManualClock(instant(0))) as local:
        orders = [
            event(user=f"u{customer}", at=instant(day), id=f"o{number}", **properties)
            for number, (customer, day, _, properties) in enumerate(sorted(BUYERS, key=lambda row: row[1]))
        ]
        local.house.take("main", "shop", orders)
        local.house.clock.move(instant(DAYS))  # type: ignore[attr-defined]
        local.house.run()
    return folder


@pytest.fixture
def house(folder: Path) -> Iterator[House]:
    with rg.Local(folder=folder, clock=ManualClock(instant(DAYS))) as local:
        yield local.house


def test_without_a_fit_it_is_made_on_the_spot_and_with_one_it_is_that(house: House) -> None:
    spot = told(house, "main", "value")
    assert (spot.version, spot.model.name) == (None, "value")
    assert spot.evidence.customers == len({customer for customer, *_ in BUYERS})
    standing = models.run(house, "main", "value", here)
    assert standing.status == "fitted", standing.detail
    kept = told(house, "main", "value", "value")
    assert kept.version == 1
    assert kept.card["tiers"][0]["customers"] == spot.card["tiers"][0]["customers"]
    assert kept.card["expected"] == pytest.approx(spot.card["expected"], rel=1e-6)


def test_scores_arrive_at_the_customers(house: House) -> None:
    assert models.run(house, "main", "rfm", here).status == "fitted"
    house.run()
    held = [customer.scores for customer in house.customers("main")]
    groups = {line["group"]: line["customers"] for line in told(house, "main", "rfm").card["groups"]}
    found = [scores["rfm_group"][0] for scores in held]
    assert {group: found.count(group) for group in groups} == groups
    assert house.verify("main").differences == []


def test_movement_since_an_instant(house: House) -> None:
    found = moves(house, "main", None, instant(180))
    assert sum(flow.customers for flow in found.flows) == found.stayed + found.rose + found.fell + found.came
    assert (found.then, found.now) == (instant(180), instant(DAYS))
    with pytest.raises(RegularsError, match="lies before the other"):
        moves(house, "main", "rfm", instant(DAYS))


def test_the_past_is_not_the_present(house: House) -> None:
    then = told(house, "main", "rfm", at=instant(150))
    assert then.version is None
    assert then.evidence.customers == len({customer for customer, day, *_ in BUYERS if day <= 150})
    with pytest.raises(TooThin):
        told(house, "main", "rfm", at=instant(1))


def test_names_that_are_none() -> None:
    with rg.Local(rg.load(DEFINITIONS + MODELS)) as local:
        with pytest.raises(NotFound, match="no such model of kind 'value'; did you mean 'value'"):
            one(local.house, "main", "value", "valeu")
        with pytest.raises(NotFound, match="no such model of kind 'rfm'"):
            one(local.house, "main", "rfm", "value")
    with rg.Local(rg.load(DEFINITIONS)) as local, pytest.raises(NotFound, match="no model of kind 'rfm' is defined"):
        one(local.house, "main", "rfm")


def test_without_the_extra_a_sentence_says_what_to_install(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(module: str, extra: str) -> None:
        raise Missing(f"this needs '{module}', which is not installed; install regulars[{extra}]")

    monkeypatch.setattr("regulars.app.value.need", absent)
    with pytest.raises(Missing, match=r"install regulars\[learn\]"):
        told(house, "main", "rfm", at=instant(200))


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Runs a command on the folder, through the API of that process."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LANG", "C.UTF-8")

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["know", *arguments, "--dir", str(folder)])
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out + captured.err

    return run


def test_from_the_command_line(run: Callable[..., tuple[int, str]]) -> None:
    as_of, before = to_text(instant(DAYS)), to_text(instant(DAYS) - 100 * DAY)
    status, said = run("rfm", "--as-of", as_of, "--compared-to", before)
    assert status == 0, said
    assert all(text in said for text in ("R5", "FM5", "Champions", "Previously loyal", "RFM: scores by fifths", "was"))
    status, said = run("rfm", "--as-of", as_of, "--json")
    answer = msgspec.convert(json.loads(said), Rfm)
    assert sum(cell.customers for cell in answer.grid) == answer.basis.customers
    status, said = run("value")
    assert status == 0, said
    assert all(text in said for text in ("BG/NBD", "Gamma-Gamma", "Platinum", "days held out", "alpha"))
    status, said = run("value", "--json")
    assert msgspec.convert(json.loads(said), CustomerValue).calibration is not None
    assert run("rfm", "nobody")[0] != 0
    status, said = run("rfm", "--as-of", before, "--compared-to", as_of)
    assert (status != 0, "lies before" in said) == (True, True)


def test_the_examples_in_the_document_are_answers() -> None:
    assert msgspec.convert(EXAMPLES["get_rfm"], Rfm).groups
    assert msgspec.convert(EXAMPLES["get_value"], CustomerValue).tiers


def test_a_card_of_another_version_is_no_accident() -> None:
    with pytest.raises(RegularsError, match="fit the model again") as raised:
        _read({"grid": 3}, Rfm)
    assert raised.value.code == "stale_card"
