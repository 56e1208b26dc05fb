"""`regulars know merges | merge | unmerge | identity | try` on a folder."""

import json
from pathlib import Path

import regulars as rg
from regulars.define.load import load

from .test_main import Run, run

__all__ = ["run"]


def test_a_merge_is_undone_and_rules_are_tried(run: Run) -> None:
    with rg.Local(load("features: {spend: {of: sum(properties.total)}}"), folder="regulars-data") as house:
        house.call({"type": "page", "anonymousId": "d1", "properties": {}})
        house.track("ann", "Order Completed", total=240)
        house.identify("ann", anonymous="d1", card="c-1")
        house.identify("bob", card="c-1")
    (merge,) = json.loads(run("know", "merges", "ann", "--json")[1])["merges"]
    assert (merge["from"], merge["into"]) == (2, 1)
    assert "two people" in run("know", "unmerge", "ann", "2", "--reason", "two sisters")[1]
    assert "undone at" in run("know", "merges", "1")[1]
    status, shown = run("know", "identity", "ann")
    assert (status, "user_id:ann" in shown, "Told apart from: 1" in shown) == (0, True, True)
    Path("rules.yml").write_text("identifiers: {user_id: {priority: 1}, card: {trait: card, limit: 1}}")
    status, tried = run("know", "try", "rules.yml")
    assert status == 0
    assert "3 customers would be 2: 1 unions" in tried
    assert "card:c-1" in tried
    assert "Merged" in run("know", "merge", "2", "1", "--reason", "no, one")[1]
    assert json.loads(run("know", "identity", "ann", "--json")[1])["apart"] == []
    assert run("know", "unmerge", "ann", "3", "--reason", "no")[0] == 1
