"""What engagement reads off a customer's record: the address, the language, the time zone."""

import re
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email

from regulars.kit.clock import to_text
from regulars.kit.said import Said, Words
from regulars.records import Customer

DELIVERABLE = ":deliverable"
"""`email:deliverable` is kept among the consents: false since a hard bounce. So the stricter word wins when customers merge."""

_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]{0,63}", re.ASCII)


def trait(customer: Customer, *names: str) -> Any:
    """The value of the first of these traits that is known and not null."""
    for name in names:
        stamped = customer.traits.get(name)
        if stamped is not None and stamped[0] is not None:
            return stamped[0]
    return None


def email(customer: Customer) -> tuple[str, Words]:
    """The address in ASCII, or an empty string and why there is none.

    It is the trait `email`, else the identifier seen last. An address that bounced for good counts again only once the
    trait was set anew. Local parts beyond ASCII would need SMTPUTF8, which no channel here speaks.
    """
    stamped = customer.traits.get("email")
    given = stamped[0] if stamped else None
    if not isinstance(given, str) or not given.strip():
        seen = customer.identifiers.get("email", {})
        given = max(seen, key=lambda value: (seen[value], value), default=None)
        stamped = None
    if given is None:
        return "", Said("no e-mail address is known", "没有邮箱地址")
    address, why = checked(given.strip())
    if not address:
        return "", Said(f"'{given[:80]}' is no usable address: {why}", f"“{given[:80]}”不是可用的邮箱地址：{why}")
    dead = customer.consents.get("email" + DELIVERABLE)
    if dead is not None and dead[0] is False and (stamped is None or stamped[1] <= dead[1]):
        at = to_text(dead[1])
        return "", Said(f"mail to {address} bounced for good on {at}", f"发往 {address} 的邮件已于 {at} 永久退回")
    return address, ""


@lru_cache(maxsize=10_000)
def checked(address: str) -> tuple[str, str]:
    """The address normalised to ASCII (an international domain in punycode), or an empty string and what is wrong."""
    try:
        valid = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        return "", str(error)
    return valid.ascii_email or "", ""


def zone(customer: Customer, default: str) -> str:
    """The customer's own time zone (trait `timezone` or `zone`) if there is such a zone, else the default."""
    own = trait(customer, "timezone", "zone")
    return own if isinstance(own, str) and is_zone(own) else default


@lru_cache(maxsize=2000)
def is_zone(name: str) -> bool:
    """Is there a time zone of this name in the IANA data?"""
    if not _ZONE.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def language(customer: Customer, default: str) -> str:
    """The customer's language (trait `language` or `locale`), else the default."""
    own = trait(customer, "language", "locale")
    return own if isinstance(own, str) and own else default
