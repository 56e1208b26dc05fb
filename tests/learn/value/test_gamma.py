"""Gamma-Gamma against what was published, and at its edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.learn.value.gamma import GammaGamma, Spending, log_likelihood

from .cdnow import cut, needs_cdnow
from .test_families import slope

SOME = Spending(np.array([1.0, 2, 5, 40]), np.array([11.0, 22.35, 80, 3.5]))


@needs_cdnow
def test_the_published_fit_of_cdnow() -> None:
    """Fader & Hardie (2013): 946 customers who came back."""
    data = cut("sample")
    back = data.x > 0
    spending = Spending(data.x[back], data.mean[back])
    assert len(spending.n) == 946
    found = GammaGamma.fit(spending)
    assert found.names == ("p", "q", "v")
    assert found.values == pytest.approx([6.25, 3.74, 15.45], abs=8e-3)
    assert None not in found.errors
    assert spending.correlation() == pytest.approx(0.1, abs=0.1)


def test_the_published_expectations_of_customers() -> None:
    """The first customers of the sample: bought again twice for 22.35, once for 11.77, never."""
    found = GammaGamma(6.25, 3.74, 15.45).expected(Spending(np.array([2.0, 1.0]), np.array([22.35, 11.77])))
    assert found == pytest.approx([24.66, 18.91], abs=0.05)


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.floats(0.05, 80)] * 3))
def test_the_gradient_is_exact(values: tuple[float, ...]) -> None:
    theta = np.log(values)
    scale = 1 + abs(log_likelihood(theta, SOME)[0])
    assert log_likelihood(theta, SOME)[1] == pytest.approx(slope(lambda t: log_likelihood(t, SOME), theta), abs=2e-6 * scale)


def test_another_currency_changes_nothing_but_v() -> None:
    rng = np.random.default_rng(2)
    n = rng.integers(1, 9, 500).astype(np.float64)
    mean = rng.gamma(6 * n, 1) / n / rng.gamma(4, 1 / 15, 500)
    dollars, cents = GammaGamma.fit(Spending(n, mean)), GammaGamma.fit(Spending(n, mean * 100))
    assert cents.values == pytest.approx(dollars.values * [1, 1, 100], rel=1e-4)
    assert cents.log_likelihood == pytest.approx(dollars.log_likelihood - 500 * np.log(100), rel=1e-9)
    assert dollars.values[:2] == pytest.approx([6, 4], rel=0.2)


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.floats(1e-4, 1e4)] * 3), st.floats(1, 500), st.floats(0.01, 1e6))
def test_expectations_are_never_nan(values: tuple[float, float, float], n: float, mean: float) -> None:
    model, one = GammaGamma(*values), Spending(np.array([n]), np.array([mean]))
    found = model.expected(one)
    assert (np.isfinite(found) & (found > 0)).all()
    drawn = model.draw(one, np.array([[0.0, 1, 3]]), np.random.default_rng(0))
    assert drawn[0, 0] == 0
    assert not np.isnan(drawn).any()


def test_what_is_drawn_has_the_mean_that_is_expected() -> None:
    model, one = GammaGamma(6.25, 3.74, 15.45), Spending(np.array([2.0]), np.array([22.35]))
    drawn = model.draw(one, np.full((1, 40_000), 3.0), np.random.default_rng(4))
    assert drawn.mean() == pytest.approx(3 * model.expected(one)[0], rel=0.02)
    assert GammaGamma(2, 0.9, 10).mean() is None


def test_correlation_needs_something_that_differs() -> None:
    assert Spending(np.array([2.0, 2, 2]), np.array([1.0, 2, 3])).correlation() is None
    assert Spending(np.array([2.0, 3, 4]), np.array([5.0, 5, 5])).correlation() is None
    assert Spending(np.array([2.0, 3, 4, 1]), np.array([1.0, 2, 3, 900])).correlation() == pytest.approx(1)
