"""`regulars demo`: a real year of shopping goes through the whole house, then the house stays up and serves."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from regulars.app.access import MAIN
from regulars.app.config import Pace, Settings
from regulars.app.house import House
from regulars.app.server import Server, serve
from regulars.app.wire import in_folder
from regulars.define.load import load
from regulars.demo.journey_year import Chunk, calls_by_name, first_instant, year, yesterday
from regulars.demo.learning import learn
from regulars.demo.mailbox import Mailbox
from regulars.demo.replay import ReplayClock, Replayed, replay
from regulars.demo.report import report
from regulars.demo.shop import lay_out
from regulars.demo.words import Speaker
from regulars.engage.channels.email import SmtpSettings
from regulars.kit.clock import SystemClock, to_datetime
from regulars.kit.errors import RegularsError
from regulars.kit.ids import secret

_MARK = "demo.json"


class Mark(msgspec.Struct):
    """What stands in the demo's folder: that it is one, and whether its year is loaded."""

    last_day: str
    loaded: bool = False
    secret_key: str = ""
    """Printed again at each start. For a demo only: a real house keeps no key in clear."""


def run(folder: Path, *, port: int = 8080, host: str = "127.0.0.1", once: bool = False, language: str = "en") -> int:
    """Load the year (or find it loaded), say what happened, and serve until stopped (`once`: do not). Gives the exit status.

    What is to be served is loaded and told by a process of its own, which takes the memory of a whole year with it.
    """
    if not once:
        told = [
            sys.executable,
            "-m",
            "regulars",
            "demo",
            "--once",
            "--dir",
            str(folder),
            "--port",
            str(port),
            "--lang",
            language,
        ]
        status = subprocess.run(told, check=False).returncode
        if status:
            return status
    say = Speaker(language)
    mark = _mark(folder)
    if mark is None or not mark.loaded:
        mark = _begin(folder)
    clock = ReplayClock(first_instant(date.fromisoformat(mark.last_day)))
    if mark.loaded:
        clock.release()
    mailbox = Mailbox()
    house = House(in_folder(folder / "data"), clock)
    settings = Settings(
        folder=folder / "data",
        host=host,
        port=port,
        smtp=SmtpSettings(port=mailbox.port, tls="none"),
        pace=Pace() if mark.loaded else Pace(deliver_seconds=0.005, train_seconds=3600),
    )
    server = Server(house, settings)
    mailbox.start()
    try:
        server.start()
        if once:
            _fill(folder, mark, server, clock, mailbox, say)
            server.ended.set()
        else:
            _welcome(server, mark.secret_key, say)
        return serve(server)
    except BaseException:
        server.stop()
        house.close()
        raise
    finally:
        mailbox.stop()


def _console() -> Console:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 120
    return console


def _fill(folder: Path, mark: Mark, server: Server, clock: ReplayClock, mailbox: Mailbox, say: Speaker) -> None:
    """Load the year if that was not done before, let models learn, and say what happened."""
    console, done = _console(), None
    if not mark.loaded:
        done = _load(console, say, server, clock, date.fromisoformat(mark.last_day))
        mark.loaded = True
        mark.secret_key = server.first_keys.secret_key if server.first_keys else ""
        _write(folder, mark)
    learn(console, server.house, say)
    report(console, server.house, mailbox, done, say)


def _welcome(server: Server, key: str, say: Speaker) -> None:
    """Where to look and how to get in."""
    console = _console()
    command = f"curl -s -H 'Authorization: Bearer {key}' {server.url}/v1/customers/user_id:household-1"
    for line in (
        say("open", url=server.url),
        say("enter", link=server.link(_entrance(server))),
        say("key", key=key),
        say("try", command=command),
    ):
        console.print(line, markup=False, soft_wrap=True)


def _load(console: Console, say: Speaker, server: Server, clock: ReplayClock, last_day: date) -> Replayed:
    house = server.house
    with console.status(say("laying")):
        definitions = lay_out(server.settings.folder.parent, say.language)
        house.define(MAIN, load(definitions), definitions)
        house.run()
        keys = {source: _key(house, source, clock.now()) for source in house.world(MAIN).definitions.sources}
        total = sum(calls_by_name().values())
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(say("calls")),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(say("passes", month=""), total=total)
        shown = ""

        def passed(at: int) -> None:
            nonlocal shown
            month = f"{to_datetime(at):%Y-%m}"
            if month != shown:
                shown = month
                progress.update(task, description=say("passes", month=month))
                if progress.disable:
                    console.print(say("passes", month=month))

        def counted() -> Iterator[Chunk]:
            for chunk in year(last_day):
                yield chunk
                progress.advance(task, len(chunk.calls))

        done = replay(server, clock, counted(), keys, passed)
    with console.status(say("writing")):
        house.flush()
    clock.release()
    return done


def _entrance(server: Server) -> str:
    """The secret of a link that signs in as the demo's owner, who is made at the first start."""
    accounts = server.accounts
    found = next((member for member in accounts.members(MAIN) if member.role == "owner"), None)
    owner = found or accounts.invite(MAIN, "owner@demo.example", "owner", "Demo")[0]
    return accounts.renew(MAIN, owner.id, "enter")


def _key(house: House, source: str, at: int) -> str:
    """A write key for one source of the shop."""
    key = secret("wk")
    house.backends.desk.create_key(MAIN, key, kind="write", source=source, label="demo", at=at)
    return key


def _begin(folder: Path) -> Mark:
    """An empty folder for a new demo. One that something else lives in is left alone."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).exists():
            raise RegularsError(f"{folder} is not empty and holds no demo; name another folder with --dir")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark = Mark(yesterday(SystemClock().now()).isoformat())
    _write(folder, mark)
    return mark


def _mark(folder: Path) -> Mark | None:
    path = folder / _MARK
    return msgspec.json.decode(path.read_bytes(), type=Mark) if path.exists() else None


def _write(folder: Path, mark: Mark) -> None:
    path = folder / _MARK
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.encode(mark))
