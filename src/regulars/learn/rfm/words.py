"""Why a customer is in a group of RFM, in sentences."""

from regulars.learn.rfm.scores import GROUPS
from regulars.learn.spoken import above, ago

Part = tuple[str, float, float, int]
"""Which of the three; days since, orders or amount; the share of the others below it; the score."""

_GROUP = {"en": "{title}: they {about}", "zh": "{title}：{about}"}
_NONE = {"en": "no purchase yet", "zh": "尚未购买"}
_PARTS = {
    "en": {
        "recency": "last bought {value}, more recently than {share} of those who bought: recency {score} of 5",
        "frequency": "orders: {value}, more than {share} of those who bought: frequency {score} of 5",
        "monetary": "{value} {currency} in all, more than {share} of those who bought: monetary {score} of 5",
    },
    "zh": {
        "recency": "最近一次购买：{value}，比 {share} 的购买客户更近：近度 {score} 分（满分 5）",
        "frequency": "共 {value} 单，多于 {share} 的购买客户：频度 {score} 分（满分 5）",
        "monetary": "累计消费 {value} {currency}，高于 {share} 的购买客户：金额 {score} 分（满分 5）",
    },
}


def why(language: str, currency: str, group: str, *parts: Part) -> list[str]:
    """The sentences; what speaks loudest of the customer (the furthest from the middle) follows the group.

    >>> why("en", "USD", "prospects")
    ['no purchase yet']
    >>> why("en", "USD", "new", ("recency", 2.0, 0.9, 5), ("frequency", 1.0, 0.0, 1))[1]
    'orders: 1, more than 0% of those who bought: frequency 1 of 5'
    """
    if group == "prospects":
        return [_NONE[language]]
    title, about = GROUPS[group].title[language], GROUPS[group].about[language]
    said = [_GROUP[language].format(title=title, about=about)]
    for name, value, share, score in sorted(parts, key=lambda part: -abs(part[2] - 0.5)):
        written = ago(value, language) if name == "recency" else f"{value:,.2f}" if name == "monetary" else f"{value:,.0f}"
        said.append(_PARTS[language][name].format(value=written, share=above(share), score=score, currency=currency))
    return said
