"""What the docs say is true: their code runs, their YAML loads, their links lead somewhere, both languages say the same.

A block that begins with `# name.yml` is a file of that name for the blocks after it. An expression followed by `# → value` must
have that value: `house.profile("ann")["spend"]  # → 550.5`.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import regulars as rg

ROOT = Path(__file__).parents[2]
PAIRS = [("README.md", "README.zh.md"), ("docs/tutorial.md", "docs/tutorial.zh.md")]
RUNNING = [name for pair in PAIRS for name in pair]
ALL = [*RUNNING, *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md") if "tutorial" not in path.name)]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# ([\w.-]+\.(?:yml|csv))\n")


def blocks(name: str) -> list[tuple[int, str, str]]:
    """(line, language, text) of each block of code of a page."""
    text = (ROOT / name).read_text()
    return [(text.count("\n", 0, match.start(2)), match[1], match[2]) for match in _BLOCK.finditer(text)]


class _Expected(ast.NodeTransformer):
    """Turns `expression  # → value` into a check."""

    def __init__(self, source: str) -> None:
        self.lines = source.splitlines()
        self.count = 0

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        _, arrow, value = self.lines[(node.end_lineno or node.lineno) - 1].partition("# → ")
        if not arrow:
            return node
        self.count += 1
        call = ast.Call(ast.Name("_expect", ast.Load()), [node.value, ast.Constant(value.strip())], [])
        return ast.copy_location(ast.Expr(call), node)


def _expect(seen: Any, value: str) -> None:
    assert repr(seen) == value or str(seen) == value, f"the page says {value}; it is {seen!r}"


def run(page: str, line: int, source: str, names: dict[str, Any]) -> int:
    """Run one block of Python; gives the number of values that it checked."""
    tree = ast.parse(source, page)
    ast.increment_lineno(tree, line)
    expected = _Expected("\n" * line + source)
    tree = ast.fix_missing_locations(expected.visit(tree))
    exec(compile(tree, page, "exec"), names)
    return expected.count


@pytest.mark.parametrize("page", RUNNING)
def test_code_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"_expect": _expect, "__name__": "docs"}
    checked = loaded = 0
    for line, language, text in blocks(page):
        file = _FILE.match(text)
        if file:
            body = text if language == "yaml" else text[file.end() :]
            (tmp_path / file[1]).write_text(body)
        if language == "yaml":
            rg.load(file[1] if file else text)
            loaded += 1
        elif language == "python":
            checked += run(page, line, text, names)
    assert checked >= 3
    assert loaded >= 1


@pytest.mark.parametrize("pair", [*PAIRS, ("docs/know.md", "docs/know.zh.md")], ids=lambda pair: pair[0])
def test_both_languages_say_the_same(pair: tuple[str, str]) -> None:
    shapes = []
    for page in pair:
        text = (ROOT / page).read_text()
        headings = [line.count("#") for line in _BLOCK.sub("", text).splitlines() if line.startswith("#")]
        bullets = sum(line.startswith("- ") for line in text.splitlines())
        code = [re.sub(r"#(?! →).*", "", block) for _, language, block in blocks(page)]
        shapes.append((headings, bullets, [" ".join(block.split()) for block in code]))
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("page", ALL)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text()
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not target.startswith("http"):
            assert ((ROOT / page).parent / target).exists(), f"{page} links to {target}"


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = {target for page in ALL for target in re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / page).read_text(), re.MULTILINE)}
    assert {"demo", "test", "check"} <= said <= targets


def test_decisions_are_numbered_listed_and_whole() -> None:
    folder = ROOT / "docs" / "decisions"
    files = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    index = (folder / "README.md").read_text()
    assert re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", index) == files
    for name in files:
        text = (folder / name).read_text()
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Alternatives"], name


def test_failpoints_are_those_of_the_list() -> None:
    listed = set(re.findall(r"^\| (F\d+) \|", (ROOT / "docs" / "failures.md").read_text(), re.MULTILINE))
    code = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    reached = set(re.findall(r"""reach\(["'](F\d+)["']\)""", code))
    assert reached <= listed
    assert listed - reached <= _WITHOUT_A_PLACE, f"no code reaches {listed - reached - _WITHOUT_A_PLACE}"


_WITHOUT_A_PLACE = {"F6"}
"""F6 is SQLite's own: it makes and syncs the files of the log."""


def test_reference_is_current() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("seen", ["1.0", "'a'", "[1, 2]"])
def test_expectations_can_fail(seen: str) -> None:
    check: Callable[[str], int] = lambda value: run("page", 0, f"{seen}  # → {value}", {"_expect": _expect})
    assert check(seen) == 1
    with pytest.raises(AssertionError, match="the page says"):
        check("2.0")
