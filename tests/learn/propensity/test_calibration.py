"""Figures of foretelling against their definitions, and against scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from regulars.learn.drift import compare, kept, load, picture, psi
from regulars.learn.propensity.backtest import auc, average_precision, figures, gains
from regulars.learn.propensity.calibration import ISOTONIC_FROM, Calibration, calibrate, curve

PAIRS = st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.7]), st.booleans()), min_size=2, max_size=40)


@settings(max_examples=60)
@given(PAIRS)
def test_auc_and_precision_are_those_of_the_field(pairs: list[tuple[float, bool]]) -> None:
    predicted, truth = np.array([p for p, _ in pairs]), np.array([float(t) for _, t in pairs])
    if 0 < truth.sum() < len(truth):
        assert auc(predicted, truth) == pytest.approx(roc_auc_score(truth, predicted))
        assert average_precision(predicted, truth) == pytest.approx(average_precision_score(truth, predicted))
    else:
        assert auc(predicted, truth) is None
    found = figures(predicted, truth, 0.5, truth=True)
    assert all(value is None or isinstance(value, list) or np.isfinite(value) for value in found.values())


@pytest.mark.parametrize(("size", "method"), [(800, "platt"), (12 * ISOTONIC_FROM, "isotonic")])
def test_calibrated_chances_come_true_as_often_as_they_say(size: int, method: str) -> None:
    rng = np.random.default_rng(3)
    chance = rng.uniform(0.05, 0.95, size)
    truth = (rng.uniform(size=size) < chance).astype(float)
    margin = 3 * np.log(chance / (1 - chance)) + 2  # too sure of itself, and shifted
    made = calibrate(margin, truth)
    assert made.method == method
    assert np.abs(made(margin) - chance).mean() < 0.04
    assert (np.diff(made(np.sort(margin))) >= 0).all()
    assert 0 < made(np.array([-1e9]))[0] < made(np.array([1e9]))[0] < 1


def test_a_margin_that_says_the_opposite_never_turns_the_order() -> None:
    margin = np.linspace(-1, 1, 100)
    assert calibrate(margin, (margin < 0).astype(float)).slope > 0
    assert Calibration("none")(margin) is margin


def test_the_curve_and_the_gains_count_everybody_once() -> None:
    predicted = np.linspace(0, 1, 57)
    truth = (predicted > 0.7).astype(float)
    rows = curve(predicted, truth)
    assert sum(row["customers"] for row in rows) == 57
    assert all(row["low"] <= row["observed"] <= row["high"] for row in rows)
    lifts = gains(predicted, truth)
    assert (lifts[0]["rate"], lifts[-1]["captured"], lifts[-1]["lift"]) == (1.0, 1.0, 1.0)


def test_stability_is_zero_for_the_same_and_grows_with_what_moves() -> None:
    assert psi([0.2, 0.8], [0.2, 0.8]) == 0
    assert psi([0.2, 0.8], [0.3, 0.7]) < psi([0.2, 0.8], [0.7, 0.3])


def test_promises_beside_what_came() -> None:
    rng = np.random.default_rng(0)
    said = rng.uniform(0.1, 0.5, 2000)
    came = (rng.uniform(size=2000) < said).astype(float)
    fair = kept(said, came)
    assert fair
    assert abs(fair["off"]) < fair["limit"]
    broken = kept(said + 0.3, came)
    assert broken
    assert abs(broken["off"]) > broken["limit"]
    assert kept(np.full(50, np.nan), np.ones(50)) is None


def test_a_strangers_state_is_no_picture() -> None:
    assert load(b"") is None
    assert load(b"\xc1nonsense") is None


def test_gaps_and_words_drift_too() -> None:
    import pyarrow as pa

    from regulars.learn.features import Column

    columns = [Column("f0", "city", "City", "text"), Column("f1", "spend", "Spend", "number")]
    rng = np.random.default_rng(5)
    score = rng.uniform(size=400)
    before = pa.table({"f0": ["北京", "上海"] * 200, "f1": rng.normal(size=400)})
    drawn = picture(before, columns, score, 0)
    assert all(one["psi"] < one["limit"] for one in compare(drawn, before, columns, score))
    moved = pa.table({"f0": ["Berlin", "上海"] * 200, "f1": pa.array([None] * 400, pa.float64())})
    assert {one["name"] for one in compare(drawn, moved, columns, score) if one["psi"] > one["limit"]} == {"city", "spend"}
    assert compare(drawn, moved.slice(0, 10), columns, score[:10]) == [], "of ten customers nothing is said"
