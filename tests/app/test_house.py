"""Definitions that change while the house lives: what is new gets its past, what is gone goes, what cannot run is set aside."""

from typing import Any

import msgspec
import pytest

from regulars.app import views
from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.define.definitions import Definitions
from regulars.define.load import assemble
from regulars.kit.clock import DAY, ManualClock
from regulars.records import Envelope
from regulars.state.state import Changes, StateFull
from regulars.testing.events import NOON, envelope, event

SHOP = """
features: {orders: "count(*)"}
segments: {big: "sum(properties.total) > 100"}
stages: {buyer: "orders > 1", visitor: "true"}
catalogs: {teas: {key: id}}
policies:
  popular: {kind: popularity, count: "event = 'Order Completed'", item: properties.item}
  bandit: {kind: thompson, reward: "event = 'Order Completed' and properties.item = item.id", within: 7d}
slots: {hero: {catalog: teas, policy: bandit}, shelf: {catalog: teas, policy: popular}}
"""
BARE = 'features: {orders: "count(*)"}'


def _read(text: str) -> Definitions:
    return assemble([("shop.yml", text)])


def _decision(number: int, item: str, at: int) -> Any:
    made = event("Decision Made", source="regulars", id=f"d{number}", at=at, slot="hero", item=item, decision_id=f"d{number}")
    return msgspec.structs.replace(made, user_id="ann")


def _learnt(house: House) -> dict[str, Any]:
    shared = house.backends.state.query("shared", "shop")
    return {name: msgspec.msgpack.decode(value) for name, value in shared.items() if name.startswith("learnt:")}


@pytest.fixture
def house() -> House:
    house = House(in_memory(), ManualClock(NOON))
    house.define("shop", _read(SHOP))
    house.append(envelope([_decision(1, "oolong", NOON)], source="regulars"))
    house.append(envelope([event(id="o1", at=NOON + 5, item="oolong", total=120), event(id="o2", user="bob", item="龙井")]))
    house.append(envelope([_decision(2, "龙井", NOON + 9)], source="regulars"))
    house.run()
    return house


def test_what_removed_policies_learnt_goes_and_comes_back_with_them(house: House) -> None:
    before = _learnt(house)
    assert len(before) == 4
    house.define("shop", _read(BARE))
    house.run()
    assert _learnt(house) == {}
    assert list(house.world("shop").learnt.names()) == []
    house.flush()
    house.define("shop", _read(SHOP))
    house.run()
    assert _learnt(house) == before
    learnt = house.world("shop").learnt
    assert {name: learnt.get(name) for name in before} == before, "deciders know it without a restart"


def test_a_decision_that_was_open_can_still_be_rewarded_under_a_policy_that_came_later(house: House) -> None:
    house.define("shop", _read(BARE))
    house.define("shop", _read(SHOP))
    house.append(envelope([event(id="o3", at=NOON + 20, item="龙井")], received_at=NOON + 20))
    house.run()
    arms = {name.rpartition(":")[2]: value for name, value in _learnt(house).items() if isinstance(value, list)}
    assert arms == {"oolong": [1, 1], "龙井": [1, 1]}


def test_a_commit_that_fails_leaves_the_old_definitions_in_force_and_comes_again(house: House) -> None:
    house.define("shop", _read(BARE))
    house.run()
    commit, fails = house.loop.commit, True

    def failing(changes: Changes) -> None:
        nonlocal fails
        if fails:
            fails = False
            raise StateFull("the disk is full")
        commit(changes)

    house.loop.commit = failing
    house.define("shop", _read(SHOP))
    with pytest.raises(StateFull):
        house.run()
    assert house.world("shop").definitions.segments == {}
    house.run()
    assert list(house.world("shop").definitions.segments) == ["big"]
    assert len(_learnt(house)) == 4, "lessons and aggregates have their past all the same"
    assert [customer for customer, _ in house.members("shop", "big")] == [1]
    assert house.verify("shop").differences == []


@pytest.mark.parametrize(
    "text",
    ["segments: {x: spned > 1}", "not: [a, house", "journys: {}", "workspace: {zone: Mars/Phobos}", "/etc/passwd", "\udcff"],
)
def test_a_record_that_cannot_run_is_set_aside_and_the_loop_goes_on(house: House, text: str) -> None:
    held = house.world("shop").definitions
    body = text.encode(errors="surrogateescape")
    house.append(Envelope("shop", "definitions", "", NOON, 0, body))
    house.append(envelope([event(id="later")]))
    house.run()
    (failure,) = house.backends.state.query("failures", "shop")
    assert (failure.code, failure.body) == ("definitions_refused", body)
    assert failure.path, "the reason"
    assert house.world("shop").definitions == held
    assert House(house.backends, house.clock).world("shop").definitions.segments.keys() == held.segments.keys()
    assert views.profile(house, "shop", views.find(house, "shop", "ann"))["orders"] == 4
    versions = house.backends.versions.history("shop")
    assert [version.number for version in versions] == [1], "it never held"
    account = views.accounting(house, "shop")
    assert account.accepted == account.lake + account.failed + account.duplicate + account.in_flight
    assert house.define("shop", _read(BARE))
    house.run()
    assert house.world("shop").definitions.segments == {}


def test_a_former_version_that_no_longer_loads_is_no_hindrance(house: House) -> None:
    house.backends.versions.put("shop", b"journys: {}", NOON, 1)
    again = House(house.backends, house.clock)
    assert again.world("shop").program.names
    assert again.define("shop", _read(BARE))
    again.run()
    assert again.world("shop").definitions.segments == {}


def test_definitions_are_compared_with_those_that_are_about_to_hold(house: House) -> None:
    assert not house.define("shop", _read(SHOP))
    assert house.define("shop", _read(BARE))
    assert not house.define("shop", _read(BARE)), "asked for already"
    assert house.define("shop", _read(SHOP)), "back before the loop came to it"
    house.run()
    assert "big" in house.world("shop").definitions.segments
    assert not house.define("shop", _read(SHOP))


def test_a_definition_without_a_single_line_is_no_path(house: House) -> None:
    assert house.define("shop", Definitions())
    house.run()
    assert house.world("shop").definitions == Definitions()


def test_what_is_gone_leaves_no_members_and_what_is_new_has_its_past(house: House) -> None:
    house.define("shop", _read('segments: {bought: "count(*) > 0"}\nstages: {known: "true"}'))
    house.run()
    assert list(house.members("shop", "big")) == list(house.members("shop", "stage:visitor")) == []
    assert len(list(house.members("shop", "bought"))) == len(list(house.members("shop", "stage:known"))) == 2
    told = house.query(
        "shop", "select distinct name, value from changes where kind = 'segment' and name = 'bought'"
    ).to_pylist()
    assert told == [{"name": "bought", "value": "in"}]
    assert house.verify("shop").differences == []


def test_many_customers_are_adopted_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    from regulars.app import adopt

    monkeypatch.setattr(adopt, "_CUSTOMERS", 7)
    monkeypatch.setattr(adopt, "_EVENTS", 10)
    house = House(in_memory(), ManualClock(NOON))
    events = [event(user=f"u{n % 40}", total=n, at=NOON - n * DAY) for n in range(120)]
    house.append(envelope(events, received_at=NOON))
    house.append(envelope([event(user="u1", anonymous="u2")]))
    house.run()
    house.flush()
    house.append(envelope([event(user=f"u{n}", total=1) for n in range(5)]))
    house.define("shop", _read('segments: {big: "sum(properties.total) > 150"}\nfeatures: {last: last(properties.total)}'))
    house.run()
    assert house.verify("shop").differences == []
    assert 0 < len(list(house.members("shop", "big"))) < 40
    assert house.query("shop", "select count(*) as n from changes where name = 'big'").to_pylist()[0]["n"] > 0


def test_no_journey_starts_because_its_definition_is_new(house: House) -> None:
    journey = """
segments: {big: "sum(properties.total) > 100"}
journeys: {thanks: {on_segment: big, reentry: always, steps: [{name: say, message: hello, purpose: service}]}}
purposes: {service: {basis: contract}}
templates: {hello: {subject: Hello, body: Hello.}}
"""
    house.define("shop", _read(journey))
    house.run()
    assert house.backends.state.query("messages", "shop") == []
    house.append(envelope([event(id="o9", user="bob", total=500)]))
    house.run()
    assert len(house.backends.state.query("messages", "shop")) == 1


def test_a_house_whose_lake_refuses_closes_all_the_same(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(house.backends.lake, "append", refuse)
    with pytest.raises(OSError, match="no space"):
        house.close()
    assert house.backends.state.store.closed  # type: ignore[attr-defined]
