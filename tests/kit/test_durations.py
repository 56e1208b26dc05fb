import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.kit import durations
from regulars.kit.clock import DAY, HOUR, MINUTE, SECOND
from regulars.kit.durations import DurationError


@pytest.mark.parametrize(
    ("text", "length"), [("1s", SECOND), ("30m", 30 * MINUTE), ("2h", 2 * HOUR), ("90d", 90 * DAY), ("12w", 84 * DAY)]
)
def test_a_number_and_a_unit(text: str, length: int) -> None:
    assert durations.parse(text) == length


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1 month", "say it in days, like 30d"),
        ("3M", "like 90d"),
        ("1y", "like 365d"),
        ("P1M", "like 30d"),
        ("P3D", "did you mean '3d'?"),
        ("PT2H", "did you mean '2h'?"),
        ("3 days", "did you mean '3d'?"),
        ("90D", "did you mean '90d'?"),
        ("90", "like 90d or 30m"),
        ("", "like 90d or 30m"),
        ("-3d", "like 90d or 30m"),
        ("1.5d", "like 90d or 30m"),
        ("１d", "like 90d or 30m"),
        ("3d2h", "like 90d or 30m"),
        ("3d\n", "did you mean '3d'?"),
        ("0d", "longer than zero"),
        ("999999w", "longer than a hundred years"),
        ("9" * 5000 + " months", "like 30d"),
    ],
)
def test_anything_else_is_refused_with_advice(text: str, hint: str) -> None:
    with pytest.raises(DurationError) as caught:
        durations.parse(text)
    assert hint in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("text", ["36h", "90s"])
def test_days_refuses_parts_of_a_day(text: str) -> None:
    with pytest.raises(DurationError, match="whole days"):
        durations.days(text)


@given(st.integers(1, durations.LONGEST // SECOND))
def test_spell_is_the_inverse_of_parse(seconds: int) -> None:
    assert durations.parse(durations.spell(seconds * SECOND)) == seconds * SECOND


@pytest.mark.parametrize("length", [0, -DAY, 1])
def test_spell_refuses_what_has_no_spelling(length: int) -> None:
    with pytest.raises(DurationError):
        durations.spell(length)
