"""Where a model is fitted: in a process of its own, whose memory, time and priority the system bounds.

A fit takes all the memory and time that it gets, and what takes the server's process takes the door with it. The tables go
to the process as a file on its input, the answer comes back as one on its output: nothing else passes between the two.
"""

import io
import logging
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from typing import IO, Any, Protocol

import msgspec

from regulars.define.definitions import Model
from regulars.kit.errors import RegularsError
from regulars.kit.said import Words
from regulars.lake.question import receive, receive_table, send
from regulars.learn.evidence import Evidence, Floor, TooThin
from regulars.learn.method import Fitted, Tables, method

_log = logging.getLogger("regulars.training")


class Bounds(msgspec.Struct, frozen=True):
    """What one fit may take."""

    seconds: float = 600.0
    memory_bytes: int = 4 << 30
    threads: int = 2


class Train(Protocol):
    """Fits a model to tables. Raises TooThin and whatever else its method raises in sentences."""

    def __call__(self, model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted: ...


def here(model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
    """Fit in this process: for scripts and tests."""
    return method(model.kind).fit(model, tables, at, previous, seed)


class Apart:
    """Fits in a child process. `stop` ends it early: the fit then raises `training_stopped`."""

    def __init__(self, bounds: Bounds = Bounds(), stop: threading.Event | None = None) -> None:  # noqa: B008
        self._bounds = bounds
        self._stop = stop or threading.Event()

    def __call__(self, model: Model, tables: Tables, at: int, previous: bytes = b"", seed: int = 0) -> Fitted:
        threads = str(self._bounds.threads)
        # Isolated: of the server's environment, its keys and paths nothing reaches the process.
        command = [sys.executable, "-I", "-m", "regulars.app.training"]
        bare = {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "PATH": os.defpath}
        with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as said:
            send(asked, msgspec.msgpack.encode(_Task(model, at, seed, list(tables), self._bounds)))
            send(asked, previous)
            for table in tables.values():
                send(asked, table)
            asked.seek(0)
            with subprocess.Popen(command, stdin=asked, stdout=told, stderr=said, env=bare, cwd="/") as process:
                try:
                    self._wait(process, model.name)
                finally:
                    process.kill()
            if process.returncode:
                _log.error("fitting model '%s' ended with status %d: %s", model.name, process.returncode, _end(said))
                sentence = f"model '{model.name}': fitting it took more memory or time than it may, or failed; see the log"
                raise RegularsError(sentence, code="training_failed")
            told.seek(0)
            return _answer(told)

    def _wait(self, process: subprocess.Popen[bytes], name: str) -> None:
        """Until it has ended by itself."""
        end = time.monotonic() + self._bounds.seconds
        while process.poll() is None:
            if self._stop.wait(0.05):
                raise RegularsError(f"model '{name}': the house closes; it is fitted later", code="training_stopped")
            if time.monotonic() > end:
                sentence = f"model '{name}': fitting it took longer than {self._bounds.seconds:g} s and was ended"
                raise RegularsError(sentence, code="training_failed")


class _Task(msgspec.Struct, frozen=True):
    """What the process is told first; `previous` and the tables follow."""

    model: Model
    at: int
    seed: int
    tables: list[str]
    bounds: Bounds


class _Refusal(msgspec.Struct, frozen=True):
    """Why there is no answer."""

    code: str
    sentence: Words
    name: str = ""
    floors: list[Floor] = []


class _Outcome(msgspec.Struct, frozen=True):
    """What the process says first; the state and the scores follow unless it refuses."""

    refusal: _Refusal | None = None
    card: dict[str, Any] = {}
    evidence: Evidence | None = None


def _answer(answer: IO[bytes]) -> Fitted:
    outcome = msgspec.msgpack.decode(receive(answer), type=_Outcome)
    if outcome.refusal is not None:
        refusal = outcome.refusal
        if refusal.floors:
            raise TooThin(refusal.name, refusal.floors)
        raise RegularsError(refusal.sentence, code=refusal.code)
    assert outcome.evidence is not None
    state = receive(answer)
    return Fitted(scores=receive_table(answer), card=outcome.card, evidence=outcome.evidence, state=state)


def _end(said: IO[bytes]) -> str:
    """The end of what the process wrote on its error stream."""
    said.seek(0, io.SEEK_END)
    said.seek(max(0, said.tell() - 2000))
    return said.read().decode(errors="replace").strip()


def main() -> None:
    """Fit the model that standard input describes."""
    source = sys.stdin.buffer
    task = msgspec.msgpack.decode(receive(source), type=_Task)
    previous = receive(source)
    tables = {name: receive_table(source) for name in task.tables}
    _wall(task.bounds)
    answer = sys.stdout.buffer
    try:
        fitted = here(task.model, tables, task.at, previous, task.seed)
    except TooThin as thin:
        name = thin.sentence.partition(": the data are too thin")[0]
        _say(answer, _Outcome(_Refusal(thin.code, thin.sentence, name, thin.floors)))
    except RegularsError as error:
        _say(answer, _Outcome(_Refusal(error.code, error.said or str(error))))
    except MemoryError:
        room = f"{task.bounds.memory_bytes >> 20} MiB"
        sentence = f"model '{task.model.name}': fitting it needs more than {room} of memory; use fewer features"
        _say(answer, _Outcome(_Refusal("training_failed", sentence)))
    else:
        _say(answer, _Outcome(None, fitted.card, fitted.evidence))
        send(answer, fitted.state)
        send(answer, fitted.scores)


def _say(answer: IO[bytes], outcome: _Outcome) -> None:
    send(answer, msgspec.msgpack.encode(outcome))


def _wall(bounds: Bounds) -> None:
    """What the system holds us to: memory, processor time, no dump; and whoever serves customers goes first."""
    seconds = int(bounds.seconds * bounds.threads) + 2
    for what, most in (
        (resource.RLIMIT_DATA, bounds.memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(10)


if __name__ == "__main__":
    main()
