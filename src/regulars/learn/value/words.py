"""Why a customer is worth what the model says, in sentences."""

import datetime
from typing import NamedTuple

_EPOCH = datetime.date(1970, 1, 1).toordinal()


class Facts(NamedTuple):
    """What is said of one customer."""

    purchases: float
    days: float
    value: float
    low: float
    high: float
    times: int
    first: int
    """Day since 1970-01-01."""
    since: int
    """Days since the last purchase."""
    alive: float
    spend: float
    mean: float
    usual: float
    kept: float


_TEXTS = {
    "en": {
        "value": "expected in {days:g} days: {purchases:.2f} purchases, {value:,.2f} {currency}"
        " (in 9 of 10 cases between {low:,.2f} and {high:,.2f})",
        "again": "bought on {times} days since {first}, last {since} days ago: still a customer with probability {alive:.0%}",
        "once": "bought once, {since} days ago: still a customer with probability {alive:.0%}",
        "spend": "about {spend:,.2f} {currency} a purchase: their own mean is {mean:,.2f}, that of all customers {usual:,.2f}",
        "returns": "{back:.0%} of what they pay is expected back",
        "none": "no purchase yet",
    },
    "zh": {
        "value": "未来 {days:g} 天预计购买 {purchases:.2f} 次，价值 {value:,.2f} {currency}"
        "（九成情况在 {low:,.2f} 与 {high:,.2f} 之间）",
        "again": "自 {first} 起有 {times} 天购买，最近一次在 {since} 天前：仍是客户的概率为 {alive:.0%}",
        "once": "只买过一次，在 {since} 天前：仍是客户的概率为 {alive:.0%}",
        "spend": "每次约 {spend:,.2f} {currency}：本人平均 {mean:,.2f}，全体客户平均 {usual:,.2f}",
        "returns": "预计退回所付金额的 {back:.0%}",
        "none": "尚未购买",
    },
}


def why(language: str, currency: str, facts: Facts | None) -> list[str]:
    """The sentences; None: somebody who has not bought.

    >>> why("en", "USD", Facts(1.226, 30, 43.1, 0, 120, 3, 10_000, 12, 0.73, 35.2, 30, 40, 1))[1]
    'bought on 3 days since 1997-05-19, last 12 days ago: still a customer with probability 73%'
    """
    texts = _TEXTS[language]
    if facts is None:
        return [texts["none"]]
    said = facts._asdict() | {
        "currency": currency,
        "first": datetime.date.fromordinal(facts.first + _EPOCH).isoformat(),
        "back": 1 - facts.kept,
    }
    wanted = ["value", "again" if facts.times > 1 else "once", "spend", *(["returns"] if facts.kept < 0.98 else [])]
    return [texts[one].format(**said) for one in wanted]
