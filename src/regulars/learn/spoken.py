"""Lengths of time and shares as people say them, where a sentence gives a reason."""

import math

_AGO = {
    "en": {"today": "today", "ago": "{:,} days ago", "day": "1 day ago", "ahead": "in {:,} days"},
    "zh": {"today": "今天", "ago": "{:,} 天前", "day": "1 天前", "ahead": "{:,} 天后"},
}


def ago(days: float, language: str) -> str:
    """How long ago something was.

    >>> ago(0.9, "en"), ago(1.0, "en"), ago(41.2, "en"), ago(-3, "zh")
    ('today', '1 day ago', '41 days ago', '3 天后')
    """
    words, whole = _AGO[language], math.floor(days)
    if whole < 0:
        return words["ahead"].format(-whole)
    return words["today"] if whole == 0 else words["day"] if whole == 1 else words["ago"].format(whole)


def above(share: float, digits: int = 0) -> str:
    """A share of others that somebody surpasses: never more than it is, so never all.

    >>> above(0.9996), above(0.9996, 1), above(0.5)
    ('99%', '99.9%', '50%')
    """
    unit = 10 ** (digits + 2)
    return f"{math.floor(share * unit + 1e-9) / unit:.{digits}%}"
