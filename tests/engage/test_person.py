"""What is read off a customer's record."""

from typing import Any

import pytest

from regulars.engage.person import checked, email, is_zone, language, trait, zone
from regulars.records import Customer


def customer(**traits: Any) -> Customer:
    return Customer(id=1, born_at=0, traits={name: [value, 0, 0] for name, value in traits.items()})


def test_the_first_trait_that_is_known() -> None:
    assert trait(customer(a=None, b=0), "a", "b") == 0
    assert trait(customer(), "a") is None


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("Ann@Example.COM", "Ann@example.com"),
        ("  ann+shop@example.com ", "ann+shop@example.com"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@例え.example", "ann@xn--r8jz45g.example"),
        ("änn@example.com", ""),
        ('"a b"@example.com', ""),
        ("ann@[127.0.0.1]", ""),
        ("Ann <ann@example.com>", ""),
        ("a@b@example.com", ""),
        ("ann@example..com", ""),
    ],
)
def test_addresses_are_normalised_to_ascii(given: str, address: str) -> None:
    assert email(customer(email=given))[0] == address
    assert bool(checked(given.strip())[1]) is (address == "")


def test_zone_and_language() -> None:
    assert zone(customer(timezone="Asia/Shanghai"), "UTC") == "Asia/Shanghai"
    assert zone(customer(timezone="Nowhere"), "UTC") == "UTC"
    assert language(customer(locale="zh_CN"), "en") == "zh_CN"
    assert language(customer(language=7), "en") == "en"


@pytest.mark.parametrize("name", ["", "../UTC", "/etc/passwd", "Asia", "Asia/Shanghai\x00", "x" * 300, "localtime "])
def test_what_is_no_zone(name: str) -> None:
    assert not is_zone(name)
