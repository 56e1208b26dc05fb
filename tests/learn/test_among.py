"""Whom a model is about."""

import pytest

from regulars.define.definitions import Model
from regulars.kit.errors import RegularsError
from regulars.learn.among import among

from .buyers import instant, order, past

ROWS = [order(1, 1), order(1, 5), order(2, 3), (3, 2.0, "Product Viewed", {})]


def test_the_condition_is_judged_as_of_the_instant() -> None:
    model = Model(name="m", kind="rfm", among="orders >= 1")
    with past(ROWS, 10) as known:
        assert among(model, known, ["orders", "spend"]).to_pylist() == [
            {"customer_id": 1, "orders": 2, "spend": 20.0},
            {"customer_id": 2, "orders": 1, "spend": 10.0},
        ]
        assert among(model, known, at=instant(2)).to_pylist() == [{"customer_id": 1}]
        assert among(Model(name="m", kind="rfm"), known)["customer_id"].to_pylist() == [1, 2, 3]


def test_a_condition_that_cannot_be_read_is_an_error() -> None:
    with past(ROWS, 10) as known, pytest.raises(RegularsError, match="did you mean 'orders'"):
        among(Model(name="m", kind="rfm", among="ordres > 1"), known)
