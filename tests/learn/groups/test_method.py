"""Groups: blobs found again, their number justified, ids and names that stay, and data that would lead astray."""

import math
from collections import Counter
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from regulars.define.definitions import Model
from regulars.kit.errors import RegularsError
from regulars.learn.evidence import TooThin
from regulars.learn.features import COLUMNS
from regulars.learn.groups.method import Groups
from regulars.learn.method import Fitted, Tables, check

AT = 1_780_000_000_000_000
KINDS = {"spend": "number", "orders": "number", "last": "age", "coupons": "truth", "city": "text"}


def model(**more: Any) -> Model:
    return Model(name="kind", kind="groups", **more)


def tables(columns: dict[str, list[Any]], kinds: dict[str, str] = KINDS, first: int = 1, language: str = "en") -> Tables:
    """What gather gives, for customers `first` …"""
    types = {"text": pa.string()}
    names = list(columns)
    data = {f"f{n}": pa.array(columns[name], types.get(kinds[name], pa.float64())) for n, name in enumerate(names)}
    size = len(next(iter(columns.values())))
    rows = [{"column": f"f{n}", "name": name, "title": name.title(), "kind": kinds[name]} for n, name in enumerate(names)]
    zh = {"spend": "消费", "city": "城市"}
    return {
        "customers": pa.table({"customer_id": pa.array(range(first, first + size), pa.int64()), **data}),
        "columns": pa.Table.from_pylist(rows, schema=COLUMNS),
        "titles": pa.Table.from_pylist([{"name": n, "en": n.title(), "zh": zh.get(n, n)} for n in names]),
        "facts": pa.table({"events": [1234], "since": [AT - 9], "until": [AT - 1], "language": [language]}),
    }


def shop(seed: int = 1, size: int = 300) -> tuple[dict[str, list[Any]], list[int]]:
    """Three kinds of customers: big spenders who come often, hunters of coupons, and those who left."""
    rng = np.random.default_rng(seed)
    truth = [n % 3 for n in range(size)]
    middle = [(900, 30, 5), (90, 12, 20), (60, 2, 300)]
    found: dict[str, list[Any]] = {"spend": [], "orders": [], "last": [], "coupons": [], "city": []}
    for group in truth:
        spend, orders, last = middle[group]
        found["spend"].append(float(rng.lognormal(math.log(spend), 0.3)))
        found["orders"].append(float(rng.poisson(orders)))
        found["last"].append(float(rng.gamma(9, last / 9)))
        found["coupons"].append(float(rng.random() < (0.05, 0.95, 0.1)[group]))
        found["city"].append(["Berlin", "Hamburg"][int(rng.random() < 0.5)])
    return found, truth


def fitted(columns: dict[str, list[Any]], previous: bytes = b"", first: int = 1, **more: Any) -> Fitted:
    found = Groups().fit(model(**more), tables(columns, first=first), AT, previous, seed=7)
    check(model(**more), found)
    return found


def labels(found: Fitted) -> list[str]:
    return list(found.scores["kind"].to_pylist())


@pytest.fixture(scope="module")
def once() -> Fitted:
    return fitted(shop()[0])


def test_blobs_are_found_and_their_number_is_justified(once: Fitted) -> None:
    assert adjusted_rand_score(shop()[1], labels(once)) >= 0.95
    choice = once.card["choice"]
    assert choice["k"] == 3
    assert choice["by"] == "data"
    tried = {one["k"]: one for one in choice["tried"]}
    assert set(tried) == set(range(2, 9))
    assert tried[3]["silhouette"] == max(one["silhouette"] for one in tried.values())
    assert tried[3]["stability"] >= 0.95
    assert once.card["headline"]["groups"] == 3


def test_four_blobs_without_a_hint() -> None:
    rng = np.random.default_rng(3)
    corner = [(0, 0), (10, 0), (0, 10), (10, 10)]
    truth = [n % 4 for n in range(400)]
    columns = {
        name: [float(corner[group][axis] + rng.normal()) for group in truth] for axis, name in enumerate(("spend", "orders"))
    }
    found = fitted(columns)
    assert found.card["choice"]["k"] == 4
    assert adjusted_rand_score(truth, labels(found)) >= 0.95


def test_groups_are_named_by_what_sets_them_apart(once: Fitted) -> None:
    truth = shop()[1]
    of = {truth[n]: label for n, label in enumerate(labels(once))}
    names = {group["id"]: group["name"] for group in once.card["groups"]}
    assert "high Spend" in names[of[0]]["en"] or "high Orders" in names[of[0]]["en"]
    assert "Coupons" in names[of[1]]["en"]
    assert "long since Last" in names[of[2]]["en"] or "low Orders" in names[of[2]]["en"]
    assert len({name["en"] for name in names.values()}) == 3
    assert len({name["zh"] for name in names.values()}) == 3
    assert sum(group["customers"] for group in once.card["groups"]) == 300


def test_each_customer_has_reasons(once: Fitted) -> None:
    spend = shop()[0]["spend"]
    for row, (why, parts) in enumerate(zip(once.scores["why"].to_pylist(), once.scores["parts"].to_pylist())):
        assert 1 <= len(why) <= 3
        assert all("(group: " in sentence for sentence in why)
        for feature, value, gain in msgspec.json.decode(parts):
            assert feature in KINDS
            assert math.isfinite(gain)
            assert feature != "spend" or value == pytest.approx(spend[row])
    zh = Groups().fit(model(), tables(shop()[0], language="zh"), AT).scores["why"].to_pylist()
    assert "本组：" in zh[0][0]


def test_ids_and_names_stay_when_customers_join(once: Fitted) -> None:
    columns, _ = shop()
    more, _ = shop(seed=2, size=15)
    again = fitted({name: values + more[name] for name, values in columns.items()}, once.state)
    assert labels(again)[:300] == labels(once)
    assert [(g["id"], g["name"]) for g in again.card["groups"]] == [(g["id"], g["name"]) for g in once.card["groups"]]
    assert again.card["moved"] == {"of": 300, "moved": 0, "share": 0.0, "came": 15, "went": 0}
    assert again.card["ended"] == []


def test_who_moves_is_counted(once: Fitted) -> None:
    columns, truth = shop()
    lapsed = [n for n in range(300) if truth[n] == 2][:10]
    regular = truth.index(0)
    changed = {
        name: [values[regular] if n in lapsed else value for n, value in enumerate(values)] for name, values in columns.items()
    }
    assert 10 <= fitted(changed, once.state).card["moved"]["moved"] <= 15  # a few at the border follow the centres


def test_a_group_that_ends_takes_its_id_with_it(once: Fitted) -> None:
    columns, truth = shop()
    gone = labels(once)[truth.index(2)]
    rng = np.random.default_rng(9)
    new = [n for n in range(300) if truth[n] == 2]
    for n in new:  # in the place of those who left come some who never order and have spent thousands
        columns["spend"][n], columns["orders"][n] = float(rng.lognormal(11, 0.1)), 0.0
        columns["last"][n], columns["coupons"][n] = float(rng.gamma(9, 1)), 1.0
    again = fitted(columns, once.state)
    assert gone not in labels(again)
    assert again.card["ended"] == [gone]
    assert "g4" in set(labels(again))


def test_a_given_number_is_kept() -> None:
    found = fitted(shop()[0], groups=5)
    assert len(set(labels(found))) == 5
    assert found.card["choice"]["by"] == "definition"


def test_the_same_arguments_give_the_same_answer(once: Fitted) -> None:
    again = fitted(shop()[0])
    assert again.scores == once.scores
    assert again.card == once.card


def test_what_is_the_same_for_all_is_left_out_and_named() -> None:
    columns, truth = shop()
    found = fitted(columns | {"coupons": [1.0] * 300, "city": [None] * 300})
    assert found.card["features"] == ["last", "orders", "spend"]
    assert [limit["en"] for limit in found.card["limits"]] == [
        "left out, the same for all: coupons",
        "left out, the same for all: city",
    ]
    assert adjusted_rand_score(truth, labels(found)) >= 0.9


def test_one_cloud_is_called_one() -> None:
    rng = np.random.default_rng(5)
    found = fitted({"spend": rng.normal(size=300).tolist(), "orders": rng.normal(size=300).tolist()})
    assert found.card["choice"]["structure"] in ("none", "weak")
    assert any(str(note).startswith("the groups run into each other") for note in found.evidence.notes)


def test_too_little_is_refused_in_words() -> None:
    with pytest.raises(TooThin, match="customers: 1, needed 50"):
        fitted({"spend": [3.0]})
    with pytest.raises(TooThin, match="features that differ between customers: 0, needed 1"):
        fitted({"spend": [3.0] * 60, "city": ["Bonn"] * 60})
    with pytest.raises(TooThin, match="customers: 0"):
        fitted({"spend": []})
    with pytest.raises(TooThin, match="differ from each other: 2, needed 5"):
        fitted({"spend": [1.0, 2.0] * 40}, groups=5)
    with pytest.raises(RegularsError, match="one group tells nothing"):
        fitted(shop()[0], groups=1)


def test_a_state_of_something_else_is_ignored(once: Fitted) -> None:
    for state in (b"", b"nonsense", b"\x81\xa7version\x02", msgspec.msgpack.encode({"version": 1})):
        assert Counter(labels(fitted(shop()[0], state))) == Counter(labels(once))
    other = fitted({"spend": shop()[0]["spend"]}, once.state)
    assert other.card["moved"] is None


_number = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True, width=32), st.sampled_from([0.0, -1.0, 1e300]))


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(_number, _number, st.one_of(st.none(), st.text(max_size=3))), min_size=50, max_size=60))
def test_no_number_is_ever_none_of_the_finite(rows: list[tuple[float | None, float | None, str | None]]) -> None:
    columns: dict[str, list[Any]] = {
        "spend": [row[0] for row in rows],
        "last": [row[1] for row in rows],
        "city": [None if row[2] is None else row[2].encode(errors="replace").decode() for row in rows],
    }
    try:
        found = fitted(columns)
        again = fitted(columns, found.state)
    except TooThin:
        return
    assert again.card["moved"]["of"] == len(rows)
    assert all(math.isfinite(one["silhouette"]) for one in again.card["choice"]["tried"])
