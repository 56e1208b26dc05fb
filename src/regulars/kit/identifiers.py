"""What may name a person: how identifiers are cleaned, and the values that name nobody."""

import unicodedata

_NOBODY = (
    *("null", "undefined", "nan", "none", "nil", "0", "-1", "true", "false", "id", "email", "guest", "anonymous"),
    *("distinct_id", "distinctid", "not_authenticated", "unknown", "test", "n/a", "na", "匿名", "游客", "未登录", "空"),
)
_PLAIN = frozenset([*_NOBODY, "[object object]"])
BLOCKED = _PLAIN | {f"'{word}'" for word in _PLAIN} | {f'"{word}"' for word in _PLAIN}
"""Values that programs write when they know nobody, folded to lower case. Besides these, all of only `0` and `-`."""

LONGEST_BLOCKED = max(map(len, BLOCKED))


def clean_identifier(text: str) -> str:
    """The identifier as it is stored and compared: NFC, without invisible characters and spaces at its ends.

    Cut at the ends: separators (Z*), format characters (Cf, such as the zero-width space) and controls (Cc). Inside, all
    stays. NFKC is not applied: `ﬁ` is not `fi` in somebody's name.

    >>> clean_identifier(" alice\\u200b\\u00a0")
    'alice'
    """
    if text.isascii() and text.isprintable() and text[:1] != " " and text[-1:] != " ":
        return text
    start, end = 0, len(text)
    while start < end and _invisible(text[start]):
        start += 1
    while end > start and _invisible(text[end - 1]):
        end -= 1
    return unicodedata.normalize("NFC", text[start:end])


def is_blocked(text: str) -> bool:
    """Whether a cleaned identifier names nobody, so that it must never join two people.

    >>> is_blocked("Anonymous"), is_blocked("00000000-0000-0000-0000-000000000000"), is_blocked("alice")
    (True, True, False)
    """
    if text[:1] in ("0", "-", "") and not text.strip("0-"):
        return True
    return len(text) <= LONGEST_BLOCKED and text.casefold() in BLOCKED


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cf", "Cc")
