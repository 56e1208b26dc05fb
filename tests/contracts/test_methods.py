"""Every method that gives scores keeps the contract."""

from collections.abc import Iterator

import pytest

import regulars as rg
from regulars.app import models
from regulars.define.definitions import Model
from regulars.kit.clock import ManualClock
from regulars.learn.anomaly.method import Anomaly
from regulars.learn.groups.method import Groups
from regulars.learn.method import Method
from regulars.learn.past import Past
from regulars.learn.propensity.method import Propensity, Regression
from regulars.testing import shop
from regulars.testing.methods import MethodContract

_FLOORS = {"profiles": 50.0, "positives": 30.0, "negatives": 30.0}


@pytest.fixture(scope="module")
def history() -> Iterator[Past]:
    clock = ManualClock(shop.START)
    with rg.Local(rg.load(shop.DEFINITIONS), clock=clock) as local:
        shop.live(local.house, clock, people=160, days=70)
        yield models.past(local.house, "main")


class Shop(MethodContract):
    @pytest.fixture(scope="class")
    @classmethod
    def past(cls, history: Past) -> Past:
        return history


class TestPropensity(Shop):
    @pytest.fixture(scope="class")
    @classmethod
    def method(cls) -> Method:
        return Propensity()

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls, past: Past) -> Model:
        return Model(name="buys", kind="propensity", label="count(*) > 1", horizon="20d", floors=_FLOORS)


class TestRegression(Shop):
    @pytest.fixture(scope="class")
    @classmethod
    def method(cls) -> Method:
        return Regression()

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls, past: Past) -> Model:
        label = "sum(properties.total) filter (where event = 'Order Completed')"
        return Model(name="worth", kind="regression", label=label, horizon="20d", floors={"profiles": 50, "examples": 50})


class TestAnomaly(Shop):
    @pytest.fixture(scope="class")
    @classmethod
    def method(cls) -> Method:
        return Anomaly()

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls, past: Past) -> Model:
        return Model(name="odd", kind="anomaly")


class TestGroups(Shop):
    @pytest.fixture(scope="class")
    @classmethod
    def method(cls) -> Method:
        return Groups()

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls, past: Past) -> Model:
        return Model(name="kinds", kind="groups", features=["orders", "spend", "last_order"])
