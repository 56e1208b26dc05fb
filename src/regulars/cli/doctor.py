"""`regulars doctor`: is everything as it should be, and if not, what to do."""

import platform
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from cyclopts import App

from regulars.app import views
from regulars.app.house import House
from regulars.app.wire import is_house
from regulars.cli.place import Common, Failed
from regulars.cli.show import line, table
from regulars.kit.clock import to_text

_PARTS = ("regulars", "apsw", "deltalake", "duckdb", "granian", "litestar", "msgspec", "pyarrow", "sqlglot", "tzdata")
_LEAST_FREE = 1 << 30


class Look(msgspec.Struct, frozen=True):
    """One thing that was looked at."""

    what: str
    well: bool
    found: str
    advice: str = ""


def add(app: App) -> None:
    """Add the command."""
    app.command(doctor)


def doctor(*, common: Common = Common()) -> int:  # noqa: B008
    """Look everything over: versions, disk, clock, lock, where every event is, what failed and why, parked messages."""
    if common.url:
        with common.open() as place:
            looks = list(_server(place.get))
    elif not is_house(common.dir):
        advice = "begin one: regulars serve, apply or import"
        looks = [*_machine(common.dir), Look("folder", False, f"{common.dir} holds no house", advice)]
    else:
        looks = [*_machine(common.dir), *_folder(common)]
    table(
        ["", "", ""],
        [
            ("ok" if look.well else "LOOK", look.what, look.found + (f" → {look.advice}" if look.advice else ""))
            for look in looks
        ],
    )
    bad = sum(not look.well for look in looks)
    line(common.say("unwell", count=bad) if bad else common.say("well"), "red" if bad else "green")
    return 1 if bad else 0


def _machine(folder: Path) -> Iterator[Look]:
    yield Look("python", True, f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield Look("versions", True, ", ".join(f"{part} {_version(part)}" for part in _PARTS))
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    advice = "" if free >= _LEAST_FREE else "make space: the log refuses events below 256 MiB"
    yield Look("disk", free >= _LEAST_FREE, f"{free / (1 << 30):.1f} GiB free at {existing}", advice)
    year = datetime.now(UTC).year
    yield Look("clock", 2024 <= year < 2100, datetime.now(UTC).isoformat(timespec="seconds"))
    shift = datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/Berlin")).utcoffset()
    right = "Asia/Shanghai" in available_timezones() and shift is not None and shift.total_seconds() == 7200
    yield Look("time zones", right, f"{len(available_timezones())} zones", "" if right else "pip install -U tzdata")


def _version(part: str) -> str:
    try:
        return version(part)
    except PackageNotFoundError:
        return "missing"


def _server(get: Callable[..., object]) -> Iterator[Look]:
    health = msgspec.convert(get("/healthz"), dict)
    for name, part in health["parts"].items():
        yield Look(name, part["status"] == "ok", f"{part['status']} {part['detail']}".strip())
    yield from _account(msgspec.convert(get("/v1/accounting"), views.Accounting))
    yield from _troubles(
        msgspec.convert(get("/v1/failures", limit=1), dict)["counts"],
        msgspec.convert(get("/v1/messages", limit=1), dict)["counts"],
    )


def _folder(common: Common) -> Iterator[Look]:
    try:
        house = common.house()
    except Failed as locked:
        yield Look("lock", True, locked.sentence)
        return
    try:
        yield Look("lock", True, "free: no server is running")
        yield from _house(house)
    finally:
        house.close()


def _house(house: House) -> Iterator[Look]:
    backends = house.backends
    lag = backends.log.end() - house.loop.offset
    yield Look(
        "log", True, f"{backends.log.end():,} records, {lag:,} not worked off yet" + (" (the next start does)" if lag else "")
    )
    yield Look("known up to", True, to_text(house.loop.at) if house.loop.at else "nothing yet")
    for workspace in backends.desk.workspaces():
        name = workspace.name
        state = backends.state
        yield Look(f"workspace {name}", True, f"{state.query('count_customers', name):,} customers")
        yield from _account(views.accounting(house, name))
        yield from _troubles(state.query("failure_counts", name), state.query("message_counts", name))


def _account(account: views.Accounting) -> Iterator[Look]:
    sum_ = account.lake + account.failed + account.duplicate + account.in_flight
    found = (
        f"{account.accepted:,} accepted = {account.lake:,} in the lake + {account.failed:,} failed"
        f" + {account.duplicate:,} duplicates + {account.in_flight:,} in flight"
    )
    yield Look(
        "events", sum_ == account.accepted, found, "" if sum_ == account.accepted else f"the sum is {sum_:,}: report this"
    )


def _troubles(failures: dict[str, int], messages: dict[str, int]) -> Iterator[Look]:
    if failures:
        worst = ", ".join(f"{n:,} {code}" for code, n in sorted(failures.items(), key=lambda item: -item[1])[:8])
        yield Look("failed events", False, worst, "see GET /v1/failures; after a fix: POST /v1/failures/reprocess")
    else:
        yield Look("failed events", True, "none")
    parked = messages.get("parked", 0)
    advice = "nobody knows whether these went out: POST /v1/messages/{id}/release sends one again" if parked else ""
    yield Look("messages", not parked, ", ".join(f"{n:,} {status}" for status, n in sorted(messages.items())) or "none", advice)
