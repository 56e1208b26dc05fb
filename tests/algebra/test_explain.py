"""Why: sentences with the figures of the leaves, in English and Chinese."""

from regulars.algebra import Program, Spec
from regulars.records import Customer, Event

AT = 1_800_000_000_000_000
PROGRAM = Program(
    {
        "orders": Spec("count(*) filter (where event = 'Order Completed')", over="90d"),
        "last": Spec("max(timestamp)"),
        "loyal": Spec("orders >= 2 and last > today() - interval 30 day and traits.city in ('上海', 'Berlin')", kind="segment"),
        "lost": Spec("not loyal", kind="stage"),
        "kept": Spec("true", kind="stage"),
        "ratio": Spec("orders / 2"),
    },
    stages=["lost", "kept"],
)
CUSTOMER = Customer(id=1, born_at=0, cells={}, traits={"city": ["上海", 0, 0]}, scores={})
for number in range(3):
    PROGRAM.update(CUSTOMER.cells, Event(id=str(number), type="track", event="Order Completed", timestamp=AT, received_at=AT))


def test_a_segment_tells_each_condition_with_its_figures() -> None:
    assert PROGRAM.explain("loyal", CUSTOMER, AT) == [
        "loyal: true",
        "orders = 3, needs >= 2: true",
        "last = 2027-01-15T08:00:00.000Z, needs > today() - interval 30 day (2026-12-16T00:00:00.000Z): true",
        "traits.city in ('上海', 'Berlin'): true (traits.city = '上海')",
    ]
    assert PROGRAM.explain("loyal", CUSTOMER, AT, "zh")[:2] == ["loyal: 成立", "orders = 3, 要求 >= 2: 成立"]


def test_a_feature_tells_what_it_is_made_of() -> None:
    assert PROGRAM.explain("ratio", CUSTOMER, AT) == ["ratio = 1.5", "orders = 3"]


def test_the_stage_tells_why_the_earlier_ones_do_not_hold() -> None:
    assert PROGRAM.explain("stage", CUSTOMER, AT) == ["stage = 'kept'", "lost: false", "kept: true"]
    assert PROGRAM.explain("lost", CUSTOMER, AT) == ["lost: false", "not loyal: false", "loyal: true"]


def test_unknown_is_said() -> None:
    nobody = Customer(id=2, born_at=0, cells={}, traits={}, scores={})
    assert "last = null, needs > today() - interval 30 day (2026-12-16T00:00:00.000Z): unknown" in PROGRAM.explain(
        "loyal", nobody, AT
    )


def test_the_stage_that_holds_tells_its_grounds() -> None:
    program = Program(
        {
            "lost": Spec("count(*) > 9", kind="stage"),
            "active": Spec("count(*) >= 2", kind="stage"),
            "new": Spec("true", kind="stage"),
        },
        stages=["lost", "active", "new"],
    )
    customer = Customer(id=1, born_at=0)
    for number in range(3):
        program.update(customer.cells, Event(id=str(number), type="track", event="Visit", timestamp=AT, received_at=AT))
    assert program.explain("stage", customer, AT) == [
        "stage = 'active'",
        "lost: false",
        "active: true",
        "count(*) = 3, needs >= 2: true",
    ]
