"""One process that is the whole house on the network: the door, the API and the worker."""

import asyncio
import gc
import logging
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server as Granian

from regulars.app.access import MAIN, Access, FirstKeys, derive, first_keys, new_id
from regulars.app.accounts import Accounts
from regulars.app.api.application import api
from regulars.app.api.cursor import Cursors
from regulars.app.callbacks import Callbacks
from regulars.app.config import Settings
from regulars.app.dispatch import Dispatch
from regulars.app.guard import Guard
from regulars.app.health import Health
from regulars.app.house import House
from regulars.app.metrics import Metrics, levels
from regulars.app.office import courier
from regulars.app.personal import personal
from regulars.app.site import Site
from regulars.app.text_endpoint import EndpointReader
from regulars.app.veil import Veil
from regulars.app.worker import Worker
from regulars.collect.door import Door
from regulars.engage.channels.channel import Channel
from regulars.kit.errors import RegularsError

_log = logging.getLogger("regulars.server")

_SECRET = "house_secret"
_THREADS = 8
"""For the API's handlers; the door needs none."""
_START_SECONDS = 10.0
_SWITCH_SECONDS = 0.0005
"""How long a busy thread may keep the others from the interpreter. The log's writer needs it shortly and often: at Python's
own 5 ms each of its system calls would wait that long beside a busy door or worker."""


class NotServed(RegularsError):
    """The address cannot be taken."""

    code = "address_in_use"


class Server:
    """Serves a house. `start` and `stop` may be called from any thread; `serve` does both and waits for a signal in between.

    `channels`: ways to customers by name, in place of those that the settings name.
    """

    def __init__(self, house: House, settings: Settings, channels: Mapping[str, Channel] | None = None) -> None:
        self.house = house
        self.settings = settings
        self.first_keys: FirstKeys | None = first_keys(house.backends.desk, MAIN, house.clock.now())
        """The keys of a house that had none: shown once."""
        self.accounts = Accounts(house.backends.members, house.backends.trail, house.clock)
        self.ended = threading.Event()
        """Set when the server should stop: a signal, or a log that can no longer be trusted."""
        self.failure: Exception | None = None
        self.health = Health()
        self.metrics = Metrics(lambda: levels(house, lambda: self.health.fine))
        self._channels = channels
        self.port = settings.port
        """The port that was taken, once the server is started."""
        self._socket: socket.socket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._granian: _Listening | None = None
        self._worker: Worker | None = None

    @property
    def url(self) -> str:
        """Where the server answers."""
        return self.settings.url(self.port)

    def link(self, secret: str) -> str:
        """The address at which a link that works once is followed. What stands behind the # reaches no log."""
        return f"{self.url}/link#{secret}"

    def start(self) -> None:
        """Take the address, work, answer. Raises NotServed."""
        sys.setswitchinterval(_SWITCH_SECONDS)
        house = self.house
        for workspace in house.backends.desk.workspaces():
            house.world(workspace.name)
        if self.settings.text is not None:
            house.reader = EndpointReader(self.settings.text)
        self._socket = _listen(self.settings.host, self.settings.port)
        self.port = self._socket.getsockname()[1]
        secret = _house_secret(house)
        callbacks = Callbacks(house, secret)
        secure = self.settings.secure
        access = Access(
            house.backends.desk, lambda workspace: house.world(workspace).definitions, self.accounts.sessions, secure
        )
        delivery = courier(house, self.settings, self.url, callbacks, self._channels)
        self._worker = Worker(house, self.health, self.metrics, self.settings.pace, house.wake, delivery, self.fail)
        self._worker.start()
        cursors = Cursors(derive(secret, "cursor"))
        litestar = api(house, access, self.health, self.metrics, callbacks, cursors, self.accounts)
        veil = Veil(litestar, lambda workspace: personal(house.world(workspace)))
        guard = Guard(veil, lambda: new_id(house.clock.now()), secure)
        door = Door(house.backends.log, access, house.clock, signals=Tally(self.metrics, self.health, self.fail))
        app = Dispatch(door, Site(guard, secure=secure), self.metrics, house.wake)
        self._listen(app)

    def _listen(self, app: Any) -> None:
        assert self._socket is not None
        self._granian = granian = _Listening(app, self._socket)
        up = threading.Event()

        def run() -> None:
            loop = self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.set_default_executor(ThreadPoolExecutor(_THREADS, thread_name_prefix="api"))
            loop.call_later(0.05, up.set)
            try:
                loop.run_until_complete(granian.serve())
                loop.run_until_complete(loop.shutdown_default_executor())
            except Exception as error:
                self.fail(error)
            finally:
                up.set()
                loop.close()

        self._thread = threading.Thread(target=run, name="regulars-http", daemon=True)
        self._thread.start()
        up.wait(_START_SECONDS)

    def fail(self, error: Exception) -> None:
        """The house can no longer keep its promises: stop as soon as possible."""
        if self.failure is None:
            self.failure = error
            _log.critical("the server stops: %s", error)
        self.ended.set()

    def stop(self) -> None:
        """Take nothing new, finish what was begun, work off the log. The house stays open; closing it writes the lake."""
        if self._loop is not None and self._granian is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._granian.stop)
        if self._thread is not None:
            self._thread.join()
        if self._socket is not None:
            self._socket.close()
        if self._worker is not None:
            self._worker.stop()
        self.accounts.sessions.close()

    def wait(self) -> None:
        """Until somebody ends the server: SIGTERM, SIGINT, or a failure. Main thread only."""
        before = {number: signal.signal(number, lambda *_: self.ended.set()) for number in (signal.SIGTERM, signal.SIGINT)}
        while not self.ended.wait(1.0):
            pass
        for number, handler in before.items():
            signal.signal(number, handler)


def collect_seldom() -> None:
    """Let Python look for cyclic garbage seldom; the worker does it once an hour.

    There is little of it, and each look goes through the state of all cached customers: at 5,000 events/s such looks showed in
    the 99th percentile of receipt to commit. It is for the process that is the server alone.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


def serve(server: Server, stopping: Callable[[], None] = lambda: None) -> int:
    """Run a started server until it is told to stop; then stop, flush and close. Gives the exit status of the process."""
    collect_seldom()
    server.wait()
    stopping()
    server.stop()
    try:
        server.house.close()
    except Exception as error:
        server.fail(error)
    gc.unfreeze()  # or DuckDB reports at the end of the process what was frozen as leaked
    return 1 if server.failure else 0


class Tally:
    """The door's signals: into the metrics and the state of health; a broken log ends the server."""

    def __init__(self, metrics: Metrics, health: Health, fail: Callable[[Exception], None]) -> None:
        self._metrics = metrics
        self._health = health
        self.broken = fail

    def full(self, full: bool) -> None:
        """The door turns events away for want of room on the disk, until one is taken again."""
        if full:
            self._health.ill("door", "the disk is full: events are refused till there is room")
        else:
            self._health.well("door")

    def count(self, name: str, workspace: str, by: int) -> None:
        """`by` more of what the door counts."""
        self._metrics.count("regulars_door_total", by, workspace=workspace, what=name)


class _Listening(Granian):
    """Granian on a socket of ours: so the port is known, and taken by one process only."""

    def __init__(self, app: Any, listening: socket.socket) -> None:
        host, port = listening.getsockname()[:2]
        super().__init__(
            app,
            address=host,
            port=port,
            interface=Interfaces.ASGINL,
            http1_settings=HTTP1Settings(header_read_timeout=10_000),
            websockets=False,
            log_enabled=False,
            backpressure=2048,
        )
        self._own = listening

    def _init_shared_socket(self) -> None:
        self._shd: Any = SocketHolder(self._own.dup().detach(), False, self.backlog)  # type: ignore[call-arg]


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(1024)
        listening.setblocking(False)
    except OSError as error:
        listening.close()
        reason = error.strerror or str(error)
        raise NotServed(f"cannot listen on {host}:{port}: {reason}; stop what uses it, or choose another --port") from None
    return listening


def _house_secret(house: House) -> bytes:
    """The key from which all that this house signs is derived; made at the first start."""
    shelf = house.backends.shelf
    found = shelf.note(MAIN, _SECRET)
    if found is None:
        found = secrets.token_bytes(32)
        shelf.put_note(MAIN, _SECRET, found)
    return found
