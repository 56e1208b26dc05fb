"""Value models over history: what is expected, what is refused, and every kind of bad data."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import pytest

from regulars.algebra import ExpressionError
from regulars.define.definitions import Model
from regulars.kit.errors import RegularsError
from regulars.learn.evidence import TooThin
from regulars.learn.method import Fitted, Method, check
from regulars.learn.past import Past
from regulars.learn.value.method import FLOORS, Value
from regulars.testing.methods import MethodContract
from tests.learn.buyers import DEFINITIONS, Row, instant, order, past, simulated

MODEL = Model(name="value", kind="value", horizon="60d", floors={"customers": 100, "repeaters": 30})
LOOSE = msgspec.structs.replace(MODEL, floors={"customers": 1, "repeaters": 1, "days": 1})
SHOP = simulated()
DAYS = 280


def fitted(rows: list[Row], model: Model = MODEL, day: float = DAYS, text: str = DEFINITIONS, previous: bytes = b"") -> Fitted:
    with past(rows, day, text) as known:
        found = Value().fit(model, Value().gather(model, known), known.at, previous)
    check(model, found)
    return found


@pytest.fixture(scope="module")
def shop() -> Fitted:
    return fitted(SHOP)


class TestValue(MethodContract):
    @pytest.fixture(scope="class")
    @classmethod
    def method(cls) -> Method:
        return Value()

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls) -> Model:
        return MODEL

    @pytest.fixture(scope="class")
    @classmethod
    def past(cls) -> Iterator[Past]:
        with past(SHOP, DAYS) as known:
            yield known


def rows_of(found: Fitted) -> dict[int, dict[str, Any]]:
    return {row["customer_id"]: row for row in found.scores.to_pylist()}


def test_every_buyer_has_scores_that_fit_together(shop: Fitted) -> None:
    rows = rows_of(shop)
    assert sorted(rows) == sorted({customer for customer, *_ in SHOP})
    assert all(0 <= row["value_alive"] <= 1 and 0 <= row["value_low"] <= row["value_high"] for row in rows.values())
    worth = sorted(rows.values(), key=lambda row: row["value"])
    tiers = ["bronze", "silver", "gold", "platinum"]
    assert [tiers.index(row["value_tier"]) for row in worth] == sorted(tiers.index(row["value_tier"]) for row in worth)
    assert sum(row["value"] for row in worth) == pytest.approx(shop.card["expected"]["value"])
    assert f"{worth[-1]['value']:,.2f} EUR" in worth[-1]["why"][0]
    assert (shop.evidence.customers, shop.evidence.as_of) == (len(rows), instant(DAYS))


def test_the_card_tells_the_truth_of_the_simulation(shop: Fitted) -> None:
    parameters = {one["name"]: one for part in ("purchases", "amounts") for one in shop.card[part]["parameters"]}
    truth = {"r": 0.6, "alpha": 12 / 7, "p": 6, "q": 4, "v": 15}
    for name, value in truth.items():
        assert abs(parameters[name]["value"] - value) < 3 * parameters[name]["error"], name
    checked = shop.card["calibration"]
    assert checked["ratio"] == pytest.approx(1, abs=0.25)
    assert checked["inside"] > 0.85
    assert checked["error"] < checked["naive_error"]
    assert sum(one["customers"] for one in checked["bins"]) == checked["customers"]
    assert shop.card["independence"]["holds"]
    assert sum(tier["customers"] for tier in shop.card["tiers"]) == shop.evidence.customers
    shares = [point["share"] for point in shop.card["distribution"]]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)


def test_what_follows_lies_in_the_intervals_as_often_as_they_promise() -> None:
    """The simulated shop goes on for 60 days: nine in ten customers, and all of them together."""
    more = simulated(days=DAYS)
    with past(more, 220) as known:
        found = Value().fit(MODEL, Value().gather(MODEL, known), known.at)
    came: dict[int, float] = {}
    for customer, day, _, properties in more:
        if 220 < day <= 280:
            came[customer] = came.get(customer, 0) + properties["total"]
    rows = rows_of(found)
    inside = [row["value_low"] <= came.get(customer, 0) <= row["value_high"] for customer, row in rows.items()]
    assert np.mean(inside) > 0.87
    total = sum(came.get(customer, 0) for customer in rows)
    assert 0.8 * found.card["expected"]["low"] < total < 1.2 * found.card["expected"]["high"]


def test_both_families_agree_about_the_whole(shop: Fitted) -> None:
    other = fitted(SHOP, msgspec.structs.replace(MODEL, family="pareto_nbd"))
    assert other.card["purchases"]["model"] == "Pareto/NBD"
    assert other.card["expected"]["value"] == pytest.approx(shop.card["expected"]["value"], rel=0.1)


def test_the_same_again_is_the_same_and_a_warm_start_ends_where_a_cold_one_does(shop: Fitted) -> None:
    again = fitted(list(reversed(SHOP)))
    assert again.scores.equals(shop.scores)
    assert again.card == shop.card
    warm = fitted(SHOP, previous=shop.state)
    assert warm.card["expected"]["value"] == pytest.approx(shop.card["expected"]["value"], rel=1e-5)
    junk = b'{"family": "bg_nbd", "unit": 7, "counts": [1, -1, 2, 3], "amounts": [1, 2, 3]}'
    assert fitted(SHOP, previous=junk).card == shop.card


def test_units_of_time_and_of_money_change_nothing(shop: Fitted) -> None:
    daily = fitted(SHOP, msgspec.structs.replace(MODEL, unit="1d"))
    cents = fitted(SHOP, msgspec.structs.replace(MODEL, amount="properties.total * 100"))
    first = rows_of(shop)
    for customer, row in rows_of(daily).items():
        assert row["value"] == pytest.approx(first[customer]["value"], rel=1e-4, abs=1e-6)
    for customer, row in rows_of(cents).items():
        assert row["value"] == pytest.approx(100 * first[customer]["value"], rel=1e-4, abs=1e-4)
        assert row["value_alive"] == pytest.approx(first[customer]["value_alive"], abs=1e-5)


def test_money_to_come_is_worth_less_with_a_discount(shop: Fitted) -> None:
    less = fitted(SHOP, msgspec.structs.replace(MODEL, discount=0.5)).card["expected"]["value"]
    assert 0.9 < less / shop.card["expected"]["value"] < 0.98  # half a year's factor over 60 days, at their middle


def test_nobody_in_the_held_out_time_is_worth_an_alarm(shop: Fitted) -> None:
    assert not shop.card["alarms"]
    found = fitted([row for row in SHOP if row[1] < DAYS * 0.7])
    assert found.card["calibration"]["actual_purchases"] == 0
    assert found.card["headline"]["holdout_ratio"] is None
    (alarm,) = found.card["alarms"]
    assert alarm["kind"] == "off_target"
    assert alarm["value"] > alarm["limit"]
    assert alarm["text"]["en"].startswith("in the last quarter nobody bought, where it would have expected ")


def test_too_little_is_refused_with_what_is_missing() -> None:
    with pytest.raises(TooThin, match=r"customers who bought: 3, needed 500; .* more than one day: 1, needed 100"):
        fitted([order(1, 0), order(1, 100), order(2, 5), order(3, 200)], Model(name="value", kind="value"))
    with pytest.raises(TooThin, match="customers who bought: 0, needed 1;"):
        fitted([], LOOSE)
    with pytest.raises(RegularsError, match="no floor 'customer'; did you mean 'customers'"):
        fitted(SHOP, msgspec.structs.replace(MODEL, floors={"customer": 3}))
    assert FLOORS["customers"] == 500


def test_one_customer_is_enough_where_the_house_says_so() -> None:
    found = fitted([order(1, day, 5.0 + day % 3) for day in range(0, 200, 20)], LOOSE, 200)
    (row,) = found.scores.to_pylist()
    assert np.isfinite([row[f"value{name}"] for name in ("", "_low", "_high", "_purchases", "_alive")]).all()


def test_equal_amounts_need_no_model_of_amounts() -> None:
    found = fitted([order(customer, day, 7) for customer, day in sorted({(customer, int(day)) for customer, day, *_ in SHOP})])
    assert found.card["amounts"] is None
    assert found.card["mean_amount"] == 7
    assert any("the same amount" in str(note) for note in found.evidence.notes)


def test_weekly_regulars_who_never_leave_break_nothing() -> None:
    rng = np.random.default_rng(1)
    rows = [order(c, w * 7 + float(rng.uniform(0, 3)), float(rng.gamma(5, 8))) for c in range(1, 201) for w in range(30)]
    for family in ("bg_nbd", "pareto_nbd"):
        found = fitted(rows, msgspec.structs.replace(MODEL, family=family), 210)
        assert found.card["expected"]["alive"] > 195
        assert found.card["expected"]["purchases"] == pytest.approx(200 * 60 / 7, rel=0.06)
        assert any("many values fit as well" in str(note) for note in found.evidence.notes)


def test_bad_rows_are_left_out_and_said() -> None:
    odd = [
        order(1, 300, 1e6),  # known before it happened
        order(2, 100, None),
        order(3, 100, 0.0),
        order(4, 100, -5.0),
        order(5, 100, 99.0, currency="USD"),
    ]
    with past([*SHOP, *odd], DAYS, received={len(SHOP): 200.0}) as known:
        found = Value().fit(MODEL, Value().gather(MODEL, known), known.at)
    check(MODEL, found)
    notes = " | ".join(map(str, found.evidence.notes))
    for text in (
        "1 purchases dated in the future were left out",
        "2 purchases without an amount, or of 0",
        "1 amounts below 0 are taken for returns",
        "1 purchases in another currency than EUR were left out",
    ):
        assert text in notes
    rows = rows_of(found)
    assert rows[1]["value"] < 1e4


def test_currencies_are_not_added() -> None:
    mixed = [(c, d, e, p | {"currency": "USD" if c % 3 else "EUR"}) for c, d, e, p in SHOP]
    with pytest.raises(RegularsError, match=r"purchases are in USD \([\d,]+\) and EUR .* cannot be added") as raised:
        fitted(mixed)
    assert raised.value.code == "mixed_currencies"
    one = msgspec.structs.replace(MODEL, event="event = 'Order Completed' and properties.currency = 'USD'")
    assert 0 < fitted(mixed, one).evidence.customers < len({c for c, *_ in SHOP})
    assert all(" USD " in row["why"][0] for row in fitted(mixed, one).scores.to_pylist() if row["value"] is not None)
    converted = "case when properties.currency = 'USD' then properties.total * 0.9 else properties.total end"
    assert fitted(mixed, msgspec.structs.replace(MODEL, amount=converted)).evidence.customers == len({c for c, *_ in SHOP})


def test_who_returned_more_than_they_bought_is_worth_little_and_never_less_than_nothing(shop: Fitted) -> None:
    buyer = max(rows_of(shop).values(), key=lambda row: row["value"])["customer_id"]
    found = fitted([*SHOP, order(buyer, 279, -1e6)])
    row = rows_of(found)[buyer]
    assert 0 <= row["value"] < 0.2 * rows_of(shop)[buyer]["value"]
    assert row["value_low"] >= 0
    assert any("sent back more than they bought" in str(note) for note in found.evidence.notes)
    assert any("is expected back" in sentence for sentence in row["why"])


def test_purchases_of_one_day_are_one_occasion() -> None:
    twice = [*SHOP, *[(c, day + 1e-6, e, p) for c, day, e, p in SHOP]]
    found = fitted(twice)
    assert found.evidence.events <= len(SHOP)
    assert any("a day is one occasion" in str(note) for note in found.evidence.notes)


def test_it_is_about_whom_it_says_and_others_have_no_row() -> None:
    rows = [*SHOP, (9_001, 10.0, "Product Viewed", {})]
    everybody = rows_of(fitted(rows))
    assert everybody[9_001]["value"] is None
    assert everybody[9_001]["value_tier"] is None
    assert everybody[9_001]["why"] == ["no purchase yet"]
    often = rows_of(
        fitted(rows, msgspec.structs.replace(MODEL, among="orders >= 2", floors={"customers": 50, "repeaters": 30}))
    )
    assert 0 < len(often) < len(everybody)
    assert 9_001 not in often


def test_the_words_are_the_workspaces() -> None:
    found = fitted(SHOP, text=DEFINITIONS.replace("currency: EUR", "currency: CNY, language: zh"))
    assert all("未来 60 天预计购买" in row["why"][0] for row in found.scores.to_pylist())


def test_what_cannot_be_read_is_said() -> None:
    with pytest.raises(ExpressionError):
        fitted(SHOP, msgspec.structs.replace(MODEL, event="event = "))
    with pytest.raises(RegularsError, match="discount is what a year takes off"):
        fitted(SHOP, msgspec.structs.replace(MODEL, discount=1.5))


def test_tiers_as_the_house_wants_them(shop: Fitted) -> None:
    found = fitted(SHOP, msgspec.structs.replace(MODEL, tiers=[0.9]))
    assert {row["value_tier"] for row in found.scores.to_pylist()} == {"bronze", "silver"}
    assert json.loads(msgspec.json.encode(found.card)) == found.card
