"""An expression as a plain sentence in English and Chinese, for people who read no SQL. What has no words here stays SQL."""

from collections.abc import Mapping
from typing import Literal, get_args

from regulars.algebra import Calendar, calendar, spoken
from regulars.algebra.tree import Aggregate, Call, Case, Constant, Moment, Named, Node, Read
from regulars.define.definitions import Definitions
from regulars.kit.clock import DAY

Language = Literal["en", "zh"]
_UTC = calendar("UTC")

_SIGNS = {
    "eq": ("is", "是"),
    "ne": ("is not", "不是"),
    "lt": ("is less than", "小于"),
    "le": ("is at most", "不超过"),
    "gt": ("is more than", "大于"),
    "ge": ("is at least", "至少为"),
}
_INSTANTS = {
    "lt": ("is before", "早于"),
    "le": ("is not after", "不晚于"),
    "gt": ("is after", "晚于"),
    "ge": ("is not before", "不早于"),
}
_KINDS = {
    "count": ("how often {}", "{}的次数"),
    "sum": ("the sum of {}", "{}之和"),
    "avg": ("the average of {}", "{}的平均值"),
    "min": ("the least {}", "最小的{}"),
    "max": ("the greatest {}", "最大的{}"),
    "first": ("the first {}", "最早的{}"),
    "last": ("the latest {}", "最近的{}"),
    "mode": ("the most frequent {}", "最常见的{}"),
    "distinct_count": ("how many different {}", "不同{}的数量"),
    "distinct_list": ("the different {}", "所有不同的{}"),
}
_TESTS = {
    "is_null": ("{} is not known", "{}未知"),
    "is_true": ("{} is true", "{}为真"),
    "is_false": ("{} is false", "{}为假"),
    "contains": ("{} contains {}", "{}包含{}"),
    "starts_with": ("{} begins with {}", "{}以{}开头"),
    "ends_with": ("{} ends with {}", "{}以{}结尾"),
    "like": ("{} looks like {}", "{}形如{}"),
}
_DENIED = {
    "is_null": ("{} is known", "{}已知"),
    "contains": ("{} does not contain {}", "{}不包含{}"),
    "starts_with": ("{} does not begin with {}", "{}不以{}开头"),
    "like": ("{} does not look like {}", "{}不形如{}"),
}
_MATH = {"add": "+", "sub": "−", "mul": "×", "div": "÷"}
_UNITS = {"day": ("days", "天"), "hour": ("hours", "小时")}


def sentences(tree: Node, definitions: Definitions, days: Calendar) -> dict[str, str]:
    """What the tree says by language, where features and segments are called by their titles."""
    titles = {one.name: one.title for one in (*definitions.features.values(), *definitions.segments.values()) if one.title}
    return {language: sentence(tree, titles, language, days) for language in get_args(Language)}


def sentence(tree: Node, titles: Mapping[str, dict[str, str]], language: Language, days: Calendar = _UTC) -> str:
    """What the expression says. `titles`: names for people of what it names, by name and language. `days`: the workspace's.

    >>> from regulars.algebra import Scope, Spec, parse
    >>> scope = Scope(names={"spend": Spec("sum(properties.total)")})
    >>> tree = parse("spend > 500 and traits.city in ('上海', 'Berlin')", scope).tree
    >>> sentence(tree, {}, "en")
    "spend is more than 500, and city is one of '上海', 'Berlin'"
    >>> sentence(tree, {"spend": {"zh": "消费额"}}, "zh")
    '消费额大于500，并且city是“上海”、“Berlin”之一'
    >>> tree = parse("traits.email is not null and not contains(traits.city, 'x') and traits.vip is true", scope).tree
    >>> sentence(tree, {}, "en")
    "email is known, and city does not contain 'x', and vip is true"
    >>> sentence(tree, {}, "zh")
    'email已知，并且city不包含“x”，并且vip为真'
    >>> last = parse("max(timestamp) < '2026-05-04'", Scope(zone="Asia/Shanghai")).tree
    >>> sentence(last, {}, "en", calendar("Asia/Shanghai"))
    'the greatest timestamp is before 2026-05-04'
    """
    return _Speaker(titles, 1 if language == "zh" else 0, days).say(tree, top=True)


class _Speaker:
    def __init__(self, titles: Mapping[str, dict[str, str]], place: int, days: Calendar) -> None:
        self._days = days
        self._titles = titles
        self._place = place
        self._language = ("en", "zh")[place]

    def _words(self, english: str, chinese: str) -> str:
        return (english, chinese)[self._place]

    def say(self, node: Node, top: bool = False) -> str:
        """A node as words; `top`: at the outermost place, where commas part better than brackets."""
        if isinstance(node, Named):
            return self._titles.get(node.name, {}).get(self._language) or node.name
        if isinstance(node, Constant):
            return self._constant(node)
        if isinstance(node, Read):
            return ".".join(node.path) if node.path else node.root
        if isinstance(node, Moment):
            return self._moment(node)
        if isinstance(node, Aggregate):
            return self._aggregate(node)
        if isinstance(node, Case):
            return spoken.text(node)
        return self._call(node, top)

    def _constant(self, node: Constant) -> str:
        if node.value is None:
            return self._words("nothing", "空")
        if isinstance(node.value, bool):
            return self._words("true" if node.value else "false", "是" if node.value else "否")
        if node.type == "text":
            return self._words(f"'{node.value}'", f"“{node.value}”")
        if node.type == "timestamp" and isinstance(node.value, int):
            return self._days.local(node.value).date().isoformat()
        return spoken.value(node.value, node.type)

    def _moment(self, node: Moment) -> str:
        whole = node.days + (node.shift / DAY if node.shift else 0)
        if node.months or whole != int(whole):
            return spoken.text(node)
        days = int(whole)
        if not days:
            return self._words("today" if node.kind == "today" else "now", "今天" if node.kind == "today" else "现在")
        unit = self._words("day" if abs(days) == 1 else "days", "天")
        return self._words(
            f"{abs(days)} {unit} {'ago' if days < 0 else 'ahead'}", f"{abs(days)}{unit}{'前' if days < 0 else '后'}"
        )

    def _aggregate(self, node: Aggregate) -> str:
        english, chinese = _KINDS.get(node.kind, (f"{node.kind} of {{}}", f"{{}}的{node.kind}"))
        what = self._words("something happened", "事件") if node.argument is None else self.say(node.argument)
        if node.argument is None and node.where is not None:
            what, where = self._event(node.where)
        else:
            where = "" if node.where is None else self._words(f" where {self.say(node.where)}", f"{self.say(node.where)}时的")
        window = ""
        if node.window is not None:
            unit = _UNITS[node.window.unit]
            window = self._words(f" in the last {node.window.count} {unit[0]}", f"最近{node.window.count}{unit[1]}内")
        if self._place:
            return f"{window}{where}{chinese.format(what)}"
        return f"{english.format(what)}{where}{window}"

    def _event(self, where: Node) -> tuple[str, str]:
        """A count's condition as (what happened, further conditions): `event = 'X' and …`."""
        parts = list(where.args) if isinstance(where, Call) and where.name == "and" else [where]
        for part in parts:
            if isinstance(part, Call) and part.name == "eq" and isinstance(part.args[1], Constant):
                left = part.args[0]
                if isinstance(left, Read) and left.root == "event":
                    rest = [self.say(other) for other in parts if other is not part]
                    named = self._constant(part.args[1])
                    if not rest:
                        return self._words(f"{named} happened", named), ""
                    joined = self._words(" and ", "且").join(rest)
                    return self._words(f"{named} happened", named), self._words(f" where {joined}", f"{joined}时的")
        said = self.say(where)
        return self._words("something happened", "事件"), self._words(f" where {said}", f"{said}时的")

    def _call(self, node: Call, top: bool) -> str:
        name, args = node.name, node.args
        if name in ("and", "or"):
            parts = [self.say(arg) for arg in args]
            if name == "and" and top:
                return self._words(", and ", "，并且").join(parts)
            joined = self._words(f" {name} ", "且" if name == "and" else "或").join(parts)
            return joined if top else self._words(f"({joined})", f"（{joined}）")
        if name == "not" and isinstance(args[0], Call) and args[0].name in _DENIED:
            return _DENIED[args[0].name][self._place].format(*map(self.say, args[0].args))
        if name == "not":
            return self._words(f"not ({self.say(args[0])})", f"并非（{self.say(args[0])}）")
        if name in _SIGNS:
            signs = _INSTANTS if args[0].type == "timestamp" and name in _INSTANTS else _SIGNS
            gap = self._words(" ", "")
            return f"{self.say(args[0])}{gap}{signs[name][self._place]}{gap}{self.say(args[1])}"
        if name == "in":
            options = self._words(", ", "、").join(self.say(arg) for arg in args[1:])
            return self._words(f"{self.say(args[0])} is one of {options}", f"{self.say(args[0])}是{options}之一")
        if name in _TESTS:
            return _TESTS[name][self._place].format(*map(self.say, args))
        if name in _MATH:
            return f"{self.say(args[0])} {_MATH[name]} {self.say(args[1])}"
        if "_of_" in name and len(args) == 1:
            return self.say(args[0])
        return spoken.text(node)
