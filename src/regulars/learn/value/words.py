"""Why a customer is worth what the model says, in sentences."""

import datetime
from typing import NamedTuple

from regulars.learn.spoken import ago

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
        "again": "bought on {times} days since {first}, last {ago}: still a customer with probability {alive:.0%}",
        "once": "bought once, {ago}: still a customer with probability {alive:.0%}",
        "sure": "bought once, {ago}: whether they left cannot be told, as by BG/NBD nobody does before a second purchase",
        "spend": "about {spend:,.2f} {currency} a purchase: their own mean is {mean:,.2f}, that of all customers {usual:,.2f}",
        "returns": "{back:.0%} of what they pay is expected back",
        "none": "no purchase yet",
    },
    "zh": {
        "value": "未来 {days:g} 天预计购买 {purchases:.2f} 次，价值 {value:,.2f} {currency}"
        "（九成情况在 {low:,.2f} 与 {high:,.2f} 之间）",
        "again": "自 {first} 起有 {times} 天购买，最近一次：{ago}；仍是客户的概率为 {alive:.0%}",
        "once": "只买过一次：{ago}；仍是客户的概率为 {alive:.0%}",
        "sure": "只买过一次：{ago}；无法判断是否流失，因为 BG/NBD 假定无人在第二次购买之前离开",
        "spend": "每次约 {spend:,.2f} {currency}：本人平均 {mean:,.2f}，全体客户平均 {usual:,.2f}",
        "returns": "预计退回所付金额的 {back:.0%}",
        "none": "尚未购买",
    },
}


def why(language: str, currency: str, facts: Facts | None) -> list[str]:
    """The sentences; None: somebody who has not bought.

    >>> why("en", "USD", Facts(1.226, 30, 43.1, 0, 120, 3, 10_000, 12, 0.73, 35.2, 30, 40, 1))[1]
    'bought on 3 days since 1997-05-19, last 12 days ago: still a customer with probability 73%'
    >>> why("en", "USD", Facts(0.1, 30, 4.1, 0, 9, 1, 10_000, 9_000, 1.0, 35.2, 30, 40, 1))[1]
    'bought once, 9,000 days ago: whether they left cannot be told, as by BG/NBD nobody does before a second purchase'
    """
    texts = _TEXTS[language]
    if facts is None:
        return [texts["none"]]
    said = facts._asdict() | {
        "currency": currency,
        "first": datetime.date.fromordinal(facts.first + _EPOCH).isoformat(),
        "back": 1 - facts.kept,
        "ago": ago(facts.since, language),
    }
    once = "once" if facts.alive < 1 else "sure"
    wanted = ["value", "again" if facts.times > 1 else once, "spend", *(["returns"] if facts.kept < 0.98 else [])]
    return [texts[one].format(**said) for one in wanted]
