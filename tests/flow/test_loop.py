"""What stops an event stops nobody else, and what stops the machine loses nothing."""

import contextlib
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from regulars.app import views
from regulars.app.house import House
from regulars.app.repair import reprocess
from regulars.app.wire import in_folder, in_memory
from regulars.define.load import assemble
from regulars.flow.world import World
from regulars.kit.clock import DAY, HOUR, SECOND, ManualClock
from regulars.records import Customer, Envelope, Event
from regulars.state.state import Changes, Failure, StateFull
from regulars.testing.events import NOON, envelope, event, rejected
from regulars.testing.faults import bad_disk

HOUSE = """
features: {orders: "count(*) filter (where event = 'Order Completed')"}
segments: {recent: "max(timestamp) > now() - interval 1 day"}
"""


@pytest.fixture(params=[1, 100], ids=["singly", "together"])
def house(request: pytest.FixtureRequest) -> House:
    """A house that decodes its events one by one, or many at a time."""
    house = House(in_memory(), ManualClock(NOON))
    house.loop.portion = request.param
    house.define("shop", assemble([("house.yml", HOUSE)]))
    house.run()
    return house


def _pipeline(house: House) -> World:
    return house.world("shop").pipeline


def _failing(house: House, monkeypatch: pytest.MonkeyPatch, raises: Callable[[Event, int], None]) -> list[str]:
    """Let the pipeline raise in the middle of taking an event; gives the ids that it is asked to take, as it goes."""
    asked: list[str] = []
    reaction = house.world("shop").learner

    def heed(customer: Customer, event: Event, at: int, effects: Any) -> None:
        asked.append(event.id)
        raises(event, len(asked))

    monkeypatch.setattr(reaction, "event", heed)
    return asked


def _failures(house: House) -> list[Failure]:
    found: list[Failure] = house.backends.state.query("failures", "shop", limit=1000)
    return found


def _balanced(house: House) -> views.Accounting:
    account = views.accounting(house, "shop")
    assert account.accepted == account.lake + account.failed + account.duplicate + account.in_flight
    assert house.verify("shop").differences == []
    return account


def test_a_poison_event_is_set_aside_and_its_neighbours_are_taken_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def poison(event: Event, nth: int) -> None:
        if event.id == "bad":
            raise ZeroDivisionError

    _failing(house, monkeypatch, poison)
    events = [event(id="a"), event(id="bad", user="bob"), event(id="c"), event(id="d", user="bob")]
    house.append(envelope(events))
    house.run()
    (failure,) = _failures(house)
    assert (failure.code, failure.message_id, failure.index) == ("pipeline_error:ZeroDivisionError", "bad", 1)
    assert views.profile(house, "shop", views.find(house, "shop", "ann"))["orders"] == 2
    assert views.profile(house, "shop", views.find(house, "shop", "bob"))["orders"] == 1
    assert _balanced(house).failed == 1
    monkeypatch.undo()
    assert reprocess(house, "shop", None, 10) == (1, 0)
    house.run()
    assert views.profile(house, "shop", views.find(house, "shop", "bob"))["orders"] == 2
    assert reprocess(house, "shop", None, 10) == (0, 0)
    _balanced(house)


def test_a_flood_of_poison_costs_few_passes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def poison(event: Event, nth: int) -> None:
        if event.user_id == "bob":
            raise KeyError(event.id)

    asked = _failing(house, monkeypatch, poison)
    house.append(envelope([event(id=f"e{n}", user="ann" if n % 2 else "bob") for n in range(1000)]))
    house.run()
    assert len(_failures(house)) == 500
    assert len(asked) < 3000
    assert views.profile(house, "shop", views.find(house, "shop", "ann"))["orders"] == 500
    assert _balanced(house).failed == 500


def test_storage_that_fails_is_nobodys_fault(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(event: Event, nth: int) -> None:
        if nth in (2, 4):
            raise StateFull("too many open files")

    _failing(house, monkeypatch, fails)
    house.append(envelope([event(id="a"), event(id="b")]))
    house.append(envelope([event(id="c", user="bob")]))
    for _ in range(2):
        with pytest.raises(StateFull):
            house.run()
        assert house.loop.offset == 1, "not even later records overtake what could not be taken"
    house.run()
    assert _failures(house) == []
    assert _balanced(house).duplicate == 0
    assert views.profile(house, "shop", views.find(house, "shop", "ann"))["orders"] == 2


@pytest.mark.parametrize("kept", [False, True])
def test_a_commit_that_fails_once_loses_and_doubles_nothing(house: House, kept: bool) -> None:
    state, commits = house.backends.state, 0

    def commit(changes: Changes) -> None:
        nonlocal commits
        commits += 1
        if commits == 1 and not kept:
            raise StateFull("the disk is full")
        state.commit(changes)
        if commits == 1:
            raise StateFull("the disk was full when all was kept")

    house.loop.commit = commit
    house.append(envelope([event(id="a"), event(id="n", user=None)]))
    if kept:
        house.run()
    else:
        with pytest.raises(StateFull):
            house.run()
        house.run()
    account = _balanced(house)
    assert (account.accepted, account.in_flight, account.duplicate) == (2, 2, 0)
    assert views.profile(house, "shop", views.find(house, "shop", "ann"))["orders"] == 1


def test_a_full_disk_under_the_state_loses_nothing(tmp_path: Any) -> None:
    with bad_disk() as disk:
        house = House(in_folder(tmp_path), ManualClock(NOON))
        house.define("shop", assemble([("house.yml", HOUSE)]))
        house.run()
        taken = 0
        for n in range(40):
            house.append(envelope([event(id=f"e{n}", user=f"u{n % 7}", total=n)]))
            disk.fail(1 + n % 5)
            with contextlib.suppress(StateFull):
                house.run()
                taken += 1
            disk.heal()
        house.run()
        assert taken < 40, "some commits failed"
        assert _balanced(house).accepted == 40
        rows = house.query("shop", "select count(distinct id) as once, count(*) as n from events").to_pylist()
        assert rows == [{"once": 40, "n": 40}]
        house.close()


def test_what_cannot_be_decoded_is_kept_and_harms_no_neighbour(house: House) -> None:
    good = msgspec.json.encode(event(id="good"))
    body = b"[" + good + b',{"id":5,"type":"track"}]'
    house.append(Envelope("shop", "events", "web", NOON, 2, body))
    house.append(Envelope("shop", "events", "web", NOON, 3, b"\xff not JSON"))
    house.append(Envelope("shop", "from a later version", "web", NOON, 0, b"?"))
    house.append(rejected("unknown_type", b'{"type":"trackk"}'))
    house.run()
    codes = [failure.code for failure in _failures(house)]
    assert codes == ["undecodable_event", "undecodable_body", "undecodable_body", "unknown_type"]
    account = _balanced(house)
    assert (account.accepted, account.failed) == (6, 5)
    house.flush()
    assert house.query("shop", "select id from events").to_pylist() == [{"id": "good"}]


def test_a_timer_that_raises_waits_an_hour_and_holds_up_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.append(envelope([event(user="ann"), event(user="bob"), event(user="eve")]))
    house.run()
    bob = views.find(house, "shop", "bob").id

    def time(customer: Customer, at: int, effects: Any) -> None:
        if customer.id == bob:
            effects.note(bob, at, "journey", "x", "half done", [])
            raise ArithmeticError

    monkeypatch.setattr(house.world("shop").learner, "time", time)
    clock = house.clock
    assert isinstance(clock, ManualClock)
    clock.move(NOON + DAY + SECOND)
    house.catch_up()
    assert [customer for customer, _ in house.members("shop", "recent")] == [bob]
    assert views.find(house, "shop", "bob").due == clock.now() + HOUR
    notes = house.query("shop", "select name, value from changes where kind in ('failure', 'journey')").to_pylist()
    assert notes == [{"name": "timer", "value": "pipeline_error:ArithmeticError"}]
    monkeypatch.undo()
    clock.move(clock.now() + HOUR)
    house.catch_up()
    assert list(house.members("shop", "recent")) == []
    _balanced(house)


STRICT = """
events:
  Order Completed:
    strict: true
    properties:
      total: {type: number, required: true}
      when: {type: timestamp}
      gift: {type: boolean}
      products: {type: list}
      products.price: {type: number, required: true}
      address.city: {type: text, required: true}
"""
RIGHT = {"total": 5, "address": {"city": "上海"}}


@pytest.mark.parametrize(
    ("properties", "code", "path"),
    [
        (RIGHT, None, ""),
        (
            RIGHT | {"total": "12.50", "when": "2026-03-01", "gift": "true", "products": [{"price": 1}, {"price": "2"}]},
            None,
            "",
        ),
        ({"address": {"city": "x"}}, "missing_property", "properties.total"),
        (RIGHT | {"total": None}, "missing_property", "properties.total"),
        (RIGHT | {"total": "twelve"}, "wrong_type", "properties.total"),
        (RIGHT | {"total": "1_000"}, "wrong_type", "properties.total"),
        (RIGHT | {"total": True}, "wrong_type", "properties.total"),
        (RIGHT | {"when": "yesterday"}, "wrong_type", "properties.when"),
        (RIGHT | {"gift": "yes"}, "wrong_type", "properties.gift"),
        (RIGHT | {"products": {}}, "wrong_type", "properties.products"),
        (RIGHT | {"products": [{"price": 1}, {}]}, "missing_property", "properties.products.price"),
        ({"total": 5, "address": {}}, "missing_property", "properties.address.city"),
        ({"total": 5, "address": "Berlin"}, "missing_property", "properties.address.city"),
    ],
)
def test_a_strict_plan_keeps_what_breaks_it(house: House, properties: dict[str, Any], code: str | None, path: str) -> None:
    house.define("shop", assemble([("house.yml", STRICT)]))
    house.append(envelope([event(id="e", **properties), event("Product Viewed", id="free")]))
    house.run()
    assert [(f.code, f.path, f.message_id) for f in _failures(house)] == ([(code, path, "e")] if code else [])
    if code is None:
        return
    assert reprocess(house, "shop", code, 10) == (0, 1), "still wrong"
    house.define("shop", assemble([("house.yml", STRICT.replace("strict: true", "strict: false"))]))
    house.run()
    assert reprocess(house, "shop", code, 10) == (1, 0)
    house.run()
    assert house.query("shop", "select count(*) as n from events").to_pylist() == [{"n": 2}]
    account = _balanced(house)
    assert (account.failed, account.duplicate) == (1, 0)


def test_a_flood_of_refusals_takes_one_pass(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.define("shop", assemble([("house.yml", STRICT)]))
    house.run()
    passes = 0
    opened = house.world("shop").pipeline.open

    def counted(*args: Any) -> None:
        nonlocal passes
        passes += 1
        opened(*args)

    monkeypatch.setattr(house.world("shop").pipeline, "open", counted)
    house.append(envelope([event(id=f"e{n}") for n in range(500)]))
    house.run()
    assert passes == 1
    assert _balanced(house).failed == 500
