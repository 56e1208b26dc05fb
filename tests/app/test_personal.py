"""Answers on their way to members: covered whatever shape they have."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.app.access import MAIN
from regulars.app.local import Local
from regulars.app.personal import COVER, Personal, covered, personal
from regulars.define.load import load

NAMES = ["name", "kind", "value", "values", "features", "traits", "identifiers", "properties", "email", "called", "en"]
TEXTS = [*NAMES, "ann@example.com", '{"email": "ann@example.com"}', '{"email": "ann@exa', "traits.name = Ann"]
KEYS = st.sampled_from(NAMES) | st.text(max_size=3)
ANSWERS: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(TEXTS) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@pytest.fixture(scope="module")
def hidden() -> Personal:
    with Local(load("features: { called: last(traits.name), visits: count(*) }")) as made:
        return personal(made.house.world(MAIN))


def test_whatever_shape_an_answer_has_it_is_covered(hidden: Personal) -> None:
    @given(ANSWERS)
    def holds(answer: Any) -> None:
        assert "ann@" not in msgspec.json.encode(covered(answer, hidden)).decode()

    holds()


def test_a_name_in_two_languages_is_no_name_of_a_feature(hidden: Personal) -> None:
    group = {"name": {"en": "Tea", "zh": "茶"}, "customers": 3}
    assert covered(group, hidden) == group


def test_what_is_told_of_a_feature_that_repeats_a_name(hidden: Personal) -> None:
    told = covered({"name": "called", "value": "Ann", "values": [{"customer_id": 1, "value": "Ben"}, None]}, hidden)
    assert told == {"name": "called", "value": f"A{COVER}", "values": [{"customer_id": 1, "value": f"B{COVER}"}, None]}
    assert covered({"name": "visits", "value": "3"}, hidden) == {"name": "visits", "value": "3"}
