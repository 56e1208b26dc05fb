"""Why an item was chosen, in words, in the workspace's language. The figures stand beside the text, so it can be said anew."""

from typing import Any

from regulars.records import Reason

TEXTS: dict[str, dict[str, str]] = {
    "popular": {
        "en": "The most popular that is eligible: {count} events, older ones counted less",
        "zh": "符合条件中最受欢迎：热度 {count}，越早的事件权重越低",
    },
    "uncounted": {
        "en": "Nothing is counted for it yet; the catalogue's order decides",
        "zh": "暂无统计，按目录顺序选择",
    },
    "explored": {
        "en": "Chosen by even chance among {among} items, to learn about it",
        "zh": "为了探索，在 {among} 个候选中随机选择",
    },
    "thompson": {
        "en": "Thompson: drew {drew} among {among} items, shown {shown} times, rewarded {rewarded}",
        "zh": "汤普森采样：在 {among} 个候选中抽得 {drew}，展示 {shown} 次，获得回报 {rewarded} 次",
    },
    "eligible": {
        "en": "{looked} items looked at in order of popularity, {refused} of them not eligible",
        "zh": "按热度依次检查 {looked} 个，其中 {refused} 个不符合条件",
    },
    "customer_not_eligible": {
        "en": "The customer does not meet the slot's condition",
        "zh": "该客户不符合此位置的条件",
    },
    "nothing_eligible": {
        "en": "Nothing eligible among {looked} items looked at",
        "zh": "检查了 {looked} 个，均不符合条件",
    },
    "no_items": {"en": "The catalogue '{catalog}' holds no items", "zh": "目录“{catalog}”中没有条目"},
    "fallback": {"en": "The slot's fallback '{item}' is shown", "zh": "展示默认内容“{item}”"},
    "nothing": {"en": "Nothing is shown; the slot has no fallback", "zh": "不展示任何内容；该位置没有默认内容"},
    "unknown_customer": {
        "en": "The customer is not known; decided on an empty profile",
        "zh": "未知客户，按空档案决策",
    },
}
"""Code of a reason → its text by language."""


def reason(code: str, language: str, data: dict[str, Any] | None = None) -> Reason:
    """The reason in words.

    >>> reason("thompson", "en", {"drew": 0.41, "shown": 120, "rewarded": 30, "among": 5}).text
    'Thompson: drew 0.41 among 5 items, shown 120 times, rewarded 30'
    """
    texts = TEXTS[code]
    return Reason(code, texts.get(language, texts["en"]).format_map(data or {}), data or {})
