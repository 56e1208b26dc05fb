"""Small houses and what befalls them, drawn by Hypothesis: calls, time, faults and changed definitions."""

from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import strategies as st

from regulars.app import views
from regulars.app.house import House
from regulars.app.wire import Backends, in_memory
from regulars.define.definitions import Definitions
from regulars.define.load import assemble
from regulars.kit.clock import DAY, HOUR, MINUTE, ManualClock
from regulars.records import Envelope, Event, Unmerge
from regulars.state.state import Changes

START = 1_772_900_000_000_000
"""2026-03-07: New York's clocks go forward the next day."""
WORKSPACE = "main"

FEATURES = {
    "orders": "count(*) filter (where event = 'order')",
    "spend_2d": {"of": "sum(properties.total)", "over": "2d"},
    "items": "count(distinct properties.item)",
    "latest": "last(properties.total) filter (where event = 'order')",
    "first_seen": "min(timestamp)",
    "favourite": "mode(properties.item)",
    "spread": "stddev(properties.total)",
    "hour": {"of": "count(*) filter (where event = 'view')", "over": "5h"},
    "lines": {"of": "sum(line.price)", "each": "properties.lines as line"},
}
SEGMENTS = {
    "busy": "count(*) over (range interval 1 day preceding) > 1",
    "buyer": "count(*) filter (where event = 'order') > 0",
    "away": "max(timestamp) < now() - interval 2 day",
    "today": "max(timestamp) >= today()",
    "silent": "sum(properties.total) is null",
    "local": "traits.city in ('上海', 'Berlin')",
    "risk": "scores.churn > 0.5",
    "rich": "sum(properties.total) over (range interval 3 day preceding) > 20",
}
STAGES = {
    "regular": "count(*) filter (where event = 'order') > 2",
    "lapsed": "max(timestamp) < now() - interval 1 day",
    "one_time": "count(*) filter (where event = 'order') > 0",
    "visitor": "true",
}
JOURNEYS: dict[str, Any] = {
    "thanks": {
        "on_segment": "buyer",
        "reentry": "1d",
        "steps": [{"name": "pause", "wait": "6h"}, {"name": "say", "message": "hello"}],
    },
    "follow": {
        "on_event": "event = 'view'",
        "reentry": "always",
        "exit_on": "event = 'order'",
        "steps": [
            {"name": "hope", "until": "event = 'view' and properties.total > 5", "timeout": "1d", "on_timeout": "late"},
            {"name": "soon", "message": "hello", "to": "end"},
            {"name": "late", "message": "hello"},
            {"name": "end", "exit": True},
        ],
    },
}
LEARNING: dict[str, Any] = {
    "catalogs": {"teas": {"key": "id"}},
    "policies": {
        "popular": {"kind": "popularity", "count": "event = 'order' and orders_ever < 4", "item": "properties.item"},
        "bandit": {"kind": "thompson", "reward": "event = 'order' and properties.item = item.id", "within": "3d"},
    },
    "slots": {"hero": {"catalog": "teas", "policy": "bandit"}, "shelf": {"catalog": "teas", "policy": "popular"}},
    "features": {"orders_ever": {"of": "count(*) filter (where event = 'order')"}},
}


def _some(pool: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.sets(st.sampled_from(sorted(pool))).map(lambda names: {name: pool[name] for name in pool if name in names})


_lasting = st.fixed_dictionaries(
    {}, optional={"exit": st.sampled_from(list(STAGES.values())), "stay": st.sampled_from(["6h", "1d", "5d"])}
)


@st.composite
def definitions(draw: st.DrawFn, learning: bool = True, memory: bool = False) -> Definitions:
    """A small house out of the pools above; with `memory`, its stages may have exits and stays."""
    segments = draw(_some(SEGMENTS))
    journeys = {
        name: journey for name, journey in draw(_some(JOURNEYS)).items() if journey.get("on_segment", "") in ("", *segments)
    }
    house: dict[str, Any] = {
        "workspace": {"zone": draw(st.sampled_from(["UTC", "America/New_York", "Asia/Shanghai"]))},
        "features": {name: text if isinstance(text, dict) else {"of": text} for name, text in draw(_some(FEATURES)).items()},
        "segments": segments,
        "stages": draw(_some(STAGES)),
        "journeys": journeys,
        "templates": {"hello": {"subject": "Hello", "body": "Hello."}},
    }
    if memory and house["stages"] and draw(st.booleans()):
        house["stages"] = {name: {"when": text, **draw(_lasting)} for name, text in house["stages"].items()}
        house["segments"] = segments | {"in_first": f"stage = '{next(iter(house['stages']))}'"}
    if learning and draw(st.booleans()):
        house |= {**LEARNING, "features": house["features"] | LEARNING["features"]}
    return assemble([("house.yml", msgspec.json.encode(house).decode())])


# -- events -------------------------------------------------------------------------------------------------------

_numbers = st.one_of(st.integers(-3, 30), st.sampled_from([0.5, 7.25, 1e-7, None, "12"]))
_properties = st.fixed_dictionaries(
    {},
    optional={
        "total": _numbers,
        "item": st.sampled_from(["oolong", "pu'er", "龙井"]),
        "lines": st.lists(st.fixed_dictionaries({}, optional={"price": _numbers}), max_size=2),
    },
)
_traits = st.fixed_dictionaries(
    {}, optional={"city": st.sampled_from(["上海", "Berlin", None]), "email": st.sampled_from(["a@x.eu", "b@x.eu"])}
)
USERS = ("ann", "bob", "eve")
DEVICES = tuple(f"device-{n}" for n in range(4))

Who = tuple[str | None, str | None]
anybody: st.SearchStrategy[Who] = st.one_of(
    st.tuples(st.sampled_from(USERS), st.none()),
    st.tuples(st.none(), st.sampled_from(DEVICES)),
    st.tuples(st.sampled_from(USERS), st.sampled_from(DEVICES)),
    st.just(("null", None)),
)
"""(user id, anonymous id): conflicts and nobody included."""
users: st.SearchStrategy[Who] = st.tuples(st.sampled_from(USERS), st.none())
owners: st.SearchStrategy[Who] = st.integers(0, 3).flatmap(
    lambda n: st.sampled_from([(USERS[n % 2], None), (None, DEVICES[n]), (USERS[n % 2], DEVICES[n])])
)
"""Each device is one user's: identity without conflicts."""


@st.composite
def calls(draw: st.DrawFn, number: int, at: int, who: st.SearchStrategy[Who] = anybody) -> Event:
    """The call of this number, received at `at`, perhaps long after it happened."""
    user, device = draw(who)
    kind = draw(st.sampled_from(["track"] * 6 + ["identify", "score", "consent", "alias", "decision"]))
    properties: dict[str, Any] = draw(_properties)
    if kind == "score":
        properties = {"churn": draw(st.sampled_from([0.1, 0.9, None]))}
    elif kind == "consent":
        properties = {"marketing": draw(st.booleans())}
    elif kind == "decision":
        properties = {"slot": "hero", "item": draw(st.sampled_from(["oolong", "龙井"])), "decision_id": f"d{number}"}
    return Event(
        id=f"m{number}",
        type={"decision": "track"}.get(kind, kind),
        event={"track": draw(st.sampled_from(["order", "view"])), "decision": "Decision Made"}.get(kind, ""),
        source="regulars" if kind == "decision" else "web",
        user_id=user,
        anonymous_id=None if kind == "alias" else device,
        previous_id=device if kind == "alias" else None,
        timestamp=at - draw(st.sampled_from([0, 0, 0, MINUTE, HOUR, DAY, 10 * DAY, -4 * MINUTE])),
        received_at=at,
        properties=properties,
        traits=draw(_traits) if kind == "identify" else {},
    )


later = st.sampled_from([0, MINUTE, HOUR, 7 * HOUR, DAY, 3 * DAY])


@st.composite
def streams(draw: st.DrawFn, who: st.SearchStrategy[Who] = anybody, max_size: int = 8) -> list[Envelope]:
    """Envelopes in order of receipt; some come twice."""
    found: list[Envelope] = []
    at, number = START, 0
    for _ in range(draw(st.integers(1, max_size))):
        at += draw(later)
        size = draw(st.integers(1, 3))
        found.append(enveloped([draw(calls(number + n, at, who)) for n in range(size)], at))
        number += size
        if draw(st.integers(0, 4)) == 0:
            found.append(msgspec.structs.replace(draw(st.sampled_from(found)), received_at=at))
    return found


def merging(into: int, gone: int, number: int, at: int) -> Envelope:
    """A member's wish to unite two customers."""
    properties = {"into": into, "from": gone, "reason": "said so"}
    wished = Event(id=f"w{number}", type="merge", timestamp=at, received_at=at, source="api", properties=properties)
    return enveloped([wished], at)


def parting(gone: int, at: int) -> Envelope:
    """A member's wish to undo the merge of a customer."""
    return Envelope(WORKSPACE, "unmerge", "", at, 0, msgspec.json.encode(Unmerge(gone, "two people")))


def enveloped(events: list[Event], at: int) -> Envelope:
    """The record of the log that carries these events."""
    return Envelope(WORKSPACE, "events", "web", at, len(events), msgspec.json.encode(events))


_ACTIVE = """select customer_id, max(received_at) as seen_at from events
where customer_id > 0 and source <> 'regulars' and type not in ('score', 'consent', 'merge') group by all"""

# -- a house to which things happen -------------------------------------------------------------------------------


class Tried:
    """A house whose commits may fail, before or after they were kept, and which may be started anew at any time."""

    def __init__(self) -> None:
        self.backends: Backends = in_memory()
        self.clock = ManualClock(START)
        self.fails = ""
        """`before` or `after`: how the next commit fails."""
        self.keys: list[str] = []
        """Keys of all messages that were committed, in order."""
        self.restart()

    def restart(self) -> None:
        """What was in memory is gone."""
        self.house = House(self.backends, self.clock)
        self.house.loop.commit = self._commit

    def _commit(self, changes: Changes) -> None:
        fails, self.fails = self.fails, ""
        if fails == "before":
            raise OSError("the disk is full")
        self.backends.state.commit(changes)
        self.keys += [message.key for _, message in changes.messages]
        if fails == "after":
            raise OSError("the disk is full now")

    def insist(self, work: Callable[[], object]) -> None:
        """Do it again after a failure, as the worker does."""
        while True:
            try:
                work()
            except OSError:
                continue
            return

    def append(self, envelope: Envelope) -> None:
        """A request was answered."""
        self.clock.move(max(self.clock.now(), envelope.received_at))
        self.house.append(envelope)

    def check(self) -> None:
        """Everything that must hold whenever the log is worked off."""
        house = self.house
        self.insist(house.now)
        verified = house.verify(WORKSPACE)
        assert not verified.differences, verified.differences
        assert "definitions_refused" not in house.backends.state.query("failure_counts", WORKSPACE)
        customers = {customer.id: customer for customer in house.customers(WORKSPACE)}
        definitions = house.world(WORKSPACE).definitions
        for name in SEGMENTS:
            listed = dict(house.members(WORKSPACE, name))
            assert listed == {c.id: c.segments[name] for c in customers.values() if name in c.segments}, name
            assert name in definitions.segments or not listed
        for name in STAGES:
            listed = dict(house.members(WORKSPACE, f"stage:{name}"))
            assert listed == {c.id: c.stage_at for c in customers.values() if c.stage == name}, name
        for customer in customers.values():
            for kind, values in customer.identifiers.items():
                held = house.backends.state.find(WORKSPACE, [(kind, value) for value in values])
                assert kind == "shared_device" or set(held.values()) <= {customer.id}
        active = dict(zip(*house.query(WORKSPACE, _ACTIVE).to_pydict().values(), strict=True))
        seen = {c.id: c.seen_at for c in customers.values() if c.seen_at}
        assert seen == active, (seen, active)
        account = views.accounting(house, WORKSPACE)
        assert account.accepted == account.lake + account.failed + account.duplicate + account.in_flight
        assert account.accepted == house.backends.log.totals().get(WORKSPACE, 0)
        rows = house.query(WORKSPACE, "select count(*) as n, count(distinct (source, id)) as once from events").to_pylist()[0]
        assert rows["n"] == rows["once"] == account.accepted - account.duplicate - account.failed
        assert len(self.keys) == len(set(self.keys)), "no step queues its message twice"
