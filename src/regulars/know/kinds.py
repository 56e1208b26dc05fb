"""How a value of one kind of identifier is written so that equal ones are equal; what is no such value names nobody."""

import re
import unicodedata
from collections.abc import Callable

from regulars.define.definitions import DEFAULT_IDENTIFIERS, Definitions, IdentifierKind
from regulars.kit.identifiers import clean_identifier, is_blocked

_EMAIL = re.compile(r"[^\s@<>\"'(),:;\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")
_PHONE = re.compile(r"\+?\d{7,15}")
_LONGEST = 256


def _email(text: str) -> str:
    """Lower case throughout: addresses that differ only in case are one. Syntax only; at most 254 characters (RFC 5321)."""
    text = unicodedata.normalize("NFKC", text).lower()
    return text if len(text) <= 254 and _EMAIL.fullmatch(text) and ".." not in text else ""


def _phone(text: str) -> str:
    """Digits with the plus sign, if there is one; full-width digits and separators are put right, an extension is cut."""
    text = unicodedata.normalize("NFKC", text).lower().removeprefix("tel:").partition(";")[0]
    text = re.sub(r"[\s().-]", "", text)
    return text if _PHONE.fullmatch(text) and text.strip("+0") else ""


_KINDS: dict[str, Callable[[str], str]] = {"email": _email, "phone": _phone}


ENVELOPE = ("user_id", "anonymous_id")
"""Kinds that events carry outside of their traits. They always have rules: those of `DEFAULT_IDENTIFIERS` unless defined."""


def kinds_of(definitions: Definitions) -> dict[str, IdentifierKind]:
    """The kinds of identifiers of a workspace, the strongest first."""
    defined = definitions.identifiers
    kinds = {kind: DEFAULT_IDENTIFIERS[kind] for kind in ENVELOPE} | defined if defined else DEFAULT_IDENTIFIERS
    return dict(sorted(kinds.items(), key=lambda item: (item[1].priority, item[0])))


def canonical(kind: str, value: object) -> str:
    """The value as it is compared, or an empty string where it names nobody.

    >>> canonical("email", " Ann@Example.COM "), canonical("email", "a@localhost"), canonical("user_id", "N/A")
    ('ann@example.com', '', '')
    >>> canonical("phone", "１３８ ００１３-８０００"), canonical("phone", "00000000")
    ('13800138000', '')
    """
    if not isinstance(value, str):
        return str(value) if isinstance(value, int) and not isinstance(value, bool) and value else ""
    text = clean_identifier(value)
    if kind in _KINDS:
        text = _KINDS[kind](text)
    return "" if is_blocked(text) or len(text.encode()) > _LONGEST else text
