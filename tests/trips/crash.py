"""One life of a house that will be killed: it appends, works off, archives, ticks and redefines until death or the end.

Runs in a forked process (`live`); what it says on the pipe is what a client was told: `ack K` after envelope K is durable.
"""

import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from regulars.app.house import House
from regulars.app.wire import in_folder
from regulars.define.load import load
from regulars.kit import failpoints
from regulars.kit.clock import DAY, HOUR, ManualClock
from regulars.records import Envelope, Event

START = 1_790_000_000_000_000
CUSTOMERS = 23

BEFORE = """
features:
  orders: {of: "count(*) filter (where event = 'Order Completed')"}
  spend_7d: {of: "sum(properties.total)", over: 7d}
segments:
  big: spend_7d > 100
  today: "count(*) over (range interval 1 day preceding) > 2"
stages:
  - {name: loyal, when: orders > 5}
  - {name: new}
journeys:
  thanks:
    on_segment: big
    reentry: always
    steps:
      - {name: pause, wait: 6h}
      - {name: hello, message: thanks, purpose: service}
purposes: {service: {basis: contract}}
templates:
  thanks: {subject: {en: Thanks}, body: {en: "Dear {{ customer.name }}, thanks."}}
"""
AFTER = BEFORE + "metrics: {revenue: {of: sum(properties.total)}}\n"
AFTER = AFTER.replace("segments:", "  best: {of: max(properties.total)}\nsegments:\n  bargain: best < 20")


def envelope(k: int) -> Envelope:
    """The k-th request: events of several customers, the first of them a repeat, now and then two ids that become one."""
    at = START + k * 2 * HOUR
    events = [_event(k - 1, 0, at)] if k else []
    events += [_event(k, i, at) for i in range(5)]
    return Envelope("main", "events", "web", at, len(events), msgspec.json.encode(events))


def _event(k: int, i: int, at: int) -> Event:
    number = (k * 7 + i * 3) % CUSTOMERS
    linked = (k + i) % 11 == 0
    return Event(
        id=f"m-{k}-{i}",
        type="track",
        event="Order Completed" if (k + i) % 3 else "Product Viewed",
        source="web",
        user_id=f"user-{number}" if (k + i) % 2 or linked else None,
        anonymous_id=f"device-{number}" if not (k + i) % 2 or linked else None,
        timestamp=at - (k % 5) * DAY,
        received_at=at,
        properties={"total": float((k * 13 + i * 29) % 90)},
    )


def identifiers(requests: int) -> set[str]:
    """All message ids that the requests carry."""
    return {f"m-{k}-{i}" for k in range(requests) for i in range(5)}


def live(folder: Path, first: int, requests: int, failpoint: str, say: Callable[[str], None]) -> None:
    """Go on from request `first` (the first that was not acknowledged) to the last."""
    failpoints.arm(failpoint)
    clock = ManualClock(START)
    house = House(in_folder(folder), clock)
    clock.move(max(START, house.loop.at))
    say("up")
    if first == 0 and not house.world("main").definitions.segments:
        house.define("main", load(BEFORE))
    for k in range(first, requests):
        request = envelope(k)
        clock.move(max(clock.now(), request.received_at))
        failpoints.reach("F1")
        house.append(request)
        say(f"ack {k}")
        if k % 3 == 2:
            house.tick()
            house.run()
        if k % 8 == 7:
            house.flush()
        if k % 40 == 39:
            house.backends.lake.tidy("main")
        if k == requests // 2:
            house.define("main", load(AFTER))
    house.now()
    house.close()
    say("done")


def forked(folder: Path, first: int, requests: int, failpoint: str, pipe: int) -> None:
    """The forked child: lives, then ends without any clean-up of the parent's."""
    try:
        live(folder, first, requests, failpoint, lambda word: os.write(pipe, f"{word}\n".encode()) and None)
    except BaseException as error:
        os.write(pipe, f"error {type(error).__name__}: {error}\n".encode()[:2000])
    os._exit(0)
