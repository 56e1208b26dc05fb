"""Last seen is when the customer was last active: what the house concludes of it does not bring it back."""

from typing import Any

import pytest

from regulars.know.active import last_active

from .conftest import Known

HOUSE: list[dict[str, Any]] = [
    {"source": "regulars", "event": "Decision Made"},
    {"source": "regulars", "event": "Email Delivered"},
    {"source": "regulars", "type": "score", "event": "", "properties": {"churn": 0.9}},
    {"source": "api", "type": "score", "event": "", "properties": {"churn": 0.9}},
    {"source": "api", "type": "consent", "event": "", "properties": {"marketing": True}},
]


@pytest.mark.parametrize("written", HOUSE, ids=lambda more: f"{more['source']} {more.get('type', more['event'])}")
def test_what_the_house_writes_does_not_move_it(known: Known, written: dict[str, Any]) -> None:
    ann = known.call("ann")
    seen = known.clock.now()
    assert known.call("ann", **written) == ann
    assert known.customer(ann).seen_at == last_active(known.customer(ann)) == seen
    known.call("ann")
    assert known.customer(ann).seen_at == known.clock.now() > seen


@pytest.mark.parametrize("written", HOUSE, ids=lambda more: f"{more['source']} {more.get('type', more['event'])}")
def test_who_was_never_active_is_judged_all_the_same(written: dict[str, Any]) -> None:
    known = Known("segments: {quiet: 'count(*) < 5', risk: 'scores.churn > 0.5'}")
    ann = known.call("ann", **written)
    customer = known.customer(ann)
    assert customer.seen_at == 0
    assert last_active(customer) == customer.born_at
    assert set(customer.segments) == {"quiet", *(["risk"] if "churn" in written.get("properties", {}) else [])}
    known.house.flush()
    assert not known.house.verify("main").differences
