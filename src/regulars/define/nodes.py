"""YAML as a tree of nodes that know their lines. Scalars stay texts: what they mean is decided by the field that they fill.

So none of YAML's traps can spring: `on`, `yes`, `NO`, `1.10`, `0777` and `2026-01-01` are what is written, and the field
says whether a text, a number or true/false belongs there. Anchors work; what they unfold to is limited.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from regulars.kit.errors import RegularsError

LIMIT_BYTES = 2 * 1024 * 1024
"""The longest text of one file."""
LIMIT_NODES = 200_000
"""The most values in one file, aliases unfolded."""
LIMIT_DEPTH = 30

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(RegularsError):
    """The text is no YAML that definitions may be written in. `where` is `file:line`."""

    code = "bad_yaml"


class Scalar:
    """A text; `plain` if it was written without quotes (only then may it stand for a number, true, false or null)."""

    __slots__ = ("at", "plain", "text")

    def __init__(self, text: str, plain: bool, at: str) -> None:
        self.text = text
        self.plain = plain
        self.at = at

    @property
    def empty(self) -> bool:
        """Nothing was written, or `~`, or `null`."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


class Sequence:
    """A list."""

    __slots__ = ("at", "items")

    def __init__(self, at: str) -> None:
        self.items: list[Node] = []
        self.at = at


class Mapping:
    """Names to values, in the order written; a name may stand there twice (the reader of the tree reports it)."""

    __slots__ = ("at", "pairs")

    def __init__(self, at: str) -> None:
        self.pairs: list[tuple[Scalar, Node]] = []
        self.at = at


Node = Scalar | Sequence | Mapping


def compose(text: str, file: str) -> list[Node]:
    """The documents of a YAML text. Raises YamlError at the first thing that is no YAML, or over a limit.

    >>> [document] = compose("on: yes", "shop.yml")
    >>> key, value = document.pairs[0]; (key.text, value.text, value.at)
    ('on', 'yes', 'shop.yml:1')
    """
    if len(text) > LIMIT_BYTES or len(text.encode("utf-8", "surrogatepass")) > LIMIT_BYTES:
        raise YamlError(f"the file is longer than {LIMIT_BYTES:,} bytes", where=file)
    try:
        events = yaml.parse(text, Loader=_LOADER)
        documents = [_node(event, events, _Places(file)) for event in events if isinstance(event, yaml.NodeEvent)]
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark else 1
        raise YamlError(f"this is no valid YAML: {_sentence(problem)}", where=f"{file}:{line}") from None
    except yaml.reader.ReaderError as problem:
        line = text[: problem.position].count("\n") + 1 if isinstance(problem.position, int) else 1
        raise YamlError("a control character stands in the file; save it as plain UTF-8 text", where=f"{file}:{line}") from None
    except UnicodeEncodeError:
        raise YamlError("the file holds half a character (a lone surrogate)", where=file) from None
    for document in documents:
        _weigh(document)
    return documents


class _Places:
    """Names the lines of one file and remembers the anchors of one document."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.anchors: dict[str, Node] = {}

    def at(self, event: Any) -> str:
        return f"{self.file}:{event.start_mark.line + 1}"


def _node(event: Any, events: Iterator[Any], places: _Places, depth: int = 0) -> Node:
    at = places.at(event)
    if depth > LIMIT_DEPTH:
        raise YamlError(f"values are nested more than {LIMIT_DEPTH} deep", where=at)
    if isinstance(event, yaml.AliasEvent):
        if event.anchor not in places.anchors:
            raise YamlError(f"'*{event.anchor}' stands for nothing: there is no '&{event.anchor}' above it", where=at)
        return places.anchors[event.anchor]
    if event.tag not in (None, "!"):
        raise YamlError(f"a tag ('{event.tag}') has no meaning here; leave it out", where=at)
    node: Node
    if isinstance(event, yaml.ScalarEvent):
        if any("\ud800" <= character <= "\udfff" for character in event.value):
            raise YamlError("the text holds half a character (a lone surrogate)", where=at)
        node = Scalar(event.value, bool(event.implicit[0]) and event.style in (None, ""), at)
    elif isinstance(event, yaml.SequenceStartEvent):
        node = Sequence(at)
        while not isinstance(event_ := next(events), yaml.SequenceEndEvent):
            node.items.append(_node(event_, events, places, depth + 1))
    else:
        node = Mapping(at)
        while not isinstance(event_ := next(events), yaml.MappingEndEvent):
            key = _node(event_, events, places, depth + 1)
            if not isinstance(key, Scalar):
                raise YamlError("a key must be a text, not a list or a mapping", where=key.at)
            if key.plain and key.text == "<<":
                raise YamlError("'<<' (merging another mapping in) is not read here; write the keys out", where=key.at)
            node.pairs.append((key, _node(next(events), events, places, depth + 1)))
    if event.anchor is not None:
        places.anchors[event.anchor] = node
    return node


def _weigh(document: Node) -> None:
    """Refuse what unfolds to too many values. Each node is weighed once, so this is quick however often it is repeated."""
    weights: dict[int, int] = {}

    def weight(node: Node) -> int:
        if id(node) not in weights:
            if isinstance(node, Mapping):
                total = 1 + sum(1 + weight(value) for _, value in node.pairs)
            elif isinstance(node, Sequence):
                total = 1 + sum(weight(item) for item in node.items)
            else:
                total = 1 + len(node.text) // 100
            if total > LIMIT_NODES:
                raise YamlError(f"the file unfolds to more than {LIMIT_NODES:,} values", where=node.at)
            weights[id(node)] = total
        return weights[id(node)]

    weight(document)


def _sentence(problem: yaml.MarkedYAMLError) -> str:
    said = [part for part in (problem.context, problem.problem) if part]
    return ", ".join(said) or "it cannot be read"
