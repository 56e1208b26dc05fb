"""A corner of the year: the same households each time, lived through to the end, and both runtimes agree."""

import pytest

from regulars.demo import corner
from regulars.demo.tables import LAST_DAY, connect
from regulars.kit.clock import to_text


def test_few_households_live_through_the_whole_year() -> None:
    with corner(12) as house:
        assert to_text(house.house.clock.now()) == "2026-01-01T17:00:00.000Z"
        (seen,) = house.sql(
            "select count(distinct customer_id) as households, count(*) filter (where event = 'Order Completed') as orders"
            " from events"
        ).to_pylist()
        assert seen["households"] == 12
        whole = connect(LAST_DAY, 12)
        assert whole.execute("select count(distinct basket_id) from transactions").fetchone() == (seen["orders"],)
        assert sum(figure.numerator or 0 for figure in house.metric("revenue", by="month")) == pytest.approx(
            whole.execute("select sum(round(sales_value, 2)) from transactions").fetchone()[0]
        )
        assert house.verify().count == 0
        assert house.flows("month").evidence.customers == 12


def test_the_same_households_each_time_and_more_hold_fewer() -> None:
    def drawn(households: int) -> set[int]:
        found = connect(LAST_DAY, households).execute("select distinct household_id from transactions").fetchall()
        return {row[0] for row in found}

    assert drawn(5) == drawn(5) < drawn(9)
    assert len(drawn(9)) == 9
    assert len(connect(LAST_DAY).execute("select distinct household_id from transactions").fetchall()) == 2_469
