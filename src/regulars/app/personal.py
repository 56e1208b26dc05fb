"""Personal fields: which there are, and how they look to members who have not had them revealed.

Answers are covered on their way out, whatever route made them, so no route can forget it; the tables that SQL reads are covered
by expressions. Keys of machines get values as they are.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from regulars.algebra.tree import Named, Node, Read, children
from regulars.app.views import Profile
from regulars.app.world import World
from regulars.define.definitions import DEFAULT_IDENTIFIERS

COVER = "•••"

ANYWHERE = (
    "email", "mail", "phone", "mobile", "tel", "telephone", "first_name", "last_name", "full_name", "middle_name", "surname",
    "address", "street", "postal_code", "postcode", "zip", "birthday", "birth_date", "date_of_birth", "ip", "ip_address",
    "passport", "id_number", "id_card", "iban", "wechat", "wechat_id", "latitude", "longitude",
    "邮箱", "电话", "手机", "手机号", "姓名", "地址", "生日", "身份证", "微信",
)  # fmt: skip
"""Names (in any spelling: `firstName`, `First Name`) that are personal in traits, properties and context."""
OF_PERSONS = ("name", "username", "nickname", "avatar")
"""Names that are personal as traits; as properties they are those of products, pages …"""

_FEATURES = ("features", "values")
"""Objects in answers that hold features by name."""
_HOLDERS = {"traits": True, "identifiers": True, "properties": False, "context": False}
"""Objects in answers that hold what customers said; whether in them names are those of persons."""
_PAIR = re.compile(r'("([^"\\]*)"\s*:\s*")((?:[^"\\]|\\.)*)("|\\?$)')
"""A name and its text in JSON that cannot be read."""
_MAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_SQL_MAIL = r"[\w.+%''-]+@[\w-]+(\.[\w-]+)+"
_NUMBER = re.compile(r"(?<![\w.-])\+\d[\d ()-]{7,18}\d(?![\w.-])")
_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")


def _plain(name: str) -> str:
    return re.sub(r"[\s_.-]", "", name).lower()


class Personal(msgspec.Struct, frozen=True):
    """The personal names of one workspace, without case and separators."""

    anywhere: frozenset[str]
    of_persons: frozenset[str]
    features: frozenset[str]
    """Features that give a text or a list out of personal fields."""
    said: re.Pattern[str]
    """`traits.name = …` or `feature = …` in a sentence of ours."""

    def hides(self, name: str, person: bool) -> bool:
        """Whether a field of this name is personal; `person`: in an object that describes a person."""
        plain = _plain(name)
        return plain in self.anywhere or (person and plain in self.of_persons)

    def reads(self, tree: Node) -> list[str]:
        """The personal fields and features that an expression reads: itself, and through names for texts and lists."""
        found: dict[str, None] = {}
        waiting = [tree]
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, Read):
                person = node.root in ("traits", "carried")
                if any(self.hides(name, person or "traits" in node.path) for name in node.path):
                    found[".".join(("traits" if node.root == "carried" else node.root, *node.path))] = None
            if not isinstance(node, Named) or tells(node):
                waiting.extend(children(node))
        return list(found)


def tells(tree: Node) -> bool:
    """Whether a value of this expression may repeat what a customer said: a text or a list, neither a number nor yes or no."""
    return tree.type == "text" or tree.type.startswith("list")


def personal(world: World) -> Personal:
    """The built-in names, those that the workspace adds (`workspace.personal`), identifiers that carry one of them, and
    features that repeat what stands there."""
    definitions, trees = world.definitions, world.program.trees
    anywhere = {_plain(name) for name in (*ANYWHERE, *definitions.workspace.personal)}
    of_persons = {_plain(name) for name in OF_PERSONS}
    for kind in (definitions.identifiers or DEFAULT_IDENTIFIERS).values():
        trait = (kind.trait or "").rpartition(".")[2]
        if trait and _plain(trait) in anywhere | of_persons:
            anywhere.add(_plain(kind.name))
    fields = Personal(frozenset(anywhere), frozenset(of_persons), frozenset(), _said(()))
    features = frozenset(name for name in definitions.features if tells(trees[name]) and fields.reads(trees[name]))
    return msgspec.structs.replace(fields, features=features, said=_said(features))


def _said(features: Iterable[str]) -> re.Pattern[str]:
    names = "".join(f"|{re.escape(name)}" for name in sorted(features))
    return re.compile(rf"\b((?:(?:traits|context(?:\.traits)?)\.(\w+){names}) = )(.+?)(?=, (?:needs|要求) |\)?: |$)")


def covered(answer: Any, hidden: Personal) -> Any:
    """The answer (plain data) with personal values covered."""
    return _Cover(hidden).walk(answer, None)


class _Cover:
    def __init__(self, hidden: Personal) -> None:
        self._hidden = hidden

    def walk(self, node: Any, person: bool | None) -> Any:
        """`person`: whether names are those of persons here; None outside of what customers said."""
        if isinstance(node, dict):
            return self._object(node, person)
        if isinstance(node, list):
            return [self.walk(item, person) for item in node]
        return self._text(node, person) if isinstance(node, str) else node

    def _object(self, node: dict[str, Any], person: bool | None) -> dict[str, Any]:
        kind, value = node.get("kind"), node.get("value")
        if isinstance(kind, str) and isinstance(value, str) and self._hidden.hides(kind, True):
            node = {**node, "value": self.hide(value)}
        name = node.get("name")
        if isinstance(name, str) and name in self._hidden.features:  # what is told of one feature
            node = {key: self.hide(one) if key == "value" else self._each(key, one) for key, one in node.items()}
        return {name: self._field(name, value, person) for name, value in node.items()}

    def _each(self, key: str, told: Any) -> Any:
        """The values of a feature, customer by customer."""
        if key != "values" or not isinstance(told, list):
            return told
        return [{**one, "value": self.hide(one.get("value"))} if isinstance(one, dict) else one for one in told]

    def _field(self, name: str, value: Any, person: bool | None) -> Any:
        if name.startswith("traits."):  # a column of a list
            name, person = name.removeprefix("traits."), True
        if person is not None and self._hidden.hides(name, person):
            return self.hide(value)
        if name in _FEATURES and isinstance(value, dict):
            value = {key: self.hide(one) if key in self._hidden.features else one for key, one in value.items()}
        return self.walk(value, _HOLDERS.get(name, person))

    def hide(self, value: Any) -> Any:
        """The value in a form that tells apart, but does not tell."""
        if isinstance(value, dict):
            return {name: self.hide(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.hide(item) for item in value]
        return value if value is None or isinstance(value, bool) else cover(str(value))

    def _text(self, text: str, person: bool | None) -> str:
        if text[:1] in ("{", "["):
            try:
                inner = msgspec.json.decode(text)
            except (msgspec.DecodeError, UnicodeError, RecursionError):  # cut off, or never whole
                text = _PAIR.sub(lambda m: f"{m[1]}{cover(m[3])}{m[4]}" if self._hidden.hides(m[2], True) else m[0], text)
            else:
                return msgspec.json.encode(self.walk(inner, person or False)).decode()
        text = self._hidden.said.sub(
            lambda m: f"{m[1]}{COVER}" if m[2] is None or self._hidden.hides(m[2], True) else m[0], text
        )
        return scrubbed(text)


def cover(text: str) -> str:
    """The text with its first character only, and of an e-mail address the sign.

    >>> cover("ann@example.com"), cover("Ann"), cover("")
    ('a•••@•••', 'A•••', '')
    """
    name, at, domain = text.partition("@")
    return f"{name[:1]}{COVER}{f'@{COVER}' if at and domain else ''}" if text else ""


def scrubbed(text: str) -> str:
    """The text with e-mail addresses, international numbers and IP addresses covered wherever they stand.

    >>> scrubbed("call +49 170 1234567 or mail ann@example.com")
    'call +••• or mail a•••@•••'
    """
    for pattern in (_MAIL, _NUMBER, _IP):
        text = pattern.sub(lambda m: cover(m[0]), text)
    return text


def tables(hidden: Personal) -> dict[str, dict[str, str]]:
    """Table → column → the SQL expression that stands in its place where personal fields are covered (DuckDB).

    Fields of personal names go (RFC 7396 merge patches with nulls), and e-mail addresses go from wherever they stand.
    """
    anywhere = dict.fromkeys(_spellings(_names(ANYWHERE, hidden.anywhere)))
    persons = anywhere | dict.fromkeys(_spellings(OF_PERSONS))
    return {
        "events": {
            "traits": _patched("traits", persons),
            "context": _patched("context", anywhere | {"traits": persons}),
            "properties": _patched("properties", anywhere),
            "user_id": _no_mail("user_id"),
            "anonymous_id": _no_mail("anonymous_id"),
        },
        "changes": {"value": _no_mail("value"), "why": _no_mail("why")},
        "identity": {"why": _no_mail("why")},
    }


def _names(known: Iterable[str], plain: Iterable[str]) -> list[str]:
    named = {_plain(name) for name in known}
    return [*known, *sorted(set(plain) - named)]


def _spellings(names: Iterable[str]) -> list[str]:
    """The ways in which clients spell a name: `first_name`, `firstName`, `FirstName`, `first name`, `First Name` …"""
    found: dict[str, None] = {}
    for name in names:
        words = name.split("_")
        titled = [word.capitalize() for word in words]
        for joined in ("_", "", " ", "-"):
            for spelt in (words, titled, [words[0], *titled[1:]], [word.upper() for word in words]):
                found[joined.join(spelt)] = None
    return list(found)


def _patched(column: str, patch: Mapping[str, Any]) -> str:
    text = msgspec.json.encode(patch).decode().replace("'", "''")
    return f"regexp_replace(json_merge_patch({column}, '{text}')::varchar, '{_SQL_MAIL}', '{COVER}', 'g')"


def _no_mail(column: str) -> str:
    return f"regexp_replace({column}, '{_SQL_MAIL}', '{COVER}', 'g')"


def revealed(profile: Profile, hidden: Personal, fields: Iterable[str]) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """The identifiers and traits of a profile that are covered otherwise; those named, or all where none is named."""
    wanted = set(fields)
    identifiers = {kind: values for kind, values in profile.identifiers.items() if not wanted or kind in wanted}
    traits = {
        name: value
        for name, value in profile.traits.items()
        if name in wanted or (not wanted and hidden.hides(name, person=True))
    }
    return identifiers, traits
