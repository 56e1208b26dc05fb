"""Servers for the benchmarks, each in a process of its own: `python -m bench.serving KIND FOLDER [ARGUMENT …]`.

A server prints one line of JSON when it answers (its port, its keys), works until its standard input ends, and prints another
one with what it has counted. `Served` is the other end.
"""

import asyncio
import gc
import importlib
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server as Granian

from regulars.app.server import collect_seldom
from regulars.kit.memory import peak_mb

ROOT = Path(__file__).parents[1]


class Served:
    """A server process, started: `port` and whatever else its first line says in `told`; `report` holds its last line."""

    def __init__(self, kind: str, folder: Path, *arguments: object) -> None:
        command = [sys.executable, "-m", "bench.serving", kind, str(folder), *map(str, arguments)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.told = self._line()
        self.port: int = self.told["port"]
        self.report: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self.stop()
        finally:
            self._process.kill()
            self._process.wait()

    def stop(self) -> dict[str, Any]:
        """Let it finish; gives its report."""
        assert self._process.stdin
        if not self._process.stdin.closed:
            self._process.stdin.close()
            self.report = self._line()
            self._process.wait()
        return self.report

    def cpu(self) -> float:
        """Seconds of CPU that all its threads have used."""
        return time.clock_gettime((~self._process.pid << 3) | 2)  # what clock_getcpuclockid(3) gives: finer than /proc's ticks

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server ended with status {self._process.wait()} before it said anything")
        found: dict[str, Any] = msgspec.json.decode(line)
        return found


def say(**values: object) -> None:
    """Print a line for `Served`."""
    sys.stdout.write(msgspec.json.encode(values).decode() + "\n")
    sys.stdout.flush()


def until_told() -> None:
    """Wait for the end of standard input."""
    sys.stdin.read()


def granian(app: Any, interface: Interfaces, **told: object) -> None:
    """Serve an ASGI app as `regulars serve` does until standard input ends."""
    port = _free_port()
    settings = HTTP1Settings(header_read_timeout=10_000)
    server = Granian(
        app,
        port=port,
        interface=interface,
        http1_settings=settings,
        websockets=False,
        log_enabled=False,
        backlog=1024,
        backpressure=2048,
    )

    async def serve() -> None:
        running = asyncio.ensure_future(server.serve())
        await asyncio.sleep(0.3)
        say(port=port, **told)
        await asyncio.to_thread(until_told)
        server.stop()
        await running

    asyncio.run(serve())
    say(peak_mb=peak_mb())


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


if __name__ == "__main__":
    collect_seldom()
    kind, place, *arguments = sys.argv[1:]
    module, _, name = kind.partition(".")
    getattr(importlib.import_module(f"bench.{module}"), name)(Path(place), *arguments)
    gc.unfreeze()  # or DuckDB reports what was frozen as leaked
