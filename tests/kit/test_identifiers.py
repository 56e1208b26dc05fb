"""What is cut off an identifier, what stays, and what names nobody."""

import pytest

from regulars.kit.identifiers import BLOCKED, clean_identifier, is_blocked


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("alice", "alice"),
        (" alice ", "alice"),
        ("\ufeffalice\u200b\u00a0", "alice"),
        ("a\u200bb", "a\u200bb"),
        ("\u202eecila", "ecila"),
        ("e\u0301", "\u00e9"),
        ("\ufb01", "\ufb01"),
        ("\u200b \t\n", ""),
        ("", ""),
        ("👨\u200d👩", "👨\u200d👩"),
    ],
)
def test_cleaning(text: str, clean: str) -> None:
    assert clean_identifier(text) == clean
    assert clean_identifier(clean) == clean


@pytest.mark.parametrize(
    "text", [*sorted(BLOCKED), "", "0", "0000", "-", "0-0", "NULL", "Undefined", "[object Object]", '"None"', "匿名"]
)
def test_nobody(text: str) -> None:
    assert is_blocked(text)


@pytest.mark.parametrize("text", ["alice", "10", "0a", "nullify", "-2", "u-0", "00000000-0000-0000-0000-000000000001"])
def test_somebody(text: str) -> None:
    assert not is_blocked(text)
