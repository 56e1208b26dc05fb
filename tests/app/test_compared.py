"""Definitions laid beside those that hold: what differs, and whom the change would move."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import DEFINITIONS, Running, order


@pytest.fixture(scope="module")
def shop(open_server: Callable[..., Running]) -> Running:
    running = open_server()
    assert running.api.post("/v1/definitions/apply", json={"yaml": DEFINITIONS}).status_code == 200
    for number in range(8):
        running.send(order(f"o{number}", f"u{number}", 30 * number))
    return running


def _compare(shop: Running, yaml: str) -> Any:
    answer = shop.api.post("/v1/definitions/compare", json={"yaml": yaml})
    assert answer.status_code == 200
    return answer.json()


def _now(shop: Running) -> str:
    return str(shop.api.get("/v1/definitions").json()["yaml"])


def test_the_same_text_changes_nothing(shop: Running) -> None:
    found = _compare(shop, DEFINITIONS)
    assert (found["ok"], found["changes"], found["diff"], found["moved"]) == (True, [], "", [])
    assert found["yaml"] == _now(shop)


def test_says_who_would_move_where_the_live_state_knows(shop: Running) -> None:
    now = _now(shop)
    changed = now.replace("spend > 100", "spend > 150")
    assert changed != now
    found = _compare(shop, changed)
    big = next(one for one in found["moved"] if one["name"] == "big")
    assert (big["now"]["count"], big["joining"]["count"], big["leaving"]["count"]) == (4, 0, 2)
    assert (found["judged"], found["filled"], found["refit"]) == (8, 0, [])
    assert [line for line in found["diff"].splitlines() if line[:1] in "+-" and line[1:2] == " "]
    assert [found["changes"][0][key] for key in ("what", "section", "name")] == ["changed", "segments", "big"]


def test_follows_a_feature_to_the_segments_that_use_it(shop: Running) -> None:
    """The aggregate is new: it is computed from the history."""
    now = _now(shop)
    changed = now.replace("sum(properties.total)", "60 + max(properties.total)", 1)
    assert changed != now
    found = _compare(shop, changed)
    assert found["filled"] == 1
    big = next(one for one in found["moved"] if one["name"] == "big")
    assert (big["joining"]["count"], big["leaving"]["count"]) == (2, 0)


def test_an_unfit_text_is_told_not_thrown(shop: Running) -> None:
    found = _compare(shop, "segments: {big: spned > 1}")
    assert (found["ok"], found["moved"], found["diff"]) == (False, [], "")
    assert found["findings"][0]["level"] == "error"
