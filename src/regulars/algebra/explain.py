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


Say = Callable[[Frame], str]
Explainer = Callable[[Frame], list[str]]


def explainer(name: str, tree: Node, closure: Callable[[Node], Closure], lang: str = "en") -> Explainer:
    """The function from a frame to its sentences: first the value itself, then one for each condition or part on which it
    rests, in the order of the text. What can be said beforehand is said once.
    """
    words = _WORDS["zh" if lang.startswith("zh") else "en"]
    verdicts = {True: words["true"], False: words["false"]}

    def value(node: Node, before: str) -> Say:
        read, type_ = closure(node), node.type
        return lambda frame: before + spoken.value(read(frame), type_)

    def verdict(node: Node, before: str) -> Say:
        read = closure(node)
        return lambda frame: before + verdicts.get(read(frame), words["unknown"])

    def leaves(node: Node) -> list[Say]:
        return [value(part, f"{spoken.text(part)} = ") for part in dict.fromkeys(_shallow(node)) if isinstance(part, _LEAVES)]

    def condition(node: Node) -> list[Say]:
        if isinstance(node, Call) and node.name in ("and", "or"):
            return [say for arg in node.args for say in condition(arg)]
        if isinstance(node, Call) and node.name == "not" and node.type == "boolean":
            return [verdict(node, f"{words['not']} {spoken.text(node.args[0])}: "), *condition(node.args[0])]
        if isinstance(node, Call) and node.name in _SIGNS:
            return [comparison(node)]
        if isinstance(node, Named) and node.type == "boolean":
            return [verdict(node, f"{node.name}: ")]
        says, parts = verdict(node, f"{spoken.text(node)}: "), leaves(node)
        return [lambda frame: says(frame) + (f" ({', '.join(part(frame) for part in parts)})" if parts else "")]

    def comparison(node: Call) -> Say:
        left, right = node.args
        needs = f", {words['needs']} {_SIGNS[node.name]} {spoken.text(right)}"
        first, last = value(left, f"{spoken.text(left)} = "), verdict(node, ": ")
        if isinstance(right, Constant):
            return lambda frame: first(frame) + needs + last(frame)
        bound = value(right, " (")
        return lambda frame: f"{first(frame)}{needs}{bound(frame)}){last(frame)}"

    def grounds(test: Node) -> list[Say]:
        """Why a stage that holds does: what its name stands for."""
        return condition(test.body) if isinstance(test, Named) and not isinstance(test.body, Constant) else []

    if tree.type == "boolean":
        body = tree.body if isinstance(tree, Named) else tree
        sayings = [verdict(tree, f"{name}: "), *condition(body)]
        return lambda frame: [say(frame) for say in sayings[:_MANY]]
    whole = value(tree, f"{name} = ")
    if isinstance(tree, Case):
        branches = [(closure(test), condition(test), grounds(test)) for test, _ in tree.branches]

        def case(frame: Frame) -> list[str]:
            found = [whole(frame)]
            for holds, sayings, because in branches:
                found += [say(frame) for say in sayings]
                if holds(frame) is True:
                    found += [say(frame) for say in because]
                    break
            return found[:_MANY]

        return case
    sayings = [whole, *([] if isinstance(tree, _LEAVES) else leaves(tree))]
    return lambda frame: [say(frame) for say in sayings[:_MANY]]


def _shallow(node: Node) -> Any:
    """The nodes of a text without what stands inside of aggregates and named definitions."""
    yield node
    if not isinstance(node, (Named, Aggregate)):
        for child in children(node):
            yield from _shallow(child)
