"""The door over HTTP, keys and checks on, durable: events a second of the server's CPU.

Beside it, over the same requests, FastAPI with pydantic and the same log (`peer`), and the same door with a log that keeps
nothing. Three server processes on granian take turns; the load comes from this process.
"""

import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from granian.constants import Interfaces

from bench.load import basic, closed, quantile, request
from bench.report import Report, middle
from bench.serving import Served, granian
from bench.workload import bodies
from regulars.app.access import Access, first_keys
from regulars.app.dispatch import Dispatch
from regulars.app.health import Health
from regulars.app.metrics import Metrics
from regulars.app.server import Tally
from regulars.collect.door import Door
from regulars.define.definitions import Definitions
from regulars.kit.clock import SystemClock
from regulars.log.log import Done, Log
from regulars.log.memory import MemoryLog
from regulars.log.sqlite import SqliteLog
from regulars.records import Envelope
from regulars.state.sqlite import SqliteDesk, SqliteState


def main(events: int = 40_000, rounds: int = 5, connections: int = 32) -> None:
    """A round sends about `events` events to each server (the peer gets half)."""
    report = Report("collect")
    with tempfile.TemporaryDirectory() as folder, Trio(Path(folder)) as trio:
        for body in (20, 100):
            texts = bodies(min(60, events // body), body, SystemClock().now())
            rates: dict[str, list[float]] = {name: [] for name in trio.shares}
            times: list[float] = []
            for turn in range(-1, rounds):  # the first one warms up
                for name, share in trio.shares.items():
                    served = trio.servers[name]
                    asked = [request("/v1/batch", text, basic(served.told["write_key"])) for text in texts]
                    asked = (asked * (events // body // len(asked) + 1))[: max(int(events * share) // body, 1)]
                    before = served.cpu()
                    sent = closed(served.port, asked, connections)
                    if any(one.status != 200 for one in sent):
                        raise RuntimeError(f"{name} answered { ({one.status for one in sent}) }")
                    if turn >= 0:
                        rates[name].append(len(asked) * body / max(served.cpu() - before, 0.01))
                        times += [one.seconds for one in sent] if name == "door" else []
            ratios = {name: middle([a / b for a, b in zip(rates["door"], rates[name], strict=True)]) for name in rates}
            report.figure(f"collect, {body} events: over FastAPI and pydantic", ratios["peer"], bar=4)
            report.figure(f"collect, {body} events: over the same door without a log", ratios["without_log"], bar=0.5)
            report.figure(f"collect, {body} events: events per server CPU-second", middle(rates["door"]), "events")
            report.figure(f"collect, {body} events: FastAPI's", middle(rates["peer"]), "events")
            report.figure(f"collect, {body} events: answered, p50", quantile(times, 0.5) * 1e3, "ms")
            report.figure(f"collect, {body} events: answered, p99", quantile(times, 0.99) * 1e3, "ms")
    report.save()


class Trio:
    """The three servers, each in a folder of its own."""

    shares = {"door": 1.0, "peer": 0.5, "without_log": 1.0}

    def __init__(self, folder: Path) -> None:
        kinds = {"door": "collect.door", "peer": "peer.serve", "without_log": "collect.without_log"}
        self.servers = {name: Served(kind, _made(folder / name)) for name, kind in kinds.items()}

    def __enter__(self) -> "Trio":
        return self

    def __exit__(self, *_: object) -> None:
        for served in self.servers.values():
            served.__exit__(None, None, None)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


class _Nothing(MemoryLog):
    """A log that answers at once and keeps nothing."""

    def append_soon(self, envelopes: Sequence[Envelope], done: Done) -> None:
        done([1] * len(envelopes))


def door(folder: Path) -> None:
    """The process of the door as the server has it, without what works off the log."""
    log = SqliteLog(folder / "log.db")
    _serve(folder, log)
    log.close()


def without_log(folder: Path) -> None:
    """The process of the same door over a log that keeps nothing."""
    _serve(folder, _Nothing())


def _serve(folder: Path, log: Log) -> None:
    desk = SqliteDesk(SqliteState(folder / "state.db"))
    clock, metrics, definitions = SystemClock(), Metrics(), Definitions()
    keys = first_keys(desk, "main", clock.now())
    assert keys

    async def nobody(scope: object, receive: object, send: object) -> None:
        raise AssertionError("the load asks the door only")

    door = Door(log, Access(desk, lambda _: definitions), clock, signals=Tally(metrics, Health(), _fail))
    granian(Dispatch(door, nobody, metrics, threading.Event()), Interfaces.ASGINL, write_key=keys.write_key)


def _fail(error: Exception) -> None:
    raise error
