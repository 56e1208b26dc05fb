"""Why a value is what it is: sentences in English and Chinese, with the figures of the leaves."""

from collections.abc import Callable
from typing import Any

from regulars.algebra import spoken
from regulars.algebra.scalar import Closure, Frame
from regulars.algebra.tree import Aggregate, Call, Case, Constant, Named, Node, Read, children

_SIGNS = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_LEAVES = (Named, Aggregate, Read)
_MANY = 24
"""Sentences of one explanation."""

_WORDS = {
    "en": {"needs": "needs", "true": "true", "false": "false", "unknown": "unknown", "not": "not", "of": "from", "now": "now"},
    "zh": {"needs": "要求", "true": "成立", "false": "不成立", "unknown": "未知", "not": "非", "of": "来自", "now": "现在"},
}


def sentences(name: str, tree: Node, frame: Frame, closure: Callable[[Node], Closure], lang: str = "en") -> list[str]:
    """First the value itself, then one sentence for each condition or part that it rests on, in the order of the text."""
    words = _WORDS["zh" if lang.startswith("zh") else "en"]

    def value(node: Node) -> str:
        return spoken.value(closure(node)(frame), node.type)

    def verdict(node: Node) -> str:
        return words[{True: "true", False: "false"}.get(closure(node)(frame), "unknown")]

    found: list[str] = []

    def leaves(node: Node) -> None:
        shown = [part for part in _shallow(node) if isinstance(part, _LEAVES)]
        for part in dict.fromkeys(shown):
            found.append(f"{spoken.text(part)} = {value(part)}")

    def condition(node: Node) -> None:
        if isinstance(node, Call) and node.name in ("and", "or"):
            for arg in node.args:
                condition(arg)
        elif isinstance(node, Call) and node.name == "not" and node.type == "boolean":
            found.append(f"{words['not']} {spoken.text(node.args[0])}: {verdict(node)}")
            condition(node.args[0])
        elif isinstance(node, Call) and node.name in _SIGNS:
            left, right = node.args
            bound = spoken.text(right) + ("" if isinstance(right, Constant) else f" ({value(right)})")
            found.append(f"{spoken.text(left)} = {value(left)}, {words['needs']} {_SIGNS[node.name]} {bound}: {verdict(node)}")
        elif isinstance(node, Named) and node.type == "boolean":
            found.append(f"{node.name}: {verdict(node)}")
        else:
            parts = ", ".join(f"{spoken.text(p)} = {value(p)}" for p in dict.fromkeys(_shallow(node)) if isinstance(p, _LEAVES))
            found.append(f"{spoken.text(node)}: {verdict(node)}" + (f" ({parts})" if parts else ""))

    if tree.type == "boolean":
        found.append(f"{name}: {verdict(tree)}")
        if isinstance(tree, Named):
            tree = tree.body
        condition(tree)
    else:
        found.append(f"{name} = {value(tree)}")
        if isinstance(tree, Case):
            for test, _ in tree.branches:
                condition(test)
                if closure(test)(frame) is True:
                    break
        elif not isinstance(tree, _LEAVES):
            leaves(tree)
    return found[:_MANY]


def _shallow(node: Node) -> Any:
    """The nodes of a text without what stands inside of aggregates and named definitions."""
    yield node
    if not isinstance(node, (Named, Aggregate)):
        for child in children(node):
            yield from _shallow(child)
