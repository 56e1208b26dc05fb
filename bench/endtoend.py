"""End to end: 5,000 events a second, open loop, through the whole server on two cores, the load included.

Every body brings 20 events of 20 customers (of 50,000, with a past) and among them one of a customer never seen before, whom it
puts into a segment. Measured is when the commit is durable that has this customer in it: from the door's receipt of the body,
and from when the client was due to send it. At the end every acknowledged event must be in the lake, once.
"""

import os
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from bench.load import basic, open_loop, quantile, request
from bench.report import Report
from bench.serving import Served, say, until_told
from bench.workload import call, definitions, everyone, mixed, stream
from regulars.app import views
from regulars.app.config import Settings
from regulars.app.house import House
from regulars.app.server import Server
from regulars.app.wire import in_folder
from regulars.define.definitions import Segment
from regulars.kit.clock import DAY, SECOND, SystemClock
from regulars.kit.memory import peak_mb
from regulars.state.state import Changes

BODY = 20
PROBE = "Probe"


def main(rate: int = 5_000, seconds: int = 15, customers: int = 50_000, past: int = 50_000) -> None:
    """`rate` events a second for so many seconds."""
    report = Report("endtoend")
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    with tempfile.TemporaryDirectory() as folder, Served("endtoend.serve", Path(folder), customers, past) as served:
        key = basic(served.told["write_key"])
        asked = [request("/v1/batch", body, key) for body in _bodies(rate * seconds // BODY, customers)]
        before = served.cpu()
        sent = open_loop(served.port, asked, rate / BODY)
        busy = served.cpu() - before
        found = served.stop()
    # The connections send in the order of the requests' numbers, so the n-th to be due is probe n.
    due = sorted(one.due for one in sent)
    flips = {int(user.removeprefix("probe-")): at for user, at in found["flips"].items()}
    fresh = [at - due[n] for n, at in flips.items() if n < len(due)]
    taken = sum(one.status == 200 for one in sent)
    acknowledged = taken * BODY
    lasted = max(one.done for one in sent) - due[0]
    account = found["account"]
    report.figure("endtoend: events/s taken", acknowledged / lasted, "events/s", bar=rate * 0.98)
    report.figure("endtoend: receipt to committed flip, p50", quantile(found["receipt"], 0.5) * 1e3, "ms")
    report.figure("endtoend: receipt to committed flip, p99", quantile(found["receipt"], 0.99) * 1e3, "ms")
    report.figure("endtoend: due to be sent to committed flip, p50", quantile(fresh, 0.5) * 1e3, "ms")
    report.figure("endtoend: due to be sent to committed flip, p99", quantile(fresh, 0.99) * 1e3, "ms")
    answered = [one.seconds for one in sent if one.status == 200]
    report.figure("endtoend: answered durably, p50", quantile(answered, 0.5) * 1e3, "ms")
    report.figure("endtoend: answered durably, p99", quantile(answered, 0.99) * 1e3, "ms")
    report.figure("endtoend: probes without a flip", taken - len(flips), bar=0, at_most=True)
    missing = acknowledged - found["in_lake"]
    report.figure("endtoend: acknowledged events not in the lake", max(missing, 0), bar=0, at_most=True)
    report.figure("endtoend: events twice in the lake", found["twice"], bar=0, at_most=True)
    off = account["accepted"] - account["lake"] - account["failed"] - account["duplicate"] - account["in_flight"]
    report.figure("endtoend: accepted - lake - failed - duplicate - in flight", abs(off), bar=0, at_most=True)
    report.figure("endtoend: cores that the server used", busy / lasted, "cores")
    report.figure("endtoend: most memory that the server had", found["peak_mb"], "MiB")
    report.save()


def _bodies(count: int, customers: int) -> Iterator[bytes]:
    rng = random.Random(3)
    encode = msgspec.json.Encoder().encode
    for n in range(count):
        at = SystemClock().now()
        calls = [call(rng, rng.randrange(customers), at, n * BODY + i) for i in range(BODY - 1)]
        probe: dict[str, Any] = {"type": "track", "event": PROBE, "userId": f"probe-{n}", "messageId": f"probe-{n}"}
        yield encode({"batch": [*calls, probe]})


class _Flips:
    """Notes when the commit with a probe's flip was durable; it adds nothing to a batch without one."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._commit = house.loop.commit
        house.loop.commit = self._noted
        self.at: dict[str, float] = {}
        self.receipt: list[float] = []

    def _noted(self, changes: Changes) -> None:
        self._commit(changes)
        now, clock = time.monotonic(), self._house.clock.now()
        users = {customer: value for _, _, value, customer in changes.identifiers}
        for _, segment, customer, since in changes.joined:
            if segment == "probed":
                self.at[users[customer]] = now
                self.receipt.append((clock - since) / SECOND)


def serve(folder: Path, customers: str, past: str) -> None:
    """The process: what `regulars serve` runs, with customers who have a past."""
    house = House(in_folder(folder), SystemClock())
    base = definitions()
    probed = Segment(name="probed", when=f"count(*) filter (where event = '{PROBE}') > 0")
    house.define("main", msgspec.structs.replace(base, segments=base.segments | {"probed": probed}))
    who = [*everyone(int(customers)), *mixed(int(past), int(customers), seed=2)]
    warm(house, who)
    flips = _Flips(house)
    server = Server(house, Settings(folder=folder, port=0))
    server.start()
    assert server.first_keys
    say(port=server.port, write_key=server.first_keys.write_key)
    until_told()
    server.stop()
    house.flush()
    account = msgspec.to_builtins(views.accounting(house, "main"))
    ids = "select count(distinct id) as n, count(*) as rows from events where received_at >= 0 and id not like 'w-%'"
    counted = house.query("main", ids).to_pylist()[0]
    house.close()
    say(
        flips=flips.at,
        receipt=flips.receipt,
        account=account,
        in_lake=counted["n"],
        twice=counted["rows"] - counted["n"],
        peak_mb=peak_mb(),
    )


def warm(house: House, who: list[int], days: int = 30) -> None:
    """Give these customers a past that ends now, worked off and in the lake."""
    now = house.clock.now()
    batch = []
    for envelope in stream(who, now - days * DAY, days * DAY, label="w"):
        batch.append(envelope)
        if len(batch) == 500:
            house.backends.log.append(batch)
            house.run()
            batch = []
    if batch:
        house.backends.log.append(batch)
    house.now()
    house.flush()
