"""`regulars demo`: a real year of shopping goes through the whole house, then the house stays up and serves."""

import shutil
import sys
from datetime import date
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from regulars.app.access import MAIN, first_keys
from regulars.app.config import Pace, Settings
from regulars.app.house import House
from regulars.app.server import Server, serve
from regulars.app.wire import in_folder
from regulars.define.load import load
from regulars.demo.journey_year import calls_by_name, first_instant, year, yesterday
from regulars.demo.mailbox import Mailbox
from regulars.demo.replay import Replayed, ReplayClock, replay
from regulars.demo.report import report
from regulars.demo.shop import lay_out
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
    """Printed and kept, for a demo only: a real house keeps no key in clear."""


def run(folder: Path, *, port: int = 8080, host: str = "127.0.0.1", once: bool = False, language: str = "en") -> int:
    """Load the year (or find it loaded), say what happened, and serve until stopped (`once`: do not). Gives the exit status."""
    console = Console(highlight=False)
    mark = _mark(folder)
    if mark is None or not mark.loaded:
        mark = _begin(folder)
        clock = ReplayClock(first_instant(date.fromisoformat(mark.last_day)))
    else:
        clock = ReplayClock(0)
        clock.release()
    mailbox = Mailbox()
    mailbox.start()
    house = House(in_folder(folder / "data"), clock)
    pace = Pace(deliver_seconds=0.005) if not mark.loaded else Pace()
    settings = Settings(folder=folder / "data", host=host, port=port, smtp=SmtpSettings(port=mailbox.port, tls="none"), pace=pace)
    server = Server(house, settings)
    server.start()
    try:
        done = None
        if not mark.loaded:
            mark.secret_key = server.first_keys.secret_key if server.first_keys else ""
            done = _load(console, server, clock, date.fromisoformat(mark.last_day))
            clock.release()
            mark.loaded = True
            _write(folder, mark)
        report(console, house, mailbox, done, language)
    except BaseException:
        server.stop()
        house.close()
        mailbox.stop()
        raise
    if once:
        server.stop()
        house.close()
        mailbox.stop()
        return 1 if server.failure else 0
    console.print(f"\nThe house is open at [bold]{server.url}[/]  (Ctrl+C closes it)")
    console.print(f"Its key for reading and managing: [bold]{mark.secret_key}[/]")
    console.print(f"Try: curl -s -H 'Authorization: Bearer {mark.secret_key}' {server.url}/v1/customers/user_id:household-1")
    status = serve(server)
    mailbox.stop()
    return status


def _load(console: Console, server: Server, clock: ReplayClock, last_day: date) -> Replayed:
    house = server.house
    with console.status("Laying out the shop: definitions, products, coupons"):
        definitions = lay_out(server.settings.folder.parent)
        house.define(MAIN, load(definitions), definitions)
        house.run()
        keys = {}
        for source in house.world(MAIN).definitions.sources:
            keys[source] = secret("wk")
            house.backends.desk.create_key(MAIN, keys[source], kind="write", source=source, label="demo", at=clock.now())
        total = sum(calls_by_name().values())
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f} of {task.total:,.0f} calls"), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not sys.stdout.isatty()) as progress:
        task = progress.add_task("The year passes", total=total)
        shown = ""

        def passed(at: int) -> None:
            nonlocal shown
            month = f"{to_datetime(at):%Y-%m}"
            if month != shown:
                shown = month
                progress.update(task, description=f"The year passes: {month}")
                if progress.disable:
                    console.print(f"  {month}: {house.loop.offset:,} requests worked off")

        def counted() -> object:
            for chunk in year(last_day):
                yield chunk
                progress.advance(task, len(chunk.calls))

        done = replay(server, clock, counted(), keys, passed)  # type: ignore[arg-type]
    with console.status("Writing the lake"):
        house.flush()
    return done


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
