"""From a tree of YAML nodes to the Structs of `definitions`, led by their types; every mistake becomes a Finding.

The sugar that people may write is a table here: a segment may be just its text, a property just its type, a title just a
text in the workspace's language, and whatever has names may be a mapping or a list.
"""

from typing import Any

import msgspec
from msgspec import inspect

from regulars.define import definitions as kinds
from regulars.define.findings import Finding, error
from regulars.define.nodes import Mapping, Node, Scalar, Sequence
from regulars.kit.errors import nearest

SHORT: dict[type, str] = {
    kinds.Property: "type",
    kinds.Feature: "of",
    kinds.Segment: "when",
    kinds.Stage: "when",
    kinds.Metric: "of",
    kinds.Policy: "kind",
    kinds.Purpose: "basis",
    kinds.Source: "kind",
    kinds.Catalog: "file",
    kinds.Texts: "when",
}
"""A definition of this kind may be written as just this field."""

BY_LANGUAGE = frozenset({"title", "subject", "body", "html"})
"""Fields that may be one text instead of `{en: …, zh: …}`; it is then in the workspace's language."""

NAMED_LISTS = frozenset({"steps"})
"""Lists whose elements have names; they may be written as a mapping from name to element too."""

_BAD: Any = object()
_HIDDEN = frozenset({"at"})


class Decoder:
    """Reads nodes into values. `findings` grows; where something is wrong, what is right around it is still read."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self.findings: list[Finding] = []

    def named(self, node: Node, struct: type, what: str) -> list[tuple[str, str, Any]]:
        """The definitions of one kind as (name, place, value), in order, from a mapping or a list. `what` is its word."""
        found: list[tuple[str, str, Any]] = []
        for name, body in self._entries(node, struct, what):
            value = self.struct(body, struct, f"{what} '{name.text}'", name=name)
            if value is not _BAD:
                found.append((name.text, name.at, value))
        return found

    def struct(self, node: Node, struct: type, label: str, name: Scalar | None = None) -> Any:
        """One Struct. `name` is the key under which it stands, for kinds that carry their name and place."""
        info = inspect.type_info(struct)
        assert isinstance(info, inspect.StructType)
        fields = {field.name: field for field in info.fields if field.name not in _HIDDEN}
        values: dict[str, Any] = {}
        if "name" in fields and name is not None:
            values["name"] = name.text
            del fields["name"]
            if "at" in struct.__struct_fields__:  # type: ignore[attr-defined]
                values["at"] = name.at
        before = len(self.findings)
        for key, value in self._body(node, struct, fields, label):
            if key.text in values:
                self._say("duplicate_key", f"{label}: '{key.text}' is given twice", key.at)
                continue
            values[key.text] = self._field(value, fields[key.text].type, f"{label}, {key.text}", key.text)
        if len(self.findings) > before:
            return _BAD
        missing = [field.name for field in fields.values() if field.required and field.name not in values]
        if missing:
            self._say("missing_key", f"{label}: '{missing[0]}' is missing", name.at if name else node.at)
            return _BAD
        return struct(**values)

    def _entries(self, node: Node, struct: type, what: str) -> list[tuple[Scalar, Node]]:
        if isinstance(node, Scalar) and node.empty:
            return []
        pairs: list[tuple[Scalar, Node]]
        if isinstance(node, Mapping):
            pairs = node.pairs
        elif isinstance(node, Sequence):
            pairs = [pair for number, item in enumerate(node.items, 1) if (pair := self._element(item, number, struct, what))]
        else:
            self._say("wrong_type", f"{what}: a mapping from names to definitions belongs here, not a text", node.at)
            return []
        first: dict[str, tuple[Scalar, Node]] = {}
        for key, body in pairs:
            if first.setdefault(key.text, (key, body))[0] is not key:
                place = first[key.text][0].at
                self._say("duplicate_name", f"{what} '{key.text}' is defined twice: here and at {place}", key.at)
        return list(first.values())

    def _element(self, item: Node, number: int, struct: type, what: str) -> tuple[Scalar, Node] | None:
        """A name and a body out of one element of a list: `name: …` inside, `- name: body`, or only a name."""
        if isinstance(item, Scalar):
            return item, Scalar("", True, item.at)
        if isinstance(item, Mapping):
            inside = [value for key, value in item.pairs if key.text == "name"]
            if inside and isinstance(inside[0], Scalar):
                body = Mapping(item.at)
                body.pairs = [pair for pair in item.pairs if pair[1] is not inside[0]]
                return Scalar(inside[0].text, True, item.at), body
            if len(item.pairs) == 1 and item.pairs[0][0].text not in struct.__struct_fields__:  # type: ignore[attr-defined]
                return item.pairs[0]
            if struct is kinds.Step:
                return Scalar(f"step_{number}", True, item.at), item
        self._say("missing_key", f"{what} number {number}: 'name' is missing", item.at)
        return None

    def _body(self, node: Node, struct: type, fields: dict[str, Any], label: str) -> list[tuple[Scalar, Node]]:
        if isinstance(node, Scalar):
            if node.empty:
                return []
            if struct in SHORT:
                return [(Scalar(SHORT[struct], True, node.at), node)]
        if not isinstance(node, Mapping):
            self._say("wrong_type", f"{label}: {_allowed(fields)} belong here, not {_seen(node)}", node.at)
            return []
        known = []
        for key, value in node.pairs:
            if key.text in fields:
                known.append((key, value))
            else:
                hint = nearest(key.text, fields)
                self._say("unknown_key", f"{label}: '{key.text}' is not known{hint or '.'} Allowed: {_allowed(fields)}", key.at)
        return known

    def _field(self, node: Node, info: inspect.Type, label: str, field: str) -> Any:
        """One value of the type that the field wants."""
        if isinstance(info, inspect.UnionType):
            if isinstance(node, Scalar) and node.empty:
                return None
            return self._field(node, next(t for t in info.types if not isinstance(t, inspect.NoneType)), label, field)
        if isinstance(info, inspect.StructType):
            return self.struct(node, info.cls, label)
        if isinstance(info, inspect.ListType):
            return self._list(node, info.item_type, label, field)
        if isinstance(info, inspect.DictType):
            return self._dict(node, info.value_type, label, field)
        if not isinstance(node, Scalar):
            return self._wrong(node, _word(info), label)
        return self._scalar(node, info, label)

    def _list(self, node: Node, item: inspect.Type, label: str, field: str) -> Any:
        if field in NAMED_LISTS and isinstance(item, inspect.StructType):
            return [value for _, _, value in self.named(node, item.cls, _each(label, item.cls))]
        if isinstance(node, Scalar) and isinstance(item, inspect.StrType) and not node.empty:
            return [node.text]
        if not isinstance(node, Sequence):
            return self._wrong(node, "a list", label)
        return [self._field(element, item, f"{label}, number {number}", "") for number, element in enumerate(node.items, 1)]

    def _dict(self, node: Node, value: inspect.Type, label: str, field: str) -> Any:
        if isinstance(node, Scalar) and field in BY_LANGUAGE and not node.empty:
            return {self.language: node.text}
        if isinstance(value, inspect.StructType):
            return {name: struct for name, _, struct in self.named(node, value.cls, _each(label, value.cls))}
        if not isinstance(node, Mapping):
            return self._wrong(node, "a mapping", label)
        values: dict[str, Any] = {}
        for key, element in node.pairs:
            if key.text in values:
                self._say("duplicate_key", f"{label}: '{key.text}' is given twice", key.at)
            values[key.text] = self._field(element, value, f"{label}, {key.text}", "")
        return values

    def _scalar(self, node: Scalar, info: inspect.Type, label: str) -> Any:
        if isinstance(info, inspect.LiteralType):
            if node.text in info.values:
                return node.text
            allowed = ", ".join(str(value) for value in info.values)
            hint = nearest(node.text, [str(value) for value in info.values]) or "."
            self._say("wrong_value", f"{label}: '{_cut(node.text)}' is not known{hint} Allowed: {allowed}", node.at)
            return _BAD
        if node.empty:
            self._say("wrong_type", f"{label}: {_word(info)} belongs here, and nothing is written", node.at)
            return _BAD
        if isinstance(info, inspect.StrType):
            return node.text
        try:
            if node.plain and isinstance(info, inspect.BoolType):
                return {"true": True, "false": False}[node.text.lower()]
            if node.plain and len(node.text) <= 19 and isinstance(info, inspect.IntType):
                return msgspec.convert(node.text, int, strict=False)
            if node.plain and len(node.text) <= 32 and isinstance(info, inspect.FloatType):
                return msgspec.convert(node.text, float, strict=False)
        except (KeyError, msgspec.ValidationError):
            pass
        return self._wrong(node, _word(info), label)

    def _wrong(self, node: Node, wanted: str, label: str) -> Any:
        self._say("wrong_type", f"{label}: {wanted} belongs here, not {_seen(node)}", node.at)
        return _BAD

    def _say(self, code: str, text: str, at: str) -> None:
        self.findings.append(error(code, text, at))


def _word(info: inspect.Type) -> str:
    words = {inspect.StrType: "a text", inspect.IntType: "a whole number", inspect.FloatType: "a number"}
    return "true or false" if isinstance(info, inspect.BoolType) else words.get(type(info), "a text")


def _seen(node: Node) -> str:
    if isinstance(node, Scalar):
        return f"the text '{_cut(node.text)}'" if not node.empty else "nothing"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def _allowed(fields: dict[str, Any]) -> str:
    return ", ".join(fields)


def _each(label: str, struct: type) -> str:
    """`journey 'j', steps` holds steps: the label of one of them, before its name."""
    return f"{label.rpartition(',')[0]}, {struct.__name__.lower()}"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
