"""One idea, one file: a file over 300 lines stands here with its reason."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST = 300
LONGER = {
    "src/regulars/define/definitions.py": "the list of all kinds of definitions, read as one page",
    "src/regulars/app/api/examples.py": "data: one example answer for each route",
}


def test_no_file_is_longer_than_one_idea() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").count("\n")
        for path in (ROOT / "src").rglob("*.py")
        if "console_dist" not in path.parts
    }
    assert {name: length for name, length in lengths.items() if length > MOST and name not in LONGER} == {}
    assert all(lengths.get(name, 0) > MOST for name in LONGER), "a file that became short needs no reason any more"
