"""What is shown of a customer: found by any name, whole, in order, page by page."""

import pytest

from regulars.app import views
from regulars.app.house import House
from regulars.app.wire import in_memory
from regulars.define.load import assemble
from regulars.kit.clock import HOUR, ManualClock, to_text
from regulars.kit.errors import NotFound
from regulars.testing.events import NOON, consent, envelope, event, identify

SHOP = """
features: {orders: "count(*) filter (where event = 'Order Completed')", recent: {of: count(*), over: 2h}}
segments: {buyer: orders > 0}
stages: {regular: orders > 1, visitor: "true"}
"""


@pytest.fixture
def house() -> House:
    house = House(in_memory(), ManualClock(NOON))
    house.define("shop", assemble([("shop.yml", SHOP)]))
    house.append(envelope([identify("ann", email="Ann@Example.com", city=None), consent("ann", marketing=True)]))
    house.append(envelope([event(id="o1", at=NOON + 5, total=1)]))
    house.run()
    return house


@pytest.mark.parametrize("name", ["ann", "user_id:ann", "email:ann@example.com", "email: ANN@example.com ", "1"])
def test_a_customer_is_found_by_any_name(house: House, name: str) -> None:
    assert views.find(house, "shop", name).id == 1


@pytest.mark.parametrize(
    "name", ["", ":", "bob", "user_id:", "email:nowhere", "0", "-1", "²", "9" * 30, "2", "card:ann", "ann "]
)
def test_nobody_is_found_by_what_names_nobody(house: House, name: str) -> None:
    with pytest.raises(NotFound):
        views.find(house, "shop", name)


def test_a_user_id_goes_before_a_number(house: House) -> None:
    house.append(envelope([event(user="1")]))
    house.run()
    assert views.find(house, "shop", "1").id == 2


def test_a_profile_holds_everything_as_of_an_instant(house: House) -> None:
    profile = views.profile(house, "shop", views.find(house, "shop", "ann"))
    assert profile.identifiers == {"user_id": ["ann"], "email": ["ann@example.com"]}
    assert profile.traits == {"email": "Ann@Example.com"}
    assert (profile.features, profile.stage, profile.consents) == ({"orders": 1, "recent": 3}, "visitor", {"marketing": True})
    assert profile.segments == {"buyer": to_text(NOON + 5)}
    later = views.profile(house, "shop", views.find(house, "shop", "ann"), NOON + 3 * HOUR)
    assert later.features == {"orders": 1, "recent": 0}
    assert (profile["orders"], profile["email"]) == (1, "Ann@Example.com")
    with pytest.raises(KeyError):
        profile["nothing"]


def test_a_timeline_is_the_same_in_one_piece_and_in_pages(house: House) -> None:
    for n in range(5):
        house.append(envelope([event(id=f"p{n}", at=NOON + 5, total=n)], received_at=NOON + 6))
    house.append(
        envelope([event(id="link", user="ann", anonymous="d1"), event("Seen", id="before", user=None, anonymous="d2")])
    )
    house.append(envelope([event(id="unite", user="ann", anonymous="d2")]))
    house.run()
    ann = views.find(house, "shop", "ann")
    for _ in ("in the spool", "in the lake"):
        whole = views.timeline(house, "shop", ann)
        assert [line.at for line in whole] == sorted((line.at for line in whole), reverse=True)
        assert len({line.id for line in whole}) == len(whole)
        assert "Seen" in [line.name for line in whole], "the past of whom she was united with is hers"
        paged: list[views.Line] = []
        while page := views.timeline(house, "shop", ann, 2, views.place(paged[-1]) if paged else None):
            paged += page
        assert paged == whole
        house.flush()


def test_instants_are_told_as_text() -> None:
    house = House(in_memory(), ManualClock(NOON))
    features = {"last": "max(timestamp)", "big": "sum(properties.total)", "never": "max(timestamp) filter (where event = 'x')"}
    house.define("shop", assemble([("shop.yml", f"features: {features}")]))
    house.append(envelope([event(id="o1", at=NOON + 5, total=1_700_000_000_000)]))
    house.run()
    profile = views.profile(house, "shop", views.find(house, "shop", "ann"))
    assert profile.features == {"last": to_text(NOON + 5), "big": 1_700_000_000_000.0, "never": None}


def test_a_timeline_can_be_of_some_kinds(house: House) -> None:
    house.append(envelope([event("Decision Made", id="d1", source="regulars"), event("Decision Made", id="d2")]))
    house.append(envelope([event("Email Delivered", id="m1", source="regulars")]))
    house.append(envelope([event("Text Analyzed", id="t1", source="regulars"), event("", id="s1", type="score", churn=0.5)]))
    house.run()
    ann = views.find(house, "shop", "ann")
    whole = views.timeline(house, "shop", ann)
    for kind in ("event", "decision", "message", "score", "text", "segment", "stage"):
        found = views.timeline(house, "shop", ann, kinds=[kind])
        assert found == [line for line in whole if line.kind == kind]
        assert found, kind
    found = views.timeline(house, "shop", ann, kinds=["decision", "message"])
    assert {line.name for line in found} == {"Decision Made", "Email Delivered"}
