"""`regulars know alike` and `regulars know groups`, as a user types them, on a folder."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from regulars.cli.main import main

pytest.importorskip("splink")

Run = Callable[..., tuple[int, str]]
FIRST = "anna ben clara david emma frank greta henry ida jonas klara leon mia noah olga paul rosa sam tina udo vera will"
LAST = "abel brandt conrad dietz engel fuchs graf hahn irmer jahn krug lang maier nolte otto pohl roth sauer thiel"
MAPPING = """
type: identify
anonymous_id: "{id}"
timestamp: "2026-01-01T00:00:00Z"
traits: {first_name: "{first}", last_name: "{last}", dob: "{born}", email: "{mail}"}
"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A folder with 50 customers, the first two of them twice. Gives the exit status and what was said."""
    monkeypatch.chdir(tmp_path)
    for name in ("REGULARS_DIR", "REGULARS_URL", "REGULARS_KEY", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    first, last = FIRST.split(), LAST.split()
    rows = ["id,first,last,born,mail"]
    for n in range(52):
        who = n % 50
        born = f"{1950 + who}-{1 + who % 12:02}-{1 + who * 5 % 28:02}"
        rows.append(f"a{n},{first[who % 22]},{last[who * 7 % 19]},{born},{first[n % 22]}{n}@mail{n % 3}.example")
    (tmp_path / "people.csv").write_text("\n".join(rows))
    (tmp_path / "map.yml").write_text(MAPPING)

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out + captured.err

    assert run("import", "people.csv", "--mapping", "map.yml")[0] == 0
    return run


def test_pairs_are_found_shown_and_answered(run: Run) -> None:
    assert run("know", "alike", "list") == (0, "Nobody has looked yet: regulars know alike run\n")
    status, said = run("know", "alike", "run")
    assert status == 0
    assert said.startswith("2 pairs among 52 customers are probably one person.")
    assert re.search(r"dob +same +0\.\d{4} +0\.\d{6}", said)
    shown = run("know", "alike", "list")[1]
    first, second = re.findall(r"^\d+-\d+", shown, re.MULTILINE)
    assert "    dob the same: +" in shown
    assert "    dob相同：+" in run("know", "alike", "list", "--lang", "zh")[1]
    assert run("know", "alike", "accept", first) == (0, f"{first}: one person. The log says so, with the reason.\n")
    assert run("know", "alike", "refuse", second)[0] == 0
    assert run("know", "alike", "list") == (0, "No proposals stand so.\n")
    (refused,) = json.loads(run("know", "alike", "list", "--status", "refused", "--json")[1])["proposals"]
    assert refused["id"] == second
    assert run("know", "alike", "accept", "7-8") == (1, "there is no such proposal\n")
    assert run("know", "alike", "run", "--by", "dbo=birthday") == (1, "no customer has a trait 'dbo'; did you mean 'dob'?\n")


@pytest.mark.slow
def test_groups_are_shown_and_saved(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.yml").write_text(
        "traits: {first_name: text}\nfeatures: {seen: count(*)}\n"
        "models: {circle: {kind: groups, features: [seen, traits.first_name], floors: {customers: 10}}}\n"
    )
    assert run("apply", "shop.yml")[0] == 0
    assert run("know", "groups", "circle") == (1, "model 'circle' has not been fitted yet\n")
    status, said = run("know", "groups", "circle", "--fit", "--save")
    assert status == 0, said
    assert "Saved as segments: circle_g1, circle_g2" in said
    assert "circle_g1:" in run("know", "groups", "circle", "--yaml")[1]
    assert run("know", "groups", "nobody") == (1, "there is no model 'nobody'\n")
