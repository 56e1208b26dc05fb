"""RFM: scores, the eleven groups, and who moved."""

import math
import random
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.algebra import ExpressionError
from regulars.define.definitions import Model
from regulars.kit.errors import RegularsError
from regulars.learn.evidence import TooThin
from regulars.learn.method import Fitted, Method, check
from regulars.learn.past import Past
from regulars.learn.rfm.method import Rfm
from regulars.learn.rfm.movement import rfm_movement
from regulars.learn.rfm.scores import GROUPS, column, group, scores
from regulars.testing.methods import MethodContract
from tests.learn.buyers import DEFINITIONS, Row, order, past, simulated

MODEL = Model(name="rfm", kind="rfm")
SHOP = simulated(200)


def fitted(rows: list[Row], model: Model = MODEL, day: float = 280, text: str = DEFINITIONS) -> Fitted:
    with past(rows, day, text) as known:
        found = Rfm().fit(model, Rfm().gather(model, known), known.at)
    check(model, found)
    return found


class TestRfm(MethodContract):
    @pytest.fixture(scope="class")
    @classmethod
    def method(cls) -> Method:
        return Rfm()

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls) -> Model:
        return MODEL

    @pytest.fixture(scope="class")
    @classmethod
    def past(cls) -> Iterator[Past]:
        with past(SHOP, 280) as known:
            yield known


def rows_of(found: Fitted) -> dict[int, dict[str, Any]]:
    return {row["customer_id"]: row for row in found.scores.to_pylist()}


def published(r: int, fm: float) -> str:
    """The rules as Shopify's help writes them, in FM = (F + M) / 2."""
    if r == 5:
        return "champions" if fm > 3 else "active" if fm > 1 else "new"
    if r == 4:
        return "loyal" if fm > 3 else "active" if fm > 1 else "promising"
    if r == 3:
        return "loyal" if fm > 3 else "needs_attention" if fm > 2 else "almost_lost"
    return "previously_loyal" if fm > 4 else "at_risk" if fm > 2 else "dormant"


def test_groups_are_shopifys() -> None:
    seen = set()
    for r in range(1, 6):
        for f in range(1, 6):
            for m in range(1, 6):
                place = int(column(np.array([float(f)]), np.array([float(m)]))[0])
                assert place == math.ceil((f + m) / 2)
                seen.add(group(r, place))
                assert group(r, place) == published(r, (f + m) / 2)
    assert seen | {"prospects"} == set(GROUPS)
    assert len(GROUPS) == 11
    assert all(one.title["zh"] and one.about["zh"] and one.title["en"] for one in GROUPS.values())


numbers = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(numbers, st.randoms(use_true_random=False))
def test_scores_depend_on_order_only(values: list[float], rng: random.Random) -> None:
    """Rows shuffled or values stretched, nothing changes; a larger value never has a lower score; ties share theirs."""
    found, tells = scores(np.array(values))
    assert set(found) <= {1, 2, 3, 4, 5}
    assert tells == (len(set(values)) > 1)
    order_ = list(range(len(values)))
    rng.shuffle(order_)
    assert scores(np.array([values[n] for n in order_]))[0].tolist() == [found[n] for n in order_]
    assert scores(np.array(values) * 8)[0].tolist() == found.tolist()
    by_value = sorted(zip(values, found.tolist(), strict=True))
    assert [score for _, score in by_value] == sorted(score for _, score in by_value)
    assert len({score for value, score in by_value if value == values[0]}) == 1


def test_fifths_of_different_values_are_fifths() -> None:
    found, _ = scores(np.arange(100.0))
    assert np.bincount(found.astype(int)).tolist() == [0, 20, 20, 20, 20, 20]


def test_scores_and_card_agree() -> None:
    found = fitted([*SHOP, (900, 5.0, "Product Viewed", {})])
    rows = rows_of(found)
    assert rows[900]["rfm_group"] == "prospects"
    assert rows[900]["rfm_recency"] is None
    assert rows[900]["why"] == ["no purchase yet"]
    lines = {line["group"]: line for line in found.card["groups"]}
    assert list(lines) == list(GROUPS)
    for name, line in lines.items():
        assert line["customers"] == sum(row["rfm_group"] == name for row in rows.values())
    assert sum(cell["customers"] for cell in found.card["grid"]) == len(rows) - 1 == found.evidence.customers
    revenue = sum(properties["total"] for *_, properties in SHOP)
    assert sum(cell["revenue"] for cell in found.card["grid"]) == pytest.approx(revenue)
    assert sum(line["revenue"] for line in lines.values()) == pytest.approx(revenue)
    assert found.evidence.events == len(SHOP)
    best = next(row for row in rows.values() if row["rfm_group"] == "champions")
    assert best["why"][0].startswith("Champions: they bought just now")
    assert len(best["why"]) == 4
    assert not any("than 100%" in sentence or " 1 days" in sentence for row in rows.values() for sentence in row["why"])
    assert (lines["champions"]["spend"] or 0) > (lines["dormant"]["spend"] or 0)


def test_the_unit_of_money_changes_no_score() -> None:
    cents = [(c, d, e, p | {"total": p["total"] * 100}) for c, d, e, p in SHOP]
    pairs = zip(rows_of(fitted(SHOP)).values(), rows_of(fitted(cents)).values(), strict=True)
    assert all({k: a[k] for k in a if k != "why"} == {k: b[k] for k in b if k != "why"} for a, b in pairs)


def test_too_few_are_refused_and_one_is_enough_if_the_house_says_so() -> None:
    with pytest.raises(TooThin, match="customers who bought: 1, needed 20"):
        fitted([order(1, 0)])
    with pytest.raises(TooThin, match="customers who bought: 0, needed 1"):
        fitted([(1, 0.0, "Product Viewed", {})], msgspec.structs.replace(MODEL, floors={"customers": 0}))
    found = fitted([order(1, 0)], msgspec.structs.replace(MODEL, floors={"customers": 1}))
    assert rows_of(found)[1]["rfm_group"] == "needs_attention"
    assert len([note for note in found.evidence.notes if "tells nobody apart" in str(note)]) == 3


def test_odd_data_are_said_and_counted() -> None:
    odd = [order(801, 400, 5), order(802, 10, -50), order(803, 10, None)]
    with past([*SHOP, *odd], 280, received={len(SHOP): 100.0}) as known:
        found = Rfm().fit(MODEL, Rfm().gather(MODEL, known), known.at)
    check(MODEL, found)
    assert [str(note) for note in found.evidence.notes] == [
        "last_order lies in the future for 1 of them: taken for now",
        "spend is below zero for 1 of them: more was returned than bought",
        "spend is missing for 1 of them: taken for 0",
    ]
    rows = rows_of(found)
    assert rows[801]["rfm_recency"] == 5
    assert rows[802]["rfm_monetary"] == 1


def test_features_must_be_there_and_fit() -> None:
    with pytest.raises(ExpressionError, match="no feature, segment or stage 'last_ordre'; did you mean 'last_order'"):
        fitted(SHOP, msgspec.structs.replace(MODEL, recency="last_ordre"))
    with pytest.raises(RegularsError, match=r"recency needs an instant, .*; the feature 'spend' is a number"):
        fitted(SHOP, msgspec.structs.replace(MODEL, recency="spend"))


def test_it_is_about_whom_it_says() -> None:
    found = rows_of(fitted(SHOP, msgspec.structs.replace(MODEL, among="orders >= 2 and spend > 0")))
    counts: dict[int, int] = {}
    for customer, *_ in SHOP:
        counts[customer] = counts.get(customer, 0) + 1
    assert sorted(found) == sorted(customer for customer, count in counts.items() if count >= 2)


def test_movement_adds_up_and_looks_at_each_instant_with_its_own_eyes() -> None:
    with past(SHOP, 280) as known:
        found = rfm_movement(MODEL, known, known.at - 100 * 86_400_000_000)
        now = rows_of(Rfm().fit(MODEL, Rfm().gather(MODEL, known), known.at))
    with past(SHOP, 180) as earlier:
        then = rows_of(Rfm().fit(MODEL, Rfm().gather(MODEL, earlier), earlier.at))
    for name in GROUPS:
        sizes = [sum(flow.customers for flow in found.flows if getattr(flow, end) == name) for end in ("was", "now")]
        assert sizes == [sum(row["rfm_group"] == name for row in rows.values()) for rows in (then, now)]
    assert found.stayed + found.rose + found.fell + found.came == len(now)
    assert found.came == len(now) - len(then)
    assert found.fell > 0
    assert found.rose > 0


def test_amounts_of_several_currencies_are_an_alarm() -> None:
    told = [(c, d, e, p | {"currency": "USD" if c % 3 else "EUR"}) for c, d, e, p in SHOP]
    (alarm,) = fitted(told).card["alarms"]
    assert alarm["kind"] == "mixed_currencies"
    assert re.fullmatch(r"amounts are in USD \([\d,]+\), EUR \([\d,]+\) and were added as they stand.*", alarm["text"]["en"])
    assert fitted(SHOP).card["alarms"] == []
    converted = DEFINITIONS.replace(
        "sum(properties.total)", "sum(case when properties.currency = 'USD' then 0.9 else 1 end * properties.total)"
    )
    assert converted != DEFINITIONS
    assert fitted(told, text=converted).card["alarms"] == []


def test_words_in_chinese() -> None:
    found = fitted(SHOP, text=DEFINITIONS.replace("currency: EUR", "currency: CNY, language: zh"))
    assert all("：" in row["why"][0] for row in found.scores.to_pylist())
