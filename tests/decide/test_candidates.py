from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.algebra import ExpressionError
from regulars.decide.candidates import LIMIT_LOOKED, Candidates
from regulars.decide.catalogue import Items
from regulars.decide.eligibility import Eligibility
from regulars.decide.learnt import Learnt, counted, name_of
from regulars.define.compile import compile
from regulars.define.load import load
from regulars.kit.clock import DAY, SECOND
from regulars.records import Customer
from regulars.testing.events import NOON, event

HOUSE = load("""
events: {Order Completed: {properties: {total: number, category: text}}}
traits: {city: text, budget: number}
catalogs: {offers: {types: {price: number, category: text, new: boolean, tags: list}}}
features:
  spend: {of: "sum(properties.total) filter (where event = 'Order Completed')", over: 90d}
  favourite: mode(properties.category)
segments: {vip: spend > 100}
""")
PROGRAM = compile(HOUSE)
CATALOG = HOUSE.catalogs["offers"]
TEXTS = [
    "true",
    "false",
    "item.price < 50",
    "item.price < 50 and item.new",
    "vip",
    "vip and item.price > 20",
    "item.price < spend",
    "item.category = favourite",
    "favourite = item.category and item.price < spend and not item.new and vip",
    "item.category = traits.city or item.price > traits.budget",
    "item.category = favourite and item.category = traits.city",
    "item.price = traits.budget",
    "item.category = lower(item.category) and item.price is not null",
    "not vip or item.category in ('tea', 'toys')",
    "item.new = (today() > '2020-01-01')",
    "list_contains(item.tags, traits.city)",
]


def rows() -> list[dict[str, Any]]:
    return [
        {
            "id": f"i{n}",
            "price": None if n % 11 == 0 else n % 100,
            "category": ["tea", "toys", "books", None][n % 4],
            "new": n % 3 == 0,
            "tags": ["tea"] if n % 5 == 0 else None,
        }
        for n in range(200)
    ]


ITEMS = Items(CATALOG, rows())


def customer(spend: float = 0, category: str = "tea", **traits: Any) -> Customer:
    somebody = Customer(id=1, born_at=0, traits={name: [value, 0, 0] for name, value in traits.items()})
    if spend:
        PROGRAM.update(somebody.cells, event(total=spend, category=category))
    return somebody


def popular(items: list[str]) -> Learnt:
    """The first the most popular."""
    learnt = Learnt()
    learnt.put({name_of("k", item): counted({}, NOON + (len(items) - place) * DAY, DAY) for place, item in enumerate(items)})
    return learnt


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(TEXTS),
    st.lists(st.integers(0, 199), unique=True, max_size=30),
    st.sampled_from([0.0, 30.0, 150.0]),
    st.sampled_from(["tea", "toys"]),
    st.sampled_from([{}, {"city": "tea", "budget": 44}, {"city": "books"}]),
    st.integers(1, 20),
)
def test_the_parts_say_what_the_whole_says(
    text: str, liked: list[int], spend: float, category: str, traits: dict[str, Any], wanted: int
) -> None:
    somebody = customer(spend, category, **traits)
    found = Candidates(text, PROGRAM, ITEMS, popular([f"i{n}" for n in liked]), "k").find(somebody, NOON + DAY, wanted, 0)
    order = [*liked, *(n for n in range(200) if n not in liked)]
    whole = PROGRAM.condition(text)
    naive = [f"i{n}" for n in order if whole.customer(somebody, NOON + DAY, ITEMS.attributes[n]) is True]
    assert found.items == naive[:wanted]


def test_what_is_asked_per_item_is_little() -> None:
    found = Candidates("item.price < 50 and item.category = favourite", PROGRAM, ITEMS, Learnt(), "k").find(
        customer(10, "toys"), NOON, 3, 0
    )
    assert (found.items, found.looked, found.refused) == (["i1", "i5", "i9"], 3, 0)
    found = Candidates("vip and item.price < spend", PROGRAM, ITEMS, Learnt(), "k").find(customer(10), NOON, 3, 0)
    assert (found.items, found.looked, found.admitted) == ([], 0, False)


def test_the_search_is_bounded() -> None:
    many = Items(CATALOG, [{"id": str(n), "price": n} for n in range(LIMIT_LOOKED + 500)])
    found = Candidates(f"item.price > spend + {LIMIT_LOOKED}", PROGRAM, many, Learnt(), "k").find(customer(1), NOON, 1, 0)
    assert (found.items, found.looked, found.refused) == ([], LIMIT_LOOKED, LIMIT_LOOKED)


def test_the_order_is_renewed_when_it_is_stale_and_something_changed() -> None:
    learnt = Learnt()
    candidates = Candidates("true", PROGRAM, ITEMS, learnt, "k")
    assert candidates.find(customer(), NOON, 1, 0).items == ["i0"]
    learnt.put({name_of("k", "i6"): counted({}, NOON - DAY, DAY)})
    assert candidates.find(customer(), NOON, 1, 0).items == ["i6"], "the clock stands still"
    learnt.put({name_of("k", "i7"): counted({}, NOON, DAY)})
    assert candidates.find(customer(), NOON, 1, SECOND - 1, stale=SECOND).items == ["i6"]
    assert candidates.find(customer(), NOON, 1, SECOND, stale=SECOND).items == ["i7"]
    assert candidates.refresh(2 * SECOND) is False
    learnt.put({name_of("k", "i8"): counted({}, NOON + DAY, DAY)})
    assert candidates.refresh(2 * SECOND) is True
    assert candidates.find(customer(), NOON, 2, 2 * SECOND).items == ["i8", "i7"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("event = 'x'", "cannot speak of an event"),
        ("count(*) > 1", "define a feature"),
        ("spnd > 1", "did you mean 'spend'"),
        ("item.price", "number where a boolean is needed"),
    ],
)
def test_what_is_no_condition_of_a_slot(text: str, sentence: str) -> None:
    with pytest.raises(ExpressionError, match=sentence):
        Eligibility(text, PROGRAM, ITEMS, "shop.yml:1")


def test_a_feature_of_items_is_refused() -> None:
    program = compile(load("features: {odd: item.price + 1}\n"))
    with pytest.raises(ExpressionError, match="only a slot's own condition can"):
        Eligibility("odd > 1", program, ITEMS)
