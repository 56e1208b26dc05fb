from itertools import permutations

from regulars.know.profile import take_consents, take_scores, take_traits
from regulars.records import Customer, Event


def identify(at: int, **traits: object) -> Event:
    return Event(id=str(at), type="identify", timestamp=at, received_at=10, traits=traits)


def test_the_latest_trait_holds_in_whatever_order_it_comes() -> None:
    events = [identify(1, city="Berlin", plan="free"), identify(3, city="上海"), identify(2, city="Paris", plan=None)]
    outcomes = set()
    for order in permutations(events):
        customer = Customer(id=1, born_at=0)
        for event in order:
            take_traits(customer, event, tie=7)
        outcomes.add(str(sorted(customer.traits.items())))
    assert outcomes == {"[('city', ['上海', 3, 7]), ('plan', [None, 2, 7])]"}


def test_equal_times_are_decided_by_the_tie() -> None:
    customer = Customer(id=1, born_at=0)
    assert take_traits(customer, identify(1, city="a"), tie=5) == ["city"]
    assert take_traits(customer, identify(1, city="b"), tie=4) == []
    assert take_traits(customer, identify(1, city="a"), tie=9) == [], "the value stays the same"
    assert customer.traits["city"] == ["a", 1, 9]


def test_true_and_one_are_different_values() -> None:
    customer = Customer(id=1, born_at=0)
    take_traits(customer, identify(1, vip=1), tie=1)
    assert take_traits(customer, identify(2, vip=True), tie=1) == ["vip"]


def test_a_groups_traits_are_not_the_customers() -> None:
    customer = Customer(id=1, born_at=0)
    event = Event(id="g", type="group", timestamp=1, received_at=1, traits={"name": "ACME"})
    assert take_traits(customer, event, 1) == []
    assert customer.traits == {}


def test_consents_come_as_records_or_in_the_context_and_only_booleans_count() -> None:
    customer = Customer(id=1, born_at=0)
    said = Event(id="c", type="consent", timestamp=5, received_at=5, properties={"marketing": True, "profiling": "yes"})
    assert take_consents(customer, said, 1) == ["marketing"]
    context = {"consent": {"categoryPreferences": {"marketing": False}}}
    assert take_consents(customer, Event(id="t", type="track", timestamp=6, received_at=6, context=context), 1) == ["marketing"]
    assert customer.consents == {"marketing": [False, 6, 1]}
    for odd in ({"consent": "no"}, {"consent": {"categoryPreferences": []}}, {}):
        assert take_consents(customer, Event(id="x", type="track", timestamp=9, received_at=9, context=odd), 1) == []


def test_scores_are_stamped_like_traits() -> None:
    customer = Customer(id=1, born_at=0)
    score = Event(id="s", type="score", timestamp=5, received_at=5, properties={"churn": 0.25})
    assert take_scores(customer, score, 1) == ["churn"]
    assert customer.scores == {"churn": [0.25, 5, 1]}
